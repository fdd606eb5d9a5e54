"""What each noun becomes in a table, what a row becomes again, and what an empty day is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from contributions.domain import (
    Channel,
    Collection,
    Decision,
    DecisionKind,
    Engagement,
    Erasure,
    Objective,
    Proposal,
    ProposalKind,
    Referential,
    Run,
    Theme,
    ThemeStatus,
)

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a frame as rows to insert."""
    # A column at a time: walking along columns of text cell by cell, as `to_dict` does, takes eight times longer.
    names, columns = list(map(str, frame.columns)), [frame[name].tolist() for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def collection_row(collection: Collection) -> dict[str, Any]:
    """Give the row of a collection."""
    return {
        "name": collection.name,
        "title": collection.title,
        "channel": collection.channel.value,
        "engagement": collection.engagement.value,
        "place": collection.place,
        "organiser": collection.organiser,
        "keep_until": day_of(collection.keep_until),
        "consent": collection.consent,
    }


def collection_of(row: sa.Row[Any]) -> Collection:
    """Read a collection."""
    return Collection(
        row.name,
        row.title,
        Channel(row.channel),
        Engagement(row.engagement),
        row.place,
        row.organiser,
        date_of(row.keep_until),
        row.consent,
    )


def decision_row(decision: Decision) -> dict[str, Any]:
    """Give the row of a decision."""
    return {
        "id": decision.id,
        "at": decision.at.isoformat(),
        "by": decision.by,
        "kind": decision.kind.value,
        "subject": decision.subject,
        "reason": decision.reason,
        "target": decision.target,
        "ideas": list(decision.ideas),
        "title": decision.title,
    }


def decision_of(row: sa.Row[Any]) -> Decision:
    """Read a decision."""
    return Decision(
        row.id,
        datetime.fromisoformat(row.at),
        row.by,
        DecisionKind(row.kind),
        row.subject,
        row.reason,
        row.target,
        tuple(row.ideas),
        row.title,
    )


def theme_row(run: str, theme: Theme) -> dict[str, Any]:
    """Give the row of a theme as a run left it."""
    return {
        "id": theme.id,
        "run": run,
        "title": theme.title,
        "title_origin": theme.title_origin,
        "keywords": list(theme.keywords),
        "status": theme.status.value,
        "parent": theme.parent,
        "quotations": list(theme.quotations),
        "born_in": theme.born_in,
        "merged_into": theme.merged_into,
        "stability": theme.stability,
        "measured_at": theme.measured_at.isoformat() if theme.measured_at else "",
    }


def theme_of(row: sa.Row[Any]) -> Theme:
    """Read a theme."""
    return Theme(
        row.id,
        row.title,
        tuple(row.keywords),
        ThemeStatus(row.status),
        row.parent,
        row.title_origin,
        tuple(row.quotations),
        row.born_in,
        row.merged_into,
        stability=row.stability,
        measured_at=datetime.fromisoformat(row.measured_at) if row.measured_at else None,
    )


def proposal_row(run: str, proposal: Proposal) -> dict[str, Any]:
    """Give the row of a proposal as a run made it."""
    return {
        "run": run,
        "id": proposal.id,
        "kind": proposal.kind.value,
        "title": proposal.title,
        "keywords": list(proposal.keywords),
        "ideas": list(proposal.ideas),
        "evidence": dict(proposal.evidence),
        "themes": list(proposal.themes),
    }


def proposal_of(row: sa.Row[Any]) -> Proposal:
    """Read a proposal."""
    return Proposal(
        row.id,
        ProposalKind(row.kind),
        row.title,
        tuple(row.keywords),
        tuple(row.ideas),
        row.evidence,
        tuple(row.themes),
    )


def referential_row(run: str, rank: int, referential: Referential) -> dict[str, Any]:
    """Give the row of a referential; `rank` keeps the order of the settings."""
    return {
        "id": referential.id,
        "run": run,
        "rank": rank,
        "title": referential.title,
        "kind": referential.kind,
        "source": referential.source,
        "valid_from": day_of(referential.valid_from),
        "valid_until": day_of(referential.valid_until),
    }


def referential_of(row: sa.Row[Any], objectives: Iterable[Objective]) -> Referential:
    """Read a referential; its own objectives are taken among those given."""
    return Referential(
        row.id,
        row.title,
        row.kind,
        tuple(each for each in objectives if each.referential == row.id),
        row.source,
        date_of(row.valid_from),
        date_of(row.valid_until),
    )


def objective_row(run: str, rank: int, objective: Objective) -> dict[str, Any]:
    """Give the row of an objective; `rank` keeps the order of its file."""
    return {
        "referential": objective.referential,
        "code": objective.code,
        "run": run,
        "rank": rank,
        "title": objective.title,
        "description": objective.description,
        "parent": objective.parent,
        "owner": objective.owner,
        "words": list(objective.words),
        "transversal": objective.transversal,
        "quartiers": list(objective.quartiers),
        "valid_from": day_of(objective.valid_from),
        "valid_until": day_of(objective.valid_until),
    }


def objective_of(row: sa.Row[Any]) -> Objective:
    """Read an objective."""
    return Objective(
        row.referential,
        row.code,
        row.title,
        row.description,
        row.parent,
        row.owner,
        tuple(row.words),
        row.transversal,
        tuple(row.quartiers),
        date_of(row.valid_from),
        date_of(row.valid_until),
    )


def run_row(run: Run) -> dict[str, Any]:
    """Give the row of a run's manifest."""
    return {
        "id": run.id,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else "",
        "code_version": run.code_version,
        "settings_hash": run.settings_hash,
        "month": run.month,
        "models": dict(run.models),
        "inputs": dict(run.inputs),
        "stages": {stage: dict(facts) for stage, facts in run.stages.items()},
        "problem": run.problem,
    }


def run_of(row: sa.Row[Any]) -> Run:
    """Read a run's manifest."""
    return Run(
        row.id,
        datetime.fromisoformat(row.started_at),
        row.code_version,
        row.settings_hash,
        row.month,
        datetime.fromisoformat(row.finished_at) if row.finished_at else None,
        row.models,
        row.inputs,
        row.stages,
        row.problem,
    )


def erasure_row(erasure: Erasure) -> dict[str, Any]:
    """Give the row of a proof of erasure."""
    return {
        "id": erasure.id,
        "begun_at": erasure.begun_at.isoformat(),
        "erased_at": erasure.erased_at.isoformat() if erasure.erased_at else "",
        "by": erasure.by,
        "reason": erasure.reason,
        "contributions": list(erasure.contributions),
        "counts": dict(erasure.counts),
        "key": erasure.key,
        "traces": list(erasure.traces),
    }


def erasure_of(row: sa.Row[Any]) -> Erasure:
    """Read a proof of erasure."""
    return Erasure(
        row.id,
        datetime.fromisoformat(row.begun_at),
        tuple(row.contributions),
        datetime.fromisoformat(row.erased_at) if row.erased_at else None,
        row.by,
        row.reason,
        row.counts,
        row.key,
        tuple(row.traces),
    )


def day_of(day: date | None) -> str:
    """Write a day as ISO, or nothing."""
    return day.isoformat() if day else ""


def date_of(day: str) -> date | None:
    """Read a day that `day_of` wrote."""
    return date.fromisoformat(day) if day else None
