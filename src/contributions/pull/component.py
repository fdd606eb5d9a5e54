"""One component, page after page: everything the first time, then what is new, then what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contributions.errors import PullError
from contributions.language import _
from contributions.pull import queries
from contributions.pull.queries import Ask, Kind
from contributions.pull.web import RefusedError

if TYPE_CHECKING:
    from contributions.pull.journal import Journal, Plan
    from contributions.pull.web import Web

Node = dict[str, Any]
_SAME_PAGE = 3
"""How many times a page that was already given is taken for a hiccup of the platform."""
_MANY_PAGES = 10_000
_ROUNDS = 5
"""How many times deeper answers are asked for; Decidim lets people answer each other four levels deep."""


def version_of(node: Mapping[str, Any]) -> str:
    """Tell two states of a contribution apart: its last change, and how many comments it has."""
    return f"{node.get('updatedAt') or ''} {node.get('totalCommentsCount') or 0}"


@dataclass
class Component:
    """The pull of one component in progress. `seen` is id -> version of what earlier pulls gave; nothing asks it twice."""

    web: Web
    kind: Kind
    plan: Plan
    journal: Journal
    seen: Mapping[str, str]
    newest: str = ""
    on_page: Callable[[int, int], None] = lambda _pages, _rows: None
    ask: Ask = field(default_factory=Ask, init=False)
    nodes: dict[str, Node] = field(default_factory=dict, init=False)
    stale: list[str] = field(default_factory=list, init=False)
    surveyed: int = field(default=0, init=False)
    pages: int = field(default=0, init=False)

    def pull(self, lines: list[dict[str, Any]]) -> list[Node]:
        """Give what is new or changed, each contribution once, going on after the lines of an earlier call."""
        for line in lines:
            self._take(line)
        for phase in self._phases():
            self._walk(phase, [line for line in lines if line["phase"] == phase])
        batches = queries.batches([identifier for identifier in self.stale if identifier not in self.nodes])
        if len(batches) > self.surveyed:  # so much has changed that whole pages are fewer requests
            self._walk("all", [line for line in lines if line["phase"] == "all"])
            return list(self.nodes.values())
        for batch in batches:
            self._fetch(batch)
        return list(self.nodes.values())

    def _phases(self) -> list[str]:
        if not self.plan.known:
            return ["all"]
        return ["new", "survey"] if self._since("new") and self.kind.dated else ["survey"]

    def _walk(self, phase: str, lines: list[dict[str, Any]]) -> None:
        """Follow the cursors to the end, from where the last line stands.

        Raises:
            PullError: the platform goes round in circles.
        """
        cursors, passed = [line["cursor"] for line in lines], set[str]()
        more, again = (lines[-1]["more"] if lines else True), 0
        while more:
            page = self._page(phase, cursors[-1] if cursors else None)
            if phase == "new" and "filter" in self.ask.dropped:
                return  # it would list everything: the survey finds what is new, without the texts
            cursor, going = page["pageInfo"].get("endCursor"), bool(page["pageInfo"].get("hasNextPage"))
            ids = {str(node["id"]) for node in _nodes_of(page)}
            if going and (not cursor or cursor in cursors or (ids and ids <= passed) or len(cursors) > _MANY_PAGES):
                again += 1
                if again == _SAME_PAGE:
                    raise self._problem(_("composant {id} : la plateforme redonne sans fin la même page ; relancez plus tard."))
                continue
            more, again, passed = going, 0, passed | ids
            cursors.append(cursor)
            self._keep({"phase": phase, "cursor": cursor, "more": more, **self._sorted(phase, page)})

    def _page(self, phase: str, cursor: str | None) -> dict[str, Any]:
        since = self._since(phase)

        def query(ask: Ask) -> str:
            return queries.page(self.kind, ask, since=since, light=phase == "survey")

        variables = {"after": cursor} | ({"since": since} if since else {})
        component = self._asked(query, **variables)
        page = component.get(self.kind.many)
        if not isinstance(page, dict) or not isinstance(page.get("pageInfo"), dict):
            raise self._problem(_("composant {id} : la plateforme ne donne pas de liste ; vérifiez ce composant sur le site."))
        return page

    def _since(self, phase: str) -> str:
        """Give the day from which publications are asked; a survey sees them all, for old ones change too."""
        return max(self.plan.since, self.newest[:10]) if phase == "new" else self.plan.since

    def _sorted(self, phase: str, page: Mapping[str, Any]) -> dict[str, Any]:
        """Keep of a page what is not known: the contributions, or, of a survey, the ids of those to ask."""
        wanted = [node for node in _nodes_of(page) if self._is_wanted(node)]
        if phase == "survey":
            return {"stale": [str(node["id"]) for node in wanted]}
        self._deepen_all(wanted)
        return {"nodes": wanted}

    def _is_wanted(self, node: Node) -> bool:
        if self.seen.get(str(node["id"])) == version_of(node):
            return False
        published = str(node.get("publishedAt") or "")[:10]
        return not self.plan.since or not published or published >= self.plan.since

    def _fetch(self, batch: list[str]) -> None:
        asked = {f"i{number}": identifier for number, identifier in enumerate(batch)}
        given = self._asked(lambda ask: queries.items(self.kind, ask, len(asked)), **asked)
        nodes = [given[alias] for alias in asked if isinstance(given.get(alias), dict)]
        self._deepen_all(nodes)
        self._keep({"phase": "items", "nodes": nodes})

    def _keep(self, line: dict[str, Any]) -> None:
        self.journal.add(line)
        self._take(line)

    def _take(self, line: Mapping[str, Any]) -> None:
        self.nodes |= {str(node["id"]): node for node in line.get("nodes", ())}
        self.stale += line.get("stale", ())
        self.surveyed += line["phase"] == "survey"
        self.pages += 1
        self.on_page(self.pages, len(self.nodes))

    def _asked(self, query: Callable[[Ask], str], **variables: object) -> dict[str, Any]:
        """Ask something of the component, and for less where the platform refuses.

        Raises:
            PullError: it refuses whatever we ask, or the component is not there.
        """
        while True:
            text = query(self.ask)
            given = {name: value for name, value in variables.items() if name != "since" or "$since" in text}
            given |= {"first": self.ask.size} if "$first" in text else {}
            try:
                component = self.web.ask(text, id=str(self.plan.component), **given).get("component")
            except RefusedError as refused:
                self.ask = self._less(refused)
                continue
            if not isinstance(component, dict):
                raise self._problem(_("composant {id} : absent de la plateforme, ou plus publié ; vérifiez son numéro."))
            return component

    def _less(self, refused: RefusedError) -> Ask:
        less = self.ask.less(refused.messages)
        if less:
            return less
        field_name, code = queries.missing_of(refused.messages), next(filter(None, refused.codes), "")
        if field_name:
            said = _("composant {id} : ce Decidim n'a pas le champ « {field} » ; demandez un export CSV à la plateforme.")
            raise self._problem(said, field=field_name) from refused
        said = _("composant {id} : la plateforme refuse la demande{code} ; demandez-lui un export CSV.")
        raise self._problem(said, code=f" ({code})" if code else "") from refused

    def _deepen_all(self, nodes: list[Node]) -> None:
        if self.ask.levels < queries.LEVELS:
            for node in nodes:
                self._deepen(node, self.ask.levels, _ROUNDS)

    def _deepen(self, node: Node, levels: int, rounds: int) -> None:
        """Ask for the answers that lie deeper than a query may go."""
        for comment in listed(node.get("comments")):
            if levels > 1:
                self._deepen(comment, levels - 1, rounds)
            elif comment.get("hasComments") and rounds:
                comment["comments"] = self._replies(str(comment["id"]))
                self._deepen(comment, self.ask.levels, rounds - 1)

    def _replies(self, identifier: str) -> list[Node]:
        try:
            data = self.web.ask(queries.replies(self.ask), id=identifier, type=queries.COMMENT_TYPE, locale="fr")
        except RefusedError as refused:
            said = _("composant {id} : la plateforme ne donne pas les réponses aux commentaires ; demandez-lui un export CSV.")
            raise self._problem(said) from refused
        found = data.get("commentable")
        return listed(found.get("comments")) if isinstance(found, dict) else []

    def _problem(self, sentence: str, **fields: str) -> PullError:
        return PullError(sentence.format(id=self.plan.component, **fields))


def _nodes_of(page: Mapping[str, Any]) -> list[Node]:
    """Give the contributions of a page; one that the platform hides is null."""
    nodes = (edge.get("node") for edge in listed(page.get("edges")))
    return [node for node in nodes if isinstance(node, dict) and node.get("id")]


def comments_of(node: Mapping[str, Any]) -> Iterator[Node]:
    """Give the comments of a contribution and the answers to them, as they follow each other on the page."""
    for comment in listed(node.get("comments")):
        yield comment
        yield from comments_of(comment)


def listed(value: object) -> list[Node]:
    """Give the objects of a list; what is no list holds none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
