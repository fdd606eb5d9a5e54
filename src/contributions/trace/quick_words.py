"""French cues of what can be done soon: things of every day, small works, faults, places. Written without accents or case.

Every pattern is read on text passed through `plain`. Add a cue with a phrase of `tests/cases/quick_wins.yaml` that needs it, and
one that looks like it and is none: what is announced as easy and is not costs more than what is missed.
"""

from __future__ import annotations

SMALL = (
    r"abris?|affichages?|arceaux?|bacs?|balancoires?|bancs?|barrieres?|boites?|cendriers?|corbeilles?|distributeurs?|"
    r"filets?|horloges?|marquages?|minuteries?|miroirs?|panneaux?|passages? (?:pieton|clout)\w*|places? handicap\w*|"
    r"plans? d(?:u|e la|es) \w+|plaques?|plots?|points? d'eau|poignees?|potelets?|poubelles?|rampes?|ralentisseurs?|robinets?|"
    r"sacs? de sable|tables?|zebras?|"
    r"gravillons|sable|grillages?|rideaux?|stores?|prises|tapis|blocs?|paniers? de basket|bacs? a fleurs|autocollants?|chaines?"
)
"""What one team of one service puts there in a day."""
OBJECTS = (
    rf"{SMALL}|abribus|ampoules?|boutons?|bornes?|buts?|caniveaux?|chasses? d'eau|clotures?|conteneurs?|containers?|"
    r"dalles?|digicodes?|eclairages?|encombrants?|epaves?|feux? (?:pieton|rouge|tricolore)\w*|fontaines?|graffitis?|"
    r"grilles?|gravats|haies?|horaires?|interphones?|jeux|lampadaires?|lampes?|lumieres?|matelas|nids? de poule|"
    r"passages? sous|paves?|portes?|portails?|portillons?|poteaux?|ronces?|serrures?|sonnettes?|tags?|tas de|"
    r"toilettes|trous?|tuyaux?|vitres?|volets?"
)
"""What it mends, cleans or takes away."""

WORKS = (
    r"(?:re)?(?:mettre|mettez|met|mets|pose[rz]?|placer?|placez)|ajoute[rz]?|installe[rz]|change[rz]|remplace[rz]|"
    r"repare[rz]|repeindre|repeignez|peindre|reboucher|rebouchez|boucher|bouchez|deplace[rz]|enleve[rz]|enlevez|"
    r"retire[rz]|nettoye[rz]|nettoyage|taille[rz]|coupe[rz]|tondre|tondez|elaguer|vide[rz]|ramasse[rz]|affiche[rz]|"
    r"allume[rz]|rallume[rz]|eteindre|eteignez|fixe[rz]|refixe[rz]|marque[rz]|trace[rz]|redresse[rz]|graisse[rz]|"
    r"debouche[rz]|remonte[rz]|refermer|sale[rz]|coller|collez|laisse[rz]|rafraichir|rafraichissez|"
    r"reinstalle[rz]|revisser|recoller|refixer|changer|balayer|balayez|desherber|desherbez|arroser|graver"
)
"""What is done to them in a day."""

LEFT = r"encombrants|epaves?|gravats|graffitis?|matelas|tags?|tas de"
"""What is somewhere only because nobody took it away: naming it asks for that."""
FAULTS = (
    r"mort(?:e|s|es)?|grille(?:e|s|es)|cassee?s?|casse|petee?s?|fui(?:t|ent)|bloquee?s?|coince\w*|clignote\w*|"
    r"crevee?s?|defonce\w*|fele(?:e|s|es)?|fendue?s?|decolle\w*|perce\w*|tordue?s?|pourri\w*|moisi\w*|decroche\w*|"
    r"descelle\w*|tombee?s?|arrachee?s?|vides?|deborde\w*|bouchee?s?|rouille\w*|abime\w*|efface\w*|illisibles?|"
    r"deform\w*|gliss\w+|hors service|en panne|bouge|penche|pend|fait clac|part en plaques|en miettes|"
    r"(?:ferme|marche|fonctionne|s'allume|s'ouvre|tourne|coule|tient|tiennent|accroche|sonne)(?:nt)? (?:plus|pas)|"
    r"ferme mal|lache|manque|(?:est|sont) caches? par|(?:est|sont) (?:tout |toute |plein\w* )?(?:sale|plein\w* d)|"
    r"reste (?:rouge|ouverte?|ferme\w*|allume\w*|bloque\w*)|on (?:ne )?l[ea]s? voit plus|pas affiche\w*|"
    r"(?:ete|est|sont) enlevee?s?|restee? ouverte|prise par|squattee?s?|date de|qui mange|"
    r"n'a plus de|n'ont plus de|a plus de|oublie de remettre"
)
"""How one says of a thing that it is broken, gone or dirty; it comes after the thing."""

ABSENT = (
    r"il manque|manque|y a ?plus (?:de|d')|ya ?plus (?:de|d')|y a ?plus une?|plus une?|il n'y a ?plus (?:de|d')|"
    r": plus (?:de|d')|: plus une?|une fuite|des fuites"
)
"""How one says that it is not there; the thing comes after."""

ASKED = (
    r"il (?:nous )?faudrait|il (?:nous )?faut|faudrait|faut|(?:je|on) (?:voudrais|voudrait|veut|veux|propose|demande)|"
    r"nous (?:voulons|demandons|proposons)|besoin d[e']|pourquoi (?:ne )?pas (?:mettre|poser|installer)?|"
    r"mett(?:re|ez)|installe[rz]|pose[rz]|ajoute[rz]|on pourrait (?:mettre|poser|installer|avoir)"
)
"""How a small thing is asked for; it comes next."""

PLACES = (
    r"rue|avenue|boulevard|bd|allee|impasse|quai|(?<!en )(?<!a la )place|chemin|square|parc|jardin|city|"
    r"stade|terrain|gymnase|piscine|"
    r"ecole|college|lycee|creche|mairie|mediatheque|bibliotheque|centre|maison|salle|boulangerie|pharmacie|coiffeur|poste|marche|cour|couloir|numero|ccas|etage|cage|"
    r"cabinet|carrefour|arret|abribus|tram|gare|hall|immeuble|batiment|bat|tour|cave|caves|local|parking|escalier|"
    r"ascenseur|souterrain|voie|pelouse|aire|jeux|cimetiere|etang|montee|entree|sortie|trottoir|porte|chez|devant|"
    r"derriere|en bas|au bout|au pied|au coin|\d{1,3} (?:rue|avenue|allee|place|quai)|(?:du|au|le|les) \d{1,3}(?:e|eme)?\b|"
    r"fenetres?"
)
"""Where it is: enough for somebody to go there."""

HEAVY = (
    r"solaires?|enterrer|raser|de fond en comble|au-dessus de la rocade|"
    r"constru\w+|cre(?:er|ez|ation)\w*|demoli\w+|relog\w+|logements?|loyers?|prolong\w+|isol(?:er|ez|ation)\w*|"
    r"renov\w+|rehabilit\w+|rouvr\w+|ouvrir|ouvert\w* (?:la nuit|le soir|le dimanche)|embauch\w+|recrut\w+|baisser|"
    r"augmenter|former|formation|transformer|pietonnis\w+|entierement|"
    r"tou(?:s|tes) les(?! (?:matins?|soirs?|jours|mois|etes|hivers|ans|lundis|mardis|samedis|dimanches))|tout le|"
    r"toute la|partout|medecins?|centre de sante|commissariat|police|fibre|ligne de|bus (?:toutes|direct\w*|jusqu)|"
    r"mediateurs?|gardiens?|animateurs?|activites?|cours de|budget|smic|gouvernements?|pays|france|"
    r"national\w*|nationaux|europe\w*|president|hopita\w+|urgences|"
    r"subvention\w*|cameras?"
)
"""What takes a budget, a vote, people to hire, or belongs to others than the city's services."""

REPAIRS = (
    r"repare[rz]|repeindre|repeignez|reboucher|rebouchez|boucher|bouchez|debouche[rz]|enleve[rz]|retire[rz]|nettoye[rz]|"
    r"taille[rz]|coupe[rz]|tondre|elaguer|vide[rz]|ramasse[rz]|rallume[rz]|eteindre|eteignez|redresse[rz]|graisse[rz]|"
    r"rafraichir|rafraichissez|reinstalle[rz]|revisser|recoller|refixer|balayer|balayez|desherber|desherbez|remplace[rz]"
)
"""Works whose very name says that they are small, on anything that is not large."""
BROKEN = (
    r"crevee?s?|defonce\w*|fele(?:e|s|es)?|fendue?s?|(?:est|sont) (?:tout |toute )?cassee?s?|fui(?:t|ent)|clignote\w*|bouchee?s?|"
    r"deborde\w*|decolle\w*|tordue?s?|decroche\w*|pend(?:ent)?|lache(?:nt)?|part en plaques|illisibles?|gliss\w+|"
    r"(?:ferme|marche|fonctionne|s'allume|s'ouvre|tient|tiennent|coule|sonne)(?:nt)? (?:plus|pas)|ferme mal|"
    r"(?:est|sont) caches? par|"
    r"(?:n'a|n'ont) plus (?:de|d')(?! ?(?:local|locaux|salle|medecin|bus|poste|argent|gardien))|"
    r"qui manquent?|est plein\w* d\w*|grillee?s?|rouillee?s?"
)
"""Faults that say by themselves that a thing is to be mended, whatever it is."""
LARGE = (
    r"ascenseurs?|antennes?|chauffages?|chaudieres?|panneaux solaires|pistes?|ponts?|patinoires?|passerelles?|creches?|"
    r"ecoles?|colleges?|gymnases?|piscines?|salles?|locaux|local|centres?|maisons?|parkings?|batiments?|immeubles?|tours?|"
    r"terrains?|stades?|parcs?|jardins?|places?|rues?|avenues?|trottoirs?|tram\w*|bus|metro|navettes?|lignes?|reseaux?|"
    r"marches?|commerces?|boulangeries?|pharmacies?|cafes?|cantines?|bibliotheques?|mediatheques?|fenetres?|facades?|"
    r"toits?|toitures?|arbres? partout|educateurs?|personnes?|gens|policiers?|agents?|profs?|aides?|plans?|reunions?|"
    r"projets?|reglements?|place"
)
"""What nobody puts there in a day, whatever the verb."""
PEOPLE = (
    r"les (?:jeunes|gens|voisins|chiens|gamins|ados|motos|scooters|trottinettes|voitures ventouses)|"
    r"(?:mon|ma|mes|nos) (?:voisins?|voisine)|aucun respect|respectent|incivilites?|trottinettes"
)
"""What people do, which no works will change."""

CONTENT = (
    r"tres belle|a ete repare\w*|moche|c'est la que|c'est la faute|"
    r"merci(?! (?:de |d')\w+(?:er|ir|re)\b)|tres bien|est bien|marche enfin|ravis?|ravie?s?|magnifiques?|"
    r"j'aime(?: bien)?|super|bravo|formidable|sert a rien|servent a rien|je suis contre|on est contre|surtout ne|"
    r"surtout pas|on en a eu"
)
"""That it is there and well, or not wanted."""

PROPOSING = r"pourriez-vous|pouvez-vous|pourquoi (?:ne )?pas|et si (?:on|vous|la)|on pourrait|pourrait-on|possible (?:de|d'avoir)"
"""Questions that ask for the thing."""
