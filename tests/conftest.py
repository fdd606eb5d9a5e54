"""What several tests use: the command line in this process, and databases of each kind, empty."""

import itertools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from contributions import cli
from contributions.store import open_store


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def sentences(self):
        """Give the lines of the error stream, which must be for people."""
        assert "Traceback" not in self.err
        return [line for line in self.err.splitlines() if line.strip()]


@pytest.fixture
def call(capsys, monkeypatch):
    """Call the command line as its script does, in this process: heavy libraries are loaded once for all tests."""

    def called(*words):
        monkeypatch.setattr(sys, "argv", ["contributions", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capsys.readouterr()
        return Said(caught.value.code or 0, out, err)

    return called


def program(name):
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)), *os.get_exec_path()]
    return next((str(Path(place) / name) for place in places if (Path(place) / name).is_file()), None)


def unprivileged(folder):
    """Give the words that run a command as somebody who may start PostgreSQL, and make the folder theirs."""
    if os.geteuid():
        return []
    user = next((each for each in pwd.getpwall() if each.pw_name in {"postgres", "nobody"} and each.pw_uid), None)
    setpriv = shutil.which("setpriv")
    if user is None or setpriv is None:
        pytest.skip("PostgreSQL refuse d'être lancé par root, et il n'y a ici ni setpriv ni compte postgres ou nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@pytest.fixture(scope="session")
def server():
    """Start a private PostgreSQL that only listens on a socket of its own, and stop it."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL n'est pas installé sur cette machine (initdb et pg_ctl introuvables)")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    words = unprivileged(folder)

    def act(*command):
        subprocess.run([*words, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=120)  # noqa: S603

    data = str(folder / "data")
    try:
        act(initdb, "-D", data, "-U", "ville", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        act(pg_ctl, "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield folder
        finally:
            act(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def url(request, tmp_path):
    """Give the address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'ville.db'}"
    folder, name = request.getfixturevalue("server"), f"ville{next(_numbers)}"
    admin = sa.create_engine(f"postgresql+psycopg://ville@/postgres?host={folder}", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"postgresql://ville@/{name}?host={folder}"


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Run the whole of the bundled city once, as `make demo` does; who writes there copies it first."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    words = [sys.executable, "-m", "contributions", "demo", "--dir", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)
    assert done.returncode == 0, done.stderr
    return folder
