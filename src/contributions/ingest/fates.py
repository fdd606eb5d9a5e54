"""The fate of each contribution: what is read is judged against what is known, file after file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.domain import CURRENT, Fate
from contributions.frames import CHANGES, CONTRIBUTIONS
from contributions.ingest.amendments import amend
from contributions.ingest.identity import duplicates
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    import pandas as pd

    Sensitive = Callable[[Sequence[str]], Sequence[str]]

KEPT_OUT = N_("mise à l'écart par une personne qui l'a lue")
"""Why a contribution is rejected that a person read in quarantine, and keeps out."""
_CURRENT = frozenset(fate.value for fate in CURRENT)


@dataclass(frozen=True, slots=True)
class Given:
    """A file once read: its rows, identified and masked; `whole` is false where it only holds what changed since another."""

    rows: pd.DataFrame
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """What files bring: `new` contributions with their fate, and the `CHANGES` of those already known."""

    new: pd.DataFrame
    changes: pd.DataFrame


def settle(
    files: Sequence[Given],
    known: pd.DataFrame,
    *,
    sensitive: Sensitive,
    released: Collection[str] = (),
    kept_out: Collection[str] = (),
) -> Settled:
    """Judge what files say, in their order: a later one amends an earlier one.

    `sensitive` says for each text why it waits for somebody to read it, or nothing; those `released` by a decision wait no more,
    and those `kept_out` by one are rejected, their copies with them.
    """
    import pandas as pd

    state, steps = CONTRIBUTIONS.check(known), [CHANGES.empty()]
    for file in files:
        changes = amend(file.rows, state, whole=file.whole)
        steps.append(changes)
        state = pd.concat([_changed(state, changes), _first_seen(file.rows, state)], ignore_index=True)
    changes = _whole(pd.concat(steps, ignore_index=True))
    new = ~state["id"].isin(set(known["id"]))
    open_again = state["id"].isin(set(changes.loc[changes["after"] == Fate.KEPT.value, "contribution"]))
    asked = (new & (state["fate"] == Fate.KEPT.value)) | open_again | _orphans(state, kept_out)
    out = asked & state["id"].isin(set(kept_out))
    state = _rejected(state, out)
    judged = _judge(state, asked & ~out, sensitive, released)
    return Settled(judged[new].reset_index(drop=True), _difference(known, judged, changes))


def _first_seen(rows: pd.DataFrame, state: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that are not known, the first of each id, kept until they are judged."""
    unknown = rows[~rows["id"].isin(set(state["id"]))].sort_values(["id", "file", "position"]).drop_duplicates("id")
    fate = unknown["reason"].map(lambda reason: (Fate.REJECTED if reason else Fate.KEPT).value)
    return CONTRIBUTIONS.check(unknown.assign(fate=fate, duplicate_of=""))


def _changed(state: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    now = changes.set_index("contribution")
    touched = state["id"].isin(set(now.index))
    after = {column: state["id"].map(now[name]) for column, name in _TOLD.items()}
    return CONTRIBUTIONS.check(state.assign(**{column: state[column].mask(touched, after[column]) for column in _TOLD}))


_TOLD = {"fate": "after", "reason": "reason", "duplicate_of": "other"}


def _rejected(state: pd.DataFrame, out: pd.Series[bool]) -> pd.DataFrame:
    """Reject what a person keeps out, though its source gives it again."""
    told = {"fate": Fate.REJECTED.value, "reason": KEPT_OUT, "duplicate_of": ""}
    return CONTRIBUTIONS.check(state.assign(**{column: state[column].mask(out, value) for column, value in told.items()}))


def _orphans(state: pd.DataFrame, kept_out: Collection[str]) -> pd.Series[bool]:
    """Find the duplicates of what no longer stands: one of them speaks for itself now."""
    stands = state["fate"].isin(_CURRENT - {Fate.REJECTED.value})
    stands |= state["fate"].eq(Fate.REJECTED.value) & state["id"].isin(set(kept_out))
    standing = set(state.loc[stands, "id"])
    return (state["fate"] == Fate.DUPLICATE.value) & ~state["duplicate_of"].isin(standing)


def _judge(state: pd.DataFrame, asked: pd.Series[bool], sensitive: Sensitive, released: Collection[str]) -> pd.DataFrame:
    """Give a fate to the rows asked, of which none has a reason of its source."""
    import numpy as np

    judged = state.copy()
    others = state[~asked & state["fate"].isin(_CURRENT)]
    stated = others.assign(reason=others["reason"].where(others["fate"] == Fate.REJECTED.value, ""))
    rows = state[asked].assign(reason="", duplicate_of="")
    repeats = duplicates(rows, stated).to_numpy()
    told = np.array(sensitive(rows["text"].tolist()), dtype=object)
    waits = (repeats == "") & (told != "") & ~rows["id"].isin(set(released)).to_numpy()
    fates = np.where(repeats != "", Fate.DUPLICATE.value, np.where(waits, Fate.QUARANTINED.value, Fate.KEPT.value))
    judged.loc[asked, "fate"] = fates
    judged.loc[asked, "duplicate_of"] = repeats
    judged.loc[asked, "reason"] = np.where(waits, told, "")
    return CONTRIBUTIONS.check(judged)


def _whole(changes: pd.DataFrame) -> pd.DataFrame:
    """Keep one line a contribution: what it became last."""
    return CHANGES.check(changes.drop_duplicates("contribution", keep="last").reset_index(drop=True))


def _difference(known: pd.DataFrame, judged: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Give what is otherwise of the contributions known, by id."""
    import pandas as pd

    what = dict(zip(changes["contribution"], changes["what"], strict=True))
    both = known[["id", *_TOLD]].merge(judged[["id", *_TOLD]], on="id", suffixes=("_before", ""))
    moved = (both[[f"{name}_before" for name in _TOLD]].to_numpy() != both[[*_TOLD]].to_numpy()).any(axis=1)
    now = both[moved].sort_values("id", ignore_index=True)
    made = {"contribution": now["id"], "before": now["fate_before"], "after": now["fate"], "reason": now["reason"]}
    told = [what.get(each, "") for each in now["id"]]
    return CHANGES.check(pd.DataFrame({**made, "other": now["duplicate_of"], "what": told}))
