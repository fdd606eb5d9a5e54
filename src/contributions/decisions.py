"""What people decided, and what stands of it once it is replayed over what the machine found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contributions.domain import Conflict, Decision, DecisionKind, Theme, ThemeStatus, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The themes and the theme of each idea (empty: none) once people's decisions stand over the machine's."""

    themes: tuple[Theme, ...]
    placed: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    held: Mapping[str, str] = field(default_factory=dict)
    """Idea -> theme, before merges and retirements: where it is again once they are undone."""
    ends: Mapping[str, str] = field(default_factory=dict)
    """Theme -> where its ideas are once merges are followed, itself where it is not merged."""

    @property
    def open(self) -> frozenset[str]:
        """Give the ids of the themes that ideas may be in: neither merged nor retired."""
        return frozenset(theme.id for theme in self.themes if theme.status in OPEN)

    def inside(self, family: str) -> tuple[Theme, ...]:
        """Give the open themes of a family."""
        return tuple(theme for theme in self.themes if theme.parent == family and theme.status in OPEN)


OPEN = (ThemeStatus.ACTIVE, ThemeStatus.EMERGING)
OF_MATCHES = frozenset({DecisionKind.ACCEPT_MATCH, DecisionKind.REJECT_MATCH, DecisionKind.NO_OBJECTIVE})
OF_CONTRIBUTIONS = frozenset({DecisionKind.RELEASE, DecisionKind.HOLD, DecisionKind.KEEP_OUT})
OF_THEMES = frozenset(DecisionKind) - OF_MATCHES - OF_CONTRIBUTIONS
BORN_OF_PEOPLE = (DecisionKind.SPLIT, DecisionKind.CREATE)
_REGROUPS = (DecisionKind.MERGE, DecisionKind.SPLIT)
_CHOOSES = (*BORN_OF_PEOPLE, DecisionKind.MOVE, DecisionKind.PIN)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Leave out the decisions that another undid, and those that undo; in the order of time."""
    undone = {each.subject for each in decisions if each.kind is DecisionKind.UNDO}
    ordered = sorted(decisions, key=lambda each: (each.at, each.id))
    return [each for each in ordered if each.id not in undone and each.kind is not DecisionKind.UNDO]


def released(decisions: Sequence[Decision]) -> frozenset[str]:
    """Give the contributions that somebody took out of quarantine, and nobody put back since."""
    return _last_decided(decisions, DecisionKind.RELEASE)


def kept_out(decisions: Sequence[Decision]) -> frozenset[str]:
    """Give the contributions that somebody read in quarantine, and does not want in any report."""
    return _last_decided(decisions, DecisionKind.KEEP_OUT)


def _last_decided(decisions: Sequence[Decision], kind: DecisionKind) -> frozenset[str]:
    """Give the contributions of which this is the last thing decided that stands."""
    last = {each.subject: each.kind for each in standing(decisions) if each.kind in OF_CONTRIBUTIONS}
    return frozenset(subject for subject, decided in last.items() if decided is kind)


def rejected(decisions: Sequence[Decision]) -> list[frozenset[str]]:
    """Give the ideas of each group that somebody did not want as a theme."""
    return [frozenset(each.ideas) for each in standing(decisions) if each.kind is DecisionKind.REJECT]


def touched(decisions: Sequence[Decision]) -> frozenset[str]:
    """Give the themes that people decided something of, which still stands: the machine takes no idea out of them."""
    kept = [each for each in standing(decisions) if each.kind in OF_THEMES]
    return frozenset(theme for each in kept for theme in (each.subject, each.target) if theme)


def chosen(decisions: Sequence[Decision]) -> frozenset[str]:
    """Give the ideas whose theme somebody chose: moved, pinned, or put in a theme made for them."""
    return frozenset(idea for each in standing(decisions) if each.kind in _CHOOSES for idea in each.ideas)


def regrouped(decisions: Sequence[Decision], since: datetime) -> frozenset[str]:
    """Give the themes that people merged or split since a moment, or whose merge or split they undid since."""
    then = {each.id for each in standing([each for each in decisions if each.at <= since])}
    now = {each.id for each in standing(decisions)}
    changed = [each for each in decisions if each.kind in _REGROUPS and (each.id in then) != (each.id in now)]
    return frozenset(theme for each in changed for theme in (each.subject, each.target))


def replay(decisions: Sequence[Decision], themes: Iterable[Theme], placed: Mapping[str, str]) -> Standing:
    """Apply what stands of people's decisions to what the machine left, in the order of time.

    What cannot be applied as it was meant is a conflict for a person to see; nothing is dropped in silence. Replaying over
    what was already replayed gives the same themes and the same places.

    Args:
        decisions: all of them, those undone included: they say where the ideas of a theme that no longer stands go back.
        themes: as the machine left them; one that a decision made bears its id in `born_in`.
        placed: idea -> theme, or nothing.
    """
    state = _State({theme.id: theme for theme in themes}, dict(placed))
    state.into |= {theme.id: theme.merged_into for theme in state.themes.values() if theme.merged_into}
    kept = standing(decisions)
    state.dissolve({each.id: each for each in decisions}, frozenset(each.id for each in kept))
    for decision in kept:
        if decision.kind in _APPLY:
            _APPLY[decision.kind](state, decision)
    state.forget_stability(decisions)
    return state.settled(kept)


@dataclass(slots=True)
class _State:
    """Themes and places in the middle of a replay; `into` is lazy, so that what came first may be merged later."""

    themes: dict[str, Theme]
    placed: dict[str, str]
    into: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def dissolve(self, known: Mapping[str, Decision], kept: frozenset[str]) -> None:
        """Send back where they came from the ideas of a theme that a decision made, and another undid."""
        for theme in [theme for theme in self.themes.values() if theme.born_in in known and theme.born_in not in kept]:
            del self.themes[theme.id]
            made = known[theme.born_in]
            self.into[theme.id] = made.subject if made.kind is DecisionKind.SPLIT else ""

    def path_of(self, theme: str) -> list[str]:
        """Follow merges: the theme, then each that its ideas went through, to where they are now."""
        path = [theme]
        while path[-1] in self.into:
            path.append(self.into[path[-1]])
        return path

    def end_of(self, theme: str) -> str:
        """Say where the ideas of a theme are now."""
        return self.path_of(theme)[-1]

    def family_of(self, ideas: Iterable[str]) -> str:
        """Give the family that most of these ideas are in."""
        homes = [self.end_of(self.placed[idea]) for idea in ideas if idea in self.placed]
        above = Counter(self.themes[home].parent for home in homes if home in self.themes)
        return min(above, key=lambda family: (-above[family], family), default="")

    def close_families(self) -> None:
        """Retire the families none of whose themes is open; they are there again as soon as one is."""
        above = {theme.parent for theme in self.themes.values() if theme.status in OPEN}
        for family in [theme for theme in self.themes.values() if theme.is_family]:
            status = ThemeStatus.ACTIVE if family.id in above else ThemeStatus.RETIRED
            self.themes[family.id] = replace(family, status=status)

    def change(self, decision: Decision, **changes: object) -> None:
        """Change what a theme says of itself; one that is no more is a conflict."""
        theme = self.themes.get(decision.subject)
        if theme is None:
            self.conflicts.append(Conflict(decision.id, Trouble.UNKNOWN_THEME, decision.subject))
        else:
            self.themes[theme.id] = replace(theme, **changes)  # type: ignore[arg-type]  # the callers name true fields

    def forget_stability(self, decisions: Sequence[Decision]) -> None:
        """Leave unknown the stability of a theme that people merged or split since: the group that was measured is no more."""
        for moment in {theme.measured_at for theme in self.themes.values() if theme.measured_at}:
            others = regrouped(decisions, moment)
            others |= {self.end_of(theme) for theme in others}
            for theme in [each for each in self.themes.values() if each.measured_at == moment and each.id in others]:
                self.themes[theme.id] = replace(theme, stability=None, measured_at=None)

    def settled(self, kept: Sequence[Decision]) -> Standing:
        """Resolve merges, and list what has not the effect that it was meant to have."""
        ends = {theme: self.end_of(theme) for theme in {*self.themes, *self.placed.values()}}
        placed = {idea: ends[theme] for idea, theme in self.placed.items()}
        used = set(placed.values())
        self.close_families()
        for decision in kept:
            if decision.kind in (DecisionKind.MOVE, DecisionKind.PIN) and decision.target in self.themes:
                self._check_move(decision, placed)
            elif decision.kind in BORN_OF_PEOPLE and decision.target not in used and decision.target not in self.into:
                self.conflicts.append(Conflict(decision.id, Trouble.EMPTY_THEME, decision.target))
            elif decision.kind is DecisionKind.RENAME and self._is_past_family(decision.subject):
                self.conflicts.append(Conflict(decision.id, Trouble.EMPTY_FAMILY, decision.subject))
        shown = {idea: theme if theme in self.themes and self._is_open(theme) else "" for idea, theme in placed.items()}
        themes = tuple(self.themes[key] for key in sorted(self.themes))
        return Standing(themes, shown, tuple(self.conflicts), self.placed, ends)

    def _check_move(self, decision: Decision, placed: Mapping[str, str]) -> None:
        end = self.end_of(decision.target)
        stayed = any(placed.get(idea) == end for idea in decision.ideas)
        if stayed and end != decision.target:
            self.conflicts.append(Conflict(decision.id, Trouble.MOVED_THEN_MERGED, decision.target, end))
        elif stayed and not self._is_open(end):
            self.conflicts.append(Conflict(decision.id, Trouble.MOVED_THEN_RETIRED, decision.target))

    def _is_past_family(self, theme: str) -> bool:
        return theme in self.themes and self.themes[theme].is_family and not self._is_open(theme)

    def _is_open(self, theme: str) -> bool:
        return self.themes[theme].status in OPEN


def _rename(state: _State, decision: Decision) -> None:
    state.change(decision, title=decision.title, title_origin="human")


def _pin(state: _State, decision: Decision) -> None:
    """Keep an idea where it is, or a whole theme."""
    if decision.ideas:
        _move(state, decision)
    else:
        state.change(decision, pinned=True)


def _review(state: _State, decision: Decision) -> None:
    state.change(decision, reviewed_at=decision.at)


def _retire(state: _State, decision: Decision) -> None:
    state.change(decision, status=ThemeStatus.RETIRED)


def _reopen(state: _State, decision: Decision) -> None:
    theme = state.themes.get(decision.subject)
    if theme is not None and theme.status is ThemeStatus.MERGED:
        state.conflicts.append(Conflict(decision.id, Trouble.REOPENED_WHEN_MERGED, theme.id, state.end_of(theme.id)))
    else:
        state.change(decision, status=ThemeStatus.ACTIVE)


def _merge(state: _State, decision: Decision) -> None:
    """Merge a theme into the one that was named, whatever became of this one before or since; never in circles."""
    path = state.path_of(decision.target)
    if not {decision.target, path[-1]} <= state.themes.keys():
        state.conflicts.append(Conflict(decision.id, Trouble.UNKNOWN_THEME, decision.target))
    elif decision.subject not in path:
        state.into[decision.subject] = decision.target
        if decision.subject in state.themes:
            state.change(decision, status=ThemeStatus.MERGED, merged_into=decision.target)


def _create(state: _State, decision: Decision) -> None:
    """Make a theme of ideas that a person chose; one that a later run already holds keeps what that run found out of it."""
    if decision.target not in state.themes:
        family = state.family_of(decision.ideas)
        state.themes[decision.target] = Theme(decision.target, decision.title, parent=family, born_in=decision.id)
    if decision.title:
        state.themes[decision.target] = replace(state.themes[decision.target], title=decision.title, title_origin="human")
    for idea in decision.ideas:
        if idea in state.placed:
            state.placed[idea] = decision.target


def _move(state: _State, decision: Decision) -> None:
    if decision.target and decision.target not in state.themes:
        state.conflicts.append(Conflict(decision.id, Trouble.UNKNOWN_THEME, decision.target))
        return
    for idea in decision.ideas:
        if idea in state.placed:
            state.placed[idea] = decision.target


_APPLY: Mapping[DecisionKind, Callable[[_State, Decision], None]] = {
    DecisionKind.RENAME: _rename,
    DecisionKind.MERGE: _merge,
    DecisionKind.SPLIT: _create,
    DecisionKind.CREATE: _create,
    DecisionKind.MOVE: _move,
    DecisionKind.PIN: _pin,
    DecisionKind.RETIRE: _retire,
    DecisionKind.REOPEN: _reopen,
    DecisionKind.REVIEW: _review,
}
