"""The spreadsheet of decisions goes out: themes as they stand, with a place to write what should become of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.errors import SourceError, UsageError
from contributions.language import _
from contributions.report.decision_book import Decidable, decision_book
from contributions.steps.decision_lines import DECISIONS, read_lines
from contributions.steps.standing import standing_themes
from contributions.steps.theme_proposals import open_proposals

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from contributions.decisions import Standing
    from contributions.settings import Workspace
    from contributions.steps.decision_lines import Form
    from contributions.store import Store

NO_DECISION = "D00000"
"""What stands for the last decision where none was made."""


def write_sheet(workspace: Workspace, store: Store, path: Path) -> Decidable:
    """Write the workbook on which people decide of themes; the same state gives the same bytes.

    Raises:
        UsageError: there is no theme yet, or the file holds what somebody wrote: nothing is written over it.
    """
    check_free(path)
    shown = decidable(workspace, store)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(decision_book(shown))
    return shown


def check_free(path: Path, form: Form = DECISIONS) -> None:
    """Refuse to write a workbook over what somebody wrote.

    Raises:
        UsageError: it is no name of a workbook, or the file holds more than what was sent out.
    """
    if path.suffix.lower() != ".xlsx":
        raise UsageError(_("« {file} » : ce tableau s'écrit en XLSX, donnez un nom qui finit par .xlsx.").format(file=path.name))
    if not path.exists():
        return
    try:
        free = not any(line.filled for line in read_lines(path, form))
    except SourceError:
        free = False
    if not free:
        problem = _("« {file} » est déjà là, et rempli : importez-le puis déplacez-le, ou donnez un autre nom.")
        raise UsageError(problem.format(file=path.name))


def decidable(workspace: Workspace, store: Store) -> Decidable:
    """Give what people may decide of, as it stands.

    Raises:
        UsageError: there is no theme yet.
    """
    rows, decisions, stands = store.rows_of("themes"), store.decisions(), standing_themes(store)
    if not rows:
        raise UsageError(_("Pas encore de thème : lancez « contributions run », puis écrivez le tableau."))
    ideas = store.ideas()
    voices = _voices(ideas, stands)
    counts = voices[voices["theme"].ne("")].groupby("theme")["copies"].sum()
    largest = {theme: place for place, theme in enumerate(counts.sort_index().sort_values(ascending=False, kind="stable").index)}
    order = voices["theme"].map(largest).fillna(len(largest))
    run = next(each for each in store.runs() if each.id == rows)
    return Decidable(
        city=workspace.settings.city.name,
        at=max([run.started_at, *(each.at for each in decisions)]),
        state=f"{rows} {max((each.id for each in decisions), default=NO_DECISION)}",
        themes=tuple(sorted((each for each in stands.themes if each.id in largest), key=lambda each: largest[each.id])),
        voices=voices.assign(order=order).sort_values(["order", "id"]).drop(columns="order"),
        texts=dict(zip(ideas["id"], ideas["text"], strict=True)),
        proposals=tuple(open_proposals(store)),
        families={each.id: each.title for each in stands.themes if each.is_family and each.id in stands.open},
    )


def _voices(ideas: pd.DataFrame, stands: Standing) -> pd.DataFrame:
    """Give a row a voice: an idea, or the first of its copies and how many they are."""
    said = ideas.assign(theme=[stands.placed.get(idea, "") for idea in ideas["id"]], voice=voice_of(ideas)).sort_values("id")
    grouped = said.groupby(["voice", "theme"], as_index=False, sort=True)
    return grouped.agg(id=("id", "first"), text=("text", "first"), copies=("id", "size"))[["id", "text", "copies", "theme"]]


def voice_of(ideas: pd.DataFrame) -> pd.Series[str]:
    """Name the voice of each of `IDEAS`: its group of copies, or itself."""
    return ideas["campaign"].where(ideas["campaign"].ne(""), ideas["id"])
