"""What « themes proposals » shows: one sentence that says why, then words and quotations."""

from __future__ import annotations

from typing import Any

from contributions.cli.lives import flat
from contributions.language import _
from contributions.steps.proposal_words import why_proposed


def show_proposals(rows: list[dict[str, Any]]) -> None:
    """Show what is proposed, with what speaks for it."""
    if not rows:
        print(_("Aucune proposition ouverte."))
    for row in rows:
        print(why_proposed(row))
        for theme in row["themes"]:
            if theme["touched"]:
                print(_("  Des personnes ont déjà décidé de {theme}.").format(theme=theme["id"]))
        if row["keywords"]:
            print(_("  Mots : {words}").format(words=", ".join(row["keywords"])))
        for quotation in row["quotations"]:
            print(_("  « {text} » ({idea})").format(text=flat(quotation["text"]), idea=quotation["idea"]))
