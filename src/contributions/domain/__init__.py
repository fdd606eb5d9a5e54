"""The nouns of the project that come by the hundred; those that come by the hundred thousand are in `frames`."""

from contributions.domain.accounts import Account, AccountRole, Outcome, SignIn
from contributions.domain.answers import Funding, Refusal, Response, ResponseStatus
from contributions.domain.decided import Conflict, Decision, DecisionKind, Trouble
from contributions.domain.objectives import Objective, Referential, Zone
from contributions.domain.residents import AGE_BANDS, GENDERS, OTHER_BAND, Residents
from contributions.domain.runs import Erasure, Run, Source
from contributions.domain.said import CURRENT, QPV_CODE, Channel, Collection, Engagement, Fate, Nature, Quartier
from contributions.domain.themes import (
    Divide,
    Proposal,
    ProposalKind,
    Quotation,
    Role,
    Side,
    Stability,
    Stance,
    Summary,
    Theme,
    ThemeStatus,
)

__all__ = [
    "AGE_BANDS",
    "CURRENT",
    "GENDERS",
    "OTHER_BAND",
    "QPV_CODE",
    "Account",
    "AccountRole",
    "Channel",
    "Collection",
    "Conflict",
    "Decision",
    "DecisionKind",
    "Divide",
    "Engagement",
    "Erasure",
    "Fate",
    "Funding",
    "Nature",
    "Objective",
    "Outcome",
    "Proposal",
    "ProposalKind",
    "Quartier",
    "Quotation",
    "Referential",
    "Refusal",
    "Residents",
    "Response",
    "ResponseStatus",
    "Role",
    "Run",
    "Side",
    "SignIn",
    "Source",
    "Stability",
    "Stance",
    "Summary",
    "Theme",
    "ThemeStatus",
    "Trouble",
    "Zone",
]
