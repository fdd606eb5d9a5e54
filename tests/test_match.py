"""The stage `match`: who is near what is a function of the words, never of their order; and the machine may say « none »."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.domain import Objective, Referential
from contributions.embed import load_embedder, lower_capitals
from contributions.frames import MATCHES
from contributions.match import Texts, Thresholds, describe, match_ideas
from contributions.match.score import score, telling_stems
from contributions.referentials import read_referential
from contributions.settings import ReferentialSettings, bundled

WORDS = ["poubelles", "chauffage", "école", "été", "ÉCLAIRAGE", "bus", "le", "de", "...", "🌳", "l'", "12"]
WIDTH = 6
CONTRACT = Referential(
    "contrat",
    "Contrat",
    "contrat de ville",
    (
        Objective("contrat", "1", "Cadre de vie"),
        Objective("contrat", "1.1", "Propreté", "Dépôts sauvages et encombrants", "1", words=("poubelles", "ça sent")),
        Objective("contrat", "1.2", "Logement", "Chauffage, humidité", "1", words=("moisissures",)),
        Objective("contrat", "2.1", "École et réussite éducative", words=("cantine",)),
    ),
)
ALONE = Referential("seul", "Seul", "recommandations", (Objective("seul", "P", "Écouter les habitants"),))


def letters(texts):
    """Embed for real, but simply: letters counted in six bins, as vectors of length 1."""
    counts = [np.bincount([ord(letter) % WIDTH for letter in text] or [0], minlength=WIDTH) for text in texts]
    vectors = np.array(counts, dtype=np.float32).reshape(-1, WIDTH)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def frame(texts):
    return pd.DataFrame({"id": [f"C{number:03}-1" for number in range(len(texts))], "text": texts})


def matched(ideas, *referentials, placed=None, top=3, second=True, proposed=0.6, review=0.35, encode=letters):
    texts = list(ideas["text"])
    return match_ideas(
        ideas,
        Texts(texts, encode(texts), encode(texts) if second else None),
        placed or {},
        referentials or [CONTRACT],
        encode=encode,
        encode_second=encode if second else None,
        thresholds=Thresholds(proposed, review, top),
    ).matches


said = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), min_size=1, max_size=9)


@given(said, st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=6, deadline=None)
def test_the_order_of_ideas_changes_nothing(texts, random, second):
    ideas = frame(texts)
    placed = {idea: f"T{number % 2}" for number, idea in enumerate(ideas["id"])}
    rows = random.sample(range(len(ideas)), len(ideas))
    one = matched(ideas, CONTRACT, ALONE, placed=placed, second=second)
    other = matched(ideas.iloc[rows].reset_index(drop=True), CONTRACT, ALONE, placed=placed, second=second)
    keys = ["subject", "objective", "rank", "zone"]
    close = ["score", "probability"]
    np.testing.assert_allclose(one[close], other[close], atol=1e-4)
    assert one["subject"].tolist() == other["subject"].tolist()
    ties = one.round(3).duplicated(["subject", "score"], keep=False) | other.round(3).duplicated(["subject", "score"], keep=False)
    pd.testing.assert_frame_equal(one.loc[~ties, keys], other.loc[~ties, keys])


@given(said, st.integers(1, 6), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=12, deadline=None)
def test_probabilities_are_probabilities_and_none_is_below_the_threshold(texts, top, one, other):
    review, proposed = sorted((one, other))
    found = matched(frame(texts), CONTRACT, ALONE, top=top, proposed=proposed, review=review)
    assert found["probability"].between(0, 1).all()
    assert np.isfinite(found["score"]).all()
    assert ((found["zone"] == "none") == (found["probability"] < review)).all()
    assert ((found["zone"] == "proposed") == (found["probability"] >= proposed)).all()
    assert len(found) == len(texts) * (min(top, 3) + 1)
    for _, rows in found.groupby(["subject", found["objective"].str.split("/").str[0]]):
        ordered = rows.sort_values("rank")
        assert ordered["rank"].tolist() == list(range(1, len(rows) + 1))
        assert ordered["score"].is_monotonic_decreasing
        assert ordered["probability"].is_monotonic_decreasing


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 5))
@settings(max_examples=12, deadline=None)
def test_whatever_the_vectors_scores_are_finite(seed, ideas, objectives):
    draw = np.random.default_rng(seed)
    sides = []
    for rows in (ideas, objectives):
        vectors = draw.normal(size=(rows, 4)).astype(np.float32) * draw.integers(0, 2, size=(rows, 1))
        sides.append(Texts(["poubelles au parc"] * rows, vectors.astype(np.float32)))
    found = score(*sides)
    assert found.shape == (ideas, objectives)
    assert np.isfinite(found).all()


def test_only_the_lines_that_nothing_hangs_under_are_matched():
    assert set(matched(frame(["les poubelles débordent"]), top=9)["objective"]) == {"contrat/1.1", "contrat/1.2", "contrat/2.1"}


@given(said)
@settings(max_examples=12, deadline=None)
def test_the_words_given_as_evidence_are_in_the_idea_and_in_the_objective(texts):
    ideas = frame(texts)
    found = matched(ideas, CONTRACT, ALONE)
    text_of = dict(zip(ideas["id"], ideas["text"], strict=True))
    lists = {each.id: (each, owner) for owner in (CONTRACT, ALONE) for each in owner.objectives}
    for row in found.itertuples():
        shared = set(telling_stems(text_of[row.subject])) & set(telling_stems(describe(*lists[row.objective])))
        if not row.evidence:
            assert not shared
            continue
        words = row.evidence.split(", ")
        assert all(word in text_of[row.subject].lower() for word in words)
        assert {stem for word in words for stem in telling_stems(word)} <= shared


def test_a_list_of_one_objective_is_matched_and_its_probability_is_not_certain():
    found = matched(frame(["on ne nous écoute pas", "les poubelles"]), ALONE)
    assert found["objective"].tolist() == ["seul/P", "seul/P"]
    assert found["rank"].tolist() == [1, 1]
    assert found["probability"].between(0, 0.6).all()


def test_ideas_without_words_are_near_nothing_and_do_not_stop_the_others():
    found = matched(frame(["...", "", "🌳", "les poubelles débordent"])).set_index("subject")
    assert (found.loc[["C000-1", "C001-1", "C002-1"], "evidence"] == "").all()
    best = found.loc["C003-1"].sort_values("rank").iloc[0]
    assert (best["objective"], best["evidence"]) == ("contrat/1.1", "poubelles")


def test_no_idea_or_no_list_gives_no_row():
    assert matched(frame([])).empty
    empty = Referential("vide", "", "", ())
    assert list(matched(frame(["les poubelles"]), empty).columns) == list(MATCHES.columns)
    assert matched(frame(["les poubelles"]), empty).empty


def test_an_objective_without_any_word_is_no_obstacle():
    found = matched(frame(["les poubelles"]), Referential("r", "", "", (Objective("r", "1", "1"), Objective("r", "2", "..."))))
    assert np.isfinite(found["probability"]).all()


def test_equal_objectives_are_ordered_by_their_code():
    twins = tuple(Objective("r", code, "Propreté") for code in ("b", "a", "c"))
    found = matched(frame(["les poubelles", "le bus"]), Referential("r", "", "", twins), top=2)
    assert found.sort_values(["subject", "rank"])["objective"].tolist() == ["r/a", "r/b"] * 2


def test_a_theme_is_matched_by_its_ideas_and_shows_the_nearest():
    ideas = frame(["les poubelles débordent", "encombrants et dépôts sauvages", "la cantine de l'école", "le bus"])
    placed = {"C000-1": "T001", "C001-1": "T001", "C002-1": "T002"}
    found = matched(ideas, placed=placed)
    of_themes = found[found["subject"].str.startswith("T")]
    assert sorted(set(of_themes["subject"])) == ["T001", "T002"]
    first = of_themes[of_themes["rank"] == 1].set_index("subject")
    assert first["objective"].to_dict() == {"T001": "contrat/1.1", "T002": "contrat/2.1"}
    for row in of_themes.itertuples():
        assert placed[row.evidence] == row.subject


def test_a_theme_of_one_idea_is_matched_as_its_idea():
    ideas = frame(["les poubelles débordent", "la cantine de l'école", "le bus"])
    found = matched(ideas, placed={"C000-1": "T001"}).set_index("subject")
    columns = ["objective", "rank", "zone"]
    assert found.loc["T001", columns].to_numpy().tolist() == found.loc["C000-1", columns].to_numpy().tolist()
    np.testing.assert_allclose(found.loc["T001", "score"], found.loc["C000-1", "score"], rtol=1e-6)


@pytest.mark.parametrize(
    ("chance", "zone"), [(0.6, "proposed"), (0.599, "review"), (0.35, "review"), (0.349, "none"), (0.0, "none")]
)
def test_a_threshold_is_within_its_zone(chance, zone):
    assert Thresholds(proposed=0.6, review=0.35).zone_of(chance) == zone


@pytest.mark.model
def test_with_a_real_model_plain_needs_find_their_objective_and_small_talk_is_not_proposed():
    embedder = load_embedder("use", models=bundled("models"))
    path = bundled("data/demo") / "referentials" / "contrat.toml"
    contract = read_referential(path, ReferentialSettings(path=str(path)))
    expected = {
        "Les poubelles débordent et il y a des encombrants devant la porte": "contrat/1.1",
        "Des moisissures dans la chambre et le chauffage en panne": "contrat/1.2",
        "L'ascenseur est en panne, ma mère reste bloquée au 7e": "contrat/1.3",
    }
    talk = ["Merci pour les crêpes", "Bonjour à tous", "Je suis né en 1958"]
    ideas = frame([*expected, *talk])
    found = matched(ideas, contract, encode=lambda texts: embedder.encode([lower_capitals(text) for text in texts]))
    best = found[found["rank"] == 1]["objective"].tolist()
    assert best[: len(expected)] == list(expected.values())
    assert not (found[found["subject"].isin(ideas["id"][len(expected) :])]["zone"] == "proposed").any()
