"""Tables as cities make them: `cases/tables.yaml` says what each column is, and what must be read."""

from pathlib import Path

import pytest
import yaml
from source_files import CITY, workbook

from contributions.ingest import read_source, see_sheets
from contributions.settings import CollectionSettings

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "tables.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_table_is_read_as_a_person_would(tmp_path, case):
    path = tmp_path / "tableau.xlsx"
    rows = [[cell.strip() or None for cell in line.split("|")] for line in case["sheet"].splitlines()]
    path.write_bytes(workbook(Feuille=rows))
    (sheet,) = see_sheets(path, CollectionSettings())
    assert {role: list(names) for role, names in sheet.roles.items() if names} == {
        role: names if isinstance(names, list) else [names] for role, names in case["roles"].items()
    }
    read = read_source(path, settings=CollectionSettings(), quartiers=CITY).rows
    assert read.loc[read["reason"] == "", "text"].tolist() == case["texts"]
