"""Read the French embedder shipped in `models/`: check that it is whole, and expand its 4-bit weights."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contributions.errors import ModelError
from contributions.language import _

SUMS = "SHA256SUMS"
WEIGHTS = "weights.npz"
FILES = (WEIGHTS, "tokenizer.json", "tokenizer_config.json", "config.json")
SCALE_BYTES = 2  # a block of Q4_0: one float16 scale, then two weights a byte


def verify(folder: Path) -> str:
    """Return 8 hexadecimal digits that identify the model; raise ModelError if a file is missing or altered."""
    expected = _expected(folder)
    for name in FILES:
        path = folder / name
        if not path.is_file() or name not in expected:
            problem = _("{folder} : il manque {file} au modèle ; reprendre ce dossier dans le dépôt")
            raise ModelError(problem.format(folder=folder, file=name))
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected[name]:
            problem = _("{file} : ce fichier a été altéré (sha256 différent de {sums}) ; le reprendre dans le dépôt")
            raise ModelError(problem.format(file=path, sums=SUMS))
    sums = "".join(expected[name] for name in FILES)
    return hashlib.sha256(sums.encode("ascii")).hexdigest()[:8]


@contextmanager
def expanded(folder: Path) -> Iterator[Path]:
    """Lend a folder laid out as transformers reads it, with weights in float32; it goes when the loading is done."""
    from safetensors.numpy import save_file

    with tempfile.TemporaryDirectory(prefix="contributions-") as scratch:
        for name in FILES:
            if name != WEIGHTS:
                shutil.copyfile(folder / name, Path(scratch, name))
        with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
            tensors = {name: expand(stored[name]) for name in stored.files}
        save_file(tensors, Path(scratch, "model.safetensors"), metadata={"format": "pt"})
        yield Path(scratch)


def expand(stored: NDArray[Any]) -> NDArray[np.float32]:
    """Return weights in float32: blocks (rows, n_blocks, 18) give (rows, n_blocks x 32), the rest is as it is.

    A block is a float16 scale and 16 bytes; weight = (nibble - 8) x scale, the 16 low nibbles first.
    """
    if stored.dtype != np.uint8:
        return np.ascontiguousarray(stored, dtype=np.float32)
    scales = np.ascontiguousarray(stored[..., :SCALE_BYTES]).view("<f2").astype(np.float32)
    packed = stored[..., SCALE_BYTES:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=-1).astype(np.float32)
    return np.ascontiguousarray(((nibbles - 8) * scales).reshape(len(stored), -1))


def _expected(folder: Path) -> dict[str, str]:
    """Read SHA256SUMS: file name to sum; empty if there is none."""
    path = folder / SUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
