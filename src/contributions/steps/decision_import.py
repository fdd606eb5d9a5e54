"""The spreadsheet of decisions comes back in: each cell that somebody filled becomes a decision, or is listed with why not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contributions.domain import Decision, DecisionKind
from contributions.errors import UsageError
from contributions.ingest.cells import clean
from contributions.language import _
from contributions.prepare.words import normalise
from contributions.report import decision_layouts as layouts
from contributions.report.decision_book import label_of
from contributions.steps.decision_asks import Ask, Known, Refusal, asks_of
from contributions.steps.decision_changes import KINDS, Since, since
from contributions.steps.decision_lines import Line, read_lines, same_words
from contributions.steps.decision_sheet import voice_of
from contributions.steps.standing import standing_themes
from contributions.steps.theme_decisions import theme_decision
from contributions.steps.theme_proposals import accept, reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
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
    """False where the sheet does not say when it went out: what changed since cannot be told."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, why and when; a line may say the first two itself."""

    by: str
    reason: str
    now: datetime

    def of(self, ask: Ask) -> Signature:
        """Give that of an ask.

        Raises:
            UsageError: nobody signs it, or nothing explains it.
        """
        by, reason = ask.signed(layouts.BY, self.by), ask.signed(layouts.REASON, self.reason)
        if not by:
            raise UsageError(_("personne ne signe : remplissez « Par », ou ajoutez --by NOM."))
        if not reason:
            raise UsageError(_("une décision dit pourquoi : remplissez « Motif », ou ajoutez --reason MOTIF."))
        return Signature(by, reason, self.now)


def import_sheet(store: Store, path: Path, signature: Signature, *, rehearse: bool = False) -> Imported:
    """Decide what a sheet asks for, cell by cell, in one transaction; nothing stays written of a rehearsal.

    What cannot be done, or is about what changed since the sheet went out, is refused with its line; the rest is done.

    Raises:
        SourceError: the file is no sheet of decisions.
        UsageError: nobody signs, or the sheet went out of another workspace.
    """
    lines = read_lines(path)
    if not signature.by and any(line.filled for line in lines) and not any(line.cells.get(layouts.BY) for line in lines):
        raise UsageError(_("Une décision dit qui la prend : ajoutez --by NOM, ou remplissez la colonne « Par »."))
    with suppress(_Rehearsed), store.writing():
        done = _import(store, lines, signature)
        if rehearse:
            raise _Rehearsed
    return done


class _Rehearsed(Exception):  # noqa: N818 (no error: it takes back what was written)
    pass


def _import(store: Store, lines: Sequence[Line], signature: Signature) -> Imported:
    state = min((line.state for line in lines if line.state), default="")
    runs = dict.fromkeys([state.partition(" ")[0], store.rows_of("themes")])
    proposals = {each.id: each for run in runs for each in store.proposals(run)}
    ideas = store.ideas()
    first = ideas["id"].groupby(voice_of(ideas)).transform("min")
    asks, refused = asks_of(lines, Known(standing_themes(store), dict(zip(ideas["id"], first, strict=True)), proposals))
    changes = since(store, state, asks, proposals.values())
    refused += _written_over(lines, changes.shown)
    made: list[Decision] = []
    already = [ask for ask in asks if changes.is_done(ask)]
    for ask in [ask for ask in asks if ask not in already]:
        try:
            made.append(_decided(store, ask, changes, signature))
        except UsageError as error:
            refused += [Refusal(line, ask.head, str(error)) for line in ask.lines]
    refused.sort(key=lambda each: (each.line.sheet, each.line.row, each.head))
    return Imported(tuple(made), tuple(already), tuple(refused), bool(state))


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
        if seen and before is not None and not same_words(seen, clean(before)):
            problem = _("« {seen} » est écrit à la place de « {before} » : écrivez plutôt dans la colonne « {head} ».")
            yield Refusal(line, head, problem.format(seen=seen, before=_(before), head=_(other)))


def _decided(store: Store, ask: Ask, changes: Since, signature: Signature) -> Decision:
    surprises = changes.surprises(ask)
    if surprises:
        problem = _("{changes} depuis la sortie du tableau : relisez, puis décidez dans un tableau neuf.")
        raise UsageError(problem.format(changes=" ; ".join(surprises)))
    signed = signature.of(ask)
    words: dict[str, Any] = {"by": signed.by, "reason": signed.reason, "now": signed.now}
    if ask.head == layouts.ANSWER:
        if ask.target == layouts.REJECT:
            return reject(store, ask.subject, **words)
        return accept(store, ask.subject, title=ask.title, **words)
    if ask.head == layouts.WANTED and ask.title:
        return _made(store, ask, changes, words)
    if ask.head == layouts.WANTED:
        return theme_decision(store, DecisionKind.MOVE, "", target=ask.target, ideas=ask.ideas, **words)
    return theme_decision(store, KINDS[ask.head], ask.subject, target=ask.target, title=ask.title, **words)


def _made(store: Store, ask: Ask, changes: Since, words: dict[str, Any]) -> Decision:
    """Make a theme: a split where all its ideas are of one theme; those that come after join the one that was made."""
    stands, made = standing_themes(store), changes.made_for(ask)
    if made:
        late = [idea for idea in ask.ideas if stands.placed.get(idea) != made]
        return theme_decision(store, DecisionKind.MOVE, "", target=made, ideas=late, **words)
    alike = [each.id for each in stands.themes if each.id in stands.open and normalise(each.title) == normalise(ask.title)]
    if alike:
        problem = _("{theme} s'appelle déjà « {title} » : écrivez son numéro, ou un autre titre.")
        raise UsageError(problem.format(theme=alike[0], title=ask.title))
    homes = {stands.placed.get(idea, "") for idea in ask.ideas}
    (home, *others) = sorted(homes)
    kind, subject = (DecisionKind.SPLIT, home) if home and not others else (DecisionKind.CREATE, "")
    return theme_decision(store, kind, subject, ideas=ask.ideas, title=ask.title, **words)
