"""The review room, opened in a browser on this machine."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from contributions.cli.app import HERE, WorkspaceOption, app, opened
from contributions.errors import UsageError
from contributions.language import _

LOCAL = ("127.0.0.1", "localhost")


@app.command()
def review(
    host: Annotated[str, typer.Option(help="L'adresse où écouter ; une autre que cette machine demande des comptes.")] = LOCAL[0],
    port: Annotated[int, typer.Option(min=1, max=65535, help="Le port où écouter.")] = 8765,
    behind: Annotated[
        str, typer.Option(help="L'adresse que les gens tapent, par exemple https://relecture.ville.fr, derrière un relais.")
    ] = "",
    workspace: WorkspaceOption = HERE,
) -> None:
    """Ouvre la salle de relecture : thèmes, rapprochements, objectifs et parcours de chaque parole, dans un navigateur.

    Sans compte, seule cette machine y entre et qui y est peut tout. « contributions accounts add » ouvre le premier compte :
    la salle demande alors un mot de passe, et peut s'ouvrir à d'autres machines, derrière un relais HTTPS (--behind).
    """
    import uvicorn

    from contributions.store.accounts import accounts
    from contributions.web import review_app

    with opened(workspace) as (city, store):
        people = any(each.closed_at is None for each in accounts(store))
    _check_address(host, behind, people=people)
    room = review_app(city, behind)
    with suppress(UsageError):  # nothing was read yet: the pages say what to do
        room.state.room.ready()
    who = _("Un compte est demandé.") if people else _("Sans compte : seule cette machine y entre.")
    address = behind or f"http://{host}:{port}"
    print(_("Salle de relecture : {address} (Ctrl+C pour fermer). {who}").format(address=address, who=who))
    # What a proxy says of who asks is believed only where there is one: tries are counted by address.
    uvicorn.run(room, host=host, port=port, log_level="warning", proxy_headers=bool(behind))


def _check_address(host: str, behind: str, *, people: bool) -> None:
    """Refuse to open to others a room without accounts, or one whose passwords would go in clear."""
    if behind and not behind.startswith("https://"):
        problem = _("--behind « {behind} » : donnez une adresse en https://, sans quoi les mots de passe passeraient en clair.")
        raise UsageError(problem.format(behind=behind))
    if host in LOCAL and not behind:
        return
    if not people:
        problem = _(
            "La salle n'a pas de compte : elle ne s'ouvre que sur cette machine (--host 127.0.0.1). Ouvrez d'abord un compte : "
            "« contributions accounts add NOM --role analyst »."
        )
        raise UsageError(problem)
    if not behind:
        problem = _(
            "Adresse « {host} » refusée : sans HTTPS, les mots de passe passeraient en clair. Mettez un relais devant la salle "
            "et dites l'adresse que les gens tapent : --behind https://relecture.ville.fr."
        )
        raise UsageError(problem.format(host=host))
