"""Opinions in the JSON of Cap Collectif's first consultations, with what answers them, brought to the columns of its exports."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest.tables import Table, records_table
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_START = re.compile(r'\s*\[?\s*\{\s*"opinions?"\s*:\s*[{\[]')
_WITHIN = {"arguments": "contribution_arguments", "versions": "contribution_versions"}


def holds_opinions(text: str) -> bool:
    """Say whether a JSON begins with an opinion.

    >>> holds_opinions('{"opinion": {"id": 4}}'), holds_opinions('[{"opinion": {"id": 4}}]'), holds_opinions('[{"avis": 4}]')
    (True, True, False)
    """
    return bool(_START.match(text))


def opinions_table(text: str) -> Table:
    """Give one row an opinion, followed by one a version and one an argument.

    Raises:
        SourceError: the JSON is damaged.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        raise SourceError(_("JSON illisible ; exportez-le à nouveau")) from error
    return records_table([record for opinion in _opinions(content) for record in _records(opinion)])


def _opinions(content: object) -> Iterator[Mapping[str, Any]]:
    for each in content if isinstance(content, list) else [content]:
        held = (each.get("opinion") or each.get("opinions") or each) if isinstance(each, dict) else []
        yield from (opinion for opinion in (held if isinstance(held, list) else [held]) if isinstance(opinion, dict))


def _records(opinion: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    section = opinion.get("type")
    titles = [section.get("title"), section.get("subtitle")] if isinstance(section, dict) else []
    about = {"contribution_section_title": " : ".join(str(title) for title in titles if title)}
    yield {"contribution_type": "opinion"} | _columns(opinion, "contribution") | about
    for name, group in _WITHIN.items():
        held = opinion.get(name)
        for each in held if isinstance(held, list) else []:
            if isinstance(each, dict):
                related = {"contribution_type": name.removesuffix("s"), f"{group}_related_id": opinion.get("id", "")}
                yield related | _columns(each, group)


def _columns(held: Mapping[str, Any], group: str) -> dict[str, object]:
    fields = {
        "id": held.get("id"),
        "title": held.get("title"),
        "body" if group == "contribution_arguments" else "body_text": held.get("body"),
        "created_at": held.get("created_at"),
        "trashed": held.get("is_trashed"),
    }
    return {f"{group}_{name}": value for name, value in fields.items() if not isinstance(value, dict | list)}
