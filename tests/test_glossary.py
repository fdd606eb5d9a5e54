"""The glossary and the nouns of the code say the same things."""

import enum
import inspect
import re
from pathlib import Path

import pytest

from contributions import domain, frames
from contributions.frames import Schema

GLOSSARY = (Path(__file__).parents[1] / "docs" / "glossary.md").read_text(encoding="utf-8")
NAMES = re.findall(r"`([^`]+)`", GLOSSARY)
ROWS = {
    cells[1].strip("`"): cells
    for line in GLOSSARY.splitlines()
    if line.startswith("|") and "`" in line
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}
CLASSES = {
    name: noun
    for module in (domain, frames)
    for name, noun in inspect.getmembers(module, inspect.isclass)
    if noun.__module__.startswith(module.__name__) and not name.startswith("_")
}
SCHEMAS = [name for name, noun in vars(frames).items() if isinstance(noun, Schema)]
MEMBERS = [member for noun in CLASSES.values() if issubclass(noun, enum.Enum) for member in noun]


def exists(name):
    noun, _, part = name.partition(".")
    owner = getattr(domain, noun, None) or getattr(frames, noun, None)
    if not part:
        return owner is not None
    return part in owner.columns if isinstance(owner, Schema) else hasattr(owner, part)


@pytest.mark.parametrize("name", [*CLASSES, *SCHEMAS])
def test_every_noun_and_every_frame_has_its_line(name):
    assert name in ROWS
    assert all(ROWS[name])


@pytest.mark.parametrize("member", MEMBERS, ids=str.__repr__)
def test_every_value_stands_beside_the_word_people_read(member):
    read, _, written, meaning = ROWS[f"{type(member).__name__}.{member.name}"]
    assert (read, written) == (getattr(member, "label", member.value), member.value)
    assert meaning


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_glossary_exists_in_the_code(name):
    assert exists(name)


def test_a_name_that_is_not_in_the_code_would_be_seen():
    assert not exists("Topic")
    assert not exists("Objective.budget")
    assert not exists("IDEAS.sentiment")
