"""Of whom something is said: the pieces that the rules share.

A frame is a regular expression over words without accents, one space apart (« , » and « . » are words too). `<words>` stands for
the rule's words; the other names in `<...>` are `PARTS`. Add the case to `tests/cases/sensitive.yaml`, then the word or the rule.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from contributions.privacy import sensitive_words as w


class Rule(NamedTuple):
    """One way of saying something sensitive; every example of `says` is found by it, and none of `spares` by any rule."""

    kind: str
    frame: str
    words: str
    says: tuple[str, ...]
    spares: tuple[str, ...] = ()


_DEGREE = (
    "(?: ,)?(?: (?:tres|trop|vraiment|un peu|aussi|meme|encore|devenue?|devenus|toujours|bien|une?|des|les?|la|l|"
    "fiere?|deja|tout|"
    "toute|gravement|moi meme|homme|femme|personne|famille|jeune|gars|fille|mec|ancien|ancienne|vieux|vieille|"
    "d une|bonne?|simple|"
    "sale|gros|grosse|desormais|maintenant|tombee?|nee?|plutot|assez|completement|carrement|profondement|"
    "franchement|couple|de confession|de religion|d un|malheureusement))*"
)
_NOT_A_CASE = "(?<!quand )(?<!lorsque )(?<!si )"

PARTS = MappingProxyType(
    {
        "degree": _DEGREE,
        "kins": w.KIN,
        "kin": rf"(?:mon|ma|mes|notre|nos|son|sa|ses|leur)(?: (?:ex|vieux|vieille|propre|jeune|ancien|ancienne|grand|grande|"
        rf"petite?s?|deux|trois|quatre))*"
        rf" (?:{w.KIN})",
        "who": rf"(?:§(?: et §)?|(?:mon|ma|mes|notre|nos|son|sa|ses|leur)(?: ex| vieux| vieille| jeune| grand| grande| petit|"
        rf" petite| deux| trois| quatre)* (?:{w.KIN})"
        rf"|(?:le|la|l|mon|ma|notre) (?:{w.CALLINGS})|(?:le|la|les|un|une|des) (?:{w.SOMEONE}) {w.HOME})",
        "other": rf"(?:§(?: et §)?|(?:mon|ma|notre|le|la|l) (?:{w.CALLINGS})|(?:mes|nos) voisins|(?:le|la|les|un|une|"
        rf"des) (?:{w.SOMEONE}) "
        rf"(?:{w.HOME}|(?:du|de la|de l) (?:{w.CALLINGS})))",
        "tail": rf"(?:(?: ,)? (?:{w.HOME}|(?:la|le) (?:{w.CALLINGS})|(?:du|de la|de l|de|d|au) \w+(?: [a-h0-9]\b)?|"
        rf"de \d+ ans))*(?: ,)?",
        "gap": r"(?: (?:qui|lui|il|elle|ils|elles|me|m|nous|vous|te|t|la|le|les|l|en|y|toujours|souvent|encore|bien|se|s|"
        r"meme|deja|"
        r"tout le temps|arrete pas de|n arrete pas de|ne fait que|aussi|et (?:son|sa|ses) \w+|\w+ et (?:nous|me|les)|"
        r"c est|je crois|parait il))*",
        "note": rf"(?:une?|cette?|cet|le|la) (?:jeune |vieille |vieux |"
        rf"autre )?(?:{w.NOTED})(?: \w+){{0,5}}? (?:{w.SAYS})(?: \w+){{0,3}}?",
        "i_am": rf"(?:{_NOT_A_CASE}(?:je suis|je reste|nous sommes|j ai ete|je serais?)|j etais|nous etions|etant|en tant que|"
        rf"nous(?: autres)?(?: ,)?|"
        rf"qui suis|et moi sommes){_DEGREE}",
        "is": rf" (?:est|sont|etait|etaient|serait|reste|devient){_DEGREE}",
        "i_have": r"(?:j ai|j avais|j ai eu|j ai fait|je fais|je souffre|je vis avec|je me bats contre|nous avons)",
        "has": r" (?:a|ont|avait|fait|est nee? avec|souffre|souffrait|souffrent|vit avec|lutte contre|se bat contre|"
        r"est atteinte?|est morte?|"
        r"est decedee?)",
        "some": r"(?: (?:eu|fait|toujours|aussi|encore|une?|des|les?|la|l|de|du|d|gros|grosse|grave|petite?|plusieurs|mes|sa|"
        r"son))*",
    }
)
