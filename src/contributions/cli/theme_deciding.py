"""What people decide of themes: a title, a merge, a split, a move; each can be undone, and none is lost at the next run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, decide_app, opened, themes_app
from contributions.cli.deciding import ByOption, ReasonOption, show_decisions
from contributions.cli.show import print_json, table
from contributions.language import _

if TYPE_CHECKING:
    from pathlib import Path


ThemeArgument = Annotated[str, typer.Argument(metavar="THEME", help="Un thème, par exemple T003.")]
IdeasOption = Annotated[str, typer.Option("--ideas", metavar="A,B", help="Des idées, séparées par des virgules.")]
ProposalArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROPOSITION|RAPPROCHEMENT", help="Une proposition (P1a2b3c4d), ou un rapprochement (C9EKY0ZAS11-1:contrat/2.1)."
    ),
]
TitleOption = Annotated[str, typer.Option("--title", help="Le titre du nouveau thème.", show_default="celui de la machine")]


@decide_app.command()
def rename(
    theme: ThemeArgument,
    title: Annotated[str, typer.Argument(metavar="TITRE", help="Le nouveau titre.")],
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Donne un titre à un thème, ou à une famille de thèmes : il le garde aux passages suivants."""
    _decide(workspace, "rename", theme, title=title, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def merge(
    theme: ThemeArgument,
    into: Annotated[str, typer.Argument(metavar="RESTE", help="Le thème qui reste.")],
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Fusionne un thème dans un autre, qui garde son identifiant et son titre."""
    _decide(workspace, "merge", theme, target=into, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def split(
    theme: ThemeArgument,
    ideas: IdeasOption = "",
    title: TitleOption = "",
    *,
    part: Annotated[int, typer.Option(metavar="N", help="Une partie de « themes parts ».", show_default="aucune")] = 0,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Scinde un thème : les idées choisies (ou une partie que « themes parts » montre), et leurs copies, en font un nouveau."""
    if part:
        from contributions.steps.closer import part_of

        with opened(workspace) as (city, store):
            cut = part_of(city, store, theme, part)
        ideas, title = ",".join(cut.ideas), title or cut.title
    _decide(workspace, "split", theme, ideas=ideas, title=title, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def create(
    ideas: IdeasOption,
    title: TitleOption = "",
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Fait un thème d'idées prises où elles sont, dans plusieurs thèmes ou dans aucun."""
    _decide(workspace, "create", "", ideas=ideas, title=title, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def move(
    ideas: Annotated[str, typer.Argument(metavar="IDEE", help="Une idée, ou plusieurs : A,B.")],
    to: Annotated[str, typer.Argument(metavar="THEME", help="Le thème d'arrivée, ou « aucun ».")],
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Déplace des idées, et leurs copies, dans un thème ou hors de tout thème."""
    target = "" if to.casefold() in {"aucun", "none"} else to
    _decide(workspace, "move", "", target=target, ideas=ideas, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def pin(
    subject: Annotated[str, typer.Argument(metavar="IDEE|THEME", help="Une idée, ou un thème.")],
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Épingle une idée dans son thème, ou un thème entier : refaire les thèmes n'y touche pas."""
    _decide(workspace, "pin", subject, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def retire(
    theme: ThemeArgument,
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Retire un thème : ses idées n'en ont plus, jusqu'à ce qu'on le rouvre ou qu'on les range."""
    _decide(workspace, "retire", theme, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def reopen(
    theme: ThemeArgument,
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Rouvre un thème retiré : ses idées y reviennent."""
    _decide(workspace, "reopen", theme, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def review(
    theme: ThemeArgument,
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Marque un thème comme relu : ce qui y arrive ensuite se verra."""
    _decide(workspace, "review", theme, by=by, reason=reason, as_json=as_json)


@decide_app.command()
def accept(
    proposal: ProposalArgument,
    title: TitleOption = "",
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Accepte une proposition de « themes proposals », ou un rapprochement IDEE:OBJECTIF, proposé par la machine ou non."""
    from contributions.domain import DecisionKind
    from contributions.steps.match_decisions import accept_or_reject, names_match
    from contributions.steps.theme_proposals import accept as accept_proposal

    signed: dict[str, Any] = {"by": by, "reason": reason, "now": datetime.now(UTC)}
    with opened(workspace) as (_workspace, store):
        if names_match(proposal):
            made = accept_or_reject(store, DecisionKind.ACCEPT_MATCH, proposal, **signed)
        else:
            made = accept_proposal(store, proposal, title=title, **signed)
    show_decisions([made], as_json=as_json)


@decide_app.command()
def reject(
    proposal: ProposalArgument,
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Écarte une proposition, qui ne revient que si elle a grandi ; ou refuse un rapprochement IDEE:OBJECTIF."""
    from contributions.domain import DecisionKind
    from contributions.steps.match_decisions import accept_or_reject, names_match
    from contributions.steps.theme_proposals import reject as reject_proposal

    signed: dict[str, Any] = {"by": by, "reason": reason, "now": datetime.now(UTC)}
    with opened(workspace) as (_workspace, store):
        if names_match(proposal):
            made = accept_or_reject(store, DecisionKind.REJECT_MATCH, proposal, **signed)
        else:
            made = reject_proposal(store, proposal, **signed)
    show_decisions([made], as_json=as_json)


@themes_app.command()
def proposals(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Liste ce que la machine propose des thèmes ; « decide accept » et « decide reject » y répondent."""
    from contributions.cli.proposals import show_proposals
    from contributions.consult import list_proposals

    with opened(workspace) as (city, store):
        rows = list_proposals(city, store)
    print_json(rows) if as_json else show_proposals(rows)


@decide_app.command()
def conflicts(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Liste les décisions qui n'ont plus l'effet voulu : à revoir par une personne, jamais réglées en silence."""
    from contributions.steps.conflicts import ADVICE, pending
    from contributions.steps.standing import standing_themes

    with opened(workspace) as (_workspace, store):
        found = pending(store, standing_themes(store))
    rows = [
        {
            "decision": each.decision.id,
            "by": each.decision.by,
            "kind": each.decision.kind.label,
            "problem": each.conflict.trouble.label.format(theme=each.conflict.theme, other=each.conflict.other),
            "advice": _(ADVICE[each.conflict.trouble]),
        }
        for each in found
    ]
    if as_json:
        print_json(rows)
        return
    heads = ["id", _("par"), _("décision"), _("constat"), _("que faire")]
    table(_("Décisions à revoir"), heads, [list(row.values()) for row in rows])


def _decide(
    folder: Path,
    kind: str,
    subject: str,
    *,
    target: str = "",
    ideas: str = "",
    title: str = "",
    by: str,
    reason: str,
    as_json: bool,
) -> None:
    from contributions.domain import DecisionKind
    from contributions.steps.theme_decisions import theme_decision

    with opened(folder) as (_workspace, store):
        made = theme_decision(
            store,
            DecisionKind(kind),
            subject,
            target=target,
            ideas=[idea.strip() for idea in ideas.split(",") if idea.strip()],
            title=title,
            by=by,
            reason=reason,
            now=datetime.now(UTC),
        )
    show_decisions([made], as_json=as_json)
