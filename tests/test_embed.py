"""The stage `embed`: the same text gives the same vector, close texts give close vectors, and nothing is fetched."""

import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.embed import content_hash, load_embedder, lower_capitals, lsa_of_stems, view
from contributions.embed.engines import BATCH, in_batches
from contributions.embed.shipped import expand, verify
from contributions.errors import ModelError

MODELS = Path(__file__).parent.parent / "models"
texts = st.lists(st.text(max_size=12), max_size=80)

PAIRS = [
    ("Il faut plus de pistes cyclables.", "Créer des voies réservées aux vélos dans toute la ville."),
    ("La cantine devrait servir des repas bio.", "Donnez à manger local et sain aux écoliers."),
    ("Les rues ne sont pas assez éclairées la nuit.", "Il manque de lampadaires, on a peur en rentrant le soir."),
    ("Les loyers sont trop chers pour les familles.", "On ne trouve pas de logement abordable ici."),
    ("Il n'y a plus de médecin dans le quartier.", "Impossible d'avoir un rendez-vous chez un généraliste."),
]


@pytest.fixture(scope="module")
def e5():
    return load_embedder("e5-small-fr", models=MODELS)


@pytest.fixture(scope="module")
def use():
    return load_embedder("use", models=MODELS)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Save a real sentence-transformers model of nine words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = {word: index for index, word in enumerate(["?", "des", "bancs", "au", "parc", "plus", "de", "vélos", "ici"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="?"))  # noqa: S106  (a token of text)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(0).normal(size=(len(words), 8)).astype(np.float32)
    folder = tmp_path_factory.mktemp("tiny") / "petit-modele"
    static = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[static], device="cpu").save(str(folder), create_model_card=False)
    return folder


def char_counts(batch):
    """Embed for real, but simply: letters counted in five bins."""
    rows = [np.bincount([ord(character) % 5 for character in text] or [0], minlength=5) for text in batch]
    return np.array(rows, dtype=np.float32)


@given(texts)
@settings(deadline=None)
def test_each_row_is_the_vector_of_its_text_whatever_the_order_and_the_copies(some):
    vectors = in_batches(some, char_counts, dims=5)
    assert vectors.shape == (len(some), 5)
    backwards = in_batches(some[::-1] + some, char_counts, dims=5)
    np.testing.assert_array_equal(backwards[: len(some)], vectors[::-1])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)


@given(texts)
@settings(deadline=None)
def test_progress_counts_every_text_once(some):
    seen = []
    in_batches(some, char_counts, dims=5, on_batch=seen.append)
    assert sum(seen) == len(some)
    assert len(seen) == -(-len(set(some)) // BATCH)


def test_a_block_of_four_bits_is_a_scale_and_thirty_two_weights():
    nibbles = np.arange(32) % 16
    packed = (nibbles[:16] | nibbles[16:] << 4).astype(np.uint8)
    block = np.concatenate([np.frombuffer(np.float16(0.5).tobytes(), np.uint8), packed])
    np.testing.assert_array_equal(expand(block.reshape(1, 1, 18))[0], (nibbles - 8) * 0.5)


@pytest.mark.parametrize("name", ["weights.npz", "tokenizer.json", "config.json"])
def test_an_altered_model_is_refused_with_the_name_of_the_file(tmp_path, name):
    folder = tmp_path / "e5-small-fr"
    shutil.copytree(MODELS / "e5-small-fr", folder)
    with (folder / name).open("r+b") as file:
        file.seek(200)
        file.write(b"#")
    with pytest.raises(ModelError, match=rf"{name} : ce fichier a été altéré"):
        load_embedder("e5-small-fr", models=tmp_path)


@pytest.mark.model
def test_a_missing_model_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"il manque weights\.npz"):
        load_embedder("e5-small-fr", models=tmp_path)
    with pytest.raises(ModelError, match="introuvable sur cette machine"):
        load_embedder("personne/modele-inconnu", models=tmp_path)


@pytest.mark.model
def test_a_folder_of_sentence_transformers_is_an_embedder(tiny, tmp_path):
    embedder = load_embedder(str(tiny), models=tmp_path)
    vectors = embedder.encode(["des bancs au parc", "plus de vélos ici", "des bancs au parc"])
    assert embedder.name.startswith("petit-modele:")
    assert embedder.name == load_embedder(str(tiny), models=tmp_path).name
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, embedder.dims) == (3, 8)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert embedder.encode([]).shape == (0, 8)


@pytest.mark.model
def test_use_brings_paraphrases_together(use):
    assert use.dims == 512
    assert use.name.startswith("use:")
    assert nearest_are_paraphrases(use) >= 4
    assert use.encode(["", " "]).shape == (2, 512)


@pytest.mark.model
def test_e5_brings_paraphrases_together(e5):
    assert e5.dims == 384
    assert e5.name == f"e5-small-fr:{verify(MODELS / 'e5-small-fr')}"
    assert nearest_are_paraphrases(e5) == len(PAIRS)


@pytest.mark.model
def test_e5_gives_a_text_the_same_vector_alone_and_in_company(e5):
    together = e5.encode([text for pair in PAIRS for text in pair] + ["mot " * 600])
    alone = np.vstack([e5.encode([text]) for pair in PAIRS for text in pair])
    np.testing.assert_allclose(alone, together[:-1], atol=2e-6 if is_float32(e5) else 2e-2)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, rtol=1e-5)


@pytest.mark.model
def test_e5_reads_512_pieces_and_no_more(e5):
    long, longer = e5.encode(["vélo " * 600, "vélo " * 600 + "école " * 100])
    assert long @ longer == pytest.approx(1, abs=1e-5)


@pytest.mark.model
def test_e5_loads_and_encodes_without_the_network_and_without_a_word(monkeypatch, capfd):
    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    load_embedder("e5-small-fr", models=MODELS).encode(["Bonjour"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.model
def test_e5_in_bfloat16_says_nearly_what_it_says_in_float32(e5, monkeypatch):
    import torch

    monkeypatch.setattr("contributions.embed.load.fast_dtype", lambda: torch.bfloat16)
    short = [text for pair in PAIRS for text in pair]
    other = load_embedder("e5-small-fr", models=MODELS)
    assert (other.encode(short) * e5.encode(short)).sum(axis=1).min() > 0.999


def test_the_hash_of_a_text_does_not_depend_on_how_its_accents_are_typed():
    assert content_hash("e\u0301cole") == content_hash("\u00e9cole")
    assert content_hash("école") != content_hash("Ecole")
    assert len(content_hash("")) == 64


@pytest.mark.parametrize(
    ("text", "embedded"),
    [
        ("PLUS DE BANCS À L'ÉCOLE !", "plus de bancs à l'école !"),
        ("Plus de bancs", "Plus de bancs"),
        ("La CAF", "La CAF"),
        ("PLUS DE BUS", "plus de bus"),
        ("2024 : 12 %", "2024 : 12 %"),
        ("", ""),
    ],
)
def test_only_texts_mostly_in_capitals_are_lowered(text, embedded):
    assert lower_capitals(text) == embedded


@given(st.integers(0, 30), st.integers(1, 12), st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_a_view_has_rows_of_length_one_and_nothing_along_its_first_direction(n_rows, dims, seed):
    vectors = np.random.default_rng(seed).normal(size=(n_rows, dims)).astype(np.float32) + 3
    seen = view(vectors)
    assert seen.shape == vectors.shape
    norms = np.linalg.norm(seen, axis=1)
    assert np.all(np.isclose(norms, 1, atol=1e-5) | np.isclose(norms, 0, atol=1e-5))


def test_a_view_forgets_the_mean_and_the_first_component():
    rng = np.random.default_rng(0)
    signal = rng.normal(size=(200, 6)).astype(np.float32)
    signal[:, :2] = 0
    length = 9 + np.outer(rng.normal(size=200), [0, 50, 0, 0, 0, 0])
    seen, wanted = view((signal + length).astype(np.float32)), view_of_signal(signal)
    assert (seen * wanted).sum(axis=1).mean() > 0.99


@given(st.lists(st.sampled_from(["", "12 !", "vélo", "vélos", "des vélos en ville", "la cantine", "école"]), max_size=9))
@settings(max_examples=25, deadline=None)
def test_lsa_gives_one_row_a_text_whatever_there_is_to_read(some):
    vectors = lsa_of_stems(some, dims=4)
    assert len(vectors) == len(some)
    assert vectors.shape[1] <= 4
    norms = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(norms, 1, atol=1e-5) | (norms == 0))


def test_lsa_brings_inflections_together_and_repeats_itself():
    some = ["Des pistes cyclables", "une piste cyclable", "La cantine de l'école", "les cantines des écoles"] * 3
    vectors = lsa_of_stems(some, dims=3)
    assert vectors[0] @ vectors[1] > 0.6
    assert vectors[0] @ vectors[2] < 0.3
    np.testing.assert_array_equal(vectors, lsa_of_stems(some, dims=3))


def view_of_signal(signal):
    centred = signal - signal.mean(axis=0)
    return centred / np.linalg.norm(centred, axis=1, keepdims=True)


def nearest_are_paraphrases(embedder):
    """Count the first halves whose nearest second half is their own."""
    first, second = (embedder.encode([pair[side] for pair in PAIRS]) for side in (0, 1))
    return int(((first @ second.T).argmax(axis=1) == np.arange(len(PAIRS))).sum())


def is_float32(embedder):
    import torch

    return next(embedder.model.parameters()).dtype == torch.float32
