"""Themes that last, on a real workspace: months come, themes are found anew, and what people decided stands."""

import csv
import json
import random
import shutil

import pytest
from small_city import as_csv, done, numbered, stored, workspace

from contributions.settings import bundled
from contributions.steps.standing import standing_themes
from contributions.steps.summaries import standing_summaries

BEDBUGS = [
    "Des punaises de lit partout, j'ai jeté mon matelas.",
    "On a des punaises de lit depuis octobre, le bailleur dit d'attendre.",
    "les punaises de lit reviennent a chaque fois, 3e traitement",
    "Punaises de lit au foyer, mes enfants sont couverts de piqûres.",
    "Qui paye le traitement contre les punaises de lit ? 900 euros, je les ai pas.",
    "J'ose plus recevoir personne à cause des punaises de lit.",
    "Ma mère dort dans la cuisine, sa chambre est pleine de punaises de lit.",
    "Il faut traiter l'immeuble entier pour les punaises de lit, pas un appart sur dix.",
]
pytestmark = pytest.mark.model
BY = ("--by", "Nadia", "--reason", "atelier du 12 mars")


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = workspace(tmp_path_factory.mktemp("ville") / "ville")
    done(folder, month="2026-03")
    return folder


@pytest.fixture
def folder(city, tmp_path):
    return shutil.copytree(city, tmp_path / "ville")


@pytest.fixture
def decide(call, folder):
    def made(*words, by=BY):
        code, out, err = call("decide", *words, *by, "--workspace", str(folder), "--json")
        assert code == 0, err
        return json.loads(out)[0]["id"]

    return made


def standing(folder):
    return stored(folder, standing_themes)


def members(folder, theme):
    return sorted(idea for idea, place in standing(folder).placed.items() if place == theme)


def said_of(stands):
    return {theme.id: (theme.title, theme.pinned, theme.reviewed_at, theme.status) for theme in stands.themes}


def add(folder, texts, *, seed=0):
    """Write more answers, said in June, and shuffle the file."""
    more = [*numbered(), *((500 + n, (text, "2026-06-10")) for n, text in enumerate(texts))]
    random.Random(seed).shuffle(more)  # noqa: S311 - an order of rows
    (folder / "sources" / "reponses.csv").write_text(as_csv(more), encoding="utf-8")


def of_demo(theme, count):
    with (bundled("data/demo") / "gold.csv").open(encoding="utf-8", newline="") as file:
        said = [line["text"] for line in csv.DictReader(file, delimiter=";") if line["theme"] == theme]
    return list(dict.fromkeys(said))[:count]


def test_what_people_decided_stands_after_more_months_a_refit_and_a_way_back(folder, decide, call):
    first, second = (theme.id for theme in standing(folder).themes[:2])
    chosen = members(folder, second)[:4]
    decide("rename", first, "Le docteur, enfin")
    decide("split", second, "--ideas", ",".join(chosen), "--title", "À part")
    apart = max(theme.id for theme in standing(folder).themes)
    decide("move", members(folder, first)[0], second)
    decide("pin", members(folder, first)[1])
    decide("pin", first)
    decide("review", second)
    before = standing(folder)
    add(folder, [*of_demo("transports-bus", 20), *of_demo("eclairage", 4)])
    rows = done(folder).stages["themes"]["rows"]
    grown = standing(folder)
    assert {idea: grown.placed[idea] for idea in before.placed} == dict(before.placed)
    assert len(grown.placed) > len(before.placed)
    assert said_of(grown) == said_of(before)
    assert "Le docteur, enfin" in (folder / "out" / "index.html").read_text(encoding="utf-8")

    code, out, _ = call("themes", "reconcile", "--workspace", str(folder), "--json")
    assert code == 0
    foreseen = json.loads(out)
    assert standing(folder) == grown
    code, out, _ = call("themes", "reconcile", "--apply", "--workspace", str(folder), "--json")
    assert code == 0
    assert json.loads(out) == foreseen
    anew = standing(folder)
    touched = {idea: theme for idea, theme in grown.placed.items() if theme in {first, second, apart} or idea in chosen}
    assert {idea: anew.placed[idea] for idea in touched} == touched
    assert {theme.id: theme.title for theme in anew.themes}[first] == "Le docteur, enfin"
    assert (anew.conflicts, grown.conflicts, before.conflicts) == ((), (), ())

    assert done(folder).stages["themes"]["new"] == 0
    assert standing(folder) == anew
    code, _, _ = call("themes", "restore", rows, "--workspace", str(folder))
    assert code == 0
    assert standing(folder) == grown


def test_months_go_by_and_what_was_quoted_still_is(folder):
    before = stored(folder, standing_summaries)
    assert all(summary.quotations for summary in before.values())
    add(folder, of_demo("transports-bus", 30))
    done(folder)
    now = stored(folder, standing_summaries)
    saved = stored(folder, lambda store: {each.id: each.quotations for each in store.themes(store.rows_of("themes"))})
    for theme, summary in now.items():
        shown = tuple(each.idea for each in summary.quotations)
        assert {each.idea for each in before[theme].quotations} <= set(shown)
        assert saved[theme] == shown


def test_a_move_or_a_split_undone_after_a_refit_gives_the_ideas_back(folder, decide, call):
    first, second = (theme.id for theme in standing(folder).themes[:2])
    chosen = [members(folder, first)[0], *members(folder, second)[-3:]]
    before = {idea: standing(folder).placed[idea] for idea in chosen}
    moved = decide("move", chosen[0], second)
    split = decide("split", second, "--ideas", ",".join(chosen[1:]))
    decided = {idea: standing(folder).placed[idea] for idea in chosen}
    code, _, _ = call("themes", "reconcile", "--apply", "--workspace", str(folder))
    assert code == 0
    assert {idea: standing(folder).placed[idea] for idea in chosen} == decided
    decide("undo", split)
    decide("undo", moved)
    assert {idea: standing(folder).placed[idea] for idea in chosen} == before


def test_changed_settings_change_no_theme_and_are_said(folder, call):
    before = standing(folder)
    path = folder / "contributions.toml"
    settings = path.read_text(encoding="utf-8")
    assert "[themes]\n" in settings
    path.write_text(settings.replace("[themes]\n", "[themes]\nseed = 4\n"), encoding="utf-8")
    done(folder, month="2026-03")
    assert standing(folder) == before
    for _ in range(2):
        _, out, _ = call("themes", "proposals", "--workspace", str(folder), "--json")
        assert [row["kind"] for row in json.loads(out)] == ["reconcile"]
        done(folder)


def test_a_proposal_is_accepted_undone_then_rejected_for_good(folder, decide, call):
    def proposed():
        code, out, _ = call("themes", "proposals", "--workspace", str(folder), "--json")
        assert code == 0
        return json.loads(out)

    add(folder, BEDBUGS)
    done(folder)
    (group,) = proposed()
    assert "punaise" in group["title"].lower()
    made = decide("accept", group["id"])
    assert proposed() == []
    theme = standing(folder).placed[group["ideas"][0]]
    assert len(members(folder, theme)) >= len(group["ideas"])
    done(folder)
    named = {theme.id: theme.title for theme in standing(folder).themes}
    assert "punaise" in named[theme].lower()
    decide("undo", made)
    done(folder)
    assert [row["kind"] for row in proposed()] == ["emerging"]
    decide("reject", proposed()[0]["id"])
    done(folder)
    assert proposed() == []
