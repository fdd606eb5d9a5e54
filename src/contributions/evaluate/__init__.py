"""Measure quality on labelled texts, with the same stages and settings as a run."""

from contributions.evaluate.cases import evaluate_privacy, evaluate_sensitive
from contributions.evaluate.labelled import Labelled, distinct, read_labelled
from contributions.evaluate.matches import evaluate_matches
from contributions.evaluate.themes import at_nearest, evaluate_themes
from contributions.evaluate.trials import Trials

__all__ = [
    "Labelled",
    "Trials",
    "at_nearest",
    "distinct",
    "evaluate_matches",
    "evaluate_privacy",
    "evaluate_sensitive",
    "evaluate_themes",
    "read_labelled",
]
