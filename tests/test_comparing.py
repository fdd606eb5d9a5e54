"""What every comparison of texts shares: one stemmer, and one scale."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contributions.comparing import standard
from contributions.embed.views import stems_of
from contributions.match.score import telling_stems

measures = arrays(np.float32, (3, 5), elements=st.floats(-1, 1, width=32))


@given(measures)
def test_measures_brought_to_one_scale_keep_the_order_of_each_row_and_outweigh_no_other(values):
    scaled = standard(values)
    told = values.std(axis=1) > 1e-6
    assert scaled[told].mean(axis=1) == pytest.approx(0, abs=1e-3)
    assert scaled[told].std(axis=1) == pytest.approx(1, abs=1e-3)
    order = np.argsort(values, axis=1, kind="stable")
    assert (np.diff(np.take_along_axis(scaled, order, axis=1), axis=1) >= 0).all()


@pytest.mark.parametrize("value", [0, 0.1, -1 / 3, 0.7])
def test_a_measure_that_is_the_same_for_all_says_nothing_whatever_its_roundings(value):
    assert not standard(np.full((2, 7), value)).any()


def test_subjects_and_objectives_are_told_by_the_same_stems():
    text = "Les jardins partagés, des trottoirs abîmés et l'éclairage cassé"
    assert set(telling_stems(text)) <= set(stems_of(text))
