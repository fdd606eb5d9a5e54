"""Registers of a town hall: entries numbered by a clerk, each one contribution whatever its paragraphs.

« 1. Manuscrit, 15 lignes, 114 mots (couple) » opens an entry, often between two lines of « ____ »; the clerk's line says how
the entry came and is nobody's speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contributions.ingest.blocks import ASIDE, ENTRY, HEADING, RULE, SCAN, TABLE, Block

if TYPE_CHECKING:
    from collections.abc import Sequence

_KIND = (
    r"(?:manuscrite?s?|dactylographi[ée]e?s?|tapuscrite?s?|imprim[ée]e?s?|courriels?|e-?mails?|m[ée]ls?|lettres?|courriers?|"
    r"cartes? postales?|dessins?|photos?|formulaires?|t[ée]l[ée]phone|orale?s?|recueillie? à l['’]oral|textes?|anonymes?|"
    r"post-?its?|illisibles?)"
)
_COUNT = (
    r"(?:environ\s+)?\d{1,5}\s*(?:lignes?|mots?|pages?|feuillets?|feuilles?|paragraphes?|signatures?|signataires?|photos?|"
    r"annexes?|caractères|pièces? jointes?)"
)
_DETAIL = (
    rf"(?:{_KIND}|{_COUNT}|recto(?:[- ]verso)?|(?:non\s+)?sign[ée]e?|(?:non\s+)?dat[ée]e?|sans date|sans nom|"
    r"(?:reçue?|dat[ée]e?|d[ée]pos[ée]e?|du|le)\s[^,;()]{0,12}\d[^,;()]{0,25}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|"
    r"\d{1,2}(?:er)?\s+[a-zéû]{3,9}\.?\s+(?:19|20)\d\d)"
)
_HEADER = re.compile(
    rf"(?:(?P<named>contribution|observation|d[ée]position|courrier|registre)\s+)?(?:n\s?[°ºo]\s*)?(?:(?P<number>\d{{1,4}})(?!\d))?"
    rf"\s*[.):–—-]*\s*(?P<details>{_DETAIL}(?:\s*[,;–—/-]\s*{_DETAIL}|\s+{_DETAIL})*)?\s*(?:\((?P<aside>[^()]{{0,60}})\))?\s*[.…:]*",
    re.IGNORECASE,
)
_COUNTED = re.compile(_COUNT, re.IGNORECASE)
_LONGEST = 160


@dataclass(slots=True)
class _Register:
    """What has been gathered so far."""

    done: list[Block] = field(default_factory=list)
    opened: Block | None = None
    said: list[str] = field(default_factory=list)
    number: str = ""
    ruled: bool = False

    def close(self) -> None:
        if self.opened is not None:
            text = "\n\n".join(self.said)
            part = ", ".join(filter(None, (self.opened.part, f"contribution {self.number}")))
            self.done.append(Block(ENTRY, text, self.opened.position, part))
        self.opened, self.said = None, []


def is_entry(text: str) -> bool:
    """Tell whether a line is a clerk's, over an entry of a register.

    >>> is_entry("1. Manuscrit, 15 lignes, 114 mots (couple)"), is_entry("3. Courriel…"), is_entry("Contribution n° 4 (lettre)")
    (True, True, True)
    >>> is_entry("1. Courriel à la mairie resté sans réponse"), is_entry("3 photos"), is_entry("2. Un banc (à l'ombre)")
    (False, False, False)
    """
    return _number(text) is not None


def _number(text: str) -> str | None:
    """Give the number of the entry that a line opens (empty where a word processor hides it), or None."""
    found = _HEADER.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    number, named, details = found.group("number"), found.group("named"), found.group("details")
    counts = len(_COUNTED.findall(text))
    if number and (details or named) and not (counts and details and _COUNTED.fullmatch(f"{number} {details}")):
        return number
    return "" if details and counts and len(re.split(r"[,;]", details)) > 1 else None


def gather_entries(blocks: Sequence[Block]) -> list[Block]:
    """Make one block of each entry of a register; without two entries, or one between rules, the blocks stay as they are.

    A heading closes an entry, save where rules separate entries and none stands before it: the resident wrote it then.
    """
    opening = [place for place, block in enumerate(blocks) if _opens(block) is not None]
    ruled = any(blocks[near].kind == RULE for place in opening for near in (place - 1, place + 1) if 0 <= near < len(blocks))
    if not opening or not (ruled or len(opening) > 1):
        return [block for block in blocks if block.kind != RULE]
    register = _Register(ruled=ruled)
    for place, block in enumerate(blocks):
        ruled_off = place > 0 and blocks[place - 1].kind == RULE and place - 2 not in opening
        _take(register, block, after_rule=ruled_off, first=place == opening[0])
    register.close()
    return register.done


def _take(register: _Register, block: Block, *, after_rule: bool, first: bool) -> None:
    number = _opens(block)
    if number is not None:
        register.close()
        before = "0" if first or not register.number.isdecimal() else register.number
        register.opened, register.number = block, number or str(int(before) + 1)
    elif block.kind == RULE:
        return
    elif register.opened is None or block.kind in {ASIDE, SCAN}:
        register.done.append(block)
    elif block.kind == HEADING and (after_rule or not register.ruled):
        register.close()
        register.done.append(block)
    else:
        register.said += _words(block)


def _opens(block: Block) -> str | None:
    if block.kind in {TABLE, RULE, SCAN, ASIDE}:
        return None
    return _number(f"{block.mark} {block.text}".strip())


def _words(block: Block) -> list[str]:
    if block.table is not None:
        return [" ; ".join(filter(None, cells)) for _, cells in block.table.rows]
    return [f"{block.mark} {block.text}".strip()]
