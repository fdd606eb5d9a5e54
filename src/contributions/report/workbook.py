"""Write the workbook « tracabilite.xlsx »: every idea to its objectives, every objective to its ideas, and every fate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from contributions.domain import Fate, ThemeStatus, Zone
from contributions.report import layouts
from contributions.report.rows import rows_of
from contributions.report.sheets import Book, Total, Value
from contributions.report.words import counted, day_name, month_name, percent
from contributions.trace import (
    Picture,
    fates,
    idea_to_objective,
    needs_without_objective,
    objective_to_ideas,
    objectives_without_voice,
    rejected,
    theme_figures,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Rows = Iterator[Sequence[Value | Total]]
NO_IDEA = "aucune idée"
NO_THEME = "sans thème"


def write_workbook(picture: Picture, path: Path) -> None:
    """Write the workbook; its folder is made where it is absent. The same picture gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook_of(picture))


def workbook_of(picture: Picture) -> bytes:
    """Give the workbook as bytes."""
    book = Book(title=f"Traçabilité des contributions, {picture.city}", made_at=picture.run.started_at)
    book.add(layouts.READ_ME, _read_me(picture))
    book.add(layouts.IDEAS, _ideas(picture))
    book.add(layouts.OBJECTIVES, _objectives(picture))
    book.add(layouts.THEMES, _themes(picture))
    book.add(layouts.NEEDS, _needs(picture))
    book.add(layouts.SILENT, _silent(picture))
    book.add(layouts.FATES, _fates(fates(picture)))
    book.add(layouts.ASIDE, _aside(picture))
    return book.to_bytes()


def _read_me(picture: Picture) -> Rows:
    spoken, run = picture.spoken, picture.run
    lone = int(spoken["theme"].eq("").sum())
    share = percent(lone / len(spoken), digits=1) if len(spoken) else "aucune"
    month = f", à fin {month_name(picture.month)}" if picture.month else ""
    yield (
        f"{picture.city}{month}",
        "Traçabilité dans les deux sens. Document de travail, à ne pas diffuser tel quel.",
    )
    yield from layouts.GUIDE
    yield "Idées sans thème", f"{counted(lone, 'idée')} sur {counted(len(spoken), 'idée')} ({share})."
    unpublished = [collection.title or collection.name for collection in picture.collections if not collection.consent]
    yield "Sans accord de publication", ", ".join(unpublished) or "aucune collecte"
    yield "", None
    yield "Passage", f"{run.id}, le {day_name(run.started_at)}"
    yield "Logiciel", f"contributions {run.code_version}, réglages {run.settings_hash}"
    yield "Modèles", ", ".join(f"{name} {digest}" for name, digest in run.models.items()) or "non renseigné"


def _ideas(picture: Picture) -> Rows:
    for row in rows_of(idea_to_objective(picture)):
        yield (
            *(row.idea, row.text, row.nature, row.theme_title or NO_THEME, row.theme, row.unplaced),
            *(row.referential_title, row.code, row.objective_title, Zone(row.zone).label, row.probability, row.evidence),
            *(row.channel, row.quartier, row.month, row.contribution, row.campaign, row.collection, row.locator),
        )


def _objectives(picture: Picture) -> Rows:
    for row in rows_of(objective_to_ideas(picture)):
        theme, zone = (row.theme_title or NO_THEME, Zone(row.zone).label) if row.idea else ("", NO_IDEA)
        yield (
            *(row.referential_title, row.axis, row.code, row.objective_title, row.owner, theme, row.idea, row.text, row.nature),
            *(zone, row.probability, row.channel, row.quartier, row.month, row.collection),
        )


def _themes(picture: Picture) -> Rows:
    themes = {theme.id: theme for theme in picture.themes}
    for row in rows_of(theme_figures(picture)):
        matched = picture.voiced[picture.voiced["subject"].eq(row.theme)]
        objectives = [f"{each.objective} ({Zone(each.zone).label}, {percent(each.probability)})" for each in rows_of(matched)]
        yield (
            *(row.theme, row.title, row.parent, ThemeStatus(row.status).label, "oui" if row.new else ""),
            ", ".join(themes[row.theme].keywords),
            *(row.voices, row.ideas, row.contributions, row.sessions, row.quartiers, row.channels, row.months),
            "\n".join(objectives),
            ", ".join(themes[row.theme].quotations),
        )


def _needs(picture: Picture) -> Rows:
    for row in rows_of(needs_without_objective(picture)):
        nearest = f"{row.nearest} {row.nearest_title}" if row.nearest else ""
        figures = (row.sessions, row.quartiers, row.channels, row.voices, row.ideas)
        yield row.kind, row.subject, row.title, row.nature, *figures, nearest, row.probability


def _silent(picture: Picture) -> Rows:
    for row in rows_of(objectives_without_voice(picture)):
        yield row.referential_title, row.axis, row.code, row.objective_title, row.owner, "oui" if row.transversal else ""


def _fates(counts: pd.DataFrame) -> Rows:
    """Write the whole first, as formulas over the lines below it, then one line a collection."""
    columns = [*(fate.value for fate in Fate), "read"]
    last = max(len(counts) + 2, 3)
    totals = [
        Total(f"=SUM({letter}3:{letter}{last})", int(counts[name].sum())) for letter, name in zip("CDEFGH", columns, strict=True)
    ]
    whole = sum(total.value for total in totals[:-1])
    yield "Ensemble", None, *totals, Total("=SUM(C2:G2)", whole), Total("=H2-I2", totals[-1].value - whole)
    for number, row in enumerate(rows_of(counts), start=3):
        each = [int(getattr(row, name)) for name in columns]
        added = sum(each[:-1])
        summed = Total(f"=SUM(C{number}:G{number})", added), Total(f"=H{number}-I{number}", each[-1] - added)
        yield row.title, row.channel, *each, *summed


def _aside(picture: Picture) -> Rows:
    for row in rows_of(rejected(picture)):
        fate = Fate(row.fate).label if row.fate else "illisible"
        kind = "fichier" if row.kind == "source" else row.kind
        yield kind, row.id, fate, row.reason, row.locator, row.duplicate_of, row.collection
