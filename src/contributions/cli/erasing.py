"""The command that erases: it says what would go, asks, and shows the proof."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import JsonOption, WorkspaceOption, app, opened
from contributions.cli.show import print_json, table
from contributions.errors import UsageError
from contributions.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from contributions.domain import Erasure
    from contributions.settings import Workspace
    from contributions.steps.erasing import Done
    from contributions.steps.erasure_plan import Plan
    from contributions.steps.originals import Original
    from contributions.store import Store

_COUNTED = {
    "asked": N_("contributions demandées"),
    "linked": N_("contributions liées (mêmes mots)"),
    "ideas": N_("idées"),
    "vectors": N_("vecteurs"),
    "placements": N_("placements dans un thème"),
    "matches": N_("rapprochements"),
    "reviews": N_("décisions sur des rapprochements"),
    "quotations": N_("citations de thèmes"),
    "keywords": N_("mots de thèmes"),
    "titles": N_("titres de thèmes refaits"),
    "responses": N_("réponses à des idées"),
    "phrases": N_("lignes de réponses caviardées"),
    "files": N_("rapports refaits"),
    "originals": N_("fichiers d'origine supprimés"),
    "searched": N_("fichiers fouillés, sans rien trouver"),
}
_YES = {"o", "oui", "y", "yes"}
_HERE = Path()


@app.command()
def erase(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="Identifiants des contributions à effacer.")] = None,
    *,
    expired: Annotated[
        bool, typer.Option("--expired", help="Efface les collectes dont l'échéance de conservation est passée.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="Montre les effacements déjà faits.")] = False,
    sources: Annotated[
        bool, typer.Option("--sources", help="Supprime aussi les fichiers de sources/ qui contiennent ce qui est effacé.")
    ] = False,
    by: Annotated[str, typer.Option(metavar="NOM", help="Qui efface.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXTE", help="Pourquoi, sans les mots à effacer.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ne demande pas de confirmer.")] = False,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """Efface des contributions et tout ce qui en a été tiré ; garde une preuve, sans leurs mots."""
    if not (ids or expired or listed) or (ids and expired):
        raise UsageError(_("Dites quoi effacer : des identifiants, ou --expired ; --list montre ce qui l'a été."))
    with opened(workspace) as (city, store):
        if listed:
            _show_log(store, as_json=as_json)
            return
        before = _resumed(city, store)
        wanted, gone = _wanted(city, store, ids or [], as_json=as_json)
        if not wanted:
            _nothing(before, gone, as_json=as_json)
            return
        plan = _plan(city, store, wanted, by=by, reason=reason, sources=sources)
        if not as_json:
            _announce(plan)
        _confirm(plan, yes=yes, named=bool(ids))
        _show(_carried_out(city, store, plan), as_json=as_json)


def _resumed(city: Workspace, store: Store) -> Done | None:
    from contributions.steps.erasing import resume

    done = resume(city, store)
    if done:
        print(_("L'effacement {id}, interrompu, est fini.").format(id=done.erasure.id), file=sys.stderr)
    return done


def _wanted(city: Workspace, store: Store, ids: Sequence[str], *, as_json: bool) -> tuple[list[str], list[str]]:
    """Give the ids to erase, and those already erased; without ids, those of the collections that are due."""
    from datetime import date

    from contributions.steps.erasure_plan import expired_contributions, named

    if ids:
        return named(store, ids)
    due = expired_contributions(city, store, date.today())
    if due and not as_json:
        rows = [[each.name, each.title, str(each.keep_until), len(held)] for each, held in due]
        table(_("Échéance de conservation passée"), [_("collecte"), _("titre"), _("échéance"), _("contributions")], rows)
    return [each for _collection, held in due for each in held], []


def _nothing(before: Done | None, gone: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        print_json({"erasure": _said(before.erasure) if before else None, "already": gone, "originals": []})
    elif gone:
        print(ngettext("Déjà effacée : {ids}.", "Déjà effacées : {ids}.", len(gone)).format(ids=", ".join(gone)))
    elif not before:
        print(_("Rien à effacer : aucune échéance de conservation n'est passée."))


def _plan(city: Workspace, store: Store, wanted: Sequence[str], **said: Any) -> Plan:
    from contributions.steps.erasing import now
    from contributions.steps.erasure_plan import make_plan

    return make_plan(city, store, wanted, at=now(), **said)


def _announce(plan: Plan) -> None:
    """Say before anything is touched what goes, and where it is too."""
    count = len(plan.contributions)
    print(
        ngettext(
            "À effacer : {count} contribution, et tout ce qui en a été tiré.",
            "À effacer : {count} contributions, et tout ce qui en a été tiré.",
            count,
        ).format(count=count)
    )
    if plan.linked:
        shown = _("Dont, parce qu'elles contiennent les mêmes mots (doublons, originaux, versions) : {ids}.")
        print(shown.format(ids=", ".join(plan.linked)))
    for each in plan.originals:
        _print_original(each, deleted=plan.sources)


def _print_original(each: Original, *, deleted: bool) -> None:
    kept = _("Fichier d'origine qui contient encore ces mots, à supprimer par vous ou avec --sources : {file}")
    gone = _("Fichier d'origine à supprimer : {file}")
    others = ngettext(
        "  il contient aussi {count} autre contribution, qui reste dans la base",
        "  il contient aussi {count} autres contributions, qui restent dans la base",
        each.others,
    )
    print((gone if deleted else kept).format(file=each.file))
    if each.others:
        print(others.format(count=each.others))


def _confirm(plan: Plan, *, yes: bool, named: bool) -> None:
    """Ask on a terminal; elsewhere, ids that are written out are a confirmation, a date that passed is not.

    Raises:
        UsageError: there is nobody to ask.
    """
    if yes or (named and not sys.stdin.isatty()):
        return
    if not sys.stdin.isatty():
        raise UsageError(_("Sans terminal pour confirmer, rien n'est effacé : ajoutez --yes."))
    count = len(plan.contributions)
    question = ngettext(
        "Effacer {count} contribution, sans retour possible ? [o/N] ",
        "Effacer {count} contributions, sans retour possible ? [o/N] ",
        count,
    )
    if input(question.format(count=count)).strip().casefold() not in _YES:
        print(_("Rien n'est effacé."))
        raise typer.Exit(1)


def _carried_out(city: Workspace, store: Store, plan: Plan) -> Done:
    from contributions.cli.show import progress
    from contributions.steps.erasing import erase as carry_out

    with progress() as bar:
        return carry_out(city, store, plan, on_progress=lambda done, total: bar(_("Effacement"), done, total))


def _show(done: Done, *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        print_json({"erasure": _said(done.erasure), "already": [], "originals": [asdict(each) for each in done.originals]})
        return
    rows = [[_(label), done.erasure.counts.get(name, 0)] for name, label in _COUNTED.items()]
    table(_("Effacement {id}").format(id=done.erasure.id), [_("effacé"), _("nombre")], rows)
    for each in done.originals:
        if not each.deleted:
            _print_original(each, deleted=False)


def _show_log(store: Store, *, as_json: bool) -> None:
    from contributions.store.erasing import erasures

    log = erasures(store)
    if as_json:
        print_json([_said(each) for each in log])
        return
    rows = [
        [each.id, _moment(each.erased_at), len(each.contributions), each.counts.get("ideas", 0), each.by, each.reason]
        for each in log
    ]
    columns = ["id", _("effacé le"), _("contributions"), _("idées"), _("par"), _("motif")]
    table(_("Effacements"), columns, rows)


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else _("inachevé")


def _said(erasure: Erasure) -> dict[str, Any]:
    """Give a proof as JSON: who, when, why, how many; the key and the traces stay in the database."""
    return {
        "id": erasure.id,
        "begun_at": erasure.begun_at.isoformat(),
        "erased_at": erasure.erased_at.isoformat() if erasure.erased_at else None,
        "by": erasure.by,
        "reason": erasure.reason,
        "contributions": list(erasure.contributions),
        "counts": dict(erasure.counts),
    }
