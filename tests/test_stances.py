"""What a text is for or against: the cases of `cases/stances.yaml`, and what holds of any text."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contributions.prepare import stances_of

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "stances.yaml").read_text(encoding="utf-8"))
SIDES = {"pour": "for", "contre": "against"}
TAKEN = [(SIDES[side], word, text) for side in SIDES for word, texts in CASES[side].items() for text in texts]
WORDS = [
    "je suis",
    "pour",
    "contre",
    "non",
    "oui",
    "aux",
    "pas besoin de",
    "caméras",
    "l'",
    "local",
    "?",
    ".",
    ",",
    "surtout pas",
]


@pytest.mark.parametrize(("side", "word", "text"), TAKEN, ids=[text for _, _, text in TAKEN])
def test_the_side_a_text_takes_is_read_with_what_it_is_about(side, word, text):
    assert (side, word) in {(each.side.value, each.word.lower()) for each in stances_of(text)}


@pytest.mark.parametrize("text", CASES["rien"])
def test_a_text_that_takes_no_side_has_none(text):
    assert stances_of(text) == ()


@pytest.mark.parametrize("text", ["JE SUIS CONTRE LES CAMÉRAS", "je suis contre les cameras", "Je suis contre la caméra."])
def test_case_accents_and_plural_do_not_count_in_what_a_stance_is_about(text):
    assert [(each.side.value, each.about) for each in stances_of(text)] == [("against", "camera")]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=12).map(" ".join))
def test_whatever_the_text_a_stance_is_about_one_of_its_words_and_takes_one_side_of_it(text):
    taken = stances_of(text)
    assert all(each.word in text for each in taken)
    assert len({each.about for each in taken}) == len(taken)
