"""Why a theme is proposed, or a change to one: a sentence with its figures, from what `consult.list_proposals` gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contributions.domain import ProposalKind
from contributions.language import _, ngettext


def why_proposed(row: Mapping[str, Any]) -> str:
    """Say what is proposed, of what, and why."""
    return _WHY[row["kind"]](row)


def _why_anew(row: Mapping[str, Any]) -> str:
    said = _("{id}  {kind} : « contributions themes reconcile » montre ce qui changerait, sans rien écrire")
    return said.format(id=row["id"], kind=_kind(row))


def _why_emerging(row: Mapping[str, Any]) -> str:
    count = len(row["ideas"])
    said = ngettext("{id}  {kind} : {title} ({count} voix)", "{id}  {kind} : {title} ({count} voix)", count)
    return said.format(id=row["id"], kind=_kind(row), title=row["title"], count=count)


def _why_split(row: Mapping[str, Any]) -> str:
    said = _(
        "{id}  {kind} : {part} des {voices} voix écoutées de {theme} parlent d'autre chose : {title}. "
        "Accepter en fait un thème à part"
    )
    seen = dict(row["evidence"])
    if "together" in seen:
        seen["together"] = f"{100 * seen['together']:.0f}"
        said = _(
            "{id}  {kind} : refait sans un dixième des voix, {theme} se défait ; {part} de ses {voices} voix écoutées n'y sont "
            "avec les autres que {together} fois sur cent : {title}. Accepter en fait un thème à part"
        )
    return said.format(id=row["id"], kind=_kind(row), theme=_theme(row["themes"][0]), title=row["title"], **seen)


def _why_merge(row: Mapping[str, Any]) -> str:
    said = _(
        "{id}  {kind} : {theme} et {other} parlent de la même chose ; {near} des {voices} voix écoutées du premier ont "
        "leur plus proche voisine dans le second, {others_near} sur {others} dans l'autre sens. Accepter réunit {gone} à {kept}"
    )
    gone, kept = row["themes"]
    names = {"theme": _theme(gone), "other": _theme(kept), "gone": gone["id"], "kept": kept["id"]}
    return said.format(id=row["id"], kind=_kind(row), **names, **row["evidence"])


def _why_drift(row: Mapping[str, Any]) -> str:
    said = _(
        "{id}  {kind} : {new} des {voices} voix écoutées de {theme} y sont venues depuis qu'il a été trouvé ou relu, et {part} "
        "d'entre elles parlent plutôt de : {title}. Accepter en fait un thème à part ; « decide review » en prend acte"
    )
    return said.format(id=row["id"], kind=_kind(row), theme=_theme(row["themes"][0]), title=row["title"], **row["evidence"])


_WHY = {
    "emerging": _why_emerging,
    "reconcile": _why_anew,
    "split": _why_split,
    "merge": _why_merge,
    "drift": _why_drift,
}
"""Kind of a proposal -> the sentence that says why."""


def _kind(row: Mapping[str, Any]) -> str:
    return ProposalKind(row["kind"]).label


def _theme(theme: Mapping[str, Any]) -> str:
    return _("{id} « {title} »").format(id=theme["id"], title=theme["title"])
