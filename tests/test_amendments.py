"""An export given again: what it edits, what it no longer holds, and the laws of fates."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_identity import frame

from contributions.frames import CONTRIBUTIONS
from contributions.ingest import Given, identify, settle
from contributions.ingest.fates import KEPT_OUT

BENCHES = "Remettre des bancs à l'ombre devant la poste"
LIGHT = "Éclairer le chemin du collège, on n'y voit rien l'hiver"
BINS = "Les bacs de tri débordent tous les lundis matin"
RATS = "Il y a des rats dans les caves depuis la fermeture du local"


def proposals(*said, file="mars.csv", **more):
    rows = [
        {"native_id": f"proposal/{number}", "text": text, "said_on": day, "file": file, "position": at} | more
        for at, (number, text, day) in enumerate(said, start=2)
    ]
    return identify(frame(*rows), collection="plateforme").assign(collection="plateforme")


def paragraphs(*texts, file="atelier.docx", **more):
    rows = [{"text": text, "file": file, "position": at} | more for at, text in enumerate(texts, start=1)]
    return identify(frame(*rows), collection="ateliers").assign(collection="ateliers")


def nothing_waits(texts):
    return [""] * len(texts)


def read(*files, known=None, **options):
    """Read files one after the other, as so many ingests; give what is then known."""
    known = CONTRIBUTIONS.empty() if known is None else known
    for rows in files:
        settled = settle([Given(rows)], known, sensitive=nothing_waits, **options)
        known = merged(known, settled)
    return known


def merged(known, settled):
    state = pd.concat([known, settled.new], ignore_index=True).set_index("id")
    for change in settled.changes.to_dict("records"):
        assert state.loc[change["contribution"], "fate"] == change["before"]
        state.loc[change["contribution"], ["fate", "reason", "duplicate_of"]] = [change[c] for c in ("after", "reason", "other")]
    return CONTRIBUTIONS.check(state.reset_index())


def fates(known):
    return dict(zip(known["text"], known["fate"], strict=True))


MARCH = proposals((1, BENCHES, "2026-03-02"), (2, LIGHT, "2026-03-09"), (3, BINS, "2026-03-20"))


def test_an_edited_body_takes_the_place_of_the_earlier_one_which_stays():
    edited = f"{BENCHES} et de la gare"
    april = proposals((1, edited, "2026-03-02"), (2, LIGHT, "2026-03-09"), (3, BINS, "2026-03-20"), file="avril.csv")
    known = read(MARCH, april)
    assert fates(known) == {BENCHES: "replaced", edited: "kept", LIGHT: "kept", BINS: "kept"}
    by_text = known.set_index("text")
    assert by_text.loc[BENCHES, "duplicate_of"] == by_text.loc[edited, "id"]
    change = settle([Given(april)], read(MARCH), sensitive=nothing_waits).changes
    assert change[["before", "after", "what"]].to_numpy().tolist() == [["kept", "replaced", "text"]]


def test_an_export_of_the_changes_alone_edits_and_withdraws_nothing():
    edited = f"{BINS}, et le vendredi"
    known = read(MARCH, proposals((3, edited, "2026-03-20"), file="changements.csv"))
    assert fates(known) == {BENCHES: "kept", LIGHT: "kept", BINS: "replaced", edited: "kept"}


def test_the_changes_alone_withdraw_nothing_even_where_they_are_many():
    changes = proposals((1, f"{BENCHES} !", "2026-03-02"), (3, f"{BINS} !", "2026-03-20"), file="changements.csv")
    settled = settle([Given(changes, whole=False)], read(MARCH), sensitive=nothing_waits)
    assert settled.changes["after"].tolist() == ["replaced", "replaced"]
    assert "withdrawn" in settle([Given(changes)], read(MARCH), sensitive=nothing_waits).changes["after"].tolist()


def test_a_row_that_a_new_export_of_its_days_no_longer_holds_is_withdrawn_and_may_come_back():
    april = proposals((1, BENCHES, "2026-03-02"), (3, BINS, "2026-03-20"), file="avril.csv")
    known = read(MARCH, april)
    assert fates(known) == {BENCHES: "kept", LIGHT: "withdrawn", BINS: "kept"}
    may = proposals((1, BENCHES, "2026-03-02"), (2, LIGHT, "2026-03-09"), (3, BINS, "2026-03-20"), file="mai.csv")
    assert fates(read(may, known=known)) == {BENCHES: "kept", LIGHT: "kept", BINS: "kept"}


def test_an_export_of_the_last_days_says_nothing_of_the_days_before():
    april = proposals((2, LIGHT, "2026-03-09"), (3, BINS, "2026-03-20"), (4, RATS, "2026-04-02"), file="avril.csv")
    assert set(fates(read(MARCH, april)).values()) == {"kept"}


def test_moved_columns_change_nothing_and_a_column_more_edits():
    moved = MARCH.assign(file="avril.csv", position=MARCH["position"] + 4)
    assert settle([Given(moved)], read(MARCH), sensitive=nothing_waits).changes.empty
    more = proposals(
        (1, BENCHES, "2026-03-02"), (2, LIGHT, "2026-03-09"), (3, BINS, "2026-03-20"), file="mai.csv", place="mairie"
    )
    settled = settle([Given(more)], read(MARCH), sensitive=nothing_waits)
    assert settled.new["fate"].tolist() == ["kept"] * 3
    assert settled.changes["after"].tolist() == ["replaced"] * 3
    assert settled.changes["what"].unique().tolist() == ["place"]


def test_what_the_platform_takes_back_is_rejected_with_its_reason_and_returns():
    gone = proposals((2, LIGHT, "2026-03-09"), file="avril.csv", reason="contribution retirée par la modération")
    known = read(MARCH, gone)
    assert fates(known)[LIGHT] == "rejected"
    assert known.set_index("text").loc[LIGHT, "reason"] == "contribution retirée par la modération"
    assert fates(read(MARCH, known=known))[LIGHT] == "kept"


def test_row_numbers_of_two_sheets_are_not_the_same_people():
    def sheet(file, *texts):
        rows = [{"native_id": str(n), "text": text, "file": file, "position": n} for n, text in enumerate(texts, start=1)]
        return identify(frame(*rows), collection="ateliers").assign(collection="ateliers")

    known = read(sheet("table-1.xlsx", BENCHES, LIGHT), sheet("table-2.xlsx", BINS, RATS))
    assert set(fates(known).values()) == {"kept"}


def test_minutes_corrected_under_their_name_lose_the_old_paragraph_and_gain_the_new_one():
    corrected = f"{LIGHT} !"
    known = read(paragraphs(BENCHES, LIGHT, BINS), paragraphs(BENCHES, corrected, BINS))
    assert fates(known) == {BENCHES: "kept", LIGHT: "withdrawn", corrected: "kept", BINS: "kept"}
    other = read(paragraphs(BENCHES, LIGHT, BINS), paragraphs(RATS, file="autre.docx"))
    assert set(fates(other).values()) == {"kept"}


def test_minutes_that_gain_a_date_are_the_same_minutes():
    known = read(paragraphs(BENCHES, LIGHT), paragraphs(BENCHES, LIGHT, said_on="2026-03-12"))
    assert known.groupby("fate").size().to_dict() == {"kept": 2, "replaced": 2}
    assert known.loc[known["fate"] == "kept", "said_on"].unique().tolist() == ["2026-03-12"]


def test_a_duplicate_speaks_for_itself_once_its_original_is_gone():
    copy = paragraphs(LIGHT, file="cahier.csv").assign(collection="plateforme")
    first = paragraphs(LIGHT, BENCHES, BINS, file="atelier.docx").assign(collection="plateforme")
    known = read(first, copy)
    assert known["fate"].value_counts().to_dict() == {"kept": 3, "duplicate": 1}
    known = read(paragraphs(BENCHES, BINS, file="atelier.docx").assign(collection="plateforme"), known=known)
    assert known["fate"].value_counts().to_dict() == {"kept": 3, "withdrawn": 1}
    assert (known["duplicate_of"] == "").all()


def test_what_is_sensitive_waits_until_it_is_released():
    def illness(texts):
        return ["santé" if "cancer" in text else "" for text in texts]

    said = paragraphs("J'ai un cancer et l'ascenseur est en panne", BENCHES)
    settled = settle([Given(said)], CONTRIBUTIONS.empty(), sensitive=illness)
    waiting = settled.new.set_index("fate").loc["quarantined"]
    assert (waiting["reason"], waiting["text"]) == ("santé", "J'ai un cancer et l'ascenseur est en panne")
    again = settle([Given(said)], CONTRIBUTIONS.empty(), sensitive=illness, released={waiting["id"]})
    assert set(again.new["fate"]) == {"kept"}


def test_what_a_person_keeps_out_stays_out_when_its_source_gives_it_again_and_so_do_its_copies():
    def illness(texts):
        return ["santé" if "cancer" in text else "" for text in texts]

    told = "J'ai un cancer et l'ascenseur du bloc est en panne"
    files = [Given(paragraphs(told, BENCHES)), Given(paragraphs(told, file="cahier.csv"))]
    known = merged(CONTRIBUTIONS.empty(), settle(files, CONTRIBUTIONS.empty(), sensitive=illness))
    (out,) = known.loc[known["fate"].eq("quarantined"), "id"]
    known.loc[known["id"].eq(out), ["fate", "reason"]] = ["rejected", KEPT_OUT]
    assert sorted(known["fate"]) == ["duplicate", "kept", "rejected"]
    for given_again in (files, files[:1], files[1:]):
        assert settle(given_again, known, sensitive=illness, kept_out={out}).changes.empty
    undone = settle(files, known, sensitive=illness)
    assert undone.changes[["contribution", "after"]].to_numpy().tolist() == [[out, "quarantined"]]


exports = st.lists(
    st.dictionaries(st.integers(1, 5), st.tuples(st.sampled_from([BENCHES, LIGHT, BINS, RATS]), st.integers(1, 4)), min_size=1),
    min_size=1,
    max_size=4,
).map(
    lambda months: [
        proposals(*((number, text, f"2026-03-0{day}") for number, (text, day) in said.items()), file=f"{at}.csv")
        for at, said in enumerate(months)
    ]
)


@pytest.mark.slow
@given(exports)
@settings(max_examples=12, deadline=None)
def test_every_contribution_has_one_fate_and_the_last_export_stands_whatever_came_before(files):
    known = read(*files)
    assert known["id"].is_unique
    assert set().union(*(rows["id"] for rows in files)) == set(known["id"])
    fate = dict(zip(known["id"], known["fate"], strict=True))
    assert {fate[identifier] for identifier in files[-1]["id"]} <= {"kept", "duplicate"}
    pointed = known[known["fate"].isin(["duplicate", "replaced"])]
    assert set(pointed["duplicate_of"]) <= set(known["id"])
    standing = set(known.loc[known["fate"].isin(["kept", "quarantined"]), "id"])
    assert set(known.loc[known["fate"] == "duplicate", "duplicate_of"]) <= standing | set(
        known.loc[known["fate"] == "duplicate", "id"]
    )
    assert (known.loc[~known["fate"].isin(["duplicate", "replaced"]), "duplicate_of"] == "").all()
    one_voice = known[known["fate"] == "kept"].groupby("native_id").size()
    assert (one_voice == 1).all()


@pytest.mark.slow
@given(exports)
@settings(max_examples=5, deadline=None)
def test_files_read_together_or_one_by_one_give_the_same_fates(files):
    one_by_one = read(*files)
    together = merged(
        CONTRIBUTIONS.empty(), settle([Given(rows) for rows in files], CONTRIBUTIONS.empty(), sensitive=nothing_waits)
    )
    kept = one_by_one.loc[one_by_one["fate"] == "kept", "id"]
    assert set(together.loc[together["fate"] == "kept", "id"]) == set(kept)


@given(exports, st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_rows_changes_nothing(files, random):
    shuffled = [rows.sample(frac=1, random_state=random.randrange(1000)).reset_index(drop=True) for rows in files]
    pd.testing.assert_frame_equal(
        read(*files).sort_values("id", ignore_index=True), read(*shuffled).sort_values("id", ignore_index=True)
    )


def test_reading_the_same_file_twice_changes_nothing():
    settled = settle([Given(MARCH)], read(MARCH), sensitive=nothing_waits)
    assert (len(settled.new), len(settled.changes)) == (0, 0)


def decidim(*said, sep=";", last=()):
    columns = ["id", "title/fr", "body/fr", "component/id", "published_at", "meeting_urls", *last]
    lines = [[str(number), "", body, "7", f"{day} 10:00:00 UTC", "", *last] for number, body, day in said]
    return "\n".join(sep.join(cells) for cells in [columns, *lines]) + "\n"


@pytest.mark.model
def test_the_command_line_tells_what_an_amended_export_changed(call, tmp_path):
    city, sources = tmp_path / "ville", tmp_path / "recus"
    assert call("init", city).code == 0
    sources.mkdir()
    (sources / "propositions-mars.csv").write_text(
        decidim((1, BENCHES, "2026-03-02"), (2, LIGHT, "2026-03-09"), (3, BINS, "2026-03-20")), encoding="utf-8"
    )
    read = ("ingest", sources, "--collection", "plateforme", "--workspace", city)
    assert json.loads(call(*read, "--json").out)["kept"] == 3
    moved = decidim((3, BINS, "2026-03-20"), (1, BENCHES, "2026-03-02"), (4, RATS, "2026-04-01"), sep=",", last=["votes"])
    (sources / "propositions-avril.csv").write_text(moved.replace(BENCHES, f"{BENCHES} et de la gare"), encoding="utf-8")
    (sources / "propositions-avril.csv").rename(sources / "z-propositions-avril.csv")
    said = call(*read)
    assert said.code == 0
    assert "Déjà connues, et changées depuis : 1 remplacées, 1 retirées" in said.out
    rows = {row["after"]: row for row in json.loads(call("changes", "--json", "--workspace", city).out)}
    assert (rows["replaced"]["what"], rows["withdrawn"]["other"]) == ("text", "")
    assert rows["replaced"]["other"].startswith("C")
    shown = call("changes", "--workspace", city).out
    assert "texte" in shown
    assert "retirées" in shown
    fates = json.loads(call("status", "--json", "--workspace", city).out)["fates"]
    assert (fates["kept"], fates["replaced"], fates["withdrawn"]) == (3, 1, 1)
    again = json.loads(call(*read, "--json").out)
    assert (again["new"], again["changed"]) == (0, {})
