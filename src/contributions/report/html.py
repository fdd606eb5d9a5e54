"""Write the page « Ce qui s'est dit » : one file that opens from disk, without script nor anything from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contributions.domain import Fate
from contributions.domain.themes import STABILITY_MEANS
from contributions.language import FRENCH, _, ngettext, spoken
from contributions.report import answers, charts, coverage, crossing, residents, views, words
from contributions.report.rows import Row, rows_of
from contributions.trace import (
    Picture,
    contract,
    fates,
    needs_without_objective,
    objective_figures,
    quick_wins,
    rejected,
    themes_by,
    themes_by_month,
)

if TYPE_CHECKING:
    import pandas as pd

TEMPLATES = Path(__file__).parent / "templates"
FIRST_CARDS = 20
DRAWN = 20
LISTED = 25
HIDDEN = "s"


@dataclass(frozen=True, slots=True)
class Objectives:
    """A referential with its leaf objectives, under the lines above them, and how many no one spoke of."""

    title: str
    kind: str
    source: str
    axes: tuple[tuple[str, tuple[Row, ...]], ...]
    leaves: int
    silent: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures that the page opens with."""

    read: int
    kept: int
    ideas: int
    voices: int
    unplaced: int
    themes: int
    new: int
    collections: int
    quartiers: int

    @property
    def unplaced_share(self) -> float:
        """Give the share of the ideas that are in no theme, 0 without ideas."""
        return self.unplaced / self.ideas if self.ideas else 0.0


def write_page(picture: Picture, path: Path) -> None:
    """Write the page; its folder is made where it is absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_page(picture), encoding="utf-8", newline="\n")


def render_page(picture: Picture) -> str:
    """Give the page as text."""
    by_month = themes_by_month(picture)
    objectives = _objectives(picture)
    quotes = views.Quotes(picture)
    cards = views.cards(picture, quotes)
    families = views.families(picture, by_month, cards)
    gathered = {family.theme.id for family in families}
    heard = fates(picture)
    aside = rejected(picture)
    needs = needs_without_objective(picture)
    lone, soon = needs[needs["kind"].ne("thème")], quick_wins(picture)
    found = aside[aside["kind"].eq("contribution") & aside["fate"].ne(Fate.ERASED.value)]
    return (
        templates()
        .get_template("page.html.j2")
        .render(
            picture=picture,
            fates=list(Fate),
            fate_rows=rows_of(heard),
            fate_totals=[(fate, int(heard[fate.value].sum())) for fate in Fate],
            totals=_totals(picture, cards, heard),
            cards=[card for card in cards if card.theme.parent not in gathered],
            families=families,
            epigraph=views.epigraph(cards),
            first_cards=FIRST_CARDS,
            stability_means=_(STABILITY_MEANS) if any(card.theme.stability is not None for card in cards) else "",
            discs=charts.discs(by_month, small_cell=picture.small_cell, themes=DRAWN),
            months=crossing.month_cells(by_month, picture),
            quartiers=crossing.crossed(themes_by(picture, "quartier"), crossing.totals(picture), hidden=HIDDEN),
            channels=crossing.crossed(themes_by(picture, "channel"), crossing.totals(picture), hidden=HIDDEN),
            covered=coverage.covered(picture, hidden=HIDDEN),
            represented=residents.represented(picture, hidden=HIDDEN),
            contract=contract(picture),
            needs=rows_of(needs[needs["kind"].eq("thème")]),
            lone_needs=views.Some(rows_of(lone.head(LISTED)), len(lone)),
            quick=views.Some(rows_of(soon.head(LISTED)), len(soon)),
            objectives=objectives,
            given=answers.section(picture, quotes),
            silent=sum(referential.silent for referential in objectives),
            signals=views.signals(picture, quotes),
            reasons=views.reasons(aside),
            aside=views.Some(rows_of(found.head(LISTED)), len(found)),
            unread=[source for source in picture.sources if source.problem],
            stages=views.stages(picture.run),
            language=spoken(),
            # What residents say stays in their language, and a screen reader must know it.
            heard_in="" if spoken() == FRENCH else Markup(' lang="fr"'),
        )
    )


@cache
def templates() -> Environment:
    """Give what templates are read with: our filters, the words of the language spoken, one style."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.filters |= {
        "number": words.number,
        "percent": words.percent,
        "seconds": words.seconds,
        "month": words.month_name,
        "day": words.day_name,
        "clock": words.clock,
        # Of words that come from the data: `_` of a template takes them for markup.
        "said": _,
        "clean": words.clean,
        "cut": lambda text, length: words.clean(words.cut(text, length=length)),
        "anchor": lambda text: re.sub(r"[^A-Za-z0-9_-]", "-", text),
    }
    environment.globals |= {"counted": words.counted, "style": Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))}  # noqa: S704 (our own file)
    return environment


def _totals(picture: Picture, cards: tuple[views.Card, ...], heard: pd.DataFrame) -> Totals:
    spoken = picture.spoken
    return Totals(
        read=int(heard["read"].sum()),
        kept=int(heard[Fate.KEPT.value].sum()),
        ideas=len(spoken),
        voices=spoken["voice"].nunique(),
        unplaced=int(spoken["theme"].eq("").sum()),
        themes=len(cards),
        new=sum(bool(card.figures.new) for card in cards),
        collections=int(heard["read"].gt(0).sum()),
        quartiers=spoken.loc[spoken["quartier"].ne(""), "quartier"].nunique(),
    )


def _objectives(picture: Picture) -> tuple[Objectives, ...]:
    figures = objective_figures(picture)
    shown = []
    for referential in picture.referentials:
        rows = figures[figures["referential"].eq(referential.id)]
        axes = tuple((str(axis), rows_of(under)) for axis, under in rows.groupby("axis", sort=False))
        silent = int((rows["ideas"].eq(0) & rows["themes"].eq(0)).sum())
        shown.append(Objectives(referential.title, referential.kind, referential.source, axes, len(rows), silent))
    return tuple(shown)
