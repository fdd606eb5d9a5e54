"""Themes grow: new ideas join them or wait, and nothing that was there moves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.decisions import replay
from contributions.domain import Decision, DecisionKind, Theme, ThemeStatus
from contributions.frames import IDEAS, PLACEMENTS
from contributions.themes import Seen, View, emerged, grow
from contributions.themes.grow import FAR

WIDTH = 16
GOLD = np.repeat(np.arange(4), 12)
THEMES = tuple(Theme(f"T{n:03d}", title, (title.lower(),)) for n, title in enumerate(("Bus", "Cave", "Soins", "Bancs"), 1))
SUBJECTS = ("le bus passe trop peu", "la cave est inondée", "il faut un médecin", "un banc à l'ombre", "les rats sont partout")
OLD = [f"{SUBJECTS[gold]}, rue {row}" for row, gold in enumerate(GOLD)]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Said:
    """Texts and where each points: one direction a subject, a little noise of its own."""

    def __init__(self):
        draw = np.random.default_rng(3)
        self.noise = {}
        self.draw = draw

    def see(self, texts, _few):
        return Seen([View(self.vectors(texts))])

    def vectors(self, texts):
        found = np.array([self.vector(text) for text in texts]).reshape(len(texts), WIDTH)
        return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)

    def vector(self, text):
        subject = next((n for n, subject in enumerate(SUBJECTS) if text.startswith(subject)), None)
        seed = np.frombuffer(text.encode().ljust(8, b".")[-8:], dtype=np.uint64)[0]
        noise = np.random.default_rng(int(seed)).normal(size=WIDTH)
        return noise if subject is None else np.eye(WIDTH)[subject] * 4 + 0.25 * noise


SAID = Said()


def ideas_of(texts, campaigns=None):
    ids = [f"C{number:05d}-1" for number in range(len(texts))]
    rows = {"id": ids, "contribution": [each[:-2] for each in ids], "start": 0, "end": [len(text) for text in texts]}
    campaigns = campaigns or [""] * len(texts)
    return IDEAS.check(pd.DataFrame(rows | {"nature": "besoin", "campaign": campaigns, "text": texts}))


def placed_of(ideas, themes):
    return PLACEMENTS.check(pd.DataFrame({"idea": list(ideas), "theme": themes, "strength": 0.5, "reason": ""}))


BEFORE = placed_of(ideas_of(OLD)["id"], [f"T{gold + 1:03d}" for gold in GOLD])


def decided(*made):
    return [
        Decision(f"D{n:05d}", START + timedelta(minutes=n), "Nadia", DecisionKind(kind), subject, "atelier", *rest)
        for n, (kind, subject, *rest) in enumerate(made, 1)
    ]


def stand(placements=BEFORE, decisions=(), themes=THEMES):
    return replay(list(decisions), themes, dict(zip(placements["idea"], placements["theme"], strict=True)))


def grown(more, *, campaigns=None, decisions=(), before=BEFORE, smallest=0):
    ideas = ideas_of([*OLD, *more], campaigns)
    return grow(ideas, before, stand(before, decisions), see=SAID.see, encode=SAID.vectors, smallest=smallest)


def test_a_new_idea_joins_the_theme_it_is_near_and_no_old_one_moves():
    found = grown(["le bus passe trop peu le soir", "la cave est inondée encore"])
    assert found.placements[["idea", "theme", "reason"]].to_numpy().tolist() == [
        ["C00048-1", "T001", ""],
        ["C00049-1", "T002", ""],
    ]
    assert found.emerging == ()


def test_what_is_far_from_all_waits_with_its_reason():
    found = grown(["quelle heure est-il ici"])
    assert found.placements[["theme", "reason"]].to_numpy().tolist() == [["", FAR]]


def test_nothing_new_changes_nothing():
    assert not len(grown([]).placements)


subjects = st.lists(st.sampled_from([f"{subject}, {n}" for subject in SUBJECTS[:4] for n in range(4)]), min_size=2, max_size=6)


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(subjects, st.integers(0, 5))
def test_where_an_idea_goes_does_not_depend_on_those_that_come_with_it(texts, cut):
    together = dict(zip(texts, grown(texts).placements["theme"], strict=True))
    for some in (texts[:cut], texts[cut:]):
        alone = grown(some).placements["theme"]
        assert [together[text] for text in some] == list(alone)


def test_copies_stand_with_their_voice_wherever_a_person_moved_it():
    campaigns = ["C00000-1", *[""] * (len(OLD) - 1), "C00000-1"]
    moved = decided(("move", "C00000-1", "T004", ("C00000-1",)))
    assert grown([OLD[0]], campaigns=campaigns, decisions=moved).placements["theme"].tolist() == ["T004"]


def test_new_ideas_of_a_merged_theme_part_from_it_when_the_merge_is_undone():
    merged = decided(("merge", "T002", "T001"))
    found = grown(["la cave est inondée encore"], decisions=merged)
    after = pd.concat([BEFORE, found.placements])
    assert stand(after, merged).placed["C00048-1"] == "T001"
    assert stand(after).placed["C00048-1"] == "T002"


def test_new_ideas_of_a_retired_theme_wait_for_it_to_open_again():
    retired = decided(("retire", "T003"))
    after = pd.concat([BEFORE, grown(["il faut un médecin vite"], decisions=retired).placements])
    assert stand(after, retired).placed["C00048-1"] == ""
    assert stand(after).placed["C00048-1"] == "T003"


NEW = [
    f"les rats sont partout, {place}"
    for place in ("cave", "hall", "cour", "aire", "porte", "toit", "rue", "parc", "gare", "quai")
]


@pytest.mark.model
def test_a_new_subject_emerges_with_a_name_and_the_ideas_that_wait_for_it():
    found = grown(["le bus passe trop peu le soir", *NEW])
    assert len(found.emerging) == 1
    group = found.emerging[0]
    assert set(group.ideas) == {f"C{48 + n:05d}-1" for n in range(1, 11)}
    assert "rat" in group.title.lower()
    assert group.apart > 1


@pytest.mark.model
def test_a_subject_that_joined_a_theme_little_by_little_emerges_all_the_same():
    ideas = ideas_of([*OLD, *NEW])
    lately = [f"C{48 + n:05d}-1" for n in range(1, 5)]
    before = pd.concat([BEFORE, placed_of(lately, ["T002"] * len(lately))], ignore_index=True)
    found = grow(ideas, before, stand(before), see=SAID.see, encode=SAID.vectors, pending=lately)
    assert [set(group.ideas) for group in found.emerging] == [{f"C{48 + n:05d}-1" for n in range(len(NEW))}]
    assert not set(found.placements["idea"]) & set(lately), "they stay where they are until a person decides"


@pytest.mark.model
def test_a_campaign_alone_never_makes_a_theme():
    campaigns = [*[""] * len(OLD), *["C00048-1"] * 40]
    assert grown([NEW[0]] * 40, campaigns=campaigns).emerging == ()
    one_person = ideas_of([*OLD, *NEW])
    one_person.loc[len(OLD) :, "contribution"] = "C00048"
    assert grow(one_person, BEFORE, stand(), see=SAID.see, encode=SAID.vectors).emerging == ()


@pytest.mark.model
def test_where_the_settings_say_so_what_emerges_is_a_theme_of_new_and_waiting_ideas():
    waiting = placed_of(["C00048-1"], [""])
    found = grown(NEW, before=pd.concat([BEFORE, waiting]))
    ideas = ideas_of([*OLD, *NEW])
    families = {found.nearest[found.emerging[0].ideas[0]]: "F002"}
    themes, placements = emerged(found, ideas, pd.concat([BEFORE, waiting]), last_number=7, run="R9", families=families)
    told = [(theme.id, theme.status, theme.born_in, theme.parent) for theme in themes]
    assert told == [("T008", ThemeStatus.EMERGING, "R9", "F002")]
    assert set(placements["theme"]) == {"T008"}
    assert len(placements) == len(NEW)


@pytest.mark.model
def test_a_theme_that_people_made_without_a_title_takes_the_words_of_its_ideas():
    made = decided(("create", "T005", "T005", ("C00012-1", "C00013-1", "C00014-1")))
    found = grown([], decisions=made)
    assert list(found.named) == ["T005"]
    assert "cave" in found.named["T005"].title.lower()
    assert found.nearest == {"T005": "T002"}


KINDS = st.one_of(
    st.tuples(st.just("rename"), st.sampled_from(["T001", "T002"]), st.just(""), st.just(()), st.sampled_from(["Un", "Deux"])),
    st.tuples(st.just("merge"), st.sampled_from(["T002", "T003"]), st.sampled_from(["T001", "T004"])),
    st.tuples(st.just("move"), st.just("C00000-1"), st.sampled_from(["T003", "T004", ""]), st.just(("C00000-1", "C00013-1"))),
    st.tuples(st.just("retire"), st.sampled_from(["T003", "T004"])),
    st.tuples(st.just("pin"), st.sampled_from(["T001", "T002"])),
    st.tuples(st.just("review"), st.sampled_from(["T001", "T003"])),
)


@settings(deadline=None, max_examples=8)
@given(st.lists(KINDS, max_size=5), st.lists(subjects, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_what_people_decided_survives_any_months_in_any_order(made, months, random):
    decisions = decided(*made)
    before = stand(decisions=decisions)
    placements, said = BEFORE, list(OLD)
    for month in months:
        said += [f"{text} {len(said)}" for text in random.sample(month, len(month))]
        now = stand(placements, decisions)
        found = grow(ideas_of(said), placements, now, see=SAID.see, encode=SAID.vectors)
        placements = pd.concat([placements, found.placements], ignore_index=True)
    after = stand(placements, decisions)
    assert {idea: after.placed[idea] for idea in before.placed} == dict(before.placed)
    assert after.themes == before.themes
    assert after.conflicts == before.conflicts
    assert set(placements["idea"]) == set(ideas_of(said)["id"])


def test_a_theme_grows_by_what_joined_it_too():
    first = grown(["le bus passe trop peu le soir"])
    placements = pd.concat([BEFORE, first.placements])
    again = grown(["le bus passe trop peu le soir", "le bus passe trop peu ici"], before=placements)
    assert again.placements["theme"].tolist() == ["T001"]
    assert replace(THEMES[0]) == stand(placements).themes[0]
