"""Decidim exports of three generations, in any format: what is a resident's words, and what is not."""

import json
from functools import partial

import pytest
from decidim_exports import MEETING, MODERATION, NAMES, OTHER, PAGE, PROPOSAL, RESULT, TAXONOMIES, USER, as_csv, open_data
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from old_xls import old_xls
from source_files import read_file, workbook

from contributions.errors import SourceError

SAID = ["native_id", "text", "said_on", "quartier", "qpv_code", "place", "session", "reason"]
BENCHES = "Des bancs\n\nIl manque des bancs à l'ombre devant l'école."
ROW = ["proposal/7", BENCHES, "2026-01-17", "Les Tilleuls", "QN09901N", "place du Marché", "", ""]


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def values(reading):
    return reading.rows[SAID].to_numpy().tolist()


PROPOSALS = {
    "2019": "id;category/id;category/name/en;category/name/fr;scope/id;scope/name/en;scope/name/fr;title;body;votes;comments;"
    "created_at;url;component/id;meeting_urls\n"
    "7;2;;Cadre de vie;3;;Les Tilleuls;Un banc;À l'ombre du square.;4;0;2019-01-17 10:38:20 +0100;http://x;5;\n",
    "2022": "id;scope/name/fr;component/id;title/fr;body/fr;state;published_at;url;meeting_urls;related_proposals\n"
    "7;Les Tilleuls;5;Un banc;<p>À l'ombre du square.</p>;;2019-01-17 10:38:20 UTC;http://x;;\n",
    "2025": "id;author/id;author/name;taxonomies/ids;component/id;title/fr;title/machine_translations/es;body/fr;published_at;"
    "meeting_urls;withdrawn\n"
    '7;41;neuvième étage;"2, 12";5;Un banc;Un banco;<p>À l\'ombre du square.</p>;2019-01-17 10:38:20 UTC;"";false\n',
}


@pytest.mark.parametrize("generation", PROPOSALS)
def test_decidim_proposals_of_three_generations_give_the_same_row(read, tmp_path, generation):
    (tmp_path / "ville-open-data-taxonomies.csv").write_text(as_csv(*TAXONOMIES), encoding="utf-8")
    reading = read("ville-open-data-proposals.csv", PROPOSALS[generation])
    assert reading.reader == "decidim"
    assert values(reading) == [
        ["proposal/7", "Un banc\n\nÀ l'ombre du square.", "2019-01-17", "Les Tilleuls", "QN09901N", "", "", ""]
    ]
    assert "neuvième étage" not in reading.rows.to_csv()


def nested(record):
    """Give the object that the platform writes in JSON for a row of its CSV."""
    made = {}
    for field, value in record.items():
        *path, last = field.split("/")
        place = made
        for key in path:
            place = place.setdefault(key, {})
        place[last] = value.split(", ") if field == "taxonomies/ids" else value
    return made


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("proposals.csv", lambda rows: as_csv(*rows)),
        ("proposals-comma.csv", lambda rows: as_csv(*rows, delimiter=",")),
        ("proposals-bom.csv", lambda rows: "\ufeff" + as_csv(*rows).replace("\n", "\r\n")),
        ("proposals.json", lambda rows: json.dumps([nested(row) for row in rows], ensure_ascii=False, indent=2)),
        ("proposals.xlsx", lambda rows: workbook(Export=[[*rows[0]], *([*row.values()] for row in rows)])),
        ("proposals.xls", lambda rows: old_xls("Export", [[*rows[0]], *([*row.values()] for row in rows)])),
    ],
)
def test_every_format_gives_the_same_rows(read, tmp_path, name, write):
    (tmp_path / "taxonomies.csv").write_text(as_csv(*TAXONOMIES), encoding="utf-8")
    rows = [PROPOSAL, OTHER]
    written = values(read(name, write(rows)))
    assert written[0] == ROW
    assert [row[0] for row in written] == ["proposal/7", "proposal/8"]


@given(order=st.permutations(list(PROPOSAL)))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_columns_in_another_order_change_nothing(tmp_path, order):
    (tmp_path / "taxonomies.csv").write_text(as_csv(*TAXONOMIES), encoding="utf-8")
    moved = as_csv({field: PROPOSAL[field] for field in order})
    assert values(read_file(tmp_path, "moved.csv", moved)) == [ROW]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("'-moins de voitures", "-moins de voitures"),
        ("'=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("'@tous : un banc", "@tous : un banc"),
        ("'+ de bancs", "+ de bancs"),
        ("'aujourd'hui' rien", "'aujourd'hui' rien"),
        ("-moins de voitures", "-moins de voitures"),
        ('Une rampe ;\r\nun banc\r\n\r\nEt "l\'ombre" ?', 'Une rampe ;\nun banc\n\nEt "l\'ombre" ?'),
        ("<p>Un banc</p><ul><li>à l&#39;ombre</li><li>au soleil</li></ul>", "Un banc\n\nà l'ombre\nau soleil"),
        ("Merci gid://ville/Decidim::User/41 pour gid://ville/Decidim::Hashtag/3/velo", "Merci [personne] pour #velo"),
    ],
)
def test_a_body_keeps_its_words_and_nothing_of_the_platform(read, written, kept):
    rows = read(
        "proposals.csv", as_csv(PROPOSAL | {"title/fr": "", "title/machine_translations/es": "", "body/fr": written}, OTHER)
    ).rows
    assert rows["text"].tolist()[0] == kept


def test_a_withdrawn_proposal_is_a_row_with_its_reason(read):
    rows = read("proposals.csv", as_csv(PROPOSAL | {"withdrawn": "true"}, OTHER | {"state": "withdrawn"})).rows
    assert rows["reason"].tolist() == ["proposition retirée par son auteur"] * 2


def test_the_minutes_of_a_meeting_are_words_heard_and_its_announcement_is_not(read, tmp_path):
    (tmp_path / "taxonomies.csv").write_text(as_csv(*TAXONOMIES), encoding="utf-8")
    silent = MEETING | {"id": "5", "closing_report/fr": "", "address": "Lien : https://visio.example/1"}
    hidden = MEETING | {"id": "6", "closing_visible": "false"}
    reading = read("meetings.csv", as_csv(MEETING, silent, hidden))
    name, centre = "Réunion publique des Tilleuls", "centre social L'Escale"
    report = "Les habitants demandent des bancs.\n\nLe bus passe trop rarement."
    about = ["2026-02-03", "Les Tilleuls", "QN09901N"]
    announced = "annonce d'une rencontre sans compte rendu : ce n'est pas une parole d'habitant"
    assert values(reading) == [
        ["meeting/4", report, *about, centre, name, ""],
        ["meeting/5", name, *about, "", name, announced],
        ["meeting/6", name, *about, centre, name, "compte rendu de rencontre qui n'est pas publié"],
    ]
    assert "1 compte rendu lu sur 3 rencontres ; une annonce de rencontre n'est pas une parole" in reading.why


def test_a_debate_opened_by_the_platform_is_a_question_and_one_opened_by_a_resident_is_not(read):
    debate = {"id": "1", "author/url": "https://ville.example/", "title/fr": "Quel parc ?", "description/fr": "Dites-le"}
    debate |= {"instructions/fr": "", "component/id": "3", "conclusions/fr": "<p>Ce que la ville retient.</p>"}
    theirs = debate | {"id": "2", "author/url": "https://ville.example/profiles/x", "description/fr": "Il manque un parc ici"}
    rows = read("debates.csv", as_csv(debate, theirs)).rows
    assert [(row.text, bool(row.reason)) for row in rows.itertuples()] == [
        ("Quel parc ?\n\nDites-le", True),
        ("Quel parc ?\n\nIl manque un parc ici", False),
    ]


def test_a_petition_is_read(read):
    petition = {
        "reference": "V-INIT-3",
        "title/fr": "Un parc",
        "description/fr": "Il manque un parc",
        "url": "x",
        "state": "open",
    }
    rows = read("initiatives.csv", as_csv(petition | {"signature_start_date": "2026-01-01", "authors": NAMES[0]})).rows
    assert rows[["native_id", "text"]].to_numpy().tolist() == [["initiative/V-INIT-3", "Un parc\n\nIl manque un parc"]]
    assert NAMES[0] not in rows.to_csv()


@pytest.mark.parametrize(
    ("name", "record", "title"),
    [("pages", PAGE, "Accueil"), ("moderations", MODERATION, ""), ("results", RESULT, "Plan bancs publics")],
)
def test_what_is_not_speech_is_listed_by_its_title_with_the_reason(read, name, record, title):
    reading = read(f"{name}.csv", as_csv(record))
    assert reading.rows[["text", "reason"]].to_numpy().tolist() == [[title, "ce ne sont pas des paroles d'habitants"]]
    assert "ce ne sont pas des paroles d'habitants" in reading.why


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("taxonomies.csv", as_csv(*TAXONOMIES), "lues avec les propositions"),
        ("users.csv", as_csv(USER), "données personnelles, elles ne sont pas lues"),
        ("metrics.csv", "\n", "export vide"),
        ("proposals.csv", as_csv(PROPOSAL).splitlines()[0] + "\n", "export Decidim 2025, propositions"),
        ("README.md", open_data()["README.md"], "notice d'un export Decidim"),
    ],
)
def test_what_holds_no_row_of_a_resident_is_read_as_nothing(read, name, content, why):
    reading = read(name, content)
    assert (reading.reader, len(reading.rows)) == ("decidim", 0)
    assert why in reading.why


def test_another_table_is_refused_by_the_reader_of_decidim(read):
    with pytest.raises(SourceError, match="ce n'est pas un export Decidim"):
        read("avis.csv", "avis;date\nUn banc;2026-01-01\n", reader="decidim")


@pytest.mark.parametrize("entity", [name for name in open_data() if name.endswith(".csv")])
def test_the_names_of_people_are_in_no_frame(read, tmp_path, entity):
    for name, content in open_data().items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    reading = read(entity, open_data()[entity])
    seen = reading.rows.to_csv() + reading.links.to_csv() + reading.why
    assert not [name for name in NAMES if name in seen]
