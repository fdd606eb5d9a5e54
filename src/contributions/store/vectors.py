"""The truth of vectors: float16 shards on disk, one folder a model, found by the hash of the text."""

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from contributions.errors import ModelError
from contributions.language import _

KEY = "S64"  # a sha256 in hexadecimal
KEYS = ".keys.npy"
NAME = "model.txt"


def shards_in(folder: Path) -> "list[VectorShards]":
    """Open the shards of every model that ever was in a folder of vectors."""
    names = sorted(folder.glob(f"*/{NAME}"))
    return [VectorShards(folder, name.read_text(encoding="utf-8")) for name in names]


class VectorShards:
    """Keep the vectors of one model in `<folder>/<model>/`: shards `<name>.npy`, and `<name>.keys.npy` beside each.

    A shard counts once its keys are there, and they are put in place last: a killed write leaves nothing that counts.
    A shard is sorted by key and named by its keys, so the same batch gives the same files whatever its order.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self.folder, self.model = folder / slug(model), model
        self._rows: dict[str, tuple[int, int]] = {}
        self._shards: list[NDArray[np.float16]] = []
        self._refuse_another_model()
        self._read_all()

    def __len__(self) -> int:
        """Count the vectors kept."""
        return len(self._rows)

    @property
    def dims(self) -> int | None:
        """Return the width of the vectors, or None while there is none."""
        return int(self._shards[0].shape[1]) if self._shards else None

    def missing(self, hashes: Sequence[str]) -> list[str]:
        """Return the hashes that have no vector, each once, in the order given."""
        return [key for key in dict.fromkeys(hashes) if key not in self._rows]

    def add(self, hashes: Sequence[str], vectors: NDArray[np.floating[Any]]) -> int:
        """Keep vectors (n_hashes, dims) in float16 and return how many were new; a hash already kept is left as it is.

        Raise ModelError where the vectors do not have the width of those already kept.
        """
        self._check(hashes, vectors)
        row_of = {key: row for row, key in reversed(list(enumerate(hashes)))}
        new = sorted(self.missing(hashes))
        if new:
            self._write(new, vectors[[row_of[key] for key in new]].astype(np.float16))
        return len(new)

    def take(self, hashes: Sequence[str]) -> NDArray[np.float32]:
        """Return (n_hashes, dims), in the order asked; raise ModelError if one has no vector."""
        if absent := self.missing(hashes):
            problem = _(
                "{folder} : {count} textes sans vecteur pour le modèle « {model} » (le premier : {first}…) ; "
                "lancer « contributions prepare », puis « contributions embed »"
            )
            raise ModelError(problem.format(folder=self.folder, count=len(absent), model=self.model, first=absent[0][:12]))
        places = np.array([self._rows[key] for key in hashes], dtype=np.intp).reshape(-1, 2)
        taken = np.empty((len(hashes), self.dims or 0), dtype=np.float32)
        for shard in np.unique(places[:, 0]):
            here = places[:, 0] == shard
            taken[here] = self._shards[shard][places[here, 1]]
        return taken

    def forget(self, hashes: Sequence[str]) -> int:
        """Erase vectors from the disk and return how many: what an erased contribution said must not be guessed from them.

        Each shard concerned is written again without them before it goes; killed half-way, call it again.
        """
        before, gone = len(self), set(hashes)
        for path in sorted(self.folder.glob(f"*{KEYS}")):
            names = _names(path)
            rows = [row for row, name in enumerate(names) if name not in gone]
            if len(rows) == len(names):
                continue
            vectors = _vectors(path)
            if rows:
                self._write([names[row] for row in rows], np.load(vectors)[rows])
            path.unlink()
            vectors.unlink()
        self._sweep()
        self._read_all()
        return before - len(self)

    def _sweep(self) -> None:
        """Remove what killed writes left: it counts for nothing, but it may hold what is to be forgotten."""
        for path in self.folder.glob(".*.part"):
            path.unlink()
        for path in self.folder.glob("*.npy"):
            if not path.name.endswith(KEYS) and not path.with_name(path.stem + KEYS).is_file():
                path.unlink()

    def _check(self, hashes: Sequence[str], vectors: NDArray[np.floating[Any]]) -> None:
        """Refuse vectors that cannot be those of these hashes, or of this model."""
        if (len(hashes), *vectors.shape[1:2]) != vectors.shape:
            problem = _("{folder} : {count} textes, mais des vecteurs de forme {shape}")
            raise ModelError(problem.format(folder=self.folder, count=len(hashes), shape=vectors.shape))
        if not np.isfinite(vectors).all():
            problem = _("{folder} : le modèle « {model} » a rendu des vecteurs qui ne sont pas finis")
            raise ModelError(problem.format(folder=self.folder, model=self.model))
        if self.dims not in (None, vectors.shape[1]):
            problem = _(
                "{folder} : vecteurs de deux modèles, à {kept} et à {given} dimensions ; "
                "vérifier le réglage embedder (ici « {model} »)"
            )
            raise ModelError(problem.format(folder=self.folder, kept=self.dims, given=vectors.shape[1], model=self.model))

    def _refuse_another_model(self) -> None:
        """Raise ModelError if the folder says that it holds the vectors of another model."""
        name = self.folder / NAME
        kept = name.read_text(encoding="utf-8") if name.is_file() else self.model
        if kept != self.model:
            problem = _("{folder} : vecteurs de deux modèles, « {kept} » et « {given} » ; vider ce dossier")
            raise ModelError(problem.format(folder=self.folder, kept=kept, given=self.model))

    def _write(self, keys: list[str], vectors: NDArray[np.float16]) -> None:
        """Put a shard in place: its model's name, its vectors, then its keys, which make it count."""
        self.folder.mkdir(parents=True, exist_ok=True)
        shard = hashlib.sha256("\n".join(keys).encode("ascii")).hexdigest()[:16]
        _put(self.folder / NAME, self.model.encode("utf-8"))
        _put(self.folder / f"{shard}.npy", vectors)
        _put(self.folder / f"{shard}{KEYS}", np.array(keys, dtype=KEY))
        self._read(self.folder / f"{shard}{KEYS}")

    def _read_all(self) -> None:
        """Know what is on the disk, and nothing else."""
        self._rows.clear()
        self._shards.clear()
        for path in sorted(self.folder.glob(f"*{KEYS}")):
            self._read(path)

    def _read(self, keys: Path) -> None:
        """Make the vectors of one shard known; the first of two for the same text wins, in the order of file names."""
        vectors, names = np.load(_vectors(keys), mmap_mode="r"), _names(keys)
        if len(names) != len(vectors) or self.dims not in (None, vectors.shape[1]):
            problem = _("{file} : ce fichier et ses vecteurs ne vont pas ensemble ; l'effacer et relancer")
            raise ModelError(problem.format(file=keys))
        for row, name in enumerate(names):
            self._rows.setdefault(name, (len(self._shards), row))
        self._shards.append(vectors)


def slug(model: str) -> str:
    """Return a folder name for a model: readable, and different for different models.

    >>> slug("e5-small-fr:1a2b3c4d")
    'e5-small-fr-1a2b3c4d-b06236'
    """
    plain = unicodedata.normalize("NFKD", model).encode("ascii", "ignore").decode("ascii").lower()
    digest = hashlib.sha256(model.encode("utf-8")).hexdigest()[:6]
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:60]}-{digest}"


def _names(keys: Path) -> list[str]:
    """Return the hashes of a shard, in the order of its rows."""
    return [key.decode("ascii") for key in np.load(keys).tolist()]


def _vectors(keys: Path) -> Path:
    """Return the file of vectors that goes with a file of keys."""
    return keys.with_name(keys.name.removesuffix(KEYS) + ".npy")


def _put(path: Path, content: bytes | NDArray[np.generic]) -> None:
    """Write a file whole or not at all: beside its place, then renamed into it."""
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            _fill(file, content)
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def _fill(file: IO[bytes], content: bytes | NDArray[np.generic]) -> None:
    """Write bytes as they are, and an array as .npy."""
    if isinstance(content, bytes):
        file.write(content)
    else:
        np.save(file, content, allow_pickle=False)
