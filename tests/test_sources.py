"""What a folder of received files holds: links, hidden folders, archives, names of every machine."""

import unicodedata

import pytest
from source_files import archive

from contributions.domain import Channel
from contributions.errors import SourceError
from contributions.ingest import is_archive, read_source
from contributions.settings import FILE_NAME, CollectionSettings, Workspace, parse_settings
from contributions.steps.sources import files_of, open_archives, settings_for, sha256_of

AVIS = "avis\nIl faudrait des bancs à l'ombre près de l'école\n"
DECOMPOSED = unicodedata.normalize("NFD", "été.csv")


def city(folder, **settings):
    return Workspace(folder, parse_settings(settings, where=FILE_NAME), environment={})


def refusal(path):
    with pytest.raises(SourceError) as caught:
        read_source(path, settings=CollectionSettings(), quartiers=())
    return str(caught.value)


def test_a_link_that_leads_to_no_file_is_said_and_a_loop_ends(tmp_path):
    (tmp_path / "avis.csv").write_text(AVIS, encoding="utf-8")
    (tmp_path / "boucle.csv").symlink_to("boucle.csv")
    (tmp_path / "parti.csv").symlink_to("nulle-part.csv")
    (tmp_path / "rond").symlink_to(tmp_path)
    found = files_of([tmp_path])
    assert [path.name for path in found] == ["avis.csv", "boucle.csv", "parti.csv", "rond"]
    assert "introuvable" in refusal(found[1])
    assert "introuvable" in refusal(found[2])
    assert "lien vers un dossier, qui n'est pas suivi" in refusal(found[3])
    assert sha256_of(found[3]) == ""


def test_what_a_system_leaves_in_a_folder_is_no_source(tmp_path):
    for name in ("Thumbs.db", "desktop.ini", ".git/avis.csv", "__MACOSX/avis.csv", "~$avis.docx", "recu/avis.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(AVIS, encoding="utf-8")
    assert files_of([tmp_path]) == [tmp_path / "recu" / "avis.csv"]


def test_an_archive_whose_names_are_damaged_is_one_sentence(tmp_path):
    path = tmp_path / "recu.zip"
    path.write_bytes(archive(**{"é.csv": AVIS}).replace("é".encode(), b"\xff\xfe"))
    assert not is_archive(path)
    assert "abîmé" in refusal(path)


def test_a_document_of_apple_is_not_opened_as_an_archive(tmp_path):
    path = tmp_path / "réponses.numbers"
    path.write_bytes(archive(**{"Index/Document.iwa": b"x", "preview.jpg": b"x"}))
    assert open_archives([path], tmp_path / "ici", city(tmp_path)) == ([path], [])
    assert "exportez-le en XLSX" in refusal(path)


def test_a_name_whose_accents_are_decomposed_is_the_same_name(tmp_path):
    path = tmp_path / DECOMPOSED
    path.write_text(AVIS, encoding="utf-8")
    collection = {"name": "été", "files": ["été*"], "channel": "atelier"}
    assert settings_for(path, city(tmp_path, collection=[collection]), "", "").name == "été"
    assert read_source(path, settings=CollectionSettings(), quartiers=()).rows["file"].tolist() == ["été.csv"]
    (tmp_path / "été.toml").write_text("channel = 'atelier'", encoding="utf-8")
    assert settings_for(path, city(tmp_path), "", "").channel is Channel.WORKSHOP


@pytest.mark.parametrize("name", ["contributions.csv", "contributions.zip"])
def test_the_settings_of_a_workspace_are_no_side_car(tmp_path, name):
    (tmp_path / FILE_NAME).write_text("[city]\nname = 'Valmont'\n", encoding="utf-8")
    path = tmp_path / name
    path.write_bytes(AVIS.encode() if name.endswith("csv") else archive(**{"avis.csv": AVIS}))
    opened, closed = open_archives([path], tmp_path / "ici", city(tmp_path))
    assert closed == []
    assert settings_for(opened[0], city(tmp_path), "", "") == CollectionSettings()
