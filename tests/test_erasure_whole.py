"""An erasure that is killed, refused or brought back: it ends, it says what is left, and nothing comes back."""

import gzip
import json
import os
import pty
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from erasable_city import FOUNTAIN, GONE, city, everything, found, rows, said, ways
from small_city import as_csv, done, numbered, stored, workspace

from contributions.steps.erasing import PHASES
from contributions.steps.originals import PENDING
from contributions.store.erasing import erasures

pytestmark = pytest.mark.slow

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from contributions.settings import open_workspace
from contributions.steps.erasing import erase
from contributions.steps.erasure_plan import make_plan
from contributions.store import open_store

city, last = open_workspace(Path(sys.argv[1])), int(sys.argv[2])
store = open_store(city.database_url)
plan = make_plan(city, store, ["C1"], at=datetime(2026, 4, 1, tzinfo=UTC), by="Ana", sources=True)
erase(city, store, plan, on_progress=lambda done, _: done == last and os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return city(tmp_path_factory.mktemp("ville") / "ville")


@pytest.fixture
def folder(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "copie"))


def erased(folder, *, killed_at):
    """Erase C1 in another process; give how it ended."""
    words = [sys.executable, "-c", KILLED, str(folder), str(killed_at)]
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=300).returncode  # noqa: S603


@pytest.fixture(scope="module")
def whole(made, tmp_path_factory):
    """Give the counts of an erasure that nothing interrupts."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("entier") / "ville"))
    assert erased(folder, killed_at=PHASES + 1) == 0
    return _proofs(folder)[0].counts


def _proofs(folder):
    return stored(folder, erasures)


@pytest.mark.parametrize("phase", [1, 2, 5, PHASES - 1, PHASES])
def test_an_erasure_killed_half_way_is_finished_by_the_next_one(call, folder, whole, phase):
    assert erased(folder, killed_at=phase) == -signal.SIGKILL
    assert all(proof.erased_at is None for proof in _proofs(folder))
    assert (folder / "var" / PENDING).is_file() == (phase < PHASES)
    finished = call("erase", "C1", "--workspace", folder)
    assert (finished.code, finished.out.strip(), len(finished.sentences)) == (0, "Déjà effacée : C1.", 1)
    assert "interrompu, est fini" in finished.err
    (proof,) = _proofs(folder)
    assert proof.erased_at is not None
    assert (proof.by, proof.contributions) == ("Ana", ("C1", "C2"))
    assert proof.counts == whole | {"searched": proof.counts["searched"]}
    assert found(folder, [FOUNTAIN, *GONE]) == set()
    assert {path.name for path in (folder / "sources").iterdir()}.isdisjoint({"ancien.csv", "envoi.zip"})
    assert not list((folder / "var").glob("*erasing*"))


def test_what_is_found_anywhere_is_said_aloud_and_the_proof_stays_open(call, folder):
    shutil.copy(folder / "out" / "tracabilite.xlsx", folder / "out" / "copie.xlsx")
    (folder / "var" / "cache").mkdir()
    (folder / "var" / "cache" / "tache.json.gz").write_bytes(gzip.compress(json.dumps({"said": FOUNTAIN}).encode()))
    refused = call("erase", "C1", "--workspace", folder)
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert "des mots effacés sont encore dans out/copie.xlsx, var/cache/tache.json.gz." in refused.err
    assert said(call, "erase", "--list", "--workspace", folder)[0]["erased_at"] is None
    assert "inachevé" in call("erase", "--list", "--workspace", folder).out
    assert stat.S_IMODE((folder / "var" / PENDING).stat().st_mode) == 0o600
    assert call("erase", "C5", "--workspace", folder).code == 1
    assert rows(folder).loc["C5", "fate"] == "kept"
    (folder / "out" / "copie.xlsx").unlink()
    (folder / "var" / "cache" / "tache.json.gz").unlink()
    assert call("erase", "C1", "--workspace", folder).code == 0
    assert found(folder, [FOUNTAIN]) == set()
    assert said(call, "erase", "--list", "--workspace", folder)[0]["erased_at"]


def test_the_originals_are_named_and_left_as_they_are(call, folder):
    before = {path.name: path.read_bytes() for path in (folder / "sources").iterdir()}
    answer = said(call, "erase", "C1", "--workspace", folder)
    kept = [{"file": "sources/ancien.csv", "others": 0}, {"file": "sources/envoi.zip", "others": 2}]
    assert answer["originals"] == [each | {"deleted": False} for each in kept]
    assert {path.name: path.read_bytes() for path in (folder / "sources").iterdir()} == before
    letter = call("erase", "C5", "--workspace", folder)
    assert "à supprimer par vous ou avec --sources : sources/avis-de-mme-durand.txt" in letter.out


def test_the_originals_go_where_it_is_asked_and_what_others_said_in_them_stays(call, folder):
    answer = call("erase", "C1", "--sources", "--workspace", folder)
    assert "Fichier d'origine à supprimer : sources/envoi.zip" in answer.out
    assert "il contient aussi 2 autres contributions, qui restent dans la base" in answer.out
    left = {path.name for path in (folder / "sources").iterdir()}
    assert left == {"exemple-atelier.md", "avis-de-mme-durand.txt", "velos.txt"}
    assert rows(folder).loc["C4", "fate"] == "kept"


def test_a_database_that_is_being_read_is_said_and_the_erasure_waits(call, folder):
    reader = sqlite3.connect(folder / "var" / "contributions.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ideas").fetchone()
    refused = call("erase", "C1", "--workspace", folder)
    reader.close()
    assert (refused.code, len(refused.sentences)) == (1, 1)
    assert "base" in refused.err
    assert call("erase", "C1", "--workspace", folder).code == 0
    assert found(folder, [FOUNTAIN]) == set()


@pytest.mark.parametrize(("answer", "code", "fate"), [("n", 1, "kept"), ("o", 0, "erased")])
def test_a_person_at_a_terminal_is_asked_before_anything_goes(folder, answer, code, fate):
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    words = [sys.executable, "-c", "from contributions.cli import main; main()", "erase", "--expired", "--workspace", str(folder)]
    asked = subprocess.run(words, stdin=terminal, check=False, capture_output=True, encoding="utf-8", timeout=300)  # noqa: S603
    assert asked.returncode == code, asked.stderr
    assert "Effacer 1 contribution, sans retour possible ? [o/N]" in asked.stdout
    assert rows(folder).loc["C5", "fate"] == fate


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Give a workspace after a whole run, with the models."""
    folder = workspace(tmp_path_factory.mktemp("vecue") / "ville")
    done(folder)
    return folder


@pytest.mark.model
def test_after_a_whole_run_nothing_is_left_and_no_file_brings_it_back(call, lived, tmp_path):
    folder = Path(shutil.copytree(lived, tmp_path / "copie"))
    page = everything(folder)["out/index.html"]
    number, (text, day) = next((number, answer) for number, answer in numbered() if any(way in page for way in ways(answer[0])))
    known = rows(folder)
    (contribution,) = known.index[known["text"] == text]
    before = said(call, "status", "--workspace", folder)
    proof = said(call, "erase", contribution, "--workspace", folder)["erasure"]
    assert proof["counts"]["files"] == 2
    assert found(folder, [text]) == set()
    after = said(call, "status", "--workspace", folder)
    assert after["fates"] == before["fates"] | {"kept": before["fates"]["kept"] - 1, "erased": 1}
    assert after["placed"] + after["unplaced"] == after["ideas"] == before["ideas"] - proof["counts"]["ideas"]
    run = done(folder)
    assert (run.stages["ingest"]["new"], run.stages["ingest"]["erased"]) == (0, 0)
    amended = [*numbered()[: number - 1], (number, (f"{text} J'insiste, répondez-moi.", day)), *numbered()[number:]]
    (folder / "sources" / "reponses.csv").write_text(as_csv(amended), encoding="utf-8")
    again = said(call, "ingest", folder / "sources", "--workspace", folder)
    assert (again["new"], again["known"]) == (0, again["read"])
    assert said(call, "status", "--workspace", folder)["fates"] == after["fates"]
    assert found(folder, [text]) == set()


@pytest.mark.model
def test_everything_may_be_erased(call, lived, tmp_path):
    folder = Path(shutil.copytree(lived, tmp_path / "copie"))
    ids = list(rows(folder).index)
    said(call, "erase", *ids, "--sources", "--workspace", folder)
    facts = said(call, "status", "--workspace", folder)
    assert (facts["fates"]["erased"], facts["fates"]["kept"], facts["ideas"], facts["themes"]) == (len(ids), 0, 0, 0)
    assert found(folder, [text for _number, (text, _day) in numbered()]) == set()
