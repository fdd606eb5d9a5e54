"""Who may enter the review room: the first account is opened here."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, accounts_app, opened
from contributions.cli.show import print_json, table
from contributions.domain import Account, AccountRole
from contributions.errors import UsageError
from contributions.language import _

NameArgument = Annotated[str, typer.Argument(metavar="NOM", help="Le nom qui signera les décisions.")]
RoleOption = Annotated[
    AccountRole,
    typer.Option(
        help="analyst (tout), facilitator (thèmes, rapprochements, quarantaine), planner (rapprochements, réponses) "
        "ou guarantor (lit tout, ne décide de rien).",
        show_default=False,
    ),
]
StdinOption = Annotated[bool, typer.Option("--password-stdin", help="Lit le mot de passe sur l'entrée, pour un script.")]


@accounts_app.command()
def add(name: NameArgument, role: RoleOption, stdin: StdinOption = False, workspace: WorkspaceOption = HERE) -> None:
    """Ouvre un compte ; le premier fait demander un mot de passe à l'entrée de la salle. Le premier est celui d'un analyste."""
    from contributions.steps.accounts import open_account
    from contributions.store.accounts import accounts

    with opened(workspace) as (_workspace, store):
        if role is not AccountRole.ANALYST and not any(each.closed_at is None for each in accounts(store)):
            raise UsageError(_("Le premier compte est celui d'un analyste, qui ouvrira les autres : --role analyst."))
        made = open_account(store, name, role, _password(stdin=stdin), datetime.now(UTC))
    print(_("Compte de {name} ouvert ({role}).").format(name=made.name, role=made.role.label))


@accounts_app.command("list")
def list_accounts(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Liste les comptes ; ceux qui sont fermés disent depuis quand."""
    from contributions.store.accounts import accounts

    with opened(workspace) as (_workspace, store):
        known = accounts(store)
    if as_json:
        print_json([_row(each) for each in known])
        return
    heads = [_("nom"), _("rôle"), _("ouvert le"), _("fermé le")]
    shown = [[each.name, each.role.label, _day(each.opened_at), _day(each.closed_at)] for each in known]
    table(_("Comptes"), heads, shown)


@accounts_app.command()
def role(name: NameArgument, role: RoleOption, workspace: WorkspaceOption = HERE) -> None:
    """Change le rôle d'un compte ; ses sessions se ferment."""
    from contributions.steps.accounts import change_role

    with opened(workspace) as (_workspace, store):
        made = change_role(store, name, role)
    print(_("{name} : {role}.").format(name=made.name, role=made.role.label))


@accounts_app.command()
def password(name: NameArgument, stdin: StdinOption = False, workspace: WorkspaceOption = HERE) -> None:
    """Change le mot de passe d'un compte ; ses sessions se ferment."""
    from contributions.steps.accounts import change_password

    with opened(workspace) as (_workspace, store):
        made = change_password(store, name, _password(stdin=stdin))
    print(_("Mot de passe de {name} changé.").format(name=made.name))


@accounts_app.command()
def close(name: NameArgument, workspace: WorkspaceOption = HERE) -> None:
    """Ferme un compte : ses sessions aussi ; ce qu'il a décidé reste."""
    from contributions.steps.accounts import close_account

    with opened(workspace) as (_workspace, store):
        made = close_account(store, name, datetime.now(UTC))
    print(_("Compte de {name} fermé.").format(name=made.name))


def _password(*, stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(_("Sans terminal, le mot de passe se lit sur l'entrée : ajoutez --password-stdin."))
    given: str = typer.prompt(_("Mot de passe"), hide_input=True, confirmation_prompt=_("Encore une fois"))
    return given


def _row(account: Account) -> dict[str, str | None]:
    closed = account.closed_at.isoformat() if account.closed_at else None
    return {"name": account.name, "role": account.role.value, "opened_at": account.opened_at.isoformat(), "closed_at": closed}


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
