"""The review room: a web app where people correct themes, review matches and follow what was said; server-rendered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from contributions.web import acts, audit, conflicts, lists, log, pages, waiting
from contributions.web.downloads import sent
from contributions.web.room import Room
from contributions.web.safety import middlewares

if TYPE_CHECKING:
    from contributions.settings import Workspace

__all__ = ["review_app"]

STATIC = Path(__file__).parent / "static"


def review_app(workspace: Workspace) -> Starlette:
    """Make the app of a workspace."""
    app = Starlette(
        routes=[
            Route("/", pages.shown(pages.home)),
            Route("/themes", pages.shown(pages.themes)),
            Route("/themes/{theme}", pages.shown(pages.theme)),
            Route("/themes/{theme}/{act}", acts.done(acts.on_theme), methods=["POST"]),
            Route("/rapprochements", pages.shown(pages.matches)),
            Route("/rapprochements", acts.done(acts.on_match), methods=["POST"]),
            Route("/objectifs", pages.shown(pages.objectives)),
            Route("/objectifs/{objective:path}", pages.shown(pages.objective)),
            Route("/contributions/{contribution}", pages.shown(pages.contribution)),
            Route("/propositions", pages.shown(lists.proposals)),
            Route("/propositions/{proposal}", acts.done(acts.on_proposal), methods=["POST"]),
            Route("/a-relire", pages.shown(waiting.quarantine)),
            Route("/a-relire/ecartees", pages.shown(waiting.aside)),
            Route("/a-relire/signaux", pages.shown(waiting.signals)),
            Route("/a-relire/signaux/ranger", acts.done(acts.on_signals), methods=["POST"]),
            Route("/a-relire/{contribution}/ecarter", acts.done(acts.kept_out), methods=["POST"]),
            Route("/a-relire/{contribution}", acts.done(acts.released), methods=["POST"]),
            Route("/decisions", pages.shown(log.decisions)),
            Route("/decisions.csv", sent(log.table)),
            Route("/conflits", pages.shown(conflicts.conflicts)),
            Route("/conflits/{decision}", acts.done(acts.on_conflict), methods=["POST"]),
            Route("/decisions/{decision}/annuler", acts.done(acts.undone), methods=["POST"]),
            Route("/reponses", acts.done(acts.on_answer), methods=["POST"]),
            Route("/reponses/{response}", acts.done(acts.on_answer), methods=["POST"]),
            Route("/audit", pages.shown(audit.counts)),
            Route("/audit/totaux", pages.shown(audit.totals)),
            Route("/audit/echantillon", audit.sample),
            Route("/audit/tirage", audit.drawn_again),
            Route("/audit/passages", pages.shown(audit.runs)),
            Route("/audit/passages/{run}", pages.shown(audit.run)),
            Route("/audit/passages/{run}/manifeste.json", sent(audit.manifest)),
            Route("/audit/algorithme", pages.shown(audit.algorithm)),
            Route("/audit/fiche-algorithme.md", sent(audit.algorithm_file)),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=middlewares(),
        exception_handlers={404: pages.not_found},
    )
    app.state.room = Room(workspace)
    return app
