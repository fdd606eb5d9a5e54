"""An erasure that is killed, refused or brought back: it ends, it says what is left, and nothing comes back."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from erasable_city import FOUNTAIN, GONE, city, found
from small_city import stored

from contributions.steps.erasing import PHASES
from contributions.steps.originals import PENDING
from contributions.store.erasing import erasures

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


@pytest.mark.parametrize("phase", range(1, PHASES + 1))
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
