"""What a page repeats around its text: set aside once with its reason, however many pages repeat it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contributions.ingest.blocks import Block

FOLIO = N_("numéro de page")
REPEATED = N_("haut ou pied de page répété")
CONTENTS = N_("ligne de sommaire")
_FOLIO = re.compile(
    r"^[\s–—·|_~-]*(?:page|p\.?|folio)?\s*\d{1,4}\s*(?:(?:/|sur|de|of)\s*\d{1,4})?\.?[\s–—·|_~-]*$", re.IGNORECASE
)
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{4,})\s*\d{1,3}$")
_EDGE = 2
_FEWEST_PAGES = 3


def is_folio(line: str) -> bool:
    """Tell the number of a page.

    >>> is_folio("Page 3 / 12"), is_folio("- 3 -"), is_folio("3 bancs")
    (True, True, False)
    """
    return bool(_FOLIO.match(line))


def is_contents(line: str) -> bool:
    """Tell a line of a table of contents.

    >>> is_contents("Logement ........ 3"), is_contents("On attend... 3 ans")
    (True, False)
    """
    return bool(_LEADERS.search(line))


def faceless(line: str) -> str:
    """Bring the head of page 3 and that of page 4 to the same text.

    >>> faceless("Registre – 3 / 12")
    'Registre – # / #'
    """
    return re.sub(r"\d+", "#", line)


def repeated_lines(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Find the lines, figures apart, that stand first or last on at least half of three pages or more."""
    if len(pages) < _FEWEST_PAGES:
        return frozenset()
    edges = Counter(line for page in pages for line in {faceless(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    return frozenset(line for line, times in edges.items() if times >= _FEWEST_PAGES and times * 2 >= len(pages))


def first_of_each(aside: Iterable[Block]) -> list[Block]:
    """Keep the first of the blocks that differ only by figures, where a page repeats them."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for block in aside:
        key = (block.reason, faceless(block.text))
        if block.reason not in {FOLIO, REPEATED} or key not in seen:
            kept.append(block)
        seen.add(key)
    return kept
