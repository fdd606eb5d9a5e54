"""French words by which something sensitive is said of a person. Written without capitals or accents, an apostrophe is a space.

A list is cut at its bars. A word takes its feminine and its plural by itself; a star stands for any ending; under four letters,
or before a full stop, it is exact. « § » is a name that was masked. A part in `(?:...)` is a regular expression.
"""

from __future__ import annotations

from types import MappingProxyType

SPOKEN = MappingProxyType(
    {
        **dict.fromkeys(("chui", "chuis", "jsuis", "jsui", "chsuis", "jesuis"), "je suis"),
        **dict.fromkeys(("jai", "g", "ge", "jay"), "j ai"),
        **dict.fromkeys(("pcq", "pck", "pcke", "pask", "paske", "parske", "pasque", "psk", "parceque"), "parce que"),
        "jvais": "je vais",
        "jveux": "je veux",
        "jpeux": "je peux",
        "jpense": "je pense",
        "jfume": "je fume",
        "jdeale": "je deale",
        "jvote": "je vote",
        "jporte": "je porte",
        "jfais": "je fais",
        "jsors": "je sors",
        "jbosse": "je bosse",
        "jviens": "je viens",
        "jme": "je me",
        "jle": "je le",
        "jsais": "je sais",
        "jpete": "je pete",
        "jai": "j ai",
        "jete": "j etais",
        "jpp": "j en peux plus",
        "jen": "j en",
        "ya": "il y a",
        "kil": "qu il",
        "kel": "qu elle",
        "ke": "que",
        "ki": "qui",
        "mn": "mon",
        "svt": "souvent",
        "tt": "tout",
        "tlm": "tout le monde",
        "ds": "dans",
        "mm": "meme",
        "hp": "hopital psychiatrique",
        "etais": "etais",
        "jetais": "j etais",
        "mere": "mere",
        "daron": "pere",
        "daronne": "mere",
        "reuf": "frere",
        "reuss": "soeur",
    }
)
"""How a telephone writes -> how it is said."""

KIN = (
    "mere|pere|maman|papa|fils|fille|filles|enfant|enfants|gosse|gosses|bebe|frere|freres|soeur|soeurs|mari|femme|epouse|epoux|"
    "compagnon|compagne|conjoint|conjointe|copain|copine|ex|ami|amie|amis|cousin|cousine|tante|oncle|neveu|niece|mamie|papi|papy|"
    "grand mere|grand pere|belle mere|beau pere|belle soeur|beau frere|belle fille|beau fils|petit fils|petite fille|parents|"
    "grands parents|famille|collegue|camarade|voisin|voisine|voisins|petit|petite|petits|grand|aine|ainee|cadet|"
    "cadette|garcon|dernier|derniere"
)
"""« ma mère », « mon petit dernier »."""

CALLINGS = (
    "voisin|voisine|gardien|gardienne|concierge|directeur|directrice|president|presidente|tresorier|tresoriere|secretaire|maire|"
    "adjoint|adjointe|facteur|factrice|prof|professeur|professeure|instit|instituteur|institutrice|maitresse|"
    "animateur|animatrice|"
    "educateur|educatrice|entraineur|entraineuse|coach|epicier|epiciere|boulanger|boulangere|buraliste|patron|patronne|"
    "proprietaire|proprio|responsable|imam|cure|pretre|pasteur|mediateur|mediatrice|docteur|coiffeur|coiffeuse|"
    "comptable|gerant|gerante|commercant|vendeur|vendeuse|medecin|prefet|depute"
)
"""Who is recognised by a calling in a quartier: « le gardien », « la présidente du club »."""

SOMEONE = (
    "dame|monsieur|mec|type|gars|homme|femme|petit|petite|gamin|gamine|jeune|locataire|famille|gens|couple|habitant|habitante|"
    "fils|fille|frere|freres|enfant|enfants|gosses|mere|pere|mari|soeur|retraite|retraitee"
)
"""Who is recognised by where they live: « la dame du 4e »."""

HOME = (
    r"(?:du|de la|de l|d|des|au) (?:\d+\w*|rez\w*|rdc|dessus|dessous|haut|bas|en face|en haut|en bas|a cote|premier|deuxieme|"
    r"troisieme|quatrieme|cinquieme|second|dernier|batiment|bat|bloc|tour|hall|palier|appart\w*|fond|escalier|entree)"
)

NOTED = (
    "dame|habitant|habitante|participant|participante|femme|homme|monsieur|mere|maman|pere|papa|jeune|retraite|"
    "retraitee|locataire|"
    "resident|residente|personne|lyceen|lyceenne|etudiant|etudiante|riverain|riveraine|adolescent|adolescente|"
    "fille|garcon|benevole"
)
"""Who a note is about: « une habitante dit que... »."""

SAYS = (
    "dit|raconte|explique|indique|signale|confie|temoigne|precise|declare|evoque|avoue|rapporte|affirme|ajoute|parle|mentionne|"
    "nous apprend|fait savoir"
)

ILL = (
    "seropositi*|opere?e? (?:du|de la|de l|des|a la|a coeur) .|cardiaque|atteinte? d|en fin de vie|en ald|ald|"
    "reconnue? travailleu* handicap*|cocainomane|heroinomane|addict*|diabetique|epileptique|asthmatique|autiste|"
    "trisomique|bipolaire|schizophrene|depressi*|alcoolique|toxicomane|"
    "anorexique|boulimique|dialys*|cancereu*|handicap*|invalide|paraplegique|tetraplegique|hemiplegique|paralys*|"
    "aveugle(?! aux?) .|aveugles|"
    "malvoyant|non voyant|sourde?(?! a) .|malentendant|hospitalis*|en fauteuil|sous traitement|sous dialyse|"
    "en dialyse|sous antidepresseur|"
    "sous oxygene|sous morphine|en burn out|en arret maladie|en psychiatrie|en desintox*|en remission|en chimio*|enceinte|"
    "(?:tres |gravement |trop )?malade(?! (?:de|quand|rien)) .|"
    "suivie? (?:en|par|pour|au|a) (?:un |une |le |la |l )?(?:pedo)?psy*|en situation de handicap|a mobilite reduite|dyslexique|"
    "hyperacti*|amput*|obese|greff*|immunodeprim*|claustrophobe|agoraphobe|insomniaque|en invalidite|en soins palliatifs|tdah"
)
"""What somebody is."""

DISEASES = (
    "cancer|tumeur|leucemie|diabete|asthme|epilepsie|sclerose|parkinson|alzheimer|depression|burn out|vih|sida|hepatite|"
    "schizophrenie|bipolarite|autisme|trisomie|handicap|avc|infarctus|maladie|endometriose|mucoviscidose|arthrose|fausse couche|"
    "ivg|avortement|migraine|demence|phobie|tdah|cirrhose|insuffisance|crises? cardiaque|crises? d epilepsie|"
    "crises? d asthme|crises? d angoisse|"
    "malformation|deficience|retard mental|surdite|cecite|paralysie|hernie|scoliose|prothese|pacemaker|"
    "crises? de nerfs|vertige|insomnie|addiction|tumeurs?|grossesse|stress post traumatique|psoriasis|ulcere|"
    "angine de poitrine|"
    "problemes? (?:cardiaque|respiratoire|psychologique|psychiatrique|de sante|de dos|de coeur|d alcool|de drogue|aux poumons)|"
    "troubles? (?:psy|du|de|bipolaire|anxieu)*|mal (?:au|aux|a la|a l) (?:dos|genoux?|hanche|jambes?|ventre|epaules?|pieds|reins)"
)
"""What somebody has."""

CARE = (
    "cancer|diabete|asthme|epilepsie|sclerose|parkinson|alzheimer|depression|burn out|vih|autisme|handicap|avc|infarctus|"
    "maladie(?! c est) .|endometriose|arthrose|fausse couche|ivg|avortement|traitement(?! d) .|psychiatre|psy|"
    "oncologue|cancerologue|hospitalisation|grossesse|"
    "chimio*|dialyse|fauteuil roulant|alcoolisme|operation"
)
"""What is somebody's: « mon cancer », « ma psychiatre »."""

FAITHS = (
    "musulman|juif|juive|catholique|chretien|protestant|bouddhiste|hindou|orthodoxe|evangelique|temoin de jehovah|athee|"
    "imam|rabbin|pretre|diacre|croyant|pratiquant|voilee|converti|salafiste|islamiste|integriste|sikh|mormon"
)

WORSHIP = (
    "(?:port*|met|mets|mettent) (?:le|un|mon|son|leur) (?:voile|foulard|hijab|niqab|turban)|port* (?:la|une|ma|"
    "sa) (?:kippa|croix)|port* l abaya|"
    "fais ramadan|(?:fais|fait|font) le ramadan|(?:fais|fait|font) (?:ma|sa|leur|la) priere|(?:fais|fait|"
    "font) shabbat|(?:fais|fait|font) (?:le )?careme|(?:fete|fetons|fetent) l aid|"
    "prie .|mange* (?:pas |plus )?(?:de porc)|mange* (?:que )?halal|mange* (?:que )?casher|"
    "(?:vais|va|vont|allons|allais) (?:\\w+ ){0,2}?a la mosquee|(?:vais|va|vont|allons|allais) (?:\\w+ ){0,2}?a l eglise|"
    "(?:vais|va|vont|allons|allais) (?:\\w+ ){0,2}?a la messe|(?:vais|va|vont|allons|allais) (?:\\w+ ){0,2}?a la synagogue|"
    "(?:vais|va|vont|allons|allais) (?:\\w+ ){0,2}?au culte"
)

PARTIES = (
    "rn|fn|lfi|ps|pcf|pc|lr|ump|macron|melenchon|le pen|lepen|marine|bardella|zemmour|reconquete|hollande|sarkozy|chirac|"
    "communiste|socialiste|ecolo|verts|eelv|modem|lrem|lutte ouvriere|npa|nupes|insoumis|front national|rassemblement national|"
    "(?:a|la) droite|(?:a|la) gauche|extreme droite|extreme gauche|parti communiste|parti socialiste|les republicains"
)

LEANINGS = (
    "de gauche|de droite|d extreme droite|d extreme gauche|extreme droite|extreme gauche|communiste|socialiste|"
    "macroniste|lepeniste|melenchoniste|insoumis|"
    "ecolo|ecologiste|royaliste|gaulliste|anarchiste|facho|fasciste|gilet jaune|trotskiste|souverainiste|nationaliste|centriste|"
    "marxiste|zemmouriste|encarte"
)

ORIGINS = (
    "noir|black|arabe|beur|beurette|maghrebin|metis|metisse|rom|roms|gitan|tzigane|manouche|asiatique|africain|antillais|kabyle|"
    "berbere|algerien|marocain|tunisien|malien|senegalais|comorien|congolais|camerounais|ivoirien|guineen|turc|turque|kurde|"
    "syrien|afghan|irakien|iranien|tchetchene|russe|ukrainien|roumain|bulgare|albanais|kosovar|bosniaque|serbe|portugais|"
    "polonais|italien|espagnol|vietnamien|chinois|cambodgien|laotien|pakistanais|bangladais|indien|haitien|"
    "egyptien|libyen|soudanais|erythreen|"
    "somalien|ethiopien|rwandais|angolais|capverdien|mauritanien|nigerian|ghaneen|togolais|beninois|burkinabe|malgache|mahorais|"
    "georgien|armenien|libanais|palestinien|gens du voyage|sans papiers?|refugi*|demandeu* d asile|migrant|immigre|"
    "etranger*(?! a) .|d origine|issue? de l immigration"
)

COUNTRIES = (
    "maroc|algerie|tunisie|mali|senegal|comores|congo|cameroun|cote d ivoire|guinee|turquie|syrie|afghanistan|irak|iran|"
    "tchetchenie|ukraine|russie|roumanie|bulgarie|albanie|kosovo|portugal|pologne|italie|espagne|vietnam|chine|"
    "cambodge|inde|pakistan|bangladesh|"
    "sri lanka|haiti|egypte|soudan|erythree|somalie|ethiopie|rwanda|angola|cap vert|mauritanie|nigeria|ghana|togo|benin|burkina|"
    "madagascar|mayotte|georgie|armenie|liban|palestine|bled|afrique|antilles|guadeloupe|martinique"
)

DESIRES = (
    "gay|gays|homo|homos|homosexuel*|lesbienne|bi|bisexuel*|trans|transgenre|transsexuel*|pd|pede|gouine|queer|"
    "non binaire|asexuel*|"
    "prostitue|travailleuse du sexe|escort|infidele"
)

UNIONS = "cgt|cfdt|fo|cftc|cgc|unsa|sud|solidaires|fsu|snes|force ouvriere"

JUDGED = (
    "en prison|en taule|incarcer*|ecroue|en detention|sous bracelet|sous controle judiciaire|mise? en examen|"
    "condamne*(?! a (?!(?:\\w+ ){0,4}(?:mois|ans|prison|amende|ferme|sursis))) .|fichee? s|en garde a vue|"
    "en conditionnelle|en fuite|recherche par la police|interdit de territoire|interdite? bancaire a|"
    "sortie? de prison|sortie? de taule|en liberte conditionnelle|arret* par la police"
)

DRUGS = "shit|beuh|weed|cannabis|joint|coke|cocaine|crack|heroine|drogue|came|stup*|herbe"

OFFENDERS = (
    "dealer|dealeur|dealeuse|voleur|voleuse|escroc|violeur|pedophile|pervers|raciste|criminel*|delinquant|terroriste|corrompu|"
    "trafiquant|marchand de sommeil|pourri|mafieu*|harceleur|harceleuse|receleur|proxenete|assassin|tricheur|radicalise|arnaqueur"
)

OFFENCES = (
    "vole(?! (?:a|au)) .|volent|deale|dealent|rackett*|tabass*|agresse|agressent|menace(?! de (?!mort|tuer|"
    "frapper)) .|menacent|harcele|harcelent|escroqu*|arnaqu*|detourne|"
    "detournent|magouill*|terroris*|cambriol*|frappe(?! (?:a|aux|au|fort)) .|frappent(?! (?:a|aux|au|fort)) .|"
    "blanchit|fraude|fraudent|"
    "(?:tape|pioche|pique|puise|se sert|s est servie?) dans (?:la|les|l) (?:caisse|cagnotte|comptes|argent)|"
    "(?:touche|prend|demande|accepte) (?:des|ses|un|une) (?:pots? de vin|enveloppes?|dessous|bakchich)|cognent?|"
    "maltrait*|sequestr*|insulte les .|bat (?:sa|son|ses|les) .|"
    "sous loue|touch* (?:les|des|ma|sa) (?:petites?|petits|gamin*|enfants?|filles?|fillettes?)|"
    "(?:fait|font) du (?:trafic|deal|racket|recel|chantage|proxenetisme)|(?:fait|font) chanter|"
    "tient le (?:trafic|deal|point de deal|four)|demande des faveurs|(?:garde|ouvre|prend) (?:les|nos|"
    "mes) (?:colis|courriers?|lettres)|revend (?:les|nos|mes|des) (?:colis|cles|badges?|velos?|scooters?|"
    "telephones?)|empoche|falsifi*|abuse (?:de|d) .|(?:se balade|sort|vient) avec (?:un couteau|une arme|"
    "une batte|un flingue)"
)
"""Said of somebody, an offence: the present."""

OFFENDED = (
    "vole*(?! (?:a|au)) .|deale*|rackett*|tabass*|agress*|menac*(?! de (?!mort|tuer|frapper)) .|harcel*|escroqu*|"
    "arnaqu*|detourn*|magouill*|cambriol*|frappe(?! (?:a|aux|au|fort)) .|"
    "brule*|incendi*|viole .|braqu*|poignard*|mis le feu|casse (?:la|les|une|ma|sa|nos|mon|des|le) (?:vitres?|"
    "vitrine|portes?|voitures?|boites?|camera|digicode|ascenseur)|tague*|"
    "tue (?:sa|son|un|une) .|sequestr*|pique dans|touche (?:des|un) pots? de vin|(?:mis|donne|file|colle) (?:des|"
    "un|une) (?:coups?|gifles?|claques?|baffes?)|leve la main sur|pousse dans (?:les|l) escaliers?|crache sur|"
    "empoche|falsifi*|abuse (?:de|d) .|touche (?:les|des|ma|sa) (?:petites?|gamin*|enfants?|filles?)"
)
"""The same, after « a »."""

BLOWS = (
    "frapp*|bat .|battait|battu .|battue .|tabass*|cogn*|viol*|menac*|sequestr*|enferm*|etrangl*|gifl*|maltrait*|harcel*|"
    "tape dessus|tape(?! (?:sur|dans)) .|brutalis*"
)

ATTACKED = (
    "agress*|viole*|tabass*|frapp*|battue?s? .|poignard*|menac*|sequestr*|maltrait*|harcel*|abuse*|racket*|gifl*|"
    "taper .|cogne*|insulter tous"
)
