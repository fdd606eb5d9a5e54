"""Minutes of any format as one list of blocks, in the order of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.ingest import vocabulary
from contributions.ingest.cells import tidy
from contributions.ingest.places import plain_words
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contributions.ingest.tables import Table

HEADING, ITEM, PARAGRAPH, TABLE = "titre", "puce", "paragraphe", "tableau"
SCAN, RULE, ENTRY, ASIDE = "image", "filet", "contribution", "écarté"
NOTE = N_("note de bas de page")
BULLET = re.compile(r"^\s*(?:[•●▪■◦‣·∙➢➤✓\uf000-\uf0ff]\s*|[-–—*]\s+|\d{1,3}[.)]\s+|[a-z]\)\s+)(?=\S)")
_RULE = re.compile(r"^(?:_{3,}|-{3,}|={3,}|\*{3,}|–{3,}|—{3,})$")
_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, an item, a paragraph, a table, a rule, a scanned page, an entry of a register, or what is set aside.

    `level` is that of a heading, `mark` the bullet or number taken away from an item, `reason` why it is set aside.
    """

    kind: str
    text: str
    position: int
    part: str = ""
    level: int = 0
    table: Table | None = None
    mark: str = ""
    reason: str = ""


def notes(texts: Iterable[str]) -> list[Block]:
    """List the notes of a document, that a note-taker added: they are nobody's contribution, and are not lost."""
    written = enumerate(filter(None, texts), start=1)
    return [Block(ASIDE, text, number, f"note {number}", reason=NOTE) for number, text in written]


def unbulleted(text: str) -> tuple[str, bool]:
    """Take the bullet or the number away, and say whether there was one.

    >>> unbulleted("- Un banc"), unbulleted("3 mois sans professeur")
    (('Un banc', True), ('3 mois sans professeur', False))
    """
    mark, bare = split_bullet(text)
    return bare, bool(mark)


def split_bullet(text: str) -> tuple[str, str]:
    """Give the bullet or number, and the rest.

    >>> split_bullet("2. Un banc"), split_bullet("Un banc")
    (('2.', 'Un banc'), ('', 'Un banc'))
    """
    bullet = BULLET.match(text)
    return (bullet.group().strip(), text[bullet.end() :]) if bullet else ("", text)


def text_block(text: str, position: int, *, part: str = "", listed: bool = False) -> Block:
    """Make an item, a paragraph or a rule of a text; `listed` says that the format itself calls it an item."""
    if is_rule(text):
        return Block(RULE, text, position, part)
    mark, bare = split_bullet(text)
    return Block(ITEM if listed or mark else PARAGRAPH, bare, position, part, mark=mark)


def is_rule(line: str) -> bool:
    """Tell a line that only separates (« ____ »)."""
    return bool(_RULE.match(line.strip()))


def is_note(line: str) -> bool:
    """Tell whether a line describes the meeting (« Lieu : salle des fêtes »)."""
    name = " ".join(plain_words(line.partition(":")[0])) if ":" in line else ""
    return any(name == known or name.startswith(f"{known} ") for known in vocabulary.METADATA)


def stands_out(text: str) -> bool:
    """Tell whether a paragraph that is all in bold is a heading rather than someone who insists."""
    return len(text.split()) <= _HEADING_WORDS and not text.endswith((".", "!", "?", ",")) and not is_note(text)


def joined(lines: Iterable[str]) -> str:
    """Join the lines of a paragraph; a word cut in two becomes one again.

    >>> joined(["La cave est inon-", "dée, nous attendons un rendez-", "vous."])
    'La cave est inondée, nous attendons un rendez-vous.'
    """
    text = ""
    for line in lines:
        piece = line.strip()
        if text.endswith("\xad") or (text.endswith("-") and text[-2:-1].isalpha() and piece[:1].islower()):
            text = text.removesuffix("\xad")
            text = (text if not text.endswith("-") or _keeps_hyphen(text, piece) else text[:-1]) + piece
        else:
            text = f"{text} {piece}" if text else piece
    return tidy(text)


def _keeps_hyphen(before: str, after: str) -> bool:
    first, second = plain_words(before)[-1:], plain_words(after)[:1]
    return bool(vocabulary.KEPT_HYPHEN.intersection((*first, *second))) or "-" in before.rsplit(maxsplit=1)[-1][:-1]
