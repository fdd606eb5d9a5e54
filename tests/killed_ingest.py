"""Kill `contributions ingest` at many points, and look at the store: run by test_killed.py as a script of its own.

python killed_ingest.py FOLDER SEED KILLS: one JSON line a kill. Each ingest is a fork of this process, made once the heavy
libraries are loaded, and runs the real command line. Half are killed after a delay, half between two orders to the database.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import sqlalchemy as sa

from contributions import cli
from contributions.errors import StoreError
from contributions.settings import open_workspace
from contributions.starter import copy_starter
from contributions.store import open_store

SUBJECTS = (
    "Le hall de la tour {} sent mauvais et la porte ferme mal.",
    "Mme Diallo attend le bus {} depuis une heure, 06 12 34 56 78.",
)
NOTHING: dict[str, object] = {"contributions": [], "sources": []}
PETITION = "Nous demandons le maintien de l'arrêt de bus devant le gymnase à la rentrée."


def main(folder: Path, seed: int, kills: int) -> None:
    """Print what each kill left, and whether the next ingest completed it."""
    _warm(folder / "warm")
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    worlds = [_World(folder / "empty", filled=False), _World(folder / "filled", filled=True)]
    for number in range(kills):
        world = worlds[number // 2 % 2]
        order, delay = chance.randrange(world.orders), chance.random() * world.seconds
        point = {"order": order} if number % 2 else {"delay": delay}
        line = {"kill": number, "world": world.folder.name, "orders": world.orders, **point, **world.try_kill(**point)}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def _warm(folder: Path) -> None:
    """Ingest once in this process, so that every fork finds the libraries and the models loaded."""
    copy_starter(folder)
    _fill(folder / "sources")
    sys.argv = ["contributions", "ingest", str(folder / "sources"), "--workspace", str(folder)]
    with suppress(SystemExit), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        cli.main()


class _World:
    """A workspace before an ingest, and what an undisturbed one makes of it."""

    def __init__(self, folder: Path, *, filled: bool) -> None:
        self.folder = folder
        copy_starter(folder)
        _fill(folder / "sources")
        if filled:
            _ingest(folder, folder / "sources" / "premier.csv")
        self.before = content(folder) if filled else NOTHING
        whole = folder.with_name(folder.name + "-whole")
        shutil.copytree(folder, whole)
        counted = folder.with_name(folder.name + "-orders")
        started = time.perf_counter()
        _ingest(whole, whole / "sources")
        self.seconds = time.perf_counter() - started
        self.after = content(whole)
        again = folder.with_name(folder.name + "-counted")
        shutil.copytree(folder, again)
        _ingest(again, again / "sources", orders=counted)
        self.orders = len(counted.read_bytes())

    def try_kill(self, *, delay: float | None = None, order: int | None = None) -> dict[str, object]:
        """Kill an ingest at a point; say what it left, and what the next one made of it."""
        place = self.folder.with_name("tried")
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.folder, place)
        status = _ingest(place, place / "sources", delay=delay, order=order)
        left = _left(place)
        found = content(place) if left["tables"] else NOTHING
        state = "before" if found == self.before else "after" if found == self.after else "between"
        started = time.perf_counter()
        code = _ingest(place, place / "sources")
        self.seconds = time.perf_counter() - started  # the machine may have become busier, or quieter
        return {
            "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
            "integrity": left["integrity"],
            "state": state,
            "next": os.waitstatus_to_exitcode(code),
            "completed": content(place) == self.after,
        }


def _fill(sources: Path) -> None:
    for name, subject in zip(("premier.csv", "second.csv"), SUBJECTS, strict=True):
        lines = [f"{number};2026-03-12;{subject.format(number)}" for number in range(1, 9)]
        (sources / name).write_text("\n".join(["Identifiant;Date;Avis", *lines, ""]), encoding="utf-8")
    (sources / "petition.csv").write_text("Avis\n" + f"{PETITION}\n" * 3 + "\n;\n", encoding="utf-8")
    (sources / "casse.docx").write_bytes(b"PK\x03\x04 this is no document")


def _ingest(folder: Path, path: Path, *, delay: float | None = None, order: int | None = None, orders: Path | None = None) -> int:
    """Run the command in a fork; kill it after a delay, or before its order of that number. Give how it ended."""
    child = os.fork()
    if not child:
        _run(["contributions", "ingest", str(path), "--workspace", str(folder)], order, orders)
    if delay is not None:
        time.sleep(delay)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _run(words: list[str], order: int | None, orders: Path | None) -> None:
    code, given = 1, iter(range(sys.maxsize))

    def before_order(*_: object) -> None:
        number = next(given)
        if number == order:
            os.kill(os.getpid(), signal.SIGKILL)
        if orders:
            with orders.open("ab") as file:
                file.write(b".")

    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        for event in ("before_cursor_execute", "commit"):
            sa.event.listen(sa.Engine, event, before_order)
        sys.argv = words
        cli.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        os._exit(code)


def _left(folder: Path) -> dict[str, object]:
    """Look at the file itself, as a stranger would."""
    file = _database(folder)
    if not file.exists():
        return {"integrity": "ok", "tables": 0}
    with sqlite3.connect(file) as connection:
        integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'contributions'").fetchone()[0]
    connection.close()
    return {"integrity": integrity, "tables": tables}


def _database(folder: Path) -> Path:
    return Path(open_workspace(folder).database_url.removeprefix("sqlite:///"))


def content(folder: Path) -> dict[str, object]:
    """Give the rows and the sources, as plain values."""
    try:
        store = open_store(open_workspace(folder).database_url)
    except StoreError as error:
        return {"refused": str(error)}
    try:
        rows = store.contributions().sort_values("id").to_dict("records")
        sources = sorted(json.dumps([s.name, s.sha256, s.reader, s.collection, s.problem]) for s in store.sources())
    finally:
        store.close()
    return {"contributions": rows, "sources": sources}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
