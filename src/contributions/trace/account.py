"""Give account: every total of the trace beside what it must equal, counted by another way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from contributions.domain import Fate, Zone
from contributions.language import N_, _
from contributions.trace.answers import answers_given
from contributions.trace.directions import idea_to_objective, objective_figures, objective_to_ideas
from contributions.trace.figures import fates, theme_figures
from contributions.trace.following import heard_by
from contributions.trace.gaps import objectives_without_voice
from contributions.trace.picture import HEARD, SPOKEN, VOICED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contributions.trace.picture import Picture


@dataclass(frozen=True, slots=True)
class Check:
    """Two ways to count the same thing."""

    what: str
    counted: int
    expected: int

    @property
    def holds(self) -> bool:
        """Say whether both ways give the same."""
        return self.counted == self.expected


def best_zones(picture: Picture) -> pd.DataFrame:
    """Count the ideas of each referential by the surest zone that they have in it; the zones of a row add up to its `ideas`."""
    pairs, total = _read_from_ideas(picture), len(picture.spoken)
    rows = []
    for referential in picture.referentials:
        counts = best_zone_counts(pairs[pairs["referential"].eq(referential.id)])
        rows.append((referential.id, referential.title, *counts.values(), total - sum(counts.values()), total))
    return pd.DataFrame(rows, columns=["referential", "title", *HEARD, Zone.NONE.value, "ideas"])


def _read_from_ideas(picture: Picture) -> pd.DataFrame:
    columns = ["idea", "objective", "referential", "zone"]
    return picture.once("read from ideas", lambda: idea_to_objective(picture)[columns], of=SPOKEN | VOICED | {"themes"})


def best_zone_counts(pairs: pd.DataFrame) -> dict[str, int]:
    """Count ideas by the surest zone that they have in some pairs, the surest zone first."""
    ranks = {zone: rank for rank, zone in enumerate(HEARD)}
    best = pairs.assign(order=pairs["zone"].map(ranks)).sort_values(["order", "idea"]).drop_duplicates("idea")
    counts = best["zone"].value_counts()
    return {zone: int(counts.get(zone, 0)) for zone in HEARD}


def checks(picture: Picture) -> list[Check]:
    """Count everything twice; what does not hold is a fault of ours, never of the city."""
    return [*_of_contributions(picture), *_of_ideas(picture), *_of_matches(picture), *_of_answers(picture)]


def _of_contributions(picture: Picture) -> Iterator[Check]:
    table, kept = fates(picture), picture.read["fate"].eq(Fate.KEPT.value)
    yield Check(_("contributions lues, par destin"), int(table[[fate.value for fate in Fate]].sum().sum()), len(picture.read))
    quoted = set(picture.spoken["contribution"])
    silent = int((kept & ~picture.read["id"].isin(quoted)).sum())
    yield Check(_("contributions conservées, avec une idée ou sans"), len(quoted) + silent, int(kept.sum()))


def _of_ideas(picture: Picture) -> Iterator[Check]:
    rows, figures = picture.spoken, theme_figures(picture)
    tops = figures[figures["parent"].eq("")]
    yield Check(_("idées, dans un thème ou sans"), int(tops["ideas"].sum() + rows["theme"].eq("").sum()), len(rows))
    for column, what in _COLUMNS.items():
        yield Check(_(what), int(heard_by(rows, column)["ideas"].sum()), len(rows))
    yield Check(_("idées qui citent mot pour mot leur contribution"), _exact(picture), len(rows))


def _of_matches(picture: Picture) -> Iterator[Check]:
    zones = best_zones(picture)
    read = (_read_from_ideas(picture), objective_to_ideas(picture))
    sides = [{*filter(all, zip(each["idea"].tolist(), each["objective"].tolist(), strict=True))} for each in read]
    yield Check(_("paires idée et objectif, lues des deux bouts"), len(sides[0] & sides[1]), len(sides[0] | sides[1]))
    for each in zones.to_dict("records"):
        counted = sum(each[zone] for zone in (*HEARD, Zone.NONE.value))
        yield Check(_("idées de « {title} », par zone").format(title=each["title"]), counted, each["ideas"])
    figures = objective_figures(picture)
    voiced = int((figures["ideas"].gt(0) | figures["themes"].gt(0)).sum())
    yield Check(_("objectifs, avec voix ou sans"), voiced + len(objectives_without_voice(picture)), len(figures))


def _of_answers(picture: Picture) -> Iterator[Check]:
    given, rows = answers_given(picture), picture.spoken
    yield Check(_("idées, avec une réponse ou sans"), int(given["ideas"].sum()), len(rows))
    yield Check(_("voix, avec une réponse ou sans"), int(given["voices"].sum()), rows["voice"].nunique())


_COLUMNS = {"channel": N_("idées, par canal"), "quartier": N_("idées, par quartier"), "month": N_("idées, par mois")}


def _exact(picture: Picture) -> int:
    """Count the ideas whose words are those of their contribution, at their place."""
    texts = dict(zip(picture.read["id"].tolist(), picture.read["text"].tolist(), strict=True))
    said = zip(*(picture.spoken[column].tolist() for column in ("contribution", "start", "end", "text")), strict=True)
    return sum(texts[contribution][start:end] == text for contribution, start, end, text in said)
