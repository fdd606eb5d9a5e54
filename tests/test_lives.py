"""What a person asks of themes that lived: what became of them, what changed, and the page that says so."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import lxml.html
import pytest
from small_city import stored
from store_nouns import ATELIERS, contributions, frame

from contributions.domain import DecisionKind, Proposal, ProposalKind, Run, Theme
from contributions.frames import CHANGES, IDEAS, PLACEMENTS
from contributions.language import speak
from contributions.report.changes import render_changes
from contributions.settings import open_workspace
from contributions.starter import copy_starter
from contributions.steps.lineage import changed_by, left_themes, past
from contributions.steps.publishing import changes_page, publish, publish_again
from contributions.steps.refounding import NOT_YET
from contributions.steps.standing import standing_themes
from contributions.steps.theme_decisions import theme_decision

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXTS = {
    "C1": "Le bus ne passe plus\nle soir.",
    "C2": "Des bus le dimanche !",
    "C3": "Des rats dans les caves.",
    "C4": "<b>Les caves</b> sentent mauvais.",
    "C5": "Un médecin, vite.",
}
FIRST = {"C1-1": "T001", "C2-1": "T001", "C3-1": "T002", "C4-1": ""}
THEMES = [Theme("T001", "Bus", ("bus",), quotations=("C1-1",), born_in="R1"), Theme("T002", "Caves", ("rats",), born_in="R1")]


def ran(store, number, placed, *, themes=THEMES, **facts):
    """Write a run that left themes."""
    name = f"R{number}"
    done = {"rows": name, "themes": 2, "placed": 4, "unplaced": 0} | facts
    store.save_run(Run(name, START + timedelta(days=number), "0.1.0", "abc", f"2026-0{number + 2}", stages={"themes": done}))
    rows = ({"idea": idea, "theme": theme, "strength": 0.5} for idea, theme in placed.items())
    asked = Proposal("P1", ProposalKind.EMERGING, "Bus", ("bus",), ("C1-1",))
    store.save_themes(name, themes, frame(PLACEMENTS, *rows), [asked])


def filled(store):
    store.save_collection(replace(ATELIERS, consent=False))
    store.add_contributions(contributions(*({"id": said, "text": text} for said, text in TEXTS.items())))
    ideas = ({"id": f"{said}-1", "contribution": said, "end": len(text), "text": text} for said, text in TEXTS.items())
    store.add_ideas(frame(IDEAS, *ideas))
    ran(store, 1, FIRST)
    decide(store, "rename", "T001", title="Le bus du soir", day=2)
    ran(store, 2, {"C5-1": "T002"})


def decide(store, kind, subject, *, day, **words):
    moment = START + timedelta(days=day, hours=1)
    return theme_decision(store, DecisionKind(kind), subject, by="Nadia", reason="atelier\ndu 12 mars", now=moment, **words).id


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ville") / "ville"
    copy_starter(folder)
    stored(folder, filled)
    return folder


@pytest.fixture
def city(lived, tmp_path):
    return shutil.copytree(lived, tmp_path / "ville")


@pytest.fixture
def asked(call, city):
    """Ask the command line, and read what it answers as JSON."""

    def answered(*words):
        code, out, err = call(*words, "--json", "--workspace", city)
        assert (code, err) == (0, "")
        return json.loads(out)

    return answered


def test_a_merged_theme_says_since_when_by_whom_and_where_its_ideas_are(call, city, asked):
    made = stored(city, lambda store: decide(store, "merge", "T002", target="T001", day=3))
    shown = asked("themes", "show", "T002")
    assert (shown["status"], shown["merged_into"], shown["ideas"], shown["homes"]) == ("merged", "T001", 0, {"T001": 2})
    assert (shown["ended"]["in"], shown["ended"]["by"], shown["title"]) == (made, "Nadia", "Caves")
    assert [(event["event"], event["in"]) for event in shown["history"]] == [("born", "R1"), ("absorbed", "R2"), ("merge", made)]
    assert shown["history"][2]["undone_by"] is None
    code, out, err = call("themes", "show", "T002", "--workspace", city)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:3] == [
        "T002  Caves  (0 idée)",
        f"Fusionné dans T001 depuis le 2026-03-05 : {made} fusion, par Nadia (atelier du 12 mars)",
        "Ses idées d'alors : 2 dans T001",
    ]
    assert f"  2026-03-05  {made} fusion, par Nadia (atelier du 12 mars) → T001 : −2 vers T001" in lines
    assert [row["id"] for row in asked("themes", "list")] == ["T001"]


def test_a_retired_theme_and_one_that_was_emptied_answer_too(city, asked):
    def act(store):
        decide(store, "retire", "T001", day=3)
        decide(store, "move", "", ideas=["C3-1", "C5-1"], target="", day=4)

    stored(city, act)
    retired, emptied = asked("themes", "show", "T001"), asked("themes", "show", "T002")
    assert (retired["status"], retired["ideas"], retired["homes"]) == ("retired", 0, {"unplaced": 2})
    assert (emptied["status"], emptied["ideas"], emptied["homes"]) == ("active", 0, {"unplaced": 2})
    assert (retired["ended"]["event"], emptied["ended"]["event"]) == ("retire", "move")


def test_only_an_id_that_never_was_is_unknown(call, city):
    unknown = call("themes", "show", "T009", "--workspace", city)
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.sentences == ["Erreur : Pas de thème « T009 ». Thèmes connus : T001, T002."]


def test_the_lives_of_all_themes_are_told_and_may_begin_at_a_run_or_a_day(call, city, asked):
    lives = asked("themes", "history")
    assert [(row["id"], row["ideas"], len(row["history"])) for row in lives] == [("T001", 2, 2), ("T002", 2, 2)]
    assert lives[0]["history"][1]["renamed"] == {"from": "Bus", "to": "Le bus du soir"}
    assert lives[1]["history"][1]["came"] == {"new": 1}
    assert [row["id"] for row in asked("themes", "history", "--since", "R2")] == ["T001", "T002"]
    assert [row["id"] for row in asked("themes", "history", "T001", "--since", "2026-03-05")] == []
    out = call("themes", "history", "T001", "--workspace", city).out
    assert "T001  Le bus du soir (actif, 2 idées)" in out
    assert "└── 2026-03-04  D00001 nouveau titre, par Nadia (atelier du 12 mars) « Bus » → « Le bus du soir »" in out
    wrong = call("themes", "history", "--since", "hier", "--workspace", city)
    assert (wrong.code, len(wrong.sentences)) == (2, 1)


def test_the_difference_goes_from_the_last_run_but_one_to_today(call, city, asked):
    stored(city, lambda store: decide(store, "move", "", ideas=["C3-1"], target="T001", day=3))
    found = asked("themes", "diff")
    assert (found["from"]["in"], found["to"]["in"]) == ("R1", "D00002")
    assert [(each["from"], each["to"], each["ideas"]) for each in found["flows"]] == [
        ("T002", "T001", ["C3-1"]),
        ("new", "T002", ["C5-1"]),
    ]
    assert (found["moved"], found["placed"]) == (1, {"before": 3, "after": 4})
    assert [each["id"] for each in found["decisions"]] == ["D00001", "D00002"]
    assert asked("themes", "diff", "R1", "R2")["moved"] == 0
    out = call("themes", "diff", "--workspace", city).out
    assert "Titre de T001 : « Bus » → « Le bus du soir »" in out
    assert "Idées dans un thème : 3 → 4" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["R9"], "Le passage « R9 » n'a pas laissé de thèmes. Ceux qui en ont : R1, R2."),
        (["R2", "R1"], "« R1 » n'est pas après « R2 » : donnez d'abord le plus ancien."),
    ],
)
def test_a_difference_is_between_two_runs_the_older_first(call, city, words, said):
    wrong = call("themes", "diff", *words, "--workspace", city)
    assert (wrong.code, wrong.sentences) == (2, [f"Erreur : {said}"])


def test_what_a_person_sees_today_is_the_end_of_the_lives(city, asked):
    stored(city, lambda store: decide(store, "split", "T001", ideas=["C2-1"], title="Dimanche", day=3))
    now = stored(city, standing_themes)
    for row in asked("themes", "history"):
        assert row["ideas"] == sum(place == row["id"] for place in now.placed.values())
        assert row["ideas"] == sum(sum(event["came"].values()) - sum(event["left"].values()) for event in row["history"])


def test_putting_themes_back_publishes_what_it_changed(call, city):
    code, out, _ = call("themes", "restore", "R1", "--workspace", city)
    assert code == 0
    run = stored(city, left_themes)[-1]
    page = changes_page(open_workspace(city), run)
    assert str(page.resolve()) in out
    said = " ".join(lxml.html.parse(page).getroot().text_content().split())
    assert "Thèmes remis comme le passage R1 les avait laissés" in said
    assert "5 idées avant, 0 en plus, 0 en moins (contribution modifiée ou retirée) : 5 idées après." in said
    assert "contributions themes restore R2" in said


def test_only_a_run_that_left_themes_is_put_back(call, city):
    wrong = call("themes", "restore", "R9", "--workspace", city)
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.sentences == ["Erreur : Le passage « R9 » n'a pas laissé de thèmes. Ceux qui en ont : R1, R2."]


def test_putting_themes_back_tells_of_the_ideas_whose_theme_was_not_there(call, city):
    born = Theme("T003", "Médecins", quotations=("C5-1",), born_in="R3")
    stored(city, lambda store: ran(store, 3, {"C5-1": "T003"}, themes=[*THEMES, born]))
    code, out, _ = call("themes", "restore", "R1", "--workspace", city)
    assert code == 0
    assert "1 idée dite depuis attend, son thème n'existait pas. La placer : contributions themes reconcile" in out
    placements = stored(city, lambda store: store.placements(store.rows_of("themes")))
    told = placements.set_index("idea").loc["C5-1"]
    assert (told["theme"], told["reason"]) == ("", NOT_YET)


def anew(store):
    """Find themes anew: one is born of another and of what waited, what people touched stays."""
    born = Theme("T003", "Caves & odeurs", quotations=("C4-1",), born_in="R3")
    ran(store, 3, {**FIRST, "C3-1": "T003", "C4-1": "T003"}, themes=[*THEMES, born], changes=[])


def test_the_page_says_what_was_born_where_ideas_went_and_that_none_is_lost(city):
    stored(city, anew)
    stored(city, lambda store: publish(open_workspace(city), store, "R3"))
    content = changes_page(open_workspace(city), "R3").read_text(encoding="utf-8")
    page = lxml.html.document_fromstring(content)
    said = " ".join(page.text_content().split())
    assert "Celles qui en ont changé : 1. Celles qui attendaient et ont un thème : 1. Celles qui n’en ont plus : 0." in said
    assert "Thèmes sur lesquels des personnes avaient décidé : 1 ; idées qui en sont parties : 0." in said
    assert [" ".join(each.text_content().split()) for each in page.iter("h3")] == ["« Caves & odeurs » T003 2 idées"]
    assert [" ".join(each.text_content().split()) for each in page.iter("summary")] == [
        "1 idée : « Caves » T002 → « Caves & odeurs » T003",
        "1 idée : sans thème → « Caves & odeurs » T003",
    ]
    assert [each.text_content() for each in page.iter("q")] == [TEXTS["C4"], TEXTS["C3"], TEXTS["C4"]]
    assert "usage interne" in said
    assert "Nadia" not in content
    assert not page.xpath("//@src | //link | //script")


def test_a_page_is_written_again_without_what_is_kept_no_more(city):
    def act(store):
        anew(store)
        publish(open_workspace(city), store, "R3")
        held = {"contribution": "C4", "before": "kept", "after": "quarantined"}
        store.change_contributions(decide(store, "review", "T002", day=5), frame(CHANGES, held))
        publish_again(open_workspace(city), store)

    before = "n'est pas une page de passage"
    mine = open_workspace(city).out / "themes-notes.html"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text(before, encoding="utf-8")
    stored(city, act)
    page = changes_page(open_workspace(city), "R3").read_text(encoding="utf-8")
    assert "sentent mauvais" not in page
    assert TEXTS["C3"] in page
    assert mine.read_text(encoding="utf-8") == before


def test_the_page_in_english_has_none_of_our_french(city):
    stored(city, anew)
    found = stored(city, lambda store: changed_by(past(store), "R3"))
    with speak("en"):
        page = render_changes(found, city="Valmerise", back="R2", texts={}, private=frozenset())
    said = lxml.html.document_fromstring(page).text_content()
    assert "What changed in the themes of Valmerise" in said
    assert not {"Thèmes", "idées", "avant", "Rien"} & set(said.split())


def test_a_person_is_told_of_proposals_and_conflicts_and_of_the_commands_that_list_them(call, city):
    def act(store):
        decide(store, "move", "", ideas=["C3-1"], target="T001", day=3)
        decide(store, "retire", "T001", day=4)

    assert "1 proposition attend une réponse : contributions themes proposals" in call("status", "--workspace", city).out
    stored(city, act)
    out = call("status", "--workspace", city).out
    assert "1 décision est à revoir : contributions decide conflicts" in out


def test_a_quotation_of_several_lines_is_one_line_in_the_list_of_proposals(call, city):
    out = call("themes", "proposals", "--workspace", city).out
    assert out.splitlines()[-1] == "  « Le bus ne passe plus le soir. » (C1-1)"
