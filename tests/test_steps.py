"""The whole chain on real files: nothing is lost, nothing is added twice, and what is personal stays out."""

import io
import json
import logging
import random
import shutil

import pytest
from small_city import (
    PERSONAL,
    SECRETS,
    as_csv,
    assert_same,
    done,
    drawn,
    numbered,
    rows,
    stored,
    tables_of,
    workspace,
)

from contributions.domain import Fate
from contributions.errors import UsageError
from contributions.settings import open_workspace
from contributions.starter import copy_starter
from contributions.steps import STEP_LABELS, STEPS, run_step, start_run


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Run a workspace once, with every log line kept."""
    folder = workspace(tmp_path_factory.mktemp("ville") / "ville")
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    root, ours = logging.getLogger(), logging.getLogger("contributions")
    levels = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    try:
        run = done(folder)
    finally:
        root.removeHandler(handler)
        root.setLevel(levels[0])
        ours.setLevel(levels[1])
    return folder, run, lines.getvalue()


def copied(city, folder):
    shutil.copytree(city[0], folder / "copie")
    return folder / "copie"


def test_every_step_has_a_name_that_people_read():
    assert ["pull", *STEPS] == list(STEP_LABELS) == ["pull", "ingest", "prepare", "embed", "themes", "match", "report"]


def test_a_month_is_written_in_one_way(tmp_path):
    copy_starter(tmp_path / "ville")
    opened = open_workspace(tmp_path / "ville")
    for month in ("2026-13", "2026-3", "mars", "2026-03-01", "2026-00", "٢٠٢٦-03"):
        with pytest.raises(UsageError, match=f"Mois « {month} » illisible : écrivez-le comme 2026-03"):
            stored(tmp_path / "ville", lambda store, month=month: start_run(opened, store, month=month))


def test_a_step_that_fails_is_written_in_the_journal_before_it_is_raised(tmp_path):
    copy_starter(tmp_path / "ville")
    opened = open_workspace(tmp_path / "ville")

    def act(store):
        with pytest.raises(UsageError):
            run_step(opened, store, start_run(opened, store), "ingest", paths=[tmp_path / "absent"])
        return store.runs()[-1]

    run = stored(tmp_path / "ville", act)
    assert "n'existe pas" in run.problem
    assert run.finished_at is not None


@pytest.mark.model
def test_every_contribution_has_one_fate_and_every_idea_a_place_or_a_reason(city):
    folder, run, _ = city
    read = run.stages["ingest"]
    assert read["read"] == read["new"] == sum(read[fate.value] for fate in Fate)
    contributions, ideas, placements, matches, themes = drawn(folder)
    assert len(contributions) == read["read"]
    assert set(contributions["fate"]) <= {fate.value for fate in Fate}
    assert (contributions["reason"] != "").eq(contributions["fate"].isin({"rejected", "quarantined"})).all()
    assert (contributions["duplicate_of"] != "").eq(contributions["fate"] == "duplicate").all()
    kept = contributions[contributions["fate"] == "kept"].set_index("id")["text"]
    assert set(ideas["contribution"]) <= set(kept.index)
    assert len(kept) + (contributions["fate"] == "quarantined").sum() >= len(rows())
    for idea in ideas.itertuples():
        assert idea.text
        assert kept[idea.contribution][idea.start : idea.end] == idea.text
    assert sorted(placements["idea"]) == sorted(ideas["id"])
    assert ((placements["theme"] == "") == (placements["reason"] != "")).all()
    assert set(placements["theme"]) - {""} == set(themes["id"])
    assert len(themes) >= 2
    assert set(ideas["id"]) <= set(matches["subject"]) <= set(ideas["id"]) | set(themes["id"])
    facts = run.stages["themes"]
    assert (facts["placed"] + facts["unplaced"], facts["themes"]) == (len(ideas), len(themes))
    assert run.problem == ""
    assert {path.name for path in (folder / "out").iterdir()} >= {"index.html", "tracabilite.xlsx"}


@pytest.mark.model
def test_a_second_run_adds_nothing_and_changes_no_id(city, tmp_path):
    folder = copied(city, tmp_path)
    before, seen = tables_of(folder, but=["runs"]), drawn(folder)
    vectors = {path.name: path.read_bytes() for path in (folder / "var" / "vectors").rglob("*.npy")}
    run = done(folder)
    assert tables_of(folder, but=["runs"]) == before
    assert_same(drawn(folder), seen)
    assert run.stages["ingest"]["new"] == run.stages["embed"]["new"] == run.stages["themes"]["new"] == 0
    assert run.stages["ingest"]["read"] == run.stages["ingest"]["known"] == city[1].stages["ingest"]["read"]
    assert {path.name: path.read_bytes() for path in (folder / "var" / "vectors").rglob("*.npy")} == vectors
    assert len(stored(folder, lambda store: store.runs())) == 2


@pytest.mark.model
def test_the_order_of_rows_and_of_files_changes_nothing(city, tmp_path):
    answers = numbered()
    random.Random(3).shuffle(answers)  # noqa: S311
    folder = workspace(tmp_path / "ville", answers)
    late = folder / "sources" / "exemple-atelier.md"
    content = late.read_bytes()
    late.unlink()
    opened = open_workspace(folder)
    stored(folder, lambda store: run_step(opened, store, start_run(opened, store), "ingest"))
    late.write_bytes(content)
    done(folder)
    assert_same(drawn(folder), drawn(city[0]))


@pytest.mark.model
def test_an_amended_file_adds_only_what_is_new(city, tmp_path):
    folder = copied(city, tmp_path)
    seen = drawn(folder)
    more = [*numbered(), (900, ("Un robinet d'eau potable sur la place du marché en été.", "2026-05-21"))]
    (folder / "sources" / "reponses.csv").write_text(as_csv(more[::-1]), encoding="utf-8")
    run = done(folder)
    assert (run.stages["ingest"]["new"], run.stages["prepare"]["new"], run.stages["embed"]["new"]) == (1, 1, 1)
    contributions, ideas, _, _, _ = drawn(folder)
    assert set(seen[0]["id"]) < set(contributions["id"])
    assert set(seen[1]["id"]) < set(ideas["id"])
    assert len(tables_of(folder)["sources"]) == len(tables_of(city[0])["sources"]) + 1


@pytest.mark.model
def test_one_more_idea_leaves_all_the_others_where_they_were(city, tmp_path):
    folder = copied(city, tmp_path)
    before = drawn(folder)[2].set_index("idea")["theme"]
    more = [*numbered(), (900, ("Un robinet d'eau potable sur la place du marché en été.", "2026-05-21"))]
    (folder / "sources" / "reponses.csv").write_text(as_csv(more), encoding="utf-8")
    done(folder)
    after = drawn(folder)[2].set_index("idea")["theme"]
    assert after[before.index].equals(before)
    assert len(after) == len(before) + 1


@pytest.mark.model
def test_a_run_of_a_month_counts_what_was_said_until_its_end(city, tmp_path):
    folder = copied(city, tmp_path)
    run = done(folder, month="2026-03")
    placements = stored(folder, lambda store: store.placements(run.stages["themes"]["rows"]))
    until = stored(folder, lambda store: store.ideas("2026-03-31"))
    later = set(stored(folder, lambda store: store.ideas())["id"]) - set(until["id"])
    assert len(later) >= len(PERSONAL)
    assert set(until["id"]) <= set(placements["idea"])
    assert run.stages["themes"]["placed"] + run.stages["themes"]["unplaced"] == len(until)
    matches = stored(folder, lambda store: store.matches(run.stages["match"]["rows"]))
    assert not later & set(matches["subject"])
    again = done(folder)
    assert again.stages["themes"]["rows"] == city[1].stages["themes"]["rows"]


@pytest.mark.model
def test_what_is_personal_is_nowhere_but_in_the_sources(city):
    folder, _, lines = city
    files = [path for name in ("var", "out") for path in (folder / name).rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".npy", ".html", ".xlsx"}
    content = b"".join(_unpacked(path) for path in files)
    for secret in SECRETS:
        assert secret in as_csv(numbered())
        assert secret.encode() not in content, secret
        assert secret.encode("utf-16-le") not in content
        assert json.dumps(secret).encode() not in content
        assert secret not in lines
    assert "réparer la porte du hall".encode() in content
    assert not [text for text, _ in rows() if text[:40] in lines]


def _unpacked(path):
    import zipfile

    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.model
def test_without_a_contract_the_run_fails_at_the_match_and_keeps_what_was_read(tmp_path):
    folder = workspace(tmp_path / "ville", contract=False)
    with pytest.raises(UsageError, match="Aucun référentiel"):
        done(folder)
    run = stored(folder, lambda store: store.runs())[-1]
    assert list(run.stages) == ["ingest", "prepare", "embed", "themes"]
    assert run.problem.startswith("match : Aucun référentiel")
    assert stored(folder, lambda store: len(store.placements(run.stages["themes"]["rows"]))) == run.stages["prepare"]["ideas"]


@pytest.mark.model
def test_a_workspace_without_a_word_has_reports_that_say_so(tmp_path):
    folder = workspace(tmp_path / "ville")
    for path in (folder / "sources").iterdir():
        path.unlink()
    run = done(folder)
    assert (run.stages["ingest"]["read"], run.stages["prepare"]["ideas"], run.stages["themes"]["themes"]) == (0, 0, 0)
    assert (folder / "out" / "index.html").is_file()
