"""Pulled files once they are sources: read like an export, by the command line and in a run; and a pull that is killed."""

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from threading import Thread

import pandas as pd
import pytest
from decidim_server import Decidim, Handler, comment, debate, hang, proposal, serving, status, text
from source_files import CITY

from contributions.domain import Channel
from contributions.errors import SourceError
from contributions.ingest import duplicates, identify, read_source
from contributions.pull import Patience, pull_platform
from contributions.settings import FILE_NAME, CollectionSettings, PullSettings, Workspace, open_workspace, parse_settings
from contributions.starter import copy_starter
from contributions.steps import STEPS, run_step, start_run, steps_of
from contributions.steps.sources import files_of, settings_for
from contributions.store import open_store

pytestmark = pytest.mark.server
NOW = datetime(2026, 4, 5, 10, 15, tzinfo=UTC)
COMMAND = "from contributions.cli import main; main()"


@pytest.fixture
def platform():
    many = [proposal(number, f"Il faudrait un banc à l'ombre, rue {number}") for number in range(1, 121)]
    many[6]["comments"] = [comment(70, "<p>D'accord</p>", comment(71, "Moi &amp; mes voisins aussi"))]
    return Decidim().add(12, "Proposals", many)


@pytest.fixture
def url(platform):
    with serving(platform) as address:
        yield address


@pytest.fixture
def city(tmp_path):
    folder = tmp_path / "ville"
    copy_starter(folder)
    return folder


@pytest.fixture
def read(platform, url, tmp_path):
    """Pull a component that holds some contributions, then read its file."""

    def made(kind, *nodes):
        platform.add(15, kind, list(nodes))
        asked = PullSettings(url=url, components=(15,), pause=0)
        [name] = pull_platform(asked, sources=tmp_path, journals=tmp_path / "var", patience=Patience(pause=0)).files
        return read_source(tmp_path / name, settings=settings_for(tmp_path / name, usual(tmp_path), "", ""), quartiers=CITY)

    return made


NO_SETTINGS = parse_settings({}, where=FILE_NAME)


def usual(folder):
    return Workspace(folder, NO_SETTINGS, environment={})


def native(rows):
    return rows[["native_id", "text", "said_on", "reason"]].to_numpy().tolist()


def test_a_pulled_file_gives_the_ids_and_the_texts_of_an_export(read, tmp_path):
    banc = proposal(7, "<p>À l'ombre&nbsp;du square.</p>", comment(9, "Pas d'accord"), day="2026-03-01")
    pulled = read("Proposals", banc).rows
    (tmp_path / "proposals.csv").write_text(
        "id;component/id;title/fr;body/fr;published_at;url;meeting_urls\n"
        '7;15;Proposition 7;"<p>À l\'ombre&nbsp;du square.</p>";2026-03-01 10:00:00 UTC;http://x;\n'
    )
    (tmp_path / "comments.csv").write_text(
        "id;created_at;body;author/name;commentable_id;commentable_type\n"
        "9;2026-03-02 19:15:12 UTC;Pas d'accord;Odile;7;Decidim::Proposals::Proposal\n"
    )
    files = [tmp_path / "proposals.csv", tmp_path / "comments.csv"]
    exported = [read_source(path, settings=CollectionSettings(), quartiers=CITY).rows for path in files]
    both = [identify(rows, collection="plateforme").assign(collection="plateforme") for rows in (pulled, pd.concat(exported))]
    assert native(both[0]) == native(both[1])
    assert (both[0]["id"].tolist() == both[1]["id"].tolist()) or all(duplicates(both[1], both[0]))


def test_what_a_platform_says_of_a_contribution_is_kept(read):
    reading = read(
        "Proposals",
        proposal(1, "Un banc", taxonomies=[{"id": "2", "name": text("cité des Tilleuls")}], address="3 rue du Four"),
        proposal(2, "Un préau", withdrawn=True),
        proposal(3, "Un abri", state="withdrawn"),
        proposal(4, "", title=text("A shelter", "en"), body=text("Near the school", "en")),
    )
    rows = reading.rows
    assert reading.reader == "decidim_api"
    assert rows["quartier"].tolist() == ["Les Tilleuls", "", "", ""]
    assert rows["place"].tolist()[0] == "3 rue du Four"
    assert rows["reason"].tolist() == ["", *["proposition retirée par son auteur"] * 2, ""]
    assert rows["text"].tolist()[3] == "A shelter\n\nNear the school"


def test_debates_are_read_with_their_comments_and_meetings_by_their_comments_alone(read):
    rows = read("Debates", debate(4, "Que faire du square ?", comment(80, "Des bancs", comment(81, "Et de l'ombre")))).rows
    assert rows["native_id"].tolist() == ["debate/4", "comment/80", "comment/81"]
    assert rows["position"].tolist() == [1, 2, 3]
    assert read("Meetings", proposal(6, "Réunion", comment(82, "Trop tard"))).rows["native_id"].tolist() == ["comment/82"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"decidim_api": 1, "type": "Proposals", "records": [', "tirage abîmé"),
        ('{"decidim_api": 2, "type": "Proposals", "records": []}', "tirage d'une autre version"),
        ('{"decidim_api": 1, "type": "Budgets", "records": []}', "tirage d'une autre version"),
    ],
)
def test_a_damaged_or_later_file_is_refused(tmp_path, content, said):
    path = tmp_path / "decidim-exemple.fr-c12-debut-20260405T101500Z.json"
    path.write_text(content)
    with pytest.raises(SourceError, match=said):
        read_source(path, settings=settings_for(path, usual(tmp_path), "", ""), quartiers=CITY)


# What stands in the way


@pytest.fixture
def pull(url, tmp_path):
    asked, here = PullSettings(url=url, components=(12,)), Patience(pause=0, tries=1, now=lambda: NOW)
    return lambda: pull_platform(asked, sources=tmp_path / "sources", journals=tmp_path / "var" / "pulls", patience=here)


def test_a_pulled_file_that_was_damaged_is_said_and_a_journal_that_was_is_begun_again(pull, platform, tmp_path):
    platform.faults = [None, None, status(500)]
    pull()
    [journal] = tmp_path.glob("var/pulls/*-c12.jsonl")
    journal.write_text("abîmé\n")
    [name] = pull().files
    (tmp_path / "sources" / name).write_text("{")
    [problem] = pull().problems.values()
    assert problem == f"{name} : ce tirage est abîmé ; effacez-le de sources/, ce qu'il contenait sera tiré à nouveau."


def test_a_folder_that_cannot_be_written_is_said(pull, tmp_path):
    (tmp_path / "var").write_text("")
    [problem] = pull().problems.values()
    assert problem.startswith("Rien ne s'écrit dans « ")


def test_a_clock_that_was_set_back_does_not_put_a_pull_before_the_last(pull, platform, tmp_path):
    pull()
    platform.components["12"]["nodes"][0]["updatedAt"] = "2026-03-30T10:00:00Z"
    [name] = pull().files
    assert name.endswith("-20260405T101500Z-20260405T101501Z.json")
    assert pull().files == []


# Collections


def test_all_the_pulls_of_a_platform_are_one_collection_which_the_settings_may_name():
    first, second = (
        f"decidim-exemple.fr-c12-{start}.json" for start in ("debut-20260305T000000Z", "20260305T000000Z-20260405T000000Z")
    )
    given = [NO_SETTINGS.collection_for(name) for name in (first, second)]
    assert [(each.name, each.channel) for each in given] == [("decidim-exemple.fr", Channel.PLATFORM)] * 2
    named = parse_settings(
        {
            "pulls": [
                {"url": "https://exemple.fr", "components": [13], "collection": "débats"},
                {"url": "https://exemple.fr/api", "components": [12], "collection": "budget"},
            ],
            "collection": [{"name": "budget", "title": "Budget participatif", "consent": True}],
        },
        where=FILE_NAME,
    )
    chosen = named.collection_for(first)
    assert (chosen.name, chosen.title, chosen.consent) == ("budget", "Budget participatif", True)
    assert named.collection_for("decidim-autre.json") is None


# The command line


def test_the_command_deposits_a_file_and_says_so_then_says_that_nothing_is_new(call, city, url):
    done = call("pull", url, "--component", 12, "--pause", 0, "--workspace", city)
    assert (done.code, done.err) == (0, "")
    assert "Déposé : sources/decidim-127.0.0.1-" in done.out
    again_done = call("pull", f"{url}/api", "--component", 12, "--pause", 0, "--workspace", city)
    assert (again_done.code, "Rien de nouveau" in again_done.out) == (0, True)
    facts = json.loads(call("pull", url, "--pause", 0, "--workspace", city, "--json").out)
    assert (facts["files"], facts["contributions"], facts["problems"]) == ([], 0, {})


def test_what_is_not_pulled_is_said_on_the_error_output_with_code_1(call, city, url, platform):
    platform.add(13, "Surveys", [])
    done = call("pull", url, "--component", 12, "--component", 13, "--pause", 0, "--workspace", city)
    assert (done.code, len(list(city.glob("sources/decidim-*")))) == (1, 1)
    assert done.sentences == [
        "Non tiré : composant 13 : ni propositions, ni débats, ni rencontres ; la plateforme l'exporte peut-être en CSV."
    ]


@pytest.mark.parametrize("words", [["pull"], ["pull", "exemple.fr"], ["pull", "http://x.fr", "--since", "mars"]])
def test_a_wrong_use_asks_nothing(call, city, words):
    done = call(*words, "--workspace", city)
    assert (done.code, len(done.sentences)) == (2, 1)


def test_a_killed_pull_goes_on_where_it_was_and_loses_nothing(city, url, platform):
    words = [sys.executable, "-c", COMMAND, "pull", url, "--component", "12", "--pause", "0", "--workspace", str(city)]
    platform.faults = [None, None, None, hang]
    pulling = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    until = time.monotonic() + 60
    while len(platform.asked) < 4 and time.monotonic() < until:
        time.sleep(0.02)
    pulling.send_signal(signal.SIGKILL)
    pulling.wait(20)
    platform.release.set()
    assert [path for path in files_of([city / "sources"]) if path.name.startswith("decidim")] == []
    platform.asked.clear()
    done = subprocess.run([*words, "--json"], capture_output=True, text=True, check=True, env=os.environ, timeout=60)  # noqa: S603
    assert json.loads(done.stdout)["contributions"] == 120
    assert [variables.get("after") for _query, variables in platform.asked] == [None, "MTAw"]
    [path] = city.glob("sources/decidim-*")
    assert [int(record["id"]) for record in json.loads(path.read_text())["records"]] == list(range(1, 121))
    assert not any(city.glob("var/pulls/*"))


def test_a_certificate_that_is_not_valid_is_refused(tmp_path, city, call):
    pem = tmp_path / "certificat.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=exemple.fr"]
    try:
        subprocess.run([*words, "-keyout", pem, "-out", tmp_path / "c.pem"], check=True, capture_output=True, timeout=60)  # noqa: S603
    except FileNotFoundError:
        pytest.skip("openssl n'est pas installé sur cette machine")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_words: None
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    address = f"https://127.0.0.1:{server.server_port}"
    done = call("pull", address, "--component", 12, "--workspace", city)
    server.shutdown()
    server.server_close()
    assert done.code == 1
    assert done.sentences[0].startswith(f"Non tiré : Le certificat de {address[8:]} n'est pas valide, rien n'a été demandé")


# In a run


def test_a_run_pulls_only_where_the_settings_name_a_platform(city, url, platform):
    assert steps_of(open_workspace(city)) == list(STEPS)
    settings = city / FILE_NAME
    settings.write_text(settings.read_text() + f'\n[[pulls]]\nurl = "{url}"\ncomponents = [12]\npause = 0\n')
    settings.write_text(settings.read_text() + '\n[[pulls]]\nurl = "http://absente.invalid"\n')
    workspace = open_workspace(city)
    assert steps_of(workspace) == ["pull", *STEPS]
    store = open_store(workspace.database_url)
    seen = []
    run = run_step(
        workspace, store, start_run(workspace, store), "pull", on_progress=lambda done, total: seen.append((done, total))
    )
    store.close()
    facts = run.stages["pull"]
    assert (facts["contributions"], facts["comments"], seen) == (120, 2, [(1, 2), (2, 2)])
    assert list(facts["problems"]) == ["absente.invalid"]
    assert "Un banc" not in json.dumps(facts)
