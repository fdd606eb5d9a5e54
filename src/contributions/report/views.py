"""Prepare what each part of the page shows, so that the templates only write."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from contributions.domain import Fate, Role, Summary, Theme, Zone
from contributions.language import _
from contributions.report.charts import SPARK_HEIGHT, Spark, spark, widest
from contributions.report.rows import Row, rows_of
from contributions.report.words import FACTS, OF_PEOPLE, STAGES, clean, cut, month_name, percent, seconds, stability
from contributions.trace import Picture, answered_by_parts, theme_figures, themes_by_month

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from contributions.domain import Run

OPENING = (40, 150)
"""Shortest and longest text that the page may open with."""
QUOTE_LENGTH = 360
SIGNAL_LENGTH = 200
SIGNALS_A_CHANNEL = 12
PARTS = 3
SIDES = (Role.FOR, Role.AGAINST)


@dataclass(frozen=True, slots=True)
class Quote:
    """An idea's exact words (or their beginning) and where they come from."""

    idea: str
    text: str
    nature: str
    where: str
    private: bool
    copies: int
    short: bool
    """True where its copies are frequent short answers, not a campaign."""
    role: str = ""
    """Why it is quoted for its theme."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """What opinions differ on inside a theme, how many are on each side, and what they say."""

    about: str
    favourable: int
    opposed: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """An objective that a theme is matched to."""

    code: str
    title: str
    referential: str
    zone: str
    words: str
    probability: float
    percent: str
    """Empty where a person decided: what people say has no probability."""


@dataclass(frozen=True, slots=True)
class Card:
    """One theme."""

    figures: Row
    theme: Theme
    quotes: tuple[Quote, ...]
    opinions: Opinions | None
    matched: tuple[Matched, ...]
    refused: tuple[Matched, ...]
    parts: tuple[Row, ...]
    """Where no objective is near the whole: those that its ideas are near one by one."""
    spark: Spark
    stability: str
    children: tuple[Row, ...]

    @property
    def spark_height(self) -> float:
        """Give the height of the sparkline."""
        return SPARK_HEIGHT


@dataclass(frozen=True, slots=True)
class Family:
    """A family of themes: its figures are those of the themes on its cards."""

    figures: Row
    theme: Theme
    spark: Spark
    cards: tuple[Card, ...]

    @property
    def spark_height(self) -> float:
        """Give the height of the sparkline."""
        return SPARK_HEIGHT


@dataclass(frozen=True, slots=True)
class Signals:
    """Ideas without theme heard through one channel: some of them, and how many more there are."""

    channel: str
    quotes: tuple[Quote, ...]
    voices: int

    @property
    def more(self) -> int:
        """Count the voices that are not listed."""
        return self.voices - len(self.quotes)


@dataclass(frozen=True, slots=True)
class Some:
    """The first rows of a list, and how long it is."""

    rows: tuple[Row, ...]
    count: int

    @property
    def more(self) -> int:
        """Count the rows that are not listed."""
        return self.count - len(self.rows)


def epigraph(shown: tuple[Card, ...]) -> Quote | None:
    """Choose the words the page opens with: of the most widespread themes, short, and agreed to be published."""
    quotes = [quote for card in shown for quote in card.quotes if not quote.private]
    return next((quote for quote in quotes if OPENING[0] <= len(quote.text) <= OPENING[1]), None)


def families(picture: Picture, by_month: pd.DataFrame, shown: Sequence[Card]) -> tuple[Family, ...]:
    """Put the cards of themes in their families, most widespread first; `by_month` are the months of the topmost themes."""
    figures = theme_figures(picture)
    themes = {theme.id: theme for theme in picture.themes if theme.is_family}
    months = dict(tuple(by_month.groupby("theme")))
    largest = widest(by_month)
    return tuple(
        Family(
            row,
            themes[row.theme],
            spark(months[row.theme], small_cell=picture.small_cell, largest=largest),
            tuple(card for card in shown if card.theme.parent == row.theme),
        )
        for row in rows_of(figures[figures["theme"].isin(themes) & figures["ideas"].gt(0)])
    )


def cards(picture: Picture, quotes: Quotes) -> tuple[Card, ...]:
    """Make one card a theme that has ideas, those under it included, most widespread first; families are not themes."""
    by_month = themes_by_month(picture, "branch")
    figures = theme_figures(picture)
    themes = {theme.id: theme for theme in picture.themes}
    months = dict(tuple(by_month.groupby("theme")))
    largest = widest(by_month)
    parts = answered_by_parts(picture)
    shown = rows_of(figures[figures["theme"].isin(set(picture.spoken["branch"]))])
    return tuple(
        Card(
            row,
            themes[row.theme],
            quotes.of_theme(row.theme),
            quotes.opinions(row.theme),
            _matched(picture, picture.voiced[picture.voiced["subject"].eq(row.theme)]),
            _matched(picture, picture.refused[picture.refused["subject"].eq(row.theme)]),
            rows_of(parts[parts["theme"].eq(row.theme)].head(PARTS)),
            spark(months[row.theme], small_cell=picture.small_cell, largest=largest),
            stability(themes[row.theme].stability),
            rows_of(figures[figures["parent"].eq(row.theme) & figures["ideas"].gt(0)]),
        )
        for row in shown
    )


def signals(picture: Picture, quotes: Quotes) -> tuple[Signals, ...]:
    """List the ideas without theme channel by channel, so that a wordy one never hides a walk."""
    lone = picture.spoken[picture.spoken["theme"].eq("")].drop_duplicates("same")
    groups = []
    for channel, rows in lone.groupby("channel"):
        listed = tuple(quotes.of(idea, length=SIGNAL_LENGTH) for idea in rows["idea"].head(SIGNALS_A_CHANNEL))
        groups.append(Signals(_(str(channel)), listed, len(rows)))
    return tuple(groups)


def reasons(aside: pd.DataFrame) -> tuple[tuple[str, str, int], ...]:
    """Count what was set aside by fate and reason, the most frequent first."""
    counts = Counter(zip(aside["fate"], aside["reason"], strict=True))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((Fate(fate).label if fate else _("sources illisibles"), clean(_(reason)), n) for (fate, reason), n in ordered)


def stages(run: Run) -> tuple[tuple[str, str, str], ...]:
    """Say what each stage of a run did: its name, its seconds where they are known, its other counts."""
    lines = []
    for stage, facts in run.stages.items():
        took = facts.get("seconds")
        counts = [
            _("{name} : {value}").format(name=_(FACTS.get(key, key)), value=f"{value:n}")
            for key, value in facts.items()
            if key != "seconds" and _is_count(value)
        ]
        lines.append((_(STAGES.get(stage, stage)), seconds(took) if _is_count(took) else "", ", ".join(counts)))
    return tuple(lines)


def _is_count(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Quotes:
    """Quotations of a picture by the id of their idea: made once a page."""

    def __init__(self, picture: Picture) -> None:
        self._spoken = picture.spoken
        self._places = {idea: place for place, idea in enumerate(picture.spoken["idea"])}
        self._consent = {collection.name for collection in picture.collections if collection.consent}
        self._copies = picture.spoken["same"].value_counts().to_dict()
        self._summaries = picture.summaries

    def of_theme(self, theme: str) -> tuple[Quote, ...]:
        """Give the quotations of a theme, but for those of each side where opinions differ."""
        return self._chosen(theme, apart=False)

    def opinions(self, theme: str) -> Opinions | None:
        """Give what opinions differ on in a theme, if they do."""
        divide = self._summaries.get(theme, Summary()).divide
        if divide is None:
            return None
        return Opinions(clean(divide.about), divide.favourable, divide.opposed, self._chosen(theme, apart=True))

    def _chosen(self, theme: str, *, apart: bool) -> tuple[Quote, ...]:
        chosen = [each for each in self._summaries.get(theme, Summary()).quotations if (each.role in SIDES) is apart]
        return tuple(self.of(each.idea, length=QUOTE_LENGTH, role=each.role.label) for each in chosen)

    def of(self, idea: str, *, length: int, role: str = "") -> Quote:
        """Quote an idea, cut at a length."""
        row = self._spoken.iloc[self._places[idea]]
        nature, channel = row["nature"], row["channel"]
        where = [row["quartier"], _(channel), month_name(row["month"])]
        return Quote(
            idea,
            clean(cut(row["text"], length=length)),
            _(nature),
            " · ".join(clean(part) for part in where if part),
            private=row["collection"] not in self._consent,
            copies=self._copies[row["same"]],
            short=bool(row["short"]),
            role=role,
        )


def _matched(picture: Picture, rows: pd.DataFrame) -> tuple[Matched, ...]:
    order = {identifier: rank for rank, identifier in enumerate(picture.objectives)}
    kinds = {referential.id: referential.kind or referential.title for referential in picture.referentials}
    places = {referential.id: rank for rank, referential in enumerate(picture.referentials)}
    found = []
    for row in rows_of(rows):
        objective = picture.objectives[row.objective]
        key = (places[objective.referential], -row.probability, order[row.objective])
        zone = Zone(row.zone)
        shown = Matched(
            clean(objective.code),
            clean(objective.title),
            clean(kinds[objective.referential]),
            zone.value,
            _(OF_PEOPLE[zone]) if zone in OF_PEOPLE else zone.label,
            row.probability,
            "" if zone in OF_PEOPLE else percent(row.probability),
        )
        found.append((key, shown))
    return tuple(match for _, match in sorted(found, key=lambda pair: pair[0]))
