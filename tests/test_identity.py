"""Laws of ids and of duplicates."""

import re

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.frames import READINGS
from contributions.ingest import duplicates, identify

LONG = "Plus d'éclairage près de l'école le soir"
OTHERS = ["Plus d eclairage, près de l'ÉCOLE le soir !", "plus de bancs", "Un robinet pour boire sur la place l'été", ""]


def frame(*rows):
    defaults = {column: (0 if dtype == "int64" else "") for column, dtype in READINGS.columns.items()} | {"file": "a.csv"}
    return READINGS.check(pd.DataFrame([defaults | row for row in rows], columns=list(READINGS.columns)))


def named(*rows, collection="atelier"):
    return identify(frame(*rows), collection=collection).assign(collection=collection)


NOBODY = named().iloc[:0]

sayings = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.sampled_from([LONG, *OTHERS]),
            "quartier": st.sampled_from(["Les Tilleuls", ""]),
            "said_on": st.sampled_from(["2026-03-12", "2026-04-09", ""]),
            "native_id": st.sampled_from(["", "proposal/1", "proposal/2"]),
            "file": st.sampled_from(["a.csv", "b.csv"]),
        }
    ),
    max_size=12,
).map(lambda rows: [row | {"position": place} for place, row in enumerate(rows, start=2)])


@given(sayings, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_ids_and_duplicates_do_not_depend_on_the_order_of_rows(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = named(*rows), named(*shuffled)
    assert first["id"].is_unique
    by_position = dict(zip(second["position"], second["id"], strict=True))
    assert [by_position[position] for position in first["position"]] == first["id"].tolist()
    repeats = dict(zip(second["id"], duplicates(second, NOBODY), strict=True))
    assert [repeats[identifier] for identifier in first["id"]] == duplicates(first, NOBODY).tolist()


@given(sayings)
@settings(max_examples=25, deadline=None)
def test_every_duplicate_points_to_an_original_and_what_is_known_repeats_nothing(rows):
    new = named(*rows)
    repeats = duplicates(new, NOBODY)
    originals = set(new.loc[repeats == "", "id"])
    assert set(repeats) - {""} <= originals
    assert (duplicates(new, new.assign(duplicate_of=repeats)) == "").all()


def test_an_id_is_c_and_ten_characters_without_ambiguous_letters():
    assert re.fullmatch(r"C[0-9A-HJKMNP-TV-Z]{10}", named({"text": LONG})["id"][0])


def test_the_place_in_the_file_does_not_count():
    assert named({"text": LONG, "position": 2})["id"][0] == named({"text": LONG, "position": 9, "part": "page 3"})["id"][0]


def test_an_amended_file_adds_only_what_is_new():
    before = named({"text": LONG, "position": 2}, {"text": "plus de bancs", "position": 3})
    after = named({"text": "Un robinet", "position": 2}, {"text": LONG, "position": 3}, {"text": "plus de bancs", "position": 4})
    assert after.loc[~after["id"].isin(before["id"]), "text"].tolist() == ["Un robinet"]


def test_the_file_name_counts_only_without_a_native_id():
    for native, same in (("", False), ("proposal/1", True)):
        first, second = (named({"text": LONG, "native_id": native, "file": name})["id"][0] for name in ("a.csv", "b.csv"))
        assert (first == second) is same


def test_two_collections_name_the_same_words_apart():
    assert named({"text": LONG})["id"][0] != named({"text": LONG}, collection="marche")["id"][0]


def test_the_same_words_in_the_same_quartier_are_a_duplicate_whatever_their_accents():
    known = named({"text": LONG, "quartier": "Les Tilleuls"})
    new = named({"text": OTHERS[0], "quartier": "Les Tilleuls", "file": "b.csv"})
    assert duplicates(new, known).tolist() == known["id"].tolist()


def test_a_short_answer_is_a_voice_of_its_own():
    assert duplicates(named({"text": "plus de bancs"}, {"text": "plus de bancs", "position": 3}), NOBODY).tolist() == ["", ""]


def test_the_same_words_on_another_day_in_another_quartier_or_collection_are_no_duplicate():
    known = named({"text": LONG, "said_on": "2026-03-12", "quartier": "Les Tilleuls"})
    for change in ({"said_on": "2026-04-09"}, {"quartier": "La Verrerie"}):
        row = {"text": LONG, "said_on": "2026-03-12", "quartier": "Les Tilleuls", "file": "b.csv"} | change
        assert duplicates(named(row), known).tolist() == [""]
    same = {"text": LONG, "said_on": "2026-03-12", "quartier": "Les Tilleuls"}
    assert duplicates(named(same, collection="marche"), known).tolist() == [""]


def test_an_amended_text_under_the_same_native_id_is_new():
    known = named({"text": LONG, "native_id": "proposal/1"})
    amended = named({"text": f"{LONG}, surtout l'hiver", "native_id": "proposal/1"})
    moved = named({"text": LONG, "native_id": "proposal/1", "place": "rue des Lilas"})
    assert duplicates(amended, known).tolist() == [""]
    assert duplicates(moved, known).tolist() == known["id"].tolist()


def test_one_person_may_give_the_same_answer_to_two_questions():
    answers = named({"text": "Non", "native_id": "12", "question": "A ?"}, {"text": "Non", "native_id": "12", "question": "B ?"})
    assert duplicates(answers, NOBODY).tolist() == ["", ""]


def test_a_row_with_a_reason_repeats_nothing():
    rows = named({"text": LONG}, {"text": LONG, "position": 3, "reason": "proposition retirée par son auteur"})
    assert duplicates(rows, NOBODY).tolist() == ["", ""]
