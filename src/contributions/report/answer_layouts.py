"""Name the sheets on which people answer, and their columns, in French: what goes out is what comes back in."""

from __future__ import annotations

from contributions.domain import Funding, Refusal, ResponseStatus
from contributions.language import N_
from contributions.report.decision_layouts import ANSWER, BY, REASON, STATE, THEME_ID
from contributions.report.sheets import Column, Layout

OBJECTIVE_ID, RESPONSE_ID, NOW = N_("N° de l'objectif"), N_("N° de la réponse"), N_("Réponse actuelle")
STATUS, MOTIF, OWNER = N_("Statut"), N_("Pourquoi non retenu"), N_("Pilote")
DUE, FUNDING, AMOUNT = N_("Échéance"), N_("Financement"), N_("Montant (euros)")
FIELDS = {
    STATUS: "status",
    ANSWER: "text",
    MOTIF: "motif",
    OWNER: "owner",
    DUE: "due_on",
    FUNDING: "funding",
    AMOUNT: "amount",
}
"""The head of what somebody fills in -> the field of `Given`."""
NONE_YET = "-"
"""What a line shows where nothing was answered yet."""

_KNOWN = (Column(N_("Voix"), 8, "count"), Column(N_("Idées"), 8, "count"), Column(RESPONSE_ID, 12), Column(NOW, 46, "long"))
_TO_FILL = (
    Column(STATUS, 14, editable=True, choices=tuple(each.french for each in ResponseStatus)),
    Column(ANSWER, 50, "long", editable=True),
    Column(MOTIF, 24, editable=True, choices=tuple(each.french for each in Refusal)),
    Column(OWNER, 22, "long", editable=True),
    Column(DUE, 12, editable=True),
    Column(FUNDING, 24, editable=True, choices=tuple(each.french for each in Funding)),
    Column(AMOUNT, 12, editable=True),
    Column(REASON, 26, "long", editable=True),
    Column(BY, 16, editable=True),
    Column(STATE, 12, hidden=True),
)
"""What is answered, why this line, who; and the answers that the line shows, on each line: it outlives sorting and CSV."""

THEMES = Layout(N_("Thèmes"), (Column(THEME_ID, 10), Column(N_("Thème"), 36, "strong"), *_KNOWN, *_TO_FILL), frozen="C2")
OBJECTIVES = Layout(
    N_("Objectifs"), (Column(OBJECTIVE_ID, 16), Column(N_("Objectif"), 44, "strong"), *_KNOWN, *_TO_FILL), frozen="C2"
)
MANUAL = Layout(N_("Mode d'emploi"), (Column("", 26, "strong"), Column("", 110, "long")), headed=False, filtered=False)

GUIDE = (
    ("", None),
    (N_("À faire"), N_("Remplissez les cellules teintées, et elles seules ; laissez vide ce qui ne change pas.")),
    (
        N_("Puis"),
        N_("Enregistrez, et lancez : contributions answers import reponses.xlsx --by NOM ; avec --dry-run, rien n'est écrit."),
    ),
    (N_("Effacer une valeur"), N_("Écrivez « aucun » dans la cellule, par exemple pour retirer une échéance.")),
    (
        N_("Une réponse de plus"),
        N_("Recopiez la ligne et videz son numéro de réponse : c'est une autre réponse au même thème, au même objectif."),
    ),
    ("", None),
    (STATUS, N_("reçu, à l'étude, retenu, engagé, réalisé ; ou non retenu, transmis, hors champ.")),
    (ANSWER, N_("Ce qu'on répond aux habitants, en une ou deux phrases. Les noms, téléphones et adresses y sont masqués.")),
    (MOTIF, N_("Obligatoire avec « non retenu », et seulement avec lui.")),
    (OWNER, N_("Le service ou l'organisme qui s'en charge ; avec « transmis », celui à qui c'est transmis.")),
    (DUE, N_("Un jour, comme 2026-09-30 ou 30/09/2026. Passé ce jour, une réponse qui n'est pas close est en retard.")),
    (AMOUNT, N_("En euros, comme 12000 ou 12000,50.")),
    (REASON, N_("Pourquoi cette ligne ; obligatoire pour revenir en arrière. À défaut, --reason le dit pour toutes les lignes.")),
    ("", None),
    (
        N_("Si une réponse a changé"),
        N_(
            "Une ligne dont la réponse a changé depuis la sortie de ce tableau n'est pas appliquée : elle est listée, et dit ce "
            "qui a changé. Les autres le sont."
        ),
    ),
    (N_("Relire deux fois"), N_("Relire le même tableau n'ajoute rien. Rien n'est effacé : chaque changement est daté.")),
)
"""How the workbook is filled in, in French."""
