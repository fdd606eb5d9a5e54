"""The summary of a theme: which ideas are quoted, why, and that they stay."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.domain import Divide, Role, Side, Stance
from contributions.themes import summarise, words_of
from contributions.themes.quotes import MOST, USUAL

BLANK = {"theme": "T001", "quartier": "", "channel": "", "age_band": "", "gender": "", "residence": "", "strength": 0.5}
ELSEWHERE = [
    "Il manque un médecin près de la place pour soigner les familles",
    "Les élèves de l'école n'ont pas de professeur remplaçant",
    "Le marché du samedi devrait revenir sur la grande place",
]
LIFTS = [
    "L'ascenseur du bâtiment A est en panne depuis trois semaines",
    "L'ascenseur du 6 tombe en panne un mois sur deux, c'est long",
    "Ma mère a 81 ans, l'ascenseur en panne la garde chez elle",
    "Affichez la date de réparation de l'ascenseur sur la porte",
    "Le réparateur passe, repart, et l'ascenseur retombe en panne",
    "Dix étages à pied avec les courses et la poussette, tous les soirs",
    "Le numéro d'astreinte ne répond jamais après dix-huit heures",
    "Une pièce commandée en Allemagne, voilà ce qu'on nous répond",
    "Les pompiers sont venus deux fois pour libérer des voisins",
    "Le hall sent la cave et la porte du local reste ouverte",
]
CAMERAS = [
    (Side.FOR, "Je suis pour les caméras du parking, au moins on saura qui casse"),
    (Side.FOR, "Oui aux caméras devant le collège, les petits ont peur le soir"),
    (Side.FOR, "Il faut plus de caméras dans le parking, une ne suffit pas"),
    (Side.AGAINST, "Non aux caméras, mettez plutôt des gens à qui parler"),
    (Side.AGAINST, "Surtout pas de caméras, elles filment un arbre et coûtent cher"),
]


def rows(texts, **columns):
    said = [{"idea": f"I{number:03}", "text": text} for number, text in enumerate(texts)]
    for name, values in columns.items():
        for row, value in zip(said, values, strict=True):
            row[name] = value
    return said


def frame(said, beside=()):
    """Make what is summarised: some ideas of T001, and others of another theme beside."""
    others = [{"idea": f"Z{number}", "text": text, "theme": "T002"} for number, text in enumerate(beside)]
    filled = [BLANK | {"same": row["idea"]} | row for row in [*said, *others]]
    return pd.DataFrame([{"voice": row["same"], "words": words_of(row["text"])} | row for row in filled])


def summed(said, kept=(), stances=None, beside=ELSEWHERE):
    return summarise(frame(said, beside), {"T001": list(kept)}, stances or {})["T001"]


def quoted(summary):
    return [each.idea for each in summary.quotations]


def role_of(summary, idea):
    return next(each.role for each in summary.quotations if each.idea == idea)


def cameras(count=None):
    said = rows([text for _, text in CAMERAS[:count]])
    stances = {row["idea"]: (Stance(side, "camera", "caméras"),) for row, (side, _) in zip(said, CAMERAS, strict=False)}
    return said, stances


def test_the_first_quotation_says_what_the_theme_says_the_most():
    first = summed(rows(LIFTS)).quotations[0]
    assert first.role is Role.CENTRAL
    assert "ascenseur" in LIFTS[int(first.idea[1:])]


def test_a_theme_is_quoted_at_its_heart_otherwise_and_by_the_few():
    summary = summed(rows(LIFTS, quartier=["Haut-Clos"] * 9 + ["Les Quais"]))
    assert {each.role for each in summary.quotations} == {Role.CENTRAL, Role.DIFFERENT, Role.MINORITY}
    assert role_of(summary, "I009") is Role.MINORITY


@pytest.mark.parametrize("column", ["quartier", "channel", "age_band", "gender", "residence"])
def test_whoever_is_rare_in_a_theme_is_heard(column):
    values = ["souvent"] * 9 + ["rarement"]
    assert "I009" in quoted(summed(rows(LIFTS, **{column: values}), beside=ELSEWHERE))


def test_where_no_one_is_rare_the_few_are_those_with_words_of_their_own():
    summary = summed(rows(LIFTS))
    alone = [LIFTS[int(each.idea[1:])] for each in summary.quotations if each.role is Role.MINORITY]
    assert alone
    assert not any("ascenseur" in text for text in alone)


def test_among_ideas_nearly_as_central_no_quartier_speaks_twice():
    texts = [f"L'ascenseur du bâtiment {name} est encore en panne ce matin" for name in "ABCDEFGH"]
    places = ["Haut-Clos", "Haut-Clos", "Haut-Clos", "Haut-Clos", "Quais", "Tilleuls", "Verrerie", "Gare"]
    summary = summed(rows(texts, quartier=places))
    heard = [places[int(idea[1:])] for idea in quoted(summary)]
    assert len(set(heard)) == len(heard) == USUAL


def test_a_campaign_speaks_once_whatever_its_size():
    said = rows([LIFTS[0]] * 8 + LIFTS[1:4], same=["I000"] * 8 + ["I008", "I009", "I010"])
    assert sorted(quoted(summed(said))) == ["I000", "I008", "I009", "I010"]


def test_a_masked_or_very_long_text_is_quoted_only_where_there_is_nothing_else():
    masked = ["Appelez [personne] au [téléphone] pour l'ascenseur en panne", "L'ascenseur est en panne. " * 20]
    assert not {"I000", "I001"} & set(quoted(summed(rows([*masked, *LIFTS], strength=[1.0, 1.0] + [0.5] * 10))))
    assert sorted(quoted(summed(rows(masked)))) == ["I000", "I001"]


def test_what_was_quoted_stays_in_its_order_and_what_left_is_replaced():
    before = quoted(summed(rows(LIFTS)))
    kept = list(reversed(before))
    assert quoted(summed(rows(LIFTS), kept)) == kept
    left = [row for row in rows(LIFTS) if row["idea"] != kept[1]]
    after = quoted(summed(left, kept))
    assert after[:4] == [kept[0], *kept[2:]]
    assert kept[1] not in after
    assert len(after) == USUAL


def test_what_is_shown_once_is_shown_again_with_the_same_roles():
    said = rows(LIFTS, quartier=["Haut-Clos", "Quais"] * 4 + ["Gare", "Verrerie"], gender=["F", "H", "H", "H", ""] * 2)
    summary = summed(said)
    assert summed(said, quoted(summary)) == summary


def test_new_ideas_of_places_already_heard_change_no_quotation():
    places = ["Haut-Clos", "Quais"] * 5
    before = quoted(summed(rows(LIFTS, quartier=places)))
    more = [*LIFTS, *[f"L'ascenseur du {number} est en panne depuis des semaines" for number in range(5)]]
    assert quoted(summed(rows(more, quartier=[*places, *["Quais"] * 5]), before)) == before


def test_a_quartier_that_speaks_for_the_first_time_adds_a_quotation_and_no_more_than_six_are_shown():
    before = quoted(summed(rows(LIFTS, quartier=["Haut-Clos"] * 10)))
    more = [*LIFTS, "Chez nous aussi l'ascenseur est en panne une semaine sur deux"]
    after = quoted(summed(rows(more, quartier=["Haut-Clos"] * 10 + ["La Gare"]), before))
    assert after == [*before, "I010"]
    last = [*more, "À la Verrerie l'ascenseur tombe en panne dès qu'il pleut"]
    assert quoted(summed(rows(last, quartier=["Haut-Clos"] * 10 + ["La Gare", "La Verrerie"]), after)) == after
    assert len(after) == MOST


def test_a_theme_made_of_two_shows_words_of_both():
    both = rows([*LIFTS, *ELSEWHERE], quartier=["Haut-Clos"] * 10 + ["Quais"] * 3)
    kept = [*quoted(summed(rows(LIFTS))), "I010", "I011", "I012"]
    shown = quoted(summed(both, kept, beside=["Une fontaine sur la place, s'il vous plaît, pour l'été"]))
    assert set(shown) <= set(kept)
    assert {"I010", "I011", "I012"} & set(shown)
    assert len(shown) == MOST


def test_where_two_voices_at_least_are_on_each_side_opinions_differ_and_both_are_quoted():
    said, stances = cameras()
    summary = summed([*said, *[row | {"idea": f"L{row['idea']}"} for row in rows(LIFTS)]], stances=stances)
    assert summary.divide == Divide("caméras", favourable=3, opposed=2)
    sides = {each.role: each.idea for each in summary.quotations if each.role in (Role.FOR, Role.AGAINST)}
    assert {stances[idea][0].side.value for idea in sides.values()} == {"for", "against"}
    assert len([each for each in summary.quotations if each.idea.startswith("L")]) == USUAL


def test_one_voice_against_is_not_a_divide():
    said, stances = cameras(4)
    assert summed(said, stances=stances).divide is None


def test_sides_taken_on_two_things_are_not_a_divide():
    said, stances = cameras()
    benches = {idea: (Stance(Side.FOR, "banc", "bancs"),) for idea, (each,) in stances.items() if each.side is Side.FOR}
    assert summed(said, stances=stances | benches).divide is None


def test_a_campaign_is_one_voice_on_its_side_and_short_answers_are_as_many_as_were_given():
    campaign = rows([CAMERAS[3][1]] * 3 + [text for _, text in CAMERAS[:3]], same=["I000"] * 3 + ["I003", "I004", "I005"])
    stances = {"I000": (Stance(Side.AGAINST, "camera", "caméras"),)}
    stances |= {idea: (Stance(Side.FOR, "camera", "caméras"),) for idea in ("I003", "I004", "I005")}
    assert summed(campaign, stances=stances).divide is None
    short = [row | {"voice": row["idea"]} for row in campaign]
    assert summed(short, stances=stances).divide == Divide("caméras", favourable=3, opposed=3)


texts = st.sampled_from([*LIFTS, *ELSEWHERE, "oui", "la propreté", "", "mot " * 100])
some = st.sampled_from(["", "un", "deux", "trois"])
idea = st.tuples(texts, some, some, st.floats(0, 1), st.integers(0, 4))
side = st.sampled_from([(), (Stance(Side.FOR, "a", "a"),), (Stance(Side.AGAINST, "a", "a"),)])


@pytest.mark.slow
@given(st.lists(st.tuples(idea, side), min_size=1, max_size=25), st.randoms(use_true_random=False), st.integers(0, 9))
@settings(deadline=None, max_examples=10)
def test_whatever_is_said_a_summary_quotes_its_own_ideas_once_a_voice_whatever_the_order_of_rows(said, random, first):
    ideas = [each for each, _ in said]
    names = [f"I{number:03}" for number in range(len(ideas))]
    groups = [names[number] if group > 2 else names[min(number, group)] for number, (*_, group) in enumerate(ideas)]
    quartiers, genders = [each[1] for each in ideas], [each[2] for each in ideas]
    made = rows([each[0] for each in ideas], quartier=quartiers, gender=genders, strength=[each[3] for each in ideas])
    made = [row | {"same": same} for row, same in zip(made, groups, strict=True)]
    stances = {name: taken for name, (_, taken) in zip(names, said, strict=True)}
    kept = names[first : first + 3]
    summary = summed(made, kept, stances)
    shown = quoted(summary)
    apart = [each for each in summary.quotations if each.role in (Role.FOR, Role.AGAINST)]
    spoken = [groups[names.index(idea)] for idea in shown]
    assert len(set(spoken)) == len(spoken)
    assert len(shown) <= MOST + len(Side)
    assert summary.divide or len(shown) >= min(USUAL, len(set(groups)))
    assert bool(summary.divide) == bool(apart)
    assert summed(random.sample(made, len(made)), kept, stances) == summary
    assert summed(made, shown, stances).divide == summary.divide
    assert set(shown) <= set(quoted(summed(made, shown, stances)))
