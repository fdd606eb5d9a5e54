"""Decidim comments, each joined to what it is about: a proposal, a debate, a meeting, a post, a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.ingest.dates import iso_date
from contributions.ingest.decidim_beside import Parent, parents
from contributions.ingest.decidim_records import localised, native_id, pages, readable
from contributions.ingest.reading import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contributions.ingest.decidim_records import Export

_KINDS = {"proposal", "debate", "meeting", "post", "result", "project"}


def comments(export: Export) -> tuple[list[Said], int]:
    """Give the comments, and how many found what they are about beside them.

    What is commented stands in `part`, as the platform names it (`proposal/7`), for replies too: the store holds its title
    under that native id, and a comment read alone, then with its proposals, repeats itself and is counted once. The quartier
    of what is commented is the comment's; a meeting is also its session. A comment whose parent is not there is read.
    """
    rows = {record.get("id", ""): record for _, record in export.records}
    roots = [_root(record, rows) for _, record in export.records]
    kinds = {named.split("/")[0] for _, named in roots} & _KINDS
    known = parents(export.path, kinds, export.quartiers)
    found = [known.get(root) for root in roots]
    said = [
        _said(number, record, named, parent or Parent())
        for (number, record), (_host, named), parent in zip(export.records, roots, found, strict=True)
    ]
    return said, sum(parent is not None for parent in found)


def _said(number: int, record: Mapping[str, str], named: str, parent: Parent) -> Said:
    return Said(
        number,
        text=readable(localised(record, "body")),
        part=named,
        native_id=native_id(record, "comment"),
        said_on=iso_date(record.get("created_at", "")),
        session=parent.title if named.startswith("meeting/") else "",
        quartier=parent.quartier,
    )


def _root(record: Mapping[str, str], rows: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """Give the host and the platform's name of what a comment, or the first of the comments it replies to, is about."""
    named = pages(record.get("root_commentable_url", ""))
    if named:
        return named[0]
    climbed = set()
    while record.get("commentable_type", "").endswith("Comment") and id(record) not in climbed:
        climbed.add(id(record))
        record = rows.get(record.get("commentable_id", ""), {})
    kind, identifier = record.get("commentable_type", "").rpartition("::")[2].lower(), record.get("commentable_id", "")
    return "", f"{kind}/{identifier}" if identifier and kind not in {"", "comment"} else ""
