"""Name the sheets of the workbook and their columns, in French."""

from __future__ import annotations

from contributions.domain import Fate
from contributions.report.sheets import Column, Layout

IDEAS = Layout(
    "Idées → objectifs",
    (
        Column("Idée", 13),
        Column("Ce qui a été dit", 62, "long"),
        Column("Nature", 13),
        Column("Thème", 30, "long"),
        Column("N° du thème", 12),
        Column("Sans thème : pourquoi", 20, "long"),
        Column("Référentiel", 24),
        Column("Code", 9),
        Column("Objectif", 44, "long"),
        Column("Rapprochement", 16),
        Column("Probabilité", 11, "share"),
        Column("Indices", 22, "long"),
        Column("Canal", 20),
        Column("Quartier", 18),
        Column("Mois", 10),
        Column("Contribution", 14),
        Column("Campagne", 13),
        Column("Collecte", 22),
        Column("Où la retrouver", 34, "long"),
    ),
    frozen="C2",
)
OBJECTIVES = Layout(
    "Objectifs → idées",
    (
        Column("Référentiel", 24),
        Column("Axe", 28, "long"),
        Column("Code", 9),
        Column("Objectif", 44, "strong"),
        Column("Pilote", 24, "long"),
        Column("Thème", 30, "long"),
        Column("Idée", 13),
        Column("Ce qui a été dit", 62, "long"),
        Column("Nature", 13),
        Column("Rapprochement", 16),
        Column("Probabilité", 11, "share"),
        Column("Canal", 20),
        Column("Quartier", 18),
        Column("Mois", 10),
        Column("Collecte", 22),
    ),
    frozen="E2",
)
THEMES = Layout(
    "Thèmes",
    (
        Column("N°", 10),
        Column("Thème", 44, "strong"),
        Column("Sous-thème de", 14),
        Column("État", 11),
        Column("Nouveau", 10),
        Column("Mots-clés", 34, "long"),
        *(Column(head, 13, "count") for head in ("Voix", "Idées", "Contributions", "Séances", "Quartiers", "Canaux", "Mois")),
        Column("Objectifs rapprochés", 50, "long"),
        Column("Idées citées", 30, "long"),
    ),
    frozen="C2",
)
NEEDS = Layout(
    "Besoins sans objectif",
    (
        Column("Ce que c'est", 14),
        Column("N°", 13),
        Column("Besoin", 62, "strong"),
        Column("Nature", 13),
        *(Column(head, 12, "count") for head in ("Séances", "Quartiers", "Canaux", "Voix", "Idées")),
        Column("Objectif le plus proche", 44, "long"),
        Column("Probabilité", 11, "share"),
    ),
    frozen="D2",
)
SILENT = Layout(
    "Objectifs sans voix",
    (
        Column("Référentiel", 34, "long"),
        Column("Axe", 40, "long"),
        Column("Code", 9),
        Column("Objectif", 60, "strong"),
        Column("Pilote", 34, "long"),
        Column("Transversal", 12),
    ),
)
FATES = Layout(
    "Destins",
    (
        Column("Collecte", 44, "strong"),
        Column("Canal", 22),
        *(Column(fate.label.capitalize(), 15, "count") for fate in Fate),
        Column("Lues", 11, "count"),
        Column("Somme des destins", 14, "count"),
        Column("Écart", 10, "count"),
    ),
    frozen="B3",
    filtered=False,
)
ASIDE = Layout(
    "Écartées",
    (
        Column("Ce que c'est", 14),
        Column("N°", 22),
        Column("Destin", 16),
        Column("Motif", 60, "long"),
        Column("Où", 44, "long"),
        Column("Même texte que", 16),
        Column("Collecte", 26),
    ),
)
READ_ME = Layout("Lisez-moi", (Column("", 30, "strong"), Column("", 110, "long")), headed=False, filtered=False)

GUIDE = (
    ("", None),
    (IDEAS.title, "Une ligne par idée et par objectif proposé ou à relire ; une idée sans objectif garde sa ligne."),
    (OBJECTIVES.title, "Les mêmes couples, lus depuis l'objectif ; un objectif sans idée garde sa ligne."),
    (THEMES.title, "Un thème par ligne, du plus partagé au moins partagé ; les chiffres comprennent les sous-thèmes."),
    (NEEDS.title, "Les thèmes, puis les idées sans thème, auxquels le contrat ne répond pas. Une campagne tient une ligne."),
    (SILENT.title, "Les objectifs dont aucune idée ni aucun thème n'a été rapproché."),
    (FATES.title, "Ce que sont devenues les contributions lues : lignes et colonnes s'additionnent, l'écart doit être 0."),
    (ASIDE.title, "Ce qui n'a pas été conservé et pourquoi, et les fichiers illisibles. Leur texte n'y est pas."),
    ("", None),
    ("Voix", "Une campagne de textes identiques compte pour une voix ; ses copies comptent comme idées."),
    ("Rapprochement", "« proposé » et « à relire » viennent de la machine, avec une probabilité. Une personne décide."),
)
"""What each sheet is, and how to read it."""
