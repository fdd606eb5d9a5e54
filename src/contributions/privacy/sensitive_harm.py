"""What tells an offence, accuses somebody who can be recognised, or calls for help."""

from __future__ import annotations

from contributions.privacy import sensitive_words as w
from contributions.privacy.sensitive_frames import Rule

HARM = (
    Rule(
        "infraction", "<i_am> <words>", w.JUDGED, ("Je suis sous contrôle judiciaire.",), ("Nous sommes condamnés à attendre.",)
    ),
    Rule(
        "infraction",
        "(?:<who><tail>(?:<is>| a ete| ont ete| a deja ete| sort)|j ai ete|j etais) (?:de )?<words>",
        w.JUDGED + "|prison .",
        ("Mon fils est en prison.",),
        ("Ma fille a été condamnée à attendre le bus.",),
    ),
    Rule(
        "infraction",
        r"(?:\b(?:j|je)|<who><tail>|<note>)(?: \w+){0,2}? (?:sors|sort|sorti|sortie|sortir|fait|fais|revient|faire)"
        r"(?: (?:de|la|un|deux|trois|quatre|cinq|six|dix|\d+|an|ans|mois|des|petite?))* <words>",
        "prison .|taule .|tig|garde a vue|detention",
        ("Je sors de prison.", "Mon fils a fait six mois de prison."),
        ("Il faut faire des travaux.",),
    ),
    Rule(
        "infraction",
        r"(?:\bje|\bj ai|<who><tail>|<kin>)(?: (?:a|me suis|s est|suis|est|deja))* <words>",
        "purge (?:ma|sa|une) peine|fini (?:ma|sa) peine|fait (?:choper|arreter|serrer|attraper|prendre) (?:avec|"
        "par la police|pour|a voler)|"
        "passee? (?:au tribunal|en correctionnelle|devant le juge)|eu affaire a la justice|pris (?:du sursis|"
        "\\w+ (?:mois|ans) (?:ferme|de prison))",
        ("J'ai purgé ma peine.",),
        ("Mon fils s'est fait renverser.",),
    ),
    Rule(
        "infraction",
        r"(?:<i_have>|<who><tail> (?:a|ont|porte|avait)|je porte)(?: un| le| son| du| deja)* <words>",
        "casier|bracelet electronique|sursis .",
        ("j'ai un casier",),
        ("On veut un casier par élève.",),
    ),
    Rule(
        "infraction",
        r"(?:\b(?:je|nous)|<kin>)(?: \w+)? (?:fume|fumes|deale|vends|vend|consomme|prends|prend|revends|revend)"
        r"(?: (?:du|de la|des|un|mon|de))+ <words>",
        w.DRUGS,
        ("Je fume du shit.",),
        ("Les jeunes fument du shit dans le hall.",),
    ),
    Rule(
        "infraction",
        r"(?:\bje|\bj ai|<kin>(?: a)?) (?:<words>)",
        "deale .|volais|vole dans|(?:travaille|bosse|bosser|travailler) au noir|conduis sans permis|fraude .",
        ("Je bosse au noir.",),
        ("Mon fils travaille au garage.",),
    ),
    Rule(
        "accusation",
        "<other><tail><gap> <words>",
        w.OFFENCES,
        ("[personne] vole dans les caves.",),
        ("Le gardien frappe aux portes.",),
    ),
    Rule(
        "accusation",
        "<other><tail><gap> (?:a|ont|avait|avaient|aurait)(?: (?:deja|aussi|encore|bien))? <words>",
        w.OFFENDED,
        ("C'est [personne] qui a brûlé les poubelles.",),
        ("[personne] a été volée.", "[personne] s'est fait voler son sac."),
    ),
    Rule(
        "accusation",
        r"(?:<other><tail><gap>|c)(?:<is>| sont| est)(?: une?| des| qu une?| un vrai| rien d autre qu une?)? <words>",
        w.OFFENDERS,
        ("M. [personne] est un dealer.", "Le maire est un voleur."),
        ("Mon voisin est le plus gentil.",),
    ),
    Rule(
        "accusation",
        r"<other><tail><gap> (?:vend|vendent|revend|refourgue|cache|stocke|livre)(?: (?:de la|du|des|sa|son|de l))* <words>",
        w.DRUGS + "|alcool aux mineurs",
        ("Mon voisin vend de la drogue.",),
        ("[personne] vend des gâteaux.",),
    ),
    Rule(
        "accusation",
        r"<words>(?: \w+){0,4} c est (?:encore |toujours )?<other>",
        "trafic|deal|vols|vol|incendie|degradations|poubelles brulees|tags",
        ("Le trafic au 14 c'est [personne].",),
        ("Le problème c'est le gardien absent.",),
    ),
    Rule(
        "accusation",
        "(?:c est (?:encore |toujours )?)?<other>(?: ,)? (?:le|la|ce|cette|cet|les|ces|sale|espece de) (?:gros |"
        "grosse |vrai )?<words>",
        w.OFFENDERS,
        ("C'est [personne] le voleur.",),
        ("[personne] la bénévole.",),
    ),
    Rule(
        "accusation",
        r"§(?: \w+| ,){0,5}? (?:roi|artiste|champion|specialiste|baron|chef|expert|patron|caid)(?: du| de la| des| de|"
        r" d)+ <words>",
        "trafic|deal|vol|vols|magouille|arnaque|combine|racket",
        ("[personne], roi du trafic de pneus",),
        ("[personne] a dénoncé le trafic de drogue.",),
    ),
    Rule(
        "accusation",
        r"<words>(?: (?:de|du|d|des|la|le|fils|fille|famille|m|mme|monsieur|madame|\.))+ §",
        "trafic|magouille|rackets?|arnaque|vols",
        ("Stop au trafic de [personne].",),
    ),
    Rule(
        "détresse",
        r"(?:\b(?:je|j|me|m)\b|<kin>|<note>|personne|pour)(?: \w+| ,){0,8}? <words>",
        "suicid*|(?:veux|voulais|vais|envie d|pense a|voulu|preferer) en finir(?! avec (?!la vie|ma vie|cette vie|tout)) .|"
        "(?:veux|voulais|voudrais|envie de|preferer*|pense a) mourr?ir(?! de) .|(?:veux|envie de) crever|"
        "plus (?:envie|la force) de vivre|"
        "veux plus vivre|mieux morte? .|foutre en l ?air|fous en l ?air|me jeter (?:sous|par|du|dans) .|me pendre|"
        "mettre fin a (?:mes|ses|leurs) jours|"
        "pense a (?:me|se) tuer|voulu (?:me|se) tuer|idees noires|me scarifi*|me faire du mal|(?:autant|veux|"
        "voudrais|envie de) disparaitre|envie d en finir|vais me tuer(?! (?:a|au)) .|plus gout a (?:rien|la vie)|"
        "peur au ventre|bout du rouleau|pens* (?:\\w+ )?au suicide",
        ("Je veux mourir.", "je pense au suicide"),
        ("Cette route est un suicide.", "Je veux en finir avec ces poubelles."),
    ),
    Rule(
        "détresse",
        "<words>",
        "tentative de suicide|autant disparaitre|envie d en finir|plus gout a (?:rien|la vie)|s est suicid*|"
        "s est pendue?|s est jetee? (?:du|par|sous)|s est donne la mort|ote la vie|"
        "(?:je )saute (?:du pont|du toit|par la fenetre|du balcon|dans le vide)|se laisse* mourir|idees suicidaires|"
        "avale (?:des|tous mes|les) (?:cachets|medicaments|comprimes)|(?:me|nous) regrettera|"
        "manquerai(?:s)? a personne|"
        "ouvert les veines|taillade les veines|se scarifi*",
        ("Son fils s'est suicidé.",),
        ("Le bus saute l'arrêt du pont.",),
    ),
    Rule(
        "détresse",
        r"(?:pere|mere|mari|compagnon|copain|conjoint|ex|oncle|parents|fils|frere|belle mere|il|elle|"
        r"on)(?: \w+){0,1}? (?:me|m|nous|la|l|le|les|lui)"
        r"(?: a| ont)? <words>",
        w.BLOWS,
        ("Mon mari me frappe.", "Son père le cogne."),
        ("On nous vole nos vélos.", "Le chien me fait peur."),
    ),
    Rule(
        "détresse",
        r"(?:beau pere|pere|oncle|frere|grand pere|coach|voisin|cousin|educateur) (?:me|la|le|les) <words>",
        "touche|toucher|tripote|caresse|attouche",
        ("Mon oncle me touche.",),
        ("Ce projet me touche.",),
    ),
    Rule(
        "détresse",
        "(?:peur|fuir|fuis|fui|echapper a|enfuie|violent|violence)(?: de| avec)? (?:mon|ma|son) <words>|(?:mon|"
        "son) <words>(?: \\w+)? "
        "(?:violent|a retrouve mon|me suit|me surveille|me traque|me suivait|m attend en bas|m interdit|me terrorise)",
        "mari|ex|conjoint|compagnon|copain|pere|beau pere|frere|fils",
        ("J'ai peur de mon mari.", "Mon conjoint est violent."),
        ("J'ai peur de mon ombre.",),
    ),
    Rule(
        "détresse",
        "(?:je me suis|<who><tail>(?: s est| se sont| se)|m etre|<note> s etre|je me|elle s est|"
        "il s est) (?:deja )?(?:fait|font|faire) <words>",
        w.ATTACKED,
        ("Je me suis fait agresser dans le hall.",),
        ("[personne] s'est fait voler son sac.",),
    ),
    Rule(
        "détresse",
        "(?:j ai ete|je suis|(?:<who><tail>|elle|<note>)(?: a ete| est| avoir ete| etre)) (?:aussi |deja )?<words>",
        w.ATTACKED,
        ("J'ai été agressée dans le parc.",),
        ("La place est abusivement occupée.",),
    ),
    Rule(
        "détresse",
        r"(?:enfants?|petite?s?|gosses?|bebe|gamin\w*|fille|fillette|garcon|eleve|elle|il)(?: \w+| ,){0,5}? (?:a|ont|"
        r"avec|plein de|couverte?s? de)"
        r"(?: (?:des|de|les|plein|toujours|souvent))* <words>",
        "bleus|marques sur (?:les|le)|hematome|traces de coups|oeil au beurre noir|brulures? de cigarette",
        ("La petite a des marques sur les bras.",),
        ("Les enfants ont des vestes bleues.",),
    ),
    Rule(
        "détresse",
        r"(?:j ai ete|je me suis fait|<who> a ete|elle a ete)(?: \w+){0,3}? <words>",
        "attrapee?|suivie? (?:jusqu|dans|par un)|coincee? (?:dans|par|contre)|pelote*|touchee? par|poursuivie?|plaquee?",
        ("J'ai été attrapée dans le tunnel.",),
        ("J'ai été bien suivie par la mission locale.",),
    ),
    Rule(
        "détresse",
        r"(?:enfants?|petits?|petite|gosses?|bebe|gamins?|fille|fillette|garcon)(?: \w+| ,){0,9}? (?:est|sont|se fait|"
        r"se font|laisse|laisses|"
        r"laissee)(?: \w+)? <words>",
        "battue?s? .|maltrait*|frapp*|viole*|abuse*|tabass*|affame|sans manger|attaches|seule?s? (?:la|toute la|toutes les) nuit",
        ("Les petits du 2e sont maltraités.",),
        ("Les enfants sont à l'étroit.",),
    ),
    Rule(
        "détresse",
        r"(?:\b(?:je suis|j ai ete|je subis|j ai subi|je vis|avoir (?:ete|subi)|subir)|<who>(?: est| a ete| subit|"
        r" a subi))(?: \w+){0,2}? "
        r"(?:de |des |d |du )*<words>",
        "violences? conjugale|violences?|coups .|viol .|inceste|harcelement|attouchement|agression",
        ("Je suis victime de violences.",),
        ("Un lieu pour les femmes victimes de violences.",),
    ),
)
