"""The open questions of a platform's questionnaire: which columns hold words of residents, and who said what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.columns import is_choice, is_free, is_text, quoted
from contributions.ingest.places import plain_words
from contributions.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NO_ANSWER = N_("aucune réponse à une question ouverte")
_TICKED = "|"
_WORDS_OF_A_FIELD = 6
_PERSONAL = frozenset({
    "nom", "prenom", "pseudo", "pseudonyme", "mail", "mails", "email", "courriel", "telephone", "tel", "portable", "mobile",
    "adresse", "naissance", "siret",
})  # fmt: skip
"""What a question asks of the person, not of their opinion, where it is as short as the name of a field."""


def open_questions(asked: Mapping[int, str], rows: Iterable[Sequence[str]], *, chosen: Sequence[str] = ()) -> dict[int, str]:
    """Keep the questions answered in free words; `asked` and the result give the question of each column, by its place.

    A list that people tick, short answers and what identifies a person are left out. `chosen` names the questions to keep,
    whatever their answers, instead.

    Raises:
        SourceError: a question of `chosen` is not asked.
    """
    if chosen:
        return _chosen(asked, chosen)
    filled = [cells for cells in rows if any(cells)]
    answers = {place: [cells[place] for cells in filled if place < len(cells) and cells[place]] for place in asked}
    return {place: question for place, question in asked.items() if not _is_field(question) and _is_open(answers[place])}


def answers(cells: Sequence[str], questions: Mapping[int, str]) -> list[tuple[str, str]]:
    """Give what a row answers: (question, answer), in the order of the columns.

    >>> answers(["7", "", "Des bancs à l'ombre"], {1: "Que garder ?", 2: "Que changer ?"})
    [('Que changer ?', "Des bancs à l'ombre")]
    """
    return [(question, cells[place]) for place, question in questions.items() if place < len(cells) and cells[place]]


def described(asked: Mapping[int, str], questions: Mapping[int, str]) -> str:
    """Say aloud which questions are read, and how many are not.

    >>> described({4: "Votre âge ?", 5: "Que changer ?"}, {5: "Que changer ?"})
    'questions ouvertes : « Que changer ? » (1 autre laissée : liste, réponses courtes ou données personnelles)'
    """
    names = ", ".join(_("« {name} »").format(name=question) for question in questions.values()) or _("aucune")
    left = len(asked) - len(questions)
    if not left:
        return _("questions ouvertes : {names}").format(names=names)
    said = ngettext(
        "questions ouvertes : {names} ({left} autre laissée : liste, réponses courtes ou données personnelles)",
        "questions ouvertes : {names} ({left} autres laissées : liste, réponses courtes ou données personnelles)",
        left,
    )
    return said.format(names=names, left=left)


def _chosen(asked: Mapping[int, str], chosen: Sequence[str]) -> dict[int, str]:
    for name in chosen:
        if name not in asked.values():
            raise SourceError(_("pas de colonne « {name} » parmi {names}").format(name=name, names=quoted(asked.values())))
    return {place: question for place, question in asked.items() if question in chosen}


def _is_field(question: str) -> bool:
    words = plain_words(question)
    return len(words) <= _WORDS_OF_A_FIELD and not _PERSONAL.isdisjoint(words)


def _is_open(values: Sequence[str]) -> bool:
    """Platforms join what was ticked by a bar: where a third of the answers have one, it is a list."""
    if not is_text(values) or not is_free(values):
        return False
    ticked = sum(_TICKED in value for value in values)
    return ticked * 3 < len(values) and not is_choice([value.replace(_TICKED, ";") for value in values])
