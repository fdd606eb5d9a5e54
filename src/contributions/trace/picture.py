"""What a report is made from, and the one frame that every figure is counted on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence


NOT_SAID = N_("non renseigné")
CONTRACT_KIND = "contrat de ville"
NO_PLACEMENT = N_("pas encore rangée")
GONE_THEME = N_("thème disparu")
_SAID_OF = frozenset({"contributions", "collections", "ideas"})
_SPOKEN_OF = _SAID_OF | {"placements", "themes"}
_MADE_OF = {
    "read": frozenset({"contributions", "collections"}),
    "_said": _SAID_OF,
    "same": _SAID_OF,
    "alike": _SAID_OF,
    "at": _SAID_OF,
    "_placed": frozenset({"placements"}),
    "spoken": _SPOKEN_OF,
    "voiced": frozenset({"matches", "referentials"}),
    "refused": frozenset({"matches", "referentials"}),
    "places": _SAID_OF | {"quartiers"},
    "matched_at": frozenset({"matches"}),
}
"""What is worked out once -> the fields that it is worked out of."""
VOICED = (Zone.ACCEPTED.value, Zone.CERTIFIED.value, Zone.PROPOSED.value, Zone.REVIEW.value)


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
        said = _filled(CONTRIBUTIONS.check(self.contributions)).sort_values("id", kind="stable", ignore_index=True)
        unknown = sorted(set(said["fate"]) - {fate.value for fate in Fate})
        if unknown:
            raise SchemaError(_("Destins inconnus dans « {table} » : {fates}.").format(table=CONTRIBUTIONS.name, fates=unknown))
        channels = {collection.name: collection.channel.value for collection in self.collections}
        return said.assign(
            channel=named(said["collection"], channels, Channel.UNKNOWN.value),
            month=said["said_on"].str.slice(0, 7),
            quartier=_one_name_a_quartier(said),
            locator=_locators(said),
        )

    @cached_property
    def spoken(self) -> pd.DataFrame:
        """Give one row an idea of a kept contribution, by id, with who, where, when, its voice and its place.

        `same` is the group of copies or the idea itself, `short` whether that is a frequent short answer; `voice` is the
        campaign or the idea itself (copies of a short answer are as many voices); `occasion` the collection and its session;
        `theme` is empty where the idea is not placed (`unplaced` says why), `family` is the topmost theme above it, and `branch`
        the topmost that is no family.
        """
        rows = self._said.merge(self._placed, on="idea", how="left")
        theme = rows["theme"].fillna("")
        known = theme.isin(self.families)
        why = rows["reason"].fillna("").where(theme.eq(""), GONE_THEME)
        return rows.drop(columns="reason").assign(
            theme=theme.where(known, ""),
            family=named(theme, self.families),
            branch=named(theme, self.branches),
            unplaced=why.where(why.ne(""), NO_PLACEMENT).where(~known, ""),
            strength=rows["strength"].fillna(0.0),
        )

    @cached_property
    def _said(self) -> pd.DataFrame:
        """Give `spoken` as long as nothing is placed."""
        ideas = _filled(IDEAS.check(self.ideas)).sort_values("id", kind="stable").rename(columns={"id": "idea"})
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
        vars(found).update(
            {name: value for name, value in vars(self).items() if name in _MADE_OF and not _MADE_OF[name] & changes.keys()}
        )
        return found

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
        return _places(self.spoken["idea"])

    @cached_property
    def same(self) -> Mapping[str, str]:
        """Map each idea to the group of its copies, or to itself."""
        return dict(zip(self.spoken["idea"].tolist(), self.spoken["same"].tolist(), strict=True))

    @cached_property
    def alike(self) -> Mapping[str, np.ndarray]:
        """Map each group of copies, or idea without any, to its rows of `spoken`."""
        return _places(self.spoken["same"])

    @cached_property
    def matched_at(self) -> Mapping[str, np.ndarray]:
        """Map each subject to its rows of `matches`."""
        return _places(self.matches["subject"])

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
        return self._matches_in(VOICED)

    @cached_property
    def refused(self) -> pd.DataFrame:
        """Give the matches that a person rejected, on an objective of the picture."""
        return self._matches_in([Zone.REJECTED.value])

    def _matches_in(self, zones: Sequence[str]) -> pd.DataFrame:
        matches = MATCHES.check(self.matches)
        kept = matches[matches["zone"].isin(zones) & matches["objective"].isin(self.objectives)]
        best = kept.sort_values(["probability", "rank", "evidence"], ascending=[False, True, True], kind="stable")
        return _filled(best.drop_duplicates(["subject", "objective"]))

    @cached_property
    def _placed(self) -> pd.DataFrame:
        placements = _filled(PLACEMENTS.check(self.placements))
        return placements.sort_values(["idea", "theme"], ascending=[True, False]).drop_duplicates("idea")


def _places(keys: pd.Series[str]) -> Mapping[str, np.ndarray]:
    return {str(key): np.asarray(rows) for key, rows in keys.groupby(keys).indices.items()}


def rows_at(places: Mapping[str, np.ndarray], keys: Iterable[str]) -> np.ndarray:
    """Give the rows of some keys, in the order of the frame."""
    none = np.empty(0, dtype=np.intp)
    return np.sort(np.concatenate([none, *(places[key] for key in sorted(set(keys)) if key in places)]))


def among(keys: pd.Series[str], known: Container[str]) -> np.ndarray:
    """Say which keys are among those known, (n_keys,): as `isin`, ten times faster where many are known."""
    return np.fromiter((key in known for key in keys.tolist()), dtype=bool, count=len(keys))


def named(keys: pd.Series[str], names: Mapping[str, str], other: str = "") -> pd.Series[str]:
    """Give the name of each key, `other` where it has none; the column is text even when none has."""
    return pd.Series([names.get(key, other) for key in keys], index=keys.index, dtype="str")


def contract(picture: Picture) -> Referential | None:
    """Give the contrat de ville, else the first referential, else nothing."""
    contracts = [referential for referential in picture.referentials if referential.kind == CONTRACT_KIND]
    return next(iter([*contracts, *picture.referentials]), None)


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    words = [column for column in frame.columns if frame[column].dtype == "str"]
    return frame.assign(**{column: frame[column].fillna("") for column in words})


def _one_name_a_quartier(said: pd.DataFrame) -> pd.Series[str]:
    """Name each quartier by its code's most frequent name, so that two spellings of one QPV are one quartier."""
    both = said[said["quartier"].ne("") & said["qpv_code"].ne("")]
    counts = both.groupby(["qpv_code", "quartier"]).size().reset_index(name="n")
    best = counts.sort_values(["n", "quartier"], ascending=[False, True]).drop_duplicates("qpv_code")
    names = dict(zip(best["qpv_code"], best["quartier"], strict=True))
    shared = best["quartier"].duplicated(keep=False)
    names |= {code: f"{name} ({code})" for code, name in zip(best["qpv_code"][shared], best["quartier"][shared], strict=True)}
    coded = named(said["qpv_code"], {code: code for code in said["qpv_code"]} | names)
    return coded.where(said["qpv_code"].ne(""), said["quartier"])


def _locators(said: pd.DataFrame) -> pd.Series[str]:
    part = said["part"].where(said["part"].eq(""), ", " + said["part"])
    written = _("{place}, n° {position}")
    places = zip(said["file"] + part, said["position"], strict=True)
    return pd.Series(
        [written.format(place=place, position=position) for place, position in places], index=said.index, dtype="str"
    )
