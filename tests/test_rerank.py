"""A cross-encoder that a city gives in a folder moves the likeliest objectives; without one, nothing changes."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_match import CONTRACT, frame, letters

from contributions.embed import load_reranker
from contributions.errors import ModelError
from contributions.match import Texts, Thresholds, match_ideas
from contributions.match.score import RERANKED, reranked

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "les", "poubelles", "bus", "le", "soir", "chauffage", "propreté", "logement"]


def common(pairs):
    """Read two texts together for real, but simply: the letters that they share."""
    return np.array([len(set(one.lower()) & set(other.lower())) for one, other in pairs], dtype=np.float32)


def matched(texts, rerank=None):
    seen = Texts(texts, letters(texts), None)
    options = {"encode": letters, "encode_second": None, "thresholds": Thresholds(top=9), "rerank": rerank}
    return match_ideas(frame(texts), seen, {}, [CONTRACT], **options).matches


@given(st.integers(1, 5), st.integers(2, 20), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_only_the_likeliest_objectives_move_and_together_they_stay_as_likely(ideas, objectives, seed):
    fused = np.random.default_rng(seed).normal(size=(ideas, objectives)).astype(np.float32)
    texts, about = (
        [f"idée {number}" for number in range(ideas)],
        [f"objectif {'abc'[: number % 4]}" for number in range(objectives)],
    )
    moved = reranked(fused, texts, about, common)
    most = min(RERANKED, objectives)
    for before, after in zip(fused, moved, strict=True):
        best = np.argsort(-before, kind="stable")
        np.testing.assert_array_equal(after[best[most:]], before[best[most:]])
        np.testing.assert_allclose(after[best[:most]].mean(), before[best[:most]].mean(), atol=1e-4)


def test_words_said_twice_are_read_once_and_the_order_of_ideas_changes_nothing():
    asked = []

    def counted(pairs):
        asked.extend(pairs)
        return common(pairs)

    texts = ["le bus du soir", "les poubelles", "le bus du soir"]
    found = matched(texts, counted)
    assert len(asked) == len(set(asked)) == 2 * len(CONTRACT.leaves)
    back = matched(texts[::-1], common)
    renamed = back.assign(subject=back["subject"].map({"C000-1": "C002-1", "C001-1": "C001-1", "C002-1": "C000-1"}))
    ordered = renamed.sort_values(["subject", "objective"], ignore_index=True)
    assert ordered[["subject", "objective", "rank"]].equals(found[["subject", "objective", "rank"]])
    assert not found["score"].equals(matched(texts)["score"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Save a real cross-encoder of one layer and twelve words."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, set_seed

    set_seed(0)
    path = tmp_path_factory.mktemp("modeles") / "petit-cross-encoder"
    words = {word: index for index, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))  # noqa: S106 (a token of text)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    ends = [("[CLS]", words["[CLS]"]), ("[SEP]", words["[SEP]"])]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", ends)
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(path)
    shape = {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "initializer_range": 1.0,
    }
    BertForSequenceClassification(BertConfig(vocab_size=len(WORDS), num_labels=1, **shape)).save_pretrained(path)
    return path


@pytest.mark.model
def test_a_folder_with_a_cross_encoder_reads_pairs_always_alike(folder):
    reranker = load_reranker(folder)
    pairs = [("les poubelles", "propreté"), ("le bus", "logement"), ("les poubelles", "propreté")]
    scores = reranker.score(pairs)
    assert scores.shape == (3,)
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert scores[0] != pytest.approx(scores[1], abs=1e-5)
    assert reranker.score([]).shape == (0,)
    assert load_reranker(folder).name == reranker.name
    assert set(matched(["le bus", "les poubelles"], reranker.score)["objective"]) == {each.id for each in CONTRACT.leaves}


@pytest.mark.model
def test_other_weights_have_another_name(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / folder.name)
    (other / "model.safetensors").write_bytes(b"autre")
    assert load_reranker(other).name != load_reranker(folder).name


@pytest.mark.parametrize(
    ("config", "seen"),
    [
        (None, "pas de modèle dans ce dossier"),
        ("{", "pas de modèle dans ce dossier"),
        (json.dumps({"architectures": ["BertModel"]}), "BertModel, 2 étiquettes"),
        (json.dumps({"architectures": ["BertForSequenceClassification"], "id2label": {"0": "a", "1": "b"}}), "2 étiquettes"),
    ],
)
def test_what_is_no_cross_encoder_is_said_with_what_was_seen(tmp_path, config, seen):
    if config is not None:
        (tmp_path / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError, match=seen):
        load_reranker(tmp_path)
