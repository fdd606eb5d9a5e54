"""Minutes typed as plain text or Markdown, as blocks; the position is the line's number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from contributions.ingest import vocabulary
from contributions.ingest.blocks import ASIDE, HEADING, RULE, TABLE, Block, is_rule, joined, split_bullet, text_block, unbulleted
from contributions.ingest.cells import tidy
from contributions.ingest.margins import CONTENTS, FOLIO, REPEATED, faceless, first_of_each, is_contents, is_folio, repeated_lines
from contributions.ingest.noise import NOISE, is_noise
from contributions.ingest.places import plain_words
from contributions.ingest.registers import is_entry
from contributions.ingest.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_TABLE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_WRAPPED_AT = 60
_WRAPPED_LEAST = 30
_WRAPPED_SAMPLE = 4
_RAGGED = 10
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a text, each with its number in the file; `width` is the length from which a line was cut."""

    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    width: int
    is_register: bool


def open_prose(text: str) -> list[Block]:
    r"""Cut a text into blocks.

    >>> [(block.kind, block.text) for block in open_prose("# Séance\n\n- Un banc\n  à l'ombre\n- Un robinet")]
    [('titre', 'Séance'), ('puce', "Un banc à l'ombre"), ('puce', 'Un robinet')]
    """
    lines, aside = _set_aside(text)
    blocks: list[Block] = []
    place = 0
    while place < len(lines.texts):
        block, place = _block_at(lines, place)
        if block:
            blocks.append(_with_table_number(block, blocks))
    return sorted([*blocks, *aside], key=lambda block: block.position)


def _set_aside(text: str) -> tuple[_Lines, list[Block]]:
    """Take out what a printer or an OCR put between the lines, so that it cuts no paragraph in two."""
    numbered = list(enumerate(tidy_lines(text), start=1))
    repeated = repeated_lines([[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")])
    aside: list[Block] = []
    kept: list[tuple[int, str]] = []
    for number, line in numbered:
        reason = _reason(line.strip(), repeated)
        if reason:
            aside.append(Block(ASIDE, tidy(line), number, reason=reason))
        else:
            kept.append((number, line))
    texts = tuple(line for _, line in kept)
    register = any(is_entry(line.strip()) for line in texts if line.strip())
    return _Lines(texts, tuple(number for number, _ in kept), _width(texts), register), first_of_each(aside)


def _reason(line: str, repeated: frozenset[str]) -> str:
    if not line or is_rule(line):
        return ""
    if faceless(line) in repeated and not opens_part(line):
        return REPEATED
    if is_folio(line):
        return FOLIO
    if is_contents(line):
        return CONTENTS
    return NOISE if not line.startswith("|") and is_noise(line) else ""


def _width(lines: Sequence[str]) -> int:
    """Give the length from which a line was cut for the width of the page, where lines that go on in lower case are alike."""
    pairs = pairwise(lines)
    cut = sorted(len(line) for line, after in pairs if line.strip() and after.lstrip()[:1].islower() and not unbulleted(after)[1])
    if len(cut) < _WRAPPED_SAMPLE or cut[-1] - cut[len(cut) // 4] > _RAGGED:
        return _WRAPPED_AT
    return min(_WRAPPED_AT, max(_WRAPPED_LEAST, cut[len(cut) // 4]))


def tidy_lines(text: str) -> list[str]:
    """Split into lines whatever their ends, keeping their indent."""
    return [line.rstrip().expandtabs(4) for line in re.split(r"\r\n|\r|\n|\x0c", text)]


def _block_at(lines: _Lines, place: int) -> tuple[Block | None, int]:
    line = lines.texts[place].strip()
    number = lines.numbers[place]
    if not line:
        return None, place + 1
    if set(line) <= set("=-_") or is_rule(line):
        return Block(RULE, line, number), place + 1
    if is_entry(line.lstrip("# ")):
        return text_block(line.lstrip("# "), number), place + 1
    below = lines.texts[place + 1].strip() if place + 1 < len(lines.texts) else ""
    if line.startswith("|") and _TABLE_RULE.match(below) and "|" in below:
        return _pipe_table(lines, place)
    level, length = _heading(lines, place, below)
    if level:
        hashes = _HASHES.match(line)
        return Block(HEADING, tidy(hashes.group(2) if hashes else line), number, level=level), place + length
    mark, bare = split_bullet(line)
    end = _end_of_block(lines, place, bulleted=bool(mark))
    block = text_block(joined([bare, *lines.texts[place + 1 : end]]), number, listed=bool(mark))
    return replace(block, mark=mark or block.mark), end


def _heading(lines: _Lines, place: int, below: str) -> tuple[int, int]:
    """Give the level of a heading, 0 for what is none, and how many lines it takes."""
    line = lines.texts[place].strip()
    hashes = _HASHES.match(line)
    if hashes:
        return len(hashes.group(1)), 1
    if is_rule(below) and below[0] in "=-_" and len(line) <= _LONGEST_HEADING and not lines.is_register:
        return (1 if below.startswith("=") else 2), 2
    return (2, 1) if _is_heading(lines, place) else (0, 1)


def _is_heading(lines: _Lines, place: int) -> bool:
    line = lines.texts[place].strip()
    words = plain_words(line)
    if not words or len(line) > _LONGEST_HEADING or unbulleted(line)[1] or line.endswith((".", "!", "?", ",", ";")):
        return False
    if opens_part(line):
        return True
    texts = lines.texts
    alone = (place == 0 or not texts[place - 1].strip()) and (place + 1 >= len(texts) or not texts[place + 1].strip())
    return alone and line.isupper() and len(words) > 1 and not lines.is_register


def opens_part(line: str) -> bool:
    """Tell a line that opens a stop, a table or a theme by its first word (« Table 2 : cadre de vie »)."""
    words = plain_words(line)
    first = " ".join(words[:2]) if words[:2] == ("sous", "groupe") else "".join(words[:1])
    if first in vocabulary.STOPS and ":" in line:
        return True
    return first in vocabulary.GROUPS and bool(
        re.match(r"^\S+(?:\s\S+)?\s*(?:n°\s*)?[\dA-Z]{0,3}\s*[:.–—-]\s*\S", line),
    )


def _end_of_block(lines: _Lines, place: int, *, bulleted: bool) -> int:
    texts = lines.texts
    indent = _indent(texts[place])
    end = place + 1
    while end < len(texts) and texts[end].strip():
        line = texts[end]
        if _begins(lines, end):
            break
        wraps = _wraps(texts[end - 1], line, lines.width)
        if not wraps and not (bulleted and _indent(line) > indent):
            break
        end += 1
    return end


def _begins(lines: _Lines, place: int) -> bool:
    line = lines.texts[place].strip()
    if unbulleted(line)[1] or _HASHES.match(line) or line.startswith("|"):
        return True
    return is_rule(line) or is_entry(line) or _is_heading(lines, place)


def _wraps(line: str, following: str, width: int) -> bool:
    """Tell whether a line goes on in the next: it was cut for its length, or the next begins in the middle of a sentence."""
    start = following.lstrip()[:1]
    cut = len(line) >= width and not line.endswith((".", "!", "?", "»", ":"))
    return cut or start.islower()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _pipe_table(lines: _Lines, place: int) -> tuple[Block, int]:
    end = place
    while end < len(lines.texts) and lines.texts[end].strip().startswith("|"):
        end += 1
    rows = [[] if _TABLE_RULE.match(line.strip()) else list(_pipe_cells(line)) for line in lines.texts[place:end]]
    number = lines.numbers[place]
    return Block(TABLE, "", number, table=make_table("", rows, first=number)), end


def _pipe_cells(line: str) -> Iterator[str]:
    for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")):
        yield cell.strip().replace("\\|", "|")


def _with_table_number(block: Block, before: Sequence[Block]) -> Block:
    if block.table is None:
        return block
    name = f"tableau {sum(1 for other in before if other.kind == TABLE) + 1}"
    return replace(block, part=name, table=replace(block.table, name=name))
