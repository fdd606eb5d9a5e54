"""The store of vectors: what goes in comes out, in any order, of one model only."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.embed import content_hash
from contributions.errors import ModelError
from contributions.store import vectors as store
from contributions.store.vectors import VectorShards, slug

MODEL = "e5-small-fr:1a2b3c4d"
hashes = st.lists(st.integers(0, 30).map(lambda n: content_hash(str(n))), max_size=25, unique=True)


def vector_of(key):
    """Make of a hash the one vector it has in these tests, exact in float16."""
    return [int(key[at], 16) / 16 for at in range(6)]


def matrix(keys):
    return np.array([vector_of(key) for key in keys], dtype=np.float32).reshape(-1, 6)


@pytest.fixture
def shards(tmp_path):
    return VectorShards(tmp_path, MODEL)


@given(st.lists(hashes, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_what_is_added_is_taken_back_in_any_order_and_after_a_restart(tmp_path_factory, batches, chance):
    folder = tmp_path_factory.mktemp("vectors")
    shards = VectorShards(folder, MODEL)
    for batch in batches:
        shards.add(batch, matrix(batch))
    asked = [key for batch in batches for key in batch]
    chance.shuffle(asked)
    for opened in (shards, VectorShards(folder, MODEL)):
        np.testing.assert_array_equal(opened.take(asked), matrix(asked) if asked else np.empty((0, opened.dims or 0)))
        assert len(opened) == len(set(asked))
        assert opened.missing(asked) == []


@given(hashes, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_a_batch_gives_the_same_files_whatever_its_order(tmp_path_factory, batch, chance):
    shuffled = chance.sample(batch, len(batch))
    contents = []
    for keys in (batch, shuffled):
        shards = VectorShards(tmp_path_factory.mktemp("vectors"), MODEL)
        shards.add(keys, matrix(keys))
        contents.append({path.name: path.read_bytes() for path in shards.folder.glob("*")})
    assert contents[0] == contents[1]


@given(hashes, hashes)
@settings(max_examples=25, deadline=None)
def test_what_is_forgotten_is_no_longer_on_the_disk(tmp_path_factory, kept, gone):
    shards = VectorShards(tmp_path_factory.mktemp("vectors"), MODEL)
    shards.add(kept, matrix(kept))
    assert shards.forget(gone) == len(set(kept) & set(gone))
    left = [key for key in kept if key not in gone]
    np.testing.assert_array_equal(shards.take(left), matrix(left) if left else np.empty((0, 0)))
    written = b"".join(path.read_bytes() for path in shards.folder.glob("*"))
    assert not any(key.encode("ascii") in written for key in gone)


def test_missing_gives_each_unknown_hash_once_in_the_order_asked(shards):
    a, b, c = map(content_hash, "abc")
    shards.add([a], matrix([a]))
    assert shards.missing([c, a, b, c]) == [c, b]
    assert shards.add([a, b, b], matrix([a, b, b])) == 1


def test_taking_an_unknown_text_says_how_many_and_what_to_do(shards):
    with pytest.raises(ModelError, match="2 textes sans vecteur pour le modèle « e5-small-fr:1a2b3c4d »"):
        shards.take([content_hash("a"), content_hash("b")])


def test_vectors_of_two_widths_are_never_mixed(shards):
    a, b = map(content_hash, "ab")
    shards.add([a], matrix([a]))
    with pytest.raises(ModelError, match="vecteurs de deux modèles, à 6 et à 3 dimensions"):
        shards.add([b], np.ones((1, 3), dtype=np.float32))
    with pytest.raises(ModelError, match="forme"):
        shards.add([b], matrix([a, b]))
    with pytest.raises(ModelError, match="pas finis"):
        shards.add([b], np.full((1, 6), np.nan, dtype=np.float32))
    assert len(shards) == 1


def test_two_models_have_two_folders_and_a_folder_renamed_is_refused(tmp_path):
    a = content_hash("a")
    first, second = VectorShards(tmp_path, MODEL), VectorShards(tmp_path, "e5-small-fr:ffffffff")
    first.add([a], matrix([a]))
    assert second.missing([a]) == [a]
    first.folder.rename(second.folder)
    with pytest.raises(ModelError, match="vecteurs de deux modèles, « e5-small-fr:1a2b3c4d » et « e5-small-fr:ffffffff »"):
        VectorShards(tmp_path, "e5-small-fr:ffffffff")


def test_names_alike_once_simplified_stay_apart():
    assert len({slug("a/b"), slug("a:b"), slug("A b")}) == 3
    assert slug("Éléphant/modèle v2").startswith("elephant-modele-v2-")


@pytest.mark.parametrize("survivors", [0, 1, 2])
def test_a_killed_write_leaves_no_half_shard(shards, tmp_path, monkeypatch, survivors):
    a = content_hash("a")
    done, put = [], store._put

    def killed(path, content):
        if len(done) == survivors:
            raise KeyboardInterrupt
        done.append(path)
        put(path, content)

    monkeypatch.setattr(store, "_put", killed)
    with pytest.raises(KeyboardInterrupt):
        shards.add([a], matrix([a]))
    monkeypatch.undo()
    again = VectorShards(tmp_path, MODEL)
    assert again.missing([a]) == [a]
    again.add([a], matrix([a]))
    np.testing.assert_array_equal(VectorShards(tmp_path, MODEL).take([a]), matrix([a]))


def test_vectors_are_kept_in_float16(shards):
    keys = [content_hash(str(n)) for n in range(50)]
    vectors = np.random.default_rng(0).normal(size=(50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    shards.add(keys, vectors)
    np.testing.assert_allclose(shards.take(keys), vectors, atol=2e-4)
    assert next(shards.folder.glob("*[0-9a-f].npy")).stat().st_size < 50 * 384 * 2 + 256
