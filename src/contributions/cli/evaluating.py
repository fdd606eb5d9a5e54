"""`contributions evaluate matches`: what matches are worth, how sure that is, and what reviews would change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import JsonOption, evaluate_app
from contributions.cli.show import print_json, table
from contributions.errors import UsageError
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contributions.evaluate import Trials

LABELS = {
    "recall_at_1": N_("le premier objectif est juste (R@1)"),
    "recall_at_3": N_("un juste parmi les 3 premiers (R@3)"),
    "recall_at_5": N_("un juste parmi les 5 premiers (R@5)"),
    "recall_at_10": N_("un juste parmi les 10 premiers (R@10)"),
    "mrr": N_("inverse moyen du rang du premier juste (MRR)"),
    "coverage_at_90": N_("part gardée à 90 % de justes"),
    "coverage_at_95": N_("part gardée à 95 % de justes"),
    "ece": N_("écart entre probabilité et part juste (ECE)"),
    "recall_no_objective": N_("« aucun objectif » reconnu"),
    "share_proposed": N_("part dont le premier est proposé"),
    "precision_proposed": N_("proposés qui sont justes"),
}
"""Figure -> what people read."""
BRIEF = (
    *("recall_at_1", "recall_at_3", "mrr", "coverage_at_90", "coverage_at_95", "ece"),
    *("recall_no_objective", "share_proposed", "precision_proposed"),
)
"""Figures of the tables where reviews come one line a count."""
_BRIEFLY = ("R@1", "R@3", "MRR", N_("à 90 %"), N_("à 95 %"), "ECE", N_("« aucun »"), N_("proposés"), N_("justes"))


@evaluate_app.command("matches")
def evaluate_matches(
    queries: Annotated[
        Path | None, typer.Argument(metavar="IDEES", help='JSONL de {"id", "text", "gold": \\[ids]}, ou CSV « text;objectives ».')
    ] = None,
    targets: Annotated[
        Path | None, typer.Argument(metavar="OBJECTIFS", help='JSONL de {"id", "text"}, ou un référentiel TOML.')
    ] = None,
    *,
    workspace: Annotated[Path | None, typer.Option("--workspace", help="Prend les réglages de cet espace de travail.")] = None,
    reviews: Annotated[str, typer.Option(metavar="50,100", help="Relectures simulées : ce que vaut le reste ensuite.")] = "",
    tries: Annotated[int, typer.Option(min=1, help="Tirages de chaque nombre de relectures ; on en donne la moyenne.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Graine des tirages.")] = 0,
    since: Annotated[str, typer.Option(metavar="JOUR", help="Relit ce qui a été dit avant ce jour, mesure le reste.")] = "",
    split: Annotated[str, typer.Option(metavar="CHAMP", help="Champ où lire le jour ; sinon said_on, month ou file.")] = "",
    drawn: Annotated[
        Path | None, typer.Option("--curve", metavar="FICHIER.svg", help="Dessine la précision selon la part gardée.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare les rapprochements à ceux d'une personne (R@1/3/5/10, MRR) ; sans fichier, aux liens d'une plateforme lue."""
    from contributions.cli.own_links import measure_matches

    if drawn and drawn.suffix.lower() != ".svg":
        raise UsageError(_("« {file} » : la courbe s'écrit en SVG, donnez un nom en .svg.").format(file=drawn))
    measured = measure_matches(queries, targets, workspace, trials=_trials(reviews, since, tries=tries, seed=seed, day=split))
    if drawn:
        from contributions.report.curve import draw_curve

        drawn.write_text(draw_curve(measured["curve"]), encoding="utf-8", newline="\n")
    print_json(measured) if as_json else _show(measured)


def _trials(reviews: str, since: str, *, tries: int, seed: int, day: str) -> Trials:
    from contributions.evaluate import Trials

    try:
        counts = tuple(int(count) for count in reviews.split(",") if count.strip())
    except ValueError as error:
        problem = _("--reviews « {seen} » : attendu des nombres séparés par des virgules, comme 50,100,300.")
        raise UsageError(problem.format(seen=reviews)) from error
    try:
        first = date.fromisoformat(since) if since else None
    except ValueError as error:
        raise UsageError(_("--since « {seen} » : attendu un jour comme 2026-06-01.").format(seen=since)) from error
    return Trials(counts, tries, seed, first, day)


def _show(measured: Mapping[str, Any]) -> None:
    """Show the figures with their intervals, then what reviews change."""
    said = _("{queries} textes, {targets} objectifs, {seconds:.1f} s, {peak_mb} Mo au plus")
    rows = [[_(label), _figure(measured[name]), _interval(measured["intervals"][name])] for name, label in LABELS.items()]
    table(said.format_map(measured), [_("mesure"), _("valeur"), _("intervalle à 95 %")], rows)
    heads = [_(label) for label in _BRIEFLY]
    if trials := measured.get("reviews"):
        lines = [line for trial in trials for line in _before_and_after(str(trial["reviews"]), trial)]
        title = _("Après relecture de textes tirés au hasard, sur les autres : moyenne de {tries} tirages")
        table(title.format(tries=trials[0]["tries"]), [_("relus"), "", *heads], lines)
    if split := measured.get("since"):
        title = _("Relu : {reviewed} textes dits avant le {day} ; mesuré : {measured} dits depuis ; {without_a_day} sans jour")
        table(title.format_map(split), [_("relus"), "", *heads], _before_and_after(str(split["reviewed"]), split))


def _before_and_after(count: str, trial: Mapping[str, Any]) -> list[list[str]]:
    sides = ((_("sans"), trial["without"]), (_("avec"), trial["figures"]))
    return [[count, side, *(_figure(values[name]) for name in BRIEF)] for side, values in sides]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(ends: list[float] | None) -> str:
    return "–" if ends is None else _("de {low:.3f} à {high:.3f}").format(low=ends[0], high=ends[1])
