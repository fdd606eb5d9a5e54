"""The lives of themes on a real workspace: months, decisions drawn at random, a refit, a way back, an erasure."""

import json
import random
from html import escape

import pytest
from small_city import done, stored, workspace

from contributions.domain import DecisionKind
from contributions.settings import FILE_NAME, open_workspace
from contributions.steps.lineage import left_themes, past
from contributions.steps.standing import standing_themes
from contributions.trace.lineage import lives

pytestmark = [pytest.mark.model, pytest.mark.slow]
BY = ("--by", "Nadia", "--reason", "atelier du 12 mars")


def told(store):
    """Give the lives of themes, once they were seen to add up to what a reader is shown."""
    placed = standing_themes(store).placed
    shown = [placed.get(idea, "") for idea in store.ideas()["id"]]
    known = lives(past(store))
    assert {theme for theme in shown if theme} <= set(known)
    for theme, life in known.items():
        came = sum(sum(event.change.came.values()) for event in life.events)
        left = sum(sum(event.change.left.values()) for event in life.events)
        assert life.ideas == came - left == shown.count(theme)
    return known


def random_decision(store, draw):
    """Draw a decision that may be taken today, as words of the command line."""
    stands = standing_themes(store)
    held = {theme: sorted(idea for idea, place in stands.placed.items() if place == theme) for theme in sorted(stands.open)}
    large = [theme for theme in held if len(held[theme]) > 1]
    one, other = draw.choice(large), draw.choice(large)
    taken = draw.choice(held[one])
    wishes = [
        ("split", one, "--ideas", taken, "--title", "À part"),
        ("rename", one, f"Titre {draw.random():.6f}"),
        ("pin", taken),
    ]
    if other != one:
        wishes += [("move", taken, other), ("merge", one, other)]
    standing = [each for each in store.decisions() if each.kind is not DecisionKind.UNDO]
    undone = {each.subject for each in store.decisions()}
    return draw.choice([*wishes, *(("undo", each.id) for each in standing if each.id not in undone)])


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Make a city whose themes were found in March, then found anew, smaller: the page of that says who moved."""
    folder = workspace(tmp_path_factory.mktemp("ville") / "ville")
    done(folder, month="2026-03")
    path = folder / FILE_NAME
    settings = path.read_text(encoding="utf-8")
    assert "[themes]\n" in settings
    path.write_text(settings.replace("[themes]\n", "[themes]\nsmallest = 3\nseed = 4\n"), encoding="utf-8")
    return folder


def test_lives_add_up_on_a_real_workspace_and_the_page_forgets_what_is_erased(city, call):
    born = stored(city, told)
    code, out, err = call("themes", "reconcile", "--apply", "--workspace", city)
    assert code == 0, err
    anew = stored(city, told)
    assert {theme: life.events[0] for theme, life in born.items()} == {theme: anew[theme].events[0] for theme in born}
    (page,) = open_workspace(city).out.glob("themes-*.html")
    assert str(page.resolve()) in out
    content = page.read_text(encoding="utf-8")
    quoted = [idea for idea in stored(city, lambda store: list(store.ideas()["id"])) if f">{idea}<" in content]
    assert quoted

    draw = random.Random(4)  # noqa: S311 - a draw of decisions
    for _ in range(8):
        words = stored(city, lambda store: random_decision(store, draw))
        assert call("decide", *words, *BY, "--workspace", city).code == 0
        stored(city, told)
    done(city)
    grown = stored(city, told)
    assert set(anew) <= set(grown)
    assert call("themes", "restore", stored(city, left_themes)[0], "--workspace", city).code == 0
    for theme in stored(city, told):
        code, out, err = call("themes", "show", theme, "--json", "--workspace", city)
        assert code == 0, err
        assert json.loads(out)["history"]

    texts = stored(city, lambda store: dict(store.ideas()[["id", "text"]].itertuples(index=False, name=None)))
    code, _, err = call("erase", quoted[0].rsplit("-", 1)[0], *BY, "--yes", "--workspace", city)
    assert code == 0, err
    pages = [each.read_text(encoding="utf-8") for each in open_workspace(city).out.glob("themes-*.html")]
    assert len(pages) == 2
    assert not any(escape(texts[quoted[0]], quote=False) in each or quoted[0] in each for each in pages)
    assert any(idea in each for idea in quoted[1:] for each in pages)
    stored(city, told)
