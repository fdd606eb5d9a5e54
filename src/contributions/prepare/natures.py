"""What kind of saying an idea is, by the words that open or carry it."""

from __future__ import annotations

import re
import unicodedata

from contributions.domain import Nature
from contributions.prepare.vocabulary import ACTIONS, IMPERATIVES


class _Plain(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = "'" if chr(code) in "’ʼ" else unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = character if len(character) == 1 else chr(code)
        return self[code]


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Drop case and accents, one character for one, and straighten apostrophes.

    >>> plain("L’Été")
    "l'ete"
    """
    return text.translate(_PLAIN)


_OPENING = r"^\W*(?:(?:et|mais|bonjour|alors|donc|puis|bref|svp|moi|pour moi|peut-etre|aussi|surtout|d'abord|enfin|par contre|sinon)\b[ ,:!]*)*"
_PROPOSAL_QUESTION = re.compile(
    r"pourquoi (?:ne )?pas\b|et si (?:on|vous|la|nous|l')|(?:on|vous) (?:peut|pourrai[st]|pourriez) (?:pas|peut-etre)|serait[- ]il possible|"
    r"est-ce (?:qu'on|que l'on|que la ville|que vous) (?:peut|pourrait|pourriez)|(?:pourrait|pourriez|pourrions)-(?:on|vous|nous)\b"
)
_QUESTION = re.compile(
    rf"{_OPENING}(?:pourquoi|comment|quand|ou|qui|que|quoi|quels?|quelles?|combien|est-ce|qu'est-ce|a quoi|a qui|a quand|c'est quoi|c'est quand|"
    r"y a-t-il|peut-on|peut on|sait-on|savez-vous)\b"
)
_INVERSION = re.compile(r"\w-(?:t-)?(?:il|elle|ils|elles|on|vous|nous|ce|je)\b")
_PROPOSAL = re.compile(
    rf"{_OPENING}(?:{ACTIONS}|{IMPERATIVES})\b"
    r"|\b(?:il |'l |y )?(?:faut|faudrait|faudra)(?: vraiment| absolument| juste| aussi| surtout)*\b(?! (?:voir|dire|monter|descendre|attendre|"
    r"marcher|compter|appeler|deux|trois|une heure))"
    r"|\b(?:je|on|nous) (?:vous )?(?:propos|suggere|recommand|exige|demandons|demande (?:que|qu'|le|la|l'|un|une|des|a ce)|preconis)"
    rf"|\bon (?:pourrait|devrait)\b|\bvous (?:pourriez|devriez)\b|\bdevrai(?:t|ent)\b|\bserait (?:bien|bon|utile|pas du luxe)|\bpourquoi (?:ne )?pas\b"
    rf"|{_OPENING}(?:a quand|un grand|vivement)\b|\bmon idee\b|\bune idee\b|{_OPENING}idee\b|\bproposition\b|\bsurtout pas de\b|\bpour que\b.*\bque\b"
    rf"|{_OPENING}(?:\+ de\b|\+d|qu'on (?:nous )?(?:mette|inscrive|ouvre|installe|fasse|arrange|bloque|remette|plante|laisse))"
)
_NEED = re.compile(
    rf"{_OPENING}(?:plus (?:de|d')\b|moins (?:de|d')\b|davantage|\+ |des? \w+|un vrai|une vraie|de la|du |que (?:la|le|les|l')|qu'on|savoir)"
    r"|\b(?:on|j'|j|nous|je|nous) ?(?:n')?(?:ai|a|avons|aurions|aurait) (?:\w+ )?besoin\b|\bbesoin (?:de|d'|qu)|\bil (?:me|nous|leur)? ?manque\b|\bmanquent?\b"
    r"|\b(?:on|nous|je|j') ?(?:voudrai|voudrions|aimerai|aimerions|souhait|veux\b|veut\b|voulons|demande\b)|\bpas assez\b|\bj'attends\b"
    r"|\bme faut\b|\bnous faut\b|\ball?ons avoir besoin|\bqu'on nous\b|\bje cherche\b|\bon cherche\b|\bil nous faudrait\b|\bj'en ai besoin"
)
_WISH = re.compile(
    r"\b(?:on|nous|je|j') ?(?:voudrai|voudrions|aimerai|aimerions|souhait\w+|veux\b|veut\b|voulons)|\bbesoin\b|\b(?:il )?(?:me|nous) (?:faut|faudrait)\b|"
    r"\bje (?:ne )?demande (?:que|un|une|pas)\b|\bje demande que ca\b"
)
_SELF = re.compile(r"\b(?:je|j'|j|me|m'|moi|mon|ma|mes|nous|notre|nos)(?![\w])")
_STORY = re.compile(
    r"\b(?:j'ai|j'avais|j'etais|je suis|nous avons|on a|on avait|on etait|m'a|m'ont|me suis|nous a|nous ont|ai) (?:\w+ ){0,2}?\w+(?:e|es|ee|u|us|ue|is|it|t)\b|"
    r"\b(?:depuis|hier|avant|l'an dernier|l'annee derniere|il y a|la semaine|tous les (?:soirs|matins|jours)|toutes les nuits|un jour|cet ete|quand j|"
    r"a \d+ ans|la derniere fois|ce matin|le soir|la nuit|chaque|jours|mois|semaines?)\b|\bma (?:fille|mere|femme|soeur|voisine|tante|niece)\b|"
    r"\bmon (?:fils|mari|pere|frere|voisin|grand|petit|genou|balcon)\b|\bmes (?:enfants|petits|parents|courses)\b"
)


def nature_of(text: str) -> Nature:
    """Say what kind of saying a text is: question, proposition, besoin, témoignage, else constat.

    >>> [nature_of(text).value for text in ("Installer des bancs", "Pourquoi le bus ne passe plus ?", "Le hall est sale.")]
    ['proposition', 'question', 'constat']
    """
    said = plain(text).strip()
    asks = said.rstrip(' »")').endswith("?")
    if _PROPOSAL_QUESTION.search(said):
        return Nature.PROPOSAL
    if asks or ("?" not in said and _QUESTION.match(said) and _INVERSION.search(said)):
        return Nature.QUESTION
    if _WISH.search(said):
        return Nature.NEED
    if _PROPOSAL.search(said):
        return Nature.PROPOSAL
    if _NEED.search(said):
        return Nature.NEED
    if _SELF.search(said) and _STORY.search(said):
        return Nature.TESTIMONY
    return Nature.OBSERVATION
