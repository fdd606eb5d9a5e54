"""The open data of a platform, read as it is downloaded: one zip, where everything finds everything."""

import json

import pytest
from decidim_exports import IP, NAMES, as_csv, open_data
from small_city import tables_of
from source_files import archive

from contributions.domain import CURRENT
from contributions.settings import FILE_NAME, open_workspace
from contributions.starter import copy_starter
from contributions.store import open_store
from contributions.store.links import links_of

FAST = '[embed]\nmodel = "use"\nsecond = ""\n'
NAME = "ville.example-open-data"
SURVEY = {"id": "s1", "created_at": "2026-03-04", "ip_hash": IP, "user_status": "Enregistré", "question": "0. Et ici ?"}
QUARTIER = '{ name = "Les Tilleuls"'
BAD = "photo.png"

pytestmark = pytest.mark.model


@pytest.fixture
def city(tmp_path):
    folder = tmp_path / "ville"
    copy_starter(folder)
    settings = folder / FILE_NAME
    settings.write_text(settings.read_text(encoding="utf-8") + FAST, encoding="utf-8")
    for path in (folder / "sources").iterdir():
        path.unlink()
    return folder


def deposited(city, name="open-data.zip", **more):
    survey = as_csv(SURVEY | {"body": "Il manque une pharmacie de garde la nuit"})
    files = open_data() | {f"{NAME}-published_survey_user_responses.csv": survey} | more
    (city / "sources" / name).write_bytes(archive(**files))
    return city / "sources" / name


def kept(city, act):
    store = open_store(open_workspace(city).database_url)
    try:
        return act(store)
    finally:
        store.close()


def test_a_whole_zip_is_read_without_a_failure_and_every_row_has_one_fate(call, city):
    said = call("ingest", deposited(city), "--workspace", city, "--json")
    facts = json.loads(said.out)
    assert (said.code, said.err, facts["problems"]) == (0, "", {})
    assert facts["files"] == len(open_data()) + 1
    # Two proposals, two comments, one answer and one set of minutes; a meeting announced, two results, a page, a moderation.
    assert (facts["kept"], facts["rejected"], facts["read"]) == (6, 5, 11)
    assert facts["read"] == facts["new"] == sum(facts[fate.value] for fate in CURRENT)
    aside = ("results", "taxonomies", "users", "moderations", "pages", "metrics")
    assert set(facts["silent"]) == {*(f"{NAME}-{entity}.csv" for entity in aside), "README.md"}
    again = json.loads(call("ingest", city / "sources", "--workspace", city, "--json").out)
    assert (again["new"], again["known"], again["problems"]) == (0, 11, {})


def test_taxonomies_proposals_comments_and_results_find_each_other(call, city):
    settings = city / FILE_NAME
    settings.write_text(settings.read_text(encoding="utf-8").replace(f"# {QUARTIER}", QUARTIER), encoding="utf-8")
    assert call("ingest", deposited(city), "--workspace", city).code == 0
    rows = kept(city, lambda store: store.contributions()).set_index("native_id")
    assert rows.loc[["proposal/7", "comment/90", "comment/91", "meeting/4"], "quartier"].tolist() == ["Les Tilleuls"] * 4
    assert rows.loc["comment/91", "part"] == "proposal/7"
    links = kept(city, links_of)
    assert links[["target", "contribution"]].to_numpy().tolist() == [
        ["answer/7", rows.loc["proposal/7", "id"]],
        ["result/12", rows.loc["proposal/7", "id"]],
        ["result/12", rows.loc["proposal/8", "id"]],
        ["result/13", ""],
    ]


def test_each_file_without_a_contribution_is_told_in_one_line(call, city):
    said = call("ingest", deposited(city), "--workspace", city)
    told = [line for line in said.out.splitlines() if line.startswith("Sans contribution : ")]
    assert len(told) == 7
    assert f"Sans contribution : {NAME}-users.csv (export Decidim, comptes : ce sont des données personnelles" in said.out
    assert "Sans contribution : README.md (notice d'un export Decidim" in said.out


def test_a_file_that_cannot_be_read_still_fails(call, city):
    said = call("ingest", deposited(city, **{BAD: "\x89PNG\r\n"}), "--workspace", city)
    assert said.code == 1
    assert len(said.sentences) == 1
    assert BAD in said.sentences[0]


def test_the_names_of_people_and_their_addresses_are_nowhere_in_the_store(call, city):
    call("ingest", deposited(city), "--workspace", city)
    rows = json.dumps(tables_of(city), ensure_ascii=False)
    content = b"".join(path.read_bytes() for path in (city / "var").rglob("*") if path.is_file())
    assert "Il manque des bancs" in rows
    for secret in (*NAMES, IP):
        assert secret not in rows
        assert secret.encode() not in content


def test_the_side_car_of_a_zip_speaks_for_its_files(call, city):
    path = deposited(city)
    path.with_suffix(".toml").write_text('name = "plateforme"\nchannel = "plateforme en ligne"\n', encoding="utf-8")
    assert call("ingest", city / "sources", "--workspace", city).code == 0
    assert kept(city, lambda store: set(store.contributions()["collection"])) == {"plateforme"}


def test_a_page_that_the_city_wants_is_read_when_it_names_the_reader(call, city):
    (city / "sources" / "pages.csv").write_text(open_data()[f"{NAME}-pages.csv"], encoding="utf-8")
    assert json.loads(call("ingest", city / "sources", "--workspace", city, "--json").out)["kept"] == 0
    (city / "sources" / "pages.toml").write_text('reader = "tabular"\n', encoding="utf-8")
    assert json.loads(call("ingest", city / "sources", "--workspace", city, "--json").out)["kept"] == 1
    assert json.loads(call("ingest", city / "sources", "--workspace", city, "--json").out)["new"] == 0


def test_matches_are_measured_on_the_links_of_the_workspace(call, city):
    call("ingest", deposited(city), "--workspace", city)
    figures = json.loads(call("evaluate", "matches", "--workspace", city, "--json").out)
    assert (figures["queries"], figures["targets"]) == (2, 2)
    assert 0 <= figures["mrr"] <= 1
    assert "Il manque le fichier OBJECTIFS" in call("evaluate", "matches", city / "x.jsonl").err
