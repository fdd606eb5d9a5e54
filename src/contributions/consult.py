"""What the workspace says of itself, for the command line: plain values that scripts read as JSON."""

from __future__ import annotations

from typing import Any

from contributions.domain import Fate, Run, Zone
from contributions.errors import UsageError
from contributions.language import _
from contributions.prepare import count_copies
from contributions.settings import Workspace
from contributions.store import Store


def status(_workspace: Workspace, store: Store) -> dict[str, Any]:
    """Count what there is: every contribution read in one fate, every idea placed or not."""
    fates = store.contributions()["fate"].value_counts()
    ideas = store.ideas()
    run = store.rows_of("themes")
    placed = store.placements(run)
    inside = int((placed["theme"] != "").sum())
    last = store.runs()[-1:]
    return {
        "fates": {fate.value: int(fates.get(fate.value, 0)) for fate in Fate},
        "ideas": len(ideas),
        "placed": inside,
        "unplaced": len(ideas) - inside,
        **count_copies(ideas),
        "themes": len(store.themes(run)),
        "last_run": _manifest(last[0]) if last else None,
    }


def list_themes(_workspace: Workspace, store: Store) -> list[dict[str, Any]]:
    """List the themes, the one with the most ideas first."""
    run = store.rows_of("themes")
    counts = store.placements(run)["theme"].value_counts()
    rows = [
        {"id": theme.id, "title": theme.title, "status": theme.status.value, "ideas": int(counts.get(theme.id, 0))}
        for theme in store.themes(run)
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
    run = store.rows_of("themes")
    theme = next(each for each in store.themes(run) if each.id == theme_id)
    texts = dict(store.ideas()[["id", "text"]].itertuples(index=False, name=None))
    return rows[theme_id] | {
        "keywords": list(theme.keywords),
        "quotations": [{"idea": idea, "text": texts.get(idea, "")} for idea in theme.quotations],
        "objectives": _objectives(store, theme_id),
        "history": [{"event": "born", "run": theme.born_in}],
    }


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
