"""Measure what is masked, and what waits for a person, on annotated cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contributions.errors import UsageError
from contributions.language import _


def evaluate_privacy(files: Sequence[Path]) -> dict[str, Any]:
    """Compare masking with annotated cases: expected, found, recall and precision by kind, over all the files.

    Raises:
        UsageError: a file is not a list of cases.
    """
    from contributions.privacy import evaluate_masking

    frame = evaluate_masking([case for file in files for case in _cases(file)])
    return {str(kind): " ".join(f"{key} {value:.3g}" for key, value in row.items()) for kind, row in frame.iterrows()}


def evaluate_sensitive(file: Path) -> list[dict[str, Any]]:
    """Compare what would wait for a person with annotated cases: one row a kind, `None` where there is nothing to divide by.

    Raises:
        UsageError: the file is not a list of cases.
    """
    import pandas as pd

    from contributions.privacy.sensitive_evaluation import evaluate_sensitive as measure
    from contributions.steps.session import encode_shipped

    try:
        frame = measure(_cases(file), encode=encode_shipped).reset_index()
    except (KeyError, TypeError, ValueError) as error:
        problem = _("{file} : chaque cas doit avoir « text » et « kinds » (une liste de sortes connues, ou []) ; vu : {error}.")
        raise UsageError(problem.format(file=file.name, error=error)) from error
    return [{str(key): None if pd.isna(value) else value for key, value in row.items()} for row in frame.to_dict("records")]


def _cases(file: Path) -> list[Any]:
    import yaml

    try:
        return list(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, TypeError, yaml.YAMLError) as error:
        problem = _("{file} n'est pas un fichier de cas YAML lisible ({error}).")
        raise UsageError(problem.format(file=file, error=type(error).__name__)) from error
