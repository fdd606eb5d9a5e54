"""The review room: a web app where people correct themes, review matches and follow what was said; server-rendered."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import create_task_group
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from contributions.web import (
    accounts,
    acts,
    audit,
    conflicts,
    lists,
    log,
    map,  # noqa: A004 (the page bears this name)
    objectives,
    pages,
    themes,
    waiting,
)
from contributions.web.access import ANSWERS, MATCHES, PEOPLE, QUARANTINE, READ, READ_QUARANTINE, THEMES
from contributions.web.ahead import keep_ahead
from contributions.web.downloads import sent
from contributions.web.room import Room
from contributions.web.safety import middlewares, session_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from contributions.settings import Workspace

__all__ = ["review_app"]

STATIC = Path(__file__).parent / "static"


def review_app(workspace: Workspace, behind: str = "") -> Starlette:
    """Make the app of a workspace; `behind` is the address that people know it by, where a proxy stands before it."""
    app = Starlette(
        routes=[
            Route("/", pages.shown(pages.home)),
            Route("/themes", pages.shown(themes.themes)),
            Route("/themes/{theme}", pages.shown(themes.theme)),
            Route("/themes/{theme}/parties", pages.shown(themes.parts)),
            Route("/themes/{theme}/{act}", acts.done(acts.on_theme, THEMES), methods=["POST"]),
            Route("/carte", pages.shown(map.drawn)),
            Route("/rapprochements", pages.shown(pages.matches)),
            Route("/rapprochements", acts.done(acts.on_match, MATCHES), methods=["POST"]),
            Route("/objectifs", pages.shown(objectives.objectives)),
            Route("/objectifs/{objective:path}", pages.shown(objectives.objective)),
            Route("/contributions/{contribution}", pages.shown(pages.contribution)),
            Route("/propositions", pages.shown(lists.proposals)),
            Route("/propositions/{proposal}", acts.done(acts.on_proposal, THEMES), methods=["POST"]),
            Route("/a-relire", pages.shown(waiting.quarantine, READ_QUARANTINE)),
            Route("/a-relire/ecartees", pages.shown(waiting.aside)),
            Route("/a-relire/signaux", pages.shown(waiting.signals)),
            Route("/a-relire/signaux/ranger", acts.done(acts.on_signals, THEMES), methods=["POST"]),
            Route("/a-relire/{contribution}/ecarter", acts.done(acts.kept_out, QUARANTINE), methods=["POST"]),
            Route("/a-relire/{contribution}", acts.done(acts.released, QUARANTINE), methods=["POST"]),
            Route("/decisions", pages.shown(log.decisions)),
            Route("/decisions.csv", sent(log.table)),
            Route("/conflits", pages.shown(conflicts.conflicts)),
            Route("/conflits/{decision}", acts.done(acts.on_conflict, READ), methods=["POST"]),
            Route("/decisions/{decision}/annuler", acts.done(acts.undone, READ), methods=["POST"]),
            Route("/reponses", acts.done(acts.on_answer, ANSWERS), methods=["POST"]),
            Route("/reponses/{response}", acts.done(acts.on_answer, ANSWERS), methods=["POST"]),
            Route("/audit", pages.shown(audit.counts)),
            Route("/audit/totaux", pages.shown(audit.totals)),
            Route("/audit/echantillon", audit.sample),
            Route("/audit/tirage", audit.drawn_again),
            Route("/audit/passages", pages.shown(audit.runs)),
            Route("/audit/passages/{run}", pages.shown(audit.run)),
            Route("/audit/passages/{run}/manifeste.json", sent(audit.manifest)),
            Route("/audit/algorithme", pages.shown(audit.algorithm)),
            Route("/audit/fiche-algorithme.md", sent(audit.algorithm_file)),
            Route("/connexion", pages.shown(accounts.door, open_to_all=True)),
            Route("/connexion", acts.done(accounts.entered, READ, open_to_all=True), methods=["POST"]),
            Route("/deconnexion", acts.done(accounts.left, READ), methods=["POST"]),
            Route("/compte", pages.shown(accounts.own)),
            Route("/compte/mot-de-passe", acts.done(accounts.password_changed, READ), methods=["POST"]),
            Route("/comptes/{act}", acts.done(accounts.account_changed, PEOPLE), methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=middlewares(session_key(workspace.var), behind),
        exception_handlers={404: pages.not_found, 500: pages.broken},
        lifespan=_open,
    )
    app.state.room = Room(workspace)
    return app


@asynccontextmanager
async def _open(app: Starlette) -> AsyncIterator[None]:
    """Work ahead as long as the room is open."""
    async with create_task_group() as tasks:
        tasks.start_soon(keep_ahead, app.state.room)
        yield
        tasks.cancel_scope.cancel()
