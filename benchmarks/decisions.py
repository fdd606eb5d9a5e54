"""Decide at random of the demo's themes, then run again, in another order, with more, and anew: what stands, as a table.

    python benchmarks/decisions.py --seeds 3

The city is a real workspace, on SQLite, and every step is the product's; what each decision is owed is in ledger.py.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from choices import decide
from ledger import Facts, Ledger, Verdict, counted, read
from public_sets import Row, table

from contributions.settings import Workspace, open_workspace
from contributions.starter import copy_demo
from contributions.steps import finish_run, open_store, run_step, start_run
from contributions.steps.refounding import refound
from contributions.steps.standing import standing_themes
from contributions.steps.theme_proposals import open_proposals
from contributions.store import Store

MONTHS = ("2026-03", "2026-04", "2026-05", "2026-06")
STEPS = ("ingest", "prepare", "embed", "themes")
"""Those that lead to themes: the others read them."""
ANSWERS = "questionnaire-habitants-2026-04.csv"
LATE = 60
"""Answers of it that come later, by twelve: a tenth of what the city said."""
EVENTS = ("again",) * 5 + ("order",) * 6 + ("late",) * 5 + ("month",) * 3 + ("anew",)
"""What happens, twenty times in all: a run on the same, on shuffled files, on more, on one more month; themes found anew."""
AT_FIRST, EACH_TIME = 8, 2
START = datetime(2026, 7, 1, 9, tzinfo=UTC)


@dataclass(slots=True)
class City:
    """A workspace, the month it is in, the answers that have not come yet, and what its people decided."""

    workspace: Workspace
    store: Store
    chance: random.Random
    late: list[list[str]]
    month: int = 0
    ledger: Ledger = field(default_factory=Ledger)

    def run(self, paths: list[Path] | None = None) -> None:
        """Do a run until its month; `paths` gives the files in another order."""
        run = start_run(self.workspace, self.store, month=MONTHS[self.month])
        for step in STEPS:
            given = {"paths": paths} if paths and step == "ingest" else {}
            run = run_step(self.workspace, self.store, run, step, **given)
        finish_run(self.store, run)

    def again(self) -> None:
        """Run on what is there already."""
        self.run()

    def order(self) -> None:
        """Shuffle the rows of the answers, and give the files in another order."""
        self._write(self._rows())
        files = sorted(path for path in self.workspace.sources.iterdir() if path.is_file())
        self.run(self.chance.sample(files, len(files)))

    def late_answers(self) -> None:
        """Receive a fifth of the answers that were missing."""
        came, self.late = self.late[: LATE // 5], self.late[LATE // 5 :]
        self._write([*self._rows(), *came])
        self.run()

    def next_month(self) -> None:
        """Run one month further."""
        self.month += 1
        self.run()

    def anew(self) -> None:
        """Find themes anew, as `contributions themes reconcile --apply` does."""
        refound(self.workspace, self.store)

    def facts(self) -> Facts:
        """Read what people see."""
        return read(standing_themes(self.store))

    def verdicts(self) -> dict[str, Verdict]:
        """Judge what became of every decision."""
        now = standing_themes(self.store)
        return self.ledger.verdicts(read(now), open_proposals(self.store), now.conflicts)

    def decide(self, how_many: int) -> None:
        """Make decisions drawn at random, and write what each is owed."""
        for _ in range(how_many):
            before = self.facts()
            at = START + timedelta(minutes=len(self.store.decisions()))
            made = decide(self.store, self.chance, now=at)
            self.ledger.write(made, before, self.facts())

    def _rows(self) -> list[list[str]]:
        return read_answers(self.workspace.sources / ANSWERS)[1:]

    def _write(self, rows: list[list[str]]) -> None:
        path = self.workspace.sources / ANSWERS
        write_answers(path, [read_answers(path)[0], *self.chance.sample(rows, len(rows))])


HAPPENS: dict[str, Callable[[City], None]] = {
    "again": City.again,
    "order": City.order,
    "late": City.late_answers,
    "month": City.next_month,
    "anew": City.anew,
}


def read_answers(path: Path) -> list[list[str]]:
    """Read the lines of a table, its heads first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def write_answers(path: Path, rows: list[list[str]]) -> None:
    """Write them again."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


@contextmanager
def opened(folder: Path, late: list[list[str]], seed: int) -> Iterator[City]:
    """Open the city of a folder."""
    workspace = open_workspace(folder)
    store = open_store(workspace.database_url)
    try:
        yield City(workspace, store, random.Random(seed), list(late))  # noqa: S311 - draws of a benchmark
    finally:
        store.close()


def found(folder: Path) -> list[list[str]]:
    """Make the city as it is in March, and give the answers that come later."""
    copy_demo(folder)
    path = folder / "sources" / ANSWERS
    heads, *rows = read_answers(path)
    late = random.Random(0).sample(rows, LATE)  # noqa: S311 - draws of a benchmark
    write_answers(path, [heads, *(row for row in rows if row not in late)])
    with opened(folder, late, 0) as city:
        city.run()
    return late


def survive(city: City) -> Row:
    """Decide, let twenty things happen, decide between them, and count what became of the decisions each time."""
    events = list(EVENTS)
    city.chance.shuffle(events)
    judged: Counter[Verdict] = Counter()
    moved = 0
    city.decide(AT_FIRST)
    for event in events:
        before = city.facts()
        HAPPENS[event](city)
        after = city.facts()
        moved += event != "anew" and changed(before, after)
        verdicts = city.verdicts()
        judged += counted(verdicts)
        report_lost(city, verdicts, event)
        city.decide(EACH_TIME)
        verdicts = city.verdicts()
        judged += counted(verdicts)
        report_lost(city, verdicts, "decision")
    kinds = Counter(decision.kind for decision in city.ledger.made.values())
    last = counted(city.verdicts())
    return {
        "events": len(events),
        "decisions": len(city.ledger.made),
        "of kinds": len(kinds),
        "undone": len(city.ledger.undone),
        "times judged": judged.total(),
        **{verdict.value: judged[verdict] for verdict in Verdict},
        "conflicts at the end": last[Verdict.LISTED],
        "runs that changed what was there": moved,
    }


def changed(before: Facts, after: Facts) -> bool:
    """Say whether anything that was read is read otherwise; a theme made without a title is given one, and that is not."""
    untitled = {fact for fact, value in before.items() if fact[0] == "title" and not value}
    return any(after.get(fact) != value for fact, value in before.items() if fact not in untitled)


def report_lost(city: City, verdicts: dict[str, Verdict], after: str) -> None:
    """Say which decision lost its effect, so that it may be looked at; there should be none."""
    for key, verdict in verdicts.items():
        if verdict is Verdict.LOST:
            lost = city.ledger.made[key]
            print(f"lost after {after}: {lost.id} {lost.kind.value} {lost.subject} {lost.target}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, default=3, help="cities, each with its own decisions and events (3)")
    chosen = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="contributions-") as scratch:
        march = Path(scratch) / "march"
        late = found(march)
        for seed in range(chosen.seeds):
            folder = shutil.copytree(march, Path(scratch) / str(seed))
            with opened(folder, late, seed) as city:
                rows.append({"seed": seed, **survive(city)})
    print(table(rows))


if __name__ == "__main__":
    main()
