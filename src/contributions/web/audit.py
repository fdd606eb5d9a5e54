"""The room of guarantors: every total counted twice, a sample drawn by lot, what each run did, and how the machine works."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse

from contributions import consult
from contributions.domain import Fate, Zone
from contributions.errors import UsageError
from contributions.language import _, spoken
from contributions.privacy import KINDS
from contributions.report.views import stages
from contributions.settings import settings_hash
from contributions.steps import tracing
from contributions.steps.algorithm_card import algorithm_card, as_markdown
from contributions.steps.lineage import left_themes
from contributions.store.history import fates_changed
from contributions.store.rows import run_row
from contributions.trace import fates
from contributions.trace.account import best_zones, checks
from contributions.trace.picture import SAID, SPOKEN, VOICED
from contributions.trace.sampling import drawn
from contributions.web.downloads import File
from contributions.web.pages import A_PAGE, address_of, page_number, shown

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from contributions.domain import Run, Source
    from contributions.steps.algorithm_card import Part
    from contributions.store import Store
    from contributions.trace import Picture
    from contributions.web.room import Room, View

SIZES = (5, 10, 20)
LONGEST_SEED = 40
Facts = Mapping[str, Any]


def counts(_request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """Count what became of all that was read, and where the ideas are."""
    view = room.view(store)
    return "audit.html.j2", {
        "collections": view.once(f"fates {spoken()}", lambda: fates(view.picture).to_dict("records"), of=SAID),
        "places": view.once("places", lambda: _places(view.picture), of=SPOKEN),
        "fates": {fate.value: fate.label for fate in Fate},
    }


def _places(picture: Picture) -> tuple[int, list[tuple[str, int]]]:
    """Count the ideas that are in a theme, and the others by why they are not."""
    alone = picture.spoken.loc[picture.spoken["theme"].eq(""), "unplaced"].value_counts().sort_index()
    return len(picture.spoken) - int(alone.sum()), [(str(why), int(count)) for why, count in alone.items()]


def totals(_request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """Count everything twice, and say whether both ways agree."""
    view = room.view(store)
    made = view.once(f"checks {spoken()}", lambda: checks(view.picture))
    zones = {zone.value: zone.label for zone in (Zone.ACCEPTED, Zone.CERTIFIED, Zone.PROPOSED, Zone.REVIEW, Zone.NONE)}
    return "audit_totals.html.j2", {
        "checks": made,
        "wrong": [check for check in made if not check.holds],
        "referentials": view.once("zones", lambda: best_zones(view.picture).to_dict("records"), of=SPOKEN | VOICED),
        "zones": zones,
    }


def _sample(request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """Show contributions drawn by lot, each with the way that it went, beside what all became."""
    view, seed, size, by_fate = room.view(store), _seed(request), _size(request), _by_fate(request)
    read = view.picture.read
    ids = drawn(read, seed, size, by_fate=by_fate)
    told = tracing.of_contributions(view.trail(store), ids)
    sources = view.once("sources", lambda: {each.name: each for each in view.picture.sources})
    became = view.once("fates", lambda: read["fate"].value_counts().to_dict(), of=SAID)
    own = [each["fate"] for each in told]
    return "audit_sample.html.j2", {
        "drawn": [(each, _way(each, sources)) for each in told],
        "seed": seed,
        "size": size,
        "sizes": SIZES,
        "by_fate": by_fate,
        "again": "/audit/tirage?" + urlencode(_choices(size, by_fate=by_fate)),
        "shares": [(fate.label, became.get(fate.value, 0), own.count(fate.value)) for fate in Fate if became.get(fate.value)],
        "read": len(read),
        "fates": {fate.value: fate.label for fate in Fate},
        "zones": {zone.value: zone.label for zone in Zone},
    }


def _way(told: Facts, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Count what a contribution went through, one line a step."""
    source = sources.get(told["file"] or "")
    ideas: Sequence[Facts] = told["ideas"]
    return {
        "why": source.why if source else "",
        "sha256": source.sha256[:12] if source else "",
        "masked": sum(told["text"].count(f"[{kind}]") for kind in KINDS) if told["text"] is not None else None,
        "ideas": len(ideas),
        "placed": sum(idea["theme"] is not None for idea in ideas),
        "near": sum(bool(idea["objectives"]) for idea in ideas),
        "answered": sum(bool(idea["answers"]) for idea in ideas),
    }


_shown_sample = shown(_sample)


async def sample(request: Request) -> Response:
    """Show a sample; where no seed is named one is drawn, and is in the address, which others can be given."""
    if not _seed(request):
        return drawn_again(request)
    answer: Response = await _shown_sample(request)
    return answer


def drawn_again(request: Request) -> Response:
    """Go to the sample of a seed that nobody chose."""
    chosen = {"graine": f"{secrets.randbelow(10**8):08d}"} | _choices(_size(request), by_fate=_by_fate(request))
    language = {"lang": request.query_params["lang"]} if "lang" in request.query_params else {}
    return RedirectResponse("/audit/echantillon?" + urlencode(chosen | language), status_code=303)


def _choices(size: int, *, by_fate: bool) -> dict[str, str]:
    return {"taille": str(size)} | ({"destins": "oui"} if by_fate else {})


def _seed(request: Request) -> str:
    return request.query_params.get("graine", "").strip()[:LONGEST_SEED]


def _size(request: Request) -> int:
    asked = request.query_params.get("taille", "")
    return int(asked) if asked in map(str, SIZES) else SIZES[1]


def _by_fate(request: Request) -> bool:
    return request.query_params.get("destins") == "oui"


def runs(request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """List the runs, the last first."""
    made = store.runs()[::-1]
    number, last = page_number(request, len(made))
    rows = [(run, _seconds(run)) for run in made[(number - 1) * A_PAGE : number * A_PAGE]]
    now = settings_hash(room.workspace.settings)
    return "audit_runs.html.j2", {"runs": rows, "now": now, "number": number, "last": last, "address": address_of(request)}


def run(request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """Show what a run was given, with what, what it did, and what changed then."""
    view, found, left = room.view(store), _run(request, store), left_themes(store)
    place = left.index(found.id) if found.id in left else 0
    before = left[place - 1] if place else ""
    changed = None
    if before and request.query_params.get("themes") == "oui":
        changed = view.once(f"changed {found.id}", lambda: consult.theme_changes(room.workspace, store, before, found.id))
    labels = {fate.value: fate.label for fate in Fate}
    return "audit_run.html.j2", {
        "run": found,
        "seconds": _seconds(found),
        "stages": stages(found),
        "inputs": sorted(found.inputs.items()),
        "moved": [(labels[was], labels[now], count) for was, now, count in fates_changed(store, found.id)],
        "before": before,
        "changed": changed,
        "now": settings_hash(room.workspace.settings),
    }


def manifest(request: Request, _room: Room, store: Store) -> File:
    """Give the manifest of a run, whole."""
    found = _run(request, store)
    return File(f"passage-{found.id}.json", "application/json", json.dumps(run_row(found), ensure_ascii=False, indent=2))


def algorithm(_request: Request, room: Room, store: Store) -> tuple[str, Facts]:
    """Show the « fiche algorithme »."""
    return "audit_algorithm.html.j2", {"parts": _card(room, room.view(store), store)}


def algorithm_file(_request: Request, room: Room, store: Store) -> File:
    """Give the « fiche algorithme » as a file."""
    written = as_markdown(room.workspace.settings.city.name, _card(room, room.view(store), store))
    return File("fiche-algorithme.md", "text/markdown", written)


def _card(room: Room, view: View, store: Store) -> tuple[Part, ...]:
    return view.once(f"card {spoken()}", lambda: algorithm_card(room.workspace, store, view.picture, view.decisions))


def _run(request: Request, store: Store) -> Run:
    asked = request.path_params["run"]
    found = next((each for each in store.runs() if each.id == asked), None)
    if found is None:
        raise UsageError(_("Pas de passage « {seen} » : la liste est dans Audit, Passages.").format(seen=asked))
    return found


def _seconds(found: Run) -> float | None:
    return (found.finished_at - found.started_at).total_seconds() if found.finished_at else None
