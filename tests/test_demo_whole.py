"""The bundled city from end to end: its account adds up, and its trace gives the same pairs from either end."""

import json
from datetime import date

import pytest
from small_city import stored

from contributions.settings import open_workspace
from contributions.steps.tracing import account, trail_of
from contributions.steps.tracing_back import of_objective
from contributions.steps.trail import ideas_told

pytestmark = pytest.mark.model
DAY = date(2026, 7, 1)


def test_every_total_of_the_demo_adds_up(demo, call):
    told = stored(demo, lambda store: account(trail_of(open_workspace(demo), store, DAY)))
    assert sum(told["contributions"]["fates"].values()) == told["contributions"]["read"] > 600
    assert [check["what"] for check in told["checks"] if not check["holds"]] == []
    assert call("trace", "--workspace", demo).code == 0


def test_every_objective_of_the_demo_lists_exactly_the_ideas_that_list_it(demo):
    def both(store):
        city = open_workspace(demo)
        trail = trail_of(city, store, DAY)
        leaves = [leaf for referential in trail.picture.referentials for leaf in referential.leaves]
        back = {leaf.id: {idea["id"] for idea in of_objective(trail, city, leaf.id)["ideas"]} for leaf in leaves}
        told = ideas_told(trail, trail.picture.spoken["idea"].tolist())
        named = {idea["id"]: {pair["objective"] for pair in idea["objectives"]} for idea in told}
        forth = {leaf.id: {idea for idea, objectives in named.items() if leaf.id in objectives} for leaf in leaves}
        return back, forth, told

    back, forth, told = stored(demo, both)
    assert back == forth
    assert sum(map(len, back.values())) > 300
    texts = stored(demo, lambda store: store.contributions().set_index("id")["text"])
    assert all(texts[idea["contribution"]][idea["start"] : idea["end"]] == idea["text"] for idea in told)


def test_one_contribution_of_the_demo_is_followed_by_the_command_line(demo, call):
    said = call("trace", "--contribution", "C48ZDSQ4K7J", "--workspace", demo, "--json")
    told = json.loads(said.out)
    assert (said.code, told["file"], told["position"]) == (0, "questionnaire-habitants-2026-04.csv", 87)
    assert len(told["ideas"]) == 5
