"""An export given again: what of its earlier reading it says otherwise, and what it no longer holds.

A contribution never changes: one that was edited is another, which takes its place, and both stay. What tells that two
readings are of the same export:

- the platform's id, where it cannot be a mere row number (« proposal/12 », a token): an edit is seen even in an export of
  the changes alone;
- else half of what the earlier file said, said again with the same id, or in a file of the same name.

A row that is missing is taken for withdrawn only where half of the earlier file is there again, in an export of the whole,
which covers its day: the changes alone, or the last month, say nothing of the rest.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from contributions.domain import CURRENT, Fate
from contributions.frames import CHANGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

    import pandas as pd

_SAID_AGAIN = 0.5
"""Share of an earlier file that a new one must say again to be the same export, amended."""
_COMPARED = ("text", "question", "said_on", "session", "place", "quartier", "age_band", "gender", "residence")
_CURRENT = frozenset(fate.value for fate in CURRENT)
_GONE = frozenset({Fate.REPLACED.value, Fate.WITHDRAWN.value})

Row = dict[str, Any]


def amend(rows: pd.DataFrame, known: pd.DataFrame, *, whole: bool = True) -> pd.DataFrame:
    """Give the `CHANGES` that one file, identified and masked, makes to `CONTRIBUTIONS` already known; by contribution.

    `whole` is false for a file that only holds what changed since another.
    What comes back after it was gone is « kept » again: whether it repeats another is for `duplicates` to say.
    """
    import pandas as pd

    earlier = _records(known[known["collection"].isin(set(rows["collection"]))])
    current = [row for row in earlier if row["fate"] in _CURRENT]
    again = _File(_records(rows), standing={row["id"] for row in current})
    changes = [*_said_again(again, earlier), *_missing(again, current, whole=whole)]
    return CHANGES.check(pd.DataFrame(changes, columns=list(CHANGES.columns)).sort_values("contribution", ignore_index=True))


def is_platform_id(native_id: str) -> bool:
    """Tell an id that a platform gave from the number of a row.

    >>> is_platform_id("proposal/12"), is_platform_id("12"), is_platform_id("")
    (True, False, False)
    """
    return any(character.isalpha() for character in native_id)


class _File:
    """A file read again: its rows by id, and those that do not stand yet by key (native id and question) and by words."""

    def __init__(self, rows: Sequence[Row], *, standing: Collection[str]) -> None:
        self.rows = {row["id"]: row for row in rows}
        self.names = frozenset(row["file"] for row in rows)
        fresh = [row for row in rows if row["id"] not in standing]
        self.keys = _by(fresh, _key)
        self.words = _by(fresh, _words)
        self.said = frozenset(map(_saying, rows))
        self.platform = frozenset(_key(row) for row in rows if is_platform_id(row["native_id"]))
        days = sorted(row["said_on"] for row in rows if row["said_on"])
        self.first: str = days[0] if days else ""
        self.last: str = days[-1] if days else ""

    def says(self, row: Row) -> bool:
        """Tell whether it holds a row, whatever changed around it: what it says, or the platform's id."""
        return row["id"] in self.rows or _saying(row) in self.said or _key(row) in self.platform

    def covers(self, row: Row) -> bool:
        """Tell whether a row would be in it, had it not been withdrawn."""
        return not row["said_on"] or not self.first or self.first <= row["said_on"] <= self.last

    def versions(self, row: Row) -> Sequence[Row]:
        """Give the rows that may be what a missing row became."""
        return self.keys.get(_key(row), ()) if row["native_id"] else self.words.get(_words(row), ())


def _said_again(again: _File, earlier: Sequence[Row]) -> Iterator[Row]:
    for row in earlier:
        now = again.rows.get(row["id"])
        if now is None or row["fate"] == Fate.ERASED.value:
            continue
        if now["reason"] and row["fate"] != Fate.REJECTED.value:
            yield _change(row, Fate.REJECTED, reason=now["reason"])
        elif not now["reason"] and row["fate"] in {*_GONE, Fate.REJECTED.value}:
            yield _change(row, Fate.KEPT)


def _missing(again: _File, current: Sequence[Row], *, whole: bool) -> Iterator[Row]:
    taken: set[str] = set()
    for members in _by(current, lambda row: row["file"]).values():
        amended = _is_amended(again, members)
        for row in members:
            if row["id"] in again.rows or not (amended or is_platform_id(row["native_id"])):
                continue
            version = next((each for each in again.versions(row) if each["id"] not in taken), None)
            if version:
                taken.add(version["id"])
                what = ", ".join(column for column in _COMPARED if row[column] != version[column])
                yield _change(row, Fate.REPLACED, other=version["id"], what=what)
            elif whole and amended and again.covers(row):
                yield _change(row, Fate.WITHDRAWN)


def _is_amended(again: _File, members: Sequence[Row]) -> bool:
    """Tell whether a file already read is an earlier state of this one."""
    if not any(row["native_id"] for row in members) and members[0]["file"] not in again.names:
        return False
    return sum(map(again.says, members)) >= _SAID_AGAIN * len(members)


def _change(row: Row, after: Fate, *, reason: str = "", other: str = "", what: str = "") -> Row:
    return {
        "contribution": row["id"],
        "before": row["fate"],
        "after": after.value,
        "reason": reason,
        "other": other,
        "what": what,
    }


def _by(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> Mapping[Hashable, list[Row]]:
    found: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(column): value for column, value in row.items()} for row in frame.to_dict("records")]


def _key(row: Row) -> tuple[str, str]:
    return row["native_id"], row["question"]


def _saying(row: Row) -> tuple[str, str, str]:
    return row["native_id"] or row["file"], row["question"], row["text"]


def _words(row: Row) -> tuple[str, str, str]:
    return row["file"], row["question"], row["text"]
