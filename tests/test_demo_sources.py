"""The demo's binary sources hold what its texts say, and every expected answer is about words that are there."""

import csv
import runpy
from pathlib import Path

import pytest

from contributions.errors import SourceError
from contributions.ingest import read_source
from contributions.settings import CollectionSettings

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"


@pytest.fixture(scope="module")
def build():
    return runpy.run_path(str(DEMO / "build.py"))


@pytest.mark.slow
def test_the_sources_and_the_gold_in_place_hold_the_same_as_their_texts(build):
    assert build["differences"]() == []


def test_the_same_text_gives_the_same_bytes(build):
    one_of_each = {extension: name for name, extension in build["FORMATS"].items()}
    for extension, name in one_of_each.items():
        path = build["TEXTS"] / name
        assert build["BUILDERS"][extension](path) == build["BUILDERS"][extension](path), name


def test_every_expected_answer_quotes_its_source():
    texts: dict[str, list[str]] = {}
    for path in (DEMO / "sources").iterdir():
        try:
            texts[path.name] = read_source(path, settings=CollectionSettings(), quartiers=()).rows["text"].tolist()
        except SourceError:
            continue
    with (DEMO / "gold.csv").open(encoding="utf-8", newline="") as file:
        missing = [
            (line["file"], line["text"])
            for line in csv.DictReader(file, delimiter=";")
            if not any(line["text"] in text for text in texts.get(line["file"], []))
        ]
    assert missing == []
