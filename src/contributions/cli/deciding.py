"""What changed, what waits for somebody to read it, and what people decide."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, app, decide_app, opened
from contributions.cli.show import print_json, table
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from contributions.domain import Decision, DecisionKind

_COLUMNS = {
    "text": N_("texte"),
    "question": N_("question"),
    "said_on": N_("date"),
    "session": N_("séance"),
    "place": N_("lieu"),
    "quartier": N_("quartier"),
    "age_band": N_("tranche d'âge"),
    "gender": N_("genre"),
    "residence": N_("résidence"),
}
IdsArgument = Annotated[list[str], typer.Argument(metavar="ID...", help="Des contributions, par exemple C9EKY0ZAS11.")]
ByOption = Annotated[str, typer.Option("--by", help="Qui décide.", show_default=False)]
ReasonOption = Annotated[str, typer.Option("--reason", help="Pourquoi.", show_default=False)]


@app.command()
def changes(
    event: Annotated[
        str, typer.Argument(metavar="PASSAGE", help="Un passage ou une décision.", show_default="le dernier qui a changé")
    ] = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Dit ce qui est devenu autrement de contributions déjà connues : modifiées, retirées, rétablies, relues."""
    from contributions.domain import Fate

    with opened(workspace) as (_workspace, store):
        rows = store.changes(event or store.last_change()).to_dict("records")
    if as_json:
        print_json(rows)
        return
    shown = [
        [row["contribution"], Fate(row["before"]).label, Fate(row["after"]).label, row["other"], said_columns(row["what"])]
        for row in rows
    ]
    heads = [_("contribution"), _("avant"), _("après"), _("voir"), _("ce qui diffère")]
    table(_("Contributions changées"), heads, shown)


@app.command()
def quarantine(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Liste ce qui attend d'être relu : masqué, mais sensible. Aucun rapport ne le montre avant « decide release »."""
    from contributions.steps.deciding import quarantine as waiting

    with opened(workspace) as (_workspace, store):
        rows = waiting(store)
    listed = rows[["id", "reason", "collection", "file", "part", "position", "text"]].to_dict("records")
    if as_json:
        print_json(listed)
        return
    shown = [[row["id"], said_kinds(row["reason"]), row["file"], row["position"], row["text"]] for row in listed]
    table(_("En quarantaine"), ["id", _("motif"), _("fichier"), _("place"), _("texte masqué")], shown)
    print(_('Pour lever : contributions decide release ID --by "NOM" --reason "MOTIF"'))
    print(_("Pour confirmer la mise à l'écart, une fois lu : contributions decide keep-out ID"))


@decide_app.command()
def release(
    ids: IdsArgument, by: ByOption = "", reason: ReasonOption = "", workspace: WorkspaceOption = HERE, as_json: JsonOption = False
) -> None:
    """Lève la quarantaine : la contribution est conservée, et comptée au prochain passage."""
    from contributions.domain import DecisionKind

    _decide(workspace, DecisionKind.RELEASE, ids, {"by": by, "reason": reason}, as_json=as_json)


@decide_app.command()
def hold(
    ids: IdsArgument, by: ByOption = "", reason: ReasonOption = "", workspace: WorkspaceOption = HERE, as_json: JsonOption = False
) -> None:
    """Met en quarantaine une contribution conservée : elle sort de tout rapport au prochain passage."""
    from contributions.domain import DecisionKind

    _decide(workspace, DecisionKind.HOLD, ids, {"by": by, "reason": reason}, as_json=as_json)


@decide_app.command("keep-out")
def keep_out(
    ids: IdsArgument, by: ByOption = "", reason: ReasonOption = "", workspace: WorkspaceOption = HERE, as_json: JsonOption = False
) -> None:
    """Confirme la mise à l'écart d'une contribution en quarantaine : quelqu'un l'a lue, aucun rapport ne la montrera."""
    from contributions.domain import DecisionKind

    _decide(workspace, DecisionKind.KEEP_OUT, ids, {"by": by, "reason": reason}, as_json=as_json)


@decide_app.command()
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="La décision à annuler, par exemple D00003.")],
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Annule une décision : ce qu'elle a changé redevient ce qu'il était, et les deux restent au registre."""
    from contributions.steps.deciding import undo as undone

    with opened(workspace) as (_workspace, store):
        made = undone(store, decision, by=by, reason=reason, now=datetime.now(UTC))
    show_decisions([made], as_json=as_json)


@decide_app.command("list")
def decide_list(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Liste les décisions, la plus ancienne d'abord."""
    with opened(workspace) as (_workspace, store):
        made = store.decisions()
    show_decisions(made, as_json=as_json)


def said_columns(what: str) -> str:
    """Say which columns differ, in the reader's language."""
    return ", ".join(_(_COLUMNS[name]) for name in what.split(", ") if name)


def said_kinds(reason: str) -> str:
    """Say why a contribution waits, in the reader's language."""
    from contributions.privacy.waiting import said

    return said(reason)


def _decide(folder: Path, kind: DecisionKind, ids: Sequence[str], words: dict[str, str], *, as_json: bool) -> None:
    from contributions.steps.deciding import decide

    with opened(folder) as (_workspace, store):
        made = decide(store, kind, ids, **words, now=datetime.now(UTC))
    show_decisions(made, as_json=as_json)


def show_decisions(made: Sequence[Decision], *, as_json: bool) -> None:
    """Show decisions, a line each."""
    if as_json:
        from contributions.store.rows import decision_row

        print_json([decision_row(each) for each in made])
        return
    shown = [[each.id, f"{each.at:%Y-%m-%d %H:%M}", each.by, each.kind.label, _about(each), each.reason] for each in made]
    table(_("Décisions"), ["id", _("date"), _("par"), _("décision"), _("sur"), _("motif")], shown)


def _about(decision: Decision) -> str:
    """Name what a decision is about; a match as the command line names it."""
    from contributions.decisions import OF_MATCHES

    if decision.kind not in OF_MATCHES:
        return decision.subject
    return ":".join(filter(None, (decision.subject, decision.target)))  # the subject is empty once it was erased
