"""What keeps the rooms safe: who may ask, what a page may load, and forms that only our own pages send."""

from __future__ import annotations

import os
import secrets
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
_KEY = 43
"""Characters of a key of 32 bytes."""
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
            same_site="lax",  # where it is strict, a link in a mail opens without it, and its page writes another over it
            session_cookie="contributions",
            max_age=IDLE,
            https_only=public.scheme == "https",
        ),
    ]


def session_key(folder: Path) -> str:
    """Give the key that signs the sessions of a workspace, made once: a room that is opened again knows who was in it.

    One that was cut short, or that others could read, is made again: whoever knows it signs in as anybody.
    """
    path = folder / "session.key"
    if not _is_safe(path):
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"session-{secrets.token_hex(8)}.key"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        fresh.replace(path)  # whole, or not there
    return path.read_text("utf-8")


def _is_safe(path: Path) -> bool:
    """Say whether a key is whole and read by its owner alone (Windows says nothing of who may)."""
    if not path.exists() or (os.name == "posix" and path.stat().st_mode & 0o077):
        return False
    return len(path.read_text("utf-8", errors="replace")) >= _KEY


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
    if not secrets.compare_digest(form.get(_TOKEN, "").encode("utf-8", "replace"), token_of(request).encode()):
        raise FormError(_("Ce formulaire n'est plus valable : revenez à la page, rechargez-la, puis recommencez."))
