"""Erase contributions and everything derived from them, so that a killed erasure is finished by the next one.

The order is the guarantee: what is to go is written in `var/erasing.json`; one transaction empties the rows and opens the proof;
vectors, originals, reports and free pages follow; then every file is searched. Only where nothing is found is that file removed
and the proof closed: what is declared erased is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from contributions.decisions import OF_MATCHES
from contributions.domain import Erasure
from contributions.errors import ErasureError
from contributions.language import N_, _
from contributions.privacy.erasure import as_theme, without
from contributions.steps import STEPS, finish_run, run_step, start_run
from contributions.steps.erasure_plan import Plan, finder_of, forget_plan, hashes_of, make_plan, read_plan, write_plan
from contributions.steps.originals import Original, remains
from contributions.steps.publishing import publish_again
from contributions.steps.session import Progress, quiet
from contributions.store.erasing import (
    compact,
    erase_rows,
    erasures,
    proposals_of_every_run,
    save_decision,
    save_erasure,
    save_proposal,
    save_theme,
    themes_of_every_run,
)
from contributions.store.responses import replace_words, responses
from contributions.store.vectors import shards_in
from contributions.themes.titles import title_of

if TYPE_CHECKING:
    from contributions.privacy.remains import Finder
    from contributions.settings import Workspace
    from contributions.store import Store

REDACTED = N_("phrase effacée avec la contribution qu'elle citait")
PHASES = 8
"""Times that the progress of an erasure is told."""
_NAMED = 5
"""Files that an error names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Done:
    """An erasure that is finished: its proof, who was named, and the original files that held what is erased."""

    erasure: Erasure
    originals: tuple[Original, ...] = ()


def now() -> datetime:
    """Give the moment."""
    return datetime.now(UTC)


def erase(
    workspace: Workspace, store: Store, plan: Plan, *, clock: Callable[[], datetime] = now, on_progress: Progress = quiet
) -> Done:
    """Erase what a plan names; `on_progress` is told each phase that is done.

    Raises:
        ErasureError: something of it is still found; the proof stays open, and the next erasure tries again.
    """
    write_plan(workspace, plan)
    on_progress(1, PHASES)
    return _carry_out(workspace, store, plan, clock=clock, on_progress=on_progress)


def resume(
    workspace: Workspace, store: Store, *, clock: Callable[[], datetime] = now, on_progress: Progress = quiet
) -> Done | None:
    """Finish the erasure that was killed half-way, if there is one."""
    plan = read_plan(workspace)
    opened = [each for each in erasures(store) if each.erased_at is None]
    if plan is None:
        # The words are removed last, once nothing was found: only the end of the proof is missing.
        closed = [_close(store, each, clock) for each in opened]
        return Done(closed[-1]) if closed else None
    if plan.id not in {each.id for each in erasures(store)}:  # no row was touched: what was read since counts
        again = make_plan(workspace, store, plan.asked, at=clock(), by=plan.by, reason=plan.reason, sources=plan.sources)
        return erase(workspace, store, again, clock=clock, on_progress=on_progress)
    return _carry_out(workspace, store, plan, clock=clock, on_progress=on_progress)


def _carry_out(workspace: Workspace, store: Store, plan: Plan, *, clock: Callable[[], datetime], on_progress: Progress) -> Done:
    finder = finder_of(workspace, store, [*plan.said, *plan.ideas.values(), *plan.phrases], plan.contributions)
    proof = next((each for each in erasures(store) if each.id == plan.id), None) or _erase_rows(store, plan, finder)
    on_progress(2, PHASES)
    hashes = hashes_of(store, plan.ideas)
    for shards in shards_in(workspace.vectors):
        shards.forget(hashes)
    on_progress(3, PHASES)
    deleted = _delete_originals(workspace, plan)
    on_progress(4, PHASES)
    files = _write_reports_again(workspace, store)
    on_progress(5, PHASES)
    compact(store)
    on_progress(6, PHASES)
    searched = _search(workspace, store, finder, hashes)
    gone = sum(each.deleted for each in deleted)
    proof = replace(proof, counts={**proof.counts, "files": len(files), "originals": gone, "searched": searched})
    save_erasure(store, proof)
    on_progress(7, PHASES)
    forget_plan(workspace)
    on_progress(8, PHASES)
    return Done(_close(store, proof, clock), deleted)


def _close(store: Store, proof: Erasure, clock: Callable[[], datetime]) -> Erasure:
    closed = replace(proof, erased_at=clock())
    save_erasure(store, closed)
    return closed


def _erase_rows(store: Store, plan: Plan, finder: Finder) -> Erasure:
    """Empty the rows and open the proof: both, or neither."""
    with store.writing():
        counts = {"asked": len(plan.asked), "linked": len(plan.linked), "vectors": plan.vectors}
        counts |= erase_rows(store, plan.contributions, list(plan.ideas))
        counts |= _clean_themes(store, plan) | {"reviews": _clean_reviews(store, plan, finder)}
        _clean_journals(store, finder)
        counts["phrases"] = _clean_answers(store, finder)
        proof = Erasure(
            plan.id,
            datetime.fromisoformat(plan.begun_at),
            plan.contributions,
            by=plan.by,
            reason=plan.reason,
            counts=counts,
            key=plan.key,
            traces=plan.traces,
        )
        save_erasure(store, proof)
    return proof


def _clean_themes(store: Store, plan: Plan) -> dict[str, int]:
    """Take them out of themes, and of what is proposed of themes, in every run."""
    ideas, phrases = frozenset(plan.ideas), frozenset(plan.phrases)
    gone = dict.fromkeys(("quotations", "keywords", "titles"), 0)
    for run, theme in themes_of_every_run(store):
        cleaned = without(theme, ideas, phrases, title_of=title_of)
        if cleaned != theme:
            save_theme(store, run, cleaned)
            gone["quotations"] += len(theme.quotations) - len(cleaned.quotations)
            gone["keywords"] += len(theme.keywords) - len(cleaned.keywords)
            gone["titles"] += theme.title != cleaned.title
    for run, proposal in proposals_of_every_run(store):
        kept = without(as_theme(proposal), ideas, phrases, title_of=title_of)
        told = replace(proposal, ideas=kept.quotations, keywords=kept.keywords, title=kept.title)
        if told != proposal:
            save_proposal(store, run, told)
    return gone


def _clean_reviews(store: Store, plan: Plan, finder: Finder) -> int:
    """Take them out of what people decided of matches, which their copies keep; count the decisions that change."""
    changed = 0
    decisions = store.decisions()
    of_matches = {each.id for each in decisions if each.kind in OF_MATCHES}
    for decision in [each for each in decisions if not {each.id, each.subject}.isdisjoint(of_matches)]:
        ideas = tuple(idea for idea in decision.ideas if idea not in plan.ideas)
        subject = next(iter(ideas), "") if decision.subject in plan.ideas else decision.subject
        told = replace(decision, subject=subject, ideas=ideas, reason=_redacted(decision.reason, finder))
        if told != decision:
            save_decision(store, told)
            changed += 1
    return changed


def _clean_journals(store: Store, finder: Finder) -> None:
    """Take what repeats them out of the journals of runs and of what is said of sources."""
    for run in store.runs():
        cleaned = replace(run, stages=_redacted(run.stages, finder), problem=_redacted(run.problem, finder))
        if cleaned != run:
            store.save_run(cleaned)
    for source in store.sources():
        told = replace(source, why=_redacted(source.why, finder), problem=_redacted(source.problem, finder))
        if told != source:
            store.save_source(told)


def _clean_answers(store: Store, finder: Finder) -> int:
    """Take what repeats them out of every line of every answer; count the lines."""
    gone = 0
    for line in responses(store):
        words = {name: _redacted(getattr(line, name), finder) for name in ("text", "owner", "reason", "by")}
        told = replace(line, **words)
        if told != line:
            replace_words(store, told)
            gone += 1
    return gone


def _redacted(value: Any, finder: Finder) -> Any:
    if isinstance(value, Mapping):
        return {key: _redacted(each, finder) for key, each in value.items()}
    if isinstance(value, list):
        return [_redacted(each, finder) for each in value]
    return REDACTED if isinstance(value, str) and finder.found_in(value) else value


def _delete_originals(workspace: Workspace, plan: Plan) -> tuple[Original, ...]:
    if not plan.sources:
        return plan.originals
    for each in plan.originals:
        (workspace.folder / each.file).unlink(missing_ok=True)
    return tuple(replace(each, deleted=True) for each in plan.originals)


def _write_reports_again(workspace: Workspace, store: Store) -> list[str]:
    """Do again, on what remains, the steps that were ever done, and the pages of changes; give the reports."""
    publish_again(workspace, store)
    runs = store.runs()
    again = [name for name in STEPS if name != "ingest" and any(name in run.stages for run in runs)]
    if not again:
        return []
    month = next((run.month for run in reversed(runs) if "report" in run.stages), "")
    run = start_run(workspace, store, month=month)
    for name in again:
        run = run_step(workspace, store, run, name)
    finish_run(store, run)
    return list(run.stages.get("report", {}).get("files", []))


def _search(workspace: Workspace, store: Store, finder: Finder, hashes: list[str]) -> int:
    """Search every file and table, and the names of vectors; return how many files."""
    searched = 0

    def on_file() -> None:
        nonlocal searched
        searched += 1

    found = remains(workspace, store, finder, on_file)
    found += [str(shards.folder) for shards in shards_in(workspace.vectors) if len(shards.missing(hashes)) < len(hashes)]
    if found:
        problem = _(
            "Effacement inachevé : des mots effacés sont encore dans {places}. Supprimez ces fichiers (ou refaites-les), "
            "puis relancez « contributions erase »."
        )
        more = [_("et {count} autres").format(count=len(found) - _NAMED)] if len(found) > _NAMED else []
        raise ErasureError(problem.format(places=", ".join([*found[:_NAMED], *more])))
    return searched
