"""The commands of matches: match, say why, say what to review next, and what reviews taught."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import print  # noqa: A004 (what people read is coloured)
from rich.markup import escape

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, decide_app, match_app, opened
from contributions.cli.commands import step_command
from contributions.cli.deciding import ByOption, ReasonOption, show_decisions
from contributions.cli.show import print_json, table, tree
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

ENOUGH = 20
"""Reviewed ideas drawn at random under which a share of them says nothing."""
ReferentialOption = Annotated[
    str, typer.Option("--referential", metavar="ID", help="Un référentiel.", show_default="le contrat de ville")
]


@match_app.callback()
def match(
    context: typer.Context,
    explain: Annotated[str, typer.Option("--explain", metavar="IDEE", help="Dit pourquoi une idée a l'objectif qu'elle a.")] = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Rapproche idées et thèmes des objectifs de chaque référentiel, ou dit qu'aucun ne convient."""
    if context.invoked_subcommand is not None:
        return
    if explain:
        _explain(workspace, explain, as_json=as_json)
    else:
        step_command(workspace, "match", as_json=as_json)


@match_app.command()
def queue(
    size: Annotated[int, typer.Option(min=1, max=500, help="Idées à montrer.")] = 20,
    referential: ReferentialOption = "",
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="FICHIER", help="Les écrit dans un classeur à remplir.")
    ] = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Dit quelles idées relire : celles qui apprennent le plus à la machine, et d'autres au hasard, qui la mesurent."""
    if sheet is not None:
        _write_sheet(sheet, workspace, referential=referential, size=size, as_json=as_json)
        return
    from contributions.match.queue import Ask
    from contributions.steps.reviewing import queue as to_review

    with opened(workspace) as (city, store):
        rows = to_review(city, store, referential=referential, size=size)
    if as_json:
        print_json(rows)
        return
    shown = [
        [row["idea"], row["text"], Ask(row["why"]).label, "\n".join(_candidate(each) for each in row["objectives"])]
        for row in rows
    ]
    table(_("À relire"), ["id", _("idée"), _("pourquoi"), _("objectifs les plus proches")], shown)
    if rows:
        example = rows[0]["objectives"][0]["match"]
        print(escape(_('Pour valider : contributions decide accept {match} --by "NOM" --reason "MOTIF"').format(match=example)))
        print(
            escape(
                _("Un autre objectif se valide de même ; aucun : contributions decide none {idea}").format(idea=rows[0]["idea"])
            )
        )


@match_app.command()
def scorers(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Dit ce que vos relectures ont appris à la machine, version par version : poids, mesures, certificat."""
    from contributions.settings import open_workspace

    files = sorted(open_workspace(workspace).scorers.glob("*.json"))
    rows: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        said = _("{referential}, version {version} : relectures {reviewed}, liens {linked}, poids {weights}")
        weights = _("appris") if row["learned"] else _("d'origine")
        told = {**row, "linked": row.get("linked", 0), "weights": weights}
        tree(said.format_map(told), list(_learned(row)))
    if not rows:
        print(_("Rien encore : relisez des rapprochements (« contributions match queue »)."))


def _learned(row: dict[str, Any]) -> Iterator[str]:
    """Say what reviews measured of a scorer, from where it proposes, and whether it may accept alone."""
    if figures := row["figures"]:
        yield _("premier objectif juste : {share:.2f} ; erreur de calibration : {error:.2f}").format(
            share=figures["right_first"], error=figures["calibration_error"]
        )
    sample = row.get("sample", {})
    if sample.get("reviewed", 0) >= ENOUGH:
        said = _("sur les {count} relues qui furent tirées au hasard : {share:.2f}")
        yield said.format(count=sample["reviewed"], share=sample["right_first"])
    else:
        yield _("moins de {count} relues furent tirées au hasard : pas de mesure sans faveur").format(count=ENOUGH)
    zones = row.get("zones")
    if zones is None:
        yield _("proposé et à relire : comme le disent les réglages")
    elif zones["proposed"] >= 1:
        yield _("rien n'est assez sûr pour être proposé ; à relire dès {review:.0%}").format_map(zones)
    else:
        yield _("proposé dès {proposed:.0%}, à relire dès {review:.0%}").format_map(zones)
    yield _("acceptation automatique, {said}").format(said=_certified(row["certificate"]))


@decide_app.command()
def none(
    subject: Annotated[str, typer.Argument(metavar="IDEE|THEME", help="Une idée, ou un thème.")],
    referential: ReferentialOption = "",
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Dit qu'aucun objectif d'un référentiel ne convient à une idée, ou à un thème."""
    from contributions.steps.match_decisions import no_objective

    with opened(workspace) as (_workspace, store):
        made = no_objective(store, subject, referential, by=by, reason=reason, now=datetime.now(UTC))
    show_decisions([made], as_json=as_json)


def _write_sheet(path: Path, folder: Path, *, referential: str, size: int, as_json: bool) -> None:
    from contributions.steps.review_sheet import write_review_sheet

    with opened(folder) as (city, store):
        shown = write_review_sheet(city, store, path, referential=referential, size=size)
    if as_json:
        print_json({"file": str(path), "referential": shown.referential.id, "ideas": len(shown.doubts), "state": shown.state})
        return
    print(_("Tableau : {path}").format(path=path.resolve()))
    print(
        _("Idées à relire : {ideas}, face à {referential}.").format(ideas=len(shown.doubts), referential=shown.referential.title)
    )
    print(_("Une fois rempli : contributions decide import FICHIER --by NOM"))


def _candidate(each: dict[str, Any]) -> str:
    return f"{each['objective']} {each['title']} ({each['probability']:.0%})"


def _certified(certificate: dict[str, Any] | None) -> str:
    if certificate is None:
        return _("non : pas assez de relectures justes")
    said = _("possible dès {threshold:.0%} : {right} justes sur {reviewed} relues, au moins {at_least:.0%}")
    return said.format(**certificate)


def _explain(folder: Path, idea: str, *, as_json: bool) -> None:
    from contributions.steps.reviewing import explain

    with opened(folder) as (city, store):
        told = explain(city, store, idea)
    if as_json:
        print_json([{"referential": each.referential.id, "sentence": each.sentence} for each in told])
        return
    for each in told:
        print(escape(f"{each.referential.title} — {each.sentence}"))
