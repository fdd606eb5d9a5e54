"""Tell what an OCR made out of stains and folds from what residents write, however they spell it.

A line is noise when the letters of its believable words are fewer than the signs of everything else. A word is believed
by its shape (vowels, one case, letters that differ), or because residents do write it (« svp », « tjs », « T3 », « 19h »).

>>> [is_noise(line) for line in ("~~ ;; |l1", "ii l| . : ,;", "L e s b a n c s")]
[True, True, True]
>>> [is_noise(line) for line in ("3 bancs, 2 poubelles !!", "slt tt le monde", "HLM : RAS", "Mahallemizde park istiyoruz")]
[False, False, False, False]
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from contributions.ingest.blocks import ASIDE, HEADING, ITEM, PARAGRAPH, Block
from contributions.ingest.margins import CONTENTS, FOLIO, first_of_each, is_contents, is_folio
from contributions.ingest.places import plain_words
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

NOISE = N_("bruit d'océrisation")

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_AROUND = ".,;:!?…«»\"“”„'’‘()[]/&+-–—=>*•·%€#@\u200b\u200e\u200f"
"""What may touch a word, or stand alone between two, without a word being less of a word."""
_PIECES = re.compile(r"[-'’./&+_@]+")
_FIGURE = re.compile(
    r"(?:n?[°º])?\d+(?:[.,:/hx×-]\d+)*\s?(?:h|€|%|e|è|er|ere|ère|eme|ème|è?me|nd|nde|m|m2|m²|km|cm|kg|l|mn|min|j|ans|°|k|ko|w|x)?",
    re.IGNORECASE,
)
_NAMED_FIGURE = re.compile(r"(?:[A-HJ-NP-Za-hj-np-z]|[A-Z]{2,3})\d{1,4}")
"""« T3 », « D12 », « bus C6 », « QN09 »."""
_SOUNDED_FIGURE = re.compile(r"[a-eghkmnp-z][a-z]{1,7}1|[1-9]m1")
"""« bi1 », « dem1 », « 2m1 »."""
_MARKS_OF_OCR = frozenset("~|\\^`_¬§¦{}<>¤¥£©®■□▪▬°º¨´¸")
_PICTURES = frozenset({"So", "Sk", "Sm", "Cf", "Mn"})
_STAINS = frozenset("~|\\^`_¬¦{}")
_ANCHOR = 3
"""Letters of a word on which a line can rest; without one, a single stain is enough to doubt the line."""
_WRITTEN_ALONE = frozenset("!?….+-–=>€%&x*")
_STROKES = frozenset("iljtI1fr")
_VOWELS = frozenset("aeiouy")
_SHORT_WORDS = frozenset(
    word
    for line in (Path(__file__).parent / "short_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_SPACED_AT_LEAST = 5
_SPACED_SHARE = 0.7
_LONGEST_ACRONYM = 6


def is_noise(line: str) -> bool:
    """Tell whether a line that holds letters or figures says nothing; a line of blanks or of « ... » is not for here."""
    tokens = _UNMAPPED.sub(" ~ ", line).split()
    if not any(character.isalpha() for character in line) or not tokens:
        return any(character in _MARKS_OF_OCR for character in line)
    if _is_spaced_out(tokens):
        return True
    weights = [_weigh(token) for token in tokens]
    believed = sum(good for good, _ in weights)
    anchored = any(good >= _ANCHOR for good, _ in weights)
    if not anchored and (_STAINS.intersection(line) or believed <= sum(map(_is_stray, tokens))):
        return True
    return sum(bad for _, bad in weights) > believed


def set_aside(blocks: Iterable[Block]) -> list[Block]:
    """Take out of blocks the lines that say nothing, and the page numbers that a conversion left between paragraphs."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind not in {HEADING, ITEM, PARAGRAPH}:
            kept.append(block)
            continue
        lines = block.text.split("\n")
        reasons = [_reason(line.strip()) for line in lines]
        kept += [
            Block(ASIDE, line.strip(), block.position, block.part, reason=reason)
            for line, reason in zip(lines, reasons, strict=True)
            if reason
        ]
        text = "\n".join(line for line, reason in zip(lines, reasons, strict=True) if not reason).strip()
        if text:
            kept.append(replace(block, text=text))
    return first_of_each(kept)


def _reason(line: str) -> str:
    if not line:
        return ""
    if is_folio(line):
        return FOLIO
    if is_contents(line):
        return CONTENTS
    return NOISE if is_noise(line) else ""


def _is_spaced_out(tokens: list[str]) -> bool:
    single = [token for token in tokens if len(token) == 1 and token.isalpha() and _is_latin(token)]
    return len(single) >= _SPACED_AT_LEAST and len(single) >= _SPACED_SHARE * len(tokens)


@lru_cache(maxsize=65536)
def _weigh(token: str) -> tuple[int, int]:
    """Count the letters that are believed in a token, and the signs that are doubted."""
    core = token.strip(_AROUND)
    if not core:
        return 0, len(token) if len(set(token)) > 3 else 0  # noqa: PLR2004 - « ?! », « --> », « +++ » are written by hand
    if not any(map(_is_letter_or_mark, core)):
        return (len(core), 0) if _is_picture(core) else (0, len(core))
    if _FIGURE.fullmatch(core):
        return (1, 0) if any(character.isalpha() for character in core) else (0, 0)
    if _NAMED_FIGURE.fullmatch(core) and core[0] not in _STROKES:
        return len(core), 0
    pieces = [piece for piece in _PIECES.split(core) if piece]
    good = sum(len(piece) for piece in pieces if _is_believable(piece))
    return good, sum(map(len, pieces)) - good + sum(character in _MARKS_OF_OCR for character in token if character not in core)


def _is_stray(token: str) -> bool:
    return not any(map(_is_letter_or_mark, token)) and not _WRITTEN_ALONE.issuperset(token) and not _is_picture(token)


def _is_letter_or_mark(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) == "Mn"


def _is_picture(text: str) -> bool:
    """Tell an emoji or an arrow, drawn on purpose, from a stain."""
    return not _MARKS_OF_OCR.intersection(text) and {unicodedata.category(character) for character in text} <= _PICTURES


def _is_latin(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("LATIN", "MODIFIER", "FULLWIDTH LATIN"))


def _is_believable(piece: str) -> bool:
    letters = [character for character in piece if character.isalpha()]
    if letters and not all(map(_is_latin, letters)):
        return True
    plain = "".join(plain_words(piece))
    if piece.isalnum() and (plain in _SHORT_WORDS or _SOUNDED_FIGURE.fullmatch(plain)):
        return True
    if not piece.isalpha() or len(plain) <= 2 or len(set(plain)) == 1:  # noqa: PLR2004 - short words are listed
        return _FIGURE.fullmatch(piece) is not None
    if set(piece) <= _STROKES or not (piece.isupper() or piece.islower() or piece[1:].islower() or _is_camel(piece)):
        return False
    return bool(_VOWELS.intersection(plain)) or (piece.isupper() and len(piece) <= _LONGEST_ACRONYM)


def _is_camel(piece: str) -> bool:
    """Accept « McDo », « iPhone », « LaPoste »: every part is a word of its own."""
    return all(len(part) > 1 for part in re.findall(r"[A-ZÀ-Ý]?[a-zà-ÿ]+|[A-ZÀ-Ý]+(?![a-zà-ÿ])", piece)[1:])
