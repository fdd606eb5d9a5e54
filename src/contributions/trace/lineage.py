"""The lives of themes: what each run and each decision made of them, and where their ideas went."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contributions.decisions import OF_THEMES, OPEN, replay, touched
from contributions.domain import Conflict, Decision, DecisionKind, Theme, ThemeStatus
from contributions.trace.changes import GONE, NEW, UNPLACED, Change, Difference, Event, Life, Step
from contributions.trace.crowds import Cause, Crowd, crowds_of

if TYPE_CHECKING:
    from contributions.trace.crowds import Past


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """Themes as they stood once a cause had done its work, and where each crowd was."""

    themes: Mapping[str, Theme] = field(default_factory=dict)
    placed: Mapping[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    """Ideas of each place."""
    conflicts: tuple[Conflict, ...] = ()


def lives(past: Past) -> dict[str, Life]:
    """Tell the life of every theme that ever was; its ideas are those that came to it, less those that left it."""
    crowds = crowds_of(past)
    sizes = {crowd.name: len(crowd.ideas) for crowd in crowds}
    named = {decision.id: decision for decision in past.decisions}
    events: dict[str, list[Event]] = defaultdict(list)
    last: dict[str, list[str]] = {}
    scene = _Scene()
    for cause, now in zip(past.causes, _scenes(past, crowds, range(len(past.causes))), strict=True):
        about = _about(cause, named)
        for change in _changes(scene, now, sizes):
            if change.told or change.theme in about:
                events[change.theme].append(Event(cause, change))
            if change.was and not change.ideas:
                last[change.theme] = [crowd for crowd, place in scene.placed.items() if place == change.theme]
        scene = now
    return {theme: _life(told, scene, last.get(theme, ()), sizes) for theme, told in sorted(events.items())}


def difference(past: Past, before: int, after: int) -> Difference:
    """Say what changed from one cause of `past.causes` to another; before the first is -1."""
    crowds = crowds_of(past)
    members = {crowd.name: crowd.ideas for crowd in crowds}
    sizes = {name: len(ideas) for name, ideas in members.items()}
    wanted = sorted({before, after} - {-1})
    seen = dict(zip(wanted, _scenes(past, crowds, wanted), strict=True))
    old, new = seen.get(before, _Scene()), seen[after]
    flows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for crowd, way in _ways(old, new).items():
        flows[way].extend(members[crowd])
    return Difference(
        past.causes[before] if before >= 0 else None,
        past.causes[after],
        tuple(change for change in _changes(old, new, sizes) if change.told),
        {way: tuple(sorted(ideas)) for way, ideas in sorted(flows.items())},
        (old.counts.total() - old.counts[UNPLACED], new.counts.total() - new.counts[UNPLACED]),
        (old.counts[UNPLACED], new.counts[UNPLACED]),
        _taken(past.causes[before + 1 : after + 1]),
        new.conflicts,
        touched([each for each in past.causes[: before + 1] if isinstance(each, Decision)]),
        {theme.id: theme.title for scene in (old, new) for theme in scene.themes.values()},
    )


def journeys(past: Past) -> dict[str, list[Step]]:
    """Tell where each idea went, in the order of time: from one theme to another, to none, or out of what counts."""
    crowds = crowds_of(past)
    steps: dict[str, list[Step]] = {idea: [] for crowd in crowds for idea in crowd.ideas}
    members = {crowd.name: crowd.ideas for crowd in crowds}
    scene = _Scene()
    for cause, now in zip(past.causes, _scenes(past, crowds, range(len(past.causes))), strict=True):
        for crowd, (was, became) in _ways(scene, now).items():
            for idea in members[crowd] if was != became else ():
                steps[idea].append(Step(cause, was, became))
        scene = now
    return steps


def _taken(between: Sequence[Cause]) -> tuple[Decision, ...]:
    """List the decisions of themes that were taken in between and still stood after; one undone there leaves no trace."""
    taken = [each for each in between if isinstance(each, Decision) and each.kind in OF_THEMES]
    undone = {each.subject for each in taken if each.kind is DecisionKind.UNDO} & {each.id for each in taken}
    return tuple(each for each in taken if not {each.id, each.subject} & undone)


def _scenes(past: Past, crowds: Sequence[Crowd], wanted: Collection[int]) -> Iterator[_Scene]:
    """Replay what stood after each of the wanted causes, in the order of time."""
    given = deque(sorted((run, crowd.name, theme) for crowd in crowds for run, theme in crowd.places))
    turned: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for crowd in crowds:
        for event, counts in crowd.turns:
            turned[event].append((crowd.name, counts))
    sizes = {crowd.name: len(crowd.ideas) for crowd in crowds}
    counted = {crowd.name: crowd.counts for crowd in crowds}
    placed: dict[str, str] = {}
    themes: Sequence[Theme] = ()
    decided: list[Decision] = []
    for rank, cause in enumerate(past.causes):
        counted.update(turned.get(cause.id, ()))
        if isinstance(cause, Decision):
            decided.append(cause)
        elif cause.id in past.themes:
            themes = past.themes[cause.id]
            while given and given[0][0] <= cause.id:
                _, crowd_name, theme = given.popleft()
                placed[crowd_name] = theme
        if rank in wanted:
            stands = replay(decided, themes, placed)
            shown = {crowd: place or UNPLACED for crowd, place in stands.placed.items() if counted[crowd]}
            yield _Scene({theme.id: theme for theme in stands.themes}, shown, _counts(shown, sizes), stands.conflicts)


def _counts(placed: Mapping[str, str], sizes: Mapping[str, int]) -> Counter[str]:
    """Count the ideas of each place."""
    counts: Counter[str] = Counter()
    for crowd, place in placed.items():
        counts[place] += sizes[crowd]
    return counts


def _ways(before: _Scene, after: _Scene) -> dict[str, tuple[str, str]]:
    """Give where each crowd that went was, and where it is."""
    went = sorted({crowd for crowd, _ in before.placed.items() ^ after.placed.items()})
    return {crowd: (before.placed.get(crowd, NEW), after.placed.get(crowd, GONE)) for crowd in went}


def _changes(before: _Scene, after: _Scene, sizes: Mapping[str, int]) -> list[Change]:
    """Say what became of each theme of either moment."""
    came: dict[str, Counter[str]] = defaultdict(Counter)
    left: dict[str, Counter[str]] = defaultdict(Counter)
    for crowd, (was, now) in _ways(before, after).items():
        came[now][was] += sizes[crowd]
        left[was][now] += sizes[crowd]
    return [
        Change(
            each,
            before.themes.get(each),
            after.themes.get(each),
            after.counts[each] - came[each].total(),
            dict(came[each]),
            dict(left[each]),
        )
        for each in sorted({*before.themes, *after.themes})
    ]


def _life(events: Sequence[Event], now: _Scene, last: Sequence[str], sizes: Mapping[str, int]) -> Life:
    """Close a life: `last` are the crowds that the theme held before it was emptied."""
    change = events[-1].change
    theme = now.themes.get(change.theme) or change.before or change.after
    assert theme is not None  # noqa: S101 (a change has a theme before or after)
    held = [crowd for crowd, place in now.placed.items() if place == theme.id]
    homes: Counter[str] = Counter()
    for crowd in held or last:
        homes[now.placed.get(crowd, GONE)] += sizes[crowd]
    end = _end(theme, now.themes) if theme.status is ThemeStatus.MERGED else ""
    inside = [each.id for each in now.themes.values() if each.parent == theme.id and each.status in OPEN]
    ideas = sum(now.counts[each] for each in (theme.id, *inside))
    return Life(replace(theme, quotations=()), theme.id in now.themes, ideas, end, tuple(events), dict(homes))


def _end(theme: Theme, themes: Mapping[str, Theme]) -> str:
    """Follow merges to the theme that is there."""
    passed = {theme.id}
    while theme.merged_into in themes and theme.merged_into not in passed:
        theme = themes[theme.merged_into]
        passed.add(theme.id)
    return theme.id


def _about(cause: Cause, decisions: Mapping[str, Decision]) -> set[str]:
    """Give the themes that a decision names, or that the one it undoes names."""
    if not isinstance(cause, Decision):
        return set()
    of = decisions.get(cause.subject, cause) if cause.kind is DecisionKind.UNDO else cause
    return {of.subject, of.target}
