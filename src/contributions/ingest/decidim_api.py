"""What was pulled from the GraphQL of Decidim: proposals, debates and comments, with the ids that its exports give them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest.cells import clean
from contributions.ingest.dates import iso_date
from contributions.ingest.decidim import WITHDRAWN
from contributions.ingest.places import find_quartier
from contributions.ingest.reading import Reading, Said, to_frame
from contributions.ingest.tabular import join_title
from contributions.language import N_, _
from contributions.pulled import LAYOUT, MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.settings import CollectionSettings

NAME = "decidim_api"
_DAMAGED = N_("tirage abîmé ; effacez-le et tirez à nouveau la plateforme")
_KINDS = {
    "Proposals": ("proposal", "body", N_("propositions et leurs commentaires")),
    "Debates": ("debate", "description", N_("débats et leurs commentaires")),
    "Meetings": ("", "", N_("commentaires des rencontres")),
}
"""Type of the component -> what a contribution is called, the field of its text, and what people read of it."""
_NAMERS = ("taxonomies", "scope", "category")


def sniff(source: SourceFile) -> str | None:
    """Recognise a pulled file by its first key."""
    return "tirage de l'API Decidim" if source.kind == "json" and source.content.startswith(b'{"%s"' % MARK.encode()) else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read the contributions and the comments under them; of meetings, which the city writes, the comments alone.

    A pull holds what changed since the one before: what is not in it may still be on the platform.

    Raises:
        SourceError: the file was not written by a pull, or by a later version.
    """
    content = _content(source)
    try:
        return _reading(content, source, settings=settings, quartiers=quartiers)
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(_(_DAMAGED)) from error


def _reading(
    content: Mapping[str, Any], source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]
) -> Reading:
    name, body, label = _KINDS[content["type"]]
    sayings: list[Said] = []
    for record in content["records"]:
        quartier = _quartier(record, quartiers)
        if name:
            sayings.append(_said(len(sayings) + 1, record, f"{name}/{record['id']}", body, quartier=quartier))
        for comment in _comments(record):
            sayings.append(_comment(len(sayings) + 1, comment, quartier))
    why = _("tirage de l'API Decidim, {entities}").format(entities=_(label))
    rows = to_frame(sayings, file=source.name, settings=settings, quartiers=quartiers)
    return Reading(NAME, why, rows, whole=False)


def _content(source: SourceFile) -> dict[str, Any]:
    try:
        content = json.loads(source.text)
    except ValueError as error:
        raise SourceError(_(_DAMAGED)) from error
    if not isinstance(content, dict) or MARK not in content:
        raise SourceError(_("ce n'est pas un tirage de l'API Decidim"))
    if content[MARK] != LAYOUT or content.get("type") not in _KINDS or not isinstance(content.get("records"), list):
        raise SourceError(_("tirage d'une autre version ; mettez le logiciel à jour, ou tirez à nouveau la plateforme"))
    return content


def _said(position: int, record: Mapping[str, Any], native_id: str, body: str, *, quartier: str) -> Said:
    withdrawn = record.get("withdrawn") is True or record.get("state") == "withdrawn"
    return Said(
        position,
        text=join_title(in_french(record.get("title")), in_french(record.get(body))),
        native_id=native_id,
        said_on=iso_date(str(record.get("publishedAt") or "")) or iso_date(str(record.get("createdAt") or "")),
        place=clean(record.get("address")),
        quartier=quartier,
        reason=WITHDRAWN if withdrawn else "",
    )


def _comment(position: int, comment: Mapping[str, Any], quartier: str) -> Said:
    return Said(
        position,
        text=clean(comment.get("body")),
        native_id=f"comment/{comment['id']}",
        said_on=iso_date(str(comment.get("createdAt") or "")),
        quartier=quartier,
    )


def _comments(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for comment in record.get("comments") or ():
        yield comment
        yield from _comments(comment)


def in_french(field: object) -> str:
    """Give a field in French, else in the language it was written in, else as a machine translated it.

    >>> in_french({"translations": [{"locale": "en", "text": "A bench"}, {"locale": "fr", "text": ""}]})
    'A bench'
    """
    if not isinstance(field, dict):
        return clean(field)
    texts = [each for each in field.get("translations") or () if isinstance(each, dict)]
    ranked = sorted(texts, key=lambda each: (bool(each.get("machineTranslated")), each.get("locale") != "fr"))
    return next((text for each in ranked if (text := clean(each.get("text")))), "")


def _quartier(record: Mapping[str, Any], quartiers: Sequence[Quartier]) -> str:
    named = [record.get(key) for key in _NAMERS]
    flat = [each for value in named for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    found = (find_quartier(name, quartiers) for each in flat if (name := in_french(each.get("name"))))
    return next((quartier.name for quartier in found if quartier), "")
