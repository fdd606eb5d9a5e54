"""Set those who spoke beside those who live there, group by group: shares as they are, never weighted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from contributions.domain import AGE_BANDS, GENDERS, OTHER_BAND, Fate
from contributions.trace.figures import protect
from contributions.trace.picture import NOT_SAID, Picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Residents

    _Lived = Mapping[str, tuple[int, float | None, int, str]]
    """Group -> residents, their share, the year and the source of both."""
    _Row = tuple[str | int | float | bool | None, ...]

QUARTIER, AGE, GENDER = "quartier", "age", "gender"
"""What groups are made by."""
_COLUMNS = {
    "by": "str",
    "place": "str",
    "qpv_code": "str",
    "group": "str",
    "contributions": "Int64",
    "share": "Float64",
    "residents": "Int64",
    "residents_share": "Float64",
    "year": "Int64",
    "source": "str",
    "hidden": "bool",
}


def voices_beside_residents(picture: Picture) -> pd.DataFrame:
    """Count the kept contributions of each quartier, age band and gender, beside the residents where the city gives figures.

    One row a `by`, `place` and `group`; an empty `place` is the whole city, which alone is told by quartier. A `share` is of all
    the contributions of the place, those that do not say included; a `residents_share` of the residents whose group is known.
    Groups of fewer than `small_cell` contributions are `hidden`, and those that totals would betray them by. Never an age and a
    gender together.
    """
    said, codes = _said(picture), dict(picture.places)
    places = [*(name for name in codes if name != NOT_SAID), *_unsaid(said[QUARTIER])]
    known = {each.quartier: each for each in picture.residents}
    totals = said[QUARTIER].value_counts().reindex(places, fill_value=0).to_numpy()
    silenced = protect(totals[None, :], _small(totals, picture.small_cell)[None, :])[0]
    rows = _rows((QUARTIER, "", ""), places, (totals, silenced), _by_quartier(codes, known))
    for by, groups in ((AGE, [*AGE_BANDS, OTHER_BAND]), (GENDER, list(GENDERS))):
        crossed = _crossed(said, by, groups, places)
        hidden = _hidden(crossed, silenced, picture.small_cell)
        for place, *counted in zip(crossed.index, crossed.to_numpy(), hidden, strict=True):
            code = codes.get(place, "")
            lives = known.get(code) if code or not place else None
            if place != NOT_SAID:
                rows += _rows((by, place, code), crossed.columns.tolist(), counted, _by_group(lives, by))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _said(picture: Picture) -> pd.DataFrame:
    """Give the quartier, age band and gender of each kept contribution; what our words do not say is not said."""
    kept = picture.read[picture.read["fate"].eq(Fate.KEPT.value)]
    quartier, age, gender = (kept[name].mask(kept[name].eq(""), NOT_SAID) for name in ("quartier", "age_band", "gender"))
    return pd.DataFrame(
        {
            QUARTIER: quartier.where(quartier.isin(list(picture.places)), NOT_SAID),
            AGE: age.where(age.isin([*AGE_BANDS, NOT_SAID]), OTHER_BAND),
            GENDER: gender.where(gender.isin(list(GENDERS)), NOT_SAID),
        }
    )


def _unsaid(column: pd.Series[str]) -> list[str]:
    return [NOT_SAID] if column.eq(NOT_SAID).any() else []


def _crossed(said: pd.DataFrame, by: str, groups: Sequence[str], places: Sequence[str]) -> pd.DataFrame:
    """Count groups across and places down, the whole city last, under an empty name; a rest that nobody is in has no column."""
    shown = [group for group in groups if group != OTHER_BAND or said[by].eq(group).any()]
    counts = pd.crosstab(said[QUARTIER], said[by]).reindex(index=list(places), columns=[*shown, *_unsaid(said[by])], fill_value=0)
    whole = counts.sum().to_frame("").T
    return pd.concat([whole, counts]).astype("int64")


def _hidden(crossed: pd.DataFrame, silenced: np.ndarray, small_cell: int) -> np.ndarray:
    """Hide what is small, the whole lines whose total is hidden, and what would betray either.

    The city is a line as the others: its cells are the sums of the columns, where one hidden cell is a subtraction away.
    """
    hidden = _small(crossed.to_numpy(), small_cell)
    hidden[1:][silenced] = True
    # Where one more has to be hidden, what is not said goes first: it is what tells least.
    order = crossed.assign(**{name: crossed[name].clip(upper=1) for name in crossed.columns if name == NOT_SAID})
    return protect(order.to_numpy(), hidden)


def _small(counts: np.ndarray, small_cell: int) -> np.ndarray:
    small: np.ndarray = (counts > 0) & (counts < small_cell)
    return small


def _by_quartier(codes: Mapping[str, str], known: Mapping[str, Residents]) -> _Lived:
    """Give the residents of each quartier, as a share of the city's where these are known."""
    city = known.get("")
    given = {name: known[code] for name, code in codes.items() if code and code in known}
    return {
        name: (lives.people, lives.people / city.people if city else None, lives.year, lives.source)
        for name, lives in given.items()
    }


def _by_group(lives: Residents | None, by: str) -> _Lived:
    """Give the residents of each age band or gender of a place, as a share of those of all its groups."""
    if lives is None:
        return {}
    people = lives.age if by == AGE else lives.gender
    whole = sum(people.values())
    return {group: (count, count / whole if whole else None, lives.year, lives.source) for group, count in people.items()}


def _rows(where: tuple[str, str, str], groups: Sequence[str], counted: Sequence[np.ndarray], lived: _Lived) -> list[_Row]:
    """Write the groups of a place; `counted` are their contributions, and which are hidden."""
    counts, hidden = counted
    whole = int(counts.sum())
    shown = [
        (None, None) if mask else (int(n), int(n) / whole if whole else None) for n, mask in zip(counts, hidden, strict=True)
    ]
    nobody = (None, None, None, "")
    return [
        (*where, group, *each, *lived.get(group, nobody), bool(mask))
        for group, each, mask in zip(groups, shown, hidden, strict=True)
    ]
