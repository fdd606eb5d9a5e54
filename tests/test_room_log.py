"""The log of decisions and those to look at again: found, taken away, settled, each by another decision."""

import csv
import io
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from decided_city import city
from small_city import stored
from store_nouns import frame
from test_room import page_of, send, visit, words_of
from test_tracing_city import CONTRACT, _filled

from contributions.consult import status
from contributions.domain import Decision, DecisionKind, Referential, Run, Trouble
from contributions.errors import UsageError
from contributions.frames import MATCHES
from contributions.settings import open_workspace
from contributions.steps.conflicts import ADVICE, decide_again, pending
from contributions.steps.standing import standing_themes

pytestmark = pytest.mark.slow
START = datetime(2026, 5, 1, 8, tzinfo=UTC)
SIGNED = {"by": "Nadia", "reason": "relu", "now": START + timedelta(days=9)}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    stored(folder, _filled)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


def decisions(*told):
    """Give decisions, one a day: kind, subject, and what else is said."""
    return [
        Decision(f"D{n:05d}", START + timedelta(days=n), "Malik" if n % 2 else "=Inès", kind, subject, "atelier", **more)
        for n, (kind, subject, more) in enumerate(told, start=1)
    ]


def write(*told):
    def act(store):
        for each in decisions(*told):
            store.add_decision(each)

    return act


def left(store):
    return [(each.decision.id, each.conflict.trouble) for each in pending(store, standing_themes(store))]


MOVED = (DecisionKind.MOVE, "C1-1", {"target": "T003", "ideas": ("C1-1",)})
TOLD = {
    Trouble.MOVED_THEN_MERGED: (MOVED, (DecisionKind.MERGE, "T003", {"target": "T004"})),
    Trouble.MOVED_THEN_RETIRED: (MOVED, (DecisionKind.RETIRE, "T003", {})),
    Trouble.UNKNOWN_THEME: ((DecisionKind.MOVE, "C1-1", {"target": "T900", "ideas": ("C1-1",)}),),
    Trouble.EMPTY_THEME: (
        (DecisionKind.SPLIT, "T001", {"target": "T005", "ideas": ("C1-1", "C2-1"), "title": "Soir"}),
        (DecisionKind.MOVE, "C1-1", {"target": "T003", "ideas": ("C1-1", "C2-1")}),
    ),
    Trouble.REOPENED_WHEN_MERGED: (
        (DecisionKind.MERGE, "T003", {"target": "T004"}),
        (DecisionKind.REOPEN, "T003", {}),
    ),
    Trouble.UNKNOWN_OBJECTIVE: ((DecisionKind.ACCEPT_MATCH, "C1-1", {"target": "contrat/7", "ideas": ("C1-1",)}),),
}


@pytest.mark.parametrize(
    ("trouble", "target", "theme"),
    [
        (Trouble.MOVED_THEN_MERGED, "T004", "T004"),
        (Trouble.MOVED_THEN_MERGED, "T001", "T001"),
        (Trouble.MOVED_THEN_RETIRED, "T002", "T002"),
        (Trouble.UNKNOWN_THEME, "T002", "T002"),
        (Trouble.EMPTY_THEME, "", "T005"),
        (Trouble.REOPENED_WHEN_MERGED, "", "T001"),
        (Trouble.UNKNOWN_OBJECTIVE, "contrat/1.2", "T001"),
    ],
)
def test_a_decision_that_lost_its_effect_is_decided_again_and_is_on_the_list_no_more(folder, trouble, target, theme):
    stored(folder, write(*TOLD[trouble]))
    ((decision, seen),) = stored(folder, left)
    assert seen is trouble
    written = stored(folder, lambda store: decide_again(store, decision, target=target, **SIGNED))
    assert {(each.by, each.reason) for each in written} == {("Nadia", "relu")}
    assert stored(folder, left) == []
    assert stored(folder, standing_themes).placed["C1-1"] == theme


def test_what_cannot_be_decided_again_writes_nothing(folder):
    stored(folder, write(*TOLD[Trouble.MOVED_THEN_RETIRED]))
    for decision, target in (("D00001", ""), ("D00001", "T777"), ("D00002", "T001"), ("D00009", "T001")):
        with pytest.raises(UsageError):
            stored(folder, lambda store, about=(decision, target): decide_again(store, about[0], target=about[1], **SIGNED))
    assert len(stored(folder, lambda store: store.decisions())) == 2


def test_every_trouble_says_what_to_do():
    assert set(ADVICE) == set(Trouble)


def test_the_page_tells_each_conflict_in_words_and_settles_it(folder):
    stored(folder, write(*TOLD[Trouble.MOVED_THEN_MERGED]))
    visitor = visit(folder)
    assert page_of(visitor.get("/")).xpath('//a[@href="/conflits"]/b')[0].text_content() == "1"
    told = words_of(visitor.get("/conflits"))
    assert "les idées déplacées dans « Immeubles » (T003) sont dans « Soins » (T004), où il a été fusionné" in told
    assert "Le bus de 22 h est supprimé." in told
    answer = send(visitor, "/conflits", "/conflits/D00001", target="T001", reason="au bus")
    assert answer.url.path == "/conflits"
    assert "Toutes les décisions ont l’effet voulu." in words_of(answer)
    assert "Toutes" not in words_of(visitor.get("/conflits?lang=en"))


def test_a_conflict_is_settled_as_well_by_undoing_its_decision(folder):
    stored(folder, write((DecisionKind.ACCEPT_MATCH, "T001", {"target": "contrat/1.1"}), (DecisionKind.RETIRE, "T001", {})))
    visitor = visit(folder)
    page = page_of(visitor.get("/conflits"))
    assert page.xpath("//main//button/text()") == ["Annuler D00001"]
    answer = send(visitor, "/conflits", "/decisions/D00001/annuler")
    assert (answer.url.path, "Toutes les décisions" in words_of(answer)) == ("/conflits", True)


def test_an_objective_that_left_the_contract_is_a_conflict_that_the_page_counts_as_the_command_line_does(folder, call):
    call("decide", "accept", "C1-1:contrat/1.2", "--by", "Malik", "--reason", "bus", "--workspace", folder)

    def revised(store):
        contract = Referential(*(CONTRACT.id, CONTRACT.title, CONTRACT.kind), CONTRACT.objectives[:2])
        store.save_run(Run("R4", START, "0.1.0", "abc", stages={"match": {"rows": "R4"}}))
        store.save_matches("R4", [contract], frame(MATCHES))

    stored(folder, revised)
    counted = stored(folder, lambda store: status(open_workspace(folder), store))["conflicts"]
    page = visit(folder).get("/conflits")
    assert counted == len(page_of(page).xpath("//article")) == 1
    assert "contrat/1.2 n'est plus dans les référentiels" in words_of(page)
    assert "choisissez un autre objectif" in call("decide", "conflicts", "--workspace", folder, "--json").out


# The log


LOGGED = (
    (DecisionKind.RENAME, "T001", {"title": "Rentrer le soir"}),
    (DecisionKind.REVIEW, "T002", {}),
    (DecisionKind.RENAME, "T003", {"title": "Immeubles à réparer"}),
    (DecisionKind.UNDO, "D00003", {}),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["D00004", "D00003", "D00002", "D00001"]),
        ({"sorte": "rename"}, ["D00003", "D00001"]),
        ({"par": "Malik", "sorte": "rename"}, ["D00003", "D00001"]),
        ({"par": "=Inès"}, ["D00004", "D00002"]),
        ({"depuis": "2026-05-03", "jusqu": "2026-05-04"}, ["D00003", "D00002"]),
        ({"q": "REPARER"}, ["D00003"]),
        ({"q": "arrets"}, ["D00002"]),
        ({"q": "rien de tel"}, []),
    ],
)
def test_decisions_are_found_by_kind_person_day_and_word_and_the_table_holds_the_same(folder, asked, found):
    stored(folder, write(*LOGGED))
    visitor = visit(folder)
    page = page_of(visitor.get("/decisions", params=asked))
    assert [each.text_content() for each in page.xpath('//tbody//th/span[@class="id"]')] == found
    link = page.xpath('//a[contains(@href, ".csv")]/@href')[0]
    sent = visitor.get(link)
    assert sent.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows[1:]] == found[::-1]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_log_of_many_decisions_has_pages_that_keep_what_is_asked(folder):
    stored(folder, write(*((DecisionKind.REVIEW, "T001", {}) for _ in range(60))))
    visitor = visit(folder)
    first = page_of(visitor.get("/decisions?par=Malik"))
    assert len(first.xpath("//tbody/tr")) == 25
    second = page_of(visitor.get(first.xpath('//a[@rel="next"]/@href')[0]))
    assert len(second.xpath("//tbody/tr")) == 5
    assert "Tient" in words_of(visitor.get("/decisions"))


def test_a_day_that_is_none_is_said(folder):
    stored(folder, write(*LOGGED))
    answer = visit(folder).get("/decisions?depuis=hier")
    assert (answer.status_code, "« hier »" in answer.text) == (404, True)
