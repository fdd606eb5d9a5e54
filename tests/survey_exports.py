"""Answers to surveys as each tool exports them, in CSV or in a spreadsheet; everything in them is invented."""

import csv
import io

from source_files import workbook

CHANGE = "Que faudrait-il changer dans votre rue ?"
SAID = ["Des bancs à l'ombre devant l'école", "Un passage piéton près du marché", "Rien du tout, je suis bien ici"]
WHO = ["Odette Inventée", "Bleu Ciel", "Jean Imaginaire"]
SECRETS = ("Odette", "Bleu", "Imaginaire", "exemple.test", "192.0.2", "Mozilla", "48.5")
STAMPS = ("2026/03/04 10:05:07 PM UTC+1", "2026/03/05 9:00:00 AM UTC+1", "2026/03/05 9:10:00 AM UTC+1")


def in_csv(rows, delimiter=",", *, quoted=False, mark=""):
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return (mark + out.getvalue()).encode()


def in_xlsx(rows):
    return workbook(**{"Réponses au formulaire 1": rows})


def google(stamp="Horodateur", stamps=STAMPS):
    header = [
        stamp,
        "Adresse e-mail",
        CHANGE,
        "Que fréquentez-vous ?",
        "Votre nom ?",
        "Commentaires libres",
        "Votre tranche d'âge",
    ]
    rows = [
        [stamps[n], "p@exemple.test", SAID[n], "Le marché;La piscine", WHO[n], f"Merci d'avoir demandé, numéro {n}", "30-44 ans"]
        for n in range(3)
    ]
    return [header, *rows, [stamps[0], "p@exemple.test", "", "Le marché", "", "", ""]]


def microsoft():
    header = [
        "ID",
        "Heure de début",
        "Heure de fin",
        "Adresse de messagerie",
        "Nom",
        CHANGE,
        "Votre âge",
        "Que fréquentez-vous ?",
    ]
    times = ["2026-03-04 18:30:00", "2026-03-04 18:35:00"]
    rows = [[n + 1, *times, "p@exemple.test", WHO[n], SAID[n], 34, "Le marché;La piscine;"] for n in range(3)]
    return [header, *rows]


def framaforms():
    details = ["Séquentiel", "SID", "Heure de soumission", "Brouillon", "Adresse IP", "UID", "Nom d'utilisateur"]
    title = ["Vivre ici", *[""] * (len(details) + 4)]
    groups = ["Détails de la soumission", *[""] * (len(details) - 1), "Comment venez-vous ?", "", "", "", ""]
    header = [*details, "À vélo", "En bus", CHANGE, "Votre âge", "Votre nom ?"]
    sent = ["04/03/2026 18:30", "Non", "192.0.2.7", 0, "Anonyme"]
    rows = [[n + 1, 700 + n, *sent, "X", "X" if n else "", SAID[n], 34, WHO[n]] for n in range(3)]
    return [title, groups, header, *rows]


def typeform():
    header = ["#", "Le marché", "La piscine", "Other", CHANGE, "Tu as :", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    beside = ["La bibliothèque", "Je ne sors plus depuis que le bus est supprimé", ""]
    last = ["Entre 25 et 34 ans", "2026-03-04 09:00:00", "2026-03-04 09:05:00", "3f9b"]
    rows = [[f"jeton{n}", "Le marché" if n else "", "La piscine", beside[n], SAID[n], *last] for n in range(3)]
    return [header, *rows]


LIME_OWN = {
    "id": "ID de la réponse",
    "submitdate": "Date de soumission",
    "lastpage": "Dernière page",
    "startlanguage": "Langue de départ",
    "seed": "Tête de série",
    "startdate": "Date de lancement",
    "datestamp": "Date de la dernière action",
    "ipaddr": "Adresse IP",
    "refurl": "URL de référence",
}
LIME_ASKED = {
    "G01Q01": f"<p>{CHANGE}</p>",
    "G01Q02[SQ001]": "Comment venez-vous ? [À vélo]",
    "G01Q02[SQ002]": "Comment venez-vous ? [En bus]",
    "G01Q02[other]": "Comment venez-vous ? [Autre]",
    "G01Q03": "Quel est votre âge ?",
    "G01Q04": "Laissez votre e-mail si vous voulez être recontacté",
    "G01Q05": "Et pour les enfants ?",
}


def lime(headings="both", date="2026-03-04 18:30:00"):
    texts = LIME_OWN | LIME_ASKED
    header = {"codes": list(texts), "full": list(texts.values()), "both": [f"{code}. {text}" for code, text in texts.items()]}
    beside = ["À pied, parce que le bus ne passe plus", "À cheval", ""]
    own = [date, 4, "fr", 99, date, date, "192.0.2.7", "https://exemple.test"]
    rows = [[n + 1, *own, f"{SAID[n]}\nmerci", "Oui", "Non", beside[n], 34, "p@exemple.test", "N/A"] for n in range(3)]
    return [header[headings], *rows]


def kobo():
    by = "Comment venez-vous et/ou repartez-vous ?"
    header = ["start", "end", "username", "Vous/Quel est votre âge ?", "Vous/Quartier", by, f"{by}/À vélo", f"{by}/En bus"]
    header += ["Autre (précisez)", CHANGE, "Où êtes-vous ?", "_Où êtes-vous ?_latitude", "_id", "_uuid", "_submission_time"]
    header += ["_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index"]
    asked = [
        "2026-03-04T09:00:00.000+01:00",
        "2026-03-04T09:10:00.000+01:00",
        "Odette",
        34,
        "tilleuls",
        "À vélo En bus",
        1,
        1,
        "",
    ]
    last = ["2026-03-06T08:00:00", "", "Odette", "submitted_via_web", "Odette", ""]
    rows = [[*asked, SAID[n], "48.5 2.3 0 0", "48.5", n, f"uuid-{n}", *last, n + 1] for n in range(3)]
    return [header, *rows]


def kobo_repeats():
    header = ["Que voyez-vous ici ?", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
    told = ["Un trottoir très abîmé par les racines", "Des jeux barrés depuis l'automne", "Un banc que tout le monde apprécie"]
    return [header, *([told[n], n + 1, "Visite", [1, 1, 3][n], 0, ""] for n in range(3))]


def sphinx():
    names = ["CLE", "DATE_SAISIE", "Q1_sexe", "Q2_age", "Q3", "Q4_venue", "Q5_nom"]
    asked = ["", "", "Vous êtes :", "Quel est votre âge ?", CHANGE, "Comment venez-vous ?", "Votre nom ?"]
    rows = [[f"c{n}", "04/03/2026", "Une femme", 34, SAID[n], "À vélo ; En bus", WHO[n]] for n in range(3)]
    return [names, asked, *rows]
