"""A workspace made by hand, without a model: contributions, what was derived from them, and the files that were received."""

import json
import re
import zipfile
from datetime import UTC, date, datetime

import numpy as np
from small_city import stored
from store_nouns import CONTRACT, contributions, frame

from contributions.domain import Collection, Proposal, ProposalKind, Run, Source, Theme
from contributions.embed import content_hash
from contributions.frames import IDEAS, MATCHES, PLACEMENTS
from contributions.settings import FILE_NAME, open_workspace
from contributions.starter import copy_starter
from contributions.steps import run_step, start_run
from contributions.store import open_store
from contributions.store.erasing import words_kept
from contributions.store.vectors import VectorShards

FOUNTAIN = "La fontaine de la place Zola est gelée depuis trois semaines. Plus de bancs à l'ombre, s'il vous plaît !"
BENCHES = "Plus de bancs à l'ombre, s'il vous plaît ! Et des arbres devant la pharmacie du mail."
SCHOOL = "Les vélos roulent trop vite près de l'école, la place Zola est dangereuse le matin."
OLD = "L'ascenseur du bâtiment « Mimosa » & l'interphone sont en panne depuis l'été d'avant."
GONE = ["fontaine de la place Zola est gelée", "gelée depuis trois semaines", "fontaine gelée"]
"""What only C1 and C2 say; « place Zola » and « plus de bancs à l'ombre » are said by others too."""
STAYS = ["Plus de bancs à l'ombre", "vélos roulent trop vite", "place Zola est dangereuse"]
IDEA_TEXTS = {
    "C1-1": ("C1", FOUNTAIN[:61]),
    "C1-2": ("C1", FOUNTAIN[62:]),
    "C3-1": ("C3", BENCHES[:42]),
    "C3-2": ("C3", BENCHES[43:]),
    "C4-1": ("C4", SCHOOL),
    "C5-1": ("C5", OLD),
}
THEMES = [
    Theme("T001", "Fontaine gelée, place", ("fontaine gelée", "place", "zola"), quotations=("C1-1", "C4-1"), born_in="R1"),
    Theme("T002", "Bancs, ombre", ("bancs", "ombre", "arbres"), quotations=("C1-2", "C3-1"), born_in="R1"),
    Theme("T003", "Bassin", ("ascenseur",), title_origin="person", quotations=("C5-1",), born_in="R1"),
]
PROPOSALS = [
    Proposal("P1", ProposalKind.EMERGING, "Fontaine gelée, place", ("fontaine gelée", "place"), ("C1-1", "C4-1"), {"apart": 1.5}),
    Proposal("P2", ProposalKind.EMERGING, "Fontaine", ("fontaine",), ("C1-1",), {"apart": 2.0}),
]
MODEL = "essai:1"


def city(folder, url=""):
    """Make the workspace, with its reports; the database is in `var/`, or where it is said to be."""
    copy_starter(folder)
    path = folder / FILE_NAME
    path.write_text((f'database_url = "{url}"\n' if url else "") + path.read_text(encoding="utf-8"), encoding="utf-8")
    _sources(folder / "sources")
    opened = open_workspace(folder)
    store = open_store(opened.database_url)
    _rows(store)
    for run in ("R1", "R2"):
        _derived(store, run)
    VectorShards(opened.vectors, MODEL).add(*vectors_of([text for _, text in IDEA_TEXTS.values()]))
    run_step(opened, store, start_run(opened, store), "report")
    store.close()
    return folder


def vectors_of(texts):
    """Give the hashes of texts, and a vector of each that no other has."""
    hashes = list(dict.fromkeys(content_hash(text) for text in texts))
    return hashes, np.stack([np.random.default_rng(int(each[:8], 16)).random(8, dtype=np.float32) for each in hashes])


def _rows(store):
    store.save_collection(Collection("ateliers", "Ateliers", keep_until=date(2999, 12, 31)))
    store.save_collection(Collection("lettres", "Lettres", keep_until=date(2020, 1, 1)))
    for name in ("a.csv", "b.csv", "avis-de-mme-durand.txt"):
        store.save_source(Source(name, f"{name} 00", "tabular", "parce que", "ateliers"))
    store.add_contributions(
        contributions(
            {
                "id": "C1",
                "text": FOUNTAIN,
                "native_id": "n1",
                "session": "Square aux huit tilleuls",
                "quartier": "Quais",
            },
            {"id": "C2", "text": FOUNTAIN, "file": "b.csv", "fate": "duplicate", "duplicate_of": "C1", "age_band": "75+"},
            {"id": "C3", "text": BENCHES, "native_id": "n3"},
            {"id": "C4", "text": SCHOOL, "file": "b.csv", "position": 3},
            {"id": "C5", "text": OLD, "file": "avis-de-mme-durand.txt", "collection": "lettres"},
            {"id": "C6", "text": "", "file": "b.csv", "fate": "rejected", "reason": "texte vide"},
        )
    )
    rows = [
        {"id": idea, "contribution": said, "start": whole.index(text), "end": whole.index(text) + len(text), "text": text}
        for idea, (said, text) in IDEA_TEXTS.items()
        for whole in [{"C1": FOUNTAIN, "C3": BENCHES, "C4": SCHOOL, "C5": OLD}[said]]
    ]
    store.add_ideas(frame(IDEAS, *({"nature": "constat", **row} for row in rows)))


def _derived(store, run):
    problem = f"themes : « {FOUNTAIN[:61]} »" if run == "R1" else ""
    stages = {"ingest": {"problems": {"x.csv": f"colonnes vues : {FOUNTAIN}"}, "read": 6}}
    store.save_run(Run(run, datetime(2026, 3, int(run[1]), tzinfo=UTC), "0.1.0", "abc", stages=stages, problem=problem))
    placed = {"C1-1": "T001", "C4-1": "T001", "C1-2": "T002", "C3-1": "T002", "C3-2": "T002", "C5-1": "T003"}
    places = frame(PLACEMENTS, *({"idea": i, "theme": t, "strength": 0.5} for i, t in placed.items()))
    store.save_themes(run, THEMES, places, PROPOSALS)
    lines = [
        {"subject": "C1-1", "objective": "contrat/1.1", "evidence": "fontaine gelée", "zone": "proposed"},
        {"subject": "C3-1", "objective": "contrat/1.1", "evidence": "ombre", "zone": "proposed"},
        {"subject": "T001", "objective": "contrat/1.1", "evidence": "C1-1", "zone": "review"},
    ]
    store.save_matches(run, [CONTRACT], frame(MATCHES, *lines))


def _sources(folder):
    """Write originals: two that say it by their words (one in an archive), one by its name, one that does not."""
    (folder / "ancien.csv").write_bytes(f"id;avis\nn1;{FOUNTAIN}\nn3;{BENCHES}\n".encode("cp1252"))
    (folder / "avis-de-mme-durand.txt").write_text("Autre chose.", encoding="utf-8")
    (folder / "velos.txt").write_text(SCHOOL, encoding="utf-8")
    with zipfile.ZipFile(folder / "envoi.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dossier/b.csv", f"avis\n{FOUNTAIN}\n{SCHOOL}\n")


def everything(folder):
    """Give the bytes of each file of `var/` and `out/`, the members of zips too."""
    found = {}
    for path in (each for top in ("var", "out") for each in (folder / top).rglob("*") if each.is_file()):
        found[str(path.relative_to(folder))] = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found |= {f"{path.name}!{name}": archive.read(name) for name in archive.namelist()}
    return found


def ways(text):
    """Write a text in the ways that files do."""
    plain = {text, text.replace("'", "&#39;"), text.replace("&", "&amp;"), text.replace("'", "’")}
    plain |= {each.encode("ascii", how).decode() for each in set(plain) for how in ("backslashreplace", "xmlcharrefreplace")}
    return {each.encode("utf-8") for each in plain} | {text.encode("utf-16-le"), text.encode("cp1252")}


_MOMENT = re.compile(rb"\d{4}-\d\d-\d\d[T ][\d:.]+\+\d\d:\d\d")
"""When something was done: its microseconds may end as an age band does (« .000475+00:00 »)."""


def found(folder, texts):
    """Name where a text is found, in the files and in the tables."""
    forms = {way for text in texts for way in ways(text)}
    files = {name for name, content in everything(folder).items() if any(way in _MOMENT.sub(b"", content) for way in forms)}

    def holds(text):
        return any(each in _MOMENT.sub(b"", text.encode()).decode() for each in texts)

    tables = stored(folder, lambda store: {table for table, text in words_kept(store) if holds(text)})
    return files | tables


def rows(folder):
    return stored(folder, lambda store: store.contributions().set_index("id"))


def said(call, *words):
    """Give what a command that succeeds answers in JSON."""
    answer = call(*words, "--json")
    assert (answer.code, answer.err) == (0, ""), answer
    return json.loads(answer.out)
