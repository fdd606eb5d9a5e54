"""What an open question is, for every reader: asked of the person's opinion, answered in words of their own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.personal import is_personal
from contributions.ingest.places import plain_words
from contributions.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NO_ANSWER = N_("aucune réponse à une question ouverte")
_LONGEST_NAME = 60
_ITEMS = re.compile(r"\s*[,;|]\s+|;")
_WORDS_OF_A_QUESTION = 6
_WORDS_OF_AN_ANSWER = 3
_FEWEST_ANSWERS = 20
_FEWEST_TICKS = 3
_CHOSEN = 0.9
_BAR = "|"
_NOT_WORDS = re.compile(r"^(?:https?://|www\.|\{\s*\")|^\S+@\S+$")
_TICKS = frozenset({"oui", "non", "yes", "no", "y", "n", "x", "o", "vrai", "faux", "true", "false", "0", "1"})


class Left(StrEnum):
    """Why a question is not read."""

    LIST = "list"
    PERSONAL = "personal"
    BLANK = "blank"
    UNNAMED = "unnamed"
    OTHER = "other"
    SHORT = "short"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a source by the place of their columns: those that are read, and why each of the others is not.

    `beside` counts the sentences written beside a list (« Autre, précisez »).
    """

    read: dict[int, str]
    left: dict[int, tuple[str, Left]] = field(default_factory=dict)
    beside: int = 0

    @property
    def asked(self) -> int:
        """Count them all."""
        return len(self.read) + len(self.left)

    def described(self) -> str:
        """Say aloud which questions are read, and how many are not.

        >>> Questions({5: "Que changer ?"}, {4: ("Votre nom ?", Left.PERSONAL)}).described()
        'questions ouvertes : « Que changer ? » (non lu : 1 donnée personnelle)'
        """
        names = ", ".join(_("« {name} »").format(name=question) for question in dict.fromkeys(self.read.values()))
        found = _("questions ouvertes : {names}").format(names=names or _("aucune"))
        if self.beside:
            said = ngettext(
                "{found}, et {count} précision écrite à côté d'une liste",
                "{found}, et {count} précisions écrites à côté d'une liste",
                self.beside,
            )
            found = said.format(found=found, count=self.beside)
        return with_left(found, self.left.values())


def in_all(sheets: Iterable[Questions]) -> Questions:
    """Bring the questions of several sheets together, to say them."""
    sheets = list(sheets)
    read = [question for sheet in sheets for question in sheet.read.values()]
    left = [each for sheet in sheets for each in sheet.left.values()]
    return Questions(dict(enumerate(read)), dict(enumerate(left)), sum(sheet.beside for sheet in sheets))


def left_out(label: str, values: Sequence[str]) -> Left | None:
    """Say why a question is not an open one; None where it is.

    An open question asks something else than who the person is, and is answered in free words: not ticked in a list, three
    words or more on average, seldom the same.

    >>> left_out("Que changer ?", ["Des bancs à l'ombre", "Un marché le soir"]), left_out("Votre nom ?", ["Lise Invent"])
    (None, <Left.PERSONAL: 'personal'>)
    """
    if not values:
        return Left.BLANK
    if is_personal(label, values):
        return Left.PERSONAL
    if _is_ticked(values):
        return Left.LIST
    if not is_text(values):
        return Left.BLANK
    if fmean(len(value.split()) for value in values) < _WORDS_OF_AN_ANSWER:
        return Left.SHORT
    return None if _differ(values) else Left.LIST


def open_questions(asked: Mapping[int, str], rows: Iterable[Sequence[str]], *, chosen: Sequence[str] = ()) -> Questions:
    """Sort questions; `asked` gives the question of each column, by its place.

    `chosen` names the questions to read, whatever they ask and whatever their answers.

    Raises:
        SourceError: a question of `chosen` is not asked.
    """
    for name in chosen:
        if name not in asked.values():
            raise SourceError(_("pas de colonne « {name} » parmi {names}").format(name=name, names=quoted(asked.values())))
    filled = [cells for cells in rows if any(cells)]
    answers = {place: [cells[place] for cells in filled if place < len(cells) and cells[place]] for place in asked}
    whys = {place: left_out(question, answers[place]) for place, question in asked.items()}
    if chosen:
        whys = {place: None if asked[place] in chosen else why or Left.UNNAMED for place, why in whys.items()}
    read = {place: asked[place] for place, why in whys.items() if why is None}
    return Questions(read, {place: (asked[place], why) for place, why in whys.items() if why is not None})


def answers(cells: Sequence[str], questions: Mapping[int, str]) -> list[tuple[str, str]]:
    """Give what a row answers: (question, answer), in the order of the columns.

    >>> answers(["7", "", "Des bancs à l'ombre"], {1: "Que garder ?", 2: "Que changer ?"})
    [('Que changer ?', "Des bancs à l'ombre")]
    """
    return [(question, cells[place]) for place, question in questions.items() if place < len(cells) and cells[place]]


def with_left(found: str, left: Iterable[tuple[str, Left]]) -> str:
    """Add to what is read how many questions are not, and why; those of short answers are named, for they may be wanted."""
    by_why: dict[Left, list[str]] = {why: [] for why in Left}
    for question, why in left:
        by_why[why].append(question)
    said = ", ".join(_counted(why, names) for why, names in by_why.items() if names)
    return _("{found} (non lu : {left})").format(found=found, left=said) if said else found


def _counted(why: Left, names: Sequence[str]) -> str:
    count = len(names)
    if why is Left.LIST:
        said = ngettext("{count} liste", "{count} listes", count)
    elif why is Left.PERSONAL:
        said = ngettext("{count} donnée personnelle", "{count} données personnelles", count)
    elif why is Left.BLANK:
        said = ngettext("{count} sans texte", "{count} sans texte", count)
    elif why is Left.OTHER:
        said = ngettext("{count} précision de moins de cinq mots", "{count} précisions de moins de cinq mots", count)
    elif why is Left.UNREAD:
        said = ngettext("{count} autre colonne de texte : {names}", "{count} autres colonnes de texte : {names}", count)
    elif why is Left.UNNAMED:
        said = ngettext("{count} que les réglages ne nomment pas", "{count} que les réglages ne nomment pas", count)
    else:
        said = ngettext("{count} aux réponses courtes : {names}", "{count} aux réponses courtes : {names}", count)
    return said.format(count=count, names=quoted(names))


def asks(label: str) -> bool:
    """Tell a question from a column's name: « ? », or a sentence.

    >>> asks("Avis"), asks("Et après ?"), asks("Complète la phrase : après la crise, je vais…")
    (False, True, True)
    """
    return "?" in label or len(plain_words(label)) >= _WORDS_OF_A_QUESTION


def quoted(labels: Iterable[str]) -> str:
    """List column names for a person."""
    names = [label if len(label) <= _LONGEST_NAME else label[: _LONGEST_NAME - 3] + "…" for label in labels if label]
    return ", ".join(_("« {name} »").format(name=name) for name in names) or _("(aucun nom)")


def is_text(values: Sequence[str]) -> bool:
    """Say whether half of the values or more are words: no figures, addresses of the web or shapes of a map."""
    lettered = [value for value in values if any(map(str.isalpha, value)) and not _NOT_WORDS.match(value)]
    return len(lettered) * 2 >= len(values) > 0


def is_choice(values: Sequence[str]) -> bool:
    """Say whether a question offered a list: nearly every answer is made of items that several people ticked.

    On real exports, .98 of the answers to such a question or more, .20 or less elsewhere.

    >>> is_choice(["du calme", "du calme, de la joie", "de la joie"] * 10), is_choice([f"il manque {n} bancs" for n in range(30)])
    (True, False)
    """
    answers = [frozenset(filter(None, _ITEMS.split(value))) for value in values]
    ticked = Counter(item for answer in answers for item in answer)
    often = max(_FEWEST_TICKS, len(answers) / 100)
    listed = sum(all(ticked[item] >= often for item in answer) for answer in answers)
    return len(answers) >= _FEWEST_ANSWERS and listed >= _CHOSEN * len(answers)


def _is_ticked(values: Sequence[str]) -> bool:
    """Platforms join what was ticked by a bar: where a third of the answers have one, it is a list."""
    if all(value.casefold() in _TICKS for value in values):
        return True
    barred = sum(_BAR in value for value in values) * 3 >= len(values)
    return barred or (is_text(values) and is_choice([value.replace(_BAR, ";") for value in values]))


def _differ(values: Sequence[str]) -> bool:
    return len(set(values)) * 2 > min(len(values), _FEWEST_ANSWERS)
