"""Names that depend on what was said and not on where it stands in a file, so that ingesting twice adds nothing."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from contributions.ingest.places import plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = 10
_SAID = ("native_id", "question", "text", "said_on", "session", "place", "quartier", "age_band", "gender", "residence")
_WORDS_OF_A_COPY = 6
"""Under this many words, two people may well have said the same thing by themselves (« plus de bancs »)."""


def identify(rows: pd.DataFrame, *, collection: str) -> pd.DataFrame:
    """Add the column `id` to readings: the same saying has the same id whatever the order of the rows.

    The file's name counts only where the source gives no id of its own. Sayings alike in everything are numbered in
    the order of file, part and position.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({column: [""] for column in _SAID} | {"file": ["a.csv"], "part": [""], "position": [2]})
    >>> rows["text"] = "Un banc à l'ombre"
    >>> identify(rows, collection="atelier")["id"].tolist()
    ['CC0GAD14ENS']
    """
    payloads = [_payload(row, collection) for row in _records(rows, (*_SAID, "file"))]
    places = list(zip(rows["file"], rows["part"], rows["position"], range(len(rows)), strict=True))
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for place, payload in enumerate(payloads):
        alike[payload].append(place)
    ids = [""] * len(rows)
    for payload, group in alike.items():
        for occurrence, place in enumerate(sorted(group, key=lambda place: places[place]), start=1):
            ids[place] = content_id(f"{payload}{occurrence}")
    return rows.assign(id=ids)


def content_id(content: str) -> str:
    """Name a content: C and 10 characters of Crockford's base 32 (50 bits of its sha256).

    >>> content_id("Un banc")
    'C9EKY0ZAS11'
    """
    number = int.from_bytes(hashlib.sha256(content.encode()).digest()[:8], "big") >> (64 - 5 * _CHARACTERS)
    return "C" + "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))


def duplicates(new: pd.DataFrame, known: pd.DataFrame) -> pd.Series[str]:
    """Give for each new row the id of the saying it repeats, or an empty text; both frames have `id` and `collection`.

    A repeat is the same native id with the same text, or, where neither has one, the same words (case, accents,
    punctuation and spaces apart, at least 6 of them) in the same quartier and on no other date. The original is the
    known row, else the dated one, else the smallest id: the order of rows changes nothing. Rows with a reason, and rows
    already known, repeat nothing. Texts are compared as given: mask both, or neither.
    """
    import pandas as pd

    groups: defaultdict[tuple[Any, ...], list[tuple[tuple[bool, bool, bool, str], str]]] = defaultdict(list)
    already = frozenset(known["id"]) if len(known) else frozenset()
    for frame, is_new in ((known, False), (new, True)):
        columns = ("id", "collection", "native_id", "question", "text", "said_on", "quartier", "reason", "duplicate_of")
        for row in _records(frame, columns):
            key = _repeat_key(row)
            if key and not (is_new and row["id"] in already):
                rank = (is_new, bool(row.get("duplicate_of")), not row["said_on"], row["id"])
                groups[key].append((rank, row["said_on"]))
    repeats: dict[str, str] = {}
    for key, group in groups.items():
        repeats |= _repeats(group, dated=key[0] == "words")
    return pd.Series([repeats.get(identifier, "") for identifier in new["id"]], index=new.index, dtype="str", name="duplicate_of")


def _repeats(group: list[tuple[tuple[bool, bool, bool, str], str]], *, dated: bool) -> dict[str, str]:
    originals: list[tuple[str, str]] = []
    repeats = {}
    for (is_new, is_repeat, _, identifier), said_on in sorted(group):
        original = next((first for first, day in originals if not dated or not day or not said_on or day == said_on), None)
        if original is None and not is_repeat:
            originals.append((identifier, said_on))
        elif is_new and original:
            repeats[identifier] = original
    return repeats


def _records(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    present = [column for column in columns if column in frame.columns]
    values = zip(*(frame[column].tolist() for column in present), strict=True)
    return (dict(zip(present, row, strict=True)) for row in values)


def _payload(row: Mapping[str, str], collection: str) -> str:
    said = [row[column] for column in _SAID]
    return json.dumps([collection, *said, "" if row["native_id"] else row["file"]], ensure_ascii=False, separators=(",", ":"))


def _repeat_key(row: Mapping[str, str]) -> tuple[Any, ...] | None:
    if row["reason"] or not row["text"]:
        return None
    if row["native_id"]:
        return ("native", row["collection"], row["native_id"], row["question"], row["text"])
    words = plain_words(row["text"])
    if len(words) < _WORDS_OF_A_COPY:
        return None
    return ("words", row["collection"], row["quartier"], words)
