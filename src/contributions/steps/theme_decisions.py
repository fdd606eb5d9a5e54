"""What people decide of themes: checked against what stands today, written for ever, replayed over every run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from contributions.decisions import BORN_OF_PEOPLE, Standing, replay
from contributions.domain import Decision, DecisionKind, Theme, ThemeStatus
from contributions.errors import UsageError
from contributions.language import _
from contributions.steps.deciding import check_words

if TYPE_CHECKING:
    import pandas as pd

    from contributions.store import Store

LONGEST_TITLE = 120
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
"""Blanks that are one space in a title; those that no line breaks at stay, as before a semicolon."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a decision is checked against: what the last run left, what was decided, and what stands of it."""

    themes: Sequence[Theme]
    placed: Mapping[str, str]
    ideas: pd.DataFrame
    decisions: tuple[Decision, ...]
    last_theme: int
    stands: Standing

    def followed_by(self, made: Decision) -> Scene:
        """Give the same once a decision more stands."""
        decisions = (*self.decisions, made)
        last = int(made.target[1:]) if made.kind in BORN_OF_PEOPLE else self.last_theme
        return replace(self, decisions=decisions, last_theme=last, stands=replay(decisions, self.themes, self.placed))


def scene_of(store: Store) -> Scene:
    """Load what a decision is checked against; who decides much at once loads it once, and follows it."""
    run = store.rows_of("themes")
    themes, placements, decisions = store.themes(run), store.placements(run), tuple(store.decisions())
    placed = dict(zip(placements["idea"], placements["theme"], strict=True))
    stands = replay(decisions, themes, placed)
    return Scene(themes, placed, store.ideas(), decisions, store.last_theme_number(), stands)


def theme_decision(
    store: Store,
    kind: DecisionKind,
    subject: str,
    *,
    target: str = "",
    ideas: Sequence[str] = (),
    title: str = "",
    by: str,
    reason: str,
    now: datetime,
    scene: Scene | None = None,
) -> Decision:
    """Write what somebody decided of a theme; copies go with the idea that is chosen.

    `subject` is the theme, the idea that is pinned where it is, or nothing for a theme made of ideas from several (`CREATE`) and
    for a move; `target` is the theme merged into or moved to (nothing: no theme). A theme that a decision makes takes the next
    number. `scene` is what stands, for who has loaded it already.

    Raises:
        UsageError: the theme, the ideas or the title do not allow it; one sentence says what was seen and what to do.
    """
    check_words(by, reason)
    scene = scene or scene_of(store)
    stands = scene.stands
    if kind is DecisionKind.PIN and subject in stands.placed:
        target, ideas = stands.placed[subject], [subject]
    told = Wish(kind, subject, target, _with_copies(scene.ideas, ideas), _SPACES.sub(" ", title).strip())
    _CHECKS[kind](told, stands)
    if kind in BORN_OF_PEOPLE:
        target = f"T{scene.last_theme + 1:03d}"
    about = subject or (told.ideas[0] if kind is DecisionKind.MOVE else target)
    number = len(scene.decisions) + 1
    made = Decision(f"D{number:05d}", now, by, kind, about, reason, target, told.ideas, told.title)
    store.add_decision(made)
    return made


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision that is not checked yet."""

    kind: DecisionKind
    subject: str
    target: str
    ideas: tuple[str, ...]
    title: str


def _with_copies(known: pd.DataFrame, ideas: Sequence[str]) -> tuple[str, ...]:
    """Add to ideas those that say the same."""
    unknown = sorted(set(ideas) - set(known["id"]))
    if unknown:
        raise UsageError(_("Idée inconnue : {ids}. « contributions themes show ID » les donne.").format(ids=", ".join(unknown)))
    groups = set(known.loc[known["id"].isin(ideas) & known["campaign"].ne(""), "campaign"])
    chosen = known[known["id"].isin(ideas) | known["campaign"].isin(groups)]
    return tuple(sorted(chosen["id"]))


def _check_rename(wish: Wish, standing: Standing) -> None:
    theme = _known(wish.subject, standing)
    if theme.is_family and theme.id not in standing.open:
        raise UsageError(_("La famille {family} n'a plus de thème : il n'y a rien à nommer.").format(family=theme.id))
    if not wish.title or len(wish.title) > LONGEST_TITLE:
        raise UsageError(_("Un titre a de 1 à {most} caractères : {seen} lus.").format(most=LONGEST_TITLE, seen=len(wish.title)))
    if wish.title == theme.title:
        raise UsageError(_("{theme} s'appelle déjà « {title} ».").format(theme=theme.id, title=theme.title))


def _check_merge(wish: Wish, standing: Standing) -> None:
    if wish.subject == wish.target:
        raise UsageError(_("{theme} ne peut être fusionné avec lui-même.").format(theme=wish.subject))
    for theme in (wish.subject, wish.target):
        _open(theme, standing)


def _check_split(wish: Wish, standing: Standing) -> None:
    theme = _open(wish.subject, standing)
    inside = {idea for idea, place in standing.placed.items() if place == theme.id}
    outside = sorted(set(wish.ideas) - inside)
    if outside:
        problem = _("{ids} : pas dans {theme}. Choisissez des idées de ce thème, ou « decide create » pour en prendre ailleurs.")
        raise UsageError(problem.format(ids=", ".join(outside), theme=theme.id))
    if not wish.ideas or len(wish.ideas) == len(inside):
        problem = _("{chosen} idées choisies sur {all} dans {theme} : une scission en prend une partie.")
        raise UsageError(problem.format(chosen=len(wish.ideas), all=len(inside), theme=theme.id))


def _check_create(wish: Wish, _standing: Standing) -> None:
    if not wish.ideas:
        raise UsageError(_("Un thème se fait d'au moins une idée : donnez leurs identifiants."))


def _check_move(wish: Wish, standing: Standing) -> None:
    _check_create(wish, standing)
    if wish.target:
        _open(wish.target, standing)
    if all(standing.placed.get(idea, "") == wish.target for idea in wish.ideas):
        raise UsageError(_("Ces idées y sont déjà : il n'y a rien à déplacer."))


def _check_pin(wish: Wish, standing: Standing) -> None:
    if wish.ideas:
        if not wish.target:
            raise UsageError(_("{idea} n'a pas de thème : déplacez-la plutôt (« decide move »).").format(idea=wish.subject))
        return
    if _open(wish.subject, standing).pinned:
        raise UsageError(_("{theme} est déjà épinglé.").format(theme=wish.subject))


def _check_open(wish: Wish, standing: Standing) -> None:
    _open(wish.subject, standing)


def _check_reopen(wish: Wish, standing: Standing) -> None:
    theme = _holding_ideas(wish.subject, standing)
    if theme.status is not ThemeStatus.RETIRED:
        problem = _("{theme} est {status} : seul un thème retiré se rouvre (une fusion s'annule : « decide undo »).")
        raise UsageError(problem.format(theme=theme.id, status=theme.status.label))


def _known(theme: str, standing: Standing) -> Theme:
    found = next((each for each in standing.themes if each.id == theme), None)
    if found is None:
        raise UsageError(_("Thème « {theme} » inconnu : « contributions themes » en donne la liste.").format(theme=theme))
    return found


def _holding_ideas(theme: str, standing: Standing) -> Theme:
    """Give a theme that is no family: a family holds themes, and of it only the title is decided."""
    found = _known(theme, standing)
    if found.is_family:
        problem = _(
            "{family} est une famille de thèmes : d'elle, on ne décide que le titre (« decide rename »). "
            "Pour le reste, décidez de ses thèmes : {themes}."
        )
        inside = ", ".join(each.id for each in standing.inside(found.id)) or _("elle n'en a plus")
        raise UsageError(problem.format(family=found.id, themes=inside))
    return found


def _open(theme: str, standing: Standing) -> Theme:
    found = _holding_ideas(theme, standing)
    if found.id not in standing.open:
        problem = _("{theme} est {status} : cette décision porte sur un thème ouvert.")
        raise UsageError(problem.format(theme=theme, status=found.status.label))
    return found


_CHECKS: dict[DecisionKind, Callable[[Wish, Standing], None]] = {
    DecisionKind.RENAME: _check_rename,
    DecisionKind.MERGE: _check_merge,
    DecisionKind.SPLIT: _check_split,
    DecisionKind.CREATE: _check_create,
    DecisionKind.MOVE: _check_move,
    DecisionKind.PIN: _check_pin,
    DecisionKind.RETIRE: _check_open,
    DecisionKind.REOPEN: _check_reopen,
    DecisionKind.REVIEW: _check_open,
}
