"""What a reading takes in: each file counted once, whatever its copies, and the one that cannot be opened is said."""

import json
import sys

import pytest
from small_city import stored, workspace

from contributions.settings import open_workspace
from contributions.steps import run_step, start_run

pytestmark = pytest.mark.model
COUNTS = ("files", "read", "new", "known")


@pytest.fixture
def ingest(tmp_path):
    """Make a workspace without sources; give how to add files to it and read them."""
    folder = workspace(tmp_path / "ville")
    for path in (folder / "sources").iterdir():
        path.unlink()

    def act(store):
        opened = open_workspace(folder)
        return run_step(opened, store, start_run(opened, store), "ingest").stages["ingest"]

    def ingest(**files):
        for name, content in files.items():
            path = folder / "sources" / f"{name}.csv"
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        facts = stored(folder, act)
        return [facts[count] for count in COUNTS], facts

    ingest.folder = folder
    return ingest


def test_two_copies_given_together_are_one_as_when_the_second_comes_later(ingest):
    avis = "avis\nPlus de bancs\nMoins de bruit\n"
    assert ingest(**{"avis": avis, "avis (1)": avis})[0] == [2, 4, 2, 2]
    assert ingest(**{"avis (2)": avis})[0] == [3, 2, 0, 2]
    assert [each.name for each in stored(ingest.folder, lambda store: store.collections())] == ["avis (1)"]


def test_two_files_of_one_name_are_counted_once_when_they_are_read_again(ingest):
    files = {"nord/avis": "avis\nLe marché est trop loin pour nous\n", "sud/avis": "avis\nUn banc\nUne fontaine\n"}
    assert ingest(**files)[0] == [2, 3, 3, 0]
    assert ingest()[0] == [2, 3, 0, 3]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="le fichier que personne ne peut lire est celui de Linux")
def test_a_file_that_cannot_be_opened_is_said_and_the_others_are_read(ingest):
    (ingest.folder / "sources" / "illisible.csv").symlink_to("/proc/self/mem")
    counts, facts = ingest(avis="avis\nPlus de bancs\n")
    assert counts == [2, 1, 1, 0]
    assert "interdit de lecture" in facts["problems"]["illisible.csv"]


def test_a_run_asked_in_json_fails_too_where_a_file_is_not_read(ingest, call):
    (ingest.folder / "sources" / "vide.csv").write_bytes(b"")
    said = call("run", "--json", "--workspace", ingest.folder)
    assert said.code == 1
    assert json.loads(said.out)["fates"]["kept"] == 0
