"""What the workspace says of itself, for the command line: plain values that scripts read as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from contributions.decisions import touched
from contributions.domain import Decision, DecisionKind, Fate, Run, Summary
from contributions.errors import UsageError
from contributions.language import _
from contributions.prepare import count_copies
from contributions.settings import Workspace
from contributions.steps.answer_facts import answers_of_theme
from contributions.steps.lineage import changed_between, past
from contributions.steps.matching import match_conflicts, told_of
from contributions.steps.standing import standing_themes
from contributions.steps.summaries import standing_summaries
from contributions.steps.theme_proposals import open_proposals
from contributions.store import Store
from contributions.store.links import links_of
from contributions.trace.crowds import at
from contributions.trace.lineage import lives

if TYPE_CHECKING:
    import pandas as pd

    from contributions.decisions import Standing
    from contributions.trace.changes import Change, Event, Life
    from contributions.trace.crowds import Cause

_QUOTED = 5


def status(_workspace: Workspace, store: Store) -> dict[str, Any]:
    """Count what there is: every contribution read in one fate, every idea placed or not."""
    return status_of(store, store.contributions()["fate"], store.ideas(), standing_themes(store))


def status_of(store: Store, read: pd.Series[str], ideas: pd.DataFrame, standing: Standing) -> dict[str, Any]:
    """Count the same of what is loaded already: the fate of each contribution, the `IDEAS` that count, the themes."""
    fates = read.value_counts()
    homes = [home for idea in ideas["id"].tolist() if (home := standing.placed.get(idea))]
    last = store.runs()[-1:]
    return {
        "fates": {fate.value: int(fates.get(fate.value, 0)) for fate in Fate},
        "ideas": len(ideas),
        "placed": len(homes),
        "unplaced": len(ideas) - len(homes),
        **count_copies(ideas),
        "themes": len(set(homes)),
        "families": len({family for theme, family in _families(standing).items() if theme in set(homes)}),
        "proposals": len(open_proposals(store, standing)),
        "conflicts": len(standing.conflicts) + len(match_conflicts(store, standing)),
        "last_run": _manifest(last[0]) if last else None,
    }


def list_themes(_workspace: Workspace, store: Store) -> list[dict[str, Any]]:
    """List the themes that hold an idea, the one with the most ideas first; `family` is empty where a theme has none."""
    standing = standing_themes(store)
    counts = _counts(store, standing)
    families = _families(standing)
    titles = {theme.id: theme.title for theme in standing.themes}
    rows = [
        {
            "id": theme.id,
            "title": theme.title,
            "status": theme.status.value,
            "ideas": counts[theme.id],
            "stability": theme.stability,
            "family": families.get(theme.id, ""),
            "family_title": titles.get(families.get(theme.id, ""), ""),
        }
        for theme in standing.themes
        if counts[theme.id]
    ]
    return sorted(rows, key=lambda row: (-row["ideas"], row["id"]))


def _counts(store: Store, standing: Standing) -> Counter[str]:
    return Counter(standing.placed.get(idea, "") for idea in store.ideas()["id"])


def _families(standing: Standing) -> dict[str, str]:
    """Give the family of each theme that has one."""
    families = {theme.id for theme in standing.themes if theme.is_family}
    return {theme.id: theme.parent for theme in standing.themes if theme.parent in families}


def show_theme(workspace: Workspace, store: Store, theme_id: str) -> dict[str, Any]:
    """Show one theme, or a family and its themes; of one that holds no idea any more, say what became of it and where they are.

    Raises:
        UsageError: no theme ever had this id; the sentence gives some that exist.
    """
    life = _life(workspace, store, theme_id)
    standing = standing_themes(store)
    theme = next((each for each in standing.themes if each.id == theme_id), life.theme)
    counts = _counts(store, standing)
    summary = standing_summaries(store).get(theme_id, Summary())
    texts = dict(store.ideas()[["id", "text"]].itertuples(index=False, name=None))
    return _lived(life) | {
        "keywords": list(theme.keywords),
        "family": _families(standing).get(theme_id, ""),
        "themes": [{"id": each.id, "title": each.title, "ideas": counts[each.id]} for each in standing.inside(theme_id)],
        "quotations": [{"idea": each.idea, "text": texts[each.idea], "role": each.role.value} for each in summary.quotations],
        "stances": asdict(summary.divide) if summary.divide else None,
        "objectives": _objectives(store, theme_id),
        "answers": answers_of_theme(store, standing.themes, theme_id, datetime.now(UTC).date()),
        "stability": theme.stability,
        "measured_at": theme.measured_at.isoformat() if theme.measured_at else None,
        "title_origin": theme.title_origin,
        "pinned": theme.pinned,
        "reviewed_at": theme.reviewed_at.isoformat() if theme.reviewed_at else None,
        "history": _told(life.events, store.decisions()),
    }


def theme_lives(workspace: Workspace, store: Store, theme_id: str = "", *, since: str = "") -> list[dict[str, Any]]:
    """Tell the lives of all themes, or of one: the most fed first; since a run or a day, those that changed since.

    Raises:
        UsageError: no theme ever had this id, or `since` is neither a run nor a day.
    """
    told = [_life(workspace, store, theme_id)] if theme_id else list(lives(past(store)).values())
    start, decisions = _start(store, since), store.decisions()
    rows = [
        _lived(life) | {"history": _told([each for each in life.events if at(each.cause) >= start], decisions)} for life in told
    ]
    return sorted((row for row in rows if row["history"]), key=lambda row: (-row["ideas"], row["id"]))


def theme_changes(_workspace: Workspace, store: Store, before: str = "", after: str = "") -> dict[str, Any]:
    """Say what changed of themes from one run to another, or to today; by default since the last run but one.

    Raises:
        UsageError: these are not two runs that left themes, the older first.
    """
    found = changed_between(store, before, after)
    return {
        "from": _moment(found.before),
        "to": _moment(found.after),
        "placed": dict(zip(("before", "after"), found.placed, strict=True)),
        "unplaced": dict(zip(("before", "after"), found.unplaced, strict=True)),
        "moved": found.moved,
        "themes": [_change(each, found.titles) for each in found.changes],
        "flows": [{"from": was, "to": now, "ideas": list(ideas)} for (was, now), ideas in found.flows.items()],
        "decisions": [{"id": each.id, "kind": each.kind.value, **_said(each)} for each in found.decisions],
        "conflicts": len(found.conflicts),
        "titles": dict(found.titles),
    }


def list_proposals(_workspace: Workspace, store: Store) -> list[dict[str, Any]]:
    """List what is proposed of themes, with a few ideas that speak for each."""
    return proposals_of(store, store.ideas(), standing_themes(store))


def proposals_of(store: Store, ideas: pd.DataFrame, standing: Standing) -> list[dict[str, Any]]:
    """List the same from what is loaded already: the `IDEAS` that count, the themes."""
    texts = dict(zip(ideas["id"].tolist(), ideas["text"].tolist(), strict=True))
    titles = {theme.id: theme.title for theme in standing.themes}
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
        for each in open_proposals(store, standing)
    ]


def _life(workspace: Workspace, store: Store, theme_id: str) -> Life:
    known = lives(past(store))
    if theme_id not in known:
        some = ", ".join(sorted(row["id"] for row in list_themes(workspace, store))[:8]) or _(
            "aucun, lancez « contributions run »"
        )
        raise UsageError(_("Pas de thème « {theme} ». Thèmes connus : {known}.").format(theme=theme_id, known=some))
    return known[theme_id]


def _lived(life: Life) -> dict[str, Any]:
    """Say what a theme is, or what became of it; `homes` counts where the ideas that it has, or last had, are now."""
    told = {"id": life.theme.id, "title": life.theme.title, "status": life.status, "ideas": life.ideas}
    ended = life.ended and _told([life.ended], [])[0]
    return told | {"merged_into": life.merged_into, "homes": dict(life.homes), "ended": ended}


def _told(events: Iterable[Event], decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """List events; those of people say who and why, and which decision undid them."""
    undone = {each.subject: each.id for each in decisions if each.kind is DecisionKind.UNDO}
    return [
        {"event": each.name, **_moment(each.cause)}
        | (_said(each.cause) | {"undone_by": undone.get(each.cause.id)} if isinstance(each.cause, Decision) else {})
        | _change_of(each.change)
        for each in events
    ]


def _moment(cause: Cause | None) -> dict[str, str]:
    """Name a run, with the month that it was held to, or a decision; and when it was."""
    month = cause.month if isinstance(cause, Run) else ""
    return {"in": cause.id, "at": at(cause), "month": month} if cause else {"in": "", "at": "", "month": ""}


def _said(decision: Decision) -> dict[str, Any]:
    return {"by": decision.by, "reason": decision.reason}


def _change_of(change: Change) -> dict[str, Any]:
    renamed = dict(zip(("from", "to"), change.renamed, strict=True)) if change.renamed else None
    into = change.after.merged_into if change.after and change.became == "merged" else ""
    return {"ideas": change.ideas, "came": dict(change.came), "left": dict(change.left), "renamed": renamed, "into": into}


def _change(change: Change, titles: Mapping[str, str]) -> dict[str, Any]:
    named = {"id": change.theme, "title": titles[change.theme], "became": change.became}
    return named | {"before": change.was, "kept": change.kept} | _change_of(change)


def _start(store: Store, since: str) -> str:
    """Give the time from which events are told."""
    began = {run.id: at(run) for run in store.runs()}
    if since in began or not since:
        return began.get(since, "")
    try:
        return date.fromisoformat(since).isoformat()
    except ValueError as error:
        problem = _("« {since} » n'est ni un passage ni un jour : écrivez --since 2026-03-01, ou --since suivi d'un passage.")
        raise UsageError(problem.format(since=since)) from error


def own_links(store: Store) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the contributions that people linked to results, and every result, as « evaluate matches » reads them.

    A result that is read twice counts once, and a contribution whose words its result repeats is no question: it is left out.

    Raises:
        UsageError: no kept contribution is linked to a result.
    """
    links = links_of(store)
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
    """List its matches, surest first, and what people said of them; what a person decided has no probability."""
    return [
        {
            "objective": told.objective,
            "title": told.title,
            "zone": told.zone.label,
            "probability": told.probability,
            "by": told.decision.by if told.decision else "",
            "decided_at": told.decision.at.isoformat() if told.decision else None,
            "reason": told.decision.reason if told.decision else "",
            "decision": told.decision.id if told.decision else "",
        }
        for told in told_of(store, theme_id)
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
