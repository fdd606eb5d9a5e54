"""Cut a contribution into ideas: exact quotations, in order, that lose no word of it."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from contributions.comparing import plain
from contributions.domain import Fate
from contributions.frames import IDEAS
from contributions.prepare.natures import nature_of
from contributions.prepare.sentences import Block, Stretch, blocks, sentences, trim
from contributions.prepare.vocabulary import ASKS, EMPTY_WORDS, FOLLOWS, GENERIC_WORDS, JOINS, TURNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

_log = logging.getLogger(__name__)

CLAUSE = 4
"""Words a side needs, at least, to stand alone when a sentence is cut at a connector."""
DEVELOPED = 12
"""Words from which a demand is an idea of its own, apart from the observation before it."""
DEMAND = 30
"""Words an observation and its developed demand may have together and stay one idea."""
TOGETHER = 40
"""Words two sentences may have together and stay one idea when nothing says they differ."""
LONGEST = 60
"""Words past which a sentence that merely goes on starts a new idea."""
TITLE = 12
"""Words a title has at most."""

_ASKS = re.compile(rf"^(?:et |mais |donc |alors |aussi )?(?:{ASKS})")
_WORD = re.compile(r"\w+")
_LIST_MARK = re.compile(r"\s;\s|;\s|\s/\s")


def quote_ideas(contributions: pd.DataFrame) -> pd.DataFrame:
    """Quote the ideas of the kept contributions; every one of them gives at least one, numbered from 1 in its id.

    Their campaign is empty: copies are found among all the ideas there are, by `campaigns`.
    """
    import pandas as pd

    kept = contributions[contributions["fate"] == Fate.KEPT]
    rows = [
        (f"{contribution}-{n}", contribution, start, end, text[start:end], nature_of(text[start:end]).value, "")
        for contribution, text in zip(kept["id"], kept["text"], strict=True)
        for n, (start, end) in enumerate(cut(text), start=1)
    ]
    ideas = pd.DataFrame(rows, columns=list(IDEAS.columns)) if rows else IDEAS.empty()
    _log.info("Idées : %d contributions, %d idées", len(kept), len(ideas))
    return IDEAS.check(ideas)


def cut(text: str) -> list[Stretch]:
    """Cut a text into ideas: by paragraph and list item, then sentence, then clause; sentences on one subject stay together.

    >>> text = "Il faut des bancs devant l'école. C'est honteux ! Par ailleurs, les bus du soir sont trop rares."
    >>> [text[start:end] for start, end in cut(text)]
    ["Il faut des bancs devant l'école. C'est honteux !", 'Par ailleurs, les bus du soir sont trop rares.']
    """
    ideas: list[Stretch] = []
    carried: int | None = None
    listed = blocks(text)
    for n, block in enumerate(listed):
        pieces = list(_ideas_of_block(text, block))
        if carried is not None:
            pieces[0], carried = Stretch(carried, pieces[0].end), None
        if n + 1 < len(listed) and _leads_on(text, listed, n):
            *pieces, last = pieces
            carried = last.start
        elif ideas and pieces and _is_empty(text, pieces[0]) and not block.bullet:
            ideas[-1] = Stretch(ideas[-1].start, pieces.pop(0).end)
        ideas += pieces
    return ideas or [piece for piece in [trim(text, 0, len(text))] if piece.start < piece.end]


def _leads_on(text: str, listed: list[Block], n: int) -> bool:
    """Tell a title, the head of a list, or words without content, from a block of its own."""
    block, following = listed[n], listed[n + 1]
    words = _count(text, block)
    title = n == 0 and following.blank and words <= TITLE and text[block.end - 1] not in ".!…"
    head = text[block.end - 1] == ":" and following.bullet
    return title or head or (n == 0 and _is_empty(text, Stretch(block.start, block.end)))


def _ideas_of_block(text: str, block: Block) -> Iterator[Stretch]:
    """Gather the sentences and clauses of a block that speak of one thing."""
    group: Stretch | None = None
    for sentence in sentences(text, block.start, block.end):
        first, *others = _clauses(text, sentence)
        if group is not None and not _is_new(text, group, first):
            first = Stretch(group.start, first.end)
        elif group is not None:
            yield group
        for clause in others:
            yield first
            first = clause
        group = first
    if group is not None:
        yield group


def _is_new(text: str, group: Stretch, sentence: Stretch) -> bool:
    """Say whether a sentence starts another idea than the sentences before it."""
    before, after = _count(text, group), _count(text, sentence)
    said = plain(text[sentence.start : sentence.end])
    if _is_empty(text, sentence) or _is_empty(text, group):
        return False
    if TURNS.match(said):
        return after >= CLAUSE
    if FOLLOWS.match(said):
        return before + after > LONGEST and after >= DEVELOPED
    if _ASKS.match(said) and after >= DEVELOPED <= before:
        return before + after > DEMAND
    if _stems(text, group) & _stems(text, sentence):
        return before + after > LONGEST
    return before + after > TOGETHER


def _clauses(text: str, sentence: Stretch) -> list[Stretch]:
    """Cut a sentence at a connector, or at the marks of a list, where both sides stand alone."""
    marks = [match.span() for match in _LIST_MARK.finditer(text, sentence.start, sentence.end)]
    cuts = marks if len(marks) > 1 else []
    said = plain(text[sentence.start : sentence.end])
    if len(said) == sentence.end - sentence.start:
        cuts = sorted([*cuts, *((sentence.start + m.start(), sentence.start + m.start()) for m in JOINS.finditer(said))])
    pieces, start = [], sentence.start
    for left, right in cuts:
        if left < start:
            continue
        here, rest = trim(text, start, left, also=",;/"), trim(text, right, sentence.end, also=",;/")
        if _stands_alone(text, here) and _stands_alone(text, rest):
            pieces.append(here)
            start = rest.start
    last = trim(text, start, sentence.end)
    return [*pieces, last] if last.start < last.end else [*pieces] or [sentence]


def _stands_alone(text: str, piece: Stretch) -> bool:
    """Ask for a few words, two of them with content, and no pronoun that points back."""
    return (
        _count(text, piece) >= CLAUSE
        and len(_content(text, piece)) > 1
        and not FOLLOWS.match(plain(text[piece.start : piece.end]))
    )


def _is_empty(text: str, piece: Stretch) -> bool:
    """Say that a sentence has no content of its own: « Merci. », « C'est honteux ! »."""
    return not _content(text, piece)


def _count(text: str, piece: Stretch | Block) -> int:
    return sum(1 for _ in _WORD.finditer(text, piece.start, piece.end))


def _content(text: str, piece: Stretch) -> list[str]:
    return [word for word in _WORD.findall(plain(text[piece.start : piece.end])) if word not in EMPTY_WORDS and len(word) > 1]


def _stems(text: str, piece: Stretch) -> set[str]:
    return {word[:6] for word in _content(text, piece) if len(word) > 3} - GENERIC_WORDS  # noqa: PLR2004 - « bus » says little
