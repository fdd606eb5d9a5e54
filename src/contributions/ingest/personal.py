"""Which questions ask who the person is, not what they think: by their words, and by what was answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contributions.ingest.places import plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SAMPLE = 400
_WORDS_OF_A_SENTENCE = 6
_WORDS_BESIDE_A_CONTACT = 4
_OWN = r"(?:votre|vos|ton|ta|tes|mon|ma|mes|notre|nos)"
_CONTACT = r"(?:e ?mails?|mails?|courriels?|telephones?|tel|portable|mobile|coordonnees|numeros?)"
_NOUN = (
    rf"(?:noms?|prenoms?|pseudo|pseudonyme|identite|{_CONTACT}|adresses?|(?:date|lieu|annee) de naissance|naissance|siret|"
    r"profession|metier)"
)
_REQUEST = (
    r"(?:indiqu\w+|laiss\w+|renseign\w+|precis\w+|donne[rz]|inscri\w+|ecri\w+|entre[rz]|saisi\w+|note[rz]|communiqu\w+|fourni\w+|"
    r"rempli\w+|mentionn\w+|transmet\w+|mett\w+)(?: nous| moi| ici| aussi| svp)*"
)
_NOT_ASKED = r"(?! (?:vous|te|est|sont|ne|sera|seront|reste|restera|a|ont|permet|parait|semble|prefere|preferee|favorite)\b)"
_REQUESTED = re.compile(
    rf"(?:^|(?<!pas )\b{_REQUEST} |\bquel(?:le)?s? (?:est|sont) |\boui ){_OWN} (?:nouvelle |propre )?{_NOUN}\b{_NOT_ASKED}"
    rf"|(?<!pas )\b{_REQUEST} (?:un|une|le|l|la) {_CONTACT}\b"
    r"|^comment (?:vous|t|te) appel\w+|^qui (?:etes vous|es tu)$"
    r"|^(?:ou|a quelle adresse|dans quel(?:le)? (?:rue|immeuble|batiment|residence)) (?:habit|resid|log)\w+ (?:vous|tu)$"
)
"""« votre nom », « quel est votre métier », « merci d'indiquer votre adresse complète », in words without accents."""
_CALLED_BACK = re.compile(r"\b(?:vous|etre|te|me) (?:re)?(?:contact|join|rappel|inform)\w+|\brecevoir\b|\btenus? au courant\b")
_CONTACT_NAMED = re.compile(rf"\b(?:{_CONTACT}|adresse)\b")
_OWN_HOME = re.compile(rf"\b{_OWN} (?:\w+ )?(?:adresse|domicile|logement|rue|immeuble)\b|\bhabite[sz]?\b")
_OWN_NAME = re.compile(rf"\b{_OWN} (?:\w+ )?(?:nom|prenom|pseudo)s?\b")
_CODE = re.compile(r"[a-z]*\d\w*")
_BIRTH = re.compile(r"\b(?:date|lieu|annee) de naissance\b")
_NUMBERING = re.compile(r"^(?:[a-z]?\d+(?: |$))+")
_PERSONAL = frozenset({
    "nom", "noms", "prenom", "prenoms", "pseudo", "pseudonyme", "mail", "mails", "email", "courriel", "telephone", "tel",
    "portable", "mobile", "adresse", "naissance", "siret", "coordonnees", "utilisateur", "username", "firstname", "lastname",
    "phone",
})  # fmt: skip
_FILLERS = frozenset({
    "de", "d", "du", "des", "la", "le", "l", "les", "un", "une", "et", "ou", "en", "au", "a", "e", "n", "no", "numero", "votre",
    "vos", "contact", "personne", "personnel", "personnelle", "complet", "complete", "postal", "postale", "code", "ville",
    "commune", "electronique", "messagerie", "facultatif", "facultative", "optionnel", "obligatoire", "famille", "usage", "fixe",
    "enfant", "enfants", "association", "structure", "organisme", "entreprise", "first", "last", "name",
    "address", "number", "your",
})  # fmt: skip
"""With these alone around it, the name of a personal field is the whole question (« Nom et prénom (facultatif) »)."""
_LOOKED_AT = 500
"""Characters of a cell or a label that are looked at: what identifies somebody is short."""
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w{2,}")
_PHONE = re.compile(r"(?:\+33|0033|\b0|^)[\s.]*[1-9](?:[\s.-]*\d{2}){4}\b")
_STREETS = (
    r"(?:rue|avenue|av|bd|boulevard|place|all[ée]e|impasse|chemin|route|quai|cours|square|passage|r[ée]sidence|cit[ée]|faubourg)"
)
_ADDRESS = re.compile(rf"\b\d{{1,4}}\s*(?:bis|ter|[a-d])?[\s,]+{_STREETS}\b|\b{_STREETS}\b.*\b\d{{5}}\b", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[A-ZÀ-Ý][\w'’.-]*|d[eu]s?|la|le|el|ben|van|et)(?: (?:[A-ZÀ-Ý][\w'’.-]*|d[eu]s?|la|le|el|ben|van|et)){0,4}"
)
_CLAUSE = frozenset({
    "je", "j", "on", "nous", "il", "elle", "ils", "elles", "ce", "c", "est", "sont", "ont", "faut", "faudrait", "manque", "pas",
    "ne", "que", "qu", "qui", "plus", "trop", "etre", "avoir", "pour", "parce", "car", "mais",
})  # fmt: skip


def is_personal(label: str, values: Sequence[str]) -> bool:
    """Say whether a column holds what identifies people: an e-mail, a telephone, a name, an address.

    Sentences are never taken for it, whatever was asked: the words of residents are not lost for a label.

    >>> is_personal("Quel est votre numéro de téléphone pour être rappelé ?", ["le soir de préférence"])
    True
    >>> is_personal("Comment joindre la mairie par téléphone ?", ["Avec un numéro vert"])
    False
    """
    sample = [value[:_LOOKED_AT] for value in values[:: max(1, len(values) // _SAMPLE)]]
    if _mostly(sample, _is_contact):
        return True
    if _mostly(sample, _is_sentence):
        return False
    if asks_for_self(label):
        return True
    said = " ".join(plain_words(label[:_LOOKED_AT]))
    at_home = (_CODE.fullmatch(said) or _OWN_HOME.search(said)) and _mostly(sample, lambda value: bool(_ADDRESS.search(value)))
    named = _OWN_NAME.search(said) and _mostly(sample, lambda value: bool(_NAME.fullmatch(value)))
    return bool(at_home or named)


def asks_for_self(label: str) -> bool:
    """Say whether a question asks nothing but who the person is, or how to reach them.

    >>> asks_for_self("Laissez votre e-mail si vous voulez être recontacté"), asks_for_self("Nom et prénom (facultatif)")
    (True, True)
    >>> asks_for_self("Qu'est-ce qui vous plaît dans votre rue, à votre adresse ?"), asks_for_self("Quel nom pour ce parc ?")
    (False, False)
    """
    clauses = [(_said(clause), clause.endswith("?")) for clause in re.findall(r"[^.?!:;()\[\]\n]+\??", label[:_LOOKED_AT])]
    clauses = [(said, asks) for said, asks in clauses if not _FILLERS.issuperset(said.split())]
    if all(_is_field(said) for said, _ in clauses):
        return bool(clauses)
    whole = " ".join(said for said, _ in clauses)
    if _CALLED_BACK.search(whole) and _CONTACT_NAMED.search(whole):
        return not any(asks and not _about_self(said) for said, asks in clauses)
    wanted = any(_REQUESTED.search(said) for said, _ in clauses)
    return wanted and not any(asks and not _about_self(said) for said, asks in clauses)


def _said(clause: str) -> str:
    return _NUMBERING.sub("", " ".join(plain_words(clause)))


def _about_self(said: str) -> bool:
    return bool(_REQUESTED.search(said) or _CALLED_BACK.search(said) or _is_field(said))


def _is_field(said: str) -> bool:
    words = frozenset(_BIRTH.sub("naissance", said).split())
    return bool(words & _PERSONAL) and words <= _PERSONAL | _FILLERS


def _mostly(values: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(holds, values)) * 2 >= len(values)


def _is_contact(value: str) -> bool:
    rest, found = _EMAIL.subn(" ", value)
    rest, called = _PHONE.subn(" ", rest)
    return found + called > 0 and len(plain_words(rest)) <= _WORDS_BESIDE_A_CONTACT


def _is_sentence(value: str) -> bool:
    words = plain_words(value)
    identified = any(pattern.search(value) for pattern in (_EMAIL, _PHONE, _ADDRESS))
    return len(words) >= _WORDS_OF_A_SENTENCE and not _CLAUSE.isdisjoint(words) and not identified
