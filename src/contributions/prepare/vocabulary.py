"""French cues: where a sentence ends, where an idea ends, what kind of saying it is. Written without accents or case.

Every pattern is read on text passed through `plain` (accents and case dropped, apostrophes straight).
"""

from __future__ import annotations

import re

ABBREVIATIONS = frozenset(
    ["m", "mm", "mme", "mmes", "mlle", "dr", "pr", "me", "st", "ste", "av", "bd", "bld", "bât", "bat", "appt", "apt", "no", "n"]
    + ["cf", "ex", "env", "tel", "tél", "min", "max", "nb", "art", "chap", "etc", "p", "pp", "vs", "ch", "all", "pl", "sq", "imp"]
)
"""A full stop after one of these ends nothing, unless « etc. » comes before a capital: « M. Diallo », « av. Foch »."""

FOLLOWS = re.compile(
    r"^(?:(?:et|mais|donc|alors|apres|puis|en fait|bref|enfin|oui|non|surtout|meme) ,? ?)?"
    r"(?:(?:ils?|elles?)\b(?! (?:faut|faudrait|faudra|y a|n'y a|n'y avait|y avait|y aurait|manque|serait|me faut|nous faut|est (?:temps|"
    r"important|necessaire|urgent|indispensable|possible|essentiel)|suffi))"
    r"|(?:ca|cela|ceci|celui|celle|ceux|celles|c'est|c'etait|ce n'est|c'est-a-dire|c'|ce qui|ce sont|ce serait)\b"
    r"|(?:du coup|resultat|donc|alors|ainsi|comme ca|parce que|parce qu'|car|pour ca|pour cela|a cause|par exemple|idem|la-bas|y compris"
    r"|sauf|meme|surtout|au moins|en tout cas|bref|voila|d'ailleurs|la preuve|preuve|conclusion|apres|apparemment|evidemment|autrement"
    r"|cette|ces|ce|la-dedans|dedans|dessus|dehors|pareil|sans (?:ca|cela|lui|elle|eux)|et encore|ou alors|sinon (?:on|les gens|ils|ca)"
    r"|lui|eux|y'en|y en|il y en|on y|on en|j'en|j'y|je l'|je les|on l'|on les|nous les|nous l'|je leur|on leur|je lui)\b)"
)
"""A sentence that opens so goes on with the one before: « Du coup il y a un canapé devant le 8 »."""

TURNS = re.compile(
    r"^(?:et |ou |mais |puis )?(?:par ailleurs|par contre|en revanche|sinon|autre chose|autre point|autre sujet|autrement|ensuite|de plus|en plus de"
    r"|et puis|et aussi|aussi ,|egalement|deuxiemement|troisiemement|premierement|dernier point|dernierement|enfin|pour finir|d'autre part"
    r"|d'une part|concernant|quant aux?|au niveau|niveau|cote|question|a propos|pour ce qui est|pour les? \w+ ,|pour la \w+ ,|autre idee"
    r"|(?:\d|un|deux|trois)[.)°])\b"
)
"""A sentence that opens so turns to something else: « Par ailleurs, ces caves seront-elles gardées ? »."""

ASKS = (
    r"(?:il |'l )?(?:nous )?(?:faut|faudrait|faudra|fallait)\b|(?:je|on|nous) (?:(?:vous )?propos\w+|demand\w+|suggere\w*|exige\w*|recommand\w+)"
    r"|(?:je|on|nous) (?:souhait\w+|voudr\w+|aimer\w+|veu\w+|voul\w+)|il serait (?:bien|bon|utile|temps|interessant|souhaitable)"
    r"|ce serait (?:bien|bon)|pourquoi (?:ne )?pas\b|et si (?:on|vous|la|nous)\b|qu'on\b|on pourrait|vous pourriez|on devrait|devrai(?:t|ent)\b"
)

JOINS = re.compile(
    r"(?:,? et aussi|,? et puis|,? et sinon|,? par contre|,? en revanche|,? et pareil pour|,? d'autre part|,? par ailleurs|,? ainsi que"
    rf"|,? et (?={ASKS})|,? et (?:en plus )?(?=il (?:manque|y a|n'y a)))\b"
)
"""Inside a sentence, where a second idea may start: « il faut des bancs et il faut des poubelles »."""

NOT_ALONE = re.compile(r"^(?:,? ?(?:et|ou|mais) )?(?:aussi |puis |sinon |surtout )?(?:que|qui|dont|si|quand|de|d'|a|pour|par|parce|car|le|la|les|en|y|ne)$")

EMPTY_WORDS = frozenset(
    """a ai aimerais alors apres assez au aussi autre aux avait avec avez avoir ayant bah beaucoup bien bof bon bonjour bravo bref c ca car ce
    cela celle celui ces cet cette chez ci comme comment cordialement courage d dans de deja depuis des deux dire dit dois doit donc dont du
    elle elles en encore enfin entre es est et etait etaient etais ete etre eu eux faire fait faut faudrait fois font grave ha hein honte
    honteux hop ici il ils j jamais je jsp juste l la le les leur leurs lui m ma mais marre me meme merci mes mettre moi moins mon n ne ni nickel
    nos notre nous nul ok on ont or ou oui par parce pas pcq peu peut plait plus pour pourquoi pouvoir pourrait qu quand que quel quelle quelqu
    quelque quelques quels qui quoi ras rien s sa sais sans se sera serait ses seulement si sinon soit sommes son sont stp suis super sur surtout
    svp t ta tant te tellement tes toi ton tous tout toute toutes tres trop tu un une urgent va vais vers veut via voila voir vont vos votre
    voudrais vous vraiment vrai y ya zut non pense ose demain jour ans fois""".split()  # noqa: SIM905 - read by people
)
"""Words without content of their own: a sentence that has only these belongs to its neighbour (« C'est honteux ! »)."""

GENERIC_WORDS = frozenset("quartier ville gens habitant personn chose problem enfant jeune mairie rue annee temps monde vie maison beauco".split())
"""Stems too common to show that two sentences speak of the same thing."""

ACTIONS = (
    "accompagner|acheter|adapter|afficher|agrandir|aider|ajouter|ameliorer|amenager|animer|arreter|arroser|associer|augmenter|autoriser|avoir|"
    "baisser|boucher|brancher|changer|chauffer|coller|concerter|construire|consulter|controler|couper|creer|demander|demolir|deplacer|developper|"
    "diminuer|donner|eclairer|eduquer|elargir|embaucher|encourager|enlever|entretenir|envoyer|equiper|eviter|expliquer|faciliter|faire|favoriser|"
    "fermer|financer|former|garder|informer|inscrire|installer|instaurer|interdire|inviter|isoler|laisser|limiter|lutter|maintenir|mettre|modifier|"
    "monter|multiplier|nettoyer|obliger|offrir|organiser|ouvrir|passer|peindre|permettre|pietonniser|planter|poser|prevoir|prevenir|prolonger|"
    "promouvoir|proposer|proteger|ralentir|ramasser|reamenager|recruter|reduire|refaire|remettre|remplacer|renforcer|renover|reparer|repeindre|"
    "replanter|repenser|respecter|retablir|revoir|rouvrir|sanctionner|securiser|sensibiliser|soutenir|stopper|supprimer|surveiller|transformer|"
    "valoriser|vegetaliser|verbaliser|vider"
)
"""A contribution that opens with one of these asks for it: « Installer des bancs »."""

IMPERATIVES = (
    "mettez|remettez|donnez|faites|refaites|arretez|ouvrez|rouvrez|laissez|installez|reparez|rendez|prenez|plantez|replantez|gardez|venez|pensez|"
    "demandez|envoyez|nettoyez|changez|enlevez|supprimez|creez|interdisez|proposez|organisez|affichez|prevenez|repondez|embauchez|passez|posez"
)
