"""French cues: where a sentence ends, where an idea ends, what kind of saying it is. Written without accents or case.

Every pattern is read on text passed through `plain` (accents and case dropped, apostrophes straight).
"""

from __future__ import annotations

import re

ABBREVIATIONS = frozenset(
    """m mm mme mmes mlle dr pr me st ste av bd bld bât bat appt apt no n cf ex env tel tél min max nb art chap etc p pp vs ch all
    pl sq imp h""".split()  # noqa: SIM905 - read by people
)
"""A full stop after one of these ends nothing, unless « etc. » comes before a capital: « M. Diallo », « av. Foch »."""

FOLLOWS = re.compile(
    r"^(?:(?:et|mais|donc|alors|apres|puis|en fait|bref|enfin|oui|non|surtout|meme) ,? ?)?"
    r"(?:(?:ils?|elles?)\b(?! (?:faut|faudrait|faudra|y a|n'y a|n'y avait|y avait|y aurait|manque|serait|"
    r"me faut|nous faut|est (?:temps|"
    r"important|necessaire|urgent|indispensable|possible|essentiel)|suffi))"
    r"|(?:ca|cela|ceci|celui|celle|ceux|celles|c'est|c'etait|ce n'est|c'est-a-dire|c'|ce qui|ce sont|ce serait)\b"
    r"|(?:du coup|resultat|donc|alors|ainsi|comme ca|parce que|parce qu'|car|pour ca|pour cela|a cause|"
    r"par exemple|idem|la-bas|y compris"
    r"|sauf|meme|surtout|au moins|en tout cas|bref|voila|d'ailleurs|la preuve|preuve|conclusion|apres|"
    r"apparemment|evidemment|autrement"
    r"|cette|ces|ce|la-dedans|dedans|dessus|dehors|pareil|sans (?:ca|cela|lui|elle|eux)|et encore|ou alors|"
    r"sinon (?:on|les gens|ils|ca)"
    r"|lui|eux|y'en|y en|il y en|on y|on en|j'en|j'y|je l'|je les|on l'|on les|nous les|nous l'|je leur|on leur|je lui)\b)"
)
"""A sentence that opens so goes on with the one before: « Du coup il y a un canapé devant le 8 »."""

TURNS = re.compile(
    r"^(?:et |ou |mais |puis )?(?:par ailleurs|par contre|en revanche|sinon|autre chose|autre point|autre sujet|"
    r"autrement|ensuite|de plus|en plus de"
    r"|et puis|et aussi|aussi ,|egalement|deuxiemement|troisiemement|premierement|dernier point|dernierement|"
    r"enfin|pour finir|d'autre part"
    r"|d'une part|concernant|quant aux?|au niveau|niveau|cote|question|a propos|pour ce qui est|pour les? \w+ ,|"
    r"pour la \w+ ,|autre idee"
    r"|(?:\d|un|deux|trois)[.)°])\b"
)
"""A sentence that opens so turns to something else: « Par ailleurs, ces caves seront-elles gardées ? »."""

ASKS = (
    r"(?:il |'l )?(?:nous )?(?:faut|faudrait|faudra|fallait)\b|(?:je|on|nous) (?:(?:vous )?propos\w+|demand\w+|"
    r"suggere\w*|exige\w*|recommand\w+)"
    r"|(?:je|on|nous) (?:souhait\w+|voudr\w+|aimer\w+|veu\w+|voul\w+)|il serait (?:bien|bon|utile|temps|interessant|souhaitable)"
    r"|ce serait (?:bien|bon)|pourquoi (?:ne )?pas\b|et si (?:on|vous|la|nous)\b|qu'on\b|on pourrait|"
    r"vous pourriez|on devrait|devrai(?:t|ent)\b"
)

JOINS = re.compile(
    r"(?:,? et aussi|,? et puis|,? et sinon|,? par contre|,? en revanche|,? et pareil pour|,? d'autre part|"
    r",? par ailleurs|,? ainsi que"
    rf"|,? et (?!qu'on)(?={ASKS}))\b"
)
"""Inside a sentence, where a second idea may start: « il faut des bancs et il faut des poubelles »."""

EMPTY_WORDS = frozenset(
    """a ai aimerais alors apres assez au aussi autre aux avait avec
    avez avoir ayant bah beaucoup bien bof bon bonjour bravo bref c
    ca car ce
    cela celle celui ces cet cette chez ci comme comment cordialement courage d
    dans de deja depuis des deux dire dit dois doit donc dont du
    elle elles en encore enfin entre es est et etait etaient etais ete
    etre eu eux faire fait faut faudrait fois font grave ha hein honte
    honteux hop ici il ils j jamais je jsp juste l la le les leur leurs
    lui m ma mais marre me meme merci mes mettre moi moins mon n ne ni nickel
    nos notre nous nul ok on ont or ou oui par parce pas pcq
    peu peut plait plus pour pourquoi pouvoir pourrait qu quand que quel quelle quelqu
    quelque quelques quels qui quoi ras rien s sa sais sans se sera
    serait ses seulement si sinon soit sommes son sont stp suis super sur surtout
    svp t ta tant te tellement tes toi ton tous tout toute toutes tres
    trop tu un une urgent va vais vers veut via voila voir vont vos votre
    voudrais vous vraiment vrai y ya zut non pense ose demain jour ans fois""".split()  # noqa: SIM905 - read by people
)
"""Words without content of their own: a sentence that has only these belongs to its neighbour (« C'est honteux ! »)."""

GENERIC_WORDS = frozenset(
    [
        "quartier",
        "ville",
        "gens",
        "habitant",
        "personn",
        "chose",
        "problem",
        "enfant",
        "jeune",
        "mairie",
        "rue",
        "annee",
        "temps",
        "monde",
        "vie",
        "maison",
        "beauco",
    ]
)
"""Stems too common to show that two sentences speak of the same thing."""

OPENERS = (
    "et|mais|bonjour|alors|donc|puis|bref|svp|moi|pour moi|peut-etre|aussi|surtout|d'abord|enfin|par contre|sinon|"
    "madame|monsieur|oui|non"
)
"""What may come before the words that tell the nature."""

PROPOSAL_QUESTIONS = (
    r"pourquoi (?:ne )?pas\b|et si (?:on|vous|la|nous|l')|serait[- ]il possible|ne pourrait-on|"
    r"peut[- ]on (?:pas )?(?:mettre|installer|avoir)|"
    r"(?:on|vous) (?:peut|pourrait|pourrais|pourriez) (?:pas|peut-etre|aussi)|"
    r"est-ce (?:qu'on|que l'on|que la ville|que vous) (?:peut|pourrait|pourriez)|(?:pourrait|pourriez|"
    r"pourrions)-(?:on|vous|nous)\b"
)
"""« Pourquoi ne pas mettre des bancs ? » asks for benches."""

INTERROGATIVES = (
    "pourquoi|comment|quand|ou|qui|que|quoi|quels?|quelles?|combien|est-ce|est ce|qu'est-ce|a quoi|a qui|"
    "a quand|c'est quoi|c'est quand|"
    "y a-t-il|peut-on|sait-on|savez-vous"
)

WISHES = (
    r"\b(?:on|nous|je|j'|ils|elles?) ?(?:voudrai|voudrions|aimerai|aimerions|souhait\w+|veux\b|veut (?!pas|"
    r"rien)|voulons)|\bbesoins?\b|"
    r"\b(?:il )?(?:me|nous|leur) (?:faut|faudrait)\b|\bje demande que ca\b|\b(?:il )?(?:me|nous|leur|"
    r"y) ?manque\b|\bil manque\b|\bmanque de\b|"
    r"\bpas assez\b|\bj'attends\b"
)

PROPOSAL_OPENINGS = (
    r"\+ d|a quand|vivement|idee|proposition|surtout pas|qu'(?:on|il|ils|elle)\b|que (?:la|le|les|l')\b|"
    r"(?:plus|moins|davantage) (?:de |d')\w+ \w+ \w+ \w+"
)
PROPOSALS = (
    r"\b(?:il |'l |y )?(?:faut|faudrait|faudra)\b(?! (?:que j|qu'on |voir|(?:pas )?(?:dire|rever|croire|"
    r"s'etonner)|le dire|monter|descendre|"
    r"attendre|marcher|compter|appeler|payer|deux|trois|\d))"
    r"|\b(?:propos(?:e|ent|ons|er)|suggere|suggerons|recommande|preconise|exige(?:ons)?|demand(?:ons|ent|e)) "
    r"(?:que|qu'|d'|de |le |la |les |l'|un|une|des|a ce|a l'|,)"
    r"|\b(?:on|vous|nous) (?:pourrait|devrait|pourriez|devriez|pourrions)\b|\bdevrai(?:t|ent)\b|\bpourrai(?:t|"
    r"ent)\b|\bsuffirait\b|\bconviendrait\b"
    r"|\bserait (?:bien|bon|utile|pas du luxe|mieux)|\bferait l'affaire|\bmon idee\b|\bune idee\b|"
    r"\bne serait pas du luxe|\bil est demande\b|"
    r"\ba propose\b"
)
"""« il faudrait », « je propose », « on pourrait », « la mairie devrait »."""

NO_INFINITIVES = (
    "(?:hier|cher|premier|dernier|quartier|cahier|atelier|loyer|foyer|danger|escalier|gardien|papier|hiver|fier|chantier|palier|"
    "metier|janvier|fevrier|particulier|savoir|avoir|pouvoir|aller|noir|soir|couloir|trottoir|plaisir|desir|histoire|memoire|"
    "commentaire|maire|affaire|derriere|scolaire|notaire|locataire|solidaire|proprietaire|faire (?:la|du) )\\b"
)
NO_IMPERATIVES = (
    "(?:avez|etes|savez|voyez|allez comprendre|assez|chez|nez|rez|venez voir|imaginez|vous|parfaites?|faites comme)\\b"
)

NEED_OPENINGS = r"(?:plus|moins|davantage) (?:de |d')|\+|savoir|pouvoir|avoir|aller|se \w+er\b|besoin"
NEEDS = r"\bon cherche\b|\bcherche (?:un|une|des)\b|\bmanquent\b|\bmanque\b"

FINITE_VERBS = (
    r"\b(?:est|sont|ont|(?:y|il|elle|on) a|n'|ne|fait|font|reste|restent|passe|passent|dort|etait|avait|arrive|"
    r"roule|jette|pourrit|traine|trainent|vient|"
    r"sort|tourne|brule|attend|monte|descend|marche|tombe|coule|sent|gueule|ferme|ouvre)\b"
)
COMPLAINTS = (
    r"\b(?:depuis|casse\w*|panne|rats?|cafards?|sale|sales|toujours|jamais|partout|toute la nuit|"
    r"toutes les nuits|plein|pleine|bruit|dechets|"
    r"jusqu'a|encore)\b"
)

STORIES = (
    r"\b(?:on|nous) (?:a|avait|etait|avons|ont|est|sommes) \w+|\b(?:depuis|hier|avant|l'an dernier|"
    r"l'annee derniere|il y a \w+ (?:ans|mois|jours)|"
    r"tous les (?:soirs|matins|jours)|toutes les nuits|un jour|ce matin|l'autre (?:jour|soir|nuit))\b"
)
"""Time and past, by which « on » tells what happened to it."""
