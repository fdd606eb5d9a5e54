"""Minutes typed as plain text or Markdown, as blocks; the position is the line's number."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from contributions.ingest import vocabulary
from contributions.ingest.blocks import HEADING, ITEM, PARAGRAPH, TABLE, Block, unbulleted
from contributions.ingest.cells import tidy
from contributions.ingest.places import plain_words
from contributions.ingest.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"^(=+|-+|_+)$")
_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_WRAPPED_AT = 60
_LONGEST_HEADING = 100
_SHORTEST_UNDERLINE = 3


def open_prose(text: str) -> list[Block]:
    r"""Cut a text into blocks.

    >>> [(block.kind, block.text) for block in open_prose("# Séance\n\n- Un banc\n  à l'ombre\n- Un robinet")]
    [('titre', 'Séance'), ('puce', "Un banc à l'ombre"), ('puce', 'Un robinet')]
    """
    lines = tidy_lines(text)
    blocks: list[Block] = []
    place = 0
    while place < len(lines):
        block, place = _block_at(lines, place)
        if block:
            blocks.append(_with_table_number(block, blocks))
    return blocks


def tidy_lines(text: str) -> list[str]:
    """Split into lines whatever their ends, keeping their indent."""
    return [line.rstrip().expandtabs(4) for line in re.split(r"\r\n|\r|\n|\x0c", text)]


def _block_at(lines: Sequence[str], place: int) -> tuple[Block | None, int]:
    line = lines[place].strip()
    if not line or _UNDERLINE.match(line):
        return None, place + 1
    number = place + 1
    hashes = _HASHES.match(line)
    if hashes:
        return Block(HEADING, tidy(hashes.group(2)), number, level=len(hashes.group(1))), number
    below = lines[number].strip() if number < len(lines) else ""
    if len(below) >= _SHORTEST_UNDERLINE and _UNDERLINE.match(below) and len(line) <= _LONGEST_HEADING:
        return Block(HEADING, tidy(line), number, level=1 if below.startswith("=") else 2), number + 1
    if line.startswith("|") and _RULE.match(below) and "|" in below:
        return _pipe_table(lines, place)
    if _is_heading(lines, place):
        return Block(HEADING, tidy(line), number, level=2), number
    bare, bulleted = unbulleted(line)
    end = _end_of_block(lines, place, bulleted=bulleted)
    text = tidy(" ".join([bare, *(part.strip() for part in lines[place + 1 : end])]))
    return Block(ITEM if bulleted else PARAGRAPH, text, number), end


def _is_heading(lines: Sequence[str], place: int) -> bool:
    line = lines[place].strip()
    words = plain_words(line)
    if not words or len(line) > _LONGEST_HEADING or unbulleted(line)[1] or line.endswith((".", "!", "?", ",", ";")):
        return False
    first = " ".join(words[:2]) if words[:2] == ("sous", "groupe") else words[0]
    if first in vocabulary.STOPS and ":" in line:
        return True
    if first in vocabulary.GROUPS and re.match(r"^\S+(?:\s\S+)?\s*(?:n°\s*)?[\dA-Z]{0,3}\s*[:.–—-]\s*\S", line):
        return True
    alone = (place == 0 or not lines[place - 1].strip()) and (place + 1 >= len(lines) or not lines[place + 1].strip())
    return alone and line.isupper() and len(words) > 1


def _end_of_block(lines: Sequence[str], place: int, *, bulleted: bool) -> int:
    indent = _indent(lines[place])
    end = place + 1
    while end < len(lines) and lines[end].strip():
        line = lines[end]
        if unbulleted(line)[1] or _HASHES.match(line) or line.lstrip().startswith("|") or _is_heading(lines, end):
            break
        if bulleted and _indent(line) <= indent and not _wraps(lines[end - 1], line):
            break
        if not bulleted and not _wraps(lines[end - 1], line):
            break
        end += 1
    return end


def _wraps(line: str, following: str) -> bool:
    """Tell whether a line goes on in the next: it was cut for its length, or the next begins in the middle of a sentence."""
    start = following.lstrip()[:1]
    return (len(line) >= _WRAPPED_AT and not line.endswith((".", "!", "?", "»", ":"))) or start.islower()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _pipe_table(lines: Sequence[str], place: int) -> tuple[Block, int]:
    end = place
    while end < len(lines) and lines[end].strip().startswith("|"):
        end += 1
    rows = [[] if _RULE.match(line.strip()) else list(_pipe_cells(line)) for line in lines[place:end]]
    return Block(TABLE, "", place + 1, table=make_table("", rows, first=place + 1)), end


def _pipe_cells(line: str) -> Iterator[str]:
    for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")):
        yield cell.strip().replace("\\|", "|")


def _with_table_number(block: Block, before: Sequence[Block]) -> Block:
    if block.table is None:
        return block
    name = f"tableau {sum(1 for other in before if other.kind == TABLE) + 1}"
    return replace(block, part=name, table=replace(block.table, name=name))
