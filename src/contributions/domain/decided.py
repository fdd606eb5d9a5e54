"""What people decide, and what no longer stands of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contributions.domain.labelled import Labelled
from contributions.language import N_


class DecisionKind(Labelled):
    """What a person decided."""

    RELEASE = "release", N_("levée de quarantaine")
    HOLD = "hold", N_("mise en quarantaine")
    KEEP_OUT = "keep out", N_("mise à l'écart confirmée")
    RENAME = "rename", N_("nouveau titre")
    MERGE = "merge", N_("fusion")
    SPLIT = "split", N_("scission")
    CREATE = "create", N_("nouveau thème")
    MOVE = "move", N_("déplacement")
    PIN = "pin", N_("épinglage")
    RETIRE = "retire", N_("retrait")
    REOPEN = "reopen", N_("réouverture")
    REVIEW = "review", N_("relecture")
    REJECT = "reject", N_("proposition écartée")
    ACCEPT_MATCH = "accept match", N_("rapprochement validé")
    REJECT_MATCH = "reject match", N_("rapprochement refusé")
    NO_OBJECTIVE = "no objective", N_("aucun objectif")
    UNDO = "undo", N_("annulation")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided, when, on what and why; never edited: another decision undoes it."""

    id: str
    at: datetime
    by: str
    kind: DecisionKind
    subject: str
    """Id of the contribution, of the theme (of the first idea, for a move), of what is matched (an idea or a theme), or of the
    decision that this one undoes."""
    reason: str
    target: str = ""
    """Id of the theme that is merged into, moved to, or made; of the objective (`contrat/2.1`) that somebody accepts or rejects a
    match with; of the referential that has no objective for the subject."""
    ideas: tuple[str, ...] = ()
    """Ids of the ideas that are moved, or that make the theme; of an idea that is matched and of its copies."""
    title: str = ""


class Trouble(Labelled):
    """Why a decision has no longer the effect that it was meant to have."""

    UNKNOWN_THEME = "unknown theme", N_("le thème {theme} n'existe plus")
    EMPTY_THEME = "empty theme", N_("le thème {theme} n'a plus d'idée")
    EMPTY_FAMILY = "empty family", N_("la famille {theme} n'a plus de thème")
    MOVED_THEN_MERGED = "moved then merged", N_("les idées déplacées dans {theme} sont dans {other}, où il a été fusionné")
    MOVED_THEN_RETIRED = "moved then retired", N_("les idées déplacées dans {theme} sont sans thème : il a été retiré")
    REOPENED_WHEN_MERGED = "reopened when merged", N_("le thème {theme} reste fusionné dans {other} : annulez la fusion")
    UNKNOWN_OBJECTIVE = "unknown objective", N_("{theme} : {other} n'est plus dans les référentiels")
    MATCHED_THEN_CLOSED = "matched then closed", N_("le thème {theme}, rapproché de {other}, n'est plus ouvert")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that a person should look at again; of a match, `theme` is what is matched, an idea as well."""

    decision: str
    trouble: Trouble
    theme: str
    other: str = ""
