"""The parts of one theme, for who asks: nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.errors import UsageError
from contributions.language import _
from contributions.steps.refounding import unwritten
from contributions.steps.seeing import seen_whole
from contributions.steps.session import encoders
from contributions.steps.standing import standing_themes

if TYPE_CHECKING:
    from contributions.settings import Workspace
    from contributions.store import Store
    from contributions.themes import Part


def parts_of(workspace: Workspace, store: Store, theme: str) -> tuple[Part, ...]:
    """Give the parts of a theme as it stands today, the largest first; the same theme gives the same parts.

    Raises:
        UsageError: no idea is in a theme of this id.
    """
    from contributions.themes import finer

    stands = standing_themes(store)
    ideas = store.ideas()
    if theme and (inside := stands.inside(theme)):
        problem = _("{family} est une famille : ses parties sont ses thèmes, {themes}.")
        raise UsageError(problem.format(family=theme, themes=", ".join(each.id for each in inside)))
    own = ideas[ideas["id"].map(stands.placed).eq(theme)].sort_values("id").reset_index(drop=True)
    if own.empty:
        known = ", ".join(sorted(set(stands.placed.values()) - {""})[:8]) or _("aucun, lancez « contributions run »")
        raise UsageError(_("Pas de thème « {theme} ». Thèmes connus : {known}.").format(theme=theme, known=known))
    session = unwritten(workspace, store)
    seen = seen_whole(session, list(own["text"]))
    return finer(own, seen, encode=encoders(session)[0], seed=workspace.settings.themes.seed)


def part_of(workspace: Workspace, store: Store, theme: str, number: int) -> Part:
    """Give one part of a theme by its number, from 1.

    Raises:
        UsageError: the theme has not so many parts.
    """
    parts = parts_of(workspace, store, theme)
    if not 1 <= number <= len(parts):
        problem = _("{theme} a {count} parties : « contributions themes parts {theme} » les montre. Vu : {number}.")
        raise UsageError(problem.format(theme=theme, count=len(parts), number=number))
    return parts[number - 1]
