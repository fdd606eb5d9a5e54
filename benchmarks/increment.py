"""Measure a whole run, then the run that one contribution in a hundred more asks for, and print a Markdown table of their steps.

    python benchmarks/increment.py proposals.csv [--sizes 2000 20000] [--real N] [--keep DIR]

`proposals.csv` has a column `proposition`. Ideas beyond those it holds, or beyond `--real`, are made as in `scale.py`. How to
read it, and the figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from corpora import embedded
from peers import cpu_seconds, with_threads
from public_sets import Row, table
from scale import ADDED, Ideas, crowd, proposals

from contributions.domain import Collection
from contributions.embed import as_embedded, content_hash
from contributions.frames import CONTRIBUTIONS
from contributions.prepare import quote_ideas
from contributions.settings import Workspace, open_workspace
from contributions.starter import copy_demo
from contributions.steps import finish_run, open_store, run_step, start_run
from contributions.steps.refounding import refound
from contributions.steps.session import embedder
from contributions.store import Store
from contributions.store.vectors import VectorShards

STEPS = ("prepare", "embed", "themes", "match", "report")
ANEW = "themes reconcile"
NAME = "propositions"
FEW = 40
"""Contributions of the run that comes first in each process, and is in no step: models and libraries are loaded there."""

Spent = Mapping[str, float]
"""CPU seconds of each step, of loading, and of finding themes anew where that was asked."""


def measure(size: int, real: Ideas | Sequence[str]) -> list[Row]:
    """Give a row a step: `real` are texts that each run embeds, or texts with vectors, which are put where runs look for them."""
    given, added = isinstance(real, tuple), round(ADDED * size)
    texts, vectors = crowd(real, size + added) if given else (list(real)[: size + added], ())
    said = told(texts)
    late = np.isin(np.arange(len(said)), np.random.default_rng(0).permutation(len(said))[:added])
    with tempfile.TemporaryDirectory(prefix="contributions-") as scratch, city(Path(scratch)) as (workspace, store):
        if given:
            keep_vectors(workspace, said, vectors)
        store.add_contributions(said[~late])
        whole = spent_by(workspace.folder)
        store.add_contributions(said[late])
        more = spent_by(workspace.folder, "--anew")
        return rows(len(store.ideas()), whole, more)


def told(texts: Sequence[str]) -> pd.DataFrame:
    """Write texts as contributions that were read already: reading has its own benchmark, `reading.py`."""
    blank = {column: {"int64": 0}.get(dtype, "") for column, dtype in CONTRIBUTIONS.columns.items()}
    usual = blank | {"collection": NAME, "file": NAME, "fate": "kept"}
    return CONTRIBUTIONS.check(pd.DataFrame([usual | {"id": f"C{n:06d}", "text": text} for n, text in enumerate(texts)]))


@contextmanager
def city(folder: Path) -> Iterator[tuple[Workspace, Store]]:
    """Open a workspace with the demo's settings and referentials, whose database holds nothing yet."""
    copy_demo(folder)
    workspace = open_workspace(folder)
    store = open_store(workspace.database_url)
    store.save_collection(Collection(NAME))
    try:
        yield workspace, store
    finally:
        store.close()


def keep_vectors(workspace: Workspace, said: pd.DataFrame, vectors: Sequence[np.ndarray]) -> None:
    """Put the vectors of contributions where a run finds those of their ideas: each idea has that of the whole."""
    ideas = quote_ideas(said)
    place = pd.Series(range(len(said)), index=said["id"])[ideas["contribution"]].to_numpy()
    keys = [content_hash(as_embedded(text)) for text in ideas["text"]]
    chosen = workspace.settings.embed
    for name, each in zip((chosen.model, chosen.second), vectors, strict=True):
        VectorShards(workspace.vectors, embedder(name).name).add(keys, each[place])


def spent_by(folder: Path, *options: str) -> Spent:
    """Do a run in a process of its own, as a scheduled run is, with one thread."""
    command = [sys.executable, str(Path(__file__)), str(folder), "--run", *options]
    done = subprocess.run(command, env=with_threads(1), check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    spent: Spent = json.loads(done.stdout.splitlines()[-1])
    return spent


def run(folder: Path, *, anew: bool) -> Spent:
    """Do the steps of a run in a workspace, once everything is loaded, then find its themes `anew`."""
    workspace = open_workspace(folder)
    store = open_store(workspace.database_url)
    try:
        spent = {"loading": _loading(store.contributions()), **_steps(workspace, store)}
        if anew:
            before = cpu_seconds()
            refound(workspace, store)
            spent[ANEW] = cpu_seconds() - before
        return spent
    finally:
        store.close()


def _loading(said: pd.DataFrame) -> float:
    """Load what runs use, by one on a few contributions; give the CPU seconds since the process began."""
    with tempfile.TemporaryDirectory(prefix="contributions-") as scratch, city(Path(scratch)) as (workspace, store):
        store.add_contributions(said.head(FEW))
        _steps(workspace, store)
    return cpu_seconds()


def _steps(workspace: Workspace, store: Store) -> dict[str, float]:
    spent, run = {}, start_run(workspace, store)
    for step in STEPS:
        before = cpu_seconds()
        run = run_step(workspace, store, run, step)
        spent[step] = cpu_seconds() - before
    finish_run(store, run)
    return spent


def rows(ideas: int, whole: Spent, more: Spent) -> list[Row]:
    """Give a row a step, then the whole run, and what finding themes anew costs in the place of letting them grow.

    >>> same = dict.fromkeys(STEPS, 1.0) | {"loading": 9.0}
    >>> [(row["step"], row["+1 %"]) for row in rows(5, same, same | {ANEW: 2.0})][-3:]
    [('whole run', '5.0'), ('themes reconcile, for themes', '2.0'), ('loading, apart', '9.0')]
    """
    total = [sum(spent[step] for step in STEPS) for spent in (whole, more)]
    lines = [(step, whole[step], more[step]) for step in STEPS]
    lines += [("whole run", *total), (f"{ANEW}, for themes", whole["themes"], more[ANEW])]
    shown = [(step, full, part, f"{part / full:.1%}" if full else None) for step, full, part in lines]
    shown.append(("loading, apart", whole["loading"], more["loading"], None))
    heads = ("ideas", "step", "full run, CPU s", "+1 %", "share")
    return [
        dict(zip(heads, (ideas, step, f"{full:.1f}", f"{part:.1f}", share), strict=True)) for step, full, part, share in shown
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table a size, or do one run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path, metavar="proposals.csv")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000])
    parser.add_argument("--real", type=int, help="real proposals, at most; up to as many ideas, each run embeds its own")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the vectors from which others are made there")
    for hidden in ("--run", "--anew"):
        parser.add_argument(hidden, action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    if chosen.run:
        print(json.dumps(run(chosen.file, anew=chosen.anew)))
        return
    texts = proposals(chosen.file, chosen.real)
    for size in chosen.sizes:
        more = size + round(ADDED * size) > len(texts)
        print(table(measure(size, (texts, embedded(texts, keep=chosen.keep)[0]) if more else texts)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
