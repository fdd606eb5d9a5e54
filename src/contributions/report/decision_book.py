"""Write the workbook « decisions.xlsx »: what people may decide of themes, with a place to write it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contributions.language import _
from contributions.report import decision_layouts as layouts
from contributions.report.rows import rows_of
from contributions.report.sheets import Book
from contributions.report.words import NARROW, clock, day_name, stability

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    import pandas as pd

    from contributions.domain import Proposal, Theme
    from contributions.report.sheets import Layout, Total, Value

    Rows = Iterator[Sequence[Value | Total]]

QUOTED = 3
"""Quotations shown of a theme, and of a proposal."""


@dataclass(frozen=True, slots=True)
class Decidable:
    """What people may decide of, as it stood at one moment.

    `state` names the run and the last decision of that moment; `voices` has one row a voice, `id`, `text`, `copies` (how many
    ideas say it) and `theme`; `texts` is those of the ideas by id. Themes are in the order of the sheet;
    `families` are the titles of their families by id.
    """

    city: str
    at: datetime
    state: str
    themes: tuple[Theme, ...]
    voices: pd.DataFrame
    texts: Mapping[str, str]
    proposals: tuple[Proposal, ...] = ()
    families: Mapping[str, str] = field(default_factory=dict)


def label_of(theme: Theme) -> str:
    """Name a theme by its id and its title.

    >>> from contributions.domain import Theme
    >>> label_of(Theme("T003", "Le bus du soir")), label_of(Theme("T004", ""))
    ('T003 · Le bus du soir', 'T004')
    """
    return f"{theme.id} · {theme.title}" if theme.title else theme.id


def decision_book(shown: Decidable) -> bytes:
    """Give the workbook as bytes; the same state gives the same bytes."""
    book = Book(title=_("Décisions sur les thèmes, {city}").format(city=shown.city), made_at=shown.at)
    book.add(layouts.THEMES_IN_FAMILIES if shown.families else layouts.THEMES, _themes(shown))
    book.add(layouts.IDEAS, _ideas(shown))
    book.add(layouts.PROPOSALS, _proposals(shown))
    book.add(layouts.MANUAL, _manual(shown))
    book.add(layouts.DESTINATIONS, ((name,) for name in (_(layouts.NOWHERE), *map(label_of, shown.themes))))
    return book.to_bytes()


def _themes(shown: Decidable) -> Rows:
    voices = shown.voices.groupby("theme")
    for theme in shown.themes:
        own = voices.get_group(theme.id)
        quoted = _quoted(shown, theme.quotations or tuple(own["id"]))
        above = f"{theme.parent} · {shown.families[theme.parent]}" if theme.parent in shown.families else None
        family = [above] if shown.families else []
        known = (theme.id, theme.title, *family, _state_of(theme), ", ".join(theme.keywords), quoted, int(own["copies"].sum()))
        yield *known, *_to_fill(layouts.THEMES, shown.state)


def _ideas(shown: Decidable) -> Rows:
    labels = {theme.id: label_of(theme) for theme in shown.themes} | {"": _(layouts.NOWHERE)}
    for row in rows_of(shown.voices):
        copies = row.copies if row.copies > 1 else None
        yield row.id, row.text, labels[row.theme], copies, *_to_fill(layouts.IDEAS, shown.state)


def _proposals(shown: Decidable) -> Rows:
    for each in shown.proposals:
        ideas = [idea for idea in each.ideas if idea in shown.texts]
        known = (each.id, each.kind.label, each.title, _quoted(shown, ideas), len(ideas) or None)
        yield *known, *_to_fill(layouts.PROPOSALS, shown.state)


def _manual(shown: Decidable) -> Rows:
    stood = _(
        "Décisions sur les thèmes, tels qu'ils étaient le {day} à {clock}. Document de travail, à ne pas diffuser tel quel."
    )
    yield shown.city, stood.format(day=day_name(shown.at), clock=clock(shown.at))
    yield from ((_(name), _(meaning) if meaning else None) for name, meaning in layouts.GUIDE)
    yield "", None
    yield _(layouts.STATE), shown.state


def _to_fill(layout: Layout, state: str) -> list[Value]:
    """Leave the cells that people fill in empty; the last cell says what state the line shows."""
    return [*(None for column in layout.columns if column.editable), state]


def _quoted(shown: Decidable, ideas: Sequence[str]) -> str:
    texts = [(idea, shown.texts[idea]) for idea in ideas if idea in shown.texts][:QUOTED]
    return "\n".join(_("« {text} » ({idea})").format(text=" ".join(text.split()), idea=idea) for idea, text in texts)


def _state_of(theme: Theme) -> str:
    pinned = [_("épinglé")] if theme.pinned else []
    read = [_("relu le {day}").format(day=day_name(theme.reviewed_at))] if theme.reviewed_at else []
    # Spreadsheets save CSV in cp1252, which has no narrow space.
    measured = [stability(theme.stability).replace(NARROW, "\u00a0")] if theme.stability is not None else []
    return ", ".join([theme.status.label, *measured, *pinned, *read])
