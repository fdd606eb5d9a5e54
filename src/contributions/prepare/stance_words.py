"""French cues of a stance: what people are for, and what they are against. Written without accents or case.

Every pattern is read on text passed through `plain`, a sentence at a time. Add a cue with a sentence of
`tests/cases/stances.yaml` that needs it, and one that looks like it and is none: a false stance costs more than a missed one.
"""

from __future__ import annotations

SPEAKERS = (
    r"(?:je|moi,? je|j'|on|nous|tout le monde|beaucoup|(?:les|des|mes|nos) (?:gens|habitants|voisins|riverains|parents|"
    r"locataires|familles|commercants|jeunes|anciens))"
)
"""Who takes a side: « le banc est contre le mur » takes none."""

ARE = r"(?:suis|est|etait|etais|sommes|sont|serais|serait|serions|reste|restons|restent)"
FULLY = (
    r"(?: (?:tout a fait|totalement|completement|entierement|plutot|vraiment|absolument|resolument|fermement|toujours|aussi|"
    r"tous|toutes|farouchement|carrement|a fond|a 100 ?%|tres|100 ?%))*"
)
MUCH = r"(?: (?:du tout|vraiment|trop|tellement|completement|totalement))?"
ARTICLE = r"(?:(?:un|une|des|le|la|les)\b|l')"
THIS = r"(?:,(?= (?:ce|cet|cette|ces)\b))?"
"""« Bonne idée, cette fresque »: what comes after the comma is what it is about."""

AGAINST = (
    ("contre", rf"\b{SPEAKERS} ?{ARE}{FULLY} contre\b"),
    ("favorable", rf"\b{SPEAKERS} (?:ne |n')?{ARE} (?:pas|plus){MUCH} favorables?"),
    ("pour", rf"\b{SPEAKERS} (?:ne |n')?{ARE} (?:pas|plus){MUCH} pour\b"),
    ("d'accord", rf"(?:^|\b{SPEAKERS} (?:ne |n')?{ARE} )(?:pas|plus){MUCH} d'accord(?: (?:avec|pour|sur)\b)?"),
    ("oppos", rf"\b(?:{SPEAKERS} ?{ARE}{FULLY} opposee?s?|m'oppose|(?<!qui )s'opposent|nous opposons)(?= (?:a|au|aux)\b)"),
    ("y oppos", r"\b(?:m'y oppose|s'y opposent?|nous y opposons)\b"),
    ("non merci", r"\bnon merci\b"),
    ("non a", r"(?:^|[:;] ?|\bdi(?:re|s|t|tes|sons) |\boui [^,]*, (?:et )?)non(?= (?:a|au|aux)\b)"),
    ("pas besoin", r"(?:^|[,;:] ?|\b(?:on|nous) (?:n')?(?:a|avons) |\by a |\bvraiment )pas besoin (?=d)"),
    (
        "surtout pas",
        r"\bsurtout pas\b(?! (?:le|la|les|l'|a|au|aux|quand|si|pour|dans|en|sur|avec|chez|apres|avant|ceux|celles|moi|nous)\b)",
    ),
    (" pas d", r"\b(?:je|on|nous) (?:ne )?(?:veux|veut|voulons) pas (?=d)"),
    ("ne ve", r"\b(?:je|on) ne (?:veux|veut) plus (?=d)"),
    ("ne voulons", r"\bnous ne voulons plus (?=d)"),
    ("en v", r"\b(?:j'|on |nous |personne )(?:n')?en (?:veux|veut|voulons) (?:pas|plus)\b"),
    ("inutile", rf"\b(?:c'est|ca serait|ce serait|sont|est){MUCH} inutiles?\b(?! d)|(?:^|\bc'est )inutile (?=d)"),
    ("arret", r"\b(?:arretez|arretons|(?:il )?faut arreter)(?: avec\b|(?= (?:de|d'|les|la|le)))"),
    ("halte", r"^halte(?= (?:a|au|aux)\b)"),
    ("stop", r"^stop(?= (?:a|au|aux)\b)"),
    ("mauvaise idee", rf"\b(?:c'est|serait|est) une (?:tres )?mauvaise idee\b{THIS}"),
    ("bonne idee", rf"\bpas{MUCH} une (?:tres )?bonne idee\b{THIS}"),
)
"""What a cue cannot do without, and the cue: « je suis contre », « on n'est pas favorables au », « non aux », « pas besoin de »,
« surtout pas de », « on n'en veut pas », « c'est inutile » (of what the text opens with), « arrêtez de mettre », « stop aux »,
« ce n'est pas une bonne idée ».
"""

FOR = (
    ("pour", rf"\b{SPEAKERS} ?{ARE}{FULLY} pour\b"),
    ("favorable", rf"\b{SPEAKERS} ?{ARE}{FULLY} favorables?\b"),
    ("partant", rf"\b{SPEAKERS} ?{ARE}{FULLY} partante?s?\b(?: pour)?"),
    ("d'accord", rf"\b(?:je|nous) {ARE}{FULLY} d'accord\b(?: (?:avec|pour|sur)\b)?|\bd'accord (?:avec|pour)\b"),
    ("oui", r"(?<!ou )(?<!\")\boui(?:,? mille fois)?(?:,? pour\b|(?= (?:a|au|aux)\b))"),
    *(
        (said, rf"(?:^|\b(?:c'est|serait|est) )(?:une )?(?:tres |super )?{said}\b{THIS}")
        for said in ("bonne idee", "excellente idee", "bonne initiative", "excellente initiative")
    ),
    ("fau", r"(?<!ne )\b(?:faut|faudrait|faudra)(?= (?:plus|davantage|beaucoup plus) d)"),
    ("fau", rf"\b(?:faudrait|nous faut)(?= {ARTICLE})"),
    ("manque", r"\bil (?:nous )?manque(?= (?:(?:un|une|des)\b|d[e']))"),
    *(
        (stem, rf"(?<!si )(?<!si l')\b(?:(?:je|j'|on) ?{one}|nous {many})(?: avoir)?(?= (?:{ARTICLE}|plus d|davantage d))")
        for stem, one, many in (
            ("v", "(?:veut|veux|voudrai[ts])", "(?:voulons|voudrions)"),
            ("aimer", "aimerai[ts]", "aimerions"),
            ("demand", "demande", "demandons"),
            ("reclam", "reclame", "reclamons"),
            ("souhait", "souhait(?:e|erai[ts])", "souhait(?:ons|erions)"),
        )
    ),
    ("besoin", r"\b(?:on|nous) (?:a|avons|aurions|aurait)(?: (?:vraiment|grand))? besoin (?=d)"),
    ("viv", r"^(?:vivement|vive)\b"),
)
"""« Je suis pour », « oui à », « d'accord pour », « bonne idée », « il faut plus de », « on voudrait un », « vivement le »."""

MAKING = (
    r"(?:mettre|remettre|installer|poser|construire|ajouter|creer|ouvrir|rouvrir|garder|conserver|maintenir|developper|multiplier|"
    r"planter|amenager)"
)
"""To do one of these with a thing is to have it: « surtout pas construire une tour » is against the tower."""
ENDING = r"(?:supprimer|interdire|enlever|retirer|demolir|detruire|raser|abattre|fermer|casser|virer)"
"""To do one of these with a thing is to be rid of it: « ne pas fermer la piscine » is for the pool."""

KEEPING = (
    ("pas", rf"(?:\b(?:faut|faudrait)|(?:^|[,;:] ?)(?:surtout )?ne) (?:surtout )?pas (?={ENDING} )"),
    (
        "ez ",
        r"\b(?:supprimez|interdisez|enlevez|retirez|demolissez|detruisez|rasez|abattez|fermez|cassez|touchez) (?:surtout )?pas\b",
    ),
)
"""« Il ne faut pas supprimer », « ne pas abattre », « ne fermez pas »: for what would end."""

REFUSING = (
    ("pas", rf"(?:\b(?:faut|faudrait)|(?:^|[,;:] ?)(?:surtout )?ne) (?:surtout )?pas (?={MAKING} )"),
    ("ez ", r"\b(?:mettez|installez|construisez|ajoutez) (?:surtout )?pas\b"),
    ("fau", r"\b(?:faut|faudrait) (?:supprimer|interdire|enlever|retirer|virer|demolir|raser|abattre)\b(?! (?:a|aux?|du)\b)"),
    *(
        (said, rf"(?:^|[,;:] ?){said}\b(?! (?:a|aux?|du)\b)")
        for said in ("supprimer", "supprimez", "interdire", "interdisez", "enlevez", "virez")
    ),
)
"""« Ne pas construire de », « mettez pas de », « il faut interdire les trottinettes », « supprimez ce rond-point »."""

BEFORE_A_THING = (
    r"(?:de|d'|des|du|le|la|les|l'|un|une|au|aux|a|ce|cet|cette|ces|tout|toute|tous|toutes|notre|nos|votre|vos|leur|leurs|plus|"
    r"davantage|beaucoup|plusieurs|quelques|autres?|nouveaux?|nouvel|nouvelles?|premiere?|deuxieme|deux|trois|quatre|encore|aussi|"
    r"vrais?|vraies?|veritables?|petite?s?|grande?s?|gros|grosses?|longs?|longues?|immenses?|enormes?|bons?|bonnes?|futurs?|futures?|"
    r"(?:projets?|idee|principe|systeme|usage|utilisation|formes?|nombre|installation|creation|construction|implantation|ajout|pose|"
    rf"mise en place|arrivee|developpement|ouverture|reouverture|retour|maintien|presence)(?= d)|{MAKING})"
)
"""What may stand between the cue and the thing: « contre l'installation de nouvelles caméras » is against cameras."""

NO_THING = frozenset(
    """demain moment instant fois plupart exemple fin suite heure heures jour jours nuit soir matin semaine mois ans annee
    lundi mardi mercredi jeudi vendredi samedi dimanche ici cela ceci celui celle ceux celles que qui quoi quand
    eux elle elles lui nous vous moi toi toujours tonnes double service detriment travers personne monsieur
    madame rien chose choses truc sorte genre part avis peu pas trop tant mal bien sur temps pouvoir savoir
    avoir aller etre moins bout yeux echelle place terme fait mais comme""".split()  # noqa: SIM905 - read by people
)
"""Words after a cue that are nothing one may be for or against: « pour le moment », « pas besoin d'attendre »."""

TOPIC = r"^\W*(?:(?:et|mais|bon|alors|pour|quant aux?) )?(?:le|la|les|l'|un|une|des|du|cette|ce|cet|ces|votre|vos) ?"
"""« Un local, je suis contre »: what a text names first, before a comma, is what it speaks of."""
