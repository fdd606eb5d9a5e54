"""What the cells of a sheet ask for: read, put together where several say one thing, refused where two disagree, put in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from contributions.errors import UsageError
from contributions.language import N_, _
from contributions.prepare.words import normalise
from contributions.report import decision_layouts as layouts
from contributions.steps.decision_lines import same_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from contributions.decisions import Standing
    from contributions.domain import Proposal
    from contributions.steps.decision_lines import Line

_ORDER = (
    *(layouts.NEW_TITLE, layouts.ANSWER, layouts.WANTED, layouts.MERGE_INTO),
    *(layouts.RETIRE, layouts.PIN, layouts.REVIEWED),
)
"""In which columns are done, whatever the order of rows; a new theme is made before ideas are moved."""
_THEME_ID = re.compile(r"T0*(\d+)(?=\s*(?:$|[·:–—-]))", re.IGNORECASE)
_ALSO_YES = frozenset({"o", "x", "1", "vrai", "true"})
_ALSO_NO = frozenset({"n", "0", "faux", "false"})


@dataclass(frozen=True, slots=True)
class Ask:
    """What a cell asks for, or several that ask for the same; `target` is a theme, or the answer to a proposal."""

    head: str
    subject: str
    lines: tuple[Line, ...]
    target: str = ""
    title: str = ""
    ideas: tuple[str, ...] = ()

    def signed(self, head: str, usual: str) -> str:
        """Give who asks, or why: what the lines say, else what stands for all of them."""
        return " ; ".join(sorted({line.cells.get(head) or usual for line in self.lines} - {""}))


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


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that is not done, with the sentence that says why and what to do."""

    line: Line
    head: str
    problem: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the words of cells are understood by."""

    stands: Standing
    voices: Mapping[str, str] = field(default_factory=dict)
    """Idea -> the first of its copies, by which all are called."""
    proposals: Mapping[str, Proposal] = field(default_factory=dict)

    def theme(self, text: str) -> str:
        """Give the id of a theme that is written by its id, with or without its title, or by its title alone."""
        by_id = _THEME_ID.match(text)
        if by_id:
            return f"T{int(by_id[1]):03d}"
        named = [
            each.id
            for each in self.stands.themes
            if normalise(each.title) == normalise(text) and each.id in self.stands.open and not each.is_family
        ]
        if len(named) > 1:
            problem = _("plusieurs thèmes s'appellent « {title} » : écrivez l'un des numéros {ids}.")
            raise UsageError(problem.format(title=text, ids=", ".join(named)))
        if not named:
            raise UsageError(_("« {text} » n'est pas un thème ouvert : écrivez son numéro, par exemple T003.").format(text=text))
        return named[0]


def asks_of(lines: Iterable[Line], known: Known) -> tuple[list[Ask], list[Refusal]]:
    """Read what cells ask for, in the order in which it is done; what cannot be understood is refused, cell by cell."""
    asks: list[Ask] = []
    refused: list[Refusal] = []
    for line in lines:
        for head in line.filled:
            try:
                ask = _read(line, head, known)
            except UsageError as error:
                refused.append(Refusal(line, head, str(error)))
            else:
                asks += [ask] if ask else []
    agreed, disagreeing = _agreed(asks)
    straight, circling = _straight(_gathered(agreed))
    return sorted(straight, key=_rank(straight)), [*refused, *disagreeing, *circling]


def _read(line: Line, head: str, known: Known) -> Ask | None:
    """Read a cell; None where it asks for nothing."""
    text, is_idea = " ".join(line.cells[head].split()), line.layout is layouts.IDEAS
    if head in (layouts.REASON, layouts.BY):
        return None
    if not line.subject:
        raise UsageError(_("ligne sans numéro : recopiez celui du thème, de l'idée ou de la proposition."))
    subject = known.voices.get(line.subject, line.subject) if is_idea else line.subject
    ask = Ask(head, subject, (line,), ideas=(subject,) if is_idea else ())
    if head == layouts.NEW_TITLE:
        return replace(ask, title=text)
    if head == layouts.MERGE_INTO:
        return replace(ask, target=known.theme(text))
    if head == layouts.WANTED:
        return _read_wanted(ask, text, known)
    if head in (layouts.ANSWER, layouts.TITLE):
        return _read_answer(ask, line, known)
    return ask if _is_yes(text) else None


def _read_wanted(ask: Ask, text: str, known: Known) -> Ask:
    if same_words(text, layouts.NOWHERE):
        return ask
    before, colon, title = text.partition(":")
    if not same_words(before, layouts.NEW, N_("nouveau thème")):
        return replace(ask, target=known.theme(text))
    if not colon or not title.strip():
        raise UsageError(_("un nouveau thème a un titre : écrivez « nouveau : Titre »."))
    return replace(ask, title=title.strip())


def _read_answer(ask: Ask, line: Line, known: Known) -> Ask | None:
    answer, title = line.cells.get(layouts.ANSWER, ""), line.cells.get(layouts.TITLE, "")
    if ask.head == layouts.TITLE:
        if not answer:
            raise UsageError(_("titre d'une proposition sans réponse : écrivez « accepter » pour qu'il serve."))
        return None
    found = next((word for word in (layouts.ACCEPT, layouts.REJECT) if same_words(answer, word)), "")
    if not found:
        raise UsageError(_("« {text} » : écrivez « accepter », « écarter », ou laissez vide.").format(text=answer))
    proposal = known.proposals.get(ask.subject)
    accepted = title if found == layouts.ACCEPT else ""
    return replace(ask, target=found, title=" ".join(accepted.split()), ideas=proposal.ideas if proposal else ())


def _is_yes(text: str) -> bool:
    if same_words(text, layouts.YES) or normalise(text) in _ALSO_YES:
        return True
    if same_words(text, layouts.NO) or normalise(text) in _ALSO_NO:
        return False
    raise UsageError(_("« {text} » : écrivez « oui », ou laissez vide.").format(text=text))


def _agreed(asks: Iterable[Ask]) -> tuple[list[Ask], list[Refusal]]:
    """Make one of those that ask the same of the same; refuse all of those that ask for two things."""
    agreed: list[Ask] = []
    refused: list[Refusal] = []
    for _key, same in groupby(sorted(asks, key=_place_of), key=lambda ask: (ask.head, ask.subject)):
        group = list(same)
        if len({(ask.target, ask.title) for ask in group}) == 1:
            agreed.append(replace(group[0], lines=tuple(ask.lines[0] for ask in group)))
            continue
        for ask in group:
            others = ", ".join(str(other.lines[0].row) for other in group if other is not ask)
            problem = _("d'autres lignes demandent autre chose ({rows}) : gardez-en une.").format(rows=others)
            refused.append(Refusal(ask.lines[0], ask.head, problem))
    return agreed, refused


def _place_of(ask: Ask) -> tuple[str, str, str, int]:
    return ask.head, ask.subject, ask.lines[0].sheet, ask.lines[0].row


def _gathered(asks: Iterable[Ask]) -> list[Ask]:
    """Put together the ideas that make one new theme: those that have the same new title."""
    new: dict[str, Ask] = {}
    others = []
    for ask in sorted(asks, key=_place_of):
        if ask.head != layouts.WANTED or not ask.title:
            others.append(ask)
            continue
        first = new.get(normalise(ask.title), replace(ask, lines=(), ideas=()))
        new[normalise(ask.title)] = replace(first, lines=(*first.lines, *ask.lines), ideas=(*first.ideas, *ask.ideas))
    return [*others, *new.values()]


def _straight(asks: Sequence[Ask]) -> tuple[list[Ask], list[Refusal]]:
    """Refuse the merges that turn in circles; that of a theme into itself is refused as anywhere else."""
    into = {theme: target for theme, target in _merges(asks).items() if theme != target}
    circling = [ask for ask in asks if ask.head == layouts.MERGE_INTO and ask.subject in _after(ask.subject, into)]
    problem = _("ces fusions tournent en rond : videz la cellule du thème qui doit rester.")
    refused = [Refusal(line, ask.head, problem) for ask in circling for line in ask.lines]
    return [ask for ask in asks if ask not in circling], refused


def _rank(asks: Sequence[Ask]) -> Callable[[Ask], tuple[int, bool, int, str]]:
    """Order asks by their column; a theme that is merged into is itself merged only after."""
    into = _merges(asks)

    def rank(ask: Ask) -> tuple[int, bool, int, str]:
        steps = len(_after(ask.subject, into)) if ask.head == layouts.MERGE_INTO else 0
        return _ORDER.index(ask.head), not ask.title, -steps, ask.subject

    return rank


def _merges(asks: Iterable[Ask]) -> dict[str, str]:
    return {ask.subject: ask.target for ask in asks if ask.head == layouts.MERGE_INTO}


def _after(theme: str, into: Mapping[str, str]) -> list[str]:
    """Follow merges from a theme, until they end or come back."""
    found: list[str] = []
    while theme in into and into[theme] not in found:
        theme = into[theme]
        found.append(theme)
    return found
