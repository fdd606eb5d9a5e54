"""The spreadsheet of answers: it goes out with what may be answered, is filled in, and comes back in, line by line."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.domain import Response, ResponseStatus
from contributions.domain.answers import as_they_stand
from contributions.errors import UsageError
from contributions.language import N_, _
from contributions.report import answer_layouts as layouts
from contributions.report.answer_book import Answerable, Asking, answer_book, shown_in
from contributions.report.decision_layouts import BY, REASON
from contributions.report.rows import rows_of
from contributions.steps.answer_words import Given
from contributions.steps.answering import Answered, Desk, Signed, answer, change, is_same, words_of
from contributions.steps.decision_asks import Refusal
from contributions.steps.decision_lines import Form, Line, read_lines
from contributions.steps.decision_sheet import check_free
from contributions.steps.picturing import standing_picture
from contributions.steps.rehearsal import rehearsing
from contributions.store.responses import responses
from contributions.trace import objective_figures, theme_figures
from contributions.trace.answers import Subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from contributions.settings import Workspace
    from contributions.store import Store
    from contributions.trace import Picture

ANSWERS = Form(
    (layouts.THEMES, layouts.OBJECTIVES),
    N_("{file} : pas de feuille de réponses (aucune colonne {ids}). « contributions answers sheet » en écrit une."),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet of answers: the lines written, what was already so, what is left for a person to look at."""

    made: tuple[Answered, ...]
    already: tuple[Line, ...]
    refused: tuple[Refusal, ...]
    dated: bool
    """False where a line does not say what it showed: what changed since cannot be told."""

    @property
    def masked(self) -> Mapping[str, int]:
        """Count what was masked, by kind."""
        return sum((Counter(each.masked) for each in self.made), Counter())


def write_answer_sheet(workspace: Workspace, store: Store, path: Path) -> Answerable:
    """Write the workbook on which people answer; the same state gives the same bytes.

    Raises:
        UsageError: there is no theme yet, or the file holds what somebody wrote: nothing is written over it.
    """
    check_free(path, ANSWERS)
    if not store.rows_of("themes"):
        raise UsageError(_("Pas encore de thème : lancez « contributions run », puis écrivez le tableau."))
    shown = answerable(standing_picture(workspace, store))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(answer_book(shown))
    return shown


def answerable(seen: Picture) -> Answerable:
    """Give the themes that have ideas, the most widespread first, and the objectives, in the order of their referentials."""
    given = as_they_stand(seen.responses)
    at = shown_at(given, Subjects.of(seen))
    themes = theme_figures(seen)
    counts = {row.objective: row for row in rows_of(objective_figures(seen))}
    wanted = [each for each in seen.objectives if each in counts or each in at]
    return Answerable(
        city=seen.city,
        at=max([seen.run.started_at, *(each.at for each in given)]),
        themes=tuple(
            Asking(row.theme, row.title, row.voices, row.ideas, at.get(row.theme, ()))
            for row in rows_of(themes[themes["ideas"].gt(0)])
        ),
        objectives=tuple(
            Asking(each, seen.objectives[each].title, *_counts(counts.get(each)), at.get(each, ())) for each in wanted
        ),
    )


def _counts(row: object) -> tuple[int, int]:
    return getattr(row, "voices", 0), getattr(row, "ideas", 0)


def shown_at(given: Sequence[Response], subjects: Subjects) -> Mapping[str, tuple[Response, ...]]:
    """Give the answers that are shown at each theme, objective or idea: those of the themes merged into it too."""
    found: dict[str, tuple[Response, ...]] = defaultdict(tuple)
    for each in given:
        found[subjects.about(each.subject).at] += (each,)
    return found


def import_answers(desk: Desk, path: Path, signed: Signed, *, rehearse: bool = False) -> Taken:
    """Write what a sheet answers, in one transaction; nothing stays written of a rehearsal.

    What cannot be written, or is about an answer that changed since the sheet went out, is refused with its line; not the rest.

    Raises:
        SourceError: the file is no sheet of answers.
    """
    lines = [line for line in read_lines(path, ANSWERS) if _asks(line)]
    with rehearsing(desk.store, rehearse=rehearse):
        return _take(desk, lines, signed)


def _take(desk: Desk, lines: Sequence[Line], signed: Signed) -> Taken:
    before = as_they_stand(responses(desk.store))
    made: list[Answered] = []
    already: list[Line] = []
    straight, refused = _agreed(lines)
    for line in straight:  # whatever their order in the sheet
        own = Signed(line.cells.get(BY) or signed.by, line.cells.get(REASON) or signed.reason, signed.now)
        try:
            _check_place(desk, line, before)
            if _is_done(desk, line, own):
                already.append(line)
                continue
            _check_since(desk, line, before)
            response = line.cells.get(layouts.RESPONSE_ID, "")
            done = change(desk, response, _given(line), own) if response else answer(desk, line.subject, _given(line), own)
        except UsageError as error:
            refused.append(Refusal(line, _asks(line)[0], str(error)))
        else:
            made.append(done)
    refused.sort(key=lambda each: (each.line.sheet, each.line.row))
    return Taken(tuple(made), tuple(already), tuple(refused), all(line.state for line in lines))


def _asks(line: Line) -> list[str]:
    """Give the heads of what a line answers."""
    return [head for head in line.filled if head in layouts.FIELDS]


def _given(line: Line) -> Given:
    return Given(**{layouts.FIELDS[head]: line.cells[head] for head in _asks(line)})


def _agreed(lines: Sequence[Line]) -> tuple[list[Line], list[Refusal]]:
    """Order lines by what they say; refuse those that say two things of one answer."""
    said: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        said[line.cells.get(layouts.RESPONSE_ID, "")].append(line)
    refused = []
    for response, group in said.items():
        if response and len({_given(line) for line in group}) > 1:
            for line in group:
                others = ", ".join(str(other.row) for other in group if other is not line)
                problem = _("d'autres lignes demandent autre chose ({rows}) : gardez-en une.").format(rows=others)
                refused.append(Refusal(line, _asks(line)[0], problem))
    wrong = [each.line for each in refused]
    return sorted((line for line in lines if line not in wrong), key=_words_of), refused


def _words_of(line: Line) -> tuple[str, ...]:
    heads = (layouts.RESPONSE_ID, *layouts.FIELDS, BY, REASON)
    return (line.subject, *(line.cells.get(head, "") for head in heads))


def _is_done(desk: Desk, line: Line, own: Signed) -> bool:
    """Tell whether an answer says already what a line asks for."""
    response, given = line.cells.get(layouts.RESPONSE_ID, ""), as_they_stand(responses(desk.store))
    if response:
        before = [each for each in given if each.id == response]
        return any(is_same(each, words_of(desk, each, _given(line), own)[0]) for each in before)
    start = Response("", own.now, own.by, line.subject.strip(), ResponseStatus.RECEIVED, line=0)
    told = [each for each in given if each.subject == start.subject]
    return bool(told) and any(is_same(each, words_of(desk, start, _given(line), own)[0]) for each in told)


def _check_place(desk: Desk, line: Line, before: Sequence[Response]) -> None:
    """Refuse a line whose answer is shown elsewhere: one of its two numbers is not the one that somebody meant."""
    response = line.cells.get(layouts.RESPONSE_ID, "")
    places = [desk.subjects.about(each.subject).at for each in before if each.id == response]
    if places and line.subject.strip() not in places:
        problem = _("{id} répond à {place}, et la ligne porte sur {subject} : corrigez l'un des deux numéros.")
        raise UsageError(problem.format(id=response, place=places[0], subject=line.subject))


def _check_since(desk: Desk, line: Line, before: Sequence[Response]) -> None:
    """Refuse a line about answers that are no longer as it showed them."""
    if not line.state:
        return
    shown, response = shown_in(line.state), line.cells.get(layouts.RESPONSE_ID, "")
    now = {each.id: each for each in before}
    if response in now and shown.get(response) != now[response].line:
        problem = _(
            "{id} a changé depuis la sortie du tableau ({status}, par {by}) : relisez, puis répondez dans un tableau neuf."
        )
        last = now[response]
        raise UsageError(problem.format(id=response, status=last.status.label, by=last.by))
    new = [each.id for each in shown_at(before, desk.subjects).get(line.subject.strip(), ()) if each.id not in shown]
    if not response and new:
        problem = _("une réponse a été donnée depuis la sortie du tableau ({ids}) : répondez dans un tableau neuf.")
        raise UsageError(problem.format(ids=", ".join(new)))
