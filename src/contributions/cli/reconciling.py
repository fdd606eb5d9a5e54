"""Find themes anew when somebody asks, see first what it changes, and go back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, opened, themes_app
from contributions.cli.show import print_json, progress, show_changes, show_parts
from contributions.language import _, ngettext

if TYPE_CHECKING:
    from contributions.settings import Workspace


@themes_app.command()
def reconcile(
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Écrit ce qui est montré ; sans cela, rien ne change.")] = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Refait les thèmes sur toutes les idées, et montre ce qui change avant de l'écrire.

    Un thème garde son identifiant s'il garde ses idées, et ce que des personnes ont décidé tient. À faire quand beaucoup d'idées
    attendent, ou quand les réglages ou le modèle ont changé.
    """
    from dataclasses import asdict

    from contributions.steps.refounding import foresee, refound

    with opened(workspace) as (city, store), progress() as bar:
        label = _("Thèmes")
        made = (refound if apply else foresee)(city, store, on_progress=lambda done, total: bar(label, done, total))
        last = store.rows_of("themes")
    if as_json:
        print_json([asdict(change) | {"gone": change.gone} for change in made.changes])
        return
    show_changes(made.changes, {theme.id: theme.title for theme in made.themes})
    done = _(
        "C'est fait. « contributions run » met à jour les rapprochements et les rapports ; « themes restore » revient en arrière."
    )
    print(done if apply else _("Rien n'est écrit. Pour l'écrire : contributions themes reconcile --apply"))
    if apply:
        _show_page(city, last)


@themes_app.command()
def parts(
    theme: Annotated[str, typer.Argument(metavar="THEME", help="Un thème, par exemple T003.")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Montre un thème de plus près : les parties dont il est fait. « decide split THEME --part N » en fait un thème à part."""
    from dataclasses import asdict

    from contributions.steps.closer import parts_of

    with opened(workspace) as (city, store):
        found = parts_of(city, store, theme)
        texts = dict(store.ideas()[["id", "text"]].itertuples(index=False, name=None))
    if as_json:
        print_json([asdict(part) for part in found])
    else:
        show_parts(found, texts)


@themes_app.command()
def restore(
    run: Annotated[str, typer.Argument(metavar="PASSAGE", help="Un passage, par exemple R20261123T114514348907.")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Remet les thèmes comme un passage les avait laissés ; une idée dite depuis attend si son thème n'y était pas."""
    from contributions.steps.refounding import put_back

    with opened(workspace) as (city, store):
        facts = put_back(city, store, run)
        last = store.rows_of("themes")
    if as_json:
        print_json(facts)
    else:
        print(_("Thèmes du passage {run} remis : {themes} thèmes, {placed} idées placées.").format(run=run, **facts))
        if count := facts["left_waiting"]:
            waiting = ngettext(
                "{count} idée dite depuis attend, son thème n'existait pas. La placer : contributions themes reconcile",
                "{count} idées dites depuis attendent, leur thème n'existait pas. Les placer : contributions themes reconcile",
                count,
            )
            print(waiting.format(count=count))
        _show_page(city, last)


def _show_page(city: Workspace, run: str) -> None:
    from contributions.steps.publishing import changes_page

    print(_("Ce qui a changé, à lire et à transmettre : {path}").format(path=changes_page(city, run).resolve()))
