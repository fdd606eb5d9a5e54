"""From a public Decidim platform to files of `sources/`, by its GraphQL: politely, without loss, only what is new."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from contributions.errors import PlatformError, PullError
from contributions.language import _
from contributions.pull import queries
from contributions.pull.component import Component, comments_of, listed, version_of
from contributions.pull.journal import Journal, Plan, pulled_before
from contributions.pull.queries import KINDS
from contributions.pull.web import Patience, RefusedError, Web
from contributions.pulled import FIRST, MOMENT, file_name, platform_of, read_name, site_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contributions.settings import PullSettings

__all__ = ["OnPage", "Patience", "Pulled", "pull_platform", "quiet"]

log = logging.getLogger(__name__)
OnPage = Callable[[int, int, int], None]
"""Told a component, how many pages of it were read, and how many contributions they gave."""


def quiet(_component: int, _pages: int, _rows: int) -> None:
    """Say nothing of progress."""


@dataclass(slots=True)
class Pulled:
    """What came of a pull: the files it gave, what they hold, and what could not be pulled, by component."""

    files: list[str] = field(default_factory=list)
    contributions: int = 0
    comments: int = 0
    requests: int = 0
    problems: dict[str, str] = field(default_factory=dict)

    def __add__(self, other: Pulled) -> Pulled:
        """Add what came of another pull."""
        return Pulled(
            [*self.files, *other.files],
            self.contributions + other.contributions,
            self.comments + other.comments,
            self.requests + other.requests,
            self.problems | other.problems,
        )


def pull_platform(
    asked: PullSettings,
    *,
    sources: Path,
    journals: Path,
    patience: Patience | None = None,
    on_page: OnPage = quiet,
) -> Pulled:
    """Pull the components of a platform, a file each where there is something new; one that cannot be pulled is said.

    Raises:
        UsageError: the address is not that of a public site.
    """
    web = Web(asked.url, patience or Patience(pause=asked.pause))
    pulled = Pulled()
    try:
        for component, kind in _components(web, asked):
            try:
                _pull_component(web, asked, component, kind, into=pulled, places=(sources, journals), on_page=on_page)
            except PlatformError:
                raise
            except PullError as error:
                pulled.problems[f"{platform_of(asked.url)}-c{component}"] = str(error)
    except PullError as error:
        pulled.problems[platform_of(asked.url)] = str(error)
    except OSError as error:
        said = _("Rien ne s'écrit dans « {folder} » ({error}) : vérifiez la place et les droits, puis relancez la même commande.")
        where = error.filename or sources
        pulled.problems[platform_of(asked.url)] = said.format(folder=where, error=type(error).__name__)
    finally:
        web.close()
    pulled.requests = web.requests
    log.info("pull : %d contributions, %d fichiers, %d demandes", pulled.contributions, len(pulled.files), pulled.requests)
    return pulled


def _components(web: Web, asked: PullSettings) -> Iterator[tuple[int, str]]:
    """Give the components to pull and the name of their type, empty where it is still to be asked."""
    if asked.components:
        yield from ((component, "") for component in dict.fromkeys(asked.components))
        return
    found = dict(_discovered(web))
    if not found:
        said = _("{host} : aucun composant de propositions, de débats ou de rencontres ; donnez leurs numéros avec --component.")
        raise PlatformError(said.format(host=web.host))
    yield from sorted(found.items())


def _discovered(web: Web) -> Iterator[tuple[int, str]]:
    for query in queries.DISCOVERY.values():
        try:
            data = web.ask(query)
        except RefusedError:
            continue  # a platform without assemblies still has its processes
        components = [each for spaces in data.values() for space in listed(spaces) for each in listed(space.get("components"))]
        known = [each for each in components if each.get("__typename") in KINDS and str(each.get("id")).isdigit()]
        yield from ((int(each["id"]), each["__typename"]) for each in known)


def _kind_of(web: Web, component: int) -> str:
    """Ask the type of a component.

    Raises:
        PullError: it is not there, or holds nothing that is pulled.
    """
    try:
        found = web.ask(queries.COMPONENT, id=str(component)).get("component")
    except RefusedError:
        found = None
    if not isinstance(found, dict):
        said = _("composant {id} : absent de la plateforme, ou plus publié ; vérifiez son numéro.")
        raise PullError(said.format(id=component))
    kind = str(found.get("__typename", ""))
    if kind not in KINDS:
        said = _("composant {id} : ni propositions, ni débats, ni rencontres ; la plateforme l'exporte peut-être en CSV.")
        raise PullError(said.format(id=component))
    return kind


def _pull_component(
    web: Web, asked: PullSettings, component: int, kind: str, *, into: Pulled, places: tuple[Path, Path], on_page: OnPage
) -> None:
    sources, journals = places
    platform = platform_of(asked.url)
    before = list(pulled_before(sources, platform, component))
    journal = Journal(journals / f"{platform}-c{component}.jsonl", sources)
    plan, lines = journal.resume(_plan(web, asked, component, sources))
    kind = kind or _kind_of(web, component)
    pulling = Component(
        web,
        KINDS[kind],
        plan,
        journal,
        seen={str(node.get("id")): version_of(node) for node in before},
        newest=max((str(node.get("publishedAt") or "") for node in before), default=""),
        on_page=lambda pages, rows: on_page(component, pages, rows),
    )
    nodes = pulling.pull(lines)
    if not nodes:
        journal.drop()
        return
    head = {"url": plan.url, "component": component, "type": kind, "since": plan.since}
    into.files.append(journal.give(head, nodes, plan.name).name)
    into.contributions += len(nodes)
    into.comments += sum(1 for node in nodes for _comment in comments_of(node))


def _plan(web: Web, asked: PullSettings, component: int, sources: Path) -> Plan:
    """Say what is to be pulled now, and under which name it will be kept."""
    platform = platform_of(asked.url)
    given = [each for path in sources.rglob("decidim-*.json") if (each := read_name(path.name))]
    ends = [each.to for each in given if (each.platform, each.component) == (platform, component)]
    since = asked.since.isoformat() if asked.since else ""
    now = web.patience.now()
    if ends:  # a clock that was set back must not put this pull before the last
        now = max(now, datetime.strptime(max(ends), MOMENT).replace(tzinfo=UTC) + timedelta(seconds=1))
    start = max(ends, default=since.replace("-", "") or FIRST)
    name = file_name(platform, component, since=start, to=now.strftime(MOMENT))
    return Plan(site_of(asked.url), component, since, name, known=bool(ends))
