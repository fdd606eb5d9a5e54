"""French words that name nothing by themselves, so that no theme is called after them. Add one with its example."""

EMPTY_NOUNS = frozenset(
    """
    an année annee mois semaine jour journée heure minute matin soir nuit midi week-end weekend temps fois moment
    chose truc machin genre cas coup bout côté cote côte peu plupart nombre partie reste façon manière sorte type
    gens monde personne quelqu'un homme femme monsieur madame mr mme mlle habitant habitants
    quartier ville valmerise cité endroit lieu coin place
    besoin envie idée idee problème probleme souci question réponse fait exemple raison point
    merci bonjour bravo svp stp ras rien tout moi
    mètre metre euro euros pourcent numéro numero
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    lundi mardi mercredi jeudi vendredi samedi dimanche
    il faut faudrait falloir pouvoir
    """.split()  # noqa: SIM905 - a list that a person can add a word to
)

AT_TIMES_A_SUBJECT = frozenset(
    """
    temps nuit matin soir week-end weekend
    femme homme gens habitant personne quartier ville
    besoin envie
    """.split()  # noqa: SIM905 - a list that a person can add a word to
)
"""Those that a theme may be about all the same, where nearly half of its ideas say one: « prendre le temps »."""
