"""Ask the review room as many people would, and print what they wait for, as a Markdown table.

python benchmarks/room.py [--ideas 100000] [--people 50] [--seconds 30]: a city is made (numbered sentences; places, matches and
campaigns drawn by lot), the room is opened on it in another process, and each person asks for one page a second, chosen by lot.
Beside it, a page that reads nothing (the style sheet) asked the same way, by as many.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np
import pandas as pd

from contributions.domain import Channel, Collection, Objective, Referential, Run, Theme
from contributions.frames import CONTRIBUTIONS, IDEAS, MATCHES, PLACEMENTS
from contributions.settings import open_workspace
from contributions.starter import copy_starter
from contributions.store import Store, open_store

SEED, PORT, THEMES = 5, 8798, 20
RUN = Run("R1", datetime(2026, 3, 31, 8, tzinfo=UTC), "0", "0", stages={"themes": {"rows": "R1"}, "match": {"rows": "R1"}})
PAGES = (
    "/",
    "/themes",
    "/themes?q=lampadaires+rue&page={page}",
    "/themes?quartier=Verrerie&tri=voix",
    "/themes/{theme}",
    "/themes/{theme}?page={page}",
    "/rapprochements",
    "/objectifs",
    "/objectifs/contrat/{objective}",
    "/contributions/{contribution}",
    "/propositions",
    "/a-relire",
    "/a-relire/signaux",
    "/decisions",
    "/conflits",
    "/audit",
)
"""What people ask for; which theme, objective, contribution and page, they draw by lot."""
NOTHING = ("/static/room.css",)


def fill(store: Store, ideas: int) -> None:
    """Write a city of so many ideas."""
    drawn = np.random.default_rng(SEED)
    names = [f"C{number:06d}" for number in range(ideas)]
    texts = [
        f"Parole {number} : il faudrait réparer les lampadaires de la rue qui monte, on n'y voit rien." for number in range(ideas)
    ]
    said = pd.DataFrame(
        {
            "id": names,
            "collection": drawn.choice(["ateliers", "web"], ideas),
            "file": "f.csv",
            "position": range(ideas),
            "text": texts,
            "said_on": [f"2026-{month:02d}-12" for month in drawn.integers(1, 7, ideas)],
            "session": drawn.integers(1, 21, ideas).astype(str),
            "quartier": drawn.choice(["", "Les Quais", "Haut Clos", "Verrerie"], ideas),
            "fate": drawn.choice(["kept", "duplicate", "quarantined"], ideas, p=[0.9, 0.095, 0.005]),
        }
    )
    own = [f"{name}-1" for name in names]
    held = drawn.choice(["", *(f"T{number:03d}" for number in range(1, THEMES + 1))], ideas)
    store.save_run(RUN)
    store.save_collection(Collection("ateliers", "Ateliers", Channel.WORKSHOP))
    store.save_collection(Collection("web", "Plateforme", Channel.PLATFORM))
    store.add_contributions(_framed(CONTRIBUTIONS.columns, said))
    told = pd.DataFrame({"id": own, "contribution": names, "start": 0, "end": [len(text) for text in texts], "text": texts})
    campaigns = ["C000010-1" if number % 500 == 10 else "" for number in range(ideas)]  # noqa: PLR2004 (one in 500)
    store.add_ideas(_framed(IDEAS.columns, told.assign(nature="besoin", campaign=campaigns)))
    themes = [Theme(f"T{number:03d}", f"Thème {number}", ("mot",), born_in="R1") for number in range(1, THEMES + 1)]
    placed = pd.DataFrame({"idea": own, "theme": held, "strength": 0.5, "reason": np.where(held == "", "trop loin", "")})
    store.save_themes("R1", themes, placed[list(PLACEMENTS.columns)])
    referentials = _referentials()
    store.save_matches("R1", referentials, _matches(own, referentials, drawn))


def _framed(columns: Sequence[str], rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(**{name: "" for name in columns if name not in rows})[list(columns)]


def _referentials() -> list[Referential]:
    axes = [Objective("contrat", str(axis), f"Axe {axis}") for axis in range(1, 6)]
    lines = [
        Objective("contrat", f"{axis}.{n}", f"Objectif {axis}.{n}", parent=str(axis)) for axis in range(1, 6) for n in range(1, 7)
    ]
    wishes = [Objective("convention", f"C{n}", f"Vœu {n}") for n in range(1, 21)]
    contract = Referential("contrat", "Contrat de ville", "contrat de ville", (*axes, *lines))
    return [contract, Referential("convention", "Convention", "convention citoyenne", tuple(wishes))]


def _matches(ideas: Sequence[str], referentials: Sequence[Referential], drawn: np.random.Generator) -> pd.DataFrame:
    """Draw three objectives of each referential for each idea, the first the likeliest."""
    parts = []
    for referential in referentials:
        leaves = np.array([each.id for each in referential.leaves])
        likely = drawn.random(len(ideas))
        first = drawn.integers(0, len(leaves), len(ideas))
        for rank in (1, 2, 3):
            chance = likely / rank
            zones = np.select([chance > 0.5, chance > 0.35], ["proposed", "review"], "none")  # noqa: PLR2004 (as by default)
            columns = {"subject": ideas, "objective": leaves[(first + rank) % len(leaves)], "rank": rank, "score": chance}
            parts.append(pd.DataFrame({**columns, "probability": chance, "zone": zones, "evidence": "rue"}))
    return pd.concat(parts, ignore_index=True)[list(MATCHES.columns)]


def drawn_page(page: str, drawn: random.Random, ideas: int) -> str:
    """Write the address of a page, what is left open drawn by lot."""
    objective = f"{drawn.randint(1, 5)}.{drawn.randint(1, 6)}"
    number, theme = drawn.randint(1, 40), f"T{drawn.randint(1, THEMES):03d}"
    return page.format(page=number, theme=theme, objective=objective, contribution=f"C{drawn.randrange(ideas):06d}")


def ask(address: str, pages: Sequence[str], people: int, asked: argparse.Namespace) -> dict[str, list[float]]:
    """Ask as many people would, one page a second each: page -> seconds waited."""
    waited: dict[str, list[float]] = defaultdict(list)
    stop, lock = time.monotonic() + asked.seconds, threading.Lock()

    def person(number: int) -> None:
        drawn = random.Random(number)  # noqa: S311 (which page comes next)
        with httpx.Client(base_url=address, timeout=60) as client:
            time.sleep(drawn.random())
            while (begun := time.monotonic()) < stop:
                page = drawn.choice(pages)
                client.get(drawn_page(page, drawn, asked.ideas)).raise_for_status()
                took = time.monotonic() - begun
                with lock:
                    waited[page].append(took)
                time.sleep(max(0.0, 1.0 - took))

    threads = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited


def line(name: str, waited: Sequence[float], seconds: float) -> str:
    """Write a line of the table."""
    half, most, longest = (1000 * each for each in np.quantile(waited, [0.5, 0.95, 1]))
    return f"| {name} | {len(waited)} | {len(waited) / seconds:.1f} | {half:.0f} | {most:.0f} | {longest:.0f} |"


def main() -> None:
    """Make the city, open the room, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ville"
        copy_starter(folder)
        store = open_store(open_workspace(folder).database_url)
        fill(store, asked.ideas)
        store.close()
        words = [sys.executable, "-m", "contributions", "review", "--workspace", str(folder), "--port", str(PORT)]
        begun = time.monotonic()
        room = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603 (our own command)
        try:
            _measure(room, asked, begun)
        finally:
            room.terminate()
            room.wait()


def _measure(room: subprocess.Popen[bytes], asked: argparse.Namespace, begun: float) -> None:
    address = f"http://127.0.0.1:{PORT}"
    while True:
        try:
            httpx.get(address + NOTHING[0]).raise_for_status()
            break
        except httpx.TransportError:
            time.sleep(0.2)
    print(f"{asked.ideas} ideas, open after {time.monotonic() - begun:.1f} s\n")
    print("| page | asked | a second | median ms | p95 ms | longest ms |\n| --- | --- | --- | --- | --- | --- |")
    for page in PAGES:  # each once: what is made once is not waited for again
        httpx.get(address + drawn_page(page, random.Random(SEED), asked.ideas), timeout=60).raise_for_status()  # noqa: S311
    alone = ask(address, PAGES, 1, asked)
    print(line("one person, any page", [took for each in alone.values() for took in each], asked.seconds))
    waited = ask(address, PAGES, asked.people, asked)
    print(line(f"{asked.people} people, any page", [took for each in waited.values() for took in each], asked.seconds))
    for page in PAGES:
        print(line(f"of which {page}", waited[page], asked.seconds))
    nothing = ask(address, NOTHING, asked.people, asked)
    print(line(f"{asked.people} people, a file", nothing[NOTHING[0]], asked.seconds))
    memory = next(each for each in Path(f"/proc/{room.pid}/status").read_text("utf-8").splitlines() if each.startswith("VmHWM"))
    print(f"\npeak memory of the room: {int(memory.split()[1]) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
