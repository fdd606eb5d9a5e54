"""Cut contributions into ideas that are exact quotations, say what kind of saying each is, and find copies."""

from __future__ import annotations

from contributions.prepare.copies import campaigns, count_copies
from contributions.prepare.ideas import cut, quote_ideas
from contributions.prepare.natures import nature_of
from contributions.prepare.stances import stances_of
from contributions.prepare.words import normalise

__all__ = ["campaigns", "count_copies", "cut", "nature_of", "normalise", "quote_ideas", "stances_of"]
