"""Zip archives: read as folders, and never more than that."""

import io
import zipfile

import pytest
from small_city import done, stored, workspace
from source_files import archive, minutes_docx

from contributions.errors import SourceError
from contributions.ingest import is_archive, unpack
from contributions.settings import open_workspace
from contributions.steps import run_step, start_run
from contributions.store import open_store

AVIS = "avis\nIl faudrait des bancs à l'ombre près de l'école\n"
BUS = "avis\nLe bus ne passe plus le soir\n"


def written(path, content):
    path.write_bytes(content)
    return path


def files_under(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "name", ["../../evade.csv", "/etc/evade.csv", "..\\..\\evade.csv", "C:\\evade.csv", "a/../../evade.csv", "....//evade.csv"]
)
def test_nothing_is_written_outside_the_folder(tmp_path, name):
    path = written(tmp_path / "piege.zip", archive(**{name: AVIS}))
    unpack(path, tmp_path / "ici")
    assert [each.rsplit("/", 1)[-1] for each in files_under(tmp_path)] == ["evade.csv", "piege.zip"]
    assert len(files_under(tmp_path / "ici")) == 1


def test_members_of_one_name_are_all_kept(tmp_path):
    path = written(tmp_path / "deux.zip", archive(**{"../avis.csv": AVIS, "avis.csv": BUS}))
    unpack(path, tmp_path / "ici")
    assert files_under(tmp_path / "ici") == ["avis-2.csv", "avis.csv"]


def test_a_bomb_is_not_opened_whatever_it_announces(tmp_path):
    path = written(tmp_path / "bombe.zip", archive(**{"zeros.csv": "0" * 3_000_000}))
    assert path.stat().st_size < 10_000
    with pytest.raises(SourceError, match="démesurée"):
        unpack(path, tmp_path / "ici", most=1_000_000)
    assert sum(each.stat().st_size for each in (tmp_path / "ici").rglob("*")) <= 1_000_000
    with pytest.raises(SourceError, match="archive de 3 fichiers"):
        unpack(written(tmp_path / "foule.zip", archive(a="", b="", c="")), tmp_path / "la", members=2)


@pytest.mark.parametrize("cut", [30, 60, 0.5, 0.9])
def test_a_damaged_archive_is_one_sentence(tmp_path, cut):
    content = archive(**{f"avis-{number}.csv": AVIS * 50 for number in range(5)})
    at = int(cut * len(content)) if cut < 1 else cut
    path = written(tmp_path / "abime.zip", content[:at] + bytes(20) + content[at + 20 :])
    with pytest.raises(SourceError, match="archive abîmée ; téléchargez-la à nouveau"):
        unpack(path, tmp_path / "ici")


def test_a_document_that_is_a_zip_inside_is_not_an_archive(tmp_path):
    assert is_archive(written(tmp_path / "a.zip", archive(**{"avis.csv": AVIS})))
    assert not is_archive(written(tmp_path / "a.docx", minutes_docx()))
    assert not is_archive(written(tmp_path / "a.csv", AVIS.encode()))


@pytest.mark.model
def test_an_archive_gives_what_its_files_give(tmp_path):
    """Files alone, then the same in an archive: nothing is new. An archive that stays closed is said, the rest is read."""
    folder = workspace(tmp_path / "ville")
    (folder / "sources" / "bus.csv").write_text(BUS, encoding="utf-8")
    done(folder)
    inside = {"recu/bus.csv": BUS, "__MACOSX/recu/._bus.csv": "x", "recu/autres/avis.csv": AVIS}
    written(folder / "sources" / "recu.zip", archive(**inside))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("x.csv", AVIS)
    written(folder / "sources" / "tronque.zip", buffer.getvalue()[:-30] + bytes(30))

    def act(store):
        opened = open_workspace(folder)
        return run_step(opened, store, start_run(opened, store), "ingest").stages["ingest"]

    facts = stored(folder, act)
    assert facts["new"] == 1
    assert list(facts["problems"]) == ["tronque.zip"]
    store = open_store(open_workspace(folder).database_url)
    assert {"avis.csv", "bus.csv"} <= set(store.contributions()["file"])
    store.close()
