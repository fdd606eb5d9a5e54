"""What people wrote of matches in a spreadsheet comes back in: every line is understood and agreed, or nothing is written."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.decisions import OF_MATCHES, standing
from contributions.domain import Decision, DecisionKind
from contributions.errors import UsageError
from contributions.language import N_, _
from contributions.prepare.words import normalise
from contributions.report import review_layouts as layouts
from contributions.report.decision_layouts import NO, YES
from contributions.report.review_book import label_of
from contributions.reviewing import NO_OBJECTIVE, groups_of, referential_of, reviews_of
from contributions.steps.decision_asks import Ask, Refusal
from contributions.steps.decision_changes import check_run
from contributions.steps.decision_lines import same_words
from contributions.steps.match_decisions import matched_themes, members_of
from contributions.steps.matching import same_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from contributions.domain import Referential
    from contributions.steps.decision_asks import Signature
    from contributions.steps.decision_lines import Line
    from contributions.store import Store

_SHORTENED = re.compile(r"\d+\.\d+")
"""A code that spreadsheets take for a number: 2.10 comes back as 2.1."""
_SHOWN = 3
"""Codes that a sentence gives as examples."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """What became of the reviews of a sheet; `waiting` are those that are not written because others are refused."""

    made: tuple[Decision, ...]
    already: tuple[Ask, ...]
    refused: tuple[Refusal, ...]
    waiting: int
    dated: bool


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What a cell says of a match, or several that say the same; `group` is that of the idea and its copies."""

    kind: DecisionKind
    group: str
    ask: Ask

    @property
    def place(self) -> tuple[str, str]:
        """Give what it is about: the idea and its copies, in a referential."""
        return self.group, referential_of(self.ask.target)

    @property
    def key(self) -> tuple[str, str, str]:
        """Give what it says of what: the same in every line that says the same."""
        return self.group, self.ask.target, self.kind.value


@dataclass(frozen=True, slots=True, eq=False)
class _Desk:
    """What opinions are understood by, and checked against; `copies` are the ideas of each group."""

    same: Mapping[str, str]
    copies: Mapping[str, tuple[str, ...]]
    themes: frozenset[str]
    referentials: Mapping[str, Referential]
    decisions: Sequence[Decision]


def import_reviews(store: Store, lines: Sequence[Line], signature: Signature) -> Reviews:
    """Write what lines say of matches, all of it or nothing; what was already said is not said again.

    Raises:
        UsageError: nothing is matched yet, or the sheet went out of another workspace.
    """
    said = [line for line in lines if line.cells.get(layouts.OPINION)]
    if not said:
        return Reviews((), (), (), 0, dated=True)
    desk = _desk(store)
    for run in sorted({line.state.partition(" ")[0] for line in said} - {""}):
        check_run(store, run)
    opinions, refused = _read(said, desk)
    told, problems = _told(desk), _changed(opinions, desk)
    already = [each for each in opinions if told[each.place].get(_key(each)) is _is_right(each)]
    signed: list[tuple[_Opinion, Signature]] = []
    for opinion in [each for each in opinions if each not in already]:
        try:
            signed.append((opinion, _signed(opinion, signature, problems)))
        except UsageError as error:
            refused += [Refusal(line, layouts.OPINION, str(error)) for line in opinion.ask.lines]
    refused.sort(key=lambda each: (each.line.sheet, each.line.row))
    made = [] if refused else [_written(store, each, desk, number) for number, each in enumerate(signed, len(desk.decisions) + 1)]
    dated = all(line.state for line in said)
    return Reviews(tuple(made), tuple(each.ask for each in already), tuple(refused), len(signed) - len(made), dated=dated)


def _desk(store: Store) -> _Desk:
    referentials = store.referentials(store.rows_of("match"))
    if not referentials:
        raise UsageError(_("Rien n'est encore rapproché : lancez « contributions match », puis décidez."))
    same = same_of(store.ideas())
    themes, known = frozenset(matched_themes(store)), {each.id: each for each in referentials}
    return _Desk(same, members_of(same), themes, known, store.decisions())


def _signed(opinion: _Opinion, signature: Signature, problems: Mapping[tuple[str, str, str], str]) -> Signature:
    if opinion.key in problems:
        raise UsageError(problems[opinion.key])
    return signature.of(opinion.ask)


def _written(store: Store, signed: tuple[_Opinion, Signature], desk: _Desk, number: int) -> Decision:
    opinion, signature = signed
    subject, target, copies = opinion.ask.subject, opinion.ask.target, desk.copies.get(opinion.group, ())
    made = Decision(f"D{number:05d}", signature.now, signature.by, opinion.kind, subject, signature.reason, target, copies)
    store.add_decision(made)
    return made


def _read(lines: Iterable[Line], desk: _Desk) -> tuple[list[_Opinion], list[Refusal]]:
    """Read what lines say, put together where several say the same, refused where two disagree; in an order of its own."""
    said: dict[tuple[str, str, str], list[_Opinion]] = defaultdict(list)
    refused: list[Refusal] = []
    for line in lines:
        try:
            found = _opinions(line, desk)
        except UsageError as error:
            refused.append(Refusal(line, layouts.OPINION, str(error)))
            continue
        for opinion in found:
            said[opinion.key].append(opinion)
    joined = [_joined(group) for _name, group in sorted(said.items())]
    places: dict[tuple[str, str], list[_Opinion]] = defaultdict(list)
    for opinion in joined:
        places[opinion.place].append(opinion)
    straight = []
    for opinion in joined:
        against = {line.row for other in places[opinion.place] if _disagree(opinion, other) for line in other.ask.lines}
        if not against:
            straight.append(opinion)
            continue
        problem = _("d'autres lignes demandent autre chose ({rows}) : gardez-en une.")
        problem = problem.format(rows=", ".join(map(str, sorted(against))))
        refused += [Refusal(line, layouts.OPINION, problem) for line in opinion.ask.lines]
    return straight, refused


def _joined(same: Sequence[_Opinion]) -> _Opinion:
    """Make one of the opinions that say the same, of the first idea of those that they name."""
    lines = {(line.sheet, line.row): line for each in same for line in each.ask.lines}
    first = min(same, key=lambda each: each.ask.subject)
    ordered = tuple(line for _place, line in sorted(lines.items(), key=lambda each: each[0]))
    return _Opinion(first.kind, first.group, Ask(layouts.OPINION, first.ask.subject, ordered, first.ask.target))


def _disagree(one: _Opinion, other: _Opinion) -> bool:
    """Tell whether two opinions of one place cannot both be meant: right and wrong, or an objective beside none."""
    kinds = {one.kind, other.kind}
    if kinds == {DecisionKind.ACCEPT_MATCH, DecisionKind.NO_OBJECTIVE}:
        return True
    return one.ask.target == other.ask.target and len(kinds) > 1


def _opinions(line: Line, desk: _Desk) -> list[_Opinion]:
    text = " ".join(line.cells[layouts.OPINION].split())
    if line.subject not in desk.same and line.subject not in desk.themes:
        problem = _("« {seen} » n'est ni une idée ni un thème ouvert : recopiez son numéro, ou retirez la ligne.")
        raise UsageError(problem.format(seen=line.subject))
    shown = " ".join(line.cells.get(layouts.OBJECTIVE, "").split())
    referential = desk.referentials.get(referential_of(shown)) or desk.referentials.get(referential_of(text))
    if referential is None:
        problem = _("« {seen} » ne dit pas de quel référentiel il s'agit : recopiez « {head} », par exemple {some}.")
        some = next(iter(desk.referentials.values())).leaves[0].id
        raise UsageError(problem.format(seen=shown or text, head=_(layouts.OBJECTIVE), some=some))
    group = desk.same.get(line.subject, line.subject)
    found = [
        _Opinion(kind, group, Ask(layouts.OPINION, line.subject, (line,), told)) for kind, told in _said(text, shown, referential)
    ]
    if any(_disagree(one, other) for one in found for other in found):
        raise UsageError(_("« {text} » dit deux choses contraires : gardez-en une.").format(text=text))
    return found


def _said(text: str, shown: str, referential: Referential) -> Iterator[tuple[DecisionKind, str]]:
    """Read an opinion: yes, no, no objective, a code, or several of these that hold together."""
    if same_words(text, layouts.NO_OBJECTIVE, N_("aucun")):
        yield DecisionKind.NO_OBJECTIVE, referential.id
        return
    whole = [each.id for each in referential.leaves if normalise(label_of(each)) == normalise(text)]
    if len(whole) == 1:  # a title may hold a semicolon
        yield DecisionKind.ACCEPT_MATCH, whole[0]
        return
    for part in filter(None, (part.strip() for part in text.split(";"))):
        right = same_words(part, YES)  # « 1 » and « x » may be codes
        if not right and not same_words(part, NO):
            yield DecisionKind.ACCEPT_MATCH, _objective(part, referential)
        elif not shown:
            problem = _("« {text} », mais à quel objectif ? Recopiez « {head} ».")
            raise UsageError(problem.format(text=part, head=_(layouts.OBJECTIVE)))
        else:
            kind = DecisionKind.ACCEPT_MATCH if right else DecisionKind.REJECT_MATCH
            yield kind, _objective(shown, referential)


def _objective(text: str, referential: Referential) -> str:
    """Give the id of an objective that is written by its code or its id, with or without its title.

    Raises:
        UsageError: there is none, or a spreadsheet may have shortened its code.
    """
    code = text.partition(" · ")[0].strip().removeprefix(f"{referential.id}/")
    codes = {each.code for each in referential.leaves}
    if code not in codes and code.replace(",", ".") in codes:
        code = code.replace(",", ".")
    if code not in codes:
        some = ", ".join([*sorted(codes)[:_SHOWN], *(["…"] if len(codes) > _SHOWN else [])])
        problem = _("« {text} » : écrivez oui, non, aucun objectif, ou le code d'un objectif de « {referential} » ({some}).")
        raise UsageError(problem.format(text=text, referential=referential.title, some=some))
    longer = sorted(each for each in codes if each != code and each.rstrip("0") == code)
    if longer and text == code and _SHORTENED.fullmatch(code):
        problem = _("« {text} » : un tableur écrit aussi {others} ainsi ; écrivez {whole}, ou choisissez dans la liste.")
        raise UsageError(problem.format(text=text, others=", ".join(longer), whole=f"{referential.id}/{code}"))
    return f"{referential.id}/{code}"


def _told(desk: _Desk) -> Mapping[tuple[str, str], Mapping[str, bool]]:
    """Give what stands already: (group, referential) -> objective, or none -> whether it is right."""
    told: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for subject, referential, objective, right in reviews_of(desk.decisions, desk.same).itertuples(index=False, name=None):
        told[desk.same.get(subject, subject), referential][objective] = right
    return told


def _key(opinion: _Opinion) -> str:
    return NO_OBJECTIVE if opinion.kind is DecisionKind.NO_OBJECTIVE else opinion.ask.target


def _is_right(opinion: _Opinion) -> bool:
    return opinion.kind is DecisionKind.ACCEPT_MATCH


def _changed(opinions: Sequence[_Opinion], desk: _Desk) -> Mapping[tuple[str, str, str], str]:
    """Say, of each opinion that no longer fits, what somebody decided of its idea since the sheet went out."""
    asked = {each.key for each in opinions}
    kept = {each.id for each in standing(desk.decisions)}
    undone_by = {each.subject: each.by for each in desk.decisions if each.kind is DecisionKind.UNDO}
    later: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in desk.decisions:
        for group in groups_of(decision, desk.same) if decision.kind in OF_MATCHES else ():
            later[group, referential_of(decision.target)].append(decision)
    problems: dict[tuple[str, str, str], str] = {}
    for opinion in opinions:
        state = min((line.state.partition(" ")[2] for line in opinion.ask.lines if line.state), default="")
        for decision in [each for each in later[opinion.place] if state and each.id > state]:
            key = (opinion.group, decision.target, decision.kind.value)
            if decision.id in kept and key not in asked:
                problem = _(
                    "depuis la sortie du tableau, {by} a décidé {id} ({kind}, {target}) : videz la cellule, ou annulez-la."
                )
                about = {"id": decision.id, "kind": decision.kind.label, "target": decision.target}
                problems[opinion.key] = problem.format(by=decision.by, **about)
            elif decision.id not in kept and key == opinion.key:
                problem = _("{id} le disait, et {by} l'a annulée depuis : videz la cellule, ou décidez dans un tableau neuf.")
                problems[opinion.key] = problem.format(id=decision.id, by=undone_by.get(decision.id, ""))
    return problems
