"""LimeSurvey's table of answers, CSV or spreadsheet, headed by codes, by the text of the questions, or by both.

Columns: `id,submitdate,lastpage,startlanguage,seed,[token,]startdate,datestamp,ipaddr,refurl`, then « G01Q01 »,
« G01Q02[SQ001] », « G01Q02[other] »; or « ID de la réponse, Date de soumission… » then « Que changer ? », « À vélo ? [Autre] »;
or « G01Q01. Que changer ? ». Without dates, or in an anonymous survey, every date is 1980-01-01; « N/A » is a question that was
not asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contributions.ingest.survey import Form, SurveyTool, keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.ingest.tables import Table

_IDENTITIES = ("id", "id de la reponse", "response id")
_DATES = (
    "submitdate", "date de soumission", "date submitted", "datestamp", "date de la derniere action", "date last action",
    "startdate", "date de lancement", "date started",
)  # fmt: skip
_OWN = frozenset({
    *_IDENTITIES, *_DATES, "lastpage", "derniere page", "last page", "startlanguage", "langue de depart", "start language",
    "seed", "tete de serie", "token", "code d acces", "access code", "ipaddr", "adresse ip", "ip address", "refurl",
    "url de reference", "referrer url", "interviewtime", "temps total", "total time",
})  # fmt: skip
_SURE = frozenset({
    "lastpage", "derniere page", "last page", "startlanguage", "langue de depart", "start language", "tete de serie",
    "submitdate", "datestamp", "date de lancement", "date de la derniere action", "date last action",
})  # fmt: skip
_FEWEST_OWN = 3
_TIMES = re.compile(r"^(?:grouptime\d+|\w+time$)|^(?:temps pour|duree pour|group time|question time)\b")
_CODED = re.compile(r"^(?P<code>[A-Za-z]\w*(?:\[[^\]]*\])*)\W{0,2}\s+(?P<text>.*\S)", re.DOTALL)
_PART = re.compile(r"^(?P<question>.*?)\s*\[(?P<part>[^\]]*)\](?:\[\d\])?$", re.DOTALL)
_OTHER = frozenset({"other", "autre", "autres", "autre precisez", "autre preciser"})
_NO_DATE = "1980-01-01"
_NOT_ASKED = "N/A"


def split_heading(heading: str) -> tuple[str, str]:
    """Tell a question's code from its text; a heading that is a code only is both.

    >>> split_heading("G01Q01. Que changer ?"), split_heading("G01Q02[other]"), split_heading("Que changer ?")
    (('G01Q01', 'Que changer ?'), ('G01Q02[other]', 'G01Q02[other]'), ('', 'Que changer ?'))
    """
    text = " ".join(heading.split())
    found = _CODED.match(text)
    if found and (any(map(str.isdigit, found["code"])) or text[found.end("code")] in ".:-"):
        return found["code"], found["text"]
    return ("" if " " in text else text), text


def _is_ours(table: Table) -> bool:
    """Recognise three of the columns that LimeSurvey keeps with each answer, one of which no other tool has."""
    named = [set(_names(heading)) for heading in table.rows[0][1]]
    return sum(not names.isdisjoint(_OWN) for names in named) >= _FEWEST_OWN and any(
        not names.isdisjoint(_SURE) for names in named
    )


def _names(heading: str) -> list[str]:
    return keys(split_heading(heading))


def _form(table: Table) -> Form:
    headings = table.rows[0][1]
    own = {place for place, heading in enumerate(headings) if any(key in _OWN or _TIMES.match(key) for key in _names(heading))}
    asked = {place: split_heading(heading)[1] for place, heading in enumerate(headings) if heading and place not in own}
    parts = {place: found for place, question in asked.items() if (found := _PART.match(question))}
    others = {place: asked[place] for place, found in parts.items() if _is_other(headings[place], found["part"])}
    groups = {place: found["question"] for place, found in parts.items() if place not in others}
    dates = [place for name in _DATES for place in sorted(own) if name in _names(headings[place])]
    rows = [(number, _cleaned(cells, dates)) for number, cells in table.rows[1:]]
    identities = [place for place in sorted(own) if not set(_IDENTITIES).isdisjoint(_names(headings[place]))]
    roles = {role: places[0] for role, places in (("id", identities), ("said_on", dates)) if places}
    questions = {place: question for place, question in asked.items() if place not in others}
    return Form(headings, rows, questions, roles, others, groups, part=table.name)


def _is_other(heading: str, part: str) -> bool:
    return "[other]" in heading or keys([part])[0] in _OTHER


def _cleaned(cells: Sequence[str], dates: Sequence[int]) -> tuple[str, ...]:
    """Leave out what was not asked, and bring the first true date to the first column of dates."""
    kept = ["" if cell == _NOT_ASKED or cell.startswith(_NO_DATE) else cell for cell in cells]
    told = [kept[place] for place in dates if place < len(kept) and kept[place]]
    if told and dates[0] < len(kept):
        kept[dates[0]] = told[0]
    return tuple(kept)


TOOL = SurveyTool("lime_survey", "LimeSurvey", _is_ours, _form)
