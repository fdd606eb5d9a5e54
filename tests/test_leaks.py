"""No name, number or address leaves by a side door: logs, errors, the store's bytes, JSON, whatever breaks on the way."""

import json
import logging

import openpyxl
import pytest

from contributions.settings import FILE_NAME
from contributions.starter import copy_starter

pytestmark = pytest.mark.model
FAST = '[embed]\nmodel = "use"\nsecond = ""\n'
PEOPLE = ("Boukhelifa", "Wojtkowiak", "Quillévéré", "Okonkwo", "Zerhouni", "Benslimane", "Péchoux")
NUMBERS = (
    "06 39 98 14 27",
    "0639981427",
    "06 39 98 77 15",
    "nawel.t@exemple.org",
    "22 quai des Mariniers",
    "4417093",
    "GB-417-KN",
)
GOOD = [
    "Mme Samira Boukhelifa demande un banc près de l'école.",
    "Rappelez-moi au 06 39 98 14 27, le bus ne passe plus le soir.",
    "J'habite 22 quai des Mariniers et le hall est dans le noir.",
    "n° allocataire : 4417093, écrivez à nawel.t@exemple.org",
    "La Clio GB-417-KN bloque la sortie, M. Okonkwo l'a signalé.",
]


@pytest.fixture
def city(tmp_path):
    folder = tmp_path / "ville"
    copy_starter(folder)
    settings = folder / FILE_NAME
    settings.write_text(settings.read_text(encoding="utf-8") + FAST, encoding="utf-8")
    return folder


def table(folder):
    """A table whose headings, cells and ragged rows name people."""
    said = [f"{text};Merci à M. Zerhouni;Chez Mme Péchoux" for text in GOOD]
    ragged = 'M. Okonkwo "sans fin;;;;; 06 39 98 14 27'
    path = folder / "reponses.csv"
    lines = ["Avis;Que dire à Mme Wojtkowiak au 06 39 98 77 15 ?;Lieu", *said, ragged]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def book(folder):
    """A workbook whose sheet is named after a person, with a cell that is no date."""
    made = openpyxl.Workbook()
    made.active.title = "Mme Zerhouni"
    for row in [("Avis", "Date"), (GOOD[0], "le jour de M. Quillévéré"), (GOOD[4], "2026-03-12")]:
        made.active.append(row)
    path = folder / "classeur.xlsx"
    made.save(path)
    return path


def broken(folder):
    """Files that cannot be read, full of words."""
    said = "Nadia Benslimane, 06 39 98 14 27"
    contents = {
        "sans-titre.csv": "\n".join(f"Bonjour c'est Mme {name};06 39 98 77 15;{n}" for n, name in enumerate(PEOPLE)),
        "casse.json": '{"type": "FeatureCollection", "features": [{"avis": "' + said,
        "faux.xlsx": said * 30,
        "faux.docx": "PK\x03\x04" + said,
        "points.geojson": json.dumps({"type": "FeatureCollection", "features": [{"properties": {f"Mme {PEOPLE[0]}": 3}}]}),
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in contents]


def minutes(folder):
    path = folder / "atelier.md"
    path.write_text(
        "# Atelier chez Mme Quillévéré\n\nPrésents : M. Zerhouni, Mme Okonkwo\n\n" + "".join(f"- {text}\n" for text in GOOD)
    )
    return path


def leaks(content):
    return [token for token in (*PEOPLE, *NUMBERS) if token in content]


def test_what_names_somebody_is_in_no_log_no_error_and_no_byte_that_is_kept(city, call, caplog, tmp_path):
    files = tmp_path / "recus"
    files.mkdir()
    paths = [table(files), book(files), minutes(files), *broken(files)]
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="contributions"):
        said = [call("ingest", "--workspace", city, *words, *paths) for words in (["--dry-run"], [], ["--json"])]
    assert "Non lu" in said[1].err
    shown = {
        f"{number} {where}": text for number, each in enumerate(said) for where, text in (("out", each.out), ("err", each.err))
    }
    kept = {
        str(path.relative_to(city)): path.read_bytes().decode("utf-8", "ignore") for path in city.rglob("*") if path.is_file()
    }
    assert any("contributions.db" in name or name.endswith((".db", ".sqlite")) for name in kept), sorted(kept)
    found = {where: leaks(text) for where, text in ({"journal": caplog.text} | shown | kept).items() if leaks(text)}
    assert not found
