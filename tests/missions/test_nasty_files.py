"""Every file of ``tests/data/nasty`` gives the result that stands beside it, however it is read."""

import csv
import io
from pathlib import Path

import pytest

from flowchart.chart import Chart
from missions.bulk.classify import classify_sheet
from missions.bulk.stream import PARQUET, Extra, classify_file
from missions.files.columns import match_columns
from missions.files.output import OUTPUT_COLUMNS
from missions.files.problems import FileError
from missions.files.read import read_sheet

NASTY = Path(__file__).parents[1] / "data" / "nasty"
FILES = sorted(path for path in NASTY.iterdir() if not path.name.endswith(".expected.csv"))
SHOWN = ("status", "disposition", "next_question", "unused")
"""The result columns that the expected results hold, behind the columns of the file."""


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nasty_file(chart: Chart, tmp_path: Path, path: Path) -> None:
    """The expected file holds the rows, an empty line and the problems; or why the file is refused."""
    expected = rows_of(NASTY / f"{path.name}.expected.csv")
    target, problems = tmp_path / "out.csv", tmp_path / "problems.csv"
    data = path.read_bytes()
    if expected[0] == ["refused"]:
        with pytest.raises(FileError) as caught:
            classify_file(chart, io.BytesIO(data), str(target), "en")
        assert [caught.value.code] == expected[1]
        assert not list(tmp_path.iterdir())
        return
    classify_file(chart, io.BytesIO(data), str(target), "en", extra=Extra(str(problems)))
    rows = rows_of(target)
    given = len(rows[0]) - len(OUTPUT_COLUMNS)
    kept = [*range(given), *(given + OUTPUT_COLUMNS.index(name) for name in SHOWN)]
    assert rows[0][-1] == OUTPUT_COLUMNS[-1]
    found = [[row[n] for n in kept] for row in rows]
    found += [[], ["row", "column", "code"], *([row[0], row[1], row[3]] for row in rows_of(problems)[1:])]
    assert found == expected
    if not data.startswith(PARQUET):
        sheet = read_sheet(data, chart)
        at_once = classify_sheet(chart, sheet, match_columns(chart, sheet.header), "en")
        assert at_once.results["status"].tolist() == [row[given] for row in rows[1:]]


def test_each_trap_has_its_result_and_no_more() -> None:
    names = {path.name for path in NASTY.iterdir()}
    assert names == {path.name for path in FILES} | {f"{path.name}.expected.csv" for path in FILES}
