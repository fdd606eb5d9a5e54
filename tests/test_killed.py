"""An ingest that is killed leaves the store as it was, or complete; the next one makes of it what an undisturbed one would."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model
SEED, KILLS = 7, 50


@pytest.fixture(scope="module")
def kills(tmp_path_factory):
    script = Path(__file__).with_name("killed_ingest.py")
    words = [sys.executable, str(script), str(tmp_path_factory.mktemp("killed")), str(SEED), str(KILLS)]
    one = os.environ | {"OMP_NUM_THREADS": "1"}  # a fork of a process whose model has several threads waits for them for ever
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=1200, env=one)  # noqa: S603
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == KILLS
    return lines


def those(kills, **wanted):
    return [kill for kill in kills if all(kill[name] == value for name, value in wanted.items())]


def test_the_kills_came_before_after_and_among_the_writes(kills):
    assert len(those(kills, killed=True)) >= KILLS * 0.6
    assert those(kills, killed=True, state="before")
    assert len({kill["world"] for kill in kills}) == 2


def test_the_database_is_never_damaged(kills):
    assert those(kills, integrity="ok") == kills


def test_all_of_the_rows_are_there_or_none_of_them(kills):
    assert [kill for kill in kills if kill["state"] not in {"before", "after"}] == []


def test_the_next_ingest_gives_what_an_undisturbed_one_gives(kills):
    assert those(kills, completed=True) == kills
    assert those(kills, next=1) == kills  # the broken file is said each time
