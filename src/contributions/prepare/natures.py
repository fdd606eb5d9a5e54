"""What kind of saying an idea is, by the words that open or carry it."""

from __future__ import annotations

import re

from contributions.comparing import plain
from contributions.domain import Nature
from contributions.prepare.vocabulary import (
    COMPLAINTS,
    FINITE_VERBS,
    INTERROGATIVES,
    NEED_OPENINGS,
    NEEDS,
    NO_IMPERATIVES,
    NO_INFINITIVES,
    OPENERS,
    PROPOSAL_OPENINGS,
    PROPOSAL_QUESTIONS,
    PROPOSALS,
    STORIES,
    WISHES,
)

_OPENING = rf"^\W*(?:(?:{OPENERS})\b[ ,:!]*)*"
_PROPOSAL_QUESTION = re.compile(PROPOSAL_QUESTIONS)
_INTERROGATIVE = re.compile(rf"{_OPENING}(?:{INTERROGATIVES})\b")
_WISH = re.compile(WISHES)
_PROPOSAL = re.compile(rf"{_OPENING}(?:{PROPOSAL_OPENINGS})|{PROPOSALS}")
_INFINITIVE = re.compile(
    rf"{_OPENING}(?:ne pas |ne plus |mieux |bien )?(?!{NO_INFINITIVES})[a-z]{{3,}}(?:er|ir|dre|oire|ttre|uire|ire)\b"
)
_IMPERATIVE = re.compile(
    rf"(?:^|[.!?:«,;])\W*(?:(?:et|mais|svp|alors|donc) )?(?:n'y |n'en |ne )?(?!{NO_IMPERATIVES})(?:[a-z]{{2,}}ez|(?:re)?faites)\b"
)
_NEED = re.compile(rf"{_OPENING}(?:{NEED_OPENINGS})|{NEEDS}")
_THING = re.compile(rf"{_OPENING}(?:un|une|des|de la|du|de l'|deux|trois)\b[^.!?]*")
_VERB = re.compile(FINITE_VERBS)
_COMPLAINT = re.compile(COMPLAINTS)
_TELLS = re.compile(r"\b(?:j'(?=\w)|m'(?=\w)|(?:je|moi|ma|mon|mes)\b)")
_WE = re.compile(r"\b(?:nous|on)\b")
_STORY = re.compile(STORIES)
_NAMED = 5
"""Words from which a thing asked for is a proposition (« un passage encombrants à date fixe »), not a need (« un médecin »)."""


def nature_of(text: str) -> Nature:
    """Say what kind of saying a text is: question, proposition, besoin, témoignage, else constat.

    >>> [nature_of(text).value for text in ("Installer des bancs", "Pourquoi le bus ne passe plus ?", "Le hall est sale.")]
    ['proposition', 'question', 'constat']
    """
    said = plain(text).strip()
    if _PROPOSAL_QUESTION.search(said):
        return Nature.PROPOSAL
    if "?" in said and (said.rstrip(' »")').endswith("?") or _INTERROGATIVE.match(said)):
        return Nature.QUESTION
    if _WISH.search(said):
        return Nature.NEED
    if any(cue.search(said) for cue in (_PROPOSAL, _INFINITIVE, _IMPERATIVE)):
        return Nature.PROPOSAL
    if _NEED.search(said):
        return Nature.NEED
    return _thing_asked_for(said) or (Nature.TESTIMONY if _tells(said) else Nature.OBSERVATION)


def _thing_asked_for(said: str) -> Nature | None:
    """Read a thing that is named without a verb or a complaint as asked for: « Un médecin. »."""
    thing = _THING.match(said)
    if thing is None or _VERB.search(thing.group()) or _COMPLAINT.search(thing.group()):
        return None
    return Nature.PROPOSAL if len(thing.group().split()) >= _NAMED else Nature.NEED


def _tells(said: str) -> bool:
    return _TELLS.search(said) is not None or (_WE.search(said) is not None and _STORY.search(said) is not None)
