"""The trace: from what somebody said to what became of it, and from a theme or an objective back to what was said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, app, opened
from contributions.cli.show import print_json
from contributions.errors import UsageError
from contributions.language import _

if TYPE_CHECKING:
    from contributions.settings import Workspace
    from contributions.store import Store

UNTRUE = 1
"""Exit code where totals do not agree."""


@app.command()
def trace(
    objective: Annotated[
        str, typer.Option("--objective", metavar="CODE", help="Un objectif : 2.3 dans le contrat, ou convention/C2.")
    ] = "",
    theme: Annotated[str, typer.Option("--theme", metavar="ID", help="Un thème, par exemple T003.")] = "",
    contribution: Annotated[str, typer.Option("--contribution", metavar="ID", help="Ce qu'une personne a dit.")] = "",
    idea: Annotated[str, typer.Option("--idea", metavar="ID", help="Une idée d'une contribution.")] = "",
    *,
    whole: Annotated[bool, typer.Option("--all", help="Montre toutes les idées, et en entier.")] = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Suit une parole jusqu'à ce qu'elle devient, ou remonte d'un objectif à ce qui a été dit ; sans option, rend les comptes."""
    asked = {"objective": objective, "theme": theme, "contribution": contribution, "idea": idea}
    named = {kind: word.strip() for kind, word in asked.items() if word.strip()}
    if len(named) > 1:
        options = ", ".join(f"--{kind}" for kind in named)
        raise UsageError(_("Une trace à la fois, et vous en demandez plusieurs : {options}.").format(options=options))
    kind, word = next(iter(named.items()), ("account", ""))
    with opened(workspace) as (city, store):
        found = _traced(city, store, kind, word)
    if as_json:
        print_json(found)
    else:
        _show(kind, found, whole=whole)
    if kind == "account" and not all(check["holds"] for check in found["checks"]):
        raise typer.Exit(UNTRUE)


def _traced(city: Workspace, store: Store, kind: str, word: str) -> dict[str, Any]:
    from contributions.steps import tracing, tracing_back

    trail = tracing.trail_of(city, store, datetime.now(UTC).date())
    match kind:
        case "objective":
            return tracing_back.of_objective(trail, city, word)
        case "theme":
            return tracing_back.of_theme(trail, word)
        case "contribution":
            return tracing.of_contribution(trail, word)
        case "idea":
            return tracing.of_idea(trail, word)
        case _:
            return tracing.account(trail)


def _show(kind: str, found: dict[str, Any], *, whole: bool) -> None:
    from contributions.cli import traced

    match kind:
        case "objective":
            traced.show_objective(found, whole=whole)
        case "theme":
            traced.show_theme_traced(found, whole=whole)
        case "contribution":
            traced.show_contribution(found)
        case "idea":
            traced.show_idea(found)
        case _:
            traced.show_account(found)
