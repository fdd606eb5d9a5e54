"""What is asked of Decidim, in GraphQL. Nothing about who wrote or supported is ever asked.

Read in the sources of Decidim (2018 to 2026): a component lists its proposals, debates or meetings by Relay cursors, 50 a page
at most; proposals alone are filtered (`publishedSince`, a day) and ordered (`id`, `publishedAt`), nothing by date of change;
comments are a plain list at each level, four levels at most; newer versions refuse more than two levels in one query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

LEVELS = 4
"""How deep Decidim lets people answer each other."""
_FEWEST_LEVELS = 2
_SIZE, _FEWEST = 50, 5
_PARTS = 5
"""Newer versions refuse more aliases in one query."""
COMMENT_TYPE = "Decidim::Comments::Comment"

DISCOVERY = {
    "processes": "{ participatoryProcesses { components { id __typename } } }",
    "assemblies": "{ assemblies { components { id __typename } } }",
}
COMPONENT = "query($id: ID!) { component(id: $id) { __typename id } }"
_TEXT = "{ translations { locale text machineTranslated } }"
_NAMED = f"{{ id name {_TEXT} }}"
_INSIDE = dict.fromkeys(("title", "body", "description"), _TEXT) | dict.fromkeys(("taxonomies", "scope", "category"), _NAMED)
_REQUIRED = frozenset({"id", "title", "body", "description", "translations", "locale", "text", "edges", "node", "pageInfo"})
_VERSION = ("id", "publishedAt", "updatedAt", "totalCommentsCount")
_COMMENT = ("id", "body", "createdAt", "alignment", "hasComments")
_MISSING = re.compile(r"Field '(\w+)' doesn't exist on type|doesn't accept argument '(\w+)'")
_PLAIN = re.compile(r"field '(\w+)' returns String but has selections", re.IGNORECASE)
"""Until 2020 a title was a text, without its translations."""
_ARGUMENTS = {"filter": "filter", "publishedSince": "filter", "order": "order", "id": "order"}
"""An argument that a schema lacks -> what is left out."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of component: how its contributions are named and listed, what is asked of each."""

    name: str
    many: str
    fields: tuple[str, ...]
    dated: bool = False


_ABOUT = ("createdAt", "updatedAt", "totalCommentsCount", "taxonomies", "scope", "category")
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "Proposals": Kind(
            "proposal", "proposals", ("id", "title", "body", "address", "publishedAt", "state", "withdrawn", *_ABOUT), dated=True
        ),
        "Debates": Kind("debate", "debates", ("id", "title", "description", *_ABOUT)),
        "Meetings": Kind("meeting", "meetings", ("id", *_ABOUT[:3])),  # the city wrote it: only its comments are speech
    }
)
"""Name of a component's type in the schema -> its kind."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How much is asked at once; a platform that refuses is asked for less."""

    dropped: frozenset[str] = frozenset()
    levels: int = LEVELS
    size: int = _SIZE

    def less(self, messages: Sequence[str]) -> Ask | None:
        """Ask without the fields that the platform says it lacks; else for fewer levels, then fewer rows; None at the end."""
        missing = {_dropped(*found) for message in messages for found in _MISSING.findall(message)}
        missing |= {f"{name}.translations" for message in messages for name in _PLAIN.findall(message)}
        if missing:
            fixed = "" in missing or missing <= self.dropped or missing & _REQUIRED
            return None if fixed else replace(self, dropped=self.dropped | missing)
        if self.levels > _FEWEST_LEVELS:
            return replace(self, levels=_FEWEST_LEVELS)
        return replace(self, size=self.size // 2) if self.size // 2 >= _FEWEST else None


def missing_of(messages: Sequence[str]) -> str:
    """Name the first field that a platform says it lacks; empty where it says another thing."""
    found = (match for message in messages for match in _MISSING.findall(message))
    return next((field or argument for field, argument in found), "")


def page(kind: Kind, ask: Ask, *, since: str = "", light: bool = False) -> str:
    """Write the query of a page; `light` asks only what tells whether a contribution changed."""
    since = since if kind.dated and "filter" not in ask.dropped else ""
    by = ["first: $first", "after: $after"]
    by += ["filter: { publishedSince: $since }"] if since else []
    by += ['order: { id: "ASC" }'] if kind.dated and "order" not in ask.dropped else []
    declared = "$id: ID!, $first: Int!, $after: String" + (", $since: String" if since else "")
    node = _fields([name for name in _VERSION if kind.dated or name != "publishedAt"], ask) if light else _node(kind, ask)
    listed = f"{kind.many}({', '.join(by)}) {{ pageInfo {{ endCursor hasNextPage }} edges {{ node {{ {node} }} }} }}"
    return f"query({declared}) {{ component(id: $id) {{ id {_on(kind)} {{ {listed} }} }} }}"


def batches(identifiers: Sequence[str]) -> list[list[str]]:
    """Cut a list of ids into those that are asked together."""
    return [list(identifiers[start : start + _PARTS]) for start in range(0, len(identifiers), _PARTS)]


def items(kind: Kind, ask: Ask, count: int) -> str:
    """Write the query of some contributions by their ids, `$i0`, `$i1`..."""
    declared = ", ".join(f"$i{number}: ID!" for number in range(count))
    each = " ".join(f"i{number}: {kind.name}(id: $i{number}) {{ {_node(kind, ask)} }}" for number in range(count))
    return f"query($id: ID!, {declared}) {{ component(id: $id) {{ id {_on(kind)} {{ {each} }} }} }}"


def replies(ask: Ask) -> str:
    """Write the query of what answers a comment."""
    asked = "commentable(id: $id, type: $type, locale: $locale, toggleTranslations: false)"
    return f"query($id: String!, $type: String!, $locale: String!) {{ {asked} {{ {_comments(ask.levels, ask)} }} }}"


def _on(kind: Kind) -> str:
    return f"... on {next(name for name, each in KINDS.items() if each is kind)}"


def _node(kind: Kind, ask: Ask) -> str:
    comments = "" if "comments" in ask.dropped else _comments(ask.levels, ask)
    return f"{_fields(kind.fields, ask)} {comments}".strip()


def _fields(names: Sequence[str], ask: Ask) -> str:
    inside = {name: _INSIDE[name] for name in names if name in _INSIDE and f"{name}.translations" not in ask.dropped}
    text = " ".join(f"{name} {inside[name]}" if name in inside else name for name in names if name not in ask.dropped)
    return text.replace(" machineTranslated", "") if "machineTranslated" in ask.dropped else text


def _comments(levels: int, ask: Ask) -> str:
    deeper = _comments(levels - 1, ask) if levels > 1 else ""
    return f"comments {{ {' '.join(name for name in _COMMENT if name not in ask.dropped)} {deeper} }}"


def _dropped(field: str, argument: str) -> str:
    """Give what is left out for a field or an argument that is missing; empty where nothing can be."""
    return field or _ARGUMENTS.get(argument, "")
