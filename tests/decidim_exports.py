"""The open data of an invented Decidim platform, with names that must be kept nowhere."""

import csv
import io

NAMES = ("Odile Vautrin", "Rosalinde Peyrot", "Basile Quentin", "Club des Érables", "mireille_84", "Hyacinthe Morel")
"""An author, two endorsers, a group, a nickname, the author of a comment."""
IP = "9f86d081884c7d659a2feaa0c55ad015"
SITE = "https://ville.example"
PLACE = f"{SITE}/processes/quartiers/f"

PROPOSAL = {
    "id": "7",
    "author/id": "41",
    "author/name": NAMES[0],
    "author/url": f"{SITE}/profiles/{NAMES[4]}",
    "taxonomies/ids": "2, 12",
    "component/id": "5",
    "title/fr": "Des bancs",
    "title/machine_translations/es": "Unos bancos",
    "body/fr": "<p>Il manque des bancs à l'ombre devant l'école.</p>",
    "address": "place du Marché",
    "state": "accepted",
    "answer/fr": "<p>Douze bancs seront posés.</p>",
    "endorsements/user_endorsements": f"{NAMES[1]}, {NAMES[2]}",
    "published_at": "2026-01-17 10:38:20 UTC",
    "url": f"{PLACE}/5/proposals/7",
    "meeting_urls": "",
    "related_proposals": "",
    "withdrawn": "false",
}
COMMENT = {
    "id": "90",
    "created_at": "2026-03-02 20:15:12 UTC",
    "body": "Oui, et près de l'arrêt de bus aussi.",
    "locale": "fr",
    "author/id": "8",
    "author/name": NAMES[5],
    "alignment": "1",
    "depth": "0",
    "user_group/id": "3",
    "user_group/name/fr": NAMES[3],
    "commentable_id": "7",
    "commentable_type": "Decidim::Proposals::Proposal",
    "root_commentable_url": f"{PLACE}/5/proposals/7",
}
REPLY = COMMENT | {
    "id": "91",
    "body": "D'accord avec vous, surtout en été.",
    "depth": "1",
    "commentable_id": "90",
    "commentable_type": "Decidim::Comments::Comment",
}
MEETING = {
    "id": "4",
    "author/name": NAMES[0],
    "taxonomies/ids": "2",
    "component/id": "6",
    "title/fr": "Réunion publique des Tilleuls",
    "description/fr": "<p>Venez nombreux !</p>",
    "start_time": "2026-02-03 18:00:00 UTC",
    "end_time": "2026-02-03 20:00:00 UTC",
    "attendees": "30",
    "address": "centre social L'Escale",
    "attending_organizations": NAMES[3],
    "url": f"{PLACE}/6/meetings/4",
    "closing_visible": "true",
    "closing_report/fr": "<p>Les habitants demandent des bancs.</p><p>Le bus passe trop rarement.</p>",
}
RESULT = {
    "id": "12",
    "taxonomies/ids": "2",
    "title/fr": "Plan bancs publics",
    "description/fr": "<p>La ville installe douze bancs et plante des arbres.</p>",
    "status/name/fr": "En cours",
    "progress": "40.0",
    "created_at": "2026-05-02 08:00:00 UTC",
    "url": f"{PLACE}/9/results/12",
    "component/id": "9",
    "proposal_urls": f"{PLACE}/5/proposals/7, {PLACE}/5/proposals/8",
}
BUS = RESULT | {"id": "13", "title/fr": "Réseau de bus", "url": f"{PLACE}/9/results/13", "proposal_urls": ""}
TAXONOMIES = [
    {"id": "1", "name/fr": "Quartiers", "parent_id": "", "is_root": "true"},
    {"id": "2", "name/fr": "Les Tilleuls", "parent_id": "1", "is_root": "false"},
    {"id": "12", "name/fr": "Cadre de vie", "parent_id": "", "is_root": "true"},
]
USER = {"id": "41", "name": NAMES[0], "nickname": NAMES[4], "about": "", "direct_messages_enabled": "true"}
MODERATION = {"id": "1", "reported_url": "x", "reportable_type": "Decidim::X", "reported_content": NAMES[2]}
PAGE = {"id": "2", "title/fr": "Accueil", "body/fr": "Bonjour", "component/id": "1", "participatory_space/id": "3", "url": "x"}
OTHER = PROPOSAL | {
    "id": "8",
    "title/fr": "Le bus du soir",
    "body/fr": "Le bus ne passe plus après vingt heures, il faudrait le prolonger.",
    "taxonomies/ids": "",
    "answer/fr": "",
    "url": f"{PLACE}/5/proposals/8",
}


def as_csv(*records, delimiter=";"):
    """Write records as the platform does: the header is the union of their fields, in the order they come."""
    buffer = io.StringIO()
    labels = list(dict.fromkeys(field for record in records for field in record))
    writer = csv.DictWriter(buffer, labels, delimiter=delimiter, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(records)
    return buffer.getvalue()


def open_data():
    """Give the files of the whole zip, by name."""
    files = {
        "proposals": as_csv(PROPOSAL, OTHER),
        "proposal_comments": as_csv(COMMENT, REPLY),
        "meetings": as_csv(MEETING, MEETING | {"id": "5", "closing_report/fr": "", "url": f"{PLACE}/6/meetings/5"}),
        "results": as_csv(RESULT, BUS),
        "taxonomies": as_csv(*TAXONOMIES),
        "users": as_csv(USER),
        "moderations": as_csv(MODERATION),
        "pages": as_csv(PAGE),
        "metrics": "\n",
    }
    named = {f"ville.example-open-data-{entity}.csv": content for entity, content in files.items()}
    return named | {"README.md": "# Open Data files for Ville\n\n## Core\n\n### proposals\n"}
