"""The spreadsheet of matches goes out: what to review next, with a place to say what people think of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.match.queue import Ask
from contributions.report.decision_book import label_of
from contributions.report.review_book import Doubt, Reviewable, review_book
from contributions.reviewing import reviews_of
from contributions.steps.decision_sheet import NO_DECISION, check_free
from contributions.steps.matching import same_of
from contributions.steps.reviewing import queue, referential_named
from contributions.steps.standing import standing_themes

if TYPE_CHECKING:
    from pathlib import Path

    from contributions.settings import Workspace
    from contributions.store import Store


def write_review_sheet(workspace: Workspace, store: Store, path: Path, *, referential: str = "", size: int = 20) -> Reviewable:
    """Write the workbook on which people review matches; the same state gives the same bytes.

    Raises:
        UsageError: nothing is matched yet, or the file holds what somebody wrote: nothing is written over it.
    """
    check_free(path)
    shown = reviewable(workspace, store, referential=referential, size=size)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(review_book(shown))
    return shown


def reviewable(workspace: Workspace, store: Store, *, referential: str = "", size: int = 20) -> Reviewable:
    """Give the `size` ideas to review next in a referential (the contract, by default), as they stand.

    What was rejected already of an idea that waits is proposed last.

    Raises:
        UsageError: nothing is matched yet, or the referential is unknown.
    """
    chosen = referential_named(store, referential)
    objectives = {each.id: each for each in chosen.leaves}
    stands, decisions, rows = standing_themes(store), store.decisions(), store.rows_of("match")
    labels = {theme.id: label_of(theme) for theme in stands.themes}
    run = next(each for each in store.runs() if each.id == rows)
    reviews = reviews_of(decisions, same_of(store.ideas()))
    wrong = set(zip(reviews.loc[~reviews["right"], "subject"], reviews.loc[~reviews["right"], "objective"], strict=True))
    doubts = []
    for row in queue(workspace, store, referential=chosen.id, size=size):
        idea = row["idea"]
        near = sorted(row["objectives"], key=lambda each: (idea, each["objective"]) in wrong)
        candidates = tuple((objectives[each["objective"]], each["probability"]) for each in near)
        doubts.append(Doubt(idea, row["text"], labels.get(stands.placed.get(idea, ""), ""), candidates, Ask(row["why"]).label))
    return Reviewable(
        city=workspace.settings.city.name,
        at=max([run.started_at, *(each.at for each in decisions)]),
        state=f"{rows} {max((each.id for each in decisions), default=NO_DECISION)}",
        referential=chosen,
        doubts=tuple(doubts),
    )
