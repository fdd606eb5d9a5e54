"""Pulling a Decidim that answers on this machine: nothing lost, nothing twice, only what is new, politely."""

import json
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from decidim_server import PEOPLE, Decidim, again, comment, cut_in_the_middle, debate, hang, proposal, says, serving, status
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contributions.errors import UsageError
from contributions.pull import Patience, pull_platform, web
from contributions.pull.web import Web
from contributions.settings import PullSettings

pytestmark = pytest.mark.server
NOW = datetime(2026, 4, 5, 10, 15, tzinfo=UTC)


class Waits(list):
    """What would have been slept, in seconds."""

    def patience(self, **kept):
        return Patience(pause=1.5, sleep=self.append, chance=lambda: 1.0, now=lambda: NOW, **kept)


@pytest.fixture
def waits():
    return Waits()


@pytest.fixture
def platform():
    many = [proposal(number, f"Un banc à l'ombre, rue {number}") for number in range(1, 121)]
    many[4]["comments"] = [comment(70, "D'accord", comment(71, "Moi aussi", comment(72, "Et moi", comment(73, "Non"))))]
    return Decidim().add(12, "Proposals", many)


@pytest.fixture
def url(platform):
    with serving(platform) as address:
        yield address


@pytest.fixture
def pull(url, tmp_path, waits):
    def pulled(*components, since=None, address=url, **kept):
        asked = PullSettings(url=address, components=components, since=since)
        return pull_platform(
            asked, sources=tmp_path / "sources", journals=tmp_path / "var" / "pulls", patience=waits.patience(**kept)
        )

    return pulled


def held(folder):
    """Give what each source holds, the first pull first."""
    paths = sorted(folder.glob("sources/*.json"), key=lambda path: path.name.split("-")[-1])
    return [json.loads(path.read_text())["records"] for path in paths]


def ids(records):
    return [int(record["id"]) for record in records]


def test_a_first_pull_gives_one_file_with_everything_once(pull, platform, tmp_path, waits):
    done = pull(12)
    assert (done.problems, done.contributions, done.comments, len(done.files)) == ({}, 120, 4, 1)
    assert ids(held(tmp_path)[0]) == list(range(1, 121))
    assert done.files[0].endswith("-c12-debut-20260405T101500Z.json")
    assert done.requests == len(platform.asked) == 4  # the type of the component, then three pages of 50
    assert waits == [1.5, 1.5, 1.5]
    assert not list(tmp_path.glob("var/pulls/*"))
    assert platform.agents == {web.USER_AGENT}


def test_no_query_asks_who_wrote_or_who_supported(pull, platform, waits):
    platform.add(13, "Debates", [debate(4, "Que faire du square ?", comment(80, "Des bancs"))])
    platform.add(14, "Meetings", [proposal(6, "Réunion", comment(81, "Trop tard pour moi"))])
    platform.max_levels = 2
    pull(12, 13, 14)
    pull(12, 13, 14)
    assert len(platform.asked) > 10
    assert [query for query, _variables in platform.asked if PEOPLE.search(query)] == []


def test_the_second_pull_of_an_unchanged_platform_asks_no_text_and_gives_no_file(pull, platform, tmp_path):
    pull(12)
    platform.asked.clear()
    done = pull(12)
    assert (done.files, done.contributions, done.problems) == ([], 0, {})
    assert len(held(tmp_path)) == 1
    assert [query for query, variables in platform.asked if "body" in query and "since" not in variables] == []
    assert {variables["since"] for _query, variables in platform.asked if "since" in variables} == {"2026-03-01"}


def test_the_second_pull_asks_only_for_what_is_new_or_changed(pull, platform, tmp_path):
    pull(12)
    nodes = platform.components["12"]["nodes"]
    nodes.append(proposal(121, "Une fontaine", day="2026-03-20"))
    nodes[2] |= proposal(3, "Deux bancs à l'ombre", day="2026-03-01") | {"updatedAt": "2026-03-22T08:00:00Z"}
    nodes[9] |= {"totalCommentsCount": 1, "comments": [comment(90, "Bonne idée", day="2026-03-23")]}
    for node in nodes[:120]:
        node["publishedAt"] = "2026-02-01T10:00:00Z"  # so that a day of publication tells them from the new one
    platform.asked.clear()
    done = pull(12)
    assert sorted(ids(held(tmp_path)[1])) == [3, 10, 121]
    assert (done.contributions, done.comments) == (3, 1)
    texts = [variables for query, variables in platform.asked if "body" in query]
    assert [variables["since"] for variables in texts if "since" in variables] == ["2026-03-01"]
    assert [variables["i0"] for variables in texts if "i0" in variables] == ["3"]
    assert len(platform.asked) == done.requests == 6  # its type, what is published since, three pages of ids, the two changed
    platform.asked.clear()
    assert pull(12).files == []


@pytest.mark.parametrize(("changed", "requests"), [(2, 5), (100, 7)])
def test_what_changed_is_asked_by_id_or_by_page_whichever_is_fewer_requests(pull, platform, tmp_path, changed, requests):
    debates = [debate(number, f"Que faire rue {number} ?") for number in range(1, 121)]
    platform.add(13, "Debates", debates)
    pull(13)
    for each in debates[:changed]:
        each["updatedAt"] = "2026-03-22T08:00:00Z"
    platform.asked.clear()
    platform.faults = [None] * 4 + [status(500)]
    assert len(pull(13, tries=1).problems) == 1
    assert pull(13).contributions == changed
    assert ids(held(tmp_path)[1]) == list(range(1, changed + 1))
    assert len(platform.asked) == requests + 2  # the one that failed, and the type of the component a second time


def test_a_debate_and_its_deep_answers_are_pulled_from_a_platform_that_limits_depth(pull, platform, tmp_path):
    platform.max_levels = 2
    platform.add(
        13, "Debates", [debate(4, "Le square ?", comment(80, "a", comment(81, "b", comment(82, "c", comment(83, "d")))))]
    )
    done = pull(13)
    assert (done.problems, done.comments) == ({}, 4)
    deepest = held(tmp_path)[0][0]["comments"][0]["comments"][0]["comments"][0]["comments"][0]
    assert deepest["body"] == "d"


def test_only_what_was_published_since_a_day_is_pulled(pull, platform, tmp_path):
    platform.components["12"]["nodes"].append(proposal(121, "Une fontaine", day="2026-03-20"))
    pull(12, since=date(2026, 3, 10))
    assert [ids(records) for records in held(tmp_path)] == [[121]]
    assert pull(12, since=date(2026, 3, 10)).files == []


@pytest.mark.parametrize(
    "missing", [{"filter"}, {"filter", "order", "updatedAt", "withdrawn", "taxonomies"}, {"machineTranslated"}]
)
def test_an_older_decidim_is_asked_without_what_it_lacks(pull, platform, tmp_path, missing):
    platform.missing = frozenset(missing)
    del platform.components["12"]["nodes"][40:]
    platform.components["12"]["nodes"].append(proposal(121, "Une fontaine", day="2026-03-20"))
    pull(12, since=date(2026, 3, 10))
    assert pull(12).problems == {}
    platform.components["12"]["nodes"].append(proposal(122, "Un préau", day="2026-03-21"))
    pull(12)
    assert [sorted(ids(records)) for records in held(tmp_path)] == [[121], list(range(1, 41)), [122]]


def test_without_numbers_every_component_of_contributions_is_pulled(pull, platform):
    platform.add(13, "Debates", [debate(4, "Le square ?")]).add(15, "Surveys", [])
    assert [name.split("-")[3] for name in pull().files] == ["c12", "c13"]


@settings(max_examples=8, deadline=None)
@given(faults=st.lists(st.sampled_from([None, cut_in_the_middle, status(429, Retry_After="7"), status(500)]), max_size=12))
@example(faults=[None, None, cut_in_the_middle])
@example(faults=[status(502), None, cut_in_the_middle, *[status(503)] * 6])
def test_whatever_fails_and_however_often_one_starts_again_nothing_is_lost_nor_twice(faults):
    platform = Decidim().add(12, "Proposals", [proposal(number, "Un banc") for number in range(1, 26)])
    platform.faults, platform.per_page = list(faults), 10
    with serving(platform) as url, TemporaryDirectory() as name:
        asked, sources = PullSettings(url=url, components=(12,)), Path(name) / "sources"
        patience = Waits().patience(tries=3)
        while pull_platform(asked, sources=sources, journals=Path(name), patience=patience).problems:
            assert not list(sources.glob("*"))
        assert [ids(records) for records in held(Path(name))] == [list(range(1, 26))]


def test_the_waits_double_and_what_the_platform_asks_is_obeyed(pull, platform, waits):
    in_a_minute = format_datetime(datetime(2026, 4, 5, 10, 16, tzinfo=UTC), usegmt=True)
    platform.faults = [status(500), status(500), status(429, Retry_After="7"), status(503, Retry_After=in_a_minute), status(500)]
    pull(12)
    assert [seconds for seconds in waits if seconds != 1.5] == [2.0, 4.0, 7.0, 60.0, 32.0]


def test_a_timeout_is_tried_again(platform, url, waits):
    platform.faults = [hang]
    asking = Web(url, waits.patience(), timeout=0.2)
    assert asking.ask("query($id: ID!) { component(id: $id) { __typename id } }", id="12")["component"]["id"] == "12"
    asking.close()
    assert (asking.requests, waits) == (2, [2.0, 1.5])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (status(500), "ne répond pas (code 500, 3 essais) ; ce qui est déjà tiré est gardé : relancez la même commande"),
        (cut_in_the_middle, "ne répond pas (connexion coupée ou refusée, 3 essais)"),
        (status(403), "refuse l'accès à son API (code 403)"),
        (status(404), "n'a pas d'API Decidim à cette adresse (code 404)"),
        (status(429, Retry_After="7200"), "demande d'attendre 120 minutes ; ce qui est déjà tiré est gardé"),
        (says(b"<!DOCTYPE html><p>Maintenance</p>", kind="text/html"), "répond par une page web et non par du JSON"),
        (says(b"\xff\x00oups"), "répond par autre chose que du JSON"),
        (says(b'{"bonjour": 1}'), "ne répond pas comme une API GraphQL"),
        (says(b" " * (33 * 2**20)), "donne une réponse de plus de 32 Mo"),
        (status(302, Location="http://localhost:9/api"), "renvoie vers http://localhost:9"),
        (status(301, Location="/api"), "redirige sans fin"),
        (says(b'{"errors": [{"message": "x", "extensions": {"code": "INTERNAL"}}]}'), "refuse la demande (INTERNAL)"),
        (says(b'{"errors": [{"message": "Field \'body\' doesn\'t exist on type \'Proposal\'"}]}'), "n'a pas le champ « body »"),
        (says(b'{"data": {"component": null}}'), "composant 12 : absent de la plateforme"),
        (says(b'{"data": {"component": {"id": "12"}}}'), "la plateforme ne donne pas de liste"),
    ],
)
def test_what_does_not_pass_is_one_sentence_and_gives_no_source(pull, platform, tmp_path, fault, said):
    platform.faults = [None, None, *[fault] * 30]
    [problem] = pull(12, tries=3).problems.values()
    assert said in problem
    assert "\n" not in problem
    assert problem.endswith(".")
    assert held(tmp_path) == []
    platform.faults = []
    assert pull(12).problems == {}
    assert ids(held(tmp_path)[0]) == list(range(1, 121))


def test_a_cut_pull_goes_on_from_the_last_page_it_wrote(pull, platform, tmp_path):
    platform.faults = [None, None, None, *[status(500)] * 3]
    assert pull(12, tries=3).problems
    [journal] = tmp_path.glob("var/pulls/*-c12.jsonl")
    with journal.open("ab") as file:
        file.write('{"phase": "all", "nodes": [{"id": "é'.encode()[:-1])  # a line that was being written
    platform.asked.clear()
    pull(12)
    assert [variables.get("after") for _query, variables in platform.asked] == [None, "MTAw"]  # its type, then the third page
    assert ids(held(tmp_path)[0]) == list(range(1, 121))


def test_a_journal_of_another_question_is_not_taken_up(pull, platform, tmp_path):
    platform.faults = [None, None, *[status(500)] * 3]
    pull(12, tries=3)
    pull(12, since=date(2026, 4, 1))
    assert held(tmp_path) == []
    pull(12)
    assert ids(held(tmp_path)[0]) == list(range(1, 121))


def test_a_platform_that_turns_in_circles_is_left(pull, platform, tmp_path):
    platform.endless = True
    [problem] = pull(12).problems.values()
    assert problem == "composant 12 : la plateforme redonne sans fin la même page ; relancez plus tard."
    assert len(platform.asked) < 10
    platform.endless = False
    pull(12)
    assert ids(held(tmp_path)[0]) == list(range(1, 121))


def test_a_page_given_twice_is_asked_again_and_taken_once(pull, platform, tmp_path):
    platform.faults = [None, None, again]
    assert pull(12).problems == {}
    assert ids(held(tmp_path)[0]) == list(range(1, 121))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://participez.exemple.fr", "n'est pas l'adresse d'un site"),
        ("participez.exemple.fr", "n'est pas l'adresse d'un site"),
        ("https://", "n'est pas l'adresse d'un site"),
        ("https://exemple.fr:port/", "n'est pas l'adresse d'un site"),
        ("https://odile:secret@exemple.fr", "contient un nom ou un mot de passe"),
    ],
)
def test_an_address_that_is_no_public_site_is_refused_before_anything_is_asked(pull, tmp_path, address, said):
    with pytest.raises(UsageError, match=said) as caught:
        pull(12, address=address)
    assert "secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_nobody_has_and_a_port_that_is_closed_are_said(pull):
    [nobody] = pull(12, address="http://platforme.invalid").problems.values()
    [closed] = pull(12, address="http://127.0.0.1:9", tries=2).problems.values()
    assert "platforme.invalid est introuvable" in nobody
    assert "127.0.0.1:9 ne répond pas (connexion coupée ou refusée, 2 essais)" in closed
