"""What a report is made from, and the one frame that every figure is counted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from contributions.domain import (
    Channel,
    Collection,
    Fate,
    Objective,
    Quartier,
    Referential,
    Residents,
    Response,
    Run,
    Source,
    Summary,
    Theme,
    Zone,
)
from contributions.errors import SchemaError
from contributions.frames import CONTRIBUTIONS, IDEAS, MATCHES, PLACEMENTS, is_short_answer
from contributions.language import N_, _
from contributions.trace.columns import filled, locators, one_name_a_quartier
from contributions.trace.keys import Places, named, rows_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

Made = TypeVar("Made")

NOT_SAID = N_("non renseigné")
CONTRACT_KIND = "contrat de ville"
NO_PLACEMENT = N_("pas encore rangée")
GONE_THEME = N_("thème disparu")
SAID = frozenset({"contributions", "collections", "ideas"})
"""Fields that what was said is worked out of."""
SPOKEN = SAID | {"placements", "tree"}
"""Fields that the place of each idea is worked out of."""
VOICED = frozenset({"matches", "referentials"})
"""Fields that what is near each objective is worked out of."""
_MADE_OF = {
    "read": frozenset({"contributions", "collections"}),
    "_said": SAID,
    "same": SAID,
    "alike": SAID,
    "at": SAID,
    "ideas_at": frozenset({"ideas"}),
    "read_at": frozenset({"contributions"}),
    "_placed": frozenset({"placements"}),
    "spoken": SPOKEN,
    "families": frozenset({"tree"}),
    "branches": frozenset({"tree"}),
    "tree": frozenset({"tree"}),
    "objectives": frozenset({"referentials"}),
    "voiced": VOICED,
    "refused": VOICED,
    "near": VOICED | SAID,
    "places": SAID | {"quartiers"},
    "matched_at": frozenset({"matches"}),
}
"""What is worked out once -> the fields that it is worked out of; of themes, most look at the `tree` alone."""
HEARD = (Zone.ACCEPTED.value, Zone.CERTIFIED.value, Zone.PROPOSED.value, Zone.REVIEW.value)
"""Zones of a match that says something."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Everything a report may show, at one moment; frames have the schemas of `domain`, `summaries` are by theme.

    `previous_themes` are the theme ids of the run before (empty: no run before, nothing is called new);
    `small_cell` is `settings.public.small_cell`, `quartiers` those that the city lists. `responses` are the lines of every
    answer, history included; `past_themes` the themes that are merged or retired, which an answer may be about. `residents` are
    the figures that the city gives of those who live there.
    """

    city: str
    month: str
    collections: Sequence[Collection]
    contributions: pd.DataFrame
    ideas: pd.DataFrame
    placements: pd.DataFrame
    themes: Sequence[Theme]
    referentials: Sequence[Referential]
    matches: pd.DataFrame
    sources: Sequence[Source]
    run: Run
    summaries: Mapping[str, Summary] = field(default_factory=dict)
    previous_themes: frozenset[str] = frozenset()
    small_cell: int = 5
    quartiers: Sequence[Quartier] = ()
    responses: Sequence[Response] = ()
    past_themes: Sequence[Theme] = ()
    residents: Sequence[Residents] = ()

    @cached_property
    def read(self) -> pd.DataFrame:
        """Give every contribution read, by id, with its channel, month, quartier (one name a code) and locator.

        Raises:
            SchemaError: a fate is unknown, so that totals could not add up.
        """
        said = filled(CONTRIBUTIONS.check(self.contributions)).sort_values("id", kind="stable", ignore_index=True)
        unknown = sorted(set(said["fate"]) - {fate.value for fate in Fate})
        if unknown:
            raise SchemaError(_("Destins inconnus dans « {table} » : {fates}.").format(table=CONTRIBUTIONS.name, fates=unknown))
        channels = {collection.name: collection.channel.value for collection in self.collections}
        return said.assign(
            channel=named(said["collection"], channels, Channel.UNKNOWN.value),
            month=said["said_on"].str.slice(0, 7),
            quartier=one_name_a_quartier(said),
            locator=locators(said),
        )

    @cached_property
    def spoken(self) -> pd.DataFrame:
        """Give one row an idea of a kept contribution, by id, with who, where, when, its voice and its place.

        `same` is the group of copies or the idea itself, `short` whether that is a frequent short answer; `voice` is the
        campaign or the idea itself (copies of a short answer are as many voices); `occasion` the collection and its session;
        `theme` is empty where the idea is not placed (`unplaced` says why), `family` is the topmost theme above it, and `branch`
        the topmost that is no family.
        """
        placed = self._placed.set_index("idea")[["theme", "strength", "reason"]]
        found = placed.reindex(self._said["idea"]).set_axis(self._said.index)
        theme = found["theme"].fillna("")
        known = theme.isin(self.families)
        why = found["reason"].fillna("").where(theme.eq(""), GONE_THEME)
        return self._said.assign(
            theme=theme.where(known, ""),
            strength=found["strength"].fillna(0.0),
            family=named(theme, self.families),
            branch=named(theme, self.branches),
            unplaced=why.where(why.ne(""), NO_PLACEMENT).where(~known, ""),
        )

    @cached_property
    def _said(self) -> pd.DataFrame:
        """Give `spoken` as long as nothing is placed."""
        ideas = filled(IDEAS.check(self.ideas)).sort_values("id", kind="stable").rename(columns={"id": "idea"})
        columns = ["id", "fate", "collection", "session", "channel", "quartier", "age_band", "gender", "month", "locator"]
        said = self.read[columns].rename(columns={"id": "contribution"})
        orphans = ~ideas["contribution"].isin(said["contribution"])
        if orphans.any():
            problem = _("{count} idées sans contribution, dont {first}.")
            raise SchemaError(problem.format(count=orphans.sum(), first=ideas.loc[orphans, "idea"].iloc[0]))
        rows = ideas.merge(said, on="contribution", how="left")
        rows = rows[rows["fate"] == Fate.KEPT.value].reset_index(drop=True)
        same = rows["campaign"].where(rows["campaign"].ne(""), rows["idea"])
        short = rows["campaign"].ne("") & rows["text"].map(is_short_answer).astype(bool)
        occasion = rows["collection"] + " / " + rows["session"]
        return rows.drop(columns="fate").assign(same=same, short=short, voice=same.mask(short, rows["idea"]), occasion=occasion)

    def changed(self, **changes: Any) -> Picture:
        """Give this picture with other values of some fields; what was worked out of the others alone is kept."""
        found = replace(self, **changes)
        other = {*changes, *(["tree"] if found.tree != self.tree else [])}
        kept = {name: value for name, value in vars(self).items() if name in _MADE_OF and not _MADE_OF[name] & other}
        vars(found).update(kept)
        found._known.update({name: known for name, known in self._known.items() if not known[0] & other})
        return found

    def once(self, name: str, make: Callable[[], Made], *, of: AbstractSet[str]) -> Made:
        """Give what is long to work out, worked out once as long as the fields `of` which it is made do not change."""
        if name not in self._known:
            self._known[name] = (frozenset(of), make())
        found: Made = self._known[name][1]
        return found

    @cached_property
    def _known(self) -> dict[str, tuple[frozenset[str], Any]]:
        return {}

    def of_ideas(self, ideas: Iterable[str]) -> Picture:
        """Give the picture of some ideas alone: what each is does not depend on the others, and is not worked out again."""
        kept = set(ideas)
        found = replace(
            self,
            ideas=self.ideas[self.ideas["id"].isin(kept)],
            matches=self.matches.iloc[rows_at(self.matched_at, kept)],
        )
        known = {"read": self.read, "spoken": self.spoken.iloc[rows_at(self.at, kept)].reset_index(drop=True)}
        vars(found).update(known)
        return found

    @cached_property
    def at(self) -> Mapping[str, np.ndarray]:
        """Map each idea to its row of `spoken`."""
        return Places(self.spoken["idea"])

    @cached_property
    def ideas_at(self) -> Mapping[str, np.ndarray]:
        """Map each idea to its row of `ideas`."""
        return Places(self.ideas["id"])

    @cached_property
    def read_at(self) -> Mapping[str, np.ndarray]:
        """Map each contribution to its row of `contributions`."""
        return Places(self.contributions["id"])

    @cached_property
    def same(self) -> Mapping[str, str]:
        """Map each idea to the group of its copies, or to itself."""
        return dict(zip(self.spoken["idea"].tolist(), self.spoken["same"].tolist(), strict=True))

    @cached_property
    def alike(self) -> Mapping[str, np.ndarray]:
        """Map each group of copies, or idea without any, to its rows of `spoken`."""
        return Places(self.spoken["same"])

    @cached_property
    def matched_at(self) -> Mapping[str, np.ndarray]:
        """Map each subject to its rows of `matches`."""
        return Places(self.matches["subject"])

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Map each quartier, heard or listed by the city, to its QPV code or nothing; by name."""
        heard = self._said.merge(self.read[["id", "qpv_code"]], left_on="contribution", right_on="id")
        heard = heard[heard["quartier"].ne("") & heard["quartier"].ne(NOT_SAID)].sort_values("qpv_code")
        known: dict[str, str] = dict(zip(heard["quartier"], heard["qpv_code"], strict=True))
        codes = set(known.values())
        for quartier in self.quartiers:
            if not quartier.code or quartier.code not in codes:
                known[quartier.name] = known.get(quartier.name) or quartier.code
        return dict(sorted(known.items()))

    @cached_property
    def tree(self) -> Mapping[str, tuple[str, bool]]:
        """Map each theme to the one above it, and whether it is a family: what it is called apart."""
        return {theme.id: (theme.parent, theme.is_family) for theme in self.themes}

    @cached_property
    def families(self) -> Mapping[str, str]:
        """Map each theme to the topmost theme above it."""
        return {theme.id: self.line(theme.id)[-1] for theme in self.themes}

    @cached_property
    def branches(self) -> Mapping[str, str]:
        """Map each theme that is no family to the topmost theme above it that is none either."""
        families = {theme.id for theme in self.themes if theme.is_family}
        lines = {theme.id: [each for each in self.line(theme.id) if each not in families] for theme in self.themes}
        return {theme: line[-1] for theme, line in lines.items() if line}

    def line(self, theme: str) -> tuple[str, ...]:
        """Give a theme and the themes above it, the topmost last."""
        parents = {each.id: each.parent for each in self.themes}
        line = [theme]
        while (parent := parents[line[-1]]) in parents and parent not in line:
            line.append(parent)
        return tuple(line)

    @cached_property
    def objectives(self) -> Mapping[str, Objective]:
        """Map each objective's id to it, in the order of the referentials."""
        return {objective.id: objective for referential in self.referentials for objective in referential.objectives}

    @cached_property
    def voiced(self) -> pd.DataFrame:
        """Give the matches that say something: accepted, proposed or to review, on an objective of the picture; surest first."""
        return self._matches_in(HEARD)

    @cached_property
    def refused(self) -> pd.DataFrame:
        """Give the matches that a person rejected, on an objective of the picture."""
        return self._matches_in([Zone.REJECTED.value])

    @cached_property
    def near(self) -> pd.DataFrame:
        """Give the rows of `voiced` whose subject is an idea of the picture, here `idea`, and its row of `spoken`, `at`."""
        subjects, rows = self.voiced["subject"].tolist(), {idea: row for row, idea in enumerate(self.spoken["idea"].tolist())}
        at = np.fromiter((rows.get(each, -1) for each in subjects), dtype=np.intp, count=len(subjects))
        return self.voiced.rename(columns={"subject": "idea"}).assign(at=at)[at >= 0]

    def _matches_in(self, zones: Sequence[str]) -> pd.DataFrame:
        matches = MATCHES.check(self.matches)
        kept = matches[matches["zone"].isin(zones) & matches["objective"].isin(self.objectives)]
        best = kept.sort_values(["probability", "rank", "evidence"], ascending=[False, True, True], kind="stable")
        return filled(best.drop_duplicates(["subject", "objective"]))

    @cached_property
    def _placed(self) -> pd.DataFrame:
        placements = filled(PLACEMENTS.check(self.placements))
        return placements.sort_values(["idea", "theme"], ascending=[True, False]).drop_duplicates("idea")


def contract(picture: Picture) -> Referential | None:
    """Give the contrat de ville, else the first referential, else nothing."""
    contracts = [referential for referential in picture.referentials if referential.kind == CONTRACT_KIND]
    return next(iter([*contracts, *picture.referentials]), None)
