"""Rows of Cap Collectif exports, invented, under the headers of the platform."""

import csv
import io

BENCH = ("Un banc à l'ombre", "Près de l'école.", "<p>Les parents attendent debout,&nbsp;même l'été.</p>")
PROPOSAL = {
    "export_contribution_type": "export_contribution_type_proposal",
    "export_proposal_id": "proposal7",
    "export_proposal_published_at": "2026-03-02 20:15:12",
    "export_proposal_reference": '"1-7"',
    "export_proposal_title": BENCH[0],
    "export_proposal_summary": BENCH[1],
    "export_proposal_description": BENCH[2],
    "export_proposal_author_id": "user41",
    "export_proposal_formatted_address": "Square des Tilleuls",
    "export_proposal_address_lat": "48.1",
    "export_proposal_district_name": "Tilleuls",
}
COMMENT = PROPOSAL | {
    "export_contribution_type": "export_contribution_type_proposal_comment",
    "export_proposal_comments_id": "comment3",
    "export_proposal_comments_body": "D'accord, et un abri avec.",
    "export_proposal_comments_published_at": "2026-03-04 08:00:00",
    "export_proposal_comments_author_username": "Bleuet",
    "export_proposal_comments_author_email": "bleuet@exemple.org",
}
VOTE = PROPOSAL | {"export_contribution_type": "export_contribution_type_proposal_vote", "export_proposal_votes_id": "vote1"}
NEWS = PROPOSAL | {
    "export_contribution_type": "export_contribution_type_proposal_news",
    "export_proposal_news_id": "post2",
    "export_proposal_news_title": "Le chantier commence",
}
OPINION = {
    "export_contribution_type": "export_contribution_type_opinion",
    "export_contribution_id": "opinion5",
    "export_contribution_section_title": "Se déplacer",
    "export_contribution_title": "Des bus le dimanche",
    "export_contribution_body_text": "Le marché est loin.",
    "export_contributions_created_at": "2026-01-05 10:00:00",
    "export_contribution_trashed": "Non",
    "export_contribution_votes_count": "12",
    "export_contribution_arguments_count": "1",
}
ARGUMENT = {
    "export_contribution_type": "export_contribution_type_argument",
    "export_contribution_arguments_id": "argument8",
    "export_contribution_arguments_related_id": "opinion5",
    "export_contribution_arguments_body": "Les chauffeurs se reposent ce jour-là.",
    "export_contribution_arguments_created_at": "2026-01-06 10:00:00",
}


def export(*records, delimiter=","):
    out = io.StringIO()
    header = list(dict.fromkeys(label for record in records for label in record))
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return "\ufeff" + out.getvalue()
