"""A theme seen closer: its parts, the same whatever the order of rows, and a part made a theme of its own."""

import json
from collections import Counter

import numpy as np
import pytest
from small_city import done, stored, workspace
from test_themes import GOLD, TEXTS, frame, letters, partition, seen, views

from contributions.steps.standing import standing_themes
from contributions.themes import finer

BY = ("--by", "Nadia", "--reason", "atelier du 12 mars")


@pytest.mark.model
def test_the_parts_of_a_theme_are_its_subjects_whatever_the_order_of_rows():
    ideas = frame(TEXTS)
    parts = finer(ideas, seen(views()), encode=letters, seed=0)
    number = {idea: row for row, idea in enumerate(ideas["id"])}
    assert {frozenset(part.ideas) for part in parts} == partition(GOLD, list(number))
    assert [len(part.ideas) for part in parts] == sorted((len(part.ideas) for part in parts), reverse=True)
    assert len({part.title for part in parts}) == len(parts)
    shuffled = np.random.default_rng(3).permutation(len(TEXTS))
    other = finer(frame([TEXTS[row] for row in shuffled]), seen([view[shuffled] for view in views()]), encode=letters, seed=0)
    assert {part.title for part in other} == {part.title for part in parts}


@pytest.mark.model
def test_copies_are_in_the_part_of_their_voice():
    ideas = frame([*TEXTS, *[TEXTS[0]] * 5])
    ideas.loc[[0, *range(len(TEXTS), len(ideas))], "campaign"] = "letter"
    vectors = [np.vstack([view, np.repeat(view[:1], 5, axis=0)]) for view in views()]
    home = next(part for part in finer(ideas, seen(vectors), encode=letters, seed=0) if ideas["id"][0] in part.ideas)
    assert set(ideas["id"][len(TEXTS) :]) <= set(home.ideas)


@pytest.mark.model
@pytest.mark.slow
def test_a_part_becomes_a_theme_and_goes_back(tmp_path, call):
    folder = workspace(tmp_path / "ville")
    done(folder)
    before = stored(folder, standing_themes)
    sizes = Counter(theme for theme in before.placed.values() if theme)
    seen_closer = {theme: told(folder, theme, call) for theme in sizes}
    cut, parts = next((theme, parts) for theme, parts in seen_closer.items() if len(parts) > 1)
    code, out, _ = call("decide", "split", cut, "--part", "2", *BY, "--workspace", str(folder), "--json")
    assert code == 0
    made = json.loads(out)[0]
    now = stored(folder, standing_themes)
    assert {idea for idea, theme in now.placed.items() if theme == made["target"]} == set(parts[1]["ideas"])
    assert next(theme for theme in now.themes if theme.id == made["target"]).title == parts[1]["title"]
    assert call("decide", "undo", made["id"], *BY, "--workspace", str(folder))[0] == 0
    assert stored(folder, standing_themes).placed == before.placed
    code, _, err = call("decide", "split", cut, "--part", "99", *BY, "--workspace", str(folder))
    assert code == 2
    assert f"{cut} a {len(parts)} parties" in err


def told(folder, theme, call):
    code, out, _ = call("themes", "parts", theme, "--workspace", str(folder), "--json")
    assert code == 0
    return json.loads(out)
