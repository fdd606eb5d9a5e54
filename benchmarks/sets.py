"""Sets of French texts that come in batches, each in a real workspace: the demo month by month, public sets in seeded draws."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from contributions.domain import Collection
from contributions.frames import CONTRIBUTIONS
from contributions.prepare import normalise
from contributions.settings import EmbedSettings, Settings, ThemeSettings, Workspace, bundled, open_workspace
from contributions.starter import copy_demo
from contributions.steps import open_store, run_step, start_run
from contributions.store import Store

DEMO = "demo"
SHARES = (0.4, 0.2, 0.2, 0.2)
"""Of a set that has no dates: the first batch, in which themes are found, then three that come after it."""
PROPOSALS = "proposition"
"""Column of the texts of a CSV without labels."""
_databases = count()


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Texts that people said, in a workspace that keeps their vectors.

    `contributions` are `CONTRIBUTIONS`, dated where the set is; `ideas` are theirs; `gold` is idea -> label, for those that have
    one; `spoken` the first idea of each voice: a text sent a hundred times is counted once.
    """

    name: str
    folder: Path
    contributions: pd.DataFrame
    ideas: pd.DataFrame
    gold: Mapping[str, str]

    @property
    def spoken(self) -> frozenset[str]:
        """Give the ideas that figures are counted on."""
        campaigns = self.ideas["campaign"]
        return frozenset(self.ideas.loc[campaigns.eq("") | ~campaigns.duplicated(), "id"])

    @property
    def said_by(self) -> dict[str, str]:
        """Give the contribution of each idea."""
        return dict(zip(self.ideas["id"], self.ideas["contribution"], strict=True))

    def batches(self, seed: int, *, hidden: frozenset[str] = frozenset()) -> list[frozenset[str]]:
        """Give the contributions of each batch: a month of a dated set, else a seeded draw.

        What is said of the labels `hidden` never comes in the first batch: it is drawn among the others.
        """
        draw = np.random.default_rng(seed)
        ids = self.contributions["id"].to_numpy()
        months = self.contributions["said_on"].str[:7].to_numpy()
        dated = sorted(set(months) - {""})
        when = np.searchsorted(dated, months) if dated else draw.permutation(_shared_out(len(ids)))
        told = {self.said_by[idea] for idea, label in self.gold.items() if label in hidden}
        early = np.array([contribution in told for contribution in ids]) & (when == 0)
        when = np.where(early, draw.integers(1, when.max() + 1, len(ids)), when)
        return [frozenset(ids[when == batch]) for batch in range(int(when.max()) + 1)]

    @contextmanager
    def emptied(self, seed: int) -> Iterator[tuple[Workspace, Store]]:
        """Open the workspace with a database that holds nothing yet; themes are found with that seed."""
        database = f"sqlite:///{self.folder / f'var/{next(_databases)}.db'}"
        settings = Settings(database_url=database, themes=ThemeSettings(seed=seed), embed=EmbedSettings())
        workspace = Workspace(self.folder, settings, environment={})
        store = open_store(workspace.database_url)
        for name in sorted(set(self.contributions["collection"])):
            store.save_collection(Collection(name))
        try:
            yield workspace, store
        finally:
            store.close()


def _shared_out(rows: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give a batch to each row, in shares of `SHARES`.

    >>> _shared_out(5).tolist()
    [0, 0, 1, 2, 3]
    """
    ends = np.round(np.cumsum(SHARES) * rows)
    return np.searchsorted(ends, np.arange(rows), side="right").clip(max=len(SHARES) - 1)


@contextmanager
def corpora(names: Sequence[str], *, most: int, only: str = "") -> Iterator[Iterator[Corpus]]:
    """Read sets, one at a time: « demo », a JSONL of texts and labels (a corpus a question), or a CSV without labels.

    A set without labels is cut to `most` texts, drawn once for all; `only` keeps the corpora whose name ends so. Workspaces go
    when the sets are done with.
    """
    with tempfile.TemporaryDirectory(prefix="contributions-") as scratch:
        yield (corpus for name in names for corpus in _read(name, Path(scratch), most=most, only=only))


def _read(name: str, scratch: Path, *, most: int, only: str) -> Iterator[Corpus]:
    if name == DEMO:
        yield _demo(scratch / DEMO)
        return
    file = Path(name)
    rows = _drawn(_proposals(file), most) if file.suffix == ".csv" else _labelled(file)
    questions = dict(list(rows.groupby("question")))
    for number, asked in enumerate(questions.values(), 1):
        called = f"{file.stem} q{number}" if len(questions) > 1 else file.stem
        if called.endswith(only):
            yield _told(called, scratch / called.replace(" ", "-"), asked)


def _labelled(file: Path) -> pd.DataFrame:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return _usable(pd.DataFrame([{"question": "", **row} for row in rows])[["question", "text", "label"]])


def _proposals(file: Path) -> pd.DataFrame:
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    return _usable(pd.DataFrame({"question": "", "text": rows[PROPOSALS], "label": ""}))


def _usable(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["text"].map(lambda text: bool(normalise(text)))]


def _drawn(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    return rows.sample(min(most, len(rows)), random_state=0)


def _told(name: str, folder: Path, rows: pd.DataFrame) -> Corpus:
    """Write texts as contributions that were read already: masking them would take minutes, and changes no theme."""
    blank = {column: {"int64": 0}.get(dtype, "") for column, dtype in CONTRIBUTIONS.columns.items()}
    ids = [f"C{number:06d}" for number in range(len(rows))]
    usual = blank | {"collection": name, "file": name, "fate": "kept"}
    said = CONTRIBUTIONS.check(
        pd.DataFrame([usual | {"id": key, "text": text} for key, text in zip(ids, rows["text"], strict=True)])
    )
    (folder / "var").mkdir(parents=True)
    bare = Corpus(name, folder, said, pd.DataFrame(), {})
    with bare.emptied(0) as (workspace, store):
        store.add_contributions(said)
        ideas = _prepared(workspace, store)
    labels = dict(zip(ids, rows["label"], strict=True))
    gold = {idea: labels[key] for idea, key in zip(ideas["id"], ideas["contribution"], strict=True) if labels[key]}
    return Corpus(name, folder, said, ideas, gold)


def _demo(folder: Path) -> Corpus:
    """Read the files of the invented city; an idea has the label of the answer that it is a part of."""
    copy_demo(folder)
    workspace = open_workspace(folder)
    store = open_store(workspace.database_url)
    try:
        run_step(workspace, store, start_run(workspace, store), "ingest")
        ideas = _prepared(workspace, store)
        said = store.contributions()
    finally:
        store.close()
    said = said[said["fate"].eq("kept")].reset_index(drop=True)
    return Corpus(DEMO, folder, said, ideas, _gold_of_demo(said, ideas))


def _prepared(workspace: Workspace, store: Store) -> pd.DataFrame:
    """Cut what was said into ideas, and compute their vectors once for all."""
    run = start_run(workspace, store)
    for step in ("prepare", "embed"):
        run = run_step(workspace, store, run, step)
    return store.ideas()


def _gold_of_demo(said: pd.DataFrame, ideas: pd.DataFrame) -> dict[str, str]:
    with (bundled("data/demo") / "gold.csv").open(encoding="utf-8", newline="") as file:
        lines = [(line["file"], normalise(line["text"]), line["theme"]) for line in csv.DictReader(file, delimiter=";")]
    files = dict(zip(said["id"], said["file"], strict=True))
    gold = {}
    for idea, contribution, text in zip(ideas["id"], ideas["contribution"], ideas["text"], strict=True):
        words = normalise(text)
        of = (label for name, answer, label in lines if name == files[contribution] and (words in answer or answer in words))
        if label := next(of, ""):
            gold[idea] = label
    return gold
