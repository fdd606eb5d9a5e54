"""What an OCR makes of stains is set aside and counted; what residents write, however they write it, is kept."""

from functools import partial
from pathlib import Path

import pytest
import yaml
from source_files import pdf, read_file

from contributions.ingest.noise import is_noise

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "noise.yaml").read_text(encoding="utf-8"))
STAIN = "~~ ;; |l1"
NOISE = "bruit d'océrisation"


@pytest.fixture
def read(tmp_path):
    return partial(read_file, tmp_path)


@pytest.mark.parametrize("line", CASES["speech"])
def test_what_a_resident_writes_is_never_noise(line):
    assert not is_noise(line)


def test_nine_stains_of_ten_are_set_aside():
    found = [line for line in CASES["noise"] if is_noise(line)]
    assert len(found) >= 0.9 * len(CASES["noise"])
    assert len(CASES["noise"]) > 60
    assert len(CASES["speech"]) > 60


def test_a_stain_in_the_middle_of_a_sentence_is_counted_and_cuts_nothing(read):
    said = "Il faudrait plus de bancs le long de la rue", "mais aussi un passage pour les enfants."
    content = f"{said[0]}\n{STAIN}\n{said[1]}\n\nL E S B A N C S\n"
    rows = read("scan.txt", content).rows
    assert rows[["position", "text", "reason"]].values.tolist() == [
        [1, " ".join(said), ""],
        [2, STAIN, NOISE],
        [5, "L E S B A N C S", NOISE],
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scan.html", f"<html><body><p>Un banc</p><p>{STAIN}</p><p>Page 3 / 12</p></body></html>"),
        ("scan.rtf", f"{{\\rtf1 Un banc\\par {STAIN}\\par Page 3 / 12\\par}}"),
        ("scan.md", f"Un banc\n\n{STAIN}\n\nPage 3 / 12\n"),
    ],
)
def test_every_format_sets_stains_and_page_numbers_aside(read, name, content):
    rows = read(name, content).rows
    assert rows[["text", "reason"]].values.tolist() == [["Un banc", ""], [STAIN, NOISE], ["Page 3 / 12", "numéro de page"]]


def test_heads_and_feet_of_pages_of_a_text_are_listed_once(read):
    pages = (
        f"Ville de Valmerise\n\nBanc {word} sur le parc\n\nRegistre, p. {number}\n"
        for number, word in enumerate(("un", "deux", "trois"), 1)
    )
    rows = read("registre.txt", "\f".join(pages)).rows
    assert rows[rows["reason"] == ""]["text"].tolist() == [
        "Banc un sur le parc",
        "Banc deux sur le parc",
        "Banc trois sur le parc",
    ]
    assert rows[rows["reason"] != ""][["text", "reason"]].values.tolist() == [
        ["Ville de Valmerise", "haut ou pied de page répété"],
        ["Registre, p. 1", "haut ou pied de page répété"],
    ]


def draw_scanned_text(canvas):
    for page in (1, 2, 3):
        canvas.drawString(60, 800, "Concertation du parc")
        canvas.drawString(60, 750, f"Table {page} : les jeux et l'ombre")
        canvas.drawString(60, 700, STAIN)
        canvas.drawString(60, 650, "Accueil ............ 3")
        canvas.drawString(60, 600, f"Un jeu numéro {page}")
        canvas.drawString(60, 30, f"Page {page} / 3")
        canvas.showPage()


def test_a_pdf_lists_what_its_pages_repeat_once_and_its_stains_each_time(read):
    rows = read("scan.pdf", pdf(draw_scanned_text)).rows
    assert rows[rows["reason"] == ""][["part", "session", "text"]].values.tolist() == [
        [f"page {page}", f"Table {page} : les jeux et l'ombre", f"Un jeu numéro {page}"] for page in (1, 2, 3)
    ]
    assert rows["reason"].value_counts().to_dict() == {
        "": 3, NOISE: 3, "ligne de sommaire": 3, "haut ou pied de page répété": 1, "numéro de page": 1,
    }  # fmt: skip
