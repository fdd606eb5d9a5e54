"""The review room, opened in a browser on this machine."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from contributions.cli.app import HERE, WorkspaceOption, app
from contributions.errors import UsageError
from contributions.language import _

LOCAL = ("127.0.0.1", "localhost")


@app.command()
def review(
    host: Annotated[str, typer.Option(help="L'adresse où écouter : cette machine, tant qu'il n'y a pas de comptes.")] = LOCAL[0],
    port: Annotated[int, typer.Option(min=1, max=65535, help="Le port où écouter.")] = 8765,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Ouvre la salle de relecture : thèmes, rapprochements, objectifs et parcours de chaque parole, dans un navigateur."""
    import uvicorn

    from contributions.settings import open_workspace
    from contributions.web import review_app

    if host not in LOCAL:
        problem = _("Adresse « {host} » refusée : sans comptes, la salle ne s'ouvre que sur cette machine (--host 127.0.0.1).")
        raise UsageError(problem.format(host=host))
    room = review_app(open_workspace(workspace))
    with suppress(UsageError):  # nothing was read yet: the pages say what to do
        room.state.room.ready()
    print(
        _("Salle de relecture : http://{host}:{port} (Ctrl+C pour fermer). Sans compte : seule cette machine y entre.").format(
            host=host, port=port
        )
    )
    uvicorn.run(room, host=host, port=port, log_level="warning")
