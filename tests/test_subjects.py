"""The subjects that residents talk about: a text is recognised by what it means, whatever its style."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.embed import (
    Frame,
    as_embedded,
    content_hash,
    likely_subjects,
    read_subjects,
    said_subjects,
    subject_view,
    view,
)
from contributions.settings import SubjectSettings, ThemeSettings, bundled
from contributions.steps.seeing import SPOKEN, seen_by, spoken_by, spoken_texts, subjects_of
from contributions.steps.session import embedder
from contributions.store.vectors import VectorShards
from contributions.themes import About
from contributions.themes.titles import subject_title, told_apart

TITLES = [subject.title for subject in read_subjects()]


def test_a_subject_has_a_title_words_and_sayings_of_its_own():
    assert len(set(TITLES)) == len(TITLES) >= 100
    words = Counter(word.casefold() for subject in read_subjects() for word in subject.words)
    assert [word for word, count in words.items() if count > 1] == []
    sayings = Counter(saying for subject in read_subjects() for saying in subject.sayings)
    assert [saying for saying, count in sayings.items() if count > 1] == []
    assert all(len(subject.words) >= 10 and len(subject.sayings) >= 10 for subject in read_subjects())


@pytest.mark.parametrize("name", ["e5-small-fr", "use"])
def test_vectors_of_what_is_said_of_subjects_are_shipped_for_the_usual_models(name):
    shipped = VectorShards(bundled(SPOKEN), embedder(name).name)
    keys = {content_hash(text) for text in spoken_texts(read_subjects())}
    assert shipped.missing(sorted(keys)) == []
    assert len(shipped) == len(keys)


@pytest.mark.model
@pytest.mark.parametrize("name", ["e5-small-fr", "use"])
def test_shipped_vectors_are_those_of_the_model(name):
    texts = spoken_texts(read_subjects())[::97]
    shipped = VectorShards(bundled(SPOKEN), embedder(name).name).take([content_hash(text) for text in texts])
    near = (embedder(name).encode(texts) * shipped).sum(axis=1)
    assert near.min() > 0.995


@pytest.mark.model
def test_what_people_say_is_about_its_subject_whatever_the_style():
    said = {
        "Ascenseurs": "ça fait trois semaines qu'on monte les courses à pied, il est encore arreté",
        "Bus et tramway": "APRES VINGT HEURES PLUS RIEN NE PASSE A L'ARRET",
        "Accès aux médecins": "mon généraliste est parti, personne ne prend de nouveaux patients",
        "Rats, cafards et punaises de lit": "on en voit courir dans la cour, gros comme des chats",
        "Éclairage public": "Le soir la rue est noire, les lampadaires ne marchent plus.",
        "Stationnement": "impossible de se garer, les places sont prises par des épaves",
        "Cantine scolaire": "le repas de midi des enfants est trop cher pour nous",
        "Charges locatives": "On nous réclame une régularisation et personne ne l'explique",
    }
    model = embedder("e5-small-fr")
    spoken = spoken_by(model, read_subjects(), otherwise=model.encode).vectors
    vectors = Frame.of(spoken).see(model.encode([as_embedded(text) for text in said.values()]))
    likely = likely_subjects([as_embedded(text) for text in said.values()], vectors, read_subjects(), view(spoken))
    found = [TITLES[row] for row in likely.argmax(axis=1)]
    right = [title == expected for title, expected in zip(found, said, strict=True)]
    assert sum(right) >= len(said) - 2, dict(zip(said, found, strict=True))
    np.testing.assert_allclose(likely.sum(axis=1), 1, rtol=1e-4)


def ferry():
    """Give a subject that no vocabulary would ship."""
    words = ("bac", "passeur", "traversée")
    sayings = ("le bac ne passe plus après six heures", "un passeur le dimanche", "on attend la traversée une heure")
    return SubjectSettings(title="Bac du fleuve", words=words, sayings=sayings)


def test_a_city_adds_its_subjects_and_replaces_those_of_the_same_title():
    own = SubjectSettings(title="Ascenseurs", words=("monte-charge",), sayings=("a", "b", "c"))
    subjects = subjects_of(ThemeSettings(subjects=(ferry(), own)))
    assert [subject.title for subject in subjects] == [*TITLES, "Bac du fleuve"]
    assert subjects[TITLES.index("Ascenseurs")].words == ("monte-charge",)
    assert subjects_of(ThemeSettings()) == read_subjects()


@pytest.mark.model
def test_only_what_is_said_of_a_subject_of_the_city_is_embedded_and_what_people_say_of_it_is_seen_so():
    model, asked = embedder("e5-small-fr"), []

    def encode(texts):
        asked.extend(texts)
        return model.encode(texts)

    subjects = subjects_of(ThemeSettings(subjects=(ferry(),)))
    spoken = spoken_by(model, subjects, otherwise=encode)
    assert asked == spoken_texts(subjects[-1:])
    texts = ["pourquoi le bac s'arrete si tot le soir", "le rendez-vous chez le médecin, six mois"]
    seen = seen_by(texts, [model.encode(texts)], spoken, few=2)
    titles = [seen.about.titles[row] for row in seen.about.shares.argmax(axis=1)]
    assert titles == ["Bac du fleuve", "Accès aux médecins"]
    assert seen.about.said[:, -1].tolist() == [True, False]


@given(st.integers(1, 12), st.integers(2, 6), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_a_text_is_seen_the_same_whatever_comes_after_the_first_few(rows, more, seed):
    likely = np.random.default_rng(seed).dirichlet(np.ones(5), size=rows + more).astype(np.float32)
    np.testing.assert_array_equal(subject_view(likely, rows)[:rows], subject_view(likely[:rows], rows))


def about(*firsts):
    """Say of each idea what it is first of all about."""
    shares = np.eye(4, dtype=np.float32)[list(firsts)]
    return About(shares, shares > 0, ("Ascenseurs", "Bus et tramway", "École et enseignants", "Loyers"))


def everybody(count):
    return np.ones(count, dtype=np.bool_)


def test_a_theme_is_titled_by_the_subject_that_prevails():
    assert subject_title(about(0, 0, 0, 1), everybody(4)) == "Ascenseurs"


def test_two_subjects_that_share_a_theme_are_both_named():
    assert subject_title(about(0, 0, 0, 1, 1, 2), everybody(6)) == "Ascenseurs\u00a0; bus et tramway"


def test_a_subject_that_nobody_says_is_no_title():
    near = about(0, 0, 0, 1)
    silent = replace(near, said=np.zeros_like(near.said))
    assert subject_title(silent, everybody(4)) == ""


def test_a_word_of_a_subject_is_said_whole_whatever_its_accents_and_plurals():
    carers, lifts = (
        next(each for each in read_subjects() if each.title == title) for title in ("Handicap et proches aidants", "Ascenseurs")
    )
    said = said_subjects(["mes proches me manquent", "Etre proches aidants", "les HANDICAPES"], (carers, lifts))
    assert said.tolist() == [[False, False], [True, False], [True, False]]


def test_a_theme_of_many_subjects_has_no_title_of_theirs():
    scattered = About(np.eye(9, dtype=np.float32), np.eye(9) > 0, tuple("ABCDEFGHI"))
    assert subject_title(scattered, everybody(9)) == ""


def test_themes_of_one_subject_are_told_apart_by_words_of_their_own():
    assert told_apart(["Bus", "Loyers", "Bus"], [["bus", "soir"], ["loyer"], ["bus", "arrêt Coubertin", "soir"]]) == [
        "Bus",
        "Loyers",
        "Bus\u00a0: arrêt Coubertin",
    ]
