"""Load what is shown of a workspace: as a run left it, or as it stands today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.errors import UsageError
from contributions.language import _
from contributions.referentials import read_referential
from contributions.steps.matching import matches_standing
from contributions.steps.session import Session
from contributions.steps.standing import shown, stood
from contributions.steps.summaries import Said
from contributions.store.responses import responses

if TYPE_CHECKING:
    from contributions.domain import Referential
    from contributions.settings import Workspace
    from contributions.store import Store
    from contributions.trace import Picture


def picture(session: Session) -> Picture:
    """Load what a report shows, as this run left it."""
    store, match_run = session.store, session.rows_of("match")
    return _pictured(session, store.referentials(match_run) or load_referentials(session), match_run)


def standing_picture(workspace: Workspace, store: Store, match_run: str = "") -> Picture:
    """Load what stands today, the quotations of themes apart; beside the matches of an earlier run, where one is named.

    Raises:
        UsageError: nothing was ever read.
    """
    runs = store.runs()
    if not runs:
        raise UsageError(_("Rien n'est encore lu : mettez vos fichiers dans sources/, puis lancez « contributions run »."))
    run = match_run or store.rows_of("match")
    return _pictured(Session(workspace, store, runs[-1]), referentials_of(workspace, store, run), run, quoted=False)


def referentials_of(workspace: Workspace, store: Store, match_run: str = "") -> list[Referential]:
    """Give the referentials of a matching (the last one by default), else those of the settings, where nothing is matched yet."""
    named = zip(workspace.referential_paths, workspace.settings.referentials, strict=True)
    return store.referentials(match_run or store.rows_of("match")) or [read_referential(path, each) for path, each in named]


def _pictured(session: Session, referentials: list[Referential], match_run: str, *, quoted: bool = True) -> Picture:
    from contributions.trace import Picture

    store, until = session.store, session.until if quoted else ""
    themes_run = session.rows_of("themes")
    contributions = store.contributions()
    if until:
        contributions = contributions[(contributions["said_on"] == "") | (contributions["said_on"] <= until)]
    earlier = store.rows_of("themes", before=themes_run)
    placements = store.placements(themes_run)
    standing = stood(store, themes_run, placements)
    ideas, collections = store.ideas(until), store.collections()
    return Picture(
        city=session.workspace.settings.city.name,
        month=session.run.month,
        collections=collections,
        contributions=contributions,
        ideas=ideas,
        placements=shown(placements, standing),
        themes=[theme for theme in standing.themes if theme.id in standing.open],
        # Quotations take longer to choose than all the rest to read.
        summaries=Said.of(ideas, contributions, collections).summaries(placements, standing) if quoted else {},
        referentials=referentials,
        matches=matches_standing(store, match_run, ideas),
        sources=store.sources(),
        run=session.run,
        previous_themes=frozenset(theme.id for theme in store.themes(earlier)),
        small_cell=session.workspace.settings.public.small_cell,
        quartiers=session.workspace.settings.quartiers,
        responses=responses(store),
        past_themes=[theme for theme in standing.themes if theme.id not in standing.open],
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
