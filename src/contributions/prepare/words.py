"""How words are compared: one place for the whole project."""

from __future__ import annotations

import re
import unicodedata

_PLACEHOLDER = re.compile(r"\[(?:personne|téléphone|courriel|adresse|NIR|IBAN|plaque|pseudonyme|dossier|naissance)\]")
_NOT_WORD = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "ʼ": " "})


def normalise(text: str) -> str:
    """Drop case, accents, punctuation, masked words and surplus spaces.

    >>> normalise("L’ÉCOLE du cœur, [personne] !")
    'l ecole du coeur'
    """
    folded = unicodedata.normalize("NFKD", _PLACEHOLDER.sub(" ", text).casefold().translate(_LIGATURES))
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return _NOT_WORD.sub(" ", bare.casefold()).strip()
