"""The other parts of the engine whose cost is measured: naming themes, and letting them grow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from peers import Given, Labels, as_seen

NEW = -2
"""Label of an idea that is said after the themes were found."""


def name_themes(seen: Given) -> Labels:
    """Name the themes that ideas have, as a run does."""
    from contributions.steps.session import encode_shipped
    from contributions.themes.phrases import noun_phrases
    from contributions.themes.words import heard_rows, name_groups

    heard = heard_rows(seen.labels)
    said = seen.take(heard)
    name_groups(said.labels, noun_phrases(said.texts), as_seen(said.views), encode=encode_shipped)
    return seen.labels


def grow_themes(seen: Given, seed: int) -> Labels:
    """Let themes grow with the ideas labelled `NEW`, as a run does: the labels of these, -1 where they wait."""
    import pandas as pd

    from contributions.decisions import Standing
    from contributions.embed import load_embedder, read_subjects
    from contributions.frames import PLACEMENTS
    from contributions.settings import Settings, bundled
    from contributions.steps.seeing import seen_by, spoken_by
    from contributions.steps.session import encode_shipped
    from contributions.themes import Seen, grow

    ids = [f"I{row:06d}" for row in range(len(seen.texts))]
    columns = {"contribution": ids, "start": 0, "end": 0, "text": seen.texts, "nature": "", "campaign": ""}
    ideas = pd.DataFrame({"id": ids, **columns})
    old = seen.labels != NEW
    themes = [f"T{label:03d}" if label >= 0 else "" for label in seen.labels[old]]
    placements = PLACEMENTS.check(pd.DataFrame({"idea": ideas["id"][old], "theme": themes, "strength": 1.0, "reason": ""}))
    held = dict(zip(placements["idea"], themes, strict=True))
    rows = {text: row for row, text in enumerate(seen.texts)}

    model = load_embedder(Settings().embed.model, models=bundled("models"))
    spoken = spoken_by(model, read_subjects(), otherwise=model.encode)

    def see(texts: Sequence[str], few: int) -> Seen:
        asked: NDArray[np.int64] = np.array([rows[text] for text in texts])
        return seen_by(texts, [raw[asked] for raw in seen.raw], spoken, few=few)

    standing = Standing((), held, held=held, ends={theme: theme for theme in themes if theme})
    growth = grow(ideas, placements, standing, see=see, encode=encode_shipped, seed=seed)
    return np.array([int(theme[1:]) if theme else -1 for theme in growth.placements["theme"]], dtype=np.int64)
