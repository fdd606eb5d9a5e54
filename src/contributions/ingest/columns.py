"""Which column of a table holds what: by its name, else, for the text, the longest free text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import vocabulary
from contributions.ingest.dates import hold_dates
from contributions.ingest.personal import asks_for_self
from contributions.ingest.places import plain_words
from contributions.ingest.points import hold_points
from contributions.ingest.questions import Left, asks, is_choice, is_text, left_out, quoted, with_left
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from contributions.settings import Columns

_SAMPLE = 400
_SHORT_OF_TEXT = 4.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table by their place (0 is the first): several texts, at most one of each role."""

    labels: tuple[str, ...]
    texts: tuple[int, ...]
    roles: dict[str, int] = field(default_factory=dict)
    title: int | None = None
    by_length: bool = False
    left: tuple[tuple[str, Left], ...] = ()

    def described(self) -> str:
        """Say aloud where the text is, and which questions are not read."""
        return with_left(self._found(), self.left)

    def _found(self) -> str:
        names = ", ".join(_("« {name} »").format(name=self.labels[text]) for text in self.texts)
        if len(self.texts) > 1:
            return _("une contribution par colonne : {names}").format(names=names)
        if self.title is not None:
            title = self.labels[self.title]
            return _("texte dans la colonne {name}, précédé du titre « {title} »").format(name=names, title=title)
        if self.by_length:
            return _("texte dans la colonne {name} (le plus long texte libre, faute de nom reconnu)").format(name=names)
        return _("texte dans la colonne {name}").format(name=names)


def find_layout(labels: Sequence[str], rows: Sequence[Sequence[str]], chosen: Columns) -> Layout | None:
    """Find the columns; None where none holds text.

    Raises:
        SourceError: a column that the settings name is not there.
    """
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    columns = [[row[place] for row in sample if place < len(row) and row[place]] for place in range(len(labels))]
    keys = [label_key(label) for label in labels]
    roles = find_roles(labels, columns, chosen)
    if chosen.text:
        return Layout(
            tuple(labels), tuple(named_column(labels, name) for name in chosen.text), _without_texts(roles, labels, chosen)
        )
    whys = {place: left_out(labels[place], columns[place]) for place in range(len(labels)) if place not in roles.values()}
    texts = _texts_by_name(labels, keys, columns, whys)
    title = next((place for place, key in enumerate(keys) if key in _TITLES and columns[place]), None)
    if texts:
        joined = title if len(texts) == 1 and keys[texts[0]] not in _SPEECH else None
        return Layout(tuple(labels), texts, roles, joined, left=_left(labels, columns, {*texts, joined}, whys))
    longest = title if title is not None else _longest(labels, columns, whys)
    if longest is None:
        return None
    return Layout(tuple(labels), (longest,), roles, by_length=title is None, left=_left(labels, columns, {longest}, whys))


def find_roles(labels: Sequence[str], columns: Sequence[Sequence[str]], chosen: Columns) -> dict[str, int]:
    """Find the column of each role, by its name or as the settings say; `columns` holds the filled cells of each.

    An open question that names a role in passing (« Qu'aimez-vous dans votre quartier ? ») is not taken for it, nor is the
    address of the person taken for a place.

    Raises:
        SourceError: a column that the settings name is not there.
    """
    open_ones = {place for place, label in enumerate(labels) if asks(label) and left_out(label, columns[place]) is None}
    keys = ["" if _is_home(label) else label_key(label) for label in labels]
    found = _found_roles(keys, open_ones, skipped=_settled(chosen))
    if "point" in found and not hold_points(columns[found["point"]]):
        del found["point"]
    return _with_contents(found | _named_roles(labels, chosen), labels, columns)


def _is_home(label: str) -> bool:
    """Tell the address of the person (« Votre adresse ») from that of what they speak of (« Adresse »)."""
    return plain_words(label)[:1] in _YOURS and "adresse" in plain_words(label) and asks_for_self(label)


def _left(
    labels: Sequence[str], columns: Sequence[Sequence[str]], read: Collection[int | None], whys: Mapping[int, Left | None]
) -> tuple[tuple[str, Left], ...]:
    """Give what is asked and not read, and the columns of text that are not the one that was chosen."""
    left = [(labels[place], why) for place, why in whys.items() if why and place not in read and asks(labels[place])]
    texts = [place for place, why in whys.items() if why is None and place not in read and _is_long(columns[place])]
    named = [labels[place] for place in texts if (_NOT_TEXT | _TITLES).isdisjoint(label_key(labels[place]).split())]
    return (*left, *((label, Left.UNREAD) for label in named))


def label_key(label: str) -> str:
    """Bring a column's name to the form of the vocabulary.

    >>> label_key("Vos propositions :"), label_key("title/fr"), label_key("Points négatifs")
    ('proposition', 'title', 'point negatif')
    """
    words = plain_words(_LOCALE.sub("", label))
    singular = [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words]  # noqa: PLR2004
    while len(singular) > 1 and singular[0] in _ARTICLES:
        singular = singular[1:]
    return " ".join(singular)


_LOCALE = re.compile(r"/(?:machine_translations/)?[a-z]{2}(?:-[A-Z]{2})?$")
_YOURS = frozenset({("votre",), ("vos",), ("ton",), ("ta",), ("mon",), ("ma",)})
_ARTICLES = frozenset({"votre", "vos", "la", "le", "les", "mon", "ma", "mes", "l", "une", "un"})
_SPEECH = frozenset(map(label_key, vocabulary.SPEECH))
_WRITING = tuple(map(label_key, vocabulary.WRITING))
_TITLES = frozenset(map(label_key, vocabulary.TITLES))
_NUMBERING = frozenset(map(label_key, vocabulary.NUMBERING))
_NOT_TEXT = frozenset(map(label_key, vocabulary.NOT_TEXT))
_ROLES = {role: tuple(map(label_key, names)) for role, names in vocabulary.ROLES.items()}


def name_weight(label: str, *, questions: bool = True) -> int:
    """Weigh how much a cell looks like a column's name: 3 for a text column, 1 for another or a question, 0 otherwise."""
    key = label_key(label)
    if label.strip() in vocabulary.SIGNS or key in _SPEECH or key in _WRITING:
        return 3
    known = key in _TITLES or key in _NUMBERING or any(key in names for names in _ROLES.values())
    return 1 if known or (questions and label.rstrip().endswith("?")) else 0


def _texts_by_name(
    labels: Sequence[str], keys: Sequence[str], columns: Sequence[Sequence[str]], whys: Mapping[int, Left | None]
) -> tuple[int, ...]:
    free = [place for place, why in whys.items() if why is not Left.PERSONAL and is_text(columns[place])]
    free = [place for place in free if keys[place] in _SPEECH or not is_choice(columns[place])]
    asked = [place for place in free if asks(labels[place]) and whys[place] is None]
    signs = [place for place in free if labels[place].strip() in vocabulary.SIGNS]
    exact = [place for place in free if keys[place] in _SPEECH]
    speech = [place for place in free if place in exact or _begins(keys[place], _SPEECH)]
    speech = speech if exact else [place for place in free if _mentions(keys[place], _SPEECH)]
    if speech or asked or signs:
        return tuple(sorted({*speech, *asked, *signs}))
    for matches in (lambda key, word: key == word, lambda key, word: _mentions(key, (word,))):
        for word in _WRITING:
            for place in free:
                if matches(keys[place], word):
                    return (place,)
    return ()


def _mentions(key: str, names: Iterable[str]) -> bool:
    words = key.split()
    return not _NOT_TEXT.intersection(words) and any(f" {name} " in f" {key} " for name in names)


def _begins(key: str, names: Iterable[str]) -> bool:
    return not _NOT_TEXT.intersection(key.split()) and any(key.startswith(f"{name} ") for name in names)


def _found_roles(keys: Sequence[str], open_ones: Collection[int], *, skipped: frozenset[str]) -> dict[str, int]:
    roles: dict[str, int] = {}
    for role, names in _ROLES.items():
        if role in skipped:
            continue
        ranked = [(names.index(key), place) for place, key in enumerate(keys) if key in names and place not in roles.values()]
        if not ranked:
            loose = vocabulary.LOOSE.get(role, ())
            taken = {*roles.values(), *open_ones}
            ranked = [(0, place) for place, key in enumerate(keys) if _loosely(role, key, loose) and place not in taken]
        if ranked:
            roles[role] = min(ranked)[1]
    return roles


def _with_contents(found: dict[str, int], labels: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[str, int]:
    """Tell coordinates and days by their cells where no name says them: « lieu » may hold coordinates, « Le » days."""
    free = [place for place in range(len(labels)) if place not in found.values()]
    points = [place for place in free if hold_points(columns[place])]
    days = [place for place in free if hold_dates(columns[place]) and _may_be_day(labels[place])]
    return {**({"point": points[0]} if points else {}), **({"said_on": days[0]} if len(days) == 1 else {}), **found}


def _may_be_day(label: str) -> bool:
    """Tell the day of a saying (« Le ») from that of a birth, of a reply or of a term."""
    return vocabulary.NEVER["said_on"].isdisjoint(plain_words(label)) and not asks_for_self(label)


def _loosely(role: str, key: str, words: Sequence[str]) -> bool:
    said = frozenset(key.split())
    return bool(said.intersection(words)) and not said & vocabulary.NEVER.get(role, frozenset()) and len(said) <= 6  # noqa: PLR2004


def _settled(chosen: Columns) -> frozenset[str]:
    return frozenset(role for role in _ROLES if _chosen(chosen, role))


def _chosen(chosen: Columns, role: str) -> str:
    return str(chosen.model_dump().get(role, ""))


def _named_roles(labels: Sequence[str], chosen: Columns) -> dict[str, int]:
    return {role: named_column(labels, _chosen(chosen, role)) for role in sorted(_settled(chosen))}


def _without_texts(roles: dict[str, int], labels: Sequence[str], chosen: Columns) -> dict[str, int]:
    texts = {named_column(labels, name) for name in chosen.text}
    return {role: place for role, place in roles.items() if place not in texts or _chosen(chosen, role)}


def named_column(labels: Sequence[str], name: str) -> int:
    """Give the place of the column that a person names, letter for letter or but for case, accents and signs.

    Raises:
        SourceError: there is none.
    """
    for place, label in enumerate(labels):
        if label == name:
            return place
    for place, label in enumerate(labels):
        if plain_words(label) == plain_words(name) and plain_words(name):
            return place
    raise SourceError(_("pas de colonne « {name} » parmi {names}").format(name=name, names=quoted(labels)))


def _longest(labels: Sequence[str], columns: Sequence[Sequence[str]], whys: Mapping[int, Left | None]) -> int | None:
    found = [
        (sum(map(len, columns[place])), -place)
        for place, why in whys.items()
        if why is not Left.PERSONAL
        and labels[place]
        and is_text(values := columns[place])
        and not is_choice(values)
        and not hold_points(values)
        and len(set(values)) * 2 > len(values)
        and _is_long(values)
    ]
    return -max(found)[1] if found else None


def _is_long(values: Sequence[str]) -> bool:
    return fmean(len(value.split()) for value in values) >= _SHORT_OF_TEXT
