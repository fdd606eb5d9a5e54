"""Prepare what the page and the workbook say of who spoke, beside who lives there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.domain import AGE_BANDS, GENDERS, OTHER_BAND
from contributions.language import N_, _
from contributions.report.rows import Row, rows_of
from contributions.report.words import clean, number, percent
from contributions.trace import NOT_SAID, Picture, voices_beside_residents
from contributions.trace.residents import AGE, GENDER, QUARTIER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from contributions.report.sheets import Value

WHOLE_CITY = N_("Ville entière")
COMPARED = {QUARTIER: N_("Par quartier"), AGE: N_("Par tranche d'âge"), GENDER: N_("Par genre")}


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people, as one reads it; a bar's length is a share of the longest one, nothing where none is drawn."""

    label: str
    contributions: str
    share: str
    residents: str
    residents_share: str
    hidden: bool
    bar: float | None
    residents_bar: float | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The groups of a place, by one thing, and where the figures of residents come from."""

    title: str
    groups: tuple[Group, ...]
    sources: tuple[str, ...]
    compared: bool
    """True where the share of residents is known for some group."""


@dataclass(frozen=True, slots=True)
class Place:
    """The whole city or a quartier."""

    name: str
    tables: tuple[Beside, ...]
    compared: bool
    """True where the city gives figures of the residents there."""


@dataclass(frozen=True, slots=True)
class Represented:
    """What the page shows: the city, then each quartier of which some figure may be shown; then those of which none may."""

    city: Place
    quartiers: tuple[Place, ...]
    hidden: tuple[str, ...]
    heard: bool
    """True where some contribution was kept."""


def represented(picture: Picture, *, hidden: str) -> Represented:
    """Prepare the part of the page; `hidden` is what a hidden count says."""
    table = voices_beside_residents(picture)
    shown, masked = [], []
    for name, rows in table[table["place"].ne("")].groupby("place", sort=False):
        if rows["hidden"].all():
            masked.append(clean(str(name)))
        elif rows["contributions"].fillna(0).gt(0).any():
            shown.append(_place(clean(str(name)), rows, hidden=hidden))
    city = _place(_(WHOLE_CITY), table[table["place"].eq("")], hidden=hidden)
    heard = bool(table["hidden"].any() or table["contributions"].gt(0).any())
    return Represented(city, tuple(shown), tuple(masked), heard)


def represented_rows(picture: Picture) -> Iterator[Sequence[Value]]:
    """Write the sheet: one line a place and a group."""
    least = _("moins de {least}, ou masqué").format(least=picture.small_cell)
    table = voices_beside_residents(picture)
    for row, people in zip(rows_of(table), table["residents"].notna(), strict=True):
        counts = (least, least) if row.hidden else (int(row.contributions), _share(row.share))
        lives = (int(row.residents), _share(row.residents_share), str(row.year), row.source) if people else (None, None, "", "")
        yield clean(row.place) or _(WHOLE_CITY), row.qpv_code, _(COMPARED[row.by]), _label(row), *counts, *lives


def _place(name: str, rows: pd.DataFrame, *, hidden: str) -> Place:
    tables = tuple(_beside(str(by), lines, hidden=hidden) for by, lines in rows.groupby("by", sort=False))
    return Place(name, tables, compared=any(table.compared for table in tables))


def _beside(by: str, rows: pd.DataFrame, *, hidden: str) -> Beside:
    longest = float(max(rows["share"].fillna(0).max(), rows["residents_share"].fillna(0).max())) or 1.0
    stated = rows[rows["residents"].notna()]
    sources = dict.fromkeys(_("{source}, {year}").format(source=clean(row.source), year=row.year) for row in rows_of(stated))
    groups = tuple(_group(row, longest, hidden=hidden) for row in rows_of(rows))
    return Beside(_(COMPARED[by]), groups, tuple(sources), compared=bool(rows["residents_share"].notna().any()))


def _group(row: Row, longest: float, *, hidden: str) -> Group:
    share, lived = _share(row.share), _share(row.residents_share)
    return Group(
        _label(row),
        hidden if row.hidden else number(row.contributions),
        hidden if row.hidden else percent(share) if share is not None else "",
        "" if lived is None and row.source == "" else number(row.residents),
        "" if lived is None else percent(lived),
        hidden=row.hidden,
        bar=None if share is None else share / longest,
        residents_bar=None if lived is None else lived / longest,
    )


def _share(value: float) -> float | None:
    """Give a share, nothing where it is absent."""
    import pandas as pd

    return None if pd.isna(value) else float(value)


def _label(row: Row) -> str:
    """Name a group as people do."""
    if row.group in (NOT_SAID, OTHER_BAND):
        return _(row.group)
    if row.by == GENDER:
        return _(GENDERS[row.group])
    if row.by == AGE:
        oldest = row.group == list(AGE_BANDS)[-1]
        return _("{age} ans et plus").format(age=row.group.rstrip("+")) if oldest else _("{band} ans").format(band=row.group)
    return clean(row.group)
