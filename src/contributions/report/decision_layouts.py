"""Name the sheets on which people decide of themes, and their columns, in French: what goes out is what comes back in."""

from __future__ import annotations

from dataclasses import replace

from contributions.domain.themes import STABILITY_MEANS
from contributions.language import N_
from contributions.report.sheets import Column, Layout

THEME_ID, IDEA_ID, PROPOSAL_ID = N_("N° du thème"), N_("N° de l'idée"), N_("N° de la proposition")
"""The head of the first column, by which a sheet is known whatever its name."""
NOW_TITLED, NOW_IN = N_("Titre actuel"), N_("Thème actuel")
NEW_TITLE, MERGE_INTO, RETIRE, PIN = N_("Nouveau titre"), N_("Fusionner dans"), N_("Retirer"), N_("Épingler")
REVIEWED, WANTED, ANSWER, TITLE = N_("Relu"), N_("Thème voulu"), N_("Réponse"), N_("Titre du thème")
REASON, BY, STATE = N_("Motif"), N_("Par"), N_("État montré")
YES, NO, NOWHERE, NEW = N_("oui"), N_("non"), N_("aucun"), N_("nouveau")
ACCEPT, REJECT = N_("accepter"), N_("écarter")

_SIGNED = (
    Column(REASON, 30, "long", editable=True),
    Column(BY, 16, editable=True),
    Column(STATE, 12, hidden=True),
)
"""Why, who, and the run and the last decision that the line shows: on each line, it outlives sorting and saving as CSV."""


def _yes(head: str) -> Column:
    return Column(head, 10, editable=True, choices=(YES,))


THEMES = Layout(
    N_("Thèmes"),
    (
        Column(THEME_ID, 10),
        Column(NOW_TITLED, 32, "strong"),
        Column(N_("État"), 14, "long"),
        Column(N_("Mots-clés"), 24, "long"),
        Column(N_("Citations"), 60, "long"),
        Column(N_("Idées"), 8, "count"),
        Column(NEW_TITLE, 30, "long", editable=True),
        Column(MERGE_INTO, 12, editable=True, choices="numeros"),
        *(_yes(head) for head in (RETIRE, PIN, REVIEWED)),
        *_SIGNED,
    ),
    frozen="C2",
    name="numeros",
)
THEMES_IN_FAMILIES = replace(THEMES, columns=(*THEMES.columns[:2], Column(N_("Famille"), 24, "long"), *THEMES.columns[2:]))
IDEAS = Layout(
    N_("Idées"),
    (
        Column(IDEA_ID, 17),
        Column(N_("Ce qui a été dit"), 70, "long"),
        Column(NOW_IN, 32, "long"),
        Column(N_("Copies"), 9, "count"),
        Column(WANTED, 32, "long", editable=True, choices="destinations"),
        _yes(PIN),
        *_SIGNED,
    ),
    frozen="B2",
)
PROPOSALS = Layout(
    N_("Propositions"),
    (
        Column(PROPOSAL_ID, 15),
        Column(N_("Ce que c'est"), 20, "long"),
        Column(N_("Titre proposé"), 30, "strong"),
        Column(N_("Citations"), 70, "long"),
        Column(N_("Idées"), 8, "count"),
        Column(ANSWER, 12, editable=True, choices=(ACCEPT, REJECT)),
        Column(TITLE, 30, "long", editable=True),
        *_SIGNED,
    ),
    frozen="B2",
)
DESTINATIONS = Layout(N_("Choix"), (Column(WANTED, 40),), filtered=False, hidden=True, name="destinations")
MANUAL = Layout(N_("Mode d'emploi"), (Column("", 26, "strong"), Column("", 110, "long")), headed=False, filtered=False)

GUIDE = (
    ("", None),
    (N_("À faire"), N_("Remplissez les cellules teintées, et elles seules ; laissez vide ce qui ne change pas.")),
    (
        N_("Puis"),
        N_("Enregistrez, et lancez : contributions decide import decisions.xlsx --by NOM ; avec --dry-run, rien n'est écrit."),
    ),
    (
        N_("Libre à vous"),
        N_("Trier, filtrer, retirer des lignes ou des colonnes, en ajouter, enregistrer une feuille en CSV : tout se relit."),
    ),
    ("", None),
    (N_("État"), STABILITY_MEANS),
    (NEW_TITLE, N_("Le thème le garde aux passages suivants.")),
    (MERGE_INTO, N_("Le numéro du thème qui reste, par exemple T003 : il garde son titre et reçoit les idées de la ligne.")),
    (RETIRE, N_("« oui » : ses idées n'ont plus de thème, jusqu'à ce qu'on le rouvre ou qu'on les range.")),
    (PIN, N_("« oui » : refaire les thèmes n'y touche pas. Une idée s'épingle dans le thème où elle est à la fin.")),
    (REVIEWED, N_("« oui » : le thème est marqué comme relu.")),
    (
        WANTED,
        N_(
            "Un thème de la liste, « aucun », ou « nouveau : Titre ». Les idées qui ont le même nouveau titre font un thème. "
            "Les copies suivent leur idée."
        ),
    ),
    (ANSWER, N_("« accepter » ou « écarter » ; un thème accepté prend le titre écrit, ou à défaut celui de la machine.")),
    (REASON, N_("Pourquoi : une décision le dit toujours. À défaut, --reason le dit pour toutes les lignes.")),
    (BY, N_("Qui décide, si ce n'est pas la personne que nomme --by.")),
    ("", None),
    (
        N_("Ordre"),
        N_(
            "Quel que soit celui des lignes : titres, propositions, nouveaux thèmes, déplacements, fusions, retraits, "
            "épinglages, relectures."
        ),
    ),
    (
        N_("Si un thème a changé"),
        N_(
            "Une ligne dont le thème ou l'idée a changé depuis la sortie de ce tableau n'est pas appliquée : elle est listée, "
            "avec ce qui a changé. Les autres le sont."
        ),
    ),
    (N_("Deux fois"), N_("Relire le même tableau n'ajoute rien. Chaque décision s'annule : contributions decide undo.")),
)
"""How the workbook is filled in, and what becomes of each column, in French."""
