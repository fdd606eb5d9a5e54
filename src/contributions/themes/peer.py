"""BERTopic's own clustering (UMAP, then HDBSCAN), for who prefers it or wants to compare."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors


def bertopic_groups(vectors: Vectors, *, smallest: int, seed: int) -> NDArray[np.int64]:
    """Group rows as BERTopic does by default, seeded; -1 where HDBSCAN finds only noise. Row order matters to it."""
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    model = BERTopic(
        language="multilingual",
        umap_model=UMAP(
            n_neighbors=min(15, len(vectors) - 1), n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1
        ),
        hdbscan_model=HDBSCAN(min_cluster_size=smallest, prediction_data=False),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(),
    )
    # Its words are not asked for; with a vocabulary of one word its weighting fails.
    labels, _ = model.fit_transform(["idée dite"] * len(vectors), embeddings=vectors)
    return np.asarray(labels, dtype=np.int64)
