"""Questions to a GraphQL address, one at a time: we wait between two, try again what may pass, and refuse what is not it."""

from __future__ import annotations

import json
import random
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import contributions
from contributions.errors import PlatformError, UsageError
from contributions.language import _
from contributions.pulled import site_of

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"contributions/{contributions.__version__} (open source; reads public contributions)"
_TIMEOUT = 30.0
_MOST = 32 * 2**20
"""Bytes of one answer, decompressed: 50 proposals with all their comments weigh under 1 MB."""
_REDIRECTS = 3
_MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
_CLOSED = frozenset({401, 403})
_GRAPHQL = frozenset({200, 400, 422})
"""Some servers give the errors of a query with 400 or 422."""
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_PATIENCE = 600.0
_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,40}")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait (seconds), and by which clock: tests give theirs."""

    pause: float = 1.0
    tries: int = 6
    first: float = 2.0
    longest: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def before_try(self, number: int) -> float:
        """Give the wait before a try: twice the last one, and at random within its upper half, so that clients spread."""
        return min(self.first * 2.0 ** (number - 1), self.longest) * (0.5 + self.chance() / 2)


class RefusedError(Exception):
    """Carry the errors of a GraphQL answer: what was asked does not suit; the caller may ask for less."""

    def __init__(self, messages: list[str], codes: list[str]) -> None:
        super().__init__()
        self.messages, self.codes = messages, codes


class _LaterError(Exception):
    """Say that the same question may pass later: why, and in how many seconds if the platform said so."""

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__()
        self.why, self.seconds = why, seconds


@dataclass
class Web:
    """The GraphQL address of a platform; `requests` counts what it was asked."""

    url: str
    patience: Patience
    most: int = _MOST
    timeout: float = _TIMEOUT
    requests: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Find the address of the API.

        Raises:
            UsageError: the address is not that of a public site.
        """
        self.endpoint = f"{checked_site(self.url)}/api"

    @property
    def host(self) -> str:
        """Name the platform for people."""
        return urlsplit(self.endpoint).netloc

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        headers = {"User-Agent": USER_AGENT, "Accept": "application/json", "Content-Type": "application/json"}
        return httpx.Client(headers=headers, timeout=self.timeout, follow_redirects=False, verify=_trusted())

    def close(self) -> None:
        """Close the connection, if one was opened."""
        if "_client" in self.__dict__:
            self._client.close()

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """Give the `data` of an answer.

        Raises:
            RefusedError: the platform does not take the query.
            PlatformError: it does not answer, or not with GraphQL; one sentence.
        """
        content = self._patiently(json.dumps({"query": query, "variables": variables}).encode())
        errors = content.get("errors")
        if errors or not isinstance(content.get("data"), dict):
            listed = [error for error in errors or () if isinstance(error, dict)] if isinstance(errors, list) else []
            raise RefusedError([str(error.get("message", "")) for error in listed], [_code_of(error) for error in listed])
        data: dict[str, Any] = content["data"]
        return data

    def _patiently(self, body: bytes) -> dict[str, Any]:
        for number in range(1, self.patience.tries + 1):
            if self.requests:
                self.patience.sleep(self.patience.pause)
            self.requests += 1
            try:
                return self._post(body)
            except _LaterError as later:
                if number == self.patience.tries:
                    raise self._give_up(later) from None
                self.patience.sleep(self.patience.before_try(number) if later.seconds is None else later.seconds)
        raise AssertionError  # the last try gives or raises

    def _give_up(self, later: _LaterError) -> PlatformError:
        said = _(
            "{host} ne répond pas ({why}, {tries} essais) ; ce qui est déjà tiré est gardé : relancez la même commande "
            "plus tard, elle reprendra à la page suivante."
        )
        return PlatformError(said.format(host=self.host, why=later.why, tries=self.patience.tries))

    def _post(self, body: bytes) -> dict[str, Any]:
        import httpx

        try:
            for _redirect in range(_REDIRECTS + 1):
                with self._client.stream("POST", self.endpoint, content=body) as response:
                    if response.status_code not in _REDIRECTED:
                        self._check_status(response)
                        return self._parsed(self._within_limit(response.iter_bytes()))
                    self.endpoint = self._redirected(response.headers.get("location", ""))
        except httpx.TimeoutException as error:
            raise _LaterError(_("délai dépassé")) from error
        except httpx.DecodingError as error:
            raise _LaterError(_("réponse abîmée")) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise self._unreachable(error) from error
        raise PlatformError(_("{host} redirige sans fin : donnez l'adresse finale de la plateforme.").format(host=self.host))

    def _unreachable(self, error: BaseException) -> Exception:
        """Say what no other try will change: a wrong name, a bad certificate."""
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes) or "CERTIFICATE_VERIFY" in str(error):
            said = _("Le certificat de {host} n'est pas valide, rien n'a été demandé : vérifiez l'adresse.")
            return PlatformError(said.format(host=self.host))
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            said = _("{host} est introuvable : vérifiez l'adresse, et que cette machine a accès à Internet.")
            return PlatformError(said.format(host=self.host))
        return _LaterError(_("connexion coupée ou refusée"))

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in _MAY_PASS:
            raise _LaterError(_("code {status}").format(status=status), self._asked_wait(response.headers.get("retry-after", "")))
        if status in _CLOSED:
            said = _("{host} refuse l'accès à son API (code {status}) : demandez à la plateforme de l'ouvrir, ou un export.")
            raise PlatformError(said.format(host=self.host, status=status))
        if status not in _GRAPHQL:
            said = _("{host} n'a pas d'API Decidim à cette adresse (code {status}) : vérifiez-la dans un navigateur.")
            raise PlatformError(said.format(host=self.host, status=status))

    def _asked_wait(self, written: str) -> float | None:
        """Read Retry-After, in seconds or as a date; a wait longer than ours is said to the person."""
        seconds = _seconds(written, self.patience.now())
        if seconds is not None and seconds > _PATIENCE:
            said = _(
                "{host} demande d'attendre {minutes} minutes ; ce qui est déjà tiré est gardé : "
                "relancez la même commande après ce délai."
            )
            raise PlatformError(said.format(host=self.host, minutes=round(seconds / 60)))
        return seconds

    def _within_limit(self, chunks: Iterator[bytes]) -> bytes:
        content = bytearray()
        for chunk in chunks:
            content += chunk
            if len(content) > self.most:
                said = _("{host} donne une réponse de plus de {most} Mo : elle n'est pas lue ; prévenez la plateforme.")
                raise PlatformError(said.format(host=self.host, most=self.most // 2**20 or 1))
        return bytes(content)

    def _parsed(self, content: bytes) -> dict[str, Any]:
        try:
            parsed = json.loads(content)
        except (ValueError, RecursionError) as error:
            page = content.lstrip()[:1] == b"<"
            said = _("{host} répond par une page web et non par du JSON : vérifiez l'adresse, et que son API est publique.")
            other = _("{host} répond par autre chose que du JSON : vérifiez l'adresse, et que c'est une plateforme Decidim.")
            raise PlatformError((said if page else other).format(host=self.host)) from error
        if not isinstance(parsed, dict) or not parsed.keys() & {"data", "errors"}:
            said = _("{host} ne répond pas comme une API GraphQL : vérifiez l'adresse, et que c'est une plateforme Decidim.")
            raise PlatformError(said.format(host=self.host))
        return parsed

    def _redirected(self, location: str) -> str:
        """Follow a redirection only within the platform, and never from https to http."""
        target = urljoin(self.endpoint, location)
        here, there = urlsplit(self.endpoint), urlsplit(target)
        same_port = here.port == there.port or (here.port, there.port) in {(80, 443), (None, 443)}
        safe = there.scheme == here.scheme or (here.scheme, there.scheme) == ("http", "https")
        if here.hostname != there.hostname or not same_port or not safe:
            said = _("{host} renvoie vers {other} : si c'est bien votre plateforme, donnez cette adresse-là.")
            raise PlatformError(said.format(host=self.host, other=f"{there.scheme}://{there.netloc}"))
        return target


@cache
def _trusted() -> ssl.SSLContext:
    """Load the certificates that are trusted, once a process: it takes longer than a page."""
    import httpx

    return httpx.create_ssl_context()


def checked_site(url: str) -> str:
    """Give the address of a site.

    Raises:
        UsageError: it is not http or https, or holds a password.
    """
    site = site_of(url)
    try:
        parts = urlsplit(site)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        said = _("« {url} » n'est pas l'adresse d'un site : écrivez-la comme https://participez.exemple.fr.")
        raise UsageError(said.format(url=url.rpartition("@")[2]))
    if "@" in parts.netloc:
        raise UsageError(_("L'adresse contient un nom ou un mot de passe : seule une plateforme publique se tire, retirez-les."))
    return parts._replace(query="", fragment="").geturl()


def _seconds(written: str, now: datetime) -> float | None:
    if written.strip().isdigit():
        return float(written)
    try:
        until = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return None
    return max((until - now).total_seconds(), 0.0) if until.tzinfo else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _code_of(error: dict[str, Any]) -> str:
    extensions = error.get("extensions")
    code = str(extensions.get("code", "")) if isinstance(extensions, dict) else ""
    return code if _CODE.fullmatch(code) else ""
