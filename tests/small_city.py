"""A small workspace made of hand-written answers of the demo, and what is asked of it."""

import csv
import io
from functools import cache

import pandas as pd
import sqlalchemy as sa

from contributions.settings import FILE_NAME, bundled, open_workspace
from contributions.starter import copy_starter
from contributions.steps import run_all
from contributions.store import open_store
from contributions.store.tables import metadata

SUBJECTS = ("proprete-dechets", "transports-bus", "acces-soins", "jeunes-activites")
SECRETS = ["fatou.camara@exemple.fr", "06 12 34 56 78", "0612345678", "Fatoumata Camara", "Camara", "18 rue des Glycines"]
PERSONAL = [
    "Je suis Mme Fatoumata Camara, il faudrait réparer la porte du hall qui ferme mal.",
    "Appelez-moi au 06 12 34 56 78 ou écrivez à fatou.camara@exemple.fr pour parler des rats dans les caves.",
    "J'habite 18 rue des Glycines et le chauffage est coupé depuis un mois.",
]
NUMBER = "0612345678 : rappelez-moi pour la fuite d'eau de l'escalier, merci beaucoup."
USUAL = '[embed]\nmodel = "use"\nsecond = ""\n'


@cache
def rows():
    """Give the answers, (text, day): hand-written ones of four themes of the demo in March, then personal ones in May."""
    with (bundled("data/demo") / "gold.csv").open(encoding="utf-8", newline="") as file:
        gold = [(line["theme"], line["text"]) for line in csv.DictReader(file, delimiter=";")]
    said = [[text for theme, text in gold if theme == subject and 30 < len(text) < 200][:14] for subject in SUBJECTS]
    texts = list(dict.fromkeys(text for each in said for text in each))
    assert len(texts) >= 50
    return [*((text, "2026-03-12") for text in texts), *((text, "2026-05-20") for text in [*PERSONAL, NUMBER])]


def as_csv(answers):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(["Identifiant", "Date", "Avis"])
    writer.writerows((number, day, text) for number, (text, day) in answers)
    return buffer.getvalue()


def numbered():
    return list(enumerate(rows(), start=1))


def workspace(folder, answers=None, *, contract=True, stability=False):
    """Make a workspace: the starter's minutes, and a table of answers; how stable its themes are takes some seconds."""
    copy_starter(folder)
    settings = (folder / FILE_NAME).read_text(encoding="utf-8")
    if not contract:
        settings = settings[: settings.index("[[referential]]")] + settings[settings.index("[[collection]]") :]
    if not stability:
        settings = settings.replace("[themes]\n", "[themes]\nstability = false\n")
    (folder / FILE_NAME).write_text(settings + USUAL, encoding="utf-8")
    (folder / "sources" / "reponses.csv").write_text(as_csv(answers or numbered()), encoding="utf-8")
    return folder


def done(folder, **options):
    opened = open_workspace(folder)
    store = open_store(opened.database_url)
    try:
        return run_all(opened, store, **options)
    finally:
        store.close()


def stored(folder, act):
    store = open_store(open_workspace(folder).database_url)
    try:
        return act(store)
    finally:
        store.close()


def tables_of(folder, *, but=()):
    engine = sa.create_engine(open_workspace(folder).database_url)
    with engine.connect() as connection:
        found = {name: sorted(map(str, connection.execute(sa.select(table)))) for name, table in metadata.tables.items()}
    engine.dispose()
    return {name: lines for name, lines in found.items() if name not in but}


def drawn(folder):
    """Give what a reader sees, without the names of runs: ideas, themes, placements, matches."""

    def act(store):
        last = {
            stage: [run.stages[stage]["rows"] for run in store.runs() if stage in run.stages][-1] for stage in ("themes", "match")
        }
        themes = [(each.id, each.title, each.keywords, each.quotations) for each in store.themes(last["themes"])]
        return [
            store.contributions().drop(columns=["position"]),
            store.ideas(),
            store.placements(last["themes"]).round(6),
            store.matches(last["match"]).round(6),
            pd.DataFrame(themes, columns=["id", "title", "keywords", "quotations"]),
        ]

    return stored(folder, act)


def assert_same(one, other):
    for left, right in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(left, right, check_exact=False, atol=1e-4)
