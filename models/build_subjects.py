"""Embed what is said of the subjects with the models that a city has without asking, and keep the vectors in `models/subjects`.

python models/build_subjects.py
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from contributions.embed import content_hash, read_subjects
from contributions.steps.seeing import spoken_texts
from contributions.steps.session import embedder
from contributions.store.vectors import VectorShards

HERE = Path(__file__).parent / "subjects"
MODELS = ("e5-small-fr", "use")


def main() -> None:
    """Write the vectors of each model anew."""
    shutil.rmtree(HERE, ignore_errors=True)
    texts = spoken_texts(read_subjects())
    for name in MODELS:
        kept = VectorShards(HERE, embedder(name).name)
        count = kept.add([content_hash(text) for text in texts], embedder(name).encode(texts))
        sys.stdout.write(f"{name} : {count} vecteurs\n")


if __name__ == "__main__":
    main()
