"""What is written and read, but for links, histories and erasures, which have their own files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from contributions.decisions import BORN_OF_PEOPLE
from contributions.domain import Collection, Decision, Proposal, Referential, Run, Source, Theme
from contributions.errors import StoreError
from contributions.frames import CHANGES, CONTRIBUTIONS, IDEAS, MATCHES, PLACEMENTS
from contributions.language import _
from contributions.store import tables
from contributions.store.rows import (
    collection_of,
    collection_row,
    decision_of,
    decision_row,
    objective_of,
    objective_row,
    proposal_of,
    proposal_row,
    records,
    referential_of,
    referential_row,
    run_of,
    run_row,
    theme_of,
    theme_row,
)

if TYPE_CHECKING:
    import pandas as pd


class Store:
    """A city's database. Open one with `open_store`; a method is a transaction unless `writing` holds it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: sa.Connection | None = None

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def beside(self) -> Store:
        """Give a store of the same database for another thread: a store is one thread's, its connections are shared."""
        return Store(self._engine)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make everything written inside one transaction: all of it, or none; inside another, be part of it."""
        if self._connection is not None:
            yield
            return
        with self._begun() as connection:
            self._connection = connection
            try:
                yield
            finally:
                self._connection = None

    # What was read

    def save_collection(self, collection: Collection) -> None:
        """Write a collection, or what is newly known of it."""
        self._put(tables.collections, [collection_row(collection)])

    def collections(self) -> list[Collection]:
        """List the collections by name."""
        return [collection_of(row) for row in self._rows(sa.select(tables.collections).order_by(tables.collections.c.name))]

    def save_source(self, source: Source) -> None:
        """Write a file that was given, readable or not; a file read again replaces its problem."""
        row = {column.name: getattr(source, column.name) for column in tables.sources.columns}
        self._put(tables.sources, [row])

    def sources(self) -> list[Source]:
        """List the files that were given, by name."""
        query = sa.select(tables.sources).order_by(tables.sources.c.name, tables.sources.c.sha256)
        return [Source(**row._mapping) for row in self._rows(query)]

    def add_contributions(self, contributions: pd.DataFrame) -> int:
        """Add those whose id is not there yet; return how many were added."""
        return self._add(tables.contributions, CONTRIBUTIONS.check(contributions))

    def contributions(self, collection: str = "", *, uncut: bool = False) -> pd.DataFrame:
        """Load `CONTRIBUTIONS`, by id; of one collection where it is named, and those alone that have no idea yet if `uncut`."""
        query = sa.select(*(tables.contributions.c[name] for name in CONTRIBUTIONS.columns))
        if collection:
            query = query.where(tables.contributions.c.collection == collection)
        if uncut:
            query = query.where(~sa.exists().where(tables.ideas.c.contribution == tables.contributions.c.id))
        return CONTRIBUTIONS.check(self._frame(query.order_by(tables.contributions.c.id)))

    def change_contributions(self, event: str, changes: pd.DataFrame) -> None:
        """Write `CHANGES`, with the run or the decision that made them, and the fates that follow."""
        rows = records(CHANGES.check(changes))
        if rows:
            said = tables.contributions
            values = {"fate": "after", "reason": "reason", "duplicate_of": "other"}
            statement = sa.update(said).where(said.c.id == sa.bindparam("contribution"))
            statement = statement.values({column: sa.bindparam(f"new_{name}") for column, name in values.items()})
            with self._transaction() as connection:
                self._put(tables.changes, [{"event": event, **row} for row in rows])
                connection.execute(statement, [row | {f"new_{name}": row[name] for name in values.values()} for row in rows])

    def changes(self, event: str) -> pd.DataFrame:
        """Load `CHANGES` that a run or a decision made, by contribution."""
        query = sa.select(*(tables.changes.c[name] for name in CHANGES.columns)).where(tables.changes.c.event == event)
        return CHANGES.check(self._frame(query.order_by(tables.changes.c.contribution)))

    def last_change(self) -> str:
        """Give the last run or decision that changed contributions already known, or nothing."""
        made = sa.union_all(
            sa.select(tables.runs.c.id, tables.runs.c.started_at.label("at")),
            sa.select(tables.decisions.c.id, tables.decisions.c.at),
        ).subquery()
        changing = made.c.id.in_(sa.select(tables.changes.c.event))
        last = self._rows(sa.select(made.c.id).where(changing).order_by(made.c.at.desc(), made.c.id.desc()).limit(1))
        return str(last[0].id) if last else ""

    def add_decision(self, decision: Decision) -> None:
        """Write a decision: one more line, for ever."""
        with self._transaction() as connection:
            connection.execute(sa.insert(tables.decisions), [decision_row(decision)])

    def decisions(self) -> list[Decision]:
        """List what people decided, the oldest first."""
        lines = self._rows(sa.select(tables.decisions).order_by(tables.decisions.c.at, tables.decisions.c.id))
        return [decision_of(row) for row in lines]

    # What was made of it

    def add_ideas(self, ideas: pd.DataFrame) -> int:
        """Add the ideas whose id is not there yet; their text stays in their contribution."""
        return self._add(tables.ideas, IDEAS.check(ideas).drop(columns="text"))

    def save_campaigns(self, campaigns: Mapping[str, str]) -> None:
        """Write the campaign of each idea named."""
        if campaigns:
            statement = (
                sa.update(tables.ideas).where(tables.ideas.c.id == sa.bindparam("idea")).values(campaign=sa.bindparam("group"))
            )
            with self._transaction() as connection:
                connection.execute(statement, [{"idea": idea, "group": group} for idea, group in campaigns.items()])

    def ideas(self, until: str = "") -> pd.DataFrame:
        """Load `IDEAS` of the contributions kept, by id; said until an ISO day (the undated always count)."""
        said = tables.contributions
        text = sa.func.substr(said.c.text, tables.ideas.c.start + 1, tables.ideas.c.end - tables.ideas.c.start).label("text")
        query = sa.select(tables.ideas, text).join(said).where(said.c.fate == "kept")
        if until:
            query = query.where(sa.or_(said.c.said_on == "", said.c.said_on <= until))
        return IDEAS.check(self._frame(query.order_by(tables.ideas.c.id)))

    def save_themes(
        self, run: str, themes: Sequence[Theme], placements: pd.DataFrame, proposals: Sequence[Proposal] = ()
    ) -> None:
        """Write what one run made of the ideas: every theme, the ideas whose place is new, and what it proposes to people."""
        placed = PLACEMENTS.check(placements).assign(run=run)
        with self.writing():
            self._forget(run, tables.themes, tables.placements, tables.proposals)
            self._put(tables.themes, [theme_row(run, theme) for theme in themes])
            self._put(tables.placements, records(placed))
            self._put(tables.proposals, [proposal_row(run, each) for each in proposals])

    def themes(self, run: str) -> list[Theme]:
        """List the themes as a run left them, by id."""
        query = sa.select(tables.themes).where(tables.themes.c.run == run).order_by(tables.themes.c.id)
        return [theme_of(row) for row in self._rows(query)]

    def proposals(self, run: str) -> list[Proposal]:
        """List what a run proposed, by id."""
        query = sa.select(tables.proposals).where(tables.proposals.c.run == run).order_by(tables.proposals.c.id)
        return [proposal_of(row) for row in self._rows(query)]

    def placements(self, run: str) -> pd.DataFrame:
        """Load `PLACEMENTS` as they were at the end of a run, by idea: the last place that each was given until then."""
        placed = tables.placements
        last = sa.select(placed.c.idea, sa.func.max(placed.c.run).label("run")).where(placed.c.run <= run).group_by(placed.c.idea)
        newest = last.subquery()
        same = sa.and_(placed.c.idea == newest.c.idea, placed.c.run == newest.c.run)
        columns = [placed.c[name] for name in PLACEMENTS.columns]
        return PLACEMENTS.check(self._frame(sa.select(*columns).join(newest, same).order_by(placed.c.idea)))

    def last_theme_number(self, mark: str = "T") -> int:
        """Give the highest number that a theme (« F »: a family) ever had, so that none is given twice."""
        found = sa.select(tables.themes.c.id)
        made = sa.select(tables.decisions.c.target).where(tables.decisions.c.kind.in_(BORN_OF_PEOPLE))
        return max((int(row.id[1:]) for row in self._rows(found.union(made)) if row.id.startswith(mark)), default=0)

    def save_matches(self, run: str, referentials: Sequence[Referential], matches: pd.DataFrame) -> None:
        """Write the matches of one run, and the referentials as they were then."""
        objectives = [objective for each in referentials for objective in each.objectives]
        with self.writing():
            self._forget(run, tables.matches, tables.objectives, tables.referentials)
            self._put(tables.referentials, [referential_row(run, rank, each) for rank, each in enumerate(referentials)])
            self._put(tables.objectives, [objective_row(run, rank, each) for rank, each in enumerate(objectives)])
            self._put(tables.matches, records(MATCHES.check(matches).assign(run=run)))

    def matches(self, run: str) -> pd.DataFrame:
        """Load `MATCHES` as a run left them, by subject then rank."""
        columns = [tables.matches.c[name] for name in MATCHES.columns]
        query = sa.select(*columns).where(tables.matches.c.run == run)
        return MATCHES.check(self._frame(query.order_by(tables.matches.c.subject, tables.matches.c.objective)))

    def referentials(self, run: str) -> list[Referential]:
        """List the referentials as they were at a run."""
        lines = self._rows(sa.select(tables.objectives).where(tables.objectives.c.run == run).order_by(tables.objectives.c.rank))
        objectives = [objective_of(row) for row in lines]
        query = sa.select(tables.referentials).where(tables.referentials.c.run == run).order_by(tables.referentials.c.rank)
        return [referential_of(row, objectives) for row in self._rows(query)]

    # What was done

    def save_run(self, run: Run) -> None:
        """Write a run's manifest, or what is newly known of it."""
        self._put(tables.runs, [run_row(run)])

    def runs(self) -> list[Run]:
        """List the runs, the oldest first."""
        return [run_of(row) for row in self._rows(sa.select(tables.runs).order_by(tables.runs.c.started_at, tables.runs.c.id))]

    def rows_of(self, stage: str, *, before: str = "") -> str:
        """Give the run whose rows are the current ones of a stage, or those before a run; empty if it was never done."""
        done = [run for run in self.runs() if stage in run.stages and (not before or run.id < before)]
        return str(done[-1].stages[stage].get("rows", "")) if done else ""

    # SQL

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        if self._connection is not None:
            yield self._connection
            return
        with self._begun() as connection:
            yield connection

    @contextmanager
    def _begun(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise StoreError(_("La base de données ne répond pas, ou est occupée : relancez, rien n'est perdu.")) from error

    def _rows(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[sa.Row[Any]]:
        with self._transaction() as connection:
            return list(connection.execute(query))

    def _frame(self, query: sa.Select[Any]) -> pd.DataFrame:
        import pandas as pd

        with self._transaction() as connection:
            result = connection.execute(query)
            # As tuples: pandas asks each row of SQLAlchemy whether it is a dataclass, which takes longer than reading it.
            return pd.DataFrame(list(map(tuple, result)), columns=list(result.keys()))

    def _forget(self, run: str, *made: sa.Table) -> None:
        with self._transaction() as connection:
            for table in made:
                connection.execute(sa.delete(table).where(table.c.run == run))

    def _put(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows; a row whose key is there takes the new values."""
        if not rows:
            return
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(table)
        others = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
        with self._transaction() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=others), list(rows))

    def _add(self, table: sa.Table, frame: pd.DataFrame) -> int:
        known = {name for (name,) in self._rows(sa.select(table.c.id))}
        new = frame[~frame["id"].isin(known)]
        if len(new):
            with self._transaction() as connection:
                connection.execute(sa.insert(table), records(new))
        return len(new)
