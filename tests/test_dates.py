"""Days as people, spreadsheets and platforms write them."""

from functools import partial

import pytest
from source_files import read_file

from contributions.ingest.dates import date_of, iso_date


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Compte rendu de l'atelier du 12 mars 2026 (version du 14/03/2026)", "2026-03-12"),
        ("12/03/2026-15/03/2026", "2026-03-12"),
        ("09-13/03/2026", "2026-03-13"),
        ("12-mars-26", "2026-03-12"),
        ("1-févr.-2026", "2026-02-01"),
        ("12 fév. 2026", "2026-02-12"),
        ("March 4, 2026", "2026-03-04"),
        ("le 12.03.26.", "2026-03-12"),
        ("née le 2/11/85", "1985-11-02"),
        ("06.12.34.56.78", ""),
        ("06-12-10-11-12", ""),
        ("31/02/2026", ""),
    ],
)
def test_the_first_whole_date_is_the_day_and_a_telephone_is_none(text, day):
    assert iso_date(text) == day


def test_a_day_of_a_spreadsheet_lacks_its_year():
    assert date_of("12-mars", 2026) == "2026-03-12"
    assert date_of("06.12.34.56.78", 2026) == ""


def test_the_telephone_of_the_organiser_dates_no_meeting(read):
    rows = read("atelier.md", "# Compte rendu de l'atelier\n\nContact : 06.12.34.56.78\n\n## Cadre de vie\n\n- Un banc\n").rows
    assert rows["said_on"].tolist() == [""]


def test_a_column_that_has_the_month_first_has_it_in_every_row(read):
    rows = read("export.csv", "Date,Avis\n03/04/2026,Un banc\n03/24/2026,Un arbre\n03/11/2026 10:05,Une poste\n").rows
    assert rows["said_on"].tolist() == ["2026-03-04", "2026-03-24", "2026-03-11"]
    rows = read("export.csv", "Date,Avis\n03/04/2026,Un banc\n24/03/2026,Un arbre\n").rows
    assert rows["said_on"].tolist() == ["2026-04-03", "2026-03-24"]
