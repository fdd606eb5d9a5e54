"""What the command line shows: tables, figures, JSON, bars."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from contributions.cli.lives import flat, said_end, said_event, said_stability
from contributions.language import N_, _, ngettext, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from contributions.domain import Run
    from contributions.themes import Part
    from contributions.themes.reconcile import Change

_THOUSANDS = {"en": ","}
"""What stands between thousands, a space elsewhere; Babel knows it too, and takes longer to load than a table to show."""
_QUOTED = 3
"""Ideas that speak for a part of a theme."""
READ = ("files", "read", "new", "known", "kept", "duplicate", "quarantined", "rejected")
_READ_LABELS = (
    *(N_("fichiers"), N_("lues"), N_("nouvelles"), N_("déjà lues")),
    *(N_("conservées"), N_("doublons"), N_("en quarantaine"), N_("rejetées")),
)


def show_run(done: Run, facts: dict[str, Any]) -> None:
    """Show what a run read, where everything stands, and how long each step took."""
    show_reading(dict(done.stages["ingest"]))
    show_status(facts)
    seconds = {name: stage["seconds"] for name, stage in done.stages.items()}
    steps = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
    print(_("Durées : {steps}").format(steps=steps))


def show_reading(facts: dict[str, Any]) -> None:
    """Show what was read, and what holds no contribution; what was not read goes to the error output, with its reason."""
    table(_("Lecture"), [_(label) for label in _READ_LABELS], [[facts[key] for key in READ]])
    for name, why in facts.get("silent", {}).items():
        print(_("Sans contribution : {file} ({why})").format(file=name, why=why))
    if not facts["read"]:
        said = ngettext(
            "Aucune contribution lue ({files} fichier, sans une ligne remplie).",
            "Aucune contribution lue ({files} fichiers, sans une ligne remplie).",
            facts["files"],
        )
        print(said.format(files=facts["files"]))
    if facts["changed"]:
        from contributions.domain import Fate

        said = ", ".join(f"{_cell(count)} {Fate(fate).label}" for fate, count in facts["changed"].items())
        print(_("Déjà connues, et changées depuis : {changes} (le détail : contributions changes).").format(changes=said))
    for name, problem in facts["problems"].items():
        named = problem if name in problem else _("{file} : {problem}").format(file=name, problem=problem)
        print(_("Non lu : {problem}").format(problem=named), file=sys.stderr)


def say_not_pulled(facts: Mapping[str, Any]) -> bool:
    """Say on the error output what could not be pulled, and why; tell whether there was any."""
    problems = facts.get("problems", {})
    for problem in problems.values():
        print(_("Non tiré : {problem}").format(problem=problem), file=sys.stderr)
    return bool(problems)


def show_status(facts: dict[str, Any]) -> None:
    """Show the fates, whose total is what was read, and the ideas placed or not."""
    from contributions.domain import Fate

    fates = facts["fates"]
    labels = [fate.label for fate in Fate]
    table(_("Destin des contributions"), [*labels, _("total")], [[*fates.values(), sum(fates.values())]])
    share = facts["unplaced"] / facts["ideas"] if facts["ideas"] else 0.0
    shown = [facts["ideas"], facts["placed"], f"{facts['unplaced']} ({share:.0%})", facts["themes"]]
    shown += [facts["campaigns"], facts["short_answers"]]
    columns = [_("idées"), _("dans un thème"), _("non placées"), _("thèmes"), _("campagnes"), _("réponses courtes fréquentes")]
    if facts["families"]:
        shown, columns = [*shown, facts["families"]], [*columns, _("familles de thèmes")]
    table(_("Idées et thèmes"), columns, [shown])
    if facts["proposals"]:
        said = ngettext(
            "{count} proposition attend une réponse", "{count} propositions attendent une réponse", facts["proposals"]
        )
        print(_("{waiting} : contributions themes proposals").format(waiting=said.format(count=facts["proposals"])))
    if facts["conflicts"]:
        said = ngettext("{count} décision est à revoir", "{count} décisions sont à revoir", facts["conflicts"])
        print(_("{waiting} : contributions decide conflicts").format(waiting=said.format(count=facts["conflicts"])))


def show_themes(rows: list[dict[str, Any]]) -> None:
    """Show the themes, a line each, under their family where they have one; what stability means, where it was measured."""
    from contributions.domain import ThemeStatus

    families: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        families.setdefault(row["family"], []).append(row)
    ideas = {family: sum(row["ideas"] for row in inside) for family, inside in families.items()}
    shown = []
    for family in sorted(families, key=lambda family: (not family, -ideas[family], family)):
        if family:
            shown.append([family, families[family][0]["family_title"], _("famille"), ideas[family], ""])
        margin = "  " if family else ""
        for row in families[family]:
            said = said_stability(row["stability"])
            shown.append([margin + row["id"], margin + row["title"], ThemeStatus(row["status"]).label, row["ideas"], said])
    table(_("Thèmes"), ["id", _("titre"), _("statut"), _("idées"), _("stabilité")], shown)
    if any(row["stability"] is not None for row in rows):
        from contributions.domain.themes import STABILITY_MEANS

        print(_(STABILITY_MEANS))


def show_theme(theme: dict[str, Any]) -> None:
    """Show one theme: its words, what it quotes, its objectives, its life; of one that is no more, what became of it."""
    from contributions.cli.answering import show_answers
    from contributions.domain import Role

    print(_counted_ideas(theme))
    for line in () if theme["ideas"] else said_end(theme):
        print(line)
    if theme["family"]:
        print(_("Famille : {family}").format(family=theme["family"]))
    if theme["keywords"]:
        print(_("Mots : {words}").format(words=", ".join(theme["keywords"])))
    if theme["ideas"] and not theme["themes"]:
        print(_("Stabilité : {said}").format(said=said_stability(theme["stability"], theme["measured_at"])))
    for inside in theme["themes"]:
        print("  " + _counted_ideas(inside))
    if stances := theme["stances"]:
        said = _("Des avis partagés sur « {about} » : {favourable} favorables, {opposed} réservés")
        print(said.format_map(stances))
    for quotation in theme["quotations"]:
        role = Role(quotation["role"]).label
        print(_("  {role} : « {text} » ({idea})").format(role=role, text=flat(quotation["text"]), idea=quotation["idea"]))
    for objective in theme["objectives"]:
        print(_said_objective(objective))
    show_answers(theme["answers"])
    for event in theme["history"]:
        print(f"  {said_event(event)}")


def _said_objective(told: Mapping[str, Any]) -> str:
    """Say how sure a match is, or who decided it and why."""
    if told["by"]:
        said = _("  {objective} {title} : {zone}, par {by} le {day} ({reason})")
        return said.format_map({**told, "day": told["decided_at"][:10], "reason": flat(told["reason"])})
    return _("  {objective} {title} : {zone} ({probability:.0%})").format_map(told)


def _counted_ideas(theme: Mapping[str, Any]) -> str:
    said = ngettext("{id}  {title}  ({ideas} idée)", "{id}  {title}  ({ideas} idées)", theme["ideas"])
    return said.format(id=theme["id"], title=theme["title"], ideas=theme["ideas"])


def show_parts(parts: Sequence[Part], texts: Mapping[str, str]) -> None:
    """Show the parts of a theme, each with its number, its words and its most central ideas."""
    if len(parts) <= 1:
        print(_("Ce thème ne se partage pas : il est d'une pièce, ou trop petit."))
        return
    for number, part in enumerate(parts, 1):
        said = ngettext("{number}.  {title}  ({count} idée)", "{number}.  {title}  ({count} idées)", len(part.ideas))
        print(said.format(number=number, title=part.title, count=len(part.ideas)))
        if part.keywords:
            print(_("  Mots : {words}").format(words=", ".join(part.keywords)))
        for idea in part.ideas[:_QUOTED]:
            print(_("  « {text} » ({idea})").format(text=flat(texts[idea]), idea=idea))


def show_changes(changes: Sequence[Change], titles: Mapping[str, str]) -> None:
    """Show what finding themes anew changes, a line a theme, and the sums."""
    moved = sum(change.came for change in changes)
    rows = [[change.theme, titles[change.theme], _became(change), change.kept, change.came, change.left] for change in changes]
    columns = ["id", _("titre"), _("devient"), _("restent"), _("arrivent"), _("partent")]
    table(_("Thèmes refaits : {count} idées changent de place").format(count=moved), columns, rows)


def _became(change: Change) -> str:
    if change.born:
        return _("nouveau")
    if change.gone:
        return _("fusionné dans {theme}").format(theme=change.into) if change.into else _("retiré")
    return _("gardé")


def show_reports(paths: list[Path]) -> None:
    """Say where the reports are."""
    for path in paths:
        print(_("Rapport : {path}").format(path=path.resolve()))


def table(title: str, columns: list[str], rows: list[list[Any]]) -> None:
    """Show a table."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title, title_justify="left")
    for column in columns:
        drawn.add_column(column)
    for row in rows:
        drawn.add_row(*(Text(_cell(value)) for value in row))  # as it is: « [personne] » is no markup
    _draw(drawn)


def tree(head: str, lines: list[str]) -> None:
    """Show lines under a head."""
    from rich.text import Text
    from rich.tree import Tree

    drawn = Tree(Text(head))
    for line in lines:
        drawn.add(Text(line))
    _draw(drawn)


def _draw(drawn: RenderableType) -> None:
    from rich.console import Console

    # A file or a pipe has no width of its own: nothing is cut there.
    console = Console()
    (console if console.is_terminal else Console(width=120)).print(drawn)


def _cell(value: object) -> str:
    return f"{value:,}".replace(",", _THOUSANDS.get(spoken(), " ")) if isinstance(value, int) else str(value)


def print_figures(figures: dict[str, Any], *, as_json: bool) -> None:
    """Show figures a line each, or as JSON."""
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        print(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")


def print_json(value: object) -> None:
    """Write JSON that a script reads."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress() -> Iterator[Any]:
    """Show a bar a step on a terminal; on a file, nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks: dict[str, Any] = {}

        def bar(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = progress.add_task(label, total=total)
            progress.update(tasks[label], completed=done, total=total)

        yield bar
