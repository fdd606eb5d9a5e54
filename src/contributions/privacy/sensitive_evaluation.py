"""How well what is sensitive is told from ordinary demands, on cases with expected answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from contributions.language import N_
from contributions.privacy.sensitive import Sensitive
from contributions.privacy.waiting import read_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from contributions.privacy.sensitive_model import Encode


def evaluate_sensitive(cases: Iterable[Mapping[str, Any]], *, encode: Encode) -> pd.DataFrame:
    """Measure rules and model on cases `{text, kinds: [...]}`, masked already; `encode` is the shipped embedder's.

    One row a kind, and « textes » (put aside for whatever reason): `expected`, `found`, `put_aside`, `recall`, `precision`.

    Raises:
        KeyError, TypeError: a case lacks its text or its kinds.
        ValueError: a kind is none of `Sensitive`.
    """
    import pandas as pd

    texts = N_("textes")
    listed = [(str(case["text"]), {Sensitive(kind) for kind in case["kinds"]}) for case in cases]
    tally: dict[str, Counter[str]] = {name: Counter() for name in (*(kind.value for kind in Sensitive), texts)}
    told = read_first([text for text, _kinds in listed], encode=encode)
    for (_text, expected), waits in zip(listed, told, strict=True):
        kinds = {*waits.found, *waits.estimated}
        for name, wanted, seen in (
            *((k.value, k in expected, k in kinds) for k in Sensitive),
            (texts, bool(expected), bool(kinds)),
        ):
            tally[name].update(expected=wanted, put_aside=seen, found=wanted and seen)
    columns = ("expected", "found", "put_aside")
    frame = pd.DataFrame([{"kind": name, **{column: count[column] for column in columns}} for name, count in tally.items()])
    frame["recall"] = frame["found"] / frame["expected"].where(frame["expected"] > 0)
    frame["precision"] = frame["found"] / frame["put_aside"].where(frame["put_aside"] > 0)
    return frame.set_index("kind")
