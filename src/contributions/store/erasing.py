"""The SQL of an erasure: rows go from every table and every run, an empty row stays, and no page of the file keeps a word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from contributions.domain import Decision, Erasure, Fate, Proposal, Theme
from contributions.errors import StoreError
from contributions.language import _
from contributions.store import tables
from contributions.store.queries import Store
from contributions.store.responses import empty_responses
from contributions.store.rows import decision_row, erasure_of, erasure_row, proposal_of, proposal_row, theme_of, theme_row

_STAYS = frozenset({"id", "collection", "file", "fate"})
"""What an erased contribution keeps, so that totals add up and the same file does not bring it back."""
_AT_ONCE = 500
"""Values of one IN (...): SQLite and PostgreSQL both take more."""
_PATIENCE = 3_000
"""Milliseconds that the writing again waits for a reader: reports are read in less, and a person is waiting too."""
_BESIDE = ("", "-wal", "-shm", "-journal")


def save_erasure(store: Store, erasure: Erasure) -> None:
    """Write a proof, or what is newly known of it."""
    store._put(tables.erasures, [erasure_row(erasure)])


def erasures(store: Store) -> list[Erasure]:
    """List the proofs, the oldest first."""
    query = sa.select(tables.erasures).order_by(tables.erasures.c.begun_at, tables.erasures.c.id)
    return [erasure_of(row) for row in store._rows(query)]


def ideas_of(store: Store, contributions: Sequence[str]) -> dict[str, str]:
    """Give the ideas of contributions, whatever their fate: id -> text."""
    ideas, said = tables.ideas, tables.contributions
    text = sa.func.substr(said.c.text, ideas.c.start + 1, ideas.c.end - ideas.c.start).label("text")
    query = sa.select(ideas.c.id, text).join(said).order_by(ideas.c.id)
    return {row.id: row.text for ids in _parts(contributions) for row in store._rows(query.where(ideas.c.contribution.in_(ids)))}


def themes_of_every_run(store: Store) -> list[tuple[str, Theme]]:
    """List every theme as each run left it: the run, the theme."""
    query = sa.select(tables.themes).order_by(tables.themes.c.run, tables.themes.c.id)
    return [(row.run, theme_of(row)) for row in store._rows(query)]


def save_theme(store: Store, run: str, theme: Theme) -> None:
    """Write a theme of one run again."""
    store._put(tables.themes, [theme_row(run, theme)])


def proposals_of_every_run(store: Store) -> list[tuple[str, Proposal]]:
    """List every proposal as each run made it: the run, the proposal."""
    query = sa.select(tables.proposals).order_by(tables.proposals.c.run, tables.proposals.c.id)
    return [(row.run, proposal_of(row)) for row in store._rows(query)]


def save_proposal(store: Store, run: str, proposal: Proposal) -> None:
    """Write a proposal of one run again; without an idea left, it goes."""
    if proposal.ideas:
        store._put(tables.proposals, [proposal_row(run, proposal)])
        return
    table = tables.proposals
    with store._transaction() as connection:
        connection.execute(sa.delete(table).where(table.c.run == run, table.c.id == proposal.id))


def save_decision(store: Store, decision: Decision) -> None:
    """Write a decision again, without what was erased; its line stays, and its number."""
    store._put(tables.decisions, [decision_row(decision)])


def erase_rows(store: Store, contributions: Sequence[str], ideas: Sequence[str]) -> dict[str, int]:
    """Take everything made of contributions out of every run, and leave of each a row without a word; count what went."""
    blank = {
        column.name: 0 if isinstance(column.type, sa.Integer) else ""
        for column in tables.contributions.columns
        if column.name not in _STAYS
    }
    said, matches = tables.contributions, tables.matches
    with store.writing(), store._transaction() as connection:
        gone = {
            "placements": _delete(connection, tables.placements.c.idea, ideas),
            "matches": _delete(connection, matches.c.subject, ideas),
            "responses": empty_responses(store, ideas),
        }
        for ids in _parts(ideas):  # a theme's evidence is an idea
            connection.execute(sa.update(matches).where(matches.c.evidence.in_(ids)).values(evidence=""))
        for column, gone_ids in ((tables.ideas.c.id, ideas), (said.c.id, contributions)):
            for table in (each for each in tables.metadata.sorted_tables if each is not tables.ideas):
                for pointing in (each for each in table.columns if each.references(column)):  # in whatever table
                    _delete(connection, pointing, gone_ids)
        gone["ideas"] = _delete(connection, tables.ideas.c.id, ideas)
        for ids in _parts(contributions):
            _forget_links(connection, ids)
            connection.execute(sa.update(said).where(said.c.id.in_(ids)).values(fate=Fate.ERASED.value, **blank))
        _name_no_file_of_theirs(connection)
    return gone


def _forget_links(connection: sa.Connection, contributions: Sequence[str]) -> None:
    """Take out the links that people made with contributions on their platform."""
    said, links = tables.contributions, tables.links
    named = sa.select(said.c.collection, said.c.native_id).where(said.c.id.in_(contributions), said.c.native_id != "")
    connection.execute(sa.delete(links).where(sa.tuple_(links.c.collection, links.c.native_id).in_(named)))


def _name_no_file_of_theirs(connection: sa.Connection) -> None:
    """Forget the file of what is erased where nobody else speaks in it: the name of a letter may be that of who wrote it."""
    said = tables.contributions
    others = sa.select(said.c.file).where(said.c.fate != Fate.ERASED.value)
    connection.execute(sa.update(said).where(said.c.fate == Fate.ERASED.value, said.c.file.not_in(others)).values(file=""))


def _delete(connection: sa.Connection, column: sa.Column[Any], values: Sequence[str]) -> int:
    deleted = (connection.execute(sa.delete(column.table).where(column.in_(part))) for part in _parts(values))
    return sum(result.rowcount for result in deleted)


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def words_kept(store: Store) -> Iterator[tuple[str, str]]:
    """Give every text of every table: the table's name, the text; a list or a journal is given as JSON."""
    for table in tables.metadata.sorted_tables:
        written = [column for column in table.columns if isinstance(column.type, (sa.String, sa.JSON))]
        for row in store._rows(sa.select(*written)):
            yield from ((table.name, value if isinstance(value, str) else _json(value)) for value in row if value)


def _json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def compact(store: Store) -> None:
    """Write the database again without the place of what was deleted.

    Raises:
        StoreError: something else reads the database, which keeps the old pages.
    """
    try:
        with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if store._engine.dialect.name == "sqlite":
                _compact_sqlite(connection)
            else:
                for table in tables.metadata.sorted_tables:
                    connection.execute(sa.text(f'VACUUM FULL "{table.name}"'))
    except sa.exc.OperationalError as error:
        raise StoreError(_busy()) from error


def _compact_sqlite(connection: sa.Connection) -> None:
    usual = connection.scalar(sa.text("PRAGMA busy_timeout"))
    connection.execute(sa.text(f"PRAGMA busy_timeout = {_PATIENCE}"))
    connection.execute(sa.text("VACUUM"))
    busy, *_pages = connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    connection.execute(sa.text(f"PRAGMA busy_timeout = {usual}"))
    if busy:
        raise StoreError(_busy())


def _busy() -> str:
    return _(
        "Un autre programme lit la base : ce qui est effacé y reste jusqu'à la fin de sa lecture. "
        "Arrêtez-le, puis relancez « contributions erase »."
    )


def files_of(store: Store) -> list[Path]:
    """List the files of the database that are there; none where it is on a server."""
    database = store._engine.url.database
    if store._engine.dialect.name != "sqlite" or not database:
        return []
    return [path for end in _BESIDE if (path := Path(f"{database}{end}")).is_file()]
