"""The words of what became of themes, from the facts that `consult` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contributions.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OF_RUNS = {
    "born": N_("naissance"),
    "absorbed": N_("idées nouvelles"),
    "withdrawn": N_("idées qui ne comptent plus"),
    "named": N_("titre trouvé"),
    "reconciled": N_("thèmes refaits"),
    "restored": N_("thèmes remis"),
    "merged": N_("fusion par la machine"),
    "retired": N_("retrait par la machine"),
    "reopened": N_("réouverture"),
    "emptied": N_("plus d'idée"),
    "removed": N_("n'est plus"),
}
"""What a run did to a theme -> what people read; decisions have their own words."""
_BECAME = {
    "born": N_("nouveau"),
    "removed": N_("n'est plus"),
    "merged": N_("fusionné dans {theme}"),
    "retired": N_("retiré"),
    "reopened": N_("rouvert"),
    "emptied": N_("sans idée"),
    "kept": N_("gardé"),
}
_ENDED = {
    "merged": N_("Fusionné dans {theme}"),
    "retired": N_("Retiré"),
    "removed": N_("N'est plus"),
    "emptied": N_("N'a plus d'idée"),
}


def said_event(event: Mapping[str, Any]) -> str:
    """Say an event of a theme in one line."""
    what = said_cause(event)
    if event["into"]:
        what = _("{what} → {theme}").format(what=what, theme=event["into"])
    if event["renamed"]:
        what = _("{what} « {before} » → « {after} »").format(
            what=what, before=flat(event["renamed"]["from"]), after=flat(event["renamed"]["to"])
        )
    moves = ", ".join(said_moves(event["came"], event["left"]))
    line = f"{event['at'][:10]}  {what}" + (_(" : {moves}").format(moves=moves) if moves else "")
    undone = event.get("undone_by")
    return line + (_(" (annulée par {id})").format(id=undone) if undone else "")


def said_cause(event: Mapping[str, Any]) -> str:
    """Say what an event is, and the run or the decision that made it; a person's says who and why."""
    from contributions.domain import DecisionKind

    name = event["event"]
    if "by" not in event:
        month = f" ({event['month']})" if event["month"] else ""
        return f"{event['in']} {_(_OF_RUNS[name])}{month}"
    kinds = {kind.value: kind.label for kind in DecisionKind}
    what = kinds.get(name) or _(_OF_RUNS[name])
    said = _("{id} {kind}, par {by} ({reason})")
    return said.format(id=event["in"], kind=what, by=event["by"], reason=flat(event["reason"]))


def said_moves(came: Mapping[str, int], left: Mapping[str, int]) -> Iterator[str]:
    """Say from where ideas came and to where they left, the most first."""
    for place, count in _most(came):
        yield _said_coming(place, count)
    for place, count in _most(left):
        yield _said_leaving(place, count)


def said_end(theme: Mapping[str, Any]) -> Iterator[str]:
    """Say what became of a theme that holds no idea: since when, by whom, and where its ideas are."""
    event = theme["ended"]
    status = theme["status"] if theme["status"] in _ENDED else "emptied"
    since = _("{end} depuis le {day}")
    end = _(_ENDED[status]).format(theme=theme["merged_into"])
    yield (since.format(end=end, day=event["at"][:10]) + _(" : {moves}").format(moves=said_cause(event))) if event else end
    if theme["homes"]:
        homes = ", ".join(said_place(place, count) for place, count in _most(theme["homes"]))
        yield _("Ses idées d'alors : {homes}").format(homes=homes)


def said_place(place: str, count: int) -> str:
    """Say where ideas are."""
    if place == "unplaced":
        return _("{count} sans thème").format(count=count)
    if place == "gone":
        return ngettext("{count} qui ne compte plus", "{count} qui ne comptent plus", count).format(count=count)
    return _("{count} dans {theme}").format(count=count, theme=place)


def became(change: Mapping[str, Any]) -> str:
    """Say what a theme became between two moments."""
    name = change["became"]
    return _(_BECAME[name]).format(theme=change["into"])


def said_status(status: str) -> str:
    """Say where a theme stands in its life."""
    from contributions.domain import ThemeStatus

    return ThemeStatus(status).label if status in {each.value for each in ThemeStatus} else _(_BECAME[status])


def said_stability(share: float | None, measured_at: str | None = None) -> str:
    """Say how stable a theme is, and since when that is known."""
    from contributions.domain import Stability

    label = Stability.of(share).label
    said = label if share is None else f"{label} ({share:.0%})"
    return _("{said}, mesurée le {day}").format(said=said, day=measured_at[:10]) if measured_at else said


def _said_coming(place: str, count: int) -> str:
    if place == "new":
        return ngettext("+{count} nouvelle", "+{count} nouvelles", count).format(count=count)
    if place == "unplaced":
        return ngettext("+{count} qui attendait", "+{count} qui attendaient", count).format(count=count)
    return _("+{count} de {theme}").format(count=count, theme=place)


def _said_leaving(place: str, count: int) -> str:
    if place == "unplaced":
        return _("−{count} sans thème").format(count=count)
    if place == "gone":
        return ngettext("−{count} qui ne compte plus", "−{count} qui ne comptent plus", count).format(count=count)
    return _("−{count} vers {theme}").format(count=count, theme=place)


def _most(counts: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def flat(text: str) -> str:
    """Lay a text on one line."""
    return " ".join(text.split())
