"""What a text is for or against, where its words say it and name the thing; anything else is no stance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contributions.comparing import plain
from contributions.domain import Side, Stance
from contributions.prepare.stance_words import (
    AGAINST,
    BEFORE_A_THING,
    ENDING,
    FOR,
    KEEPING,
    NO_THING,
    REFUSING,
    TOPIC,
)
from contributions.prepare.vocabulary import NO_INFINITIVES

_OTHER = {Side.FOR: Side.AGAINST, Side.AGAINST: Side.FOR}
_CUES = tuple(
    (word, re.compile(cue), side, cues is KEEPING)
    for cues, side in ((KEEPING, Side.FOR), (REFUSING, Side.AGAINST), (AGAINST, Side.AGAINST), (FOR, Side.FOR))
    for word, cue in cues
)
"""A word, looked for first; what it may be of; the side it takes; whether it is of what would end. The surest cues come first."""
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_THING = re.compile(rf" *(?:d'|de )?(?P<ending>{ENDING} )?(?:{BEFORE_A_THING}(?:(?<=')| +))++(?P<thing>[a-z]{{3,}}(?:-[a-z]+)*+)")
_VERB = re.compile(rf"(?!{NO_INFINITIVES})[a-z]+(?:er|ir|dre|oire?|ttre|uire|ire)")
_BEFORE_A_VERB = re.compile(r"\b(?:de |d'|a |tout |de (?:la|les?|l') ?)$")
_NOTHING_MORE = re.compile(r"\s*(?:[.!,;:…)]|$|(?:mais|car|parce|donc|du tout|merci|et|ici)\b)")
_NAMED_FIRST = re.compile(rf"{TOPIC}(?P<thing>[a-z]{{4,}}(?:-[a-z]+)*)(?: [^.!?,:]{{1,40}})?[,:]")


def stances_of(text: str) -> tuple[Stance, ...]:
    """Give the sides a text takes, one a thing; it has none where it takes both, asks, or does not name what it speaks of.

    >>> [(each.side.value, each.word) for each in stances_of("Non aux caméras, il faut plus d'éducateurs.")]
    [('against', 'caméras'), ('for', 'éducateurs')]
    >>> stances_of("Le hall n'est pas propre."), stances_of("Faut-il être contre ?")
    ((), ())
    """
    found: dict[str, dict[Side, Stance]] = {}
    for stance in _taken(text):
        found.setdefault(stance.about, {})[stance.side] = stance
    return tuple(next(iter(sides.values())) for sides in found.values() if len(sides) == 1)


def _taken(text: str) -> Iterator[Stance]:
    said = plain(text)
    topic = _NAMED_FIRST.match(said)
    for sentence in _SENTENCE.finditer(said):
        if sentence.group().rstrip().endswith("?"):
            continue
        start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip(' -–—«"'))
        yield from _in_sentence(text, said[start : sentence.end()], start, topic)


def _in_sentence(text: str, sentence: str, start: int, topic: re.Match[str] | None) -> Iterator[Stance]:
    """Read each cue; words that one took speak for no other."""
    taken: list[tuple[int, int]] = []
    for word, cues, side, keeps in _CUES:
        for cue in cues.finditer(sentence) if word in sentence else ():
            if any(cue.start() < end and begin < cue.end() for begin, end in taken):
                continue
            thing = _THING.match(sentence, cue.end())
            taken.append((cue.start(), thing.end() if thing else cue.end()))
            if thing is not None and _is_thing(thing):
                turned = thing["ending"] and not keeps
                yield _stance(text, _OTHER[side] if turned else side, start + thing.start("thing"), start + thing.end("thing"))
            elif thing is None and topic and topic.end() <= start + cue.start() and _NOTHING_MORE.match(sentence, cue.end()):
                yield _stance(text, side, *topic.span("thing"))


def _is_thing(thing: re.Match[str]) -> bool:
    word = thing["thing"]
    return word not in NO_THING and not (_VERB.fullmatch(word) and _BEFORE_A_VERB.search(thing.string, 0, thing.start("thing")))


def _stance(text: str, side: Side, start: int, end: int) -> Stance:
    word = text[start:end]
    return Stance(side, re.sub(r"[sx]$", "", plain(word)), word)
