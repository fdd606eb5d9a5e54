"""What the city answers: given, changed, listed and shown; every change is one more dated line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, answers_app, opened
from contributions.cli.deciding import ReasonOption
from contributions.cli.lives import flat
from contributions.cli.show import print_json, table
from contributions.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from contributions.steps.answering import Answered

ByOption = Annotated[str, typer.Option("--by", help="Qui répond.", show_default=False)]
StatusOption = Annotated[
    str,
    typer.Option(
        "--status",
        help="Où en est la réponse : reçu, à l'étude, retenu, engagé, réalisé, non retenu, transmis, hors champ.",
        show_default=False,
    ),
]
TextOption = Annotated[str, typer.Option("--text", help="Ce qu'on répond aux habitants.", show_default=False)]
MotifOption = Annotated[
    str, typer.Option("--motif", help="Pourquoi ce n'est pas retenu, par exemple budget.", show_default=False)
]
OwnerOption = Annotated[str, typer.Option("--owner", help="Le pilote : qui s'en charge.", show_default=False)]
DueOption = Annotated[str, typer.Option("--due", help="L'échéance, comme 2026-09-30.", show_default=False)]
FundingOption = Annotated[
    str,
    typer.Option(
        "--funding",
        help="Le financement : crédits politique de la ville, exonération TFPB, FPH, droit commun, autre financement.",
        show_default=False,
    ),
]
AmountOption = Annotated[str, typer.Option("--amount", help="Le montant en euros, comme 12000.", show_default=False)]
AnswerArgument = Annotated[str, typer.Argument(metavar="REPONSE", help="Une réponse, par exemple S00001.")]


@answers_app.command()
def add(
    subject: Annotated[
        str, typer.Argument(metavar="SUJET", help="Un thème (T003), un objectif (contrat/2.1) ou une idée (C9EKY0ZAS11-1).")
    ],
    *,
    status: StatusOption = "",
    text: TextOption = "",
    motif: MotifOption = "",
    owner: OwnerOption = "",
    due: DueOption = "",
    funding: FundingOption = "",
    amount: AmountOption = "",
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Répond à un thème, à un objectif ou à une idée."""
    words = {"status": status, "text": text, "motif": motif, "owner": owner, "due_on": due, "funding": funding, "amount": amount}
    _write(workspace, subject, words, {"by": by, "reason": reason}, new=True, as_json=as_json)


@answers_app.command()
def update(
    response: AnswerArgument,
    *,
    status: StatusOption = "",
    text: TextOption = "",
    motif: MotifOption = "",
    owner: OwnerOption = "",
    due: DueOption = "",
    funding: FundingOption = "",
    amount: AmountOption = "",
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Fait avancer une réponse : ne donnez que ce qui change, « aucun » pour retirer ; ce qui était dit reste dans l'histoire."""
    words = {"status": status, "text": text, "motif": motif, "owner": owner, "due_on": due, "funding": funding, "amount": amount}
    _write(workspace, response, words, {"by": by, "reason": reason}, new=False, as_json=as_json)


@answers_app.command("list")
def answers_list(
    late: Annotated[bool, typer.Option("--late", help="Seulement celles dont l'échéance est passée.")] = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Liste les réponses, telles qu'elles sont aujourd'hui."""
    from contributions.steps.answer_facts import list_answers
    from contributions.steps.answering import desk_of

    with opened(workspace) as (city, store):
        rows = list_answers(desk_of(city, store), datetime.now(UTC).date(), late=late)
    if as_json:
        print_json(rows)
        return
    heads = ["id", _("répond à"), _("statut"), _("pilote"), _("échéance"), _("réponse")]
    shown = [[row["id"], _about(row), _status(row), row["owner"], row["due_on"], flat(row["text"])] for row in rows]
    table(_("Réponses"), heads, shown)


@answers_app.command()
def show(response: AnswerArgument, workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Montre une réponse et son histoire."""
    from contributions.steps.answer_facts import show_answer
    from contributions.steps.answering import desk_of, standing_answer

    with opened(workspace) as (city, store):
        facts = show_answer(desk_of(city, store), standing_answer(store, response), datetime.now(UTC).date())
    if as_json:
        print_json(facts)
        return
    print(f"{facts['id']}  {_about(facts)}")
    for line in facts["history"]:
        written = _("{day}  {status}, par {by}").format(day=line["at"][:10], status=_status(line), by=line["by"])
        print(f"  {written}" + (f" ({flat(line['reason'])})" if line["reason"] else ""))
        for fact in _facts(line):
            print(f"    {fact}")


def show_answers(rows: Sequence[Mapping[str, Any]]) -> None:
    """Show answers, a line each, with where they come from when that is a theme merged since."""
    for row in rows:
        told = ", ".join(part for part in (_status(row), row["owner"], row["due_on"]) if part)
        words = _(" : « {text} »").format(text=flat(row["text"])) if row["text"] else ""
        origin = (
            _(" (réponse à {theme}, fusionné depuis)").format(theme=row["subject"]) if row["shown_at"] != row["subject"] else ""
        )
        print(_("Réponse {id} : {told}").format(id=row["id"], told=told) + words + origin)


def show_written(made: Sequence[Answered], *, as_json: bool) -> None:
    """Show the lines that were written, what was masked in them, and what a person should know."""
    if as_json:
        print_json([_written(each) for each in made])
        return
    for each in made:
        print(
            _("{id} ({subject}) : {status}").format(
                id=each.response.id, subject=each.response.subject, status=each.response.status.label
            )
        )
        say_masked(each.masked)
        for remark in each.remarks:
            print(f"  {remark}")


def say_masked(masked: Mapping[str, int]) -> None:
    """Say how much was masked, and of what kinds."""
    if masked:
        count = sum(masked.values())
        said = ngettext("{count} passage masqué dans le texte", "{count} passages masqués dans le texte", count)
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(masked.items()))
        print(f"  {said.format(count=count)} ({kinds})")


def _written(made: Answered) -> dict[str, Any]:
    from contributions.steps.answer_facts import line_facts

    return line_facts(made.response) | {"masked": dict(made.masked), "remarks": list(made.remarks)}


def _write(folder: Path, subject: str, words: Mapping[str, str], signed: Mapping[str, str], *, new: bool, as_json: bool) -> None:
    from contributions.steps.answer_words import Given
    from contributions.steps.answering import Signed, answer, change, desk_of

    with opened(folder) as (city, store):
        act = answer if new else change
        made = act(desk_of(city, store), subject, Given(**words), Signed(**signed, now=datetime.now(UTC)))
    show_written([made], as_json=as_json)


def _about(row: Mapping[str, Any]) -> str:
    if row["shown_at"] != row["subject"]:
        said = _("{subject} {title} (fusionné dans {theme})")
    else:
        said = _("{subject} {title} (n'existe plus)") if row["gone"] else "{subject} {title}"
    return " ".join(said.format(subject=row["subject"], title=flat(row["title"]), theme=row["shown_at"]).split())


def _status(row: Mapping[str, Any]) -> str:
    from contributions.domain import ResponseStatus

    label = ResponseStatus(row["status"]).label
    return _("{status}, en retard").format(status=label) if row.get("late") else label


def _facts(line: Mapping[str, Any]) -> Iterator[str]:
    from contributions.domain import Funding, Refusal

    motif = Refusal(line["motif"]).label if line["motif"] else ""
    funding = Funding(line["funding"]).label if line["funding"] else ""
    amount = f"{line['amount']} €" if line["amount"] else ""
    told = {
        _("Motif : {value}"): motif,
        _("Pilote : {value}"): line["owner"],
        _("Échéance : {value}"): line["due_on"],
        _("Financement : {value}"): " ".join(part for part in (funding, amount) if part),
        "« {value} »": flat(line["text"]),
    }
    yield from (said.format(value=value) for said, value in told.items() if value)
