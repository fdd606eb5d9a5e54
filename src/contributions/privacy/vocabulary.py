"""French words by which a person, or a public place, is recognised. Compared without case or accents."""

from __future__ import annotations

from pathlib import Path

TITLES = (
    "mme|mmes|madame|mesdames|mlle|mademoiselle|m|mm|mr|monsieur|dr|docteur|docteure|pr|me|maitre|imam|abbe|pasteur|tonton|tata"
)
"""« Mme Diallo »; « M » is a title only before a full stop or a capital."""

KIN = (
    "voisin|voisine|voisins|fils|fille|filles|frere|soeur|mari|femme|epouse|epoux|compagnon|compagne|conjoint|conjointe|"
    "copain|copine|ami|amie|pote|cousin|cousine|tante|oncle|tatie|neveu|niece|mere|pere|maman|papa|mamie|papi|mami|papy|meme|pepe|"
    "grand-mere|grand-pere|belle-mere|beau-pere|belle-soeur|beau-frere|belle-fille|beau-fils|bebe|petit-fils|petite-fille|"
    "filleul|filleule|marraine|parrain|gendre|jumeau|jumelle|collegue|camarade|gardien|gardienne|concierge|nounou|"
    "prof|professeur|professeure|maitresse|instit|instituteur|institutrice|coach|entraineur|facteur|factrice|animateur|"
    "animatrice|educateur|educatrice|mediateur|mediatrice|benevole|boulanger|boulangere|epicier|epiciere|boucher|bouchere|"
    "coiffeur|coiffeuse|pharmacien|pharmacienne|infirmier|infirmiere|medecin|toubib|kine|dentiste|sage-femme|orthophoniste|"
    "psychologue|psy|assistante? sociale?|aesh|atsem|cpe|secretaire|referent|referente|locataire|habitant|habitante|eleve|"
    "stagiaire|apprenti|apprentie|chauffeur|plombier|electricien|livreur|cantiniere|cuisinier|cuisiniere|patron|patronne|"
    "gerant|gerante|tresorier|tresoriere|agent|agente|policier|brigadier|imam|rabbin|pretre|cure|conteuse|conteur"
)
"""« ma voisine Fatoumata », « le gardien Michel »."""

FUNCTIONS = (
    "directeur|directrice|president|presidente|conseiller|conseillere|maire|adjoint|adjointe|elu|elue|delegue|deleguee|depute|"
    "deputee|senateur|senatrice|principal|principale|proviseur|proviseure|juge|avocat|avocate|notaire|commissaire|prefet|"
    "prefete|ministre|chef|cheffe|responsable|chanteur|chanteuse|rappeur|rappeuse|artiste|auteur|autrice|poete|ecrivain|"
    "photographe|architecte|urbaniste|chercheur|chercheuse|economiste|journaliste|candidat|candidate"
)
"""« la directrice Perrin »: functions that people known of all hold too (« le président Macron »), who are kept."""

RELATIVES = (
    "fille|fils|mari|femme|frere|soeur|mere|pere|maman|papa|gosses?|gamins?|gamine|mome|tante|oncle|cousine?|bebe|jumeaux|"
    "grand-mere|grand-pere|copain|copine|chien|chat|appart|voisin|voisine"
)
"""« la mère à Kelya », « le fils de Skarbek »."""

SOMEBODY = (
    "dame|monsieur|homme|femme|gars|mec|meuf|gosse|mome|gamin|gamine|petit|petite|brune|brun|blonde|blond|rousse|rouquin|vieux|"
    "vieille|ancien|ancienne|jeune|patron|patronne|roc|pilier|reine|star|mascotte|bonhomme|type"
)
"""What is said of somebody just named: « Olive, la petite brune du 6 »."""

FAMILY = "famille|familles|veuve|veuf|epoux|consorts|fratrie|chez les"
"""« la famille Benali », « chez les Traoré »."""

CLOSE = (
    "petit|petite|ptit|ptite|gamin|gamine|gosse|mome|appele|appelee|nomme|nommee|prenomme|prenommee|surnomme|surnommee|"
    "certain|certaine|alias|(?:on|ils?|elles?) (?:m|l)['’ ]appellent?|qu['’]on appelle"
)
"""« le petit Enzo », « un certain Karim »."""

NAMED = r"je m['’ ]?app?ell?e|je me nomme|mon (?:pre)?nom,? (?:est|c['’ ]?est|c)|me nomme|se nomme|se prenomme"
"""« je m'appelle ylva »: a name follows, whatever it looks like."""

MYSELF = r"je me presente|mon (?:pre)?nom|signee?|moi,? c(?:['’ ]?est)?|moi je suis|ici"
"""« je m'appelle Nadia Benslimane »."""

CALLED = r"(?:s|m|l)['’ ]appell?e(?:nt)?"
"""« le voisin s'appelle Gaston »: said of dogs and streets too, so that only a known first name counts."""

SAID_BY = (
    "de|auteure?|temoin|interviewee?|personne rencontree|rencontree? avec|"
    "(?:eleve|enfant|habitante?|locataire)s?(?: concernee?s?)?"
)
"""What opens a line of a note: « De : Oumar Barry », « Élève concernée : Kadiatou »."""

WORDS_OF = "(?:propos|parole|paroles|temoignage|verbatim)(?: recueillie?s?)?(?: (?:de|aupres de))"
"""« Propos de Gülsüm A. »."""

LISTED = (
    "signatures?|signe|ont signe|"
    "presente?s?|etaient presente?s?|absente?s?|excusee?s?|participante?s?|participants? presents?|signataires?|inscrite?s?|"
    "membres|intervenante?s?|animateurs?|animatrices?|temoins?|eleves?|enfants?|contacts?|benevoles?|habitante?s?|parents?|equipe|"
    "referente?s?|redacteurs?|redactrice|redige par|porteurs? du projet|representants?|locataires?|jeunes|familles?"
)
"""What opens a list of people: « Présents : Ylva Skarbek, Karim P. »."""

LEADS_TO_SOMEBODY = (
    "chez|selon|d['’]après|dixit|bravo à|bravo|merci à|grâce à|contactez|contacter|demandez|demander à|appelez|rappelez|"
    "moi et|toi et|lui et|"
    "prévenez|prévenir|auprès de|de la part de|parlez[- ]en à|je suis|c['’]est moi,?|moi,|signé|avec l['’]aide de|remercier"
)
"""What leads to a name that no list knows: « selon Ylva »."""

SALUTATIONS = (
    "cordialement|salutations(?: distingu[ée]es)?|respectueusement|sinc[èe]rement|amicalement|bien [àa] vous|bises?|bisous|"
    "bonne (?:journ[ée]e|soir[ée]e|r[ée]ception)|merci(?: d['’]avance| beaucoup| [àa] vous| bien| encore)?|cdlt|sign[ée]e?|"
    "bon courage|[àa] bient[ôo]t|votre locataire|lu et approuv[ée]"
)
"""What a signature follows, at the end of a line or of the text."""

PARTICLES = "de|du|des|d|la|le|les|el|al|ben|bel|ait|ould|abou|bou|van|von|den|da|dos|di|mac|saint"
"""Small words inside a family name."""

FOREIGN_PARTICLES = "el|al|ben|bel|ait|ould|abou|bou|van|von|den|da|dos|di|mac"
"""Particles that are no article of French: a name follows, even in lower case (« mme el ouafi »)."""

SHORT_FAMILY_NAMES = frozenset(["ba", "sy", "ly", "ka", "vo", "xu", "wu"])
"""Family names of two letters, which only a title makes known in lower case: « mr sy »."""

LINKS = frozenset({"du", "des", "la", "le", "les", "d"})
"""Particles which, without a capital, more often link two things: « Karim du Chêne »."""

DOES = (
    "a|ont|est|sont|m['’]|m|nous|vous|lui|leur|dit|disent|habite|habitent|fait|font|avait|avaient|était|étaient|va|"
    "vont|veut|vient|vit|parle|attend|demande|demandent|propose|pense|garde|tient|travaille|cherche|voudrait|"
    "voudraient|aimerait|organise|aide|traverse|descend|joue|dort|connaît|connait|sait|doit|s['’]|se|n['’]|ne|elle|il"
)
"""What a person does and a thing called « rose » or « pierre », without its article, does not."""

WHO_DOES = "tient|garde|organise|dit|s['’]occupe|aide|joue|travaille|prend|gere|demande|parle|nettoie|repare|fait|a|sait"
"""What somebody does and a colour does not: « c'est rose qui tient la caisse »."""

UNLIKE_SOMEBODY = (
    "a|vers|jusqu'a|depuis|taxe|effet|loi|plan|projet|theoreme|serment|modele|methode|livre|film|groupe|marque|enseigne|"
    "arret|direction|terminus|station|metro|tram|ligne|hopital|residence|cite|quartier|stade|clinique|fondation|musee|prix"
)
"""What stands before the name of a place or of a thing: « à Delaunay », « la taxe Tobin »."""

BLOCKS = (
    "hall|batiment|bat|tour|cage|bloc|entree|escalier|immeuble|zone|plan|annexe|permis|vitamine|porte|point|option|groupe|"
    "equipe|lot"
)
"""What a capital letter follows without being an initial: « le hall B. Karim est venu »."""

WORDS_TWICE = (
    "tonton|meme|pepe|baba|bobo|bonbon|caca|chouchou|cucul|dada|dodo|doudou|gaga|joujou|nana|nounou|pipi|tata|toutou|tutu|zizi"
)
"""Words that double a syllable like a nickname, and are none."""

HOME = r"du|de l['’ ]|de la|au|qui habite|qui vit"
"""What follows a neighbour's first name: « Karim du 4e », « Lina de la tour C »."""

AFTER_HOME = (
    r"service\b|guichet|tabac|kebab|foot|boxe|"
    r"\d+ ?(?:e|eme|ème|er|ère|nd|nde)?\b|rez|rdc|dessus|dessous|face|bas|haut|bloc|b[aâ]t|b[aâ]timent|hall|entr[ée]e|"
    r"tour|escalier|[ée]tage|troisi[eè]me|quatri[eè]me|cinqui[eè]me|sixi[eè]me|premier|deuxi[eè]me|second|septi[eè]me|huiti[eè]me"
)

STREETS = (
    "rue|avenue|av|ave|boulevard|boul|bd|bld|place|pl|square|sq|allee|chemin|che|impasse|imp|quai|cours|"
    "passage|route|rte|sentier|"
    "sente|clos|hameau|domaine|coteau|chaussee|ruelle|esplanade|promenade|mail|villa|venelle|montee|cite|residence|res|lotissement|faubourg|fbg|rond-point|traverse|voie"
)

PLACES = (
    f"{STREETS}|pont|parc|jardin|parvis|ecole|maternelle|elementaire|primaire|groupe scolaire|college|lycee|"
    "universite|gymnase|stade|"
    "piscine|dojo|city|city-stade|terrain|centre|cs|centre social|centre culturel|centre commercial|centre aere|maison|mjc|mpt|"
    "mediatheque|bibliotheque|ludotheque|creche|halte-garderie|hopital|hopitaux|clinique|ehpad|pharmacie|"
    "urgences|maternite|station|arret|metro|tram|gare|"
    "tour|barre|bloc|immeuble|batiment|quartier|secteur|salle|theatre|cinema|musee|marche|eglise|chapelle|"
    "cathedrale|basilique|mosquee|"
    "synagogue|temple|cimetiere|foyer|espace|halle|local|ilot|zac|zone|association|asso|club|fondation|"
    "institut|compagnie|supermarche|"
    "magasin|ligne|bus|ville|commune|port|lac|bois|foret|ile|butte|cafe|restaurant|bar|hotel|prix|plan|loi|"
    "syndicat|societe|entreprise|parking|internat|cantine|skatepark|aire|conservatoire|laverie|boulangerie|boucherie|kebab|garage|"
    "pizzeria|salon|brasserie|epicerie|campus|amicale|comite|collectif|troupe|coupe|tournoi|trophee|challenge|festival|statue|"
    "fresque|monument|stele|programme|dispositif|operation|radio|journal|film|livre|chanson|serie|roman|groupe|equipe"
)
"""A name after one of these words is a public place's: « collège Rosa-Parks »."""

HONOURS = (
    "docteur|dr|professeur|pr|general|marechal|colonel|capitaine|commandant|sergent|lieutenant|president|abbe|cardinal|pere|"
    "pasteur|chanoine|monseigneur|mgr|mere|soeur|frere"
)
"""« la rue du docteur Roux »: the title is part of the name of the place."""

PLACE_ADJECTIVES = (
    "municipal|municipale|municipaux|primaire|maternelle|elementaire|publique|public|prive|privee|professionnel|sportif|sportive|"
    "social|sociale|socioculturel|culturel|culturelle|commercial|commerciale|polyvalent|polyvalente|general|intercommunal|"
    "departemental|departementale|regional|regionale|communal|communale|nautique|hospitalier|universitaire|"
    "aere|omnisports|couvert|"
    "des fetes|de quartier|de sante|de jeux|de proximite|de foot|de bus|de tram|de metro"
)

OWNED_PLACES = (
    "ecole|maternelle|college|lycee|quartier|tour|barre|bloc|immeuble|batiment|maison|local|club|hall|creche|cafe|salle|jardin|"
    "parking|cantine|boulangerie|boucherie|kebab|garage|salon|epicerie|amicale|comite|collectif|troupe|statue|film|livre|chanson|"
    "groupe|equipe|magasin|restaurant|bar|association|asso|entreprise|societe|bus|marche|terrain"
)
"""« l'école d'Enzo » names a person; « la rue d'Anatole » does not."""

SHORT_SECONDS = frozenset(
    ["ba", "bat", "ber", "cha", "chri", "clo", "do", "fa", "fran", "jo", "lo", "lou", "lu", "mi", "phi", "pi", "so", "yv"]
)
"""« Jean-Mi », « Marie-Jo », « Anne-So »: the second half of a nickname."""


def _listed(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


NOT_NAMES = _listed("not_names.txt")
"""Words that take a capital, or follow a cue, without being a person's name."""

FIRST_NAMES = _listed("first_names.txt")

WORDS_TOO = _listed("first_names_and_words.txt")
"""First names that are also words: in lower case, or alone at the start of a sentence, they are left where they are."""

FAMOUS = tuple(
    line for line in Path(__file__).with_name("public_figures.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"
)
"""Figures that the whole country knows, whose names schools and streets bear: kept where nothing says it is a neighbour."""

TOWNS_TOO = _listed("first_names_and_towns.txt")
"""First names that are also towns, feasts or brands: alone they are left unless something else says it is a person."""

FAMILY_NAMES = _listed("family_names.txt")
"""Family names that are no word of French: a capital is enough, and in lower case a first name or a title before them."""

STREET_STOPS = (
    "et|ou|on|ne|il|ils|elle|elles|je|j|nous|vous|qui|que|c|ce|est|sont|ont|pas|plus|depuis|avec|sans|pour|dans|mais|car|"
    "appartement|appart|appt|apt|b[âa]timent|b[âa]t|[ée]tage|porte|esc|escalier|entr[ée]e|logement|chambre|bonjour|merci|il y a"
)
"""Words that end the name of a street, in a sentence in capitals too."""

NETWORKS = "pseudo|insta|instagram|ig|snap|snapchat|discord|tiktok|tik tok|twitter|facebook|fb|telegram|twitch|youtube"

TOP_LEVELS = "fr|com|net|org|eu|info|be|ch|ma|dz|tn|bzh|re|io|me|pro|asso|example|exemple|invalid|test"

FILE_CUES = (
    "allocataire|dossier|num[ée]ro unique|num[ée]ro d['’]enregistrement|[ée]tranger|agdref|identifiant|matricule|"
    "r[ée]f(?:[ée]rence|\\.)?(?: client| locataire| dossier| contrat| demande)|demande de logement|"
    "(?:n°|num|num[ée]ro|code) (?:de |"
    "d['’])?(?:locataire|client|contrat|bail|adh[ée]rent|usager|passeport|titre de s[ée]jour|carte d['’]identit[ée]|"
    "cni|permis|s[ée]jour|demandeur|caf|msa|fiscal)|locataire(?= ?(?:n°|num))"
)
"""« n° d'allocataire 4417093 »: the number of a person's file, in a service. A ticket or a deliberation is nobody's."""

FILE_FILLERS = (
    " (?:caf|msa|cpam|rsa|apl|mdph|dalo|hlm|ants|cmu|css|france travail|p[ôo]le emploi|mission locale|client|"
    "locataire|(?:[àa] la )?pr[ée]fecture|(?:de )?logement|[àa] la (?:caf|mairie|mdph|cpam)|au bailleur|"
    "est|c['’]est|le|num[ée]ro|num|n°|de|demande|d['’]asile|social|unique)| ?[:=,]| n°"
)
"""What may stand between the cue and the number."""

SERVICES = (
    "caf|mairie|mairie annexe|prefecture|sous-prefecture|poste|cpam|mission locale|france travail|pole emploi|mjc|"
    "mpt|centre social|ccas|pmi|mediatheque|bibliotheque|ludotheque|point d['’]accueil|point numerique|point justice|"
    "maison (?:de|du|des) [\\w-]+|tribunal|commissariat|hopital|clinique|dispensaire|centre de sante|creche|ecole|"
    "college|lycee|gymnase|piscine|agence|tresorerie|bailleur|accueil|guichet|permanence|antenne|relais|"
    "boulangerie|boucherie|epicerie|supermarche|kebab|theatre|cinema|magasin|tabac|garage|restaurant|bar|cafe|chantier|foyer|gare|"
    "france services|hotel de ville|pharmacie|laboratoire|local|salle des fetes|msa|cantine"
)
"""A number and a street right after one of these are its address, not somebody's: « la CAF est au 12 rue... »."""

SPOKEN_DIGITS = (
    "z[ée]ro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    "trente|quarante|cinquante|"
    "soixante|quatre-vingts?|et"
)
