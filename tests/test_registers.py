"""Registers of town halls, in every format: an entry is one contribution, and the clerk's line is nobody's speech."""

import io
from functools import partial

import docx
import pytest
from source_files import pdf, read_file

from contributions.ingest.registers import is_entry

SAID = [
    "Nous habitons ici depuis 1980.\n\nIl faut un ralentisseur, 3 bancs, 2 poubelles !!",
    "OBJET : LES BANCS\n\nMonsieur le maire,\n\n- un banc\n\n- de l'ombre",
    "Plus de bus.",
]
CLERK = ["1. Manuscrit, 15 lignes, 114 mots (couple)", "2. Dactylographié, 2 pages, 12 mars 2026", "3. Courriel…"]
RULE = "_" * 30


@pytest.fixture
def read(tmp_path):
    return partial(read_file, tmp_path)


def paragraphs(*, before, after):
    yield "Registre de la mairie annexe, mai 2026"
    for clerk, said in zip(CLERK, SAID, strict=True):
        yield from [*[RULE] * before, clerk, *[RULE] * after, *said.split("\n\n")]
    yield from [RULE] * before


def register_docx(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line.removeprefix("- "), style="List Bullet" if line.startswith("- ") else None)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def draw_register(canvas):
    for place, line in enumerate(paragraphs(before=1, after=1)):
        canvas.drawString(60, 790 - 30 * place, line)


def register_html(lines):
    return "<html><body>" + "".join("<hr>" if line == RULE else f"<p>{line}</p>" for line in lines) + "</body></html>"


def register_rtf(lines):
    encoded = ("".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line) for line in lines)
    return "{\\rtf1\\ansi " + "\\par ".join(encoded) + "\\par}"


@pytest.mark.parametrize("rules", [(1, 1), (1, 0), (0, 1), (0, 0)], ids=["around", "before", "under", "none"])
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("registre.txt", "\n\n".join),
        ("registre.html", register_html),
        ("registre.rtf", register_rtf),
        ("registre.docx", register_docx),
    ],
    ids=["txt", "html", "rtf", "docx"],
)
def test_each_entry_is_one_contribution_whatever_its_paragraphs(read, name, made, rules):
    rows = read(name, made(list(paragraphs(before=rules[0], after=rules[1])))).rows
    kept = rows[rows["reason"] == ""]
    bare = [said.replace("- ", "") for said in SAID]
    assert [text.replace("- ", "") for text in kept["text"]] == bare
    assert kept["part"].tolist() == ["contribution 1", "contribution 2", "contribution 3"]
    assert not rows["text"].str.contains("Manuscrit|couple|Dactylographié").any()
    assert rows["reason"].tolist() == ["présentation du document, avant le premier titre", "", "", ""] or len(rows) == 3


def test_a_register_in_pdf_keeps_the_page_of_each_entry(read):
    rows = read("registre.pdf", pdf(draw_register)).rows
    assert rows[rows["reason"] == ""]["part"].tolist() == [f"page 1, contribution {number}" for number in (1, 2, 3)]
    assert [text.split() for text in rows["text"].tolist()[-3:]] == [said.split() for said in SAID]


def test_lines_typed_under_each_other_are_still_entries(read):
    content = f"{RULE}\n{CLERK[0]}\n{RULE}\nje voudrais un banc\nEt de l'ombre\n{RULE}\n{CLERK[2]}\n{RULE}\nrien\n{RULE}\n"
    assert read("registre.txt", content).rows["text"].tolist() == ["je voudrais un banc\n\nEt de l'ombre", "rien"]


def test_an_entry_without_words_is_listed(read):
    rows = read("registre.txt", f"{CLERK[0]}\n\nUn banc\n\n{RULE}\n2. Dessin (enfant)\n{RULE}\n").rows
    assert rows[["text", "part", "reason"]].values.tolist() == [
        ["Un banc", "contribution 1", ""],
        ["", "contribution 2", "texte vide"],
    ]


def test_the_heading_of_the_next_register_closes_the_last_entry(read):
    content = f"# Mairie\n\n{CLERK[0]}\n\nUn banc\n\n{CLERK[2]}\n\nUn bus\n\n# Annexe\n\n{CLERK[0]}\n\nUne école\n"
    rows = read("registres.md", content).rows
    assert rows[["session", "part", "text"]].values.tolist() == [
        ["Mairie", "contribution 1", "Un banc"],
        ["Mairie", "contribution 3", "Un bus"],
        ["Annexe", "contribution 1", "Une école"],
    ]


def test_a_numbered_list_is_no_register(read):
    content = "1. Courriel de la mairie resté sans réponse\n2. Un texte (enfin) clair sur les charges\n3. 2 pages, c'est trop\n"
    rows = read("liste.txt", content).rows
    assert rows["part"].unique().tolist() == [""]
    assert len(rows) == 3


@pytest.mark.parametrize(
    "line",
    [
        *CLERK,
        "n° 12 – Courriel, 2 pages",
        "Contribution n° 4 (lettre)",
        "Observation 7 : manuscrite, 3 lignes, non signée",
        "Manuscrit, 4 lignes",
    ],
)
def test_a_line_of_a_clerk_is_known(line):
    assert is_entry(line)


@pytest.mark.parametrize(
    "line", ["3 photos", "2 pages", "12 mars 2026", "Manuscrit", "4. Plus de lignes de bus", "1. Un banc (ombre)", ""]
)
def test_a_line_of_a_resident_is_not_a_clerk_s(line):
    assert not is_entry(line)
