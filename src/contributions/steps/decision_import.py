"""The spreadsheet of decisions comes back in: each cell that somebody filled becomes a decision, or is listed with why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contributions.domain import Decision, DecisionKind
from contributions.errors import UsageError
from contributions.ingest.cells import clean
from contributions.language import _
from contributions.prepare.words import normalise
from contributions.report import decision_layouts as layouts
from contributions.report.decision_book import label_of
from contributions.report.review_layouts import MATCHES
from contributions.steps.decision_asks import Ask, Known, Refusal, Signature, asks_of
from contributions.steps.decision_changes import KINDS, Since, since
from contributions.steps.decision_lines import Line, read_lines, same_words
from contributions.steps.decision_sheet import voice_of
from contributions.steps.rehearsal import rehearsing
from contributions.steps.review_import import import_reviews
from contributions.steps.theme_decisions import Scene, Wish, scene_of, theme_decision
from contributions.steps.theme_proposals import accept, reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from contributions.decisions import Standing
    from contributions.store import Store


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a sheet: the decisions that it made, what was already so, what is left for a person to look at."""

    made: tuple[Decision, ...]
    already: tuple[Ask, ...]
    refused: tuple[Refusal, ...]
    dated: bool
    """False where what is asked for does not say when it was shown: what changed since cannot be told."""
    waiting: int = 0
    """Reviews of matches that are not written, because others of the sheet are refused."""


def import_sheet(store: Store, path: Path, signature: Signature, *, rehearse: bool = False) -> Imported:
    """Decide what a sheet asks for, cell by cell, in one transaction; nothing stays written of a rehearsal.

    What cannot be done, or is about what changed since the sheet went out, is refused with its line; the rest is done. Reviews of
    matches are written all together, or none is.

    Raises:
        SourceError: the file is no sheet of decisions.
        UsageError: nobody signs, or the sheet went out of another workspace.
    """
    lines = read_lines(path)
    if not signature.by and any(line.filled for line in lines) and not any(line.cells.get(layouts.BY) for line in lines):
        raise UsageError(_("Une décision dit qui la prend : ajoutez --by NOM, ou remplissez la colonne « Par »."))
    of_themes = [line for line in lines if line.layout is not MATCHES]
    with rehearsing(store, rehearse=rehearse):
        done = _import(store, of_themes, signature) if of_themes else Imported((), (), (), dated=True)
        said = import_reviews(store, [line for line in lines if line.layout is MATCHES], signature)
    return Imported(
        (*done.made, *said.made),
        (*done.already, *said.already),
        (*done.refused, *said.refused),
        dated=done.dated and said.dated,
        waiting=said.waiting,
    )


def _import(store: Store, lines: Sequence[Line], signature: Signature) -> Imported:
    state = min((line.state for line in lines if line.state), default="")
    runs = dict.fromkeys([state.partition(" ")[0], store.rows_of("themes")])
    proposals = {each.id: each for run in runs for each in store.proposals(run)}
    scene = scene_of(store)
    first = scene.ideas["id"].groupby(voice_of(scene.ideas)).transform("min")
    asks, refused = asks_of(lines, Known(scene.stands, dict(zip(scene.ideas["id"], first, strict=True)), proposals))
    changes = since(store, state, asks, proposals.values())
    refused += _written_over(lines, changes.shown)
    made: list[Decision] = []
    already: list[Ask] = []
    for ask in asks:
        if changes.is_done(ask):
            already.append(ask)
            continue
        try:
            made.append(_decided(store, scene, ask, changes=changes, signature=signature))
        except UsageError as error:
            refused += [Refusal(line, ask.head, str(error)) for line in ask.lines]
        else:
            scene = scene.followed_by(made[-1])
    refused.sort(key=lambda each: (each.line.sheet, each.line.row, each.head))
    return Imported(tuple(made), tuple(already), tuple(refused), bool(state) or not asks)


def _written_over(lines: Sequence[Line], shown: Standing | None) -> Iterator[Refusal]:
    """Refuse what was written in the columns that only show: the person meant something by it."""
    if shown is None:
        return
    labels = {theme.id: label_of(theme) for theme in shown.themes}
    titles = {theme.id: theme.title for theme in shown.themes}
    for line in lines:
        if line.layout is layouts.THEMES:
            head, other, before = layouts.NOW_TITLED, layouts.NEW_TITLE, titles.get(line.subject)
        elif line.layout is layouts.IDEAS:
            head, other = layouts.NOW_IN, layouts.WANTED
            before = labels.get(shown.placed.get(line.subject, ""), layouts.NOWHERE)
        else:
            continue
        seen = line.cells.get(head)
        if seen and before is not None and seen != before and not same_words(seen, clean(before)):
            problem = _("« {seen} » est écrit à la place de « {before} » : écrivez plutôt dans la colonne « {head} ».")
            yield Refusal(line, head, problem.format(seen=seen, before=_(before), head=_(other)))


def _decided(store: Store, scene: Scene, ask: Ask, *, changes: Since, signature: Signature) -> Decision:
    surprises = changes.surprises(ask)
    if surprises:
        problem = _("{changes} depuis la sortie du tableau : relisez, puis décidez dans un tableau neuf.")
        raise UsageError(problem.format(changes=" ; ".join(surprises)))
    signed = signature.of(ask)
    words: dict[str, Any] = {"by": signed.by, "reason": signed.reason, "now": signed.now}
    if ask.head == layouts.ANSWER and ask.target == layouts.REJECT:
        return reject(store, ask.subject, **words)
    if ask.head == layouts.ANSWER:
        return accept(store, ask.subject, title=ask.title, **words)
    wish = _wish_of(ask, scene.stands, changes.made_for(ask))
    return theme_decision(
        store, wish.kind, wish.subject, target=wish.target, ideas=wish.ideas, title=wish.title, scene=scene, **words
    )


def _wish_of(ask: Ask, stands: Standing, made: str | None) -> Wish:
    """Say which decision a cell is; `made` is the theme that the sheet made already for the title asked."""
    if ask.head != layouts.WANTED:
        return Wish(KINDS[ask.head], ask.subject, ask.target, (), ask.title)
    if made:
        late = tuple(idea for idea in ask.ideas if stands.placed.get(idea) != made)
        return Wish(DecisionKind.MOVE, "", made, late, "")
    if not ask.title:
        return Wish(DecisionKind.MOVE, "", ask.target, ask.ideas, "")
    _check_new(ask.title, stands)
    homes = {stands.placed.get(idea, "") for idea in ask.ideas}
    if len(homes) == 1 and "" not in homes:
        return Wish(DecisionKind.SPLIT, homes.pop(), "", ask.ideas, ask.title)
    return Wish(DecisionKind.CREATE, "", "", ask.ideas, ask.title)


def _check_new(title: str, stands: Standing) -> None:
    """Refuse a second theme of the same name: the person may have meant the first."""
    alike = [each.id for each in stands.themes if each.id in stands.open and normalise(each.title) == normalise(title)]
    if alike:
        problem = _("{theme} s'appelle déjà « {title} » : écrivez son numéro, ou un autre titre.")
        raise UsageError(problem.format(theme=alike[0], title=title))
