"""The nouns of the project that come by the hundred thousand: frames, and the columns each has between two stages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.errors import SchemaError
from contributions.language import _

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns a frame has between two stages: name -> pandas dtype."""

    name: str
    columns: Mapping[str, str]

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the declared columns in the declared order and dtypes; other columns are left behind.

        Raises:
            SchemaError: a declared column is absent.
        """
        missing = [column for column in self.columns if column not in frame.columns]
        if missing:
            problem = _("Tableau « {table} » sans {missing} : colonnes vues {seen}.")
            raise SchemaError(problem.format(table=self.name, missing=", ".join(missing), seen=list(frame.columns)))
        return frame[list(self.columns)].astype(dict(self.columns))

    def empty(self) -> pd.DataFrame:
        """Make a frame without rows."""
        import pandas as pd

        return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in self.columns.items()})


_SAID = {
    "question": "str",
    "text": "str",
    "said_on": "str",
    "session": "str",
    "place": "str",
    "quartier": "str",
    "qpv_code": "str",
    "age_band": "str",
    "gender": "str",
    "residence": "str",
}

READINGS = Schema(
    "lectures",
    {"native_id": "str", "file": "str", "part": "str", "position": "int64", **_SAID, "reason": "str"},
)
"""What a reader gives: one row a contribution, in the order of the file, not yet masked.

Absent values are empty strings. `part` is the sheet, page or table; `position` the row (as a spreadsheet numbers it) or
paragraph; `said_on` an ISO date; `session` the séance, étape or halte; `reason` is why the row cannot be used, or empty.
"""

CONTRIBUTIONS = Schema(
    "contributions",
    {
        "id": "str",
        "collection": "str",
        "native_id": "str",
        "file": "str",
        "part": "str",
        "position": "int64",
        **_SAID,
        "fate": "str",
        "reason": "str",
        "duplicate_of": "str",
    },
)
"""Masked contributions with their fate.

`reason` says why one was rejected or quarantined; `duplicate_of` is the contribution that a duplicate repeats, or the
version that took the place of a replaced one.
"""

CHANGES = Schema(
    "changements",
    {"contribution": "str", "before": "str", "after": "str", "reason": "str", "other": "str", "what": "str"},
)
"""What became otherwise of contributions already known: their fate `before` and `after`.

`reason` and `other` are what `CONTRIBUTIONS` then says in `reason` and `duplicate_of`; `what` names, for a replaced one, the
columns of `CONTRIBUTIONS` that its new version says otherwise (« text, place »).
"""

IDEAS = Schema(
    "idées",
    {"id": "str", "contribution": "str", "start": "int64", "end": "int64", "text": "str", "nature": "str", "campaign": "str"},
)
"""Exact quotations: `text == contribution.text[start:end]`. `campaign` names the first of its copies, or is empty.

A group of copies is a campaign where they have `CAMPAIGN_WORDS` or more, and one voice; under that it is a frequent short answer
(réponse courte fréquente), which many give without having agreed on it: each is a voice.
"""

CAMPAIGN_WORDS = 6
_WORD = re.compile(r"[^\W_]+")
_MASKED = re.compile(r"\[[^\[\]]*\]")


def is_short_answer(text: str) -> bool:
    """Tell a text too short for its copies to be a campaign; a masked word does not count.

    >>> is_short_answer("Plus de bus !"), is_short_answer("Nous demandons l'arrêt de bus, [personne]")
    (True, False)
    """
    return len(_WORD.findall(_MASKED.sub(" ", text))) < CAMPAIGN_WORDS


PLACEMENTS = Schema("placements", {"idea": "str", "theme": "str", "strength": "float64", "reason": "str"})
"""Where each idea stands: a theme, or an empty theme and the reason it is not placed. Strength is in 0..1."""

COORDINATES = Schema("coordonnées", {"idea": "str", "x": "float64", "y": "float64", "drawn": "bool"})
"""Where each idea is on the map, in 0..1; `drawn` where the drawing was made of it, else it was placed among those since."""

MATCHES = Schema(
    "rapprochements",
    {
        "subject": "str",
        "objective": "str",
        "rank": "int64",
        "score": "float64",
        "probability": "float64",
        "zone": "str",
        "evidence": "str",
    },
)
"""An idea or a theme (`subject`) against an objective (`contrat/2.1`), best first within each referential."""

LINKS = Schema(
    "liens",
    {
        "collection": "str",
        "contribution": "str",
        "native_id": "str",
        "target": "str",
        "title": "str",
        "description": "str",
        "url": "str",
        "status": "str",
    },
)
"""What people of a platform linked by hand: a contribution, by its native id, to what was made of it.

`target` is the platform's name of it: `result/12`, `project/3`, or `answer/7`, the reply to proposal 7. A result that is linked
to nothing has one row, without a native id. A reader leaves `collection` and `contribution` empty; the store fills them.
"""

REVIEWS = Schema("relectures", {"subject": "str", "referential": "str", "objective": "str", "right": "bool"})
"""What people say of pairs, one row each; an empty `objective` that is not `right`: no objective of the referential is."""

LINKED = Schema("liens appris", {"contribution": "str", "objective": "str"})
"""What `LINKS` say of objectives: a kept contribution, and an objective that bears the name of what it was linked to."""
