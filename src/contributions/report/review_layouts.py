"""Name the sheet on which people review matches, and its columns, in French: what goes out is what comes back in."""

from __future__ import annotations

from contributions.language import N_
from contributions.report.decision_layouts import BY, NO, NOW_IN, REASON, STATE, YES
from contributions.report.sheets import Column, Layout

IDEA = N_("Idée à relire")
"""The head of the first column, by which the sheet is known whatever its name."""
OBJECTIVE, OTHERS, OPINION = N_("Objectif proposé"), N_("Autres objectifs proches"), N_("Votre avis")
NO_OBJECTIVE = N_("aucun objectif")
WORDS = (YES, NO, NO_OBJECTIVE)
"""What an opinion says, if it is not the code of another objective."""

MATCHES = Layout(
    N_("Rapprochements"),
    (
        Column(IDEA, 17),
        Column(N_("Ce qui a été dit"), 70, "long"),
        Column(NOW_IN, 28, "long"),
        Column(OBJECTIVE, 40, "strong"),
        Column(N_("Probabilité"), 12, "share"),
        Column(OTHERS, 40, "long"),
        Column(N_("Pourquoi elle est montrée"), 24, "long"),
        Column(OPINION, 34, "long", editable=True, choices="avis"),
        Column(REASON, 30, "long", editable=True),
        Column(BY, 16, editable=True),
        Column(STATE, 12, hidden=True),
    ),
    frozen="B2",
)
CHOICES = Layout(N_("Choix"), (Column(OPINION, 60),), filtered=False, hidden=True, name="avis")
MANUAL = Layout(N_("Mode d'emploi"), (Column("", 26, "strong"), Column("", 110, "long")), headed=False, filtered=False)

GUIDE = (
    ("", None),
    (N_("À faire"), N_("Remplissez les cellules teintées, et elles seules ; laissez vide ce que vous ne tranchez pas.")),
    (
        N_("Puis"),
        N_("Enregistrez, et lancez : contributions decide import relectures.xlsx --by NOM ; avec --dry-run, rien n'est écrit."),
    ),
    (
        N_("Libre à vous"),
        N_("Trier, filtrer, retirer des lignes ou des colonnes, en ajouter, enregistrer une feuille en CSV : tout se relit."),
    ),
    ("", None),
    (YES, N_("L'objectif proposé est juste : l'idée y est rattachée, et à lui seul si rien d'autre n'est validé.")),
    (NO, N_("L'objectif proposé est faux : il ne sera plus proposé pour cette idée ; les autres restent possibles.")),
    (NO_OBJECTIVE, N_("Aucun objectif de ce référentiel ne convient à l'idée.")),
    (
        N_("Un autre objectif"),
        N_("Son code, par exemple 2.1, ou une ligne de la liste. Plusieurs : séparez-les par un point-virgule (oui ; 2.1)."),
    ),
    (REASON, N_("Pourquoi : une décision le dit toujours. À défaut, --reason le dit pour toutes les lignes.")),
    (BY, N_("Qui décide, si ce n'est pas la personne que nomme --by.")),
    ("", None),
    (N_("Tout ou rien"), N_("Si une ligne ne se comprend pas, aucune relecture n'est écrite : corrigez les lignes listées.")),
    (N_("Les copies"), N_("Ce qui est dit d'une idée vaut pour ses copies, celles qui viendront aussi.")),
    (
        N_("Si quelqu'un a décidé"),
        N_("Une idée dont quelqu'un a décidé autre chose depuis la sortie de ce tableau est listée, avec ce qu'il en a dit."),
    ),
    (N_("Deux fois"), N_("Relire le même tableau n'ajoute rien. Chaque décision s'annule : contributions decide undo.")),
)
"""How the workbook is filled in, in French."""
