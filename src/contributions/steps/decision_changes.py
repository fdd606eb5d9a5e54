"""What became of themes since a sheet went out: what it asks for that is already so, and what is no longer as it showed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.decisions import BORN_OF_PEOPLE, Standing, replay, standing
from contributions.domain import Decision, DecisionKind, Theme, ThemeStatus
from contributions.errors import UsageError
from contributions.language import _
from contributions.report import decision_layouts as layouts
from contributions.steps.decision_asks import Ask
from contributions.steps.standing import is_open, standing_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from contributions.domain import Proposal
    from contributions.store import Store

KINDS = {
    layouts.NEW_TITLE: DecisionKind.RENAME,
    layouts.MERGE_INTO: DecisionKind.MERGE,
    layouts.RETIRE: DecisionKind.RETIRE,
    layouts.PIN: DecisionKind.PIN,
    layouts.REVIEWED: DecisionKind.REVIEW,
}
"""What a filled cell decides, where its column says it alone."""
_OF_ALL_IDEAS = (layouts.MERGE_INTO, layouts.RETIRE, layouts.REVIEWED)
"""What concerns all the ideas of a theme, and was asked of those that the sheet showed."""


@dataclass(frozen=True, slots=True)
class Since:
    """What a sheet showed, and what stands today.

    `shown` is what it showed; `expected` is the same with what it asks for and was done already, so that a sheet that was put
    right and read again is not surprised by itself. Both are None where it does not say when it went out.
    """

    shown: Standing | None
    expected: Standing | None
    now: Standing
    decisions: tuple[Decision, ...]
    """Those that came after it, and stand."""
    pinned: Mapping[str, str]
    """Idea that somebody pinned -> the theme that it was pinned in."""
    open: frozenset[str]
    """Ids of the proposals that wait for an answer."""
    rejected: frozenset[str]

    def is_done(self, ask: Ask) -> bool:
        """Tell whether what is asked is already so."""
        return _DONE[ask.head](self, ask)

    def made_for(self, ask: Ask) -> str | None:
        """Give the theme that was made since for the new title that is asked, or None."""
        made = [each.target for each in self.decisions if each.kind in BORN_OF_PEOPLE and _is_asked(each, ask)]
        return _end(self.now, made[0]) if made else None

    def surprises(self, ask: Ask) -> list[str]:
        """Say what is no longer as the sheet showed it, of the themes and the ideas that are asked about."""
        return list(_differences(ask, self.expected, self.now)) if self.expected else []


def since(store: Store, state: str, asks: Sequence[Ask], proposals: Iterable[Proposal]) -> Since:
    """Compare what stands with what a sheet showed at a state, `RUN DECISION`; empty where the sheet does not say it.

    Raises:
        UsageError: this workspace never was in that state.
    """
    run, _space, last = state.partition(" ")
    made, now = store.decisions(), standing_themes(store)
    kept = standing(made)
    shown = expected = None
    if state:
        check_run(store, run)
        themes, placements = store.themes(run), store.placements(run)
        placed = dict(zip(placements["idea"], placements["theme"], strict=True))
        before = [each for each in made if each.id <= last]
        own = [each for each in made if each.id > last and any(_is_asked(each, ask) for ask in asks)]
        shown, expected = replay(before, themes, placed), replay([*before, *own], themes, placed)
    return Since(
        shown,
        expected,
        now,
        decisions=tuple(each for each in kept if each.id > last),
        pinned={idea: each.target for each in kept if each.kind is DecisionKind.PIN for idea in each.ideas},
        open=frozenset(each.id for each in proposals if is_open(each, made, now)),
        rejected=frozenset(each.subject for each in kept if each.kind is DecisionKind.REJECT),
    )


def check_run(store: Store, run: str) -> None:
    """Refuse a sheet that shows a run which this workspace never did."""
    if not any(each.id == run for each in store.runs()):
        problem = _("Ce tableau vient d'un autre espace de travail : il montre le passage {run}, inconnu ici.")
        raise UsageError(problem.format(run=run))


def _is_asked(decision: Decision, ask: Ask) -> bool:
    """Tell whether a decision is what the sheet asks for."""
    together = bool(set(ask.ideas) & set(decision.ideas))
    if decision.kind in BORN_OF_PEOPLE:
        new = bool(ask.title) if ask.head == layouts.WANTED else ask.target == layouts.ACCEPT
        return together and new and ask.title == decision.title
    if decision.kind is DecisionKind.MOVE:
        return together and ask.head == layouts.WANTED and ask.target == decision.target
    said = (decision.kind, decision.subject) == (KINDS.get(ask.head), ask.subject)
    return said and ask.title == decision.title and ask.target in (decision.target, "")


def _is_titled(since: Since, ask: Ask) -> bool:
    theme = _theme(since.now, ask.subject)
    return theme is not None and theme.title == ask.title


def _is_answered(since: Since, ask: Ask) -> bool:
    accepted = bool(ask.ideas) and ask.subject not in since.open | since.rejected
    return accepted if ask.target == layouts.ACCEPT else ask.subject in since.rejected


def _is_moved(since: Since, ask: Ask) -> bool:
    home = since.made_for(ask) if ask.title else _end(since.now, ask.target)
    return home is not None and all(since.now.placed.get(idea) == home for idea in ask.ideas)


def _is_merged(since: Since, ask: Ask) -> bool:
    return ask.subject != ask.target and _end(since.now, ask.subject) == _end(since.now, ask.target)


def _is_retired(since: Since, ask: Ask) -> bool:
    theme = _theme(since.now, ask.subject)
    return theme is not None and theme.status is ThemeStatus.RETIRED


def _is_pinned(since: Since, ask: Ask) -> bool:
    if ask.ideas:
        pinned = since.pinned.get(ask.subject)
        return pinned is not None and since.now.placed.get(ask.subject) == _end(since.now, pinned)
    theme = _theme(since.now, ask.subject)
    return theme is not None and theme.pinned


def _is_reviewed(since: Since, ask: Ask) -> bool:
    return any(_is_asked(each, ask) for each in since.decisions)


_DONE: Mapping[str, Callable[[Since, Ask], bool]] = {
    layouts.NEW_TITLE: _is_titled,
    layouts.ANSWER: _is_answered,
    layouts.WANTED: _is_moved,
    layouts.MERGE_INTO: _is_merged,
    layouts.RETIRE: _is_retired,
    layouts.PIN: _is_pinned,
    layouts.REVIEWED: _is_reviewed,
}


def _differences(ask: Ask, before: Standing, after: Standing) -> Iterator[str]:
    for idea in ask.ideas:
        was, now = before.placed.get(idea), after.placed.get(idea)
        if was is not None and now is not None and was != now:
            moved = _("{idea} était dans {before}, elle est dans {after}")
            yield moved.format(idea=idea, before=was or _("aucun thème"), after=now or _("aucun thème"))
    for theme in dict.fromkeys([ask.subject, ask.target]):
        then, today = _theme(before, theme), _theme(after, theme)
        if then is not None and today is None:
            yield _("{theme} n'existe plus").format(theme=theme)
        elif then is not None and today is not None:
            yield from _of_theme(then, today)
    if ask.head in _OF_ALL_IDEAS and _theme(before, ask.subject) is not None:
        yield from _of_ideas(ask.subject, before.placed, after.placed)


def _of_theme(then: Theme, today: Theme) -> Iterator[str]:
    if today.title != then.title:
        renamed = _("{theme} s'appelait « {before} », il s'appelle « {after} »")
        yield renamed.format(theme=then.id, before=then.title, after=today.title)
    if (today.status, today.merged_into) != (then.status, then.merged_into):
        became = _("{theme} était {before}, il est {after}")
        yield became.format(theme=then.id, before=_status(then), after=_status(today))


def _of_ideas(theme: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Count the ideas that left a theme for another, and those that came from another; what is newly said is no surprise."""
    known = before.keys() & after.keys()
    gone = sum(before[idea] == theme != after[idea] for idea in known)
    come = sum(after[idea] == theme != before[idea] for idea in known)
    if gone or come:
        exchanged = _("{theme} n'a plus les mêmes idées (parties : {gone}, venues d'ailleurs : {come})")
        yield exchanged.format(theme=theme, gone=gone, come=come)


def _theme(standing: Standing, theme: str) -> Theme | None:
    return next((each for each in standing.themes if each.id == theme), None)


def _end(standing: Standing, theme: str) -> str:
    return standing.ends.get(theme, theme)


def _status(theme: Theme) -> str:
    if not theme.merged_into:
        return theme.status.label
    return _("{status} dans {theme}").format(status=theme.status.label, theme=theme.merged_into)
