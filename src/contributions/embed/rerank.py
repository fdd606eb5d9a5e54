"""Read an idea and an objective together, by a cross-encoder that a city gives in a folder; none is shipped nor fetched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.embed.load import quiet
from contributions.errors import ModelError
from contributions.language import _

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

HEAD = "ForSequenceClassification"
BATCH = 32


@dataclass(frozen=True)
class Reranker:
    """Score pairs of texts, always the same for the same `name`; the model is loaded at the first pair."""

    folder: Path
    name: str

    @cached_property
    def model(self) -> CrossEncoder:
        """Give the model itself."""
        with quiet():
            from sentence_transformers import CrossEncoder

            model: CrossEncoder = CrossEncoder(str(self.folder), device="cpu", local_files_only=True)
        return model

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Say how near the texts of each pair are, (n_pairs,): in the model's own scale, whose order alone counts."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        given = self.model.predict(list(pairs), batch_size=BATCH, show_progress_bar=False)
        return np.asarray(given, dtype=np.float32).reshape(-1)


def load_reranker(folder: Path) -> Reranker:
    """Find the cross-encoder of a folder; its weights name it, so that a run with nothing new never loads it.

    Raises:
        ModelError: there is no such folder, or it holds something else; the sentence says what was seen.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        problem = _(
            "reranker « {folder} » : pas de modèle dans ce dossier (config.json absent ou illisible). Donnez le dossier d'un "
            "cross-encoder sentence-transformers, ou retirez « reranker » de [match]."
        )
        raise ModelError(problem.format(folder=folder)) from error
    kinds, labels = config.get("architectures") or [], len(config.get("id2label") or {0: "", 1: ""})
    if not any(kind.endswith(HEAD) for kind in kinds) or labels != 1:
        problem = _(
            "reranker « {folder} » : ce n'est pas un cross-encoder à une note ({seen}, {labels} étiquettes). Donnez-en un, ou "
            "retirez « reranker » de [match]."
        )
        raise ModelError(problem.format(folder=folder, seen=", ".join(kinds) or _("aucune"), labels=labels))
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return Reranker(folder, f"{folder.name}:{digest.hexdigest()[:8]}")
