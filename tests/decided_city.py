"""A workspace made by hand, without a model: four themes, a campaign, ideas that wait and what is proposed of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
from small_city import stored
from store_nouns import ATELIERS, contributions, frame

from contributions.domain import Proposal, ProposalKind, Run, Theme
from contributions.frames import IDEAS, PLACEMENTS
from contributions.settings import open_workspace
from contributions.starter import copy_starter
from contributions.steps.decision_sheet import write_sheet
from contributions.steps.standing import standing_themes

BY = ("--by", "Nadia", "--reason", "atelier du 12 mars")

SAID = {
    "T001": [
        "Le bus de 22 h est supprimé.",
        "Plus de bus après le travail.",
        "Un bus le dimanche, enfin.",
        "Le bus passe plein.",
    ],
    "T002": ["L'arrêt Zola n'a pas d'abri.", "Un banc à l'arrêt du collège.", "L'arrêt est dans le noir."],
    "T003": ["L'ascenseur est en panne.", "Le hall sent l'égout.", "La porte ferme mal.", "L'interphone est muet."],
    "T004": ["Un médecin, vite.", "La pharmacie a fermé."],
    "": ["Des punaises de lit au foyer.", "Les punaises de lit reviennent.", "Un marché le samedi."],
}
PETITION = ["Nous demandons un arrêt de bus devant le collège.", "Nous demandons un arrêt de bus devant le collège !"]
"""Copies: C90-1 and C91-1, in T002."""
TITLES = {"T001": "Bus du soir", "T002": "Arrêts", "T003": "Immeubles", "T004": "Soins"}
PROPOSALS = [
    Proposal("P1", ProposalKind.EMERGING, "Punaises de lit", ("punaises",), ("C14-1", "C15-1"), {"apart": 1.5}),
    Proposal("P2", ProposalKind.EMERGING, "Marché", ("marché",), ("C16-1",), {"apart": 1.3}),
]
PLACES = [(theme, text) for theme, texts in SAID.items() for text in texts]


def city(folder):
    """Make the workspace, and its sheet of decisions; ideas are C1-1, C2-1... in the order of `SAID`."""
    copy_starter(folder)
    rows = [(f"C{n}", theme, text, "") for n, (theme, text) in enumerate(PLACES, start=1)]
    rows += [(f"C{n}", "T002", text, "C90-1") for n, text in enumerate(PETITION, start=90)]

    def act(store):
        store.save_run(Run("R1", datetime(2026, 3, 31, 8, tzinfo=UTC), "0.1.0", "abc", stages={"themes": {"rows": "R1"}}))
        store.save_collection(ATELIERS)
        store.add_contributions(contributions(*({"id": said, "text": text} for said, _theme, text, _campaign in rows)))
        ideas = [
            {"id": f"{said}-1", "contribution": said, "end": len(text), "text": text, "nature": "constat", "campaign": campaign}
            for said, _theme, text, campaign in rows
        ]
        store.add_ideas(frame(IDEAS, *ideas))
        placed = frame(PLACEMENTS, *({"idea": f"{said}-1", "theme": theme} for said, theme, _text, _campaign in rows))
        themes = [Theme(theme, title, ("mot",), born_in="R1") for theme, title in TITLES.items()]
        themes[2] = replace(themes[2], stability=0.42, measured_at=datetime(2026, 3, 31, 8, tzinfo=UTC))
        store.save_themes("R1", themes, placed, PROPOSALS)

    opened = open_workspace(folder)
    stored(folder, act)
    stored(folder, lambda store: write_sheet(opened, store, folder / "out" / "decisions.xlsx"))
    return folder


class Desk:
    """The workspace and its workbook, just gone out; what is decided there, and elsewhere, goes by the command line."""

    def __init__(self, folder, call):
        self.folder, self.call = folder, call
        self.sheet = folder / "out" / "decisions.xlsx"

    def read(self, path, *words, by=BY):
        """Read a sheet back: the exit code, and what is said as JSON."""
        said = self.call("decide", "import", path, *by, *words, "--workspace", self.folder, "--json")
        return said.code, json.loads(said.out)

    def decide(self, *words):
        """Decide as somebody else, without the sheet."""
        said = self.call("decide", *words, "--by", "Malik", "--reason", "permanence", "--workspace", self.folder)
        assert said.code == 0, said.err

    def themes(self):
        """Give the themes as they stand, by id."""
        return {theme.id: theme for theme in stored(self.folder, standing_themes).themes}

    def placed(self):
        """Give the theme of each idea."""
        return stored(self.folder, standing_themes).placed


def kinds(done):
    """Give what was decided, of what."""
    return [(each["kind"], each["subject"]) for each in done["made"]]


def problems(done):
    """Give what was refused: the sheet, its first column, the head, the sentence."""
    return [(each["sheet"], each["about"], each["column"], each["problem"]) for each in done["refused"]]


def fill(path, *cells):
    """Fill cells of a workbook: (id of the first column, head, text); a facilitator opens it and saves it."""
    book = openpyxl.load_workbook(path)
    for subject, head, text in cells:
        for sheet in book.worksheets:
            heads = {cell.value: cell.column for cell in sheet[1]}
            rows = [row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == subject]
            if head in heads and rows:
                sheet.cell(rows[0], heads[head]).value = text
    book.save(path)
