"""What the workspace says of itself, for the command line: plain values that scripts read as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from contributions.decisions import OF_THEMES, touched
from contributions.domain import DecisionKind, Fate, Run, Zone
from contributions.errors import UsageError
from contributions.language import _
from contributions.prepare import count_copies
from contributions.settings import Workspace
from contributions.steps.standing import standing_themes
from contributions.steps.summaries import standing_summaries
from contributions.steps.theme_proposals import open_proposals
from contributions.store import Store

_QUOTED = 5


def status(_workspace: Workspace, store: Store) -> dict[str, Any]:
    """Count what there is: every contribution read in one fate, every idea placed or not."""
    fates = store.contributions()["fate"].value_counts()
    ideas = store.ideas()
    standing = standing_themes(store)
    homes = [home for idea in ideas["id"] if (home := standing.placed.get(idea))]
    last = store.runs()[-1:]
    return {
        "fates": {fate.value: int(fates.get(fate.value, 0)) for fate in Fate},
        "ideas": len(ideas),
        "placed": len(homes),
        "unplaced": len(ideas) - len(homes),
        **count_copies(ideas),
        "themes": len(set(homes)),
        "proposals": len(open_proposals(store)),
        "conflicts": len(standing.conflicts),
        "last_run": _manifest(last[0]) if last else None,
    }


def list_themes(_workspace: Workspace, store: Store) -> list[dict[str, Any]]:
    """List the themes that hold an idea, the one with the most ideas first."""
    standing = standing_themes(store)
    counts = Counter(standing.placed.get(idea, "") for idea in store.ideas()["id"])
    rows = [
        {"id": theme.id, "title": theme.title, "status": theme.status.value, "ideas": counts[theme.id]}
        for theme in standing.themes
        if counts[theme.id]
    ]
    return sorted(rows, key=lambda row: (-row["ideas"], row["id"]))


def show_theme(workspace: Workspace, store: Store, theme_id: str) -> dict[str, Any]:
    """Show one theme.

    Raises:
        UsageError: no theme has this id; the sentence gives some that exist.
    """
    rows = {row["id"]: row for row in list_themes(workspace, store)}
    if theme_id not in rows:
        known = ", ".join(sorted(rows)[:8]) or _("aucun, lancez « contributions run »")
        raise UsageError(_("Pas de thème « {theme} ». Thèmes connus : {known}.").format(theme=theme_id, known=known))
    theme = next(each for each in standing_themes(store).themes if each.id == theme_id)
    summary = standing_summaries(store)[theme_id]
    texts = dict(store.ideas()[["id", "text"]].itertuples(index=False, name=None))
    return rows[theme_id] | {
        "keywords": list(theme.keywords),
        "quotations": [{"idea": each.idea, "text": texts[each.idea], "role": each.role.value} for each in summary.quotations],
        "stances": asdict(summary.divide) if summary.divide else None,
        "objectives": _objectives(store, theme_id),
        "title_origin": theme.title_origin,
        "pinned": theme.pinned,
        "reviewed_at": theme.reviewed_at.isoformat() if theme.reviewed_at else None,
        "history": [{"event": "born", "in": theme.born_in}, *_decided(store, theme_id)],
    }


def list_proposals(_workspace: Workspace, store: Store) -> list[dict[str, Any]]:
    """List what is proposed of themes, with a few ideas that speak for each."""
    texts = dict(store.ideas()[["id", "text"]].itertuples(index=False, name=None))
    titles = {theme.id: theme.title for theme in standing_themes(store).themes}
    by_people = touched(store.decisions())
    return [
        {
            "id": each.id,
            "kind": each.kind.value,
            "title": each.title,
            "keywords": list(each.keywords),
            "ideas": [idea for idea in each.ideas if idea in texts],
            "quotations": [{"idea": idea, "text": texts[idea]} for idea in each.ideas if idea in texts][:_QUOTED],
            "evidence": dict(each.evidence),
            "themes": [{"id": theme, "title": titles[theme], "touched": theme in by_people} for theme in each.themes],
        }
        for each in open_proposals(store)
    ]


def _decided(store: Store, theme_id: str) -> list[dict[str, Any]]:
    """List what people decided of a theme, those undone included."""
    decisions = store.decisions()
    undone = {each.subject: each.id for each in decisions if each.kind is DecisionKind.UNDO}
    return [
        {
            "event": each.kind.value,
            "in": each.id,
            "at": each.at.isoformat(),
            "by": each.by,
            "reason": each.reason,
            "undone_by": undone.get(each.id),
        }
        for each in decisions
        if each.kind in OF_THEMES and theme_id in {each.subject, each.target}
    ]


def own_links(store: Store) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the contributions that people linked to results, and every result, as « evaluate matches » reads them.

    A result that is read twice counts once, and a contribution whose words its result repeats is no question: it is left out.

    Raises:
        UsageError: no kept contribution is linked to a result.
    """
    links = store.links()
    results = links[links["target"].str.startswith("result/")]
    names = results["url"].where(results["url"] != "", results["collection"] + "/" + results["target"])
    written = (results["title"] + "\n\n" + results["description"]).str.strip()
    targets = {name: text for name, text in zip(names, written, strict=True) if text}
    texts = dict(store.contributions()[["id", "text"]].itertuples(index=False, name=None))
    gold: dict[str, set[str]] = {}
    for said, result in zip(results["contribution"], names, strict=True):
        if said and result in targets:
            gold.setdefault(said, set()).add(result)
    asked = {said: own for said, own in sorted(gold.items()) if not any(texts[said] in targets[result] for result in own)}
    if not asked:
        problem = _(
            "Aucun lien entre une contribution gardée et un résultat : lisez l'export des propositions et celui des résultats "
            "(« results ») d'une plateforme Decidim, ou donnez deux fichiers."
        )
        raise UsageError(problem)
    queries = [{"id": said, "text": texts[said], "gold": sorted(own)} for said, own in asked.items()]
    return queries, [{"id": name, "text": text} for name, text in sorted(targets.items())]


def _objectives(store: Store, theme_id: str) -> list[dict[str, Any]]:
    run = store.rows_of("match")
    titles = {each.id: each.title for referential in store.referentials(run) for each in referential.objectives}
    matches = store.matches(run)
    own = matches[(matches["subject"] == theme_id) & (matches["zone"] != Zone.NONE.value)]
    return [
        {
            "objective": row["objective"],
            "title": titles[row["objective"]],
            "zone": Zone(row["zone"]).label,
            "probability": row["probability"],
        }
        for row in own.sort_values("probability", ascending=False).to_dict("records")
    ]


def _manifest(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "month": run.month,
        "problem": run.problem,
        "stages": {name: dict(facts) for name, facts in run.stages.items()},
    }
