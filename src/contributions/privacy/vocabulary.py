"""French words by which a person, or a public place, is recognised. Compared without case or accents."""

from __future__ import annotations

from pathlib import Path

TITLES = (
    "mme|mmes|madame|mesdames|mlle|mademoiselle|m|mm|mr|monsieur|dr|docteur|docteure|pr|me|maitre|imam|abbe|pasteur|tonton|tata"
)
"""« Mme Diallo »; « M » is a title only before a full stop or a capital."""

KIN = (
    "voisin|voisine|voisins|fils|fille|filles|frere|soeur|mari|femme|epouse|epoux|compagnon|compagne|conjoint|"
    "copain|copine|ami|amie|"
    "cousin|cousine|tante|oncle|neveu|niece|mere|pere|maman|papa|mamie|papi|mami|papy|grand-mere|grand-pere|belle-mere|beau-pere|"
    "belle-soeur|beau-frere|belle-fille|beau-fils|bebe|petit-fils|petite-fille|collegue|camarade|gardien|"
    "gardienne|concierge|nounou|"
    "prof|professeur|professeure|maitresse|instit|coach|entraineur|facteur|factrice|animateur|animatrice|educateur|educatrice|"
    "mediateur|mediatrice|directeur|directrice|president|presidente|conseiller|conseillere|benevole|boulanger|boulangere|epicier|"
    "coiffeur|coiffeuse|pharmacien|pharmacienne|infirmier|infirmiere|secretaire|referent|referente|locataire|habitant|habitante"
)
"""« ma voisine Fatoumata », « le gardien Michel »."""

FAMILY = "famille|familles|veuve|veuf|epoux|consorts|fratrie|chez les"
"""« la famille Benali », « chez les Traoré »."""

CLOSE = "petit|petite|ptit|ptite|gamin|gamine|appele|appelee|nomme|nommee|prenomme|prenommee"
"""« le petit Enzo », « un certain Karim »."""

HOME = r"du|de l['’ ]|de la|au|qui habite|qui vit"
"""What follows a neighbour's first name: « Karim du 4e », « Lina de la tour C »."""

AFTER_HOME = (
    r"\d+ ?(?:e|eme|ème|er|ère|nd|nde)?\b|rez|rdc|dessus|dessous|face|bas|haut|bloc|b[aâ]t|b[aâ]timent|hall|entr[ée]e|"
    r"tour|escalier|[ée]tage|troisi[eè]me|quatri[eè]me|cinqui[eè]me|sixi[eè]me|premier|deuxi[eè]me|second|septi[eè]me|huiti[eè]me"
)

STREETS = (
    "rue|avenue|av|ave|boulevard|boul|bd|bld|place|pl|square|sq|allee|chemin|che|impasse|imp|quai|cours|"
    "passage|route|rte|sentier|"
    "ruelle|esplanade|promenade|mail|villa|venelle|montee|cite|residence|res|lotissement|faubourg|fbg|rond-point|traverse|voie"
)

PLACES = (
    f"{STREETS}|pont|parc|jardin|parvis|ecole|maternelle|elementaire|primaire|groupe scolaire|college|lycee|"
    "universite|gymnase|stade|"
    "piscine|dojo|city|city-stade|terrain|centre|cs|centre social|centre culturel|centre commercial|centre aere|maison|mjc|mpt|"
    "mediatheque|bibliotheque|ludotheque|creche|halte-garderie|hopital|hopitaux|clinique|ehpad|pharmacie|"
    "station|arret|metro|tram|gare|"
    "tour|barre|bloc|immeuble|batiment|quartier|secteur|salle|theatre|cinema|musee|marche|eglise|chapelle|"
    "cathedrale|basilique|mosquee|"
    "synagogue|temple|cimetiere|foyer|espace|halle|local|ilot|zac|zone|association|asso|club|fondation|"
    "institut|compagnie|supermarche|"
    "magasin|ligne|bus|ville|commune|port|lac|bois|foret|ile|butte|cafe|restaurant|bar|hotel|prix|plan|loi|"
    "syndicat|societe|entreprise"
)
"""A name after one of these words is a public place's: « collège Rosa-Parks »."""

PLACE_ADJECTIVES = (
    "municipal|municipale|municipaux|primaire|maternelle|elementaire|publique|public|prive|privee|professionnel|sportif|sportive|"
    "social|sociale|socioculturel|culturel|culturelle|commercial|commerciale|polyvalent|polyvalente|general|intercommunal|"
    "departemental|departementale|regional|regionale|communal|communale|nautique|hospitalier|universitaire|"
    "aere|omnisports|couvert|"
    "des fetes|de quartier|de sante|de jeux|de proximite|de foot|de bus|de tram|de metro"
)

OWNED_PLACES = (
    "ecole|maternelle|college|lycee|quartier|tour|barre|bloc|immeuble|batiment|maison|local|club|hall|creche|cafe|salle|jardin"
)
"""« l'école d'Enzo » names a person; « la rue d'Anatole » does not."""

FAMOUS = (
    "victor hugo|jean jaures|jules ferry|louise michel|rosa parks|martin luther king|simone veil|jean moulin|salvador allende|"
    "nelson mandela|aime cesaire|pablo picasso|pierre curie|marie curie|jacques prevert|frida kahlo|"
    "josephine baker|gisele halimi|"
    "jean mace|jean zay|youri gagarine|paul eluard|albert camus|emile zola|anne frank|charles de gaulle|de gaulle|louis aragon|"
    "olympe de gouges|lucie aubrac|abbe pierre|gagarine|pierre de coubertin|leon blum|jean vilar|gerard philipe|jacques brel|"
    "georges brassens|edith piaf|simone de beauvoir|george sand|jules verne|louis pasteur|romain rolland|"
    "anatole france|blaise pascal|"
    "danielle mitterrand|francois mitterrand|pierre mendes france|lucie randoin|maurice ravel|henri barbusse|henri wallon|"
    "joliot curie|irene joliot curie|paul langevin|ambroise croizat|missak manouchian|guy moquet|danielle casanova|jean mermoz|"
    "antoine de saint exupery|saint exupery|marcel pagnol|charles perrault|jean de la fontaine|claude monet|paul cezanne|"
    "vincent van gogh|van gogh|django reinhardt|colette besson|alice milliat|marie jose perec|helene boucher|maryse bastie|"
    "angela davis|ada lovelace|hubertine auclair|hubertine auclert|pauline kergomard|maria montessori|"
    "celestin freinet|germaine tillion"
)
"""Public figures whose names schools and streets bear: kept where nothing says it is a neighbour."""


def _listed(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


NOT_NAMES = _listed("not_names.txt")
"""Words that take a capital, or follow a cue, without being a person's name."""

FIRST_NAMES = _listed("first_names.txt")

WORDS_TOO = _listed("first_names_and_words.txt")
"""First names that are also words: in lower case, or alone at the start of a sentence, they are left where they are."""

TOWNS_TOO = frozenset(
    [
        "eden",
        "florence",
        "france",
        "logan",
        "lourdes",
        "milan",
        "nancy",
        "noel",
        "orlando",
        "roman",
        "salem",
        "savannah",
        "toussaint",
        "valence",
    ]
)
"""First names that are also towns, feasts or brands: alone they are left unless something else says it is a person."""

SPOKEN_DIGITS = (
    "z[ée]ro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    "trente|quarante|cinquante|"
    "soixante|quatre-vingts?|et"
)
