"""A city reviews its matches on a real workspace: what it says stands over re-runs and new months, and is told back."""

import json
import shutil

import pytest
from decidim_exports import OTHER, PROPOSAL, RESULT, as_csv
from small_city import done, rows, stored, workspace

from contributions.domain import DecisionKind

BY = ("--by", "Inès Martin", "--reason", "relecture de mai")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Give a workspace after March's run."""
    folder = workspace(tmp_path_factory.mktemp("city") / "ville", list(enumerate(rows()[:56], start=1)))
    done(folder)
    return folder


def asked(call, folder, size=6):
    said = call("match", "queue", "--size", size, "--workspace", folder, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def zones(folder):
    from contributions.steps.matching import matches_standing

    frame = stored(folder, lambda store: matches_standing(store, store.rows_of("match"), store.ideas()))
    return {(row.subject, row.objective): row.zone for row in frame.itertuples()}


def test_reviews_stand_over_a_new_month_and_are_told_back_in_one_sentence(city, call):
    first, second, third = asked(call, city)[:3]
    accepted, refused = first["objectives"][0], second["objectives"][0]
    for command, name in (("accept", accepted["match"]), ("reject", refused["match"]), ("none", third["idea"])):
        assert call("decide", command, name, *BY, "--workspace", city).code == 0
    (city / "sources" / "mai.csv").write_text(
        "Identifiant;Date;Avis\n900;2026-05-20;Un bus le dimanche, enfin.\n", encoding="utf-8"
    )
    for _ in range(2):
        done(city)
        found = zones(city)
        assert found[first["idea"], accepted["objective"]] == "accepted"
        assert found[second["idea"], refused["objective"]] == "rejected"
        assert {zone for (idea, objective), zone in found.items() if idea == third["idea"] and "contrat/" in objective} == {
            "none"
        }
    told = json.loads(call("match", "--explain", first["idea"], "--workspace", city, "--json").out)[0]["sentence"]
    assert "validé par Inès Martin" in told
    assert "relecture de mai" in told
    assert {first["idea"], third["idea"]}.isdisjoint(row["idea"] for row in asked(call, city, size=200))
    versions = json.loads(call("match", "scorers", "--workspace", city, "--json").out)
    assert [each["version"] for each in versions if each["referential"] == "contrat"] == [1]


def test_a_review_is_undone_and_the_machine_proposes_again(city, call):
    row = asked(call, city)[-1]
    before = zones(city)
    assert call("decide", "accept", row["objectives"][-1]["match"], *BY, "--workspace", city).code == 0
    assert zones(city) != before
    made = stored(city, lambda store: store.decisions()[-1])
    assert made.kind is DecisionKind.ACCEPT_MATCH
    assert call("decide", "undo", made.id, *BY, "--workspace", city).code == 0
    assert zones(city) == before


def test_what_cannot_be_decided_is_said_and_changes_nothing(city, call):
    row = asked(call, city)[0]
    wrong = {
        f"{row['idea']}:contrat/9.9": "Objectif « contrat/9.9 » inconnu",
        "C0-9:" + row["objectives"][0]["objective"]: "ni une idée ni un thème ouvert",
    }
    count = len(stored(city, lambda store: store.decisions()))
    for match, sentence in wrong.items():
        said = call("decide", "accept", match, *BY, "--workspace", city)
        assert said.code == 2
        assert sentence in said.err
    assert call("decide", "accept", row["objectives"][0]["match"], "--workspace", city).code == 2
    assert len(stored(city, lambda store: store.decisions())) == count


def test_an_objective_that_a_revised_contract_no_longer_has_makes_a_conflict_and_the_old_trace_stays(city, call):
    row = asked(call, city)[0]
    chosen = row["objectives"][0]
    assert call("decide", "accept", chosen["match"], *BY, "--workspace", city).code == 0
    before = stored(city, lambda store: store.rows_of("match"))
    path = city / "referentials" / "contrat.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    code = chosen["objective"].partition("/")[2]
    ended = [f"{line};{'2025-12-31' if line.startswith(f'{code};') else ''}" for line in lines[1:]]
    path.write_text("\n".join([f"{lines[0]};valable au", *ended]) + "\n", encoding="utf-8")
    done(city)
    told = json.loads(call("decide", "conflicts", "--workspace", city, "--json").out)
    assert any("n'est plus dans les référentiels" in each["problem"] for each in told)
    assert all(objective != chosen["objective"] for _, objective in zones(city))
    old = stored(city, lambda store: store.matches(before))
    assert chosen["objective"] in set(old["objective"])


def test_what_a_platform_linked_to_an_objective_teaches_and_is_told(tmp_path, call):
    folder = workspace(tmp_path / "ville", list(enumerate(rows()[:56], start=1)))
    title = (folder / "referentials" / "contrat.csv").read_text(encoding="utf-8").splitlines()[2].split(";")[1]
    (folder / "sources" / "results.csv").write_text(as_csv(RESULT | {"title/fr": title}), encoding="utf-8")
    (folder / "sources" / "proposals.csv").write_text(as_csv(PROPOSAL, OTHER), encoding="utf-8")
    done(folder)
    (scorer,) = json.loads(call("match", "scorers", "--workspace", folder, "--json").out)
    assert (scorer["linked"], scorer["reviewed"], scorer["learned"]) == (2, 0, False)
    assert "liens 2" in call("match", "scorers", "--workspace", folder).out
    ideas = stored(folder, lambda store: store.ideas())
    told = [json.loads(call("match", "--explain", idea, "--workspace", folder, "--json").out) for idea in ideas["id"]]
    assert any("lié sur la plateforme" in each["sentence"] for sentences in told for each in sentences)


def test_a_reranker_that_is_not_there_is_said_and_nothing_is_matched(city, tmp_path, call):
    folder = shutil.copytree(city, tmp_path / "ville")
    path = folder / "contributions.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[match]\n", '[match]\nreranker = "modeles/absent"\n'), encoding="utf-8"
    )
    before = stored(folder, lambda store: store.rows_of("match"))
    said = call("match", "--workspace", folder)
    assert (said.code, "modeles/absent" in said.err) == (1, True)
    assert stored(folder, lambda store: store.rows_of("match")) == before
