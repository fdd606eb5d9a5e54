"""What is done to a text before it is embedded, and the name under which its vector is kept."""

import hashlib
import re
import unicodedata

PLACEHOLDER = re.compile(r"\(?\[[^\W\d_]+\]\)?")
MOSTLY = 0.7  # share of capitals among letters above which a text was typed with the lock on
SHORTEST = 8  # letters under which a text may be an acronym: « CAF », « la RATP »


def content_hash(text: str) -> str:
    r"""Return the sha256, in hexadecimal, of the text in Unicode's composed form.

    >>> content_hash("e\u0301cole") == content_hash("\u00e9cole")
    True
    """
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8")).hexdigest()


def as_embedded(text: str) -> str:
    """Return a text as it is embedded: without what the masking put in it, and not in capitals.

    Placeholders would bring together texts that have only personal data in common.

    >>> as_embedded("Voir Mme [personne] ([téléphone]) pour LES CLÉS")
    'Voir Mme pour LES CLÉS'
    """
    return lower_capitals(" ".join(PLACEHOLDER.sub(" ", text).split()) or text)


def lower_capitals(text: str) -> str:
    """Return a text typed mostly in capitals in lower case, and any other as it is: embedders misread capitals.

    >>> lower_capitals("PLUS DE BANCS AU PARC !"), lower_capitals("La CAF et la RATP")
    ('plus de bancs au parc !', 'La CAF et la RATP')
    """
    letters = list(filter(str.isalpha, text))
    capitals = sum(map(str.isupper, letters))
    return text.lower() if len(letters) >= SHORTEST and capitals > MOSTLY * len(letters) else text
