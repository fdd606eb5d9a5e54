"""What is said indirectly waits for a person too; an ordinary testimony seldom does."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

from contributions.errors import ModelError
from contributions.language import speak
from contributions.privacy.sensitive import Sensitive
from contributions.privacy.sensitive_evaluation import evaluate_sensitive
from contributions.privacy.sensitive_model import FILES, estimate, pieces, read_model, score
from contributions.privacy.waiting import Waits, read_first, said, why_waiting
from contributions.steps.session import embedder, encode_shipped

CASES = Path(__file__).parent / "cases"
MODEL = Path(__file__).parent.parent / "models" / "sensitive"
FLOORS = {"sensitive-first.yaml": (0.75, 0.9), "sensitive-second.yaml": (0.7, 0.9), "blind-sensitive.yaml": (0.5, 0.9)}
"""Cases -> lowest recall and precision over texts. The last are not learned from."""
CLOSE = 0.1
"""Scores nearer to the limit may fall on either side: vectors move with the processor."""
CALLS = [
    "Je range mes affaires, ma fille saura où les trouver, après ce sera fini.",
    "J'ai froid et faim, et personne ne le sait.",
    "On dort à quatre dans la voiture et les petits ont faim.",
]
ORDINARY = [
    "Je fais le tour du lac avec ma mère le dimanche, il manque un banc.",
    "Mon fils attend le bus quarante minutes sous la pluie.",
    "Il faut des pistes cyclables et des arbres.",
    "La gardienne est adorable, elle garde les colis.",
]
pytestmark = pytest.mark.model


def cases(name):
    return yaml.safe_load((CASES / name).read_text("utf-8"))


def nobody_reads(_texts):
    raise AssertionError("no text should have been embedded")


@pytest.mark.parametrize("name", FLOORS)
def test_what_must_wait_is_found_and_little_else_is(name):
    frame = evaluate_sensitive(cases(name), encode=encode_shipped)
    recall, precision = FLOORS[name]
    assert frame.recall["textes"] >= recall, frame.to_string()
    assert frame.precision["textes"] >= precision, frame.to_string()


@pytest.mark.parametrize("text", CALLS)
def test_a_call_for_help_that_no_rule_sees_waits_and_says_who_found_it(text):
    (waits,) = read_first([text], encode=encode_shipped)
    assert waits.found == ()
    assert Sensitive.DISTRESS in waits.estimated
    assert "détresse (selon le modèle)" in why_waiting([text], encode=encode_shipped)[0]


def test_an_ordinary_testimony_stays():
    assert why_waiting(ORDINARY, encode=encode_shipped) == [""] * len(ORDINARY)


def test_what_a_rule_finds_is_not_said_to_be_estimated():
    assert why_waiting(["Chui diabétique"], encode=encode_shipped)[0].split(", ")[0] == "santé"
    with speak("en"):
        assert said("santé, détresse (selon le modèle)") == "health, distress (according to the model)"


def test_most_of_ordinary_texts_are_settled_by_their_words_alone():
    model = read_model(MODEL)
    texts = ["Il faut des pistes cyclables et des arbres.", "Réparez l'ascenseur de la gare."]
    assert not np.isfinite(score(texts, model=model, encode=nobody_reads)).any()
    assert read_first(["", "?"], encode=nobody_reads) == [Waits((), ()), Waits((), ())]
    assert read_first([], encode=nobody_reads) == []


def test_one_sentence_among_many_is_enough():
    call = "Je dors dans ma voiture avec ma petite depuis l'expulsion."
    plea = f"Le marché du jeudi est très bien. Il manque un banc devant la poste. {call}"
    assert call in pieces(plea)
    assert why_waiting([plea], encode=encode_shipped) != [""]


def test_other_texts_read_beside_it_change_nothing():
    alone = [why_waiting([text], encode=encode_shipped)[0] for text in (*CALLS, *ORDINARY)]
    assert why_waiting([*CALLS, *ORDINARY], encode=encode_shipped) == alone


def test_the_model_is_that_of_the_shipped_embedder():
    assert read_model(MODEL).embedder == embedder("e5-small-fr").name


@pytest.mark.parametrize("name", FILES)
def test_a_model_that_is_not_whole_is_refused_in_a_sentence(tmp_path, name):
    folder = tmp_path / "sensitive"
    shutil.copytree(MODEL, folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match="incomplet"):
        read_model(folder)


@pytest.mark.slow
def test_building_it_again_gives_the_same_decisions(tmp_path):
    script = importlib.util.spec_from_file_location("build_sensitive", MODEL / "build.py")
    build = importlib.util.module_from_spec(script)
    sys.modules["build_sensitive"] = build
    script.loader.exec_module(build)
    build.write(build.train(build.cases(*build.AUTHORS), embedder(build.EMBEDDER)), tmp_path)
    assert (tmp_path / "words.txt").read_text("utf-8") == (MODEL / "words.txt").read_text("utf-8")
    texts = [case["text"] for case in cases("blind-sensitive.yaml")]
    again, before = (estimate(texts, model=read_model(folder), encode=encode_shipped) for folder in (tmp_path, MODEL))
    limit = read_model(MODEL).aside
    sure = np.abs(score(texts, model=read_model(MODEL), encode=encode_shipped)[:, 0] - limit) > CLOSE
    moved = [bool(new) != bool(old) for new, old in zip(again, before, strict=True)]
    assert not any(sure & np.array(moved))


def test_the_command_prints_recall_and_precision(call, tmp_path):
    file = tmp_path / "cas.yaml"
    file.write_text('- {text: "Chui diabétique", kinds: [santé]}\n- {text: "Un banc", kinds: []}\n', encoding="utf-8")
    told = call("evaluate", "sensitive", file, "--json")
    rows = {row["kind"]: row for row in json.loads(told.out)["cas.yaml"]}
    assert rows["santé"] == {"kind": "santé", "expected": 1, "found": 1, "put_aside": 1, "recall": 1.0, "precision": 1.0}
    assert rows["opinion"]["recall"] is None
    assert "détresse" in call("evaluate", "sensitive", file).out
