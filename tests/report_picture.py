"""A small invented picture, written by hand, for the tests of the trace and of the report."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import lxml.html
import openpyxl
import pandas as pd

from contributions.domain import (
    Channel,
    Collection,
    Divide,
    Engagement,
    Objective,
    Quotation,
    Referential,
    Role,
    Run,
    Source,
    Summary,
    Theme,
    ThemeStatus,
)
from contributions.frames import CONTRIBUTIONS, IDEAS, MATCHES, PLACEMENTS
from contributions.report.html import render_page
from contributions.report.workbook import workbook_of
from contributions.trace import Picture

QPV = {"Les Tilleuls": "QN09901N", "Haut Clos": "QN09902M", "La Verrerie": "QN09903N", "Les Quais": ""}

COLLECTIONS = (
    Collection("tilleuls", "Atelier des Tilleuls", Channel.WORKSHOP, Engagement.DIAGNOSIS, consent=True),
    Collection("parlement", "Parlement mobile", Channel.MOBILE_PARLIAMENT, Engagement.CONSULTATION, consent=True),
    Collection("plateforme", "jeparticipe.valmerise.example", Channel.PLATFORM, Engagement.CONSULTATION, consent=True),
    Collection("questionnaire", "Questionnaire aux habitants", Channel.SURVEY, Engagement.DIAGNOSIS),
    Collection("marche", "Marche exploratoire de la Verrerie", Channel.WALK, Engagement.DIAGNOSIS),
)

THEMES = (
    Theme("T-asc", "Les ascenseurs en panne et les halls", ("ascenseur", "panne", "interphone"), quotations=("C002-1", "C001-1")),
    Theme("T-prop", "Les encombrants et les poubelles", ("encombrants", "local", "rats"), stability=0.596),
    Theme("T-rats", "Les rats dans les caves", ("rats", "caves"), parent="T-prop"),
    Theme("T-bus", "Rentrer en bus le soir", ("bus", "soir", "ligne 4"), ThemeStatus.EMERGING),
    Theme("T-jeunes", "Un lieu pour les jeunes", ("local", "foot", "soir"), stability=0.42),
    Theme("T-anim", "Les chiens sans laisse", ("chiens", "laisse")),
)

SUMMARIES = {
    "T-asc": Summary((Quotation("C002-1", Role.CENTRAL), Quotation("C001-1", Role.DIFFERENT))),
    "T-prop": Summary(
        (Quotation("C009-1", Role.CENTRAL), Quotation("C010-1", Role.DIFFERENT), Quotation("C011-1", Role.MINORITY))
    ),
    "T-bus": Summary((Quotation("C013-1", Role.CENTRAL), Quotation("C016-1", Role.MINORITY))),
    "T-jeunes": Summary(
        (
            Quotation("C019-1", Role.CENTRAL),
            Quotation("C018-1", Role.FOR),
            Quotation("C020-1", Role.AGAINST),
        ),
        Divide("animateur", favourable=2, opposed=3),
    ),
    "T-anim": Summary((Quotation("C021-1", Role.CENTRAL), Quotation("C022-1", Role.DIFFERENT))),
}

CONTRACT = Referential(
    "contrat",
    "Contrat de ville de Valmerise",
    "contrat de ville",
    (
        Objective("contrat", "1", "Cadre de vie, habitat et transitions"),
        Objective("contrat", "1.1", "Déployer une gestion urbaine de proximité renforcée", parent="1", owner="Agglomération"),
        Objective("contrat", "1.3", "Garantir la continuité de service des équipements communs", parent="1", owner="Bailleur"),
        Objective("contrat", "2", "Mobilités, commerces et services du quotidien"),
        Objective("contrat", "2.1", "Améliorer la desserte des quartiers par les transports collectifs", parent="2"),
        Objective("contrat", "2.3", "Réguler le stationnement résidentiel", parent="2", owner="Ville, voirie"),
        Objective("contrat", "4.4", "Structurer une offre jeunesse accessible en soirée", owner="Ville, jeunesse"),
        Objective("contrat", "T1", "Promouvoir l'égalité entre les femmes et les hommes", transversal=True),
    ),
)
CONVENTION = Referential(
    "convention",
    "Convention citoyenne des quartiers",
    "convention citoyenne",
    (
        Objective("convention", "C2", "Qu'aucun ascenseur ne reste en panne plus de quarante-huit heures"),
        Objective("convention", "C12", "Que personne ne vieillisse seul"),
    ),
)

# theme, objectives (? = to review), nature, collection, quartier, date, text; a number after the theme names a campaign
SAID = """
T-asc|contrat/1.3 convention/C2|constat|tilleuls|Les Tilleuls|2026-03-12|ascenseur du B : 19 jours d'arrêt depuis le nouvel an
T-asc|contrat/1.3 convention/C2|témoignage|plateforme|Haut Clos|2026-04-02|Ma voisine a 81 ans, elle s'assoit à chaque étage.
T-asc|contrat/1.3|proposition|tilleuls|Les Tilleuls|2026-03-12|On pourrait coller sur la porte la date où le réparateur passe ?
T-asc|contrat/1.3? convention/C2?|constat|parlement|Haut Clos|2026-05-05|Depuis novembre une panne en tout : ça va mieux.
T-asc|contrat/1.3|constat|questionnaire|La Verrerie|2026-04-09|l'ascenseur du 6, il est en panne un mois sur deux
T-asc|contrat/1.3|constat|parlement|Haut Clos|2026-03-20|L'interphone, le facteur appuie, ça sonne chez tout le monde.
T-prop|contrat/1.1|constat|tilleuls|Les Tilleuls|2026-03-12|Il y a un canapé marron devant le 8 depuis la Chandeleur.
T-prop|contrat/1.1|question|tilleuls|Les Tilleuls|2026-03-12|Local fermé à 19h, je finis à 20h, je fais quoi de mon sac ?
T-prop|contrat/1.1|besoin|questionnaire|Haut Clos|2026-04-02|la propreté
T-prop|contrat/1.1|proposition|marche|La Verrerie|2026-05-13|une benne un samedi par mois au pied des tours
T-rats|contrat/1.1?|constat|tilleuls|Les Tilleuls|2026-03-12|Rats dans les caves du C. Pas des souris. DES RATS.
T-rats||constat|questionnaire|Les Tilleuls|2026-04-11|on entend courir dans les gaines la nuit
T-bus 1|contrat/2.1|besoin|plateforme|Haut Clos|2026-05-02|Nous demandons un bus après 22 heures sur la ligne 4.
T-bus 1|contrat/2.1|besoin|plateforme|Haut Clos|2026-05-02|Nous demandons un bus après 22 heures sur la ligne 4 !
T-bus 1|contrat/2.1|besoin|plateforme|Les Quais|2026-05-03|nous demandons un bus après 22 heures sur la ligne 4
T-bus|contrat/2.1|témoignage|questionnaire|Les Quais|2026-04-12|je finis à 22h30 au drive et je rentre à pied
T-bus|contrat/2.1?|question|parlement|La Verrerie|2026-05-05|Pourquoi la 4 s'arrête à la gare le dimanche ?
T-jeunes|contrat/4.4|besoin|plateforme|Haut Clos|2026-04-20|un local avec un babyfoot des prises et du chauffage ça suffit
T-jeunes|contrat/4.4|témoignage|parlement|Les Tilleuls|2026-03-20|Nous on a 12 ans, on attend que les grands partent.
T-jeunes||proposition|plateforme|Haut Clos|2026-04-20|et svp pas un animateur qui nous fait remplir une fiche
T-anim||constat|tilleuls|Les Tilleuls|2026-03-12|Trois chiens sans laisse devant l'école tous les matins
T-anim||besoin|marche|La Verrerie|2026-05-13|un endroit clos pour les chiens, les miens compris
T-anim||constat|parlement|Haut Clos|2026-05-05|ma petite ne veut plus passer par le square à cause des chiens
||besoin|parlement|La Verrerie|2026-05-05|Une fontaine, une seule, qui marche l'été.
||question|questionnaire|Les Quais||Qui a les clés de la salle polyvalente ?
||témoignage|plateforme||2026-05-09|Des fois je ne parle à personne du vendredi au mardi.
"""


def demo_picture(**changes: Any) -> Picture:
    """Make the picture; `changes` replaces fields of it."""
    contributions, ideas, placements, matches = _said()
    picture = Picture(
        city="Valmerise",
        month="2026-05",
        collections=COLLECTIONS,
        contributions=pd.concat([contributions, _set_aside()], ignore_index=True),
        ideas=ideas,
        placements=placements,
        themes=THEMES,
        summaries=SUMMARIES,
        referentials=(CONTRACT, CONVENTION),
        matches=matches,
        sources=(
            Source("atelier-tilleuls.docx", "ab" * 32, "minutes", collection="tilleuls"),
            Source("photo-du-mur.pdf", "cd" * 32, problem="Le PDF est une image : aucun texte à lire."),
        ),
        run=Run(
            "2026-06-01-a",
            datetime(2026, 6, 1, 8, 30, tzinfo=UTC),
            "0.1.0",
            "a1b2c3d4e5f6",
            month="2026-05",
            finished_at=datetime(2026, 6, 1, 8, 31, 12, tzinfo=UTC),
            models={"e5-small-fr": "9f8e7d6c5b4a"},
            stages={"ingest": {"seconds": 1.24, "read": 32}, "themes": {"seconds": 3.5, "themes": 6}},
        ),
        previous_themes=frozenset({"T-asc", "T-prop", "T-rats", "T-jeunes", "T-anim"}),
        small_cell=2,
    )
    return replace(picture, **changes)


def with_text(text: str) -> Picture:
    """Make the picture with other words in its first idea, which the first theme quotes, and in one without theme."""
    picture = demo_picture()
    said = picture.ideas.assign(text=picture.ideas["text"].mask(picture.ideas["id"].isin(["C001-1", "C024-1"]), text))
    return replace(picture, ideas=said)


def _said() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    contributions, ideas, placements, matches = [], [], [], []
    campaigns: dict[str, str] = {}
    for number, line in enumerate(SAID.strip().splitlines(), start=1):
        place, objectives, nature, collection, quartier, said_on, text = line.split("|")
        theme, _, campaign = place.partition(" ")
        key, idea = f"C{number:03d}", f"C{number:03d}-1"
        contributions.append(_contribution(key, collection, text, quartier=quartier, said_on=said_on, position=number))
        first = campaigns.setdefault(campaign, idea) if campaign else ""
        ideas.append((idea, key, 0, len(text), text, nature, first))
        placements.append((idea, theme, 0.8 if theme else 0.0, "" if theme else "signal faible"))
        matches.extend(_matches(idea, objectives))
    for theme, objective in {
        "T-asc": "contrat/1.3",
        "T-prop": "contrat/1.1",
        "T-bus": "contrat/2.1",
        "T-jeunes": "contrat/4.4?",
    }.items():
        matches.extend(_matches(theme, objective))
    matches.append(("T-anim", "contrat/2.3", 1, 0.4, 0.11, "none", ""))
    frames = ((CONTRIBUTIONS, contributions), (IDEAS, ideas), (PLACEMENTS, placements), (MATCHES, matches))
    said, quoted, placed, matched = (pd.DataFrame(rows, columns=list(schema.columns)) for schema, rows in frames)
    return said, quoted, placed, matched


def _set_aside() -> pd.DataFrame:
    rows = [
        _contribution("C101", "plateforme", "", fate="rejected", reason="texte vide", position=101),
        _contribution("C102", "plateforme", "", fate="rejected", reason="texte vide", position=102),
        _contribution("C103", "questionnaire", "la propreté", fate="duplicate", reason="", position=103, duplicate_of="C009"),
        _contribution("C104", "questionnaire", "secret de santé", fate="quarantined", reason="santé", position=104),
        _contribution("C105", "tilleuls", "", fate="erased", reason="", position=105),
        _contribution("C106", "inconnue", "", fate="rejected", reason="=1+1", position=106),
    ]
    return pd.DataFrame(rows, columns=list(CONTRIBUTIONS.columns))


def _contribution(key: str, collection: str, text: str, **known: Any) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(CONTRIBUTIONS.columns, "")
    said = {"id": key, "collection": collection, "native_id": key, "file": f"{collection}.csv", "text": text, "fate": "kept"}
    quartier = known.get("quartier", "")
    return blank | said | {"session": "séance du soir", "qpv_code": QPV.get(quartier, "")} | known


def _matches(subject: str, objectives: str) -> list[tuple[Any, ...]]:
    rows = []
    for rank, marked in enumerate(objectives.split(), start=1):
        objective, review = marked.rstrip("?"), marked.endswith("?")
        rows.append((subject, objective, rank, 1.0, 0.41 if review else 0.83, "review" if review else "proposed", "panne"))
    return rows


EMPTY = {"contributions": CONTRIBUTIONS, "ideas": IDEAS, "placements": PLACEMENTS, "matches": MATCHES}


def empty_picture(**changes):
    frames = {name: schema.empty() for name, schema in EMPTY.items()}
    return demo_picture(**frames, themes=(), summaries={}, collections=(), sources=(), **changes)


def page_of(picture):
    return lxml.html.document_fromstring(render_page(picture))


def book_of(picture, **options):
    return openpyxl.load_workbook(io.BytesIO(workbook_of(picture)), **options)
