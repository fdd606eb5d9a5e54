"""The files of a Decidim export: which is which by the names of its columns, and whose words it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_SPEECH = N_("ce ne sont pas des paroles d'habitants")
PERSONAL = N_("ce sont des données personnelles, elles ne sont pas lues")
READ_ALONG = N_("elles sont lues avec les propositions du même dossier, rien n'est perdu")


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of Decidim export: its columns, and why its rows are no contributions, if so."""

    name: str
    label: str
    columns: frozenset[str]
    aside: str = ""


def _entity(name: str, label: str, columns: str, aside: str = "") -> Entity:
    return Entity(name, label, frozenset(columns.split()), aside)


ENTITIES = (
    _entity("comment", N_("commentaires"), "id body commentable_id commentable_type"),
    _entity("answer", N_("réponses à un questionnaire"), "id created_at user_status question body"),
    _entity("taxonomy", N_("taxonomies"), "id name parent_id is_root", READ_ALONG),
    _entity("moderation", N_("modérations"), "id reported_url reportable_type", NOT_SPEECH),
    _entity("user", N_("comptes"), "id nickname direct_messages_enabled", PERSONAL),
    _entity("group", N_("groupes"), "id nickname members_count", PERSONAL),
    _entity("metric", N_("mesures"), "day metric_type cumulative", NOT_SPEECH),
    _entity("meeting", N_("rencontres"), "id title description start_time end_time attendees"),
    _entity("debate", N_("débats"), "id title description instructions component"),
    _entity("project", N_("projets de budget participatif"), "id title description budget_amount", NOT_SPEECH),
    _entity("result", N_("résultats (réponses de la collectivité)"), "id title description progress proposal_urls", NOT_SPEECH),
    _entity("proposal", N_("propositions"), "id title body component meeting_urls"),
    _entity("initiative", N_("initiatives"), "reference title description signature_start_date url"),
    _entity("post", N_("billets de blog"), "id title body component endorsements_count", NOT_SPEECH),
    _entity("page", N_("pages"), "id title body component participatory_space url", NOT_SPEECH),
    _entity("space", N_("espaces participatifs"), "id title slug reference url", NOT_SPEECH),
)
"""In the order they are tried; `component` stands for `component/id`."""


def entity_of(labels: Iterable[str]) -> Entity | None:
    """Recognise an export by the names of its columns, in whatever order.

    >>> entity_of(["component/id", "id", "title/fr", "body/fr", "meeting_urls"]).name
    'proposal'
    """
    bases = frozenset(label.split("/")[0] for label in labels)
    return next((entity for entity in ENTITIES if entity.columns <= bases), None)
