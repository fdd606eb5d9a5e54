"""Name the sheets of the workbook and their columns, in French: they are said in the reader's language when written."""

from __future__ import annotations

from contributions.domain.themes import STABILITY_MEANS
from contributions.language import N_
from contributions.report.sheets import Column, Layout

_FATES = (
    *(N_("Conservées"), N_("Doublons"), N_("En quarantaine"), N_("Rejetées")),
    *(N_("Remplacées"), N_("Retirées"), N_("Effacées")),
)
"""In the order of `Fate`."""
_SPREAD = (N_("Voix"), N_("Idées"), N_("Contributions"), N_("Séances"), N_("Quartiers"), N_("Canaux"), N_("Mois"))

IDEAS = Layout(
    N_("Idées → objectifs"),
    (
        Column(N_("Idée"), 13),
        Column(N_("Ce qui a été dit"), 62, "long"),
        Column(N_("Nature"), 13),
        Column(N_("Thème"), 30, "long"),
        Column(N_("N° du thème"), 12),
        Column(N_("Sans thème : pourquoi"), 20, "long"),
        Column(N_("Référentiel"), 24),
        Column(N_("Code"), 9),
        Column(N_("Objectif"), 44, "long"),
        Column(N_("Rapprochement"), 16),
        Column(N_("Probabilité"), 11, "share"),
        Column(N_("Indices"), 22, "long"),
        Column(N_("Canal"), 20),
        Column(N_("Quartier"), 18),
        Column(N_("Mois"), 10),
        Column(N_("Contribution"), 14),
        Column(N_("Campagne"), 13),
        Column(N_("Réponse courte fréquente"), 13),
        Column(N_("Collecte"), 22),
        Column(N_("Où la retrouver"), 34, "long"),
    ),
    frozen="C2",
)
OBJECTIVES = Layout(
    N_("Objectifs → idées"),
    (
        Column(N_("Référentiel"), 24),
        Column(N_("Axe"), 28, "long"),
        Column(N_("Code"), 9),
        Column(N_("Objectif"), 44, "strong"),
        Column(N_("Pilote"), 24, "long"),
        Column(N_("Thème"), 30, "long"),
        Column(N_("Idée"), 13),
        Column(N_("Ce qui a été dit"), 62, "long"),
        Column(N_("Nature"), 13),
        Column(N_("Rapprochement"), 16),
        Column(N_("Probabilité"), 11, "share"),
        Column(N_("Canal"), 20),
        Column(N_("Quartier"), 18),
        Column(N_("Mois"), 10),
        Column(N_("Collecte"), 22),
    ),
    frozen="E2",
)
THEMES = Layout(
    N_("Thèmes"),
    (
        Column(N_("N°"), 10),
        Column(N_("Thème"), 44, "strong"),
        Column(N_("Sous-thème de"), 14),
        Column(N_("État"), 11),
        Column(N_("Nouveau"), 10),
        Column(N_("Stabilité"), 22),
        Column(N_("Mots-clés"), 34, "long"),
        *(Column(head, 13, "count") for head in _SPREAD),
        Column(N_("Objectifs rapprochés"), 50, "long"),
        Column(N_("Idées citées"), 34, "long"),
        Column(N_("Avis partagés"), 34, "long"),
    ),
    frozen="C2",
)
QUICK = Layout(
    N_("Positif à court terme"),
    (
        Column(N_("Idée"), 13),
        Column(N_("Ce qui a été dit"), 62, "long"),
        Column(N_("Nature"), 13),
        Column(N_("Thème"), 30, "long"),
        Column(N_("Code"), 9),
        Column(N_("Objectif"), 40, "long"),
        Column(N_("Pilote"), 24, "long"),
        Column(N_("Quartier"), 18),
        Column(N_("Séances"), 10, "count"),
        Column(N_("Quartiers"), 10, "count"),
        Column(N_("Canaux"), 10, "count"),
        Column(N_("Voix"), 10, "count"),
        Column(N_("Idées"), 10, "count"),
        Column(N_("Où la retrouver"), 34, "long"),
    ),
    frozen="C2",
)
NEEDS = Layout(
    N_("Besoins sans objectif"),
    (
        Column(N_("Ce que c'est"), 14),
        Column(N_("N°"), 13),
        Column(N_("Besoin"), 62, "strong"),
        Column(N_("Nature"), 13),
        *(Column(head, 12, "count") for head in (N_("Séances"), N_("Quartiers"), N_("Canaux"), N_("Voix"), N_("Idées"))),
        Column(N_("Objectif le plus proche"), 44, "long"),
        Column(N_("Probabilité"), 11, "share"),
    ),
    frozen="D2",
)
SILENT = Layout(
    N_("Objectifs sans voix"),
    (
        Column(N_("Référentiel"), 34, "long"),
        Column(N_("Axe"), 40, "long"),
        Column(N_("Code"), 9),
        Column(N_("Objectif"), 60, "strong"),
        Column(N_("Pilote"), 34, "long"),
        Column(N_("Transversal"), 12),
    ),
)
SILENT_PLACES = Layout(
    N_("Sans voix par quartier"),
    (
        Column(N_("Quartier"), 24),
        Column(N_("Code du QPV"), 13),
        Column(N_("Axe"), 40, "long"),
        Column(N_("Code"), 9),
        Column(N_("Objectif"), 60, "strong"),
        Column(N_("Pilote"), 34, "long"),
        Column(N_("Voix dans toute la ville"), 14, "count"),
    ),
    frozen="C2",
)
COVERAGE = Layout(
    N_("Couverture"),
    (
        Column(N_("Axe"), 60, "strong"),
        Column(N_("Quartier"), 26),
        Column(N_("Mois"), 16),
        *(Column(head, 22, "count") for head in (N_("Idées"), N_("Voix"))),
    ),
    frozen="B2",
)
REPRESENTED = Layout(
    N_("Représentativité"),
    (
        Column(N_("Où"), 26, "strong"),
        Column(N_("Code du QPV"), 13),
        Column(N_("Ce qui est comparé"), 20),
        Column(N_("Groupe"), 22),
        Column(N_("Contributions"), 22, "count"),
        Column(N_("Part des contributions"), 22, "share"),
        Column(N_("Habitants"), 12, "count"),
        Column(N_("Part des habitants"), 12, "share"),
        Column(N_("Année"), 9),
        Column(N_("Source"), 50, "long"),
    ),
    frozen="E2",
)
ANSWERS = Layout(
    N_("Suites données"),
    (
        Column(N_("N°"), 10),
        Column(N_("Ce que c'est"), 12),
        Column(N_("Répond à"), 18),
        Column(N_("Titre"), 44, "strong"),
        Column(N_("Montrée à"), 18),
        Column(N_("Où cela en est"), 28, "long"),
        Column(N_("Réponse"), 60, "long"),
        Column(N_("Pilote"), 26, "long"),
        Column(N_("Échéance"), 12),
        Column(N_("En retard"), 10),
        Column(N_("Financement"), 34, "long"),
        Column(N_("Répondu le"), 12),
        Column(N_("Changé le"), 12),
        *(Column(head, 11, "count") for head in (N_("Idées"), N_("Voix"))),
    ),
    frozen="E2",
)
FATES = Layout(
    N_("Destins"),
    (
        Column(N_("Collecte"), 44, "strong"),
        Column(N_("Canal"), 22),
        *(Column(head, 15, "count") for head in _FATES),
        Column(N_("Lues"), 11, "count"),
        Column(N_("Somme des destins"), 14, "count"),
        Column(N_("Écart"), 10, "count"),
    ),
    frozen="B3",
    filtered=False,
)
ASIDE = Layout(
    N_("Écartées"),
    (
        Column(N_("Ce que c'est"), 14),
        Column(N_("N°"), 22),
        Column(N_("Destin"), 16),
        Column(N_("Motif"), 60, "long"),
        Column(N_("Où"), 44, "long"),
        Column(N_("Même texte que, ou remplacée par"), 18),
        Column(N_("Collecte"), 26),
    ),
)
READ_ME = Layout(N_("Lisez-moi"), (Column("", 30, "strong"), Column("", 110, "long")), headed=False, filtered=False)

GUIDE = (
    ("", None),
    (IDEAS.title, N_("Une ligne par idée et par objectif validé, proposé ou à relire ; une idée sans objectif garde sa ligne.")),
    (OBJECTIVES.title, N_("Les mêmes couples, lus depuis l'objectif ; un objectif sans idée garde sa ligne.")),
    (THEMES.title, N_("Un thème par ligne, du plus partagé au moins partagé ; les chiffres comprennent les sous-thèmes.")),
    (NEEDS.title, N_("Les thèmes, puis les idées sans thème, auxquels le contrat ne répond pas. Des copies tiennent une ligne.")),
    (
        QUICK.title,
        N_("Des phrases courtes, sur une chose précise, qu'un seul service peut faire vite. La machine lit les mots : à trier."),
    ),
    (SILENT.title, N_("Les objectifs dont aucune idée ni aucun thème n'a été rapproché.")),
    (
        SILENT_PLACES.title,
        N_("Les objectifs du contrat dont ce quartier n'a pas parlé ; ceux dont trop peu ont parlé en tout n'y sont pas."),
    ),
    (
        COVERAGE.title,
        N_(
            "Les axes du contrat, par quartier puis par mois. Une idée proche de deux axes compte dans chacun ; un mois sans "
            "idée n'a pas de ligne. Ne sommez pas : les totaux sont parmi les lignes."
        ),
    ),
    (
        REPRESENTED.title,
        N_(
            "Qui a parlé, à côté de qui habite là. On compte des contributions : une même personne a pu parler plusieurs fois. "
            "« Non renseigné » compte dans les parts, et rien n'est redressé."
        ),
    ),
    (ANSWERS.title, N_("Ce que la ville a répondu, à qui, et où cela en est ; ce à quoi elle répond peut avoir disparu depuis.")),
    (FATES.title, N_("Ce que sont devenues les contributions lues : lignes et colonnes s'additionnent, l'écart doit être 0.")),
    (ASIDE.title, N_("Ce qui n'a pas été conservé et pourquoi, et les fichiers illisibles. Leur texte n'y est pas.")),
    ("", None),
    (N_("Voix"), N_("Une campagne (copies de 6 mots ou plus) compte pour une voix ; ses copies comptent comme idées.")),
    (
        N_("Réponse courte fréquente"),
        N_("La même réponse de moins de 6 mots, donnée plusieurs fois : chacune compte pour une voix."),
    ),
    (N_("Stabilité"), STABILITY_MEANS),
    (
        N_("Rapprochement"),
        N_(
            "« validé » est la parole d'une personne, sans probabilité. Le reste vient de la machine, avec une probabilité : "
            "une personne décide."
        ),
    ),
)
"""What each sheet is, and how to read it, in French."""
