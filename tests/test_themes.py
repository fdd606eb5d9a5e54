"""The stage `themes`: near ideas together, the same whatever their order, under ids that last."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.embed import lsa_of_stems
from contributions.frames import IDEAS, PLACEMENTS
from contributions.themes import GROUPED, WEAK, Seen, View, gather
from contributions.themes.consensus import shown_groups
from contributions.themes.continuity import KEEPS_ITS_ID, inherit
from contributions.themes.grouping import FEWEST, group
from contributions.themes.phrases import noun_phrases
from contributions.themes.words import name_groups

SUBJECTS = {
    "éclairage": "L'éclairage de la rue {place} est en panne, on a peur le soir",
    "ascenseur": "L'ascenseur du bâtiment {place} ne marche pas depuis des semaines",
    "médecin": "Il manque un médecin près de {place} pour soigner les familles",
    "école": "Les élèves de l'école {place} n'ont pas de professeur remplaçant",
}
PLACES = [
    "Pasteur",
    "Zola",
    "Hugo",
    "Sand",
    "Curie",
    "Monet",
    "Ravel",
    "Verne",
    "Rodin",
    "Bizet",
    "Fauré",
    "Péguy",
    "Ravel-Nord",
    "Colette",
    "Prévert",
]
TEXTS = [sentence.format(place=place) for sentence in SUBJECTS.values() for place in PLACES]
GOLD = np.repeat(np.arange(len(SUBJECTS)), len(PLACES))
WIDTH = 16


def near(gold, *, seed, noise=0.25):
    """Make unit vectors gathered around one direction a group."""
    draw = np.random.default_rng(seed)
    vectors = np.eye(WIDTH)[gold] + noise * draw.normal(size=(len(gold), WIDTH))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def views(gold=GOLD):
    return [near(gold, seed=1), near(gold, seed=2), near(gold, seed=3)]


def grouped(vectors, **options):
    usual = {"shown": 20, "smallest": 0, "engine": "consensus", "seed": 0}
    return group(seen(vectors), **(usual | options))


def seen(vectors):
    return Seen([View(each) for each in vectors])


def partition(labels, names):
    return {frozenset(name for name, label in zip(names, labels, strict=True) if label == each) for each in set(labels)}


def letters(texts):
    counts = [np.bincount([ord(letter) % WIDTH for letter in text] or [0], minlength=WIDTH) for text in texts]
    vectors = np.array(counts, dtype=np.float32).reshape(-1, WIDTH)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def frame(texts, ids=None, campaign=""):
    ids = ids or [f"C{number:03}-1" for number in range(len(texts))]
    rows = {"id": ids, "contribution": [each[:-2] for each in ids], "start": 0, "end": [len(text) for text in texts]}
    return IDEAS.check(pd.DataFrame(rows | {"text": texts, "nature": "constat", "campaign": campaign}))


def gathered(ideas, vectors, **options):
    usual = {"previous": {}, "known": {}, "last_number": 0, "run": "R1", "shown": 20, "smallest": 0}
    return gather(ideas, seen(vectors), **(usual | {"engine": "consensus", "seed": 0, "encode": letters} | options))


def test_groups_that_are_apart_are_found():
    labels, strength = grouped(views())
    assert partition(labels, range(len(GOLD))) == partition(GOLD, range(len(GOLD)))
    assert ((strength >= 0) & (strength <= 1 + 1e-9)).all()


def test_the_same_rows_give_the_same_groups_twice():
    for one, other in zip(grouped(views()), grouped(views()), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_one_view_two_or_three_are_enough(count):
    assert len(partition(grouped(views()[:count])[0], range(len(GOLD)))) == len(SUBJECTS)


@pytest.mark.parametrize("rows", range(FEWEST))
def test_with_too_few_ideas_nothing_is_grouped(rows):
    labels, strength = grouped([near(np.zeros(rows, dtype=int), seed=1)])
    assert labels.tolist() == [-1] * rows
    assert strength.tolist() == [0] * rows


@given(st.integers(FEWEST, 40), st.integers(0, 99), st.integers(2, 5))
@settings(max_examples=10, deadline=None)
def test_whatever_the_vectors_each_row_is_in_a_shown_group_or_apart(rows, seed, shown):
    draw = np.random.default_rng(seed)
    vectors = (draw.normal(size=(rows, 5)) * draw.integers(0, 2, size=(rows, 1))).astype(np.float32)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    labels, strength = grouped([unit.astype(np.float32)], shown=shown)
    assert len(labels) == len(strength) == rows
    assert len(set(labels) - {-1}) <= shown
    assert np.isfinite(strength).all()


def test_no_more_groups_than_asked_are_shown_and_none_is_cut():
    labels = shown_groups(GOLD, near(GOLD, seed=1), shown=2)
    assert len(set(labels)) == 2
    assert all(len(set(labels[each == GOLD])) == 1 for each in range(len(SUBJECTS)))
    np.testing.assert_array_equal(shown_groups(GOLD, near(GOLD, seed=1), shown=4), GOLD)


def test_a_group_smaller_than_asked_is_a_weak_signal():
    gold = np.array([0] * 20 + [1] * 20 + [2] * 4)
    labels, _ = grouped([near(gold, seed=1, noise=0.1)], smallest=6)
    assert set(labels[-4:]) == {-1}


ideas_of = st.dictionaries(st.integers(0, 30).map(str), st.integers(0, 4), max_size=25)


@given(ideas_of, ideas_of)
@settings(max_examples=60, deadline=None)
def test_an_id_is_inherited_once_by_a_group_that_shares_enough_of_its_ideas(old, new):
    previous = {idea: f"T{theme}" for idea, theme in old.items()}
    ids = inherit(previous, new)
    assert len(set(ids.values())) == len(ids)
    assert set(ids) <= set(new.values())
    common = previous.keys() & new.keys()
    for number, theme in ids.items():
        now = {idea for idea in common if new[idea] == number}
        before = {idea for idea in common if previous[idea] == theme}
        assert len(now & before) / len(now | before) >= KEEPS_ITS_ID


@given(ideas_of)
def test_nothing_changed_inherits_everything(old):
    previous = {idea: f"T{theme}" for idea, theme in old.items()}
    assert inherit(previous, old) == {theme: f"T{theme}" for theme in set(old.values())}


@given(ideas_of, st.permutations(range(5)), st.dictionaries(st.integers(31, 60).map(str), st.integers(0, 4)))
def test_group_numbers_and_new_ideas_do_not_count_in_the_inheritance(old, names, more):
    previous = {idea: f"T{theme}" for idea, theme in old.items()}
    now = {idea: names[theme] for idea, theme in old.items()} | more
    assert inherit(previous, now) == {names[theme]: f"T{theme}" for theme in set(old.values())}


@given(ideas_of, ideas_of, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_ideas_does_not_count_in_the_inheritance(old, new, random):
    previous = {idea: f"T{theme}" for idea, theme in old.items()}
    keys = random.sample(sorted(new), len(new))
    shuffled = dict(sorted(previous.items(), key=lambda item: random.random()))
    assert inherit(shuffled, {key: new[key] for key in keys}) == inherit(previous, new)


@pytest.mark.model
def test_themes_are_found_and_named():
    found = gathered(frame(TEXTS), views())
    place = found.placements.set_index("idea")["theme"]
    assert partition(place, TEXTS) == partition(GOLD, TEXTS)
    assert [theme.id for theme in found.themes] == ["T001", "T002", "T003", "T004"]
    assert len({theme.title for theme in found.themes}) == len(found.themes)
    for theme in found.themes:
        subject = list(SUBJECTS)[GOLD[place.tolist().index(theme.id)]]
        assert any(subject in word for word in theme.keywords), (subject, theme.keywords)
        assert theme.born_in == "R1"
    assert gathered(frame(TEXTS), views()).themes == found.themes


@pytest.mark.model
def test_a_noun_that_names_nothing_names_the_theme_that_insists_on_it():
    texts = [f"Prendre le temps de lire {place}" for place in PLACES] + [f"Le bus de {place} est en retard" for place in PLACES]
    labels = np.repeat([0, 1], len(PLACES))
    named = name_groups(labels, noun_phrases(texts), seen([near(labels, seed=1)]), encode=letters)
    assert named[0].title.startswith("Temps")
    scattered = np.tile([0, 1], len(PLACES))
    named = name_groups(scattered, noun_phrases(texts), seen([near(scattered, seed=1)]), encode=letters)
    assert not [naming.title for naming in named.values() if "emps" in naming.title]


@pytest.mark.model
def test_the_order_of_rows_and_the_ids_they_have_change_no_theme():
    found = gathered(frame(TEXTS), views())
    by_text = dict(zip(TEXTS, found.placements["theme"], strict=True))
    shuffled = np.random.default_rng(7).permutation(len(TEXTS))
    other = gathered(frame([TEXTS[row] for row in shuffled]), [view[shuffled] for view in views()])
    again = dict(zip([TEXTS[row] for row in shuffled], other.placements["theme"], strict=True))
    assert partition(list(by_text.values()), by_text) == partition(list(again.values()), again)
    assert {theme.title for theme in other.themes} == {theme.title for theme in found.themes}
    kept = frame(TEXTS).iloc[shuffled].reset_index(drop=True)
    same = gathered(kept, [view[shuffled] for view in views()])
    assert dict(same.placements[["idea", "theme"]].to_numpy()) == dict(found.placements[["idea", "theme"]].to_numpy())
    assert same.themes == found.themes


@pytest.mark.model
def test_a_campaign_is_one_voice_and_its_copies_stand_with_it():
    copies = [f"Z{number:03}-1" for number in range(30)]
    ideas = frame([*TEXTS, *[TEXTS[0]] * len(copies)], [*frame(TEXTS)["id"], *copies])
    ideas.loc[[0, *range(len(TEXTS), len(ideas))], "campaign"] = ideas["id"][0]
    vectors = [np.vstack([view, np.repeat(view[:1], len(copies), axis=0)]) for view in views()]
    found = gathered(ideas, vectors)
    place = found.placements.set_index("idea")["theme"]
    assert {place[copy] for copy in copies} == {place[ideas["id"][0]]} != {""}
    assert partition(place[: len(TEXTS)], TEXTS) == partition(GOLD, TEXTS)


@pytest.mark.model
def test_ids_and_births_last_and_new_themes_are_numbered_on():
    first = gathered(frame(TEXTS[:45]), views(GOLD[:45]), last_number=7)
    assert [theme.id for theme in first.themes] == ["T008", "T009", "T010"]
    placed = first.placements[first.placements["theme"] != ""]
    second = gathered(
        frame(TEXTS),
        views(),
        previous=dict(placed[["idea", "theme"]].to_numpy()),
        known={theme.id: theme for theme in first.themes},
        last_number=10,
        run="R2",
    )
    assert {theme.id: theme.born_in for theme in second.themes} == {"T008": "R1", "T009": "R1", "T010": "R1", "T011": "R2"}
    after = second.placements.set_index("idea")["theme"]
    assert all(after[idea] == theme for idea, theme in placed[["idea", "theme"]].to_numpy())


@pytest.mark.model
@pytest.mark.parametrize("rows", [0, 1, FEWEST - 1])
def test_too_few_ideas_are_all_weak_signals(rows):
    found = gathered(frame(TEXTS[:rows]), [view[:rows] for view in views()])
    assert found.themes == ()
    assert found.placements["reason"].tolist() == [WEAK] * rows
    assert list(found.placements.columns) == list(PLACEMENTS.columns)


@pytest.mark.model
def test_ideas_without_a_word_are_gathered_all_the_same():
    texts = [f"{'.' * (number + 1)}" for number in range(12)]
    blank = np.zeros((12, WIDTH), dtype=np.float32)
    found = gathered(frame(texts), [blank, blank, lsa_of_stems(texts)])
    assert len(found.placements) == 12
    assert len({theme.title for theme in found.themes}) == len(found.themes)


@pytest.mark.model
def test_bertopic_is_an_engine_too():
    labels, _ = grouped(views(), engine="bertopic")
    assert 2 <= len(set(labels) - {-1}) <= 6
    np.testing.assert_array_equal(labels, grouped(views(), engine="bertopic")[0])


def test_a_group_of_texts_without_a_known_word_is_shown_like_any_other():
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [0, 0], [0, 0]], dtype=np.float32)
    shown = shown_groups(np.array([0, 0, 1, 1, 2, 2]), vectors, shown=2)
    assert len(set(shown)) == 2
    assert (shown[::2] == shown[1::2]).all()


@pytest.mark.model
def test_the_share_of_the_work_that_is_done_goes_from_grouping_to_the_whole(monkeypatch):
    monkeypatch.setattr("contributions.themes.phrases._BATCH", 25)
    told: list[float] = []
    gathered(frame(TEXTS), views(), on_share=told.append)
    assert told == pytest.approx([GROUPED, *(GROUPED + (1 - GROUPED) * read / 60 for read in (25, 50, 60))])
