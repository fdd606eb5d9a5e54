"""What people linked on a Decidim platform: a proposal to the result or the project that follows it, or to its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.frames import LINKS
from contributions.ingest.decidim_records import localised, native_id, pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from contributions.ingest.decidim_records import Export

_LINKING = ("proposal_urls", "related_proposal_urls", "related_proposals")


def links(export: Export) -> pd.DataFrame:
    """Give the links of an export of results, projects or proposals (`frames.LINKS`); no link, for other entities.

    A result that is linked to nothing has one row without a native id: it is a target all the same.
    """
    import pandas as pd

    nothing = dict.fromkeys(LINKS.columns, "")
    rows = [nothing | row for _, record in export.records for row in _rows(record, export.entity.name)]
    return LINKS.check(pd.DataFrame(rows)) if rows else LINKS.empty()


def linked(found: pd.DataFrame) -> int:
    """Count the links that name a contribution."""
    return int((found["native_id"] != "").sum())


def _rows(record: Mapping[str, str], entity: str) -> Iterator[dict[str, str]]:
    target = {
        "title": localised(record, "title"),
        "description": localised(record, "description"),
        "url": record.get("url", ""),
        "status": localised(record, "status/name") or localised(record, "state"),
    }
    named = native_id(record, entity)
    if not named:
        return
    if entity in {"result", "project"}:
        for proposal in _proposals(record) or [""]:
            yield target | {"native_id": proposal, "target": named}
    answer = localised(record, "answer")
    if entity == "proposal" and answer:
        answered = named.replace("proposal/", "answer/")
        yield target | {"native_id": named, "target": answered, "title": "", "description": answer}


def _proposals(record: Mapping[str, str]) -> list[str]:
    """Give the platform's names of the proposals that a row is linked to, by their addresses or, failing these, their ids."""
    found = [named for field in _LINKING for _host, named in pages(record.get(field, "")) if named.startswith("proposal/")]
    numbers = [each.strip() for each in record.get("related_proposals", "").split(",")]
    return list(dict.fromkeys(found or [f"proposal/{number}" for number in numbers if number.isdecimal()]))
