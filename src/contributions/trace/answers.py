"""Follow what was said to what was answered: who has an answer and by which way, after how long, and what is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from contributions.decisions import OPEN
from contributions.domain import Objective, Response, ResponseStatus, Theme, Zone
from contributions.domain.answers import as_they_stand
from contributions.language import N_
from contributions.trace.figures import theme_figures
from contributions.trace.keys import among, named
from contributions.trace.picture import SAID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.trace.picture import Picture

THEME, OBJECTIVE, IDEA = N_("thème"), N_("objectif"), N_("idée")
KINDS = (THEME, OBJECTIVE, IDEA)
WAYS = {
    "idea": N_("une réponse à l'idée même"),
    "theme": N_("une réponse à son thème"),
    "above": N_("une réponse à un thème au-dessus du sien"),
    "accepted": N_("une réponse à un objectif validé pour elle"),
    "proposed": N_("une réponse à un objectif proposé pour elle"),
    "none": N_("sans réponse"),
}
"""How an answer reaches an idea, the nearest way first; an idea that several reach is counted at the nearest."""
_RANKS = {way: rank for rank, way in enumerate(WAYS)}
DATED, BEFORE, UNDATED = "dated", "before", "undated"
_PAIR = ["idea", "response", "way"]


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is about, as it stands; `at` is where it is shown: elsewhere for a theme that was merged into another."""

    subject: str
    kind: str
    title: str
    at: str
    gone: bool

    @property
    def moved(self) -> bool:
        """Say whether it is shown elsewhere than at what it answers."""
        return self.at != self.subject


@dataclass(frozen=True, slots=True)
class Subjects:
    """What may be answered: themes (those that are no more too), objectives, and the texts of ideas; each by its id."""

    themes: Mapping[str, Theme]
    objectives: Mapping[str, Objective]
    ideas: Mapping[str, str]

    @staticmethod
    def of(picture: Picture) -> Subjects:
        """Give those of a picture."""
        themes = {theme.id: theme for theme in (*picture.past_themes, *picture.themes)}
        said = picture.spoken
        texts = picture.once("texts", lambda: dict(zip(said["idea"].tolist(), said["text"].tolist(), strict=True)), of=SAID)
        return Subjects(themes, picture.objectives, texts)

    def about(self, subject: str) -> About:
        """Say what a subject is, and where its answers are shown; what is known no more is `gone`, and keeps its name."""
        if subject in self.themes:
            end = self._end(subject)
            return About(subject, THEME, self.themes[subject].title, end, self.themes[end].status not in OPEN)
        if subject in self.objectives:
            return About(subject, OBJECTIVE, self.objectives[subject].title, subject, gone=False)
        if subject in self.ideas:
            return About(subject, IDEA, self.ideas[subject], subject, gone=False)
        kind = OBJECTIVE if "/" in subject else THEME if subject[:1] in ("T", "F") else IDEA
        return About(subject, kind, "", subject, gone=True)

    def _end(self, theme: str) -> str:
        """Follow merges to the theme that the ideas are in; never in circles."""
        path = [theme]
        while (into := self.themes[path[-1]].merged_into) in self.themes and into not in path:
            path.append(into)
        return path[-1]


def answers_listed(picture: Picture) -> pd.DataFrame:
    """Give one row an answer as it stands: to themes, then objectives, then ideas; with what it answers and whom it reaches.

    `at` is where it is shown, `late` is told on the day of the run; `ideas` and `voices` count those that it reaches, by any way.
    """
    subjects, day = Subjects.of(picture), picture.run.started_at.date()
    lines = pd.Series([each.id for each in picture.responses], dtype="str").value_counts().to_dict()
    pairs = answers_reaching(picture).merge(picture.spoken[["idea", "voice"]], on="idea")
    ideas, voices = (pairs.groupby("response")[name].nunique().to_dict() for name in ("idea", "voice"))
    first = _first_days(picture.responses)
    found = []
    for each in as_they_stand(picture.responses):
        about = subjects.about(each.subject)
        known = (each.id, each.subject, about.kind, about.title, about.at, about.gone, each.status.value, each.text)
        motif, funding = each.motif.value if each.motif else "", each.funding.value if each.funding else ""
        due, amount = each.due_on.isoformat() if each.due_on else "", "" if each.amount is None else str(each.amount)
        dates = (first[each.id], each.at.date().isoformat(), lines[each.id], each.is_late(day))
        counts = ideas.get(each.id, 0), voices.get(each.id, 0)
        found.append((*known, motif, each.owner, due, funding, amount, *dates, *counts))
    columns = ["id", "subject", "kind", "title", "at", "gone", "status", "text", "motif", "owner", "due_on", "funding", "amount"]
    rows = pd.DataFrame(found, columns=[*columns, "given_on", "changed_on", "lines", "late", "ideas", "voices"])
    order = rows["kind"].map({kind: rank for rank, kind in enumerate(KINDS)})
    return rows.assign(order=order).sort_values(["order", "at", "id"], kind="stable", ignore_index=True).drop(columns="order")


def late_answers(picture: Picture) -> pd.DataFrame:
    """Give the answers that were due before the day of the run and still wait, the longest due first."""
    listed = answers_listed(picture)
    return listed[listed["late"].astype("bool")].sort_values(["due_on", "id"], kind="stable", ignore_index=True)


def answers_given(picture: Picture) -> pd.DataFrame:
    """Count ideas and voices by the nearest way in which an answer reaches them, `none` last: they add up to all there are."""
    chosen = _chosen(picture)
    return _counted(chosen.assign(key=chosen["way"]), list(WAYS)).rename(columns={"key": "way"})


def answers_by_status(picture: Picture) -> pd.DataFrame:
    """Count answers by where they stand, and the ideas and voices by the nearest answer that they have, `none` last."""
    chosen = _chosen(picture)
    stands = pd.Series([each.status.value for each in as_they_stand(picture.responses)], dtype="str").value_counts()
    counts = _counted(chosen.assign(key=chosen["status"]), [*(each.value for each in ResponseStatus), "none"])
    answers = counts["key"].map(stands).fillna(0).astype("int64")
    return counts.assign(answers=answers).rename(columns={"key": "status"})[["status", "answers", "ideas", "voices"]]


def reply_delays(picture: Picture) -> pd.DataFrame:
    """Give, for each idea that has an answer, the days from when it was said to the first answer that reaches it.

    `kind` is dated; before, where the answer was there already when it was said (0 day); or undated (no `days`).
    """
    firsts = _first_days(picture.responses)
    pairs = answers_reaching(picture)
    first = pairs.assign(answered_on=named(pairs["response"], firsts)).groupby("idea")["answered_on"].min()
    days_said = dict(zip(picture.read["id"], picture.read["said_on"], strict=True))
    rows = picture.spoken.loc[picture.spoken["idea"].isin(first.index), ["idea", "voice", "contribution"]]
    rows = rows.assign(
        said_on=named(rows["contribution"], days_said),
        answered_on=named(rows["idea"], {str(idea): str(day) for idea, day in first.items()}),
    )
    waited = (pd.to_datetime(rows["answered_on"]) - pd.to_datetime(rows["said_on"].mask(rows["said_on"].eq("")))).dt.days
    kind = pd.Series(DATED, index=rows.index, dtype="str").mask(waited.lt(0), BEFORE).mask(waited.isna(), UNDATED)
    return rows.assign(days=waited.clip(lower=0).astype("Int64"), kind=kind).drop(columns="contribution").reset_index(drop=True)


def _first_days(lines: Sequence[Response]) -> dict[str, str]:
    """Give the day on which each answer was first given."""
    days: dict[str, str] = {}
    for each in lines:
        day = each.at.date().isoformat()
        days[each.id] = min(days.get(each.id, day), day)
    return days


def _counted(chosen: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Count ideas by their key, and each voice once, at the key of the idea of it that an answer is nearest to."""
    voices = chosen.drop_duplicates("voice")["key"].value_counts()
    counts = pd.DataFrame({"key": pd.Series(keys, dtype="str")})
    ideas = counts["key"].map(chosen["key"].value_counts()).fillna(0).astype("int64")
    return counts.assign(ideas=ideas, voices=counts["key"].map(voices).fillna(0).astype("int64"))


def _chosen(picture: Picture) -> pd.DataFrame:
    """Give each idea the one answer that counts for it: by the nearest way, then the last that changed; nearest ideas first."""
    stands = {each.id: each for each in as_they_stand(picture.responses)}
    pairs = answers_reaching(picture)
    pairs = pairs.assign(
        rank=pairs["way"].map(_RANKS),
        status=named(pairs["response"], {key: each.status.value for key, each in stands.items()}),
        changed=named(pairs["response"], {key: each.at.isoformat() for key, each in stands.items()}),
    )
    best = pairs.sort_values(["rank", "changed", "response"], ascending=[True, False, True]).drop_duplicates("idea")
    rows = picture.spoken[["idea", "voice"]].merge(best, on="idea", how="left")
    rows = rows.assign(way=rows["way"].fillna("none"), status=rows["status"].fillna("none"), changed=rows["changed"].fillna(""))
    rows = rows.assign(rank=rows["way"].map(_RANKS))
    order = ["rank", "changed", "response", "idea"]
    return rows.sort_values(order, ascending=[True, False, True, True], kind="stable", ignore_index=True)


def answers_reaching(picture: Picture) -> pd.DataFrame:
    """Give every pair of an idea and an answer that reaches it, by its nearest way; an answer to an idea is to its copies too."""
    given = as_they_stand(picture.responses)
    if not given:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in _PAIR})
    subjects, said = Subjects.of(picture), picture.spoken[["idea", "same", "theme"]]
    answers = pd.DataFrame(
        {
            "response": pd.Series([each.id for each in given], dtype="str"),
            "at": pd.Series([subjects.about(each.subject).at for each in given], dtype="str"),
        }
    )
    same = said[["idea", "same"]].rename(columns={"idea": "at"}).merge(answers, on="at")
    own = said.merge(same[["same", "response"]], on="same").assign(way="idea")
    pairs = pd.concat([own[_PAIR], _by_theme(picture, answers), _by_objective(picture, answers)], ignore_index=True)
    nearest = pairs.assign(rank=pairs["way"].map(_RANKS)).sort_values(["idea", "response", "rank"], kind="stable")
    return nearest.drop_duplicates(["idea", "response"])[_PAIR].reset_index(drop=True)


def themes_without_answer(picture: Picture) -> pd.DataFrame:
    """Give the figures of the themes none of whose ideas an answer reaches, as `theme_figures`; families are left out."""
    figures, pairs = theme_figures(picture), answers_reaching(picture)
    rows = picture.spoken.loc[among(picture.spoken["idea"], set(pairs["idea"])), "theme"]
    answered = {above for theme in set(rows) - {""} for above in picture.line(theme)}
    known = {theme.id for theme in picture.themes if not theme.is_family} - answered
    return figures[figures["theme"].isin(known) & figures["ideas"].gt(0)].reset_index(drop=True)


def _by_theme(picture: Picture, answers: pd.DataFrame) -> pd.DataFrame:
    above = [
        (theme.id, each, "above" if rank else "theme")
        for theme in picture.themes
        for rank, each in enumerate(picture.line(theme.id))
    ]
    lines = pd.DataFrame(above, columns=["theme", "at", "way"]).astype("str").merge(answers, on="at")
    return picture.spoken[["idea", "theme"]].merge(lines, on="theme")[_PAIR]


def _by_objective(picture: Picture, answers: pd.DataFrame) -> pd.DataFrame:
    ways = {Zone.ACCEPTED.value: "accepted", Zone.CERTIFIED.value: "accepted", Zone.PROPOSED.value: "proposed"}
    sure = picture.voiced[picture.voiced["zone"].isin(ways) & among(picture.voiced["subject"], picture.at)]
    sure = sure.assign(way=named(sure["zone"], ways)).rename(columns={"subject": "idea", "objective": "at"})
    return sure[["idea", "at", "way"]].merge(answers, on="at")[_PAIR]
