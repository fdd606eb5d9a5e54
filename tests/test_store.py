"""The store: what is written is read again, all of it or none, on SQLite and on a real PostgreSQL."""

import itertools
import socket
import sqlite3
from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_nouns import ATELIERS, CONTRACT, CONVENTION, RUN, TEXT, THEMES, contributions, filled, frame

from contributions.domain import Collection, Objective, Referential, Run, Source, Theme
from contributions.errors import StoreError
from contributions.frames import CHANGES, CONTRIBUTIONS, IDEAS, MATCHES, PLACEMENTS
from contributions.store import open_store
from contributions.store.history import fates_of, runs_with
from contributions.store.tables import metadata


def tables_of(url):
    """Read every table as it is, in the order of its rows."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        rows = {name: sorted(map(str, connection.execute(sa.select(table)))) for name, table in metadata.tables.items()}
    engine.dispose()
    return rows


def test_every_noun_is_read_as_it_was_written(store):
    filled(store)
    source = Source("é.csv", "00", "tabular", "parce que", "ateliers", "")
    broken = Source("x.pdf", "11", problem="x.pdf : abîmé.")
    for each in (source, broken):
        store.save_source(each)
    placements = frame(PLACEMENTS, {"idea": "C1-1", "theme": "T001", "strength": 1 / 3})
    matches = frame(
        MATCHES,
        {"subject": "C1-1", "objective": "contrat/1.1", "rank": 1, "score": 0.1 + 0.2, "probability": 2 / 3, "zone": "proposed"},
        {"subject": "T001", "objective": "convention/2", "rank": 1, "score": -1.5, "zone": "none", "evidence": "« été »"},
    )
    store.save_themes("R1", THEMES, placements)
    store.save_matches("R1", [CONTRACT, CONVENTION], matches)
    assert store.collections() == [ATELIERS]
    assert store.sources() == [broken, source] or store.sources() == [source, broken]
    assert store.runs() == [RUN]
    assert store.themes("R1") == THEMES
    assert store.referentials("R1") == [CONTRACT, CONVENTION]
    pd.testing.assert_frame_equal(store.placements("R1"), placements)
    pd.testing.assert_frame_equal(store.matches("R1"), matches)


def test_a_contribution_keeps_every_column(store):
    store.save_collection(ATELIERS)
    words = {column: f"{column} é" for column, dtype in CONTRIBUTIONS.columns.items() if dtype == "str"}
    short = {
        "id": "C1",
        "collection": "ateliers",
        "said_on": "2026-03-12",
        "qpv_code": "QN09901I",
        "fate": "kept",
        "duplicate_of": "C0",
    }
    written = contributions(words | short | {"position": 12})
    store.add_contributions(written)
    pd.testing.assert_frame_equal(store.contributions(), written)
    assert store.contributions("plateforme").empty


def test_an_empty_store_gives_empty_frames_with_their_columns(store):
    assert list(store.contributions().columns) == list(CONTRIBUTIONS.columns)
    assert list(store.ideas().columns) == list(IDEAS.columns)
    assert list(store.placements("").columns) == list(PLACEMENTS.columns)
    assert list(store.matches("").columns) == list(MATCHES.columns)
    assert (store.themes(""), store.runs(), store.sources(), store.last_theme_number()) == ([], [], [], 0)


def test_what_people_write_long_is_kept_whole(store):
    long = "à" * 500
    store.save_run(RUN)
    store.save_collection(Collection(long))
    store.save_source(Source(f"{long}.csv", "00", collection=long))
    row = {"id": "C1", "collection": long, "native_id": long, "part": long, "quartier": long, "file": f"{long}.csv"}
    store.add_contributions(contributions(row))
    axis = Objective(long, long, long, parent=long)
    match = frame(MATCHES, {"subject": "C1-1", "objective": axis.id})
    store.save_matches("R1", [Referential(long, long, long, (axis,))], match)
    assert store.contributions()["quartier"].tolist() == [long]
    assert store.matches("R1")["objective"].tolist() == [f"{long}/{long}"]
    assert store.referentials("R1")[0].objectives == (axis,)


def test_adding_twice_adds_nothing(store, url):
    filled(store)
    store.save_source(Source("a.csv", "00"))
    store.save_themes("R1", THEMES, frame(PLACEMENTS, {"idea": "C1-1"}))
    before = tables_of(url)
    filled(store)
    store.save_source(Source("a.csv", "00"))
    store.save_themes("R1", THEMES, frame(PLACEMENTS, {"idea": "C1-1"}))
    assert tables_of(url) == before
    again = contributions({"id": "C1", "text": "autre"}, {"id": "C3", "text": "nouvelle"})
    assert store.add_contributions(again) == 1
    assert dict(store.contributions()[["id", "text"]].to_numpy())["C1"] == TEXT


def test_what_is_newly_known_replaces_what_was(store):
    filled(store)
    store.save_collection(Collection("ateliers", "Autre titre"))
    store.save_source(Source("a.csv", "00", problem="illisible"))
    store.save_source(Source("a.csv", "00", reader="tabular"))
    store.save_themes("R1", THEMES, PLACEMENTS.empty())
    store.save_themes("R1", THEMES[1:], PLACEMENTS.empty())
    assert store.collections()[0].title == "Autre titre"
    assert [(each.reader, each.problem) for each in store.sources()] == [("tabular", "")]
    assert store.themes("R1") == THEMES[1:]


def test_a_failed_transaction_leaves_nothing(store, url):
    before = tables_of(url)
    with pytest.raises(ZeroDivisionError), store.writing():  # noqa: PT012 - what comes before the failure is the point
        filled(store)
        assert len(store.contributions()) == 2
        1 / 0  # noqa: B018
    assert tables_of(url) == before
    filled(store)
    assert len(store.contributions()) == 2


def test_a_transaction_within_another_is_part_of_it(store, url):
    before = tables_of(url)
    with pytest.raises(ZeroDivisionError), store.writing():  # noqa: PT012 - what comes before the failure is the point
        with store.writing():
            filled(store)
        store.save_collection(Collection("autre"))
        1 / 0  # noqa: B018
    assert tables_of(url) == before


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.add_contributions(contributions({"id": "C8"}, {"id": "C9", "collection": "inconnue"})),
        lambda store: store.save_themes("R1", THEMES[1:], frame(PLACEMENTS, {"idea": "C9-9"})),
        lambda store: store.save_matches("R1", [replace(CONVENTION, kind=None)], MATCHES.empty()),
    ],
)
def test_what_cannot_be_written_whole_is_not_written_at_all(store, url, act):
    filled(store)
    store.save_themes("R1", THEMES, frame(PLACEMENTS, {"idea": "C1-1", "theme": "T001"}))
    store.save_matches("R1", [CONTRACT], frame(MATCHES, {"subject": "C1-1", "objective": "contrat/2"}))
    before = tables_of(url)
    with pytest.raises(sa.exc.IntegrityError):
        act(store)
    assert tables_of(url) == before


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
told = st.lists(st.one_of(words, st.sampled_from(["é", "e\u0301", "🌳", "👩‍👧", "’", "\u00a0", "\n", "ﬁ", "œ"])), max_size=8)
_ids = itertools.count(1)


@given(told.map("".join), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_idea_is_an_exact_quotation_once_loaded(store, text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    number = f"C{next(_ids)}"
    store.save_collection(ATELIERS)
    store.add_contributions(contributions({"id": number, "text": text}))
    row = {"id": f"{number}-1", "contribution": number, "start": start, "end": end, "text": text[start:end]}
    store.add_ideas(frame(IDEAS, row))
    found = store.ideas().set_index("id").loc[f"{number}-1"]
    assert found["text"] == text[start:end]
    assert store.contributions().set_index("id").loc[number, "text"] == text


def test_contributions_that_have_an_idea_are_not_loaded_to_be_cut_again(store):
    filled(store).add_contributions(contributions({"id": "C3"}, {"id": "C4", "fate": "quarantined"}))
    assert store.contributions(uncut=True)["id"].tolist() == ["C2", "C3", "C4"]
    assert store.contributions("ailleurs", uncut=True).empty


def test_ideas_are_those_of_the_contributions_kept_said_until_a_day(store):
    store.save_collection(ATELIERS)
    rows = [("C1", "kept", "2026-03-31"), ("C2", "kept", "2026-04-01"), ("C3", "kept", ""), ("C4", "rejected", "2026-03-01")]
    store.add_contributions(contributions(*({"id": key, "fate": fate, "said_on": day} for key, fate, day in rows)))
    store.add_ideas(frame(IDEAS, *({"id": f"{key}-1", "contribution": key, "end": 3} for key, _, _ in rows)))
    assert store.ideas()["id"].tolist() == ["C1-1", "C2-1", "C3-1"]
    assert store.ideas("2026-03-31")["id"].tolist() == ["C1-1", "C3-1"]


def test_campaigns_are_written_on_the_ideas_named(store):
    filled(store)
    store.save_campaigns({})
    store.save_campaigns({"C1-1": "C1-1"})
    assert store.ideas()["campaign"].tolist() == ["C1-1"]


def test_the_last_run_that_had_an_objective_is_found_by_its_code(store):
    for number in (1, 2):
        store.save_run(replace(RUN, id=f"R{number}"))
        store.save_matches(f"R{number}", [CONTRACT, CONVENTION] if number == 1 else [CONVENTION], MATCHES.empty())
    assert runs_with(store, "2") == [("contrat/2", "R1"), ("convention/2", "R2")]
    assert runs_with(store, "2", "contrat") == [("contrat/2", "R1")]
    assert runs_with(store, "9") == []


def test_the_changes_of_one_contribution_are_told_apart_from_others(store):
    store.save_run(RUN)
    store.save_collection(ATELIERS)
    store.add_contributions(contributions({"id": "C1"}, {"id": "C2"}))
    told = {"before": "kept", "after": "withdrawn", "reason": "", "other": "", "what": ""}
    store.change_contributions("R1", frame(CHANGES, *({"contribution": said} | told for said in ("C1", "C2"))))
    (change,) = fates_of(store, "C1").to_dict("records")
    assert change == {"event": "R1"} | told


def test_no_theme_number_is_given_twice(store):
    filled(store)
    store.save_run(Run("R2", RUN.started_at, "", ""))
    store.save_themes("R1", [Theme("T999", "a"), Theme("T1000", "b")], PLACEMENTS.empty())
    store.save_themes("R2", [Theme("T001", "c")], PLACEMENTS.empty())
    assert store.last_theme_number() == 1000


def test_a_store_opened_again_holds_what_was_written(url):
    first = filled(open_store(url))
    first.close()
    second = open_store(url)
    assert len(second.contributions()) == 2
    second.close()


def test_migrating_from_nothing_gives_the_tables_that_the_code_declares(store, url):
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_database_of_newer_code_is_refused_and_left_as_it_is(url):
    filled(open_store(url)).close()
    before = tables_of(url)
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="version plus récente de contributions : mettez le logiciel à jour"):
        open_store(url)
    assert tables_of(url) == before


def test_sqlite_is_in_wal_with_foreign_keys(tmp_path):
    path = tmp_path / "ville.db"
    store = filled(open_store(f"sqlite:///{path}"))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    with pytest.raises(sa.exc.IntegrityError):
        store.add_contributions(contributions({"id": "C9", "collection": "inconnue"}))
    store.close()


def test_one_may_read_while_another_writes(tmp_path):
    url = f"sqlite:///{tmp_path / 'ville.db'}"
    writer, reader = filled(open_store(url)), open_store(url)
    with writer.writing():
        writer.save_collection(Collection("autre"))
        assert len(reader.collections()) == 1
    assert len(reader.collections()) == 2
    writer.close()
    reader.close()


def test_a_database_that_another_holds_is_one_sentence_without_a_word_of_a_resident(tmp_path):
    path = tmp_path / "ville.db"
    store, other = open_store(f"sqlite:///{path}"), sqlite3.connect(path, isolation_level=None)
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="est occupée : relancez, rien n'est perdu") as caught, store.writing():
        filled(store)
    assert TEXT not in str(caught.value.__cause__)
    other.close()
    store.close()


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("pas une adresse", "« pas une adresse » inaccessible"),
        ("sqlite:///{folder}/occupe/ville.db", "inaccessible"),
        ("sqlite:///{folder}/abime.db", "abime.db » inaccessible"),
        ("postgresql://ville:secret@127.0.0.1:{port}/base", "ville:***@127.0.0.1"),
        ("inconnu://serveur/base", "inaccessible"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_french_sentence(tmp_path, address, seen):
    (tmp_path / "occupe").write_text("un fichier, pas un dossier")
    (tmp_path / "abime.db").write_bytes(b"pas une base " * 100)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(StoreError) as caught:
            open_store(address.format(folder=tmp_path, port=free.getsockname()[1]))
    said = str(caught.value)
    assert seen in said
    assert "secret" not in said
    assert "\n" not in said
    assert said.startswith("Base de données")
