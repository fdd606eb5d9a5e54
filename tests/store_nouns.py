"""One of each noun, for the tests of the store."""

from datetime import UTC, date, datetime

import pandas as pd

from contributions.domain import Channel, Collection, Engagement, Objective, Referential, Run, Theme, ThemeStatus
from contributions.frames import CONTRIBUTIONS, IDEAS

TEXT = "L'été, « cœur » d'îlot 🌳👩‍👧 : 40 °C. Où aller ?"
ATELIERS = Collection(
    "ateliers",
    "Ateliers",
    Channel.WORKSHOP,
    Engagement.CO_CONSTRUCTION,
    "L'Escale",
    "Centre social",
    date(2028, 12, 31),
    consent=True,
)
RUN = Run(
    "R1",
    datetime(2026, 3, 31, 8, tzinfo=UTC),
    "0.1.0",
    "abc",
    "2026-03",
    datetime(2026, 3, 31, 9, tzinfo=UTC),
    {"use": "use:1"},
    {"é.csv": "00"},
    {"themes": {"rows": "R1", "seconds": 1.5, "problems": {}}},
    "thèmes : rien",
)
THEMES = [
    Theme("T001", "Été, arbres", ("été", "arbres"), ThemeStatus.ACTIVE, "", "machine", ("C1-1",), "R1"),
    Theme("T002", "Bancs", (), ThemeStatus.RETIRED, "T001", "person", (), "R1", stability=2 / 3, measured_at=RUN.started_at),
]
CONTRACT = Referential(
    "contrat",
    "Contrat",
    "contrat de ville",
    (
        Objective("contrat", "2", "Nature"),
        Objective("contrat", "1.1", "Arbres", "Planter", "2", "Ville", ("ombre", "été"), transversal=True, quartiers=("Quais",)),
    ),
    "Préfecture",
    date(2024, 7, 1),
    date(2030, 12, 31),
)
CONVENTION = Referential("convention", "Convention", "convention citoyenne", (Objective("convention", "2", "Fraîcheur"),))


def frame(schema, *rows):
    blank = {column: {"int64": 0, "float64": 0.0}.get(dtype, "") for column, dtype in schema.columns.items()}
    return schema.check(pd.DataFrame([blank | row for row in rows], columns=list(schema.columns)))


def contributions(*rows):
    usual = {"collection": "ateliers", "file": "a.csv", "text": TEXT, "fate": "kept", "said_on": "2026-03-12"}
    return frame(CONTRIBUTIONS, *(usual | row for row in rows))


def filled(store):
    """Write one of everything."""
    store.save_run(RUN)
    store.save_collection(ATELIERS)
    store.add_contributions(contributions({"id": "C1"}, {"id": "C2", "fate": "duplicate", "duplicate_of": "C1"}))
    store.add_ideas(frame(IDEAS, {"id": "C1-1", "contribution": "C1", "end": 5, "text": TEXT[:5], "nature": "constat"}))
    return store
