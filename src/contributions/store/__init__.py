"""What is kept: SQLite (WAL) by default, PostgreSQL by URL. The only package that speaks SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from contributions.errors import StoreError
from contributions.language import _
from contributions.store.queries import Store

__all__ = ["Store", "open_store"]

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_store(url: str) -> Store:
    """Open a city's database, creating it or bringing it to the version of this code.

    Raises:
        StoreError: the database cannot be reached, or was written by newer code.
    """
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, hide_parameters=True)  # an error would quote what residents said
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _tune_sqlite)
        try:
            _migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    except ModuleNotFoundError as error:
        problem = _("Base de données : le pilote « {driver} » manque ; installez contributions[postgres].")
        raise StoreError(problem.format(driver=error.name)) from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        shown = sa.make_url(url).render_as_string(hide_password=True) if "://" in url else url
        problem = _("Base de données « {url} » inaccessible ({error}) : vérifiez l'adresse et les droits d'accès.")
        raise StoreError(problem.format(url=shown, error=type(error).__name__)) from error
    return Store(engine)


def _migrate(engine: sa.Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                # The driver begins nothing for CREATE TABLE: without this, a process killed here leaves half of the tables,
                # and a database that opens no more. Two that create it at once wait for each other.
                made = sa.inspect(connection).has_table("alembic_version")
                connection.exec_driver_sql("BEGIN" if made else "BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        problem = _("Cette base a été écrite par une version plus récente de contributions : mettez le logiciel à jour.")
        raise StoreError(problem) from error


def _tune_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # What is erased is overwritten with zeros, whoever erases it.
    for pragma in ("journal_mode=WAL", "secure_delete=ON", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
