"""The words of a corpus of many ideas are read in a sample: bounded, fair to small groups, and with the same names."""

import numpy as np
import pytest
from test_themes import PLACES, SUBJECTS, TEXTS, frame, gathered, views

from contributions.themes import words
from contributions.themes.words import READ_WHOLE, heard_rows


def test_up_to_a_size_everybody_is_heard():
    labels = np.arange(READ_WHOLE) % 7 - 1
    np.testing.assert_array_equal(heard_rows(labels), np.arange(READ_WHOLE))


def test_beyond_it_each_group_is_heard_as_much_and_a_small_one_whole():
    labels = np.concatenate([np.arange(12_000) % 19 - 1, np.full(12, 18)])
    heard = heard_rows(labels)
    assert len(heard) <= READ_WHOLE
    assert (np.diff(heard) > 0).all()
    counts = dict(zip(*np.unique(labels[heard], return_counts=True), strict=True))
    assert counts.pop(18) == 12
    assert set(counts.values()) == {READ_WHOLE // 20}


@pytest.mark.model
def test_a_sample_names_themes_as_everybody_does(monkeypatch):
    found = gathered(frame(TEXTS), views())
    monkeypatch.setattr(words, "READ_WHOLE", len(SUBJECTS) * len(PLACES) * 3 // 4)
    sampled = gathered(frame(TEXTS), views())
    assert [theme.id for theme in sampled.themes] == [theme.id for theme in found.themes]
    assert [theme.title for theme in sampled.themes] == [theme.title for theme in found.themes]
    assert len(heard_rows(np.arange(len(TEXTS)) % len(SUBJECTS))) < len(TEXTS)
