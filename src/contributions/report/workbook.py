"""Write the workbook « tracabilite.xlsx »: every idea to its objectives, every objective to its ideas, and every fate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from contributions.domain import Fate, Summary, ThemeStatus, Zone
from contributions.language import N_, _
from contributions.report import layouts
from contributions.report.answers import money_of, origin_of, status_of
from contributions.report.coverage import covered_rows, silent_rows
from contributions.report.residents import represented_rows
from contributions.report.rows import Row, rows_of
from contributions.report.sheets import Book, Total, Value
from contributions.report.words import OF_PEOPLE, counted, day_name, how_sure, month_name, percent, stability
from contributions.trace import (
    Picture,
    answers_listed,
    fates,
    idea_to_objective,
    needs_without_objective,
    objective_to_ideas,
    objectives_without_voice,
    quick_wins,
    rejected,
    theme_figures,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Rows = Iterator[Sequence[Value | Total]]
NO_IDEA = N_("aucune idée")
NO_THEME = N_("sans thème")


def write_workbook(picture: Picture, path: Path) -> None:
    """Write the workbook; its folder is made where it is absent. The same picture gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook_of(picture))


def workbook_of(picture: Picture) -> bytes:
    """Give the workbook as bytes."""
    book = Book(title=_("Traçabilité des contributions, {city}").format(city=picture.city), made_at=picture.run.started_at)
    book.add(layouts.READ_ME, _read_me(picture))
    book.add(layouts.IDEAS, _ideas(picture))
    book.add(layouts.OBJECTIVES, _objectives(picture))
    book.add(layouts.THEMES, _themes(picture))
    book.add(layouts.NEEDS, _needs(picture))
    book.add(layouts.QUICK, _quick(picture))
    book.add(layouts.SILENT, _silent(picture))
    book.add(layouts.SILENT_PLACES, silent_rows(picture))
    book.add(layouts.COVERAGE, covered_rows(picture))
    book.add(layouts.REPRESENTED, represented_rows(picture))
    book.add(layouts.ANSWERS, _answers(picture))
    book.add(layouts.FATES, _fates(fates(picture)))
    book.add(layouts.ASIDE, _aside(picture))
    return book.to_bytes()


def _read_me(picture: Picture) -> Rows:
    spoken, run = picture.spoken, picture.run
    lone = int(spoken["theme"].eq("").sum())
    share = percent(lone / len(spoken), digits=1) if len(spoken) else _("aucune")
    until = _("{city}, à fin {month}").format(city=picture.city, month=month_name(picture.month))
    yield (
        until if picture.month else picture.city,
        _("Traçabilité dans les deux sens. Document de travail, à ne pas diffuser tel quel."),
    )
    yield from ((_(name), _(meaning) if meaning else None) for name, meaning in layouts.GUIDE)
    some, whole = (counted(count, "idée", "idées") for count in (lone, len(spoken)))
    yield _("Idées sans thème"), _("{some} sur {whole} ({share}).").format(some=some, whole=whole, share=share)
    unpublished = [collection.title or collection.name for collection in picture.collections if not collection.consent]
    yield _("Sans accord de publication"), ", ".join(unpublished) or _("aucune collecte")
    yield "", None
    yield _("Passage"), _("{run}, le {day}").format(run=run.id, day=day_name(run.started_at))
    version = _("contributions {version}, réglages {settings}")
    yield _("Logiciel"), version.format(version=run.code_version, settings=run.settings_hash)
    yield _("Modèles"), ", ".join(f"{name} {digest}" for name, digest in run.models.items()) or _("non renseigné")


def _ideas(picture: Picture) -> Rows:
    refused = picture.refused.groupby("subject")["objective"].agg(sorted).to_dict()
    for row in rows_of(idea_to_objective(picture)):
        why = _why(row, refused.get(row.idea, ()))
        yield (
            *(row.idea, row.text, _(row.nature), row.theme_title or _(NO_THEME), row.theme, _(row.unplaced)),
            *(row.referential_title, row.code, row.objective_title, Zone(row.zone).label, _chance(row), why),
            *(_(row.channel), row.quartier, row.month, row.contribution, *_copy_of(row), row.collection, row.locator),
        )


def _copy_of(row: Row) -> tuple[str, str]:
    """Give the campaign and the frequent short answer an idea is of: one of them at most."""
    return ("", row.campaign) if row.short else (row.campaign, "")


def _chance(row: Row) -> float | None:
    """Give the probability of a match; what a person decided has none."""
    return None if row.zone in OF_PEOPLE else row.probability


def _why(row: Row, refused: Sequence[str]) -> str:
    """Say why an idea has its objective, or which one a person refused."""
    if not row.objective:
        return _("refusé par une personne : {objectives}").format(objectives=", ".join(refused)) if refused else ""
    if row.zone in OF_PEOPLE:
        return _(OF_PEOPLE[Zone(row.zone)])
    return _("mots communs : {words}").format(words=row.evidence) if row.evidence else _("sens proche, sans mot commun")


def _objectives(picture: Picture) -> Rows:
    for row in rows_of(objective_to_ideas(picture)):
        theme, zone = (row.theme_title or _(NO_THEME), Zone(row.zone).label) if row.idea else ("", _(NO_IDEA))
        yield (
            *(row.referential_title, row.axis, row.code, row.objective_title, row.owner, theme, row.idea, row.text),
            *(_(row.nature), zone, _chance(row), _(row.channel), row.quartier, row.month, row.collection),
        )


def _themes(picture: Picture) -> Rows:
    themes = {theme.id: theme for theme in picture.themes}
    for row in rows_of(theme_figures(picture)):
        told = (frame[frame["subject"].eq(row.theme)] for frame in (picture.voiced, picture.refused))
        matched = [each for frame in told for each in rows_of(frame)]
        objectives = [f"{each.objective} ({how_sure(Zone(each.zone), each.probability)})" for each in matched]
        yield (
            *(row.theme, row.title, row.parent, ThemeStatus(row.status).label, _("oui") if row.new else ""),
            stability(themes[row.theme].stability),
            ", ".join(themes[row.theme].keywords),
            *(row.voices, row.ideas, row.contributions, row.sessions, row.quartiers, row.channels, row.months),
            "\n".join(objectives),
            *_said(picture.summaries.get(row.theme, Summary())),
        )


def _said(summary: Summary) -> tuple[str, str]:
    """Write what a theme quotes, each with why, and what opinions differ on."""
    quoted = "\n".join(f"{each.idea} ({each.role.label})" for each in summary.quotations)
    if summary.divide is None:
        return quoted, ""
    sides = _("« {about} » : {favourable} favorables, {opposed} réservés")
    divide = summary.divide
    return quoted, sides.format(about=divide.about, favourable=divide.favourable, opposed=divide.opposed)


def _needs(picture: Picture) -> Rows:
    for row in rows_of(needs_without_objective(picture)):
        nearest = f"{row.nearest} {row.nearest_title}" if row.nearest else ""
        figures = (row.sessions, row.quartiers, row.channels, row.voices, row.ideas)
        yield _(row.kind), row.subject, row.title, _(row.nature), *figures, nearest, row.probability


def _quick(picture: Picture) -> Rows:
    for row in rows_of(quick_wins(picture)):
        figures = (row.sessions, row.quartiers, row.channels, row.voices, row.ideas)
        title = row.theme_title or _(NO_THEME)
        told = (row.idea, row.text, _(row.nature), title, row.code, row.objective_title, row.owner, row.quartier)
        yield *told, *figures, row.locator


def _silent(picture: Picture) -> Rows:
    for row in rows_of(objectives_without_voice(picture)):
        yield row.referential_title, row.axis, row.code, row.objective_title, row.owner, _("oui") if row.transversal else ""


def _answers(picture: Picture) -> Rows:
    for row in rows_of(answers_listed(picture)):
        shown = origin_of(row) or row.at
        yield (
            *(row.id, _(row.kind), row.subject, row.title, shown, status_of(row), row.text, row.owner, row.due_on),
            *(_("oui") if row.late else "", money_of(row), row.given_on, row.changed_on, row.ideas, row.voices),
        )


def _fates(counts: pd.DataFrame) -> Rows:
    """Write the whole first, as formulas over the lines below it, then one line a collection."""
    columns = [*(fate.value for fate in Fate), "read"]
    letters = [get_column_letter(place) for place in range(3, len(columns) + 4)]
    first, fate, read, added_up = letters[0], letters[-3], letters[-2], letters[-1]
    last = max(len(counts) + 2, 3)
    totals = [
        Total(f"=SUM({letter}3:{letter}{last})", int(counts[name].sum())) for letter, name in zip(letters, columns, strict=False)
    ]
    whole = sum(total.value for total in totals[:-1])
    summed = Total(f"=SUM({first}2:{fate}2)", whole), Total(f"={read}2-{added_up}2", totals[-1].value - whole)
    yield _("Ensemble"), None, *totals, *summed
    for number, row in enumerate(rows_of(counts), start=3):
        each = [int(getattr(row, name)) for name in columns]
        added = sum(each[:-1])
        summed = (
            Total(f"=SUM({first}{number}:{fate}{number})", added),
            Total(f"={read}{number}-{added_up}{number}", each[-1] - added),
        )
        title = row.title if row.collection else _(row.title)
        yield title, _(row.channel), *each, *summed


def _aside(picture: Picture) -> Rows:
    for row in rows_of(rejected(picture)):
        fate = Fate(row.fate).label if row.fate else _("illisible")
        kind = _("fichier") if row.kind == "source" else _(row.kind)
        yield kind, row.id, fate, _(row.reason), row.locator, row.duplicate_of, row.collection
