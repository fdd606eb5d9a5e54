"""Write the page that says what a run changed of themes: what a facilitator reads in a minute, and sends around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from contributions.domain import Run
from contributions.language import FRENCH, _, spoken
from contributions.report.html import templates
from contributions.report.words import clean, cut
from contributions.trace.changes import ENDS, GONE, NEW, NOWHERE, UNPLACED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from contributions.trace.changes import Change, Difference

QUOTED = 3
QUOTE_LENGTH = 240


@dataclass(frozen=True, slots=True)
class Quoted:
    """An idea's exact words, or their beginning; `private` where its collection has no consent to publish."""

    idea: str
    text: str
    private: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Ideas that went from a place to another: how many, and a few of them."""

    was: str
    now: str
    ideas: int
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What became of all the ideas: each is counted once before, and once after."""

    before: int
    after: int
    stayed: int
    moved: int
    joined: int
    left: int
    new: int
    gone: int


def write_changes(
    found: Difference, path: Path, *, city: str, back: str, texts: Mapping[str, str], private: frozenset[str]
) -> None:
    """Write the page; its folder is made where it is absent.

    Args:
        back: the run whose themes were there before, or nothing.
        texts: idea -> its words; one that is not there is counted, and not quoted.
        private: the ideas whose words are not to be published.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    page = render_changes(found, city=city, back=back, texts=texts, private=private)
    path.write_text(page, encoding="utf-8", newline="\n")


def render_changes(found: Difference, *, city: str, back: str, texts: Mapping[str, str], private: frozenset[str]) -> str:
    """Give the page as text."""
    quotes = {idea: Quoted(idea, clean(cut(text, length=QUOTE_LENGTH)), idea in private) for idea, text in texts.items()}
    ways = [
        Way(was, now, len(ideas), tuple(quotes[idea] for idea in ideas if idea in quotes)[:QUOTED])
        for (was, now), ideas in found.flows.items()
    ]
    themes = [each for each in found.changes if not each.is_family]
    facts = found.after.stages["themes"] if isinstance(found.after, Run) else {}
    return (
        templates()
        .get_template("changes.html.j2")
        .render(
            found=found,
            city=city,
            back=back,
            restored=facts.get("restored", ""),
            sums=sums_of(found),
            ended=[each for each in themes if each.became in ENDS],
            born=[(each, _quoted(each, ways, quotes)) for each in themes if each.became in ("born", "reopened")],
            grown=[each for each in themes if each.became == "kept"],
            families=[each for each in found.changes if each.is_family],
            ways=sorted(ways, key=lambda way: (-way.ideas, way.was, way.now)),
            firm=len(found.firm & set(found.titles)),
            unfirm=found.went(lambda was, now: was in found.firm and now != GONE),
            places={NEW: _("idées nouvelles"), UNPLACED: _("sans thème"), GONE: _("ne comptent plus")},
            language=spoken(),
            heard_in="" if spoken() == FRENCH else Markup(' lang="fr"'),
        )
    )


def sums_of(found: Difference) -> Sums:
    """Count what became of all the ideas: those that stayed, changed, waited or left are those there were."""
    return Sums(
        before=found.placed[0] + found.unplaced[0],
        after=found.placed[1] + found.unplaced[1],
        stayed=found.stayed,
        moved=found.moved,
        joined=found.went(lambda was, now: was == UNPLACED and now not in NOWHERE),
        left=found.went(lambda was, now: was not in NOWHERE and now == UNPLACED),
        new=found.went(lambda was, _now: was == NEW),
        gone=found.went(lambda _was, now: now == GONE),
    )


def _quoted(change: Change, ways: Sequence[Way], quotes: Mapping[str, Quoted]) -> list[Quoted]:
    """Give the theme's own quotations, else some of the ideas that came."""
    own = [quotes[idea] for idea in (change.after.quotations if change.after else ()) if idea in quotes]
    return (own or [quote for way in ways if way.now == change.theme for quote in way.quotes])[:QUOTED]
