"""« À relire »: what is in quarantine, what was set aside and why, and the ideas that no theme holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contributions.comparing import plain
from contributions.decisions import kept_out, standing
from contributions.domain import DecisionKind, Fate
from contributions.privacy.waiting import said
from contributions.report.views import reasons
from contributions.trace import rejected
from contributions.trace.gaps import CONTRIBUTION
from contributions.trace.picture import SAID, SPOKEN
from contributions.web.pages import A_PAGE, address_of, page_number

if TYPE_CHECKING:
    import pandas as pd
    from starlette.requests import Request

    from contributions.store import Store
    from contributions.web.room import Room, View

Facts = Mapping[str, Any]
BETWEEN = ":"
"""Between a fate and a reason in an address."""


def quarantine(request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """Show what waits to be read by somebody who may."""
    view = room.view(store)
    held = view.once("held", lambda: _held(view), of=SAID)
    facts = _page_of(request, held)
    rows = [{**row, "why": said(row["reason"])} for row in facts.pop("rows")]
    return "waiting.html.j2", {**facts, "held": rows, "count": len(held), "confirmed": len(kept_out(view.decisions))}


def _held(view: View) -> pd.DataFrame:
    read = view.picture.contributions
    return read[read["fate"].eq(Fate.QUARANTINED.value)].sort_values("id", ignore_index=True)


def aside(request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """List what was set aside, with its reason and its place in the file; of one reason, where it is chosen."""
    view, chosen = room.view(store), request.query_params.get("motif", "")
    every = view.once("aside", lambda: rejected(view.picture), of=SAID | {"sources"})
    keys = every["fate"] + BETWEEN + every["reason"]
    found = every[keys.eq(chosen)] if chosen else every
    decided = {each.subject: each for each in standing(view.decisions) if each.kind is DecisionKind.KEEP_OUT}
    facts = _page_of(request, found)
    rows = [{**row, "decision": decided.get(row["id"])} for row in facts.pop("rows")]
    return "aside.html.j2", {
        **facts,
        "rows": rows,
        "count": len(found),
        "chosen": chosen,
        "reasons": list(zip(_by_frequency(keys), reasons(every), strict=True)),
        "fates": {fate.value: fate.label for fate in Fate},
        "of_contribution": CONTRIBUTION,
    }


def _by_frequency(keys: pd.Series[str]) -> list[str]:
    """Order the reasons as `report.views.reasons` does: the most frequent first."""
    counts = Counter(keys.tolist())
    return sorted(counts, key=lambda key: (-counts[key], key.split(BETWEEN, 1)))


def signals(request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """List the ideas that are in no theme, with why; they are placed by a decision, or left."""
    view = room.view(store)
    query, why = request.query_params.get("q", "").strip(), request.query_params.get("motif", "")
    lone = view.once("lone", lambda: _lone(view), of=SPOKEN)
    found = lone
    for word in plain(query).split():
        found = found[found["words"].str.contains(word, regex=False)]
    if why:
        found = found[found["unplaced"].eq(why)]
    return "signals.html.j2", {
        **_page_of(request, found),
        "count": len(found),
        "all": len(lone),
        "query": query,
        "chosen": why,
        "reasons": [(str(each), int(count)) for each, count in lone["unplaced"].value_counts().sort_index().items()],
        "themes": sorted((title, key) for key, title in view.titles.items()),
    }


def _lone(view: View) -> pd.DataFrame:
    """Give the ideas without theme, the ones that many say first; one for all its copies."""
    spoken = view.picture.spoken
    rows = spoken[spoken["idea"].ne("") & spoken["theme"].eq("")]
    copies = rows.groupby("same")["idea"].transform("size")
    rows = rows.assign(copies=copies, words=rows["text"].map(plain)).drop_duplicates("same")
    return rows.sort_values(["copies", "idea"], ascending=[False, True], kind="stable", ignore_index=True)


def _page_of(request: Request, rows: pd.DataFrame) -> dict[str, Any]:
    number, last = page_number(request, len(rows))
    shown = rows.iloc[(number - 1) * A_PAGE : number * A_PAGE].to_dict("records")
    return {"rows": shown, "number": number, "last": last, "address": address_of(request)}
