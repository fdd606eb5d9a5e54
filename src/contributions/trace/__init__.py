"""Trace what became of what was said: fates, figures, the two directions and the gaps, as plain frames."""

from contributions.trace.answers import (
    answers_by_status,
    answers_given,
    answers_listed,
    late_answers,
    reply_delays,
    themes_without_answer,
)
from contributions.trace.coverage import axis_figures, coverage, coverage_by_month, objectives_without_voice_by_quartier
from contributions.trace.directions import idea_to_objective, objective_figures, objective_to_ideas
from contributions.trace.figures import UNPLACED, fates, theme_figures, themes_by, themes_by_month
from contributions.trace.gaps import (
    answered_by_parts,
    lone_ideas_without_objective,
    needs_without_objective,
    objectives_without_voice,
    rejected,
    themes_without_objective,
)
from contributions.trace.picture import NOT_SAID, Picture, contract
from contributions.trace.quick_wins import quick_wins
from contributions.trace.residents import voices_beside_residents

__all__ = [
    "NOT_SAID",
    "UNPLACED",
    "Picture",
    "answered_by_parts",
    "answers_by_status",
    "answers_given",
    "answers_listed",
    "axis_figures",
    "contract",
    "coverage",
    "coverage_by_month",
    "fates",
    "idea_to_objective",
    "late_answers",
    "lone_ideas_without_objective",
    "needs_without_objective",
    "objective_figures",
    "objective_to_ideas",
    "objectives_without_voice",
    "objectives_without_voice_by_quartier",
    "quick_wins",
    "rejected",
    "reply_delays",
    "theme_figures",
    "themes_by",
    "themes_by_month",
    "themes_without_answer",
    "themes_without_objective",
    "voices_beside_residents",
]
