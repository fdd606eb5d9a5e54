"""Contributions become ideas that are exact quotations, with a nature, and copies are known for what they are."""

import itertools
import random
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.domain import Nature
from contributions.frames import CONTRIBUTIONS, IDEAS
from contributions.prepare import campaigns, cut, nature_of, normalise, quote_ideas
from contributions.prepare.sentences import sentences

CASES = Path(__file__).parent / "cases"
PROPOSALS = Path(__file__).parents[2] / "shared" / "data" / "bench" / "makeorg_mondedapres.csv"
PIECES = st.sampled_from(
    [
        "Il faut des bancs devant l'école",
        "par contre",
        "et aussi",
        "Le hall est sale",
        "Merci",
        "C'est honteux",
        "Du coup on a froid",
        ".",
        "!",
        "...",
        "…",
        ";",
        " / ",
        "\n",
        "\n\n",
        "\n- ",
        "\n1. ",
        "M. ",
        "etc. ",
        "«",
        "»",
        "(",
        ")",
        ":",
        "[personne]",
        "\t",
        "𝔞",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(" ".join) | st.text(max_size=80)


def kept(texts, fate="kept"):
    frame = pd.DataFrame({"id": [f"C{n:04}" for n in range(len(texts))], "text": list(texts)})
    return CONTRIBUTIONS.check(
        frame.assign(fate=fate, position=0, **dict.fromkeys(set(CONTRIBUTIONS.columns) - {*frame, "fate", "position"}, ""))
    )


def ideas_of(text):
    return [text[start:end] for start, end in cut(text)]


def yaml_cases(name):
    return yaml.safe_load((CASES / name).read_text("utf-8"))


@pytest.mark.parametrize("case", yaml_cases("ideas.yaml"), ids=lambda case: str(case["text"])[:40])
def test_a_contribution_is_cut_into_the_ideas_it_holds(case):
    assert ideas_of(case["text"]) == case.get("ideas", [case["text"]])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("M. le maire viendra. Mme Diallo aussi.", 2),
        ("Le 3. mai 2026 à 8 h. 30, av. Foch, cf. le plan.", 1),
        ("Des rats, des cafards, etc. Personne ne traite.", 2),
        ("Des rats, des cafards, etc. et personne ne traite.", 1),
        ("Les élèves... enfin ceux qui viennent.", 1),
        ("On attend... Rien ne vient !", 2),
        ("Voir https://ville.example/a.html?b=2 et rien d'autre.", 1),
        ("c'est sale.Il faut nettoyer", 2),
        ("Il a dit « on aère. On attend. » puis plus rien.", 1),
        ("c'est sale. personne ne passe", 2),
    ],
)
def test_a_full_stop_is_not_always_the_end_of_a_sentence(text, count):
    assert len(sentences(text, 0, len(text))) == count


@pytest.mark.parametrize(
    ("nature", "text"), [(nature, text) for nature, texts in yaml_cases("natures.yaml").items() for text in texts]
)
def test_the_nature_of_a_saying_is_read_from_its_words(nature, text):
    assert nature_of(text) == Nature(nature)


def test_a_long_answer_with_many_subjects_is_not_left_whole():
    text = " ".join(
        f"{subject} de la résidence du quai sont dans un état que plus aucun locataire ne supporte, été comme hiver."
        for subject in ("Les caves", "Les halls", "Les garages", "Les pelouses", "Les toitures", "Les boîtes")
    )
    assert 1 < len(ideas_of(text)) < 6


def test_every_kept_contribution_gives_ideas_and_the_others_none():
    frame = pd.concat([kept(["Il faut des bancs.", "Merci."]), kept(["Caché."], fate="quarantined").assign(id="C9999")])
    ideas = quote_ideas(frame)
    assert ideas["id"].tolist() == ["C0000-1", "C0001-1"]
    assert list(ideas.columns) == list(IDEAS.columns)


def test_no_contribution_gives_an_empty_frame_of_ideas():
    assert IDEAS.check(quote_ideas(kept([]))).empty


def test_ideas_are_of_no_campaign_until_copies_are_found_among_all_of_them():
    petition = "Nous demandons le maintien de l'arrêt de bus devant le gymnase à la rentrée."
    ideas = quote_ideas(kept([petition, "Autre chose.", petition.upper()]))
    assert ideas["campaign"].eq("").all()
    assert campaigns(ideas).tolist() == ["C0000-1", "", "C0000-1"]


def test_words_are_compared_without_case_accents_or_punctuation():
    assert normalise("  L’ÉCOLE — du Cœur, [personne] ! ") == "l ecole du coeur"


def test_short_answers_are_copies_only_when_they_are_the_same():
    frame = pd.DataFrame({"id": list("abcd"), "text": ["plus de bus", "Plus de bus !", "plus de bus le soir", "plus de bancs"]})
    assert campaigns(frame).tolist() == ["a", "a", "", ""]


def test_independent_demands_that_open_alike_are_not_copies():
    ends = (
        "les emballages en plastique au marché",
        "les feux d'artifice la nuit",
        "le stationnement devant la crèche",
        "les chiens sans laisse",
    )
    frame = pd.DataFrame({"id": list("abcd"), "text": [f"Il faut interdire {end}" for end in ends]})
    assert campaigns(frame).tolist() == [""] * 4


def test_a_name_that_was_masked_does_not_hide_a_copy():
    signed = ["Je demande un centre de santé à la Verrerie, [personne]", "Je demande un centre de santé à la Verrerie."]
    assert campaigns(pd.DataFrame({"id": ["b", "a"], "text": signed})).tolist() == ["a", "a"]


def test_a_petition_with_two_words_altered_is_found():
    words = [f"mot{n}" for n in range(24)]
    altered = [" ".join({3: "autre", 15: "ailleurs"}.get(n, word) for n, word in enumerate(words)), " ".join(words)]
    assert campaigns(pd.DataFrame({"id": ["y", "x"], "text": altered})).tolist() == ["x", "x"]


@pytest.mark.skipif(not PROPOSALS.exists(), reason="the shared proposals are not beside this checkout")
def test_planted_campaigns_are_found_among_real_proposals():
    real = pd.read_csv(PROPOSALS)["proposition"].drop_duplicates().sample(4000, random_state=1).tolist()
    chance, words = random.Random(1), " ".join(real[:300]).split()  # noqa: S311 - repeatable, not secret
    planted = chance.sample([text for text in real if len(text.split()) >= 20], 60)
    rows = [
        (f"k{k}", f"{k:03}-{c}", altered(text, words, chance) if c else text) for k, text in enumerate(planted) for c in range(5)
    ]
    rows += [("", f"z{n}", text) for n, text in enumerate(real) if text not in set(planted)]
    frame = pd.DataFrame(rows, columns=["truth", "id", "text"])
    frame["found"] = campaigns(frame[["id", "text"]])
    found = frame[(frame["found"] != "") & (frame["truth"] != "")]
    assert (found["found"].str.split("-").str[0].astype(int) == found["truth"].str[1:].astype(int)).mean() >= 0.95
    assert len(found) / (5 * len(planted)) >= 0.95


def altered(text, words, chance):
    changed = text.split()
    for at in chance.sample(range(len(changed)), 2):
        changed[at] = chance.choice(words)
    return " ".join(changed)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_ideas_are_quotations_in_order_that_lose_no_word(text):
    stretches = cut(text)
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in stretches)
    assert all(one.end <= other.start for one, other in itertools.pairwise(stretches))
    assert bool(stretches) == bool(text.strip())
    lost = re.sub(
        r"\(?\d{1,2}[.)]|[a-z]\)",
        "",
        "".join(character if not any(a <= n < b for a, b in stretches) else " " for n, character in enumerate(text)),
    )
    assert not re.search(r"\w", lost)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]), min_size=1, max_size=12).map(" ".join), max_size=12
    ),
    st.randoms(),
)
def test_the_order_of_rows_changes_no_campaign(texts, chance):
    frame = pd.DataFrame({"id": [f"i{n}" for n in range(len(texts))], "text": pd.Series(texts, dtype="str")})
    shuffled = frame.sample(frac=1, random_state=chance.randrange(1000)) if len(frame) else frame
    ordered, other = (
        dict(zip(frame["id"], campaigns(frame), strict=True)),
        dict(zip(shuffled["id"], campaigns(shuffled), strict=True)),
    )
    assert ordered == other
    assert all(name == "" or ordered[name] == name for name in ordered.values())


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
