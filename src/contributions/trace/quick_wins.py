"""Find what could be done soon and be seen (positif à court terme): short, local, concrete, of one service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from contributions.comparing import plain
from contributions.domain import Nature, Zone
from contributions.language import N_
from contributions.trace.figures import SPREAD, spread_of
from contributions.trace.keys import named
from contributions.trace.picture import Picture, contract
from contributions.trace.quick_words import (
    ABSENT,
    ASKED,
    BROKEN,
    CONTENT,
    FAULTS,
    HEAVY,
    LARGE,
    LEFT,
    OBJECTS,
    PEOPLE,
    PLACES,
    PROPOSING,
    REPAIRS,
    SMALL,
    WORKS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT = 30
"""Words beyond which several things are said, or a story is told: of the phrases people called quick, none has more."""
_SURE = (Zone.ACCEPTED.value, Zone.CERTIFIED.value, Zone.PROPOSED.value)
_ASKED = (Nature.NEED.value, Nature.PROPOSAL.value)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_AT = (
    r"(?<!\w)(?:devant|derriere|a cote d[eu]s?|pres d[eu]s?|en face d[eu]s?|au|aux|a l'|a la|du|de la|de l'|chez) "
    r"(?:l'|la |le |les )?"
)


def _cue(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:d'|l'|j'|s')?(?:{words})(?!\w)")


_NEAR, _FAR = r"[^.;:!?\n]{0,24}?", r"[^.,;!?\n]{0,60}?"
"""What may stand between two cues: the rest of the same clause, but not another."""
_A = (
    r"(?:(?:juste |encore |deja |aussi )?(?:un|une|des|deux|trois|quelques|plus de|de la|du|le|la|les|l'|d'un|d'une|d') ?)"
    r"(?:petite?s? |vraie?s? )?"
)
_ONE = rf"(?<!\w)(?:{OBJECTS})(?!\w)"
_THING = r"(?<!\w)(?:l'|(?:le|la|les|un|une|des|du|deux|trois|ce|cette|ces|mon|ma|notre|nos) )\w{3,}"
"""Anything that is named with an article: a fault says the rest."""
_MENDED = re.compile(rf"(?<!\w)(?:{WORKS})(?!\w){_NEAR}{_ONE}")
_REPAIRED = re.compile(rf"(?<!\w)(?:{REPAIRS})(?!\w) {_A}(?!(?:{LARGE})(?!\w))\w{{3,}}")
_FAULTY = re.compile(rf"{_ONE}{_FAR}(?<![\w'])(?:{FAULTS})(?!\w)")
_BROKEN = re.compile(rf"{_THING}[^.,;!?\n]{{0,36}}?(?<![\w'])(?:{BROKEN})(?!\w)")
_THEN_MENDED = re.compile(rf"{_ONE}[^.;!?\n]{{0,60}}?[.,] ?(?:{WORKS})-l[ea]s?(?!\w)")
_ABSENT = re.compile(rf"(?<!\w)(?:{ABSENT}) ?(?:la moitie d[eu]s? )?(?:une? |de la |du |des |les? |la |l'|au )?(?:{_ONE})")
_LEFT = re.compile(rf"^\W*{_A}(?:{LEFT})(?!\w)")
_WISHED = re.compile(rf"(?:^\W*|[.!?:;\n]\s*|(?<!\w)(?:{ASKED}) ?){_A}(?:{SMALL})(?!\w)")
_PLACE = _cue(PLACES)
_HEAVY, _PEOPLE, _CONTENT, _PROPOSING = (_cue(words) for words in (HEAVY, PEOPLE, CONTENT, PROPOSING))
_WHERE = re.compile(rf"{_AT}(?:{HEAVY})(?!\w)")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that makes an idea quick to do: what people read, and the test."""

    label: str
    met: Callable[[str, str], bool]
    """Given the text without case or accents, and the nature."""


def is_short(said: str, _nature: str) -> bool:
    """Say that one thing is asked for, in few words.

    >>> is_short("un banc devant l'ecole", "besoin"), is_short(" ".join(["mot"] * 40), "besoin")
    (True, False)
    """
    return len(_WORD.findall(said)) <= SHORT


def is_local(said: str, _nature: str) -> bool:
    """Say that somebody would know where to go.

    >>> is_local("un banc devant l'ecole", "besoin"), is_local("plus de bancs", "besoin")
    (True, False)
    """
    return _PLACE.search(said) is not None


def is_concrete(said: str, nature: str) -> bool:
    """Say that a thing is to be put, mended or taken away: it is asked for, or said to be broken.

    >>> is_concrete("le banc est casse", "constat"), is_concrete("le banc est bleu", "constat")
    (True, False)
    """
    if any(cue.search(said) for cue in (_MENDED, _REPAIRED, _FAULTY, _BROKEN, _THEN_MENDED, _ABSENT, _LEFT)):
        return True
    return nature in _ASKED and _WISHED.search(said) is not None


def is_light(said: str, _nature: str) -> bool:
    """Say that it takes no budget, no vote and nobody to hire: a team and a day. « Devant le centre de santé » is a place.

    >>> is_light("un banc devant le centre de sante", "besoin"), is_light("construire une ecole", "proposition")
    (True, False)
    """
    return _HEAVY.search(_WHERE.sub(" ", said)) is None


def is_of_things(said: str, _nature: str) -> bool:
    """Say that it is about a thing, not about what people do.

    >>> is_of_things("la porte ferme mal", "constat"), is_of_things("les jeunes crient devant la porte", "constat")
    (True, False)
    """
    return _PEOPLE.search(said) is None


def is_wanted(said: str, nature: str) -> bool:
    """Say that something is to be changed: neither a question nor thanks.

    >>> is_wanted("pourquoi pas un banc ?", "question"), is_wanted("le banc est tres bien, merci", "constat")
    (True, False)
    """
    if _CONTENT.search(said):
        return False
    return _PROPOSING.search(said) is not None or (nature != Nature.QUESTION.value and not said.rstrip().endswith("?"))


CRITERIA = (
    Criterion(N_("court"), is_short),
    Criterion(N_("situé"), is_local),
    Criterion(N_("concret"), is_concrete),
    Criterion(N_("léger"), is_light),
    Criterion(N_("sur une chose"), is_of_things),
    Criterion(N_("attendu"), is_wanted),
)
"""All have to be met; « un seul service », which is read from objectives, comes beside."""


def is_quick(text: str, nature: str) -> bool:
    """Tell whether an idea could be done soon, by its words alone.

    >>> is_quick("Le lampadaire devant le 14 est mort.", "constat"), is_quick("Construire une école.", "proposition")
    (True, False)
    """
    said = plain(text)
    return all(criterion.met(said, nature) for criterion in CRITERIA)


def quick_wins(picture: Picture) -> pd.DataFrame:
    """Give the ideas that could be done soon, copies on one row, the most widespread first.

    Columns: idea, text, nature, theme, theme_title, code, objective_title, owner, quartier, locator, and `SPREAD`. An idea whose
    accepted or proposed objectives of the contract have several pilotes is left out; without any objective, `owner` is empty.
    """
    spoken = picture.spoken
    own = spoken.drop_duplicates("same")
    chosen = [is_quick(text, nature) for text, nature in zip(own["text"], own["nature"], strict=True)]
    rows = own[pd.Series(chosen, index=own.index, dtype=bool)]
    served = _served(picture)
    rows = rows.merge(served, left_on="idea", right_on="subject", how="left")
    rows = rows[~rows["pilotes"].gt(1)].drop(columns=["subject", "pilotes"])
    titles = {theme.id: theme.title for theme in picture.themes}
    words = ["objective", "code", "objective_title", "owner"]
    rows = rows.assign(theme_title=named(rows["theme"], titles), **{name: rows[name].fillna("") for name in words})
    kept = ["same", "idea", "text", "nature", "theme", "theme_title", *words, "quartier", "locator"]
    rows = rows[kept].merge(spread_of(spoken, "same"), on="same").drop(columns=["same", "objective"])
    ascending = [*[False] * len(SPREAD), True]
    return rows.sort_values([*SPREAD, "idea"], ascending=ascending, kind="stable", ignore_index=True)


def _served(picture: Picture) -> pd.DataFrame:
    """Give for each idea its surest objective of the contract, accepted or proposed, and how many pilotes all of them have."""
    answering = contract(picture)
    leaves = {each.id: each for each in answering.leaves} if answering else {}
    near = picture.voiced[picture.voiced["zone"].isin(_SURE) & picture.voiced["objective"].isin(leaves)]
    owners = {key: each.owner for key, each in leaves.items()}
    near = near.assign(
        owner=named(near["objective"], owners),
        code=named(near["objective"], {key: each.code for key, each in leaves.items()}),
        objective_title=named(near["objective"], {key: each.title for key, each in leaves.items()}),
    )
    several = near[near["owner"].ne("")].groupby("subject")["owner"].nunique()
    first = near.drop_duplicates("subject")[["subject", "objective", "code", "objective_title", "owner"]]
    return first.assign(pilotes=first["subject"].map(several).fillna(0).astype("int64"))
