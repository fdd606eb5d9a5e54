"""What the city answers: checked, masked, and written as one more line for ever."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contributions.domain import Response, ResponseStatus, ThemeStatus
from contributions.domain.answers import CLOSED, PATH, as_they_stand
from contributions.errors import UsageError
from contributions.language import _
from contributions.steps.answer_words import said
from contributions.steps.masking import mask_each
from contributions.steps.picturing import referentials_of
from contributions.steps.standing import standing_themes
from contributions.store.responses import add_response, last_response_number, responses
from contributions.trace.answers import THEME, Subjects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from contributions.settings import Workspace
    from contributions.steps.answer_words import Given
    from contributions.store import Store
    from contributions.trace.answers import About


@dataclass(frozen=True, slots=True)
class Signed:
    """Who answers, why and when."""

    by: str
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A line that was written: what was masked in it by kind, and what a person should know of it."""

    response: Response
    masked: Mapping[str, int]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What answers are about, loaded once."""

    workspace: Workspace
    store: Store
    subjects: Subjects


def desk_of(workspace: Workspace, store: Store) -> Desk:
    """Load what may be answered, as it stands."""
    ideas = store.ideas()
    themes = {theme.id: theme for theme in standing_themes(store).themes}
    objectives = {each.id: each for referential in referentials_of(workspace, store) for each in referential.objectives}
    return Desk(workspace, store, Subjects(themes, objectives, dict(zip(ideas["id"], ideas["text"], strict=True))))


def answer(desk: Desk, subject: str, given: Given, signed: Signed) -> Answered:
    """Write the first line of an answer to a theme, an objective or an idea.

    Raises:
        UsageError: what is answered is unknown or no more, or what is said does not hold together.
    """
    subject = subject.strip()
    check_subject(desk.subjects.about(subject))
    if not given.status.strip():
        known = ", ".join(each.label for each in ResponseStatus)
        raise UsageError(_("Une réponse dit où elle en est : --status, l'un de {known}.").format(known=known))
    start = Response("", signed.now, signed.by, subject, ResponseStatus.RECEIVED, line=0)
    after, masked = words_of(desk, start, given, signed)
    number = last_response_number(desk.store) + 1
    return _written(desk, replace(after, id=f"S{number:05d}", line=1), masked)


def change(desk: Desk, response_id: str, given: Given, signed: Signed) -> Answered:
    """Add a line to an answer; what is not given stays as it was.

    Raises:
        UsageError: there is no such answer, nothing changes, or what is said does not hold together.
    """
    before = standing_answer(desk.store, response_id)
    after, masked = words_of(desk, before, given, signed)
    if is_same(before, after):
        raise UsageError(_("{id} le dit déjà : rien ne change.").format(id=before.id))
    if _goes_back(before.status, after.status) and not after.reason:
        problem = _("{id} est « {before} » : dire pourquoi il devient « {after} » (--reason MOTIF).")
        raise UsageError(problem.format(id=before.id, before=before.status.label, after=after.status.label))
    return _written(desk, replace(after, line=before.line + 1), masked)


def standing_answer(store: Store, response_id: str) -> Response:
    """Give an answer as it stands.

    Raises:
        UsageError: there is no such answer.
    """
    found = next((each for each in as_they_stand(responses(store)) if each.id == response_id.strip()), None)
    if found is None:
        raise UsageError(_("Pas de réponse « {id} » : « contributions answers list » les donne.").format(id=response_id))
    return found


def words_of(desk: Desk, before: Response, given: Given, signed: Signed) -> tuple[Response, Mapping[str, int]]:
    """Give the line that is asked for, its text and its reason masked, and count what was masked by kind.

    Raises:
        UsageError: nobody signs it, something cannot be read, or what is said does not hold together.
    """
    if not signed.by.strip():
        raise UsageError(_("Une réponse dit qui la donne : --by NOM."))
    after = replace(said(before, given), at=signed.now, by=signed.by.strip(), reason=signed.reason.strip())
    _check_whole(after, given)
    new = {each for each in (after.text if after.text != before.text else "", after.reason) if each}
    masked = mask_each(new, desk.workspace)
    counts = sum((Counter(each.counts) for each in masked.values()), Counter[str]())
    text, why = (masked[each].text if each in masked else each for each in (after.text, after.reason))
    return replace(after, text=text, reason=why), dict(counts)


def is_same(one: Response, other: Response) -> bool:
    """Tell whether two lines say the same, whoever wrote them, when and why."""
    return replace(one, id="", at=other.at, by="", reason="", line=0) == replace(other, id="", by="", reason="", line=0)


def check_subject(about: About) -> None:
    """Refuse a new answer to what is unknown or no more.

    Raises:
        UsageError: it is; where its ideas are in another theme, the sentence names it.
    """
    if not about.title and about.gone:
        problem = _("« {subject} » : ni thème, ni objectif, ni idée de ce nom. « contributions themes list » donne les thèmes.")
        raise UsageError(problem.format(subject=about.subject))
    if about.moved:
        raise UsageError(_("{theme} est fusionné dans {other} : répondez à {other}.").format(theme=about.subject, other=about.at))
    if about.gone:
        problem = _("{theme} est {status} : répondez à un thème ouvert.")
        raise UsageError(problem.format(theme=about.subject, status=ThemeStatus.RETIRED.label))


def _check_whole(after: Response, given: Given) -> None:
    if after.status is ResponseStatus.NOT_RETAINED and after.motif is None:
        from contributions.domain import Refusal

        problem = _("« non retenu » dit pourquoi : un motif parmi {known}.")
        raise UsageError(problem.format(known=", ".join(each.label for each in Refusal)))
    if after.motif is not None and after.status is not ResponseStatus.NOT_RETAINED:
        problem = _("Motif « {motif} » : il ne va qu'avec « non retenu », et cette réponse est « {status} ».")
        raise UsageError(problem.format(motif=given.motif, status=after.status.label))
    if after.status is ResponseStatus.FORWARDED and not after.owner:
        raise UsageError(_("« transmis » dit à qui : remplissez le pilote (--owner)."))


def _goes_back(before: ResponseStatus, after: ResponseStatus) -> bool:
    if before in CLOSED:
        return after is not before
    return before in PATH and after in PATH and PATH.index(after) < PATH.index(before)


def _written(desk: Desk, line: Response, masked: Mapping[str, int]) -> Answered:
    add_response(desk.store, line)
    return Answered(line, masked, tuple(_remarks(desk, line)))


def _remarks(desk: Desk, line: Response) -> list[str]:
    found = []
    if line.is_late(line.at.date()) and line.due_on is not None:
        found.append(_("L'échéance du {day} est déjà passée.").format(day=line.due_on.isoformat()))
    about = desk.subjects.about(line.subject)
    if about.gone:
        found.append(_("« {subject} », à quoi elle répond, n'existe plus.").format(subject=line.subject))
    elif about.kind == THEME and about.moved:
        found.append(_("Montrée à {other}, où {theme} a été fusionné.").format(theme=line.subject, other=about.at))
    return found
