"""What tells the health, the beliefs, the origin, the loves or the union of somebody who can be recognised."""

from __future__ import annotations

from contributions.privacy import sensitive_words as w
from contributions.privacy.sensitive_frames import Rule

PRIVATE = (
    Rule(
        "santé",
        "<i_am> <words>",
        w.ILL,
        ("Chui diabétique.",),
        ("Quand je suis malade, où aller ?", "Je suis malade de voir ça."),
    ),
    Rule("santé", "<who><tail><is> <words>", w.ILL, ("Mon voisin du 4e est aveugle.",), ("La mairie est sourde.",)),
    Rule(
        "santé",
        "<kin>(?: ,)?<degree> <words>",
        w.ILL,
        ("Ma mère handicapée reste au 5e.",),
        ("Nos enfants ont besoin de bancs.",),
    ),
    Rule(
        "santé",
        "(?:j ai|nous avons|avec) (?:une?|deux|trois|des) (?:<kins>)(?: \\w+)? <words>",
        w.ILL,
        ("J'ai un fils autiste.",),
        ("J'ai un ami médecin.",),
    ),
    Rule(
        "santé",
        "<note> (?:qu (?:elle|il) est|etre|qu (?:elle|il) etait)<degree> <words>",
        w.ILL,
        ("Un homme dit être sous traitement.",),
    ),
    Rule("santé", r"(?:^|\. )<words>(?: \w+){0,6} , (?:je|j|on m)\b", w.ILL, ("Enceinte de six mois, je marche mal.",)),
    Rule(
        "santé",
        "<i_have><some> <words>",
        w.DISEASES,
        ("J'ai de l'asthme.",),
        ("J'ai une question sur la maladie.", "j'ai mal au coeur"),
    ),
    Rule(
        "santé",
        "<who><tail><has><some> <words>",
        w.DISEASES,
        ("Ma tante est morte d'un cancer.",),
        ("La rue a un problème d'eau.",),
    ),
    Rule(
        "santé",
        "<note> (?:avoir|souffrir|qu (?:elle|il) a|faire)<some> <words>",
        w.DISEASES,
        ("Une dame dit souffrir d'une dépression.",),
    ),
    Rule("santé", "(?:mon|ma|mes) <words>", w.CARE, ("Depuis mon AVC je reste ici.",), ("Le handicap est mal pris en compte.",)),
    Rule(
        "santé",
        "(?:je|j ai|<who>|<note>)(?: \\w+)? (?:prends|prend|prendre|pris|touche|touchais|percois|toucher|perdu|perdre)"
        "(?: (?:des|de la|un|une|mes|mon|ma|notre|l|le|du|tous les jours|que))* <words>",
        "antidepresseurs?|anxiolytique|somnifere|neuroleptique|morphine|methadone|subutex|insuline|aah|pension d invalidite|"
        "allocation adulte handicape|bebe",
        ("Je touche l'AAH.", "J'ai perdu mon bébé."),
        ("Je prends le bus.",),
    ),
    Rule(
        "santé",
        "<who><tail> suivie? (?:en|par|au) <words>",
        "psy*|pedopsychiatrie|cmp|addicto*",
        ("Mon fils, suivi en pédopsychiatrie",),
    ),
    Rule(
        "santé",
        r"(?:mon|ma|mes|son|sa|ses) (?:rein|coeur|dos|poumon|jambe|hanche|genou|vue|oreille|foie|cerveau|oeil|bras|colonne)\w*"
        r"(?: (?:ne|me|n|s))? <words>",
        "marche(?:nt)? (?:plus|pas|mal)|fonctionne(?:nt)? (?:plus|pas|mal)|lache(?:nt)?|fait mal|font mal|"
        "est foutue?|sont foutu*|baisse",
        ("Mon rein ne marche plus.",),
        ("Mon bras de fer avec le bailleur dure.",),
    ),
    Rule(
        "santé",
        r"(?:(?:m|me|l|lui|nous)(?: a| ont)?|<who><tail>|\b(?:je|j ai)) <words>",
        "diagnosti*|perd la (?:tete|memoire|boule|vue)|perds la (?:tete|memoire|vue)|fait hospitalis*|(?:suis|est|"
        "etait) tombee? malade|"
        "entend* des voix|voi[st] un (?:psy|psychiatre|psychologue)|fait un (?:avc|infarctus|malaise cardiaque)|"
        "a l hopital psychiatrique",
        ("On m'a diagnostiqué un cancer.", "Ma tante perd la mémoire."),
        ("Le diagnostic du quartier est fini.",),
    ),
    Rule("religion", "<i_am> <words>", w.FAITHS, ("On me refuse car je suis voilée.",), ("Je suis pour la laïcité.",)),
    Rule("religion", "<who><tail><is> <words>", w.FAITHS, ("Ma voisine est juive.",), ("Le carré est musulman.",)),
    Rule(
        "religion",
        "<kin><degree> <words>",
        w.FAITHS,
        ("Ma tante musulmane reste chez elle.",),
        ("La fête chrétienne du village.",),
    ),
    Rule("religion", "<note> (?:qu (?:elle|il) est|etre)<degree> <words>", w.FAITHS, ("Un habitant dit être catholique.",)),
    Rule("religion", r"\b(?:je|j|nous)(?: ne)? <words>", w.WORSHIP, ("Je porte le voile.",), ("Des repas halal à la cantine.",)),
    Rule(
        "religion",
        "<who><tail>(?: ne)? <words>",
        w.WORSHIP,
        ("Mon fils ne mange pas de porc.",),
        ("Les gens vont à la mosquée.",),
    ),
    Rule(
        "religion",
        "(?:mon|ma) <words>",
        "foi .|religion(?! est faite) .|voile .|foulard|kippa|hijab|paroisse",
        ("On insulte ma religion.",),
    ),
    Rule("religion", "(?:je me suis|<who><tail> s est) <words>", "converti", ("Je me suis convertie à l'islam.",)),
    Rule("opinion", "<i_am> <words>", w.LEANINGS, ("Je suis de gauche.",), ("Je suis à gauche de l'entrée.",)),
    Rule("opinion", "<who><tail><is> <words>", w.LEANINGS, ("Le directeur est encarté.",), ("Le conseil est de gauche.",)),
    Rule("opinion", "<kin>(?: ,)?<degree> (?:militante? )?<words>", w.LEANINGS, ("Mon oncle, militant communiste, est resté.",)),
    Rule(
        "opinion",
        r"(?:<i_am>|<who>(?: ,)?(?:<is>)?) (?:militant|adherent|encarte|sympathisant|membre|du parti|"
        r"elu)\w*(?: \w+){0,3}? <words>",
        w.PARTIES,
        ("Je suis adhérente au PS.",),
        ("Je suis élue au conseil citoyen.",),
    ),
    Rule(
        "opinion",
        r"<i_am>(?: \w+)? (?:du|au|chez|a) <words>",
        "parti (?:communiste|socialiste|de gauche)|rn|fn|ps|pcf|npa|lfi|modem",
        ("Je suis du PCF.",),
    ),
    Rule(
        "opinion",
        r"\b(?:je|j|nous)(?: \w+){0,3}? (?:vote|votais|voterai|votes|voté)(?: \w+){0,2}? <words>",
        w.PARTIES + "|§ .",
        ("J'ai voté RN.", "Je vote toujours à gauche."),
        ("Je vote pour le projet de parc.", "Je vote pour l'arrêt de bus à gauche."),
    ),
    Rule(
        "opinion",
        r"<who><tail> (?:vote(?:nt)?|a vote|votait|ont vote)(?: \w+){0,2}? <words>",
        w.PARTIES,
        ("Mon voisin vote Le Pen.",),
    ),
    Rule(
        "opinion",
        r"<words>(?: \w+| ,){0,3}? (?:j ai|j avais|je|on) (?:deja |toujours )?vote",
        w.PARTIES,
        ("Macron, j'ai voté pour lui.",),
    ),
    Rule(
        "opinion",
        "<who><tail> (?:est|etait|est passee?|s est presentee?)(?: encore| toujours)? (?:a|au|du|chez|pour)(?: (?:le|"
        "la|l))? <words>",
        "rassemblement national|front national|rn|fn|lfi|npa|ps|pcf|parti communiste|parti socialiste|"
        "france insoumise|reconquete",
        ("La patronne du tabac est au RN.",),
    ),
    Rule(
        "opinion",
        r"(?:je|nous|<who><tail>) (?:tract\w*|colle\w* des affiches|milit\w*)(?: \w+){0,3}? <words>",
        "rn|fn|lfi|ps|pcf|npa|macron|melenchon|le pen|elections",
        ("Je colle des affiches pour le PCF.",),
    ),
    Rule(
        "opinion",
        r"(?:moi|nous|pour moi|chez nous)(?: ,)? c est <words>",
        w.PARTIES,
        ("Moi c'est Mélenchon.",),
        ("Moi c'est la place qui me plaît.",),
    ),
    Rule(
        "opinion",
        r"(?:je|<who><tail>)(?: \w+)? milit\w* (?:a|au|aux|chez|avec|pour)(?: (?:la|le|les))? <words>",
        "france insoumise|" + w.PARTIES,
        ("Je milite au PS.",),
        ("Je milite pour un parc.",),
    ),
    Rule(
        "origine",
        "(?:<i_am>|(?:que|car|comme|ici) on est) <words>",
        w.ORIGINS,
        ("Chui arabe.", "Nous sommes roms."),
        ("Je suis originaire du quartier.",),
    ),
    Rule("origine", "<who><tail><is> <words>", w.ORIGINS, ("Ma femme est comorienne.",), ("Le mur est noir.",)),
    Rule(
        "origine",
        "<kin><degree> <words>",
        w.ORIGINS,
        ("Ma voisine malienne garde les petits.",),
        ("Mon voisin du rez-de-chaussée",),
    ),
    Rule("origine", "<note> (?:qu (?:elle|il) est|etre)<degree> <words>", w.ORIGINS, ("Un jeune dit être sans papiers.",)),
    Rule("origine", "(?:ma|mes|mon) <words>", "peau .|couleur de peau|origine", ("On me juge sur ma couleur de peau.",)),
    Rule(
        "origine",
        "(?:je viens|nous venons|<who> (?:viennent|vient|venaient|venait|est nee?|sont nee?s|sont arrives?|"
        "est arrivee?|sont venus|est venue?)|je suis (?:nee?|venue?|arrivee?)|j ai fui|je suis originaire|"
        "nous sommes (?:nes|venus|arrives))"
        "(?: (?:au|en|du|de|d|la|l|le|les|des|a))+ <words>",
        w.COUNTRIES,
        ("Je viens du Maroc.",),
        ("Je suis né en ville.", "Je viens de la réunion."),
    ),
    Rule(
        "origine",
        r"(?:me|m|nous|l|les) (?:a |ont )?traite\w*(?: de| sales?| d| comme| une?)+ <words>",
        w.ORIGINS + "|negre|bougnoule",
        ("On m'a traité de sale arabe.",),
        ("Ce dossier se traite en un mois.",),
    ),
    Rule(
        "origine",
        r"(?:mon|ma|mes|son|notre) (?:nom|prenom|accent|tete|physique|faciles)(?: \w+)? <words>",
        w.ORIGINS,
        ("Avec mon nom arabe, rien.",),
        ("Mon nom est sur la liste.",),
    ),
    Rule(
        "origine", "(?:j ai|nous avons|<who> a) la <words>", "peau (?:noire|mate|foncee|brune|blanche)", ("J'ai la peau noire.",)
    ),
    Rule("vie sexuelle", "<i_am> <words>", w.DESIRES, ("chui gay",), ("Je suis au gymnase.",)),
    Rule("vie sexuelle", "<who><tail><is> <words>", w.DESIRES, ("Ma fille est lesbienne.",), ("La ligne est transversale.",)),
    Rule(
        "vie sexuelle", "<kin><degree> <words>", w.DESIRES, ("Mon frère homosexuel est parti.",), ("Mon fils fait du transport.",)
    ),
    Rule("vie sexuelle", "<note> (?:qu (?:elle|il) est|etre)<degree> <words>", w.DESIRES, ("Une jeune dit être lesbienne.",)),
    Rule(
        "vie sexuelle",
        "<who><tail><gap> <words>",
        "prostitue|prostituent|couche avec|couchent avec|trompe (?:son|sa|avec) .|a une liaison",
        ("La dame du 3e se prostitue.",),
        ("Mon fils se couche tard avec le bruit.",),
    ),
    Rule("vie sexuelle", "(?:mon|j ai fait(?: mon)?|son|fait un) <words>", "coming out", ("J'ai fait mon coming out.",)),
    Rule(
        "vie sexuelle",
        "mon (?:fils|frere|cousin|pere|oncle|neveu|copain) (?:vit|est|sort|habite) avec <words>",
        "un (?:homme|garcon|mec)",
        ("Mon frère vit avec un homme.",),
    ),
    Rule(
        "vie sexuelle",
        "ma (?:fille|soeur|cousine|mere|tante|niece|copine) (?:vit|est|sort|habite) avec <words>",
        "une (?:femme|fille)",
        ("Ma fille vit avec une femme.",),
    ),
    Rule(
        "vie sexuelle",
        "(?:je (?:me )?|ma |mon )<words>",
        "prostitue .|vie sexuelle|orientation sexuelle|sexualite|homosexualite|couch* avec",
        ("On se moque de mon homosexualité.",),
        ("Un atelier sur la sexualité.",),
    ),
    Rule(
        "vie sexuelle",
        "(?:j ai|il a|elle a|avec|<who> a) (?:ses |mes )?deux <words>",
        "mamans|papas|peres|meres",
        ("Mon fils a deux mamans.",),
    ),
    Rule(
        "appartenance syndicale",
        r"(?:milit\w*|syndiquee?|deleguee?|adherente?|elue?|membre|militante?|representante?|secretaire|permanente?|"
        r"carte|encartee?)"
        r"(?: (?:syndicale?|au|a|la|le|chez|de|du|pour|d|section|locale?|depuis \w+))* <words>",
        w.UNIONS,
        ("Je suis délégué CGT.",),
        ("Il fo un délégué du quartier.",),
    ),
    Rule(
        "appartenance syndicale",
        "(?:<i_am>|<who>(?: ,)?)(?:<is>)?(?: a la| a| de la| chez) <words>",
        w.UNIONS,
        ("Je suis à la CGT.",),
    ),
    Rule(
        "appartenance syndicale",
        "(?:<i_am>|<who><tail><is>) <words>",
        "syndique|syndicaliste|deleguee? syndical|representante? syndical",
        ("Je suis syndiquée.",),
        ("Je suis au conseil syndical.",),
    ),
)
