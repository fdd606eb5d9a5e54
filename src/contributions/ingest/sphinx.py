"""Tables of two rows of headings, names of variables then what was asked, as Sphinx and the tools of statistics write them.

First row: « CLE », « Q1_sexe », « Q2 » (no space in a name); second row: « Êtes-vous ? », « Que faut-il changer ? »; then the
answers, the choices being their text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contributions.ingest.columns import name_weight
from contributions.ingest.survey import Form, SurveyTool, keys, roles_of
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.ingest.tables import Table

_VARIABLE = re.compile(r"[A-Za-zÀ-ÿ][\w.\[\]#-]{0,39}")
_IDENTITIES = ("cle", "id", "identifiant", "numero", "responseid", "respondent_id")
_DATES = ("date_saisie", "date_enreg", "date_fin", "date", "enddate", "date_reponse", "recordeddate")
_OWN = frozenset({
    *_IDENTITIES, *_DATES, "date_debut", "date_modif", "temps_saisie", "origine_saisie", "langue_saisie", "appareil_saisie",
    "progression", "derniere_question_saisie", "startdate", "ipaddress", "progress", "duration", "finished", "recipientlastname",
    "recipientfirstname", "recipientemail", "externalreference", "locationlatitude", "locationlongitude", "distributionchannel",
    "userlanguage",
})  # fmt: skip
_FEWEST_COLUMNS = 3
_FEWEST_QUESTIONS = 2
_TEXT_COLUMN = 3


def _is_ours(table: Table) -> bool:
    """Tell questions from the answers of a first respondent: two of them have a « ? », none is a number or is seen again."""
    if len(table.rows) < _FEWEST_COLUMNS:
        return False
    names, asked = ([cell for cell in cells if cell] for _number, cells in table.rows[:2])
    if len(names) < _FEWEST_COLUMNS or len(asked) * 2 < len(names) or not _are_variables(names):
        return False
    worded = [cell for cell in asked if len(cell.split()) >= _FEWEST_COLUMNS]
    questions = [cell for cell in asked if cell.endswith(("?", ":"))]
    seen = {cell for _number, cells in table.rows[2:] for cell in cells}
    enough = len(questions) >= _FEWEST_QUESTIONS and len(questions) * 2 >= len(worded)
    return enough and not any(cell.isdecimal() for cell in asked) and seen.isdisjoint(questions)


def _are_variables(names: Sequence[str]) -> bool:
    """Tell « Q1_sexe » from the names that people give to their columns (« Avis », « Lieu »)."""
    numbered = sum(any(sign.isdigit() or sign == "_" for sign in name) for name in names)
    plain = all(map(_VARIABLE.fullmatch, names)) and not any(name_weight(name) == _TEXT_COLUMN for name in names)
    return plain and numbered * 3 >= len(names)


def _form(table: Table) -> Form:
    headings, labels = table.rows[0][1], table.rows[1][1]
    rows = [row for row in table.rows[2:] if not any(cell.startswith('{"ImportId"') for cell in row[1])]
    names = [re.sub(r"\W", "_", key.replace(" ", "_")) for key in keys(headings)]
    own = {place for place, name in enumerate(names) if name in _OWN}
    asked = {place: labels[place] if place < len(labels) and labels[place] else name for place, name in enumerate(headings)}
    asked = {place: label for place, label in asked.items() if label and place not in own}
    return Form(headings, rows, asked, roles_of(names, id=_IDENTITIES, said_on=_DATES), part=table.name)


TOOL = SurveyTool("sphinx", N_("de type Sphinx"), _is_ours, _form)
