"""Load what is shown of a workspace: as a run left it, or as it stands today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contributions.decisions import OF_MATCHES, OF_THEMES
from contributions.domain import DecisionKind
from contributions.errors import UsageError
from contributions.language import _
from contributions.referentials import read_referential
from contributions.steps.matching import matches_stood
from contributions.steps.session import Session
from contributions.steps.standing import shown, stood
from contributions.steps.summaries import Said
from contributions.store.responses import responses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from contributions.decisions import Standing
    from contributions.domain import Decision, Referential
    from contributions.settings import Workspace
    from contributions.store import Store
    from contributions.trace import Picture


def picture(session: Session) -> Picture:
    """Load what a report shows, as this run left it."""
    store, match_run = session.store, session.rows_of("match")
    referentials = store.referentials(match_run) or load_referentials(session)
    return _pictured(session, referentials, Left.by(session, match_run, session.until))


def standing_picture(workspace: Workspace, store: Store, match_run: str = "") -> Picture:
    """Load what stands today, the quotations of themes apart; beside the matches of an earlier run, where one is named.

    Raises:
        UsageError: nothing was ever read.
    """
    return Standpoint.of(workspace, store, match_run).picture


@dataclass(frozen=True, slots=True, eq=False)
class Standpoint:
    """What stands today, and what it was made from: what people decide since is replayed without reading again what runs left."""

    picture: Picture
    left: Left
    standing: Standing

    @classmethod
    def of(cls, workspace: Workspace, store: Store, match_run: str = "") -> Standpoint:
        """Load it.

        Raises:
            UsageError: nothing was ever read.
        """
        runs = store.runs()
        if not runs:
            raise UsageError(_("Rien n'est encore lu : mettez vos fichiers dans sources/, puis lancez « contributions run »."))
        run = match_run or store.rows_of("match")
        session = Session(workspace, store, runs[-1])
        left = Left.by(session, run)
        picture = _pictured(session, referentials_of(workspace, store, run), left, quoted=False)
        return cls(picture, left, left.standing(store))

    def after_decisions(self, store: Store, since: Sequence[Decision], *, released: bool) -> Standpoint:
        """Give the same once what people decided and answered `since` is replayed; `released` where fates changed."""
        kinds, standing = _kinds(store.decisions(), since), self.standing
        stands: dict[str, Any] = {"responses": responses(store)}
        if kinds & OF_THEMES:
            standing = self.left.standing(store)
            stands |= self.left.of_themes(standing)
        if kinds & OF_MATCHES:
            stands["matches"] = self.left.matches_stood(store)
        if released:
            stands["contributions"] = store.contributions()
        differing = {name: new for name, new in stands.items() if self._differs(name, new)}
        return replace(self, picture=self.picture.changed(**differing), standing=standing)

    def _differs(self, name: str, new: Any) -> bool:
        known = getattr(self.picture, name)
        return not known.equals(new) if hasattr(known, "equals") else bool(known != new)


def _kinds(decisions: Iterable[Decision], since: Sequence[Decision]) -> frozenset[DecisionKind]:
    """Give the kinds of what changed since: to undo a decision changes what it had changed."""
    known = {each.id: each for each in decisions}

    def kind_of(decision: Decision) -> DecisionKind:
        while decision.kind is DecisionKind.UNDO:
            decision = known[decision.subject]
        return decision.kind

    return frozenset(kind_of(each) for each in since)


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """The `IDEAS` of today, the `PLACEMENTS` and the `MATCHES` that runs left, over which people's decisions are replayed."""

    themes_run: str
    match_run: str
    ideas: pd.DataFrame
    placements: pd.DataFrame
    matches: pd.DataFrame

    @classmethod
    def by(cls, session: Session, match_run: str, until: str = "") -> Left:
        """Read what a run reads; `until` is the last day of what counts."""
        store, themes_run = session.store, session.rows_of("themes")
        return cls(themes_run, match_run, store.ideas(until), store.placements(themes_run), store.matches(match_run))

    def stands(self, store: Store) -> dict[str, Any]:
        """Give the fields of a picture that people's decisions change."""
        return {**self.of_themes(self.standing(store)), "matches": self.matches_stood(store)}

    def of_themes(self, standing: Standing) -> dict[str, Any]:
        """Give the fields that decisions on themes change."""
        return {
            "placements": shown(self.placements, standing),
            "themes": [theme for theme in standing.themes if theme.id in standing.open],
            "past_themes": [theme for theme in standing.themes if theme.id not in standing.open],
        }

    def matches_stood(self, store: Store) -> pd.DataFrame:
        """Give the `MATCHES` as they stand."""
        return matches_stood(store, self.match_run, self.matches, self.ideas)

    def standing(self, store: Store) -> Standing:
        """Give the themes as they stand."""
        return stood(store, self.themes_run, self.placements)


def referentials_of(workspace: Workspace, store: Store, match_run: str = "") -> list[Referential]:
    """Give the referentials of a matching (the last one by default), else those of the settings, where nothing is matched yet."""
    named = zip(workspace.referential_paths, workspace.settings.referentials, strict=True)
    return store.referentials(match_run or store.rows_of("match")) or [read_referential(path, each) for path, each in named]


def _pictured(session: Session, referentials: list[Referential], left: Left, *, quoted: bool = True) -> Picture:
    from contributions.trace import Picture

    store, until = session.store, session.until if quoted else ""
    contributions, collections = store.contributions(), store.collections()
    if until:
        contributions = contributions[(contributions["said_on"] == "") | (contributions["said_on"] <= until)]
    earlier = store.rows_of("themes", before=left.themes_run)
    # Quotations take longer to choose than all the rest to read.
    said = Said.of(left.ideas, contributions, collections) if quoted else None
    return Picture(
        city=session.workspace.settings.city.name,
        month=session.run.month,
        collections=collections,
        contributions=contributions,
        ideas=left.ideas,
        **left.stands(store),
        summaries=said.summaries(left.placements, left.standing(store)) if said else {},
        referentials=referentials,
        sources=store.sources(),
        run=session.run,
        previous_themes=frozenset(theme.id for theme in store.themes(earlier)),
        small_cell=session.workspace.settings.public.small_cell,
        quartiers=session.workspace.settings.quartiers,
        responses=responses(store),
        residents=session.workspace.residents,
    )


def load_referentials(session: Session) -> list[Referential]:
    """Read the workspace's referentials.

    Raises:
        UsageError: there is none; without a contract nothing can be matched.
    """
    settings = session.workspace.settings.referentials
    if not settings:
        problem = _(
            "Aucun référentiel : l'espace de travail n'a pas de contrat de ville. Ajoutez à contributions.toml une section "
            '[[referential]] avec path = "referentials/contrat.toml" (ou un CSV, un XLSX).'
        )
        raise UsageError(problem)
    paths = session.workspace.referential_paths
    return [read_referential(path, each) for path, each in zip(paths, settings, strict=True)]
