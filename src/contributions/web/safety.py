"""What keeps the rooms safe: who may ask, what a page may load, and forms that only our own pages send."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from contributions.errors import UsageError
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("localhost", "127.0.0.1")
"""Names under which this machine asks itself; any other is refused, so that no page elsewhere can ask in its name."""
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
IDLE = 4 * 3600
"""Seconds without a page after which a session ends."""
_TOKEN = "csrf"  # noqa: S105 (the name of a field)


class FormError(UsageError):
    """Say that a form did not come from one of our pages."""


class Headers:
    """Write on every answer what browsers must hold to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with our headers."""

        async def written(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _value in message["headers"]}
                ours = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in known]
                message["headers"] = [*message["headers"], *ours]
            await send(message)

        await self.app(scope, receive, written)


def middlewares(key: str, behind: str = "") -> list[Middleware]:
    """Give what stands before every page.

    Args:
        key: signs the sessions, which end after `IDLE` seconds without a page.
        behind: the address that people know the room by, where a proxy stands before it; cookies then go by HTTPS alone.
    """
    public = urlsplit(behind)
    return [
        Middleware(Headers),
        Middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, *filter(None, [public.hostname])]),
        Middleware(
            SessionMiddleware,
            secret_key=key,
            same_site="strict",
            session_cookie="contributions",
            max_age=IDLE,
            https_only=public.scheme == "https",
        ),
    ]


def session_key(folder: Path) -> str:
    """Give the key that signs the sessions of a workspace, made once: a room that is opened again knows who was in it."""
    path = folder / "session.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text("utf-8")


def token_of(request: Request) -> str:
    """Give the token that the forms of this session carry."""
    if _TOKEN not in request.session:
        request.session[_TOKEN] = secrets.token_urlsafe(24)
    return str(request.session[_TOKEN])


def check_form(request: Request, form: Mapping[str, str]) -> None:
    """Refuse a form that another site made.

    Raises:
        FormError: it does not carry the token of the session.
    """
    if not secrets.compare_digest(form.get(_TOKEN, ""), token_of(request)):
        raise FormError(_("Ce formulaire n'est plus valable : revenez à la page, rechargez-la, puis recommencez."))
