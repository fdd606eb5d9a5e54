"""Laws of minutes: no line is lost, whatever it looks like; and a damaged file gives one sentence, never anything else."""

import io
import random
import re
import zipfile
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_files import CITY, minutes_docx, pdf
from test_documents import HTML, RTF
from test_minutes import MINUTES, draw_minutes, minutes_odt

from contributions.errors import SourceError
from contributions.ingest.blocks import HEADING, is_note
from contributions.ingest.dates import iso_date
from contributions.ingest.detect import READERS
from contributions.ingest.files import open_source
from contributions.ingest.margins import faceless, is_folio
from contributions.ingest.minutes import read_blocks
from contributions.ingest.noise import set_aside
from contributions.ingest.prose import open_prose
from contributions.ingest.registers import gather_entries
from contributions.settings import CollectionSettings

WORDS = st.lists(
    st.sampled_from(
        [
            "banc",
            "bus",
            "rue",
            "ombre",
            "école",
            "nuit",
            "Le",
            "Haut-Clos",
            "Tilleuls",
            "table",
            "atelier",
            "séance",
            "12",
            "mars",
            "2026",
            "3",
            "svp",
            "c",
            "koi",
            "...",
            "!!",
        ]
    ),
    min_size=1,
    max_size=9,
).map(" ".join)
LINES = st.one_of(
    WORDS,
    WORDS.map(lambda words: f"- {words}"),
    WORDS.map(lambda words: f"2. {words}"),
    WORDS.map(lambda words: f"## {words}"),
    WORDS.map(lambda words: f"# {words}"),
    WORDS.map(lambda words: f"Table 3 : {words}"),
    WORDS.map(lambda words: f"Halte : {words}"),
    WORDS.map(lambda words: f"Lieu : {words}"),
    WORDS.map(str.upper),
    st.sampled_from(["", "", "____", "-----", "~~ ;; |l1", "Page 3 / 12", "Accueil ........ 3", "L E S B A N C S"]),
    st.sampled_from(["1. Manuscrit, 15 lignes, 114 mots (couple)", "2. Dactylographié, 2 pages", "3. Courriel…"]),
)


def words_of(text):
    return Counter(re.findall(r"\w+", text.lower().replace("_", " ")))


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_no_line_of_a_text_is_lost_between_the_file_and_the_blocks(lines):
    """The signs of Markdown and numbers of pages that are repeated aside, the blocks hold the words of the lines, once each."""
    blocks = open_prose("\n".join(lines))
    held = sum((words_of(f"{block.mark} {block.text}") for block in blocks), Counter())
    folios = [line for line in lines if is_folio(line)]
    repeated = [line for place, line in enumerate(folios) if faceless(line) in map(faceless, folios[:place])]
    assert held + sum(map(words_of, repeated), Counter()) == words_of("\n".join(lines))


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_every_block_is_in_one_saying_or_in_a_session_or_describes_the_meeting(lines):
    blocks = gather_entries(set_aside(open_prose("\n\n".join(lines))))
    sayings = read_blocks(blocks, settings=CollectionSettings(), quartiers=CITY)
    assert all(saying.text or saying.reason or "contribution" in saying.part for saying in sayings)
    rows = Counter((saying.text, saying.position) for saying in sayings)
    assert max(rows.values(), default=1) == 1
    sessions = {saying.session for saying in sayings}
    beside = [block for block in blocks if (block.text, block.position) not in rows and block.text not in sessions]
    stopped = any(session.startswith("Halte") for session in sessions)
    described = [block for block in beside if not (stopped and block.text.startswith("Halte"))]
    kept = {(saying.text, saying.position) for saying in sayings if not saying.reason}
    first = next((place for place, block in enumerate(blocks) if (block.text, block.position) in kept), len(blocks))
    assert [block for block in blocks[first:] if block in described] == []
    lines_of_it = [block for block in described if is_note(block.text) or iso_date(block.text) or block.kind == HEADING]
    assert len(described) - len(lines_of_it) <= 1, "the title alone is neither a heading, nor a date, nor « Lieu : … »"


FILES = {
    "cr.docx": minutes_docx(),
    "cr.odt": minutes_odt(),
    "cr.pdf": pdf(draw_minutes),
    "cr.html": HTML.format(charset="utf-8").encode(),
    "cr.rtf": RTF.encode(),
    "cr.md": MINUTES.encode(),
}


def truncated(content, chance):
    return content[: chance.randrange(1, len(content))]


def flipped(content, chance):
    altered = bytearray(content)
    for _ in range(chance.choice((1, 4, 30))):
        altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
    return bytes(altered)


def repeated(content, chance):
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:end] + content[start:]


def rezipped(content, chance):
    """Damage the inside of a document, and close it again so that it opens; one of its members is there twice."""
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
            names = before.namelist()
            spoilt = chance.choice(names)
            for name in names:
                inside = before.read(name)
                damaged = chance.choice((truncated, flipped, repeated)) if name == spoilt and len(inside) > 1 else None
                after.writestr(name, damaged(inside, chance) if damaged else inside)
    except zipfile.BadZipFile:
        return flipped(content, chance)
    return buffer.getvalue()


def outcome(path):
    """Read as `read_source` does, without what it says of a defect that nobody foresaw."""
    source = open_source(path)
    reader = next(reader for reader in READERS if reader.sniff(source))
    return reader.read(source, settings=CollectionSettings(), quartiers=CITY)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_read_or_refused_in_one_sentence(name, tmp_path, capfd, caplog):
    chance = random.Random(name)  # noqa: S311 - the same damage each time
    path = tmp_path / name
    for _ in range(8):
        path.write_bytes(chance.choice((truncated, flipped, repeated, rezipped))(FILES[name], chance))
        try:
            outcome(path)
        except SourceError as error:
            assert str(error)  # noqa: PT017 - either way is good
            assert "\n" not in str(error)  # noqa: PT017 - the same
    said = caplog.text + "".join(capfd.readouterr())
    assert not re.search("gardien|banc|cave", said)
