"""What a row of a Cap Collectif export is: a proposal, an opinion, an answer to them, or no speech of a resident."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.ingest.places import plain_words
from contributions.ingest.reading import TRASHED
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TYPE = "contribution_type"
UNPUBLISHED = N_("contribution non publiée")
_VOTE = N_("vote : ce n'est pas une parole")
_REPORTING = N_("signalement : ce n'est pas une parole")
_SOURCE = N_("source citée : ce n'est pas une parole")
_CONTEXT = N_("élément de contexte : ce n'est pas la parole d'un habitant")
_NEWS = N_("actualité : ce n'est pas la parole d'un habitant")
_NAME = re.compile(r"(?:export|proposal|contributions?|user)_\w+", re.ASCII)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IDENTITIES = ("id", "title", "body", "body_text", "content")
_YES = frozenset({"oui", "yes", "true", "1"})
_NO = frozenset({"non", "no", "false", "0"})
_THROWN = frozenset({"trashed", "corbeille"})
_HIDDEN = frozenset({"unpublished", "non", "draft", "brouillon", "deleted", "supprime", "supprimee"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a row may be: told by a word of its type, or by an identity or a text in its own columns.

    `groups` begin the names of those columns; `about` names the columns that say what is answered; `reason` says why it is
    no speech; `parent` begins the columns that give its identity and date where its own are not in the export.
    """

    name: str
    groups: tuple[str, ...]
    words: frozenset[str] = frozenset()
    reason: str = ""
    about: tuple[str, ...] = ()
    parent: str = ""

    def get(self, record: Mapping[str, str], *suffixes: str) -> str:
        """Give the first of its own columns that is filled."""
        return next((value for end in suffixes for group in self.groups if (value := record.get(f"{group}_{end}", ""))), "")

    def holds(self, record: Mapping[str, str]) -> bool:
        """Say whether its own columns name something."""
        return bool(self.get(record, *_IDENTITIES))


def _kind(name: str, groups: str, words: str = "", reason: str = "", *, about: str = "", parent: str = "") -> Kind:
    return Kind(name, tuple(groups.split()), frozenset(words.split()), reason, tuple(about.split()), parent)


REPLY = _kind("reply", "contribution")
KINDS = (
    _kind("vote", "proposal_votes proposal_comments_vote proposal_news_comments_vote contribution_votes", "vote votes", _VOTE),
    _kind(
        "reporting",
        "proposal_reportings proposal_comments_reportings proposal_news_comments_reportings contribution_reportings",
        "reporting reportings signalement",
        _REPORTING,
    ),
    _kind("source", "contribution_sources", "source sources", _SOURCE),
    _kind("context", "contribution_context_element", "appendix contexte", _CONTEXT),
    _kind("comment", "proposal_news_comments proposal_comments", "comment commentaire", about="proposal_title"),
    _kind("news", "proposal_news", "news actualite", _NEWS),
    _kind("argument", "contribution_arguments contribution_argument", "argument arguments", about="contribution_title"),
    _kind(
        "version",
        "contribution_versions",
        "version",
        about="contribution_title contribution_section_title",
        parent="contribution",
    ),
    _kind("proposal", "proposal"),
    _kind("opinion", "contribution", about="contribution_section_title contribution_consultation_title"),
)
"""In the order they are tried: a row repeats the columns of what it is about, which come later here."""


def kind_of(record: Mapping[str, str]) -> Kind:
    """Tell what a row is: by the words of its type, which may be translated, or by the columns it fills.

    >>> kind_of({"contribution_type": "proposalVote", "proposal_id": "7"}).name
    'vote'
    >>> kind_of({"contribution_type": "?", "proposal_id": "7", "proposal_comments_body": "D'accord"}).name
    'comment'
    """
    said = frozenset(plain_words(_CAMEL.sub(" ", record.get(TYPE, ""))))
    return next((kind for kind in KINDS if kind.words & said or kind.holds(record)), _without_identity(record))


def _without_identity(record: Mapping[str, str]) -> Kind:
    return KINDS[0] if record.get("vote_type") else KINDS[-1]


def hidden(record: Mapping[str, str], kind: Kind) -> str:
    """Say why what the platform does not show cannot be used; empty where it shows it."""
    status = frozenset(plain_words(kind.get(record, "publication_status")))
    if kind.get(record, "trashed").lower() in _YES or kind.get(record, "trashed_at") or status & _THROWN:
        return TRASHED
    unpublished = kind.get(record, "published").lower() in _NO or kind.get(record, "draft").lower() in _YES
    return UNPUBLISHED if unpublished or status & _HIDDEN else ""


def keys(labels: Sequence[str]) -> list[str]:
    """Bring the names of the platform's columns to one form, whatever its age; a question of a city gives an empty text.

    >>> keys(["export_proposal_published_at", "proposal_publishedAt", "contributions_bodyText", "Que changer ?"])
    ['proposal_published_at', 'proposal_published_at', 'contribution_body_text', '']
    """
    return [_key(label) for label in labels]


def _key(label: str) -> str:
    if label == "type":
        return TYPE
    name = _CAMEL.sub("_", label).lower().removeprefix("export_") if _NAME.fullmatch(label) else ""
    return re.sub(r"^contributions_", "contribution_", name)
