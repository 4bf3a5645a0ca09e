from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowchart.chart import Chart
from missions.files import xlsx
from missions.files.output import guard, unguard, write_csv
from missions.files.read import FileError, read_sheet
from missions.files.xlsx import write_xlsx

CELLS = st.text(st.sampled_from("'=+-@\t\r\n＝－ ,;|\"\u200b1ก่ำ\x00\u00a0") | st.characters(codec="utf-8"), max_size=12)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5)
HEADER = ["core", "ภารกิจ", "q1"]


def is_blank(row: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in row)


@pytest.mark.parametrize(
    "value",
    ["=1+1", "+cmd", "-จัดสรรน้ำ", "- จัดสรรน้ำ", "@SUM(A1)", "\t=x", "\r=x", " =1",
     "\u200b=1", "\n=1", ";=1", " ; +x", "\x01=1", "\x00@x", "\x7f-x", "\x85=1", "＝1+1", "－1", "'=1", "''+x"],
)  # fmt: skip
def test_what_would_run_is_guarded(value: str) -> None:
    assert guard(value) == "'" + value


@pytest.mark.parametrize(
    "value", ["-5", "+1,234.5", "-๕.๒๕", "-", "+", "–", "ก=ข", "'", "'ก", "", "-1.5e3", "1-2", "(-1)"]
)
def test_numbers_and_lone_signs_are_not(value: str) -> None:
    assert guard(value) == value


@settings(max_examples=500)
@given(CELLS | st.text())
def test_guard_is_reversible(value: str) -> None:
    assert unguard(guard(value)) == value


@settings(max_examples=150)
@given(TABLES)
def test_csv_round_trip(chart: Chart, rows: list[tuple[str, str, str]]) -> None:
    frame = pd.DataFrame(rows, columns=HEADER, dtype=object)
    expected = [list(row) for row in rows if not is_blank(row)]
    for for_excel in (True, False):
        data = write_csv(frame, for_excel=for_excel)
        if expected:
            sheet = read_sheet(data, chart, encoding=None if for_excel else "utf-8")
            assert sheet.header == tuple(HEADER)
            assert sheet.rows == expected
            assert sheet.problems == []
        else:
            with pytest.raises(FileError):
                read_sheet(data, chart)


@settings(max_examples=50)
@given(TABLES.filter(lambda rows: not all(map(is_blank, rows))))
def test_xlsx_round_trip(chart: Chart, rows: list[tuple[str, str, str]]) -> None:
    data, problems = write_xlsx(pd.DataFrame(rows, columns=HEADER, dtype=object))
    assert problems == []
    cleaned = [[xlsx._ILLEGAL.sub("\ufffd", cell) for cell in row] for row in rows]
    assert read_sheet(data, chart).rows == [row for row in cleaned if not is_blank(row)]


def test_csv_for_excel_and_for_others() -> None:
    frame = pd.DataFrame([["ก", 1.5, None], ["a,b", float("nan"), True]], columns=["x", "x", "ค่า"])
    assert write_csv(frame) == '\ufeffx,x,ค่า\r\nก,1.5,\r\n"a,b",,True\r\n'.encode()
    assert write_csv(frame, for_excel=False) == 'x,x,ค่า\nก,1.5,\n"a,b",,True\n'.encode()
    assert write_csv(frame) == write_csv(frame.iloc[:1]) + write_csv(frame.iloc[1:], header=False)


def test_xlsx_keeps_formulas_urls_and_zeros_as_text(chart: Chart) -> None:
    cells = ["=1+1", "http://example.com", "0012", "'=1", "NA", "_x0041_"]
    frame = pd.DataFrame({"core": cells, "n": range(6)})
    sheet = read_sheet(write_xlsx(frame)[0], chart)
    assert [row[0] for row in sheet.rows] == cells
    assert [row[1] for row in sheet.rows] == ["0", "1", "2", "3", "4", "5"]


def test_xlsx_keeps_markup_as_text_in_cells_and_headings(chart: Chart) -> None:
    cells = ["<r>&</r>", "<r><t>x</t></r>", "</t></si>", "&amp;", " ก ", "a\r\nb"]
    names = ["core", *cells[:3]]
    for times in (1, 9):  # texts that repeat are written otherwise
        frame = pd.DataFrame([[cell, *cells[:3]] for cell in cells * times], columns=names)
        sheet = read_sheet(write_xlsx(frame)[0], chart)
        assert sheet.header == tuple(names)
        assert [row[0] for row in sheet.rows] == cells * times


@pytest.mark.parametrize("letter", ["ก", "😀"])
def test_a_cell_too_long_is_cut_and_reported(chart: Chart, letter: str) -> None:
    data, problems = write_xlsx(pd.DataFrame({"core": [letter * 40_000], "x": ["y"]}))
    assert [(p.row, p.column, p.code) for p in problems] == [(2, "core", "cut_cell")]
    cell = read_sheet(data, chart).rows[0][0]
    assert cell.endswith(letter + "…")
    assert len(cell.encode("utf-16-le")) <= 2 * 32_767
    assert "32,767" in problems[0].sentence("en")


def test_more_than_excel_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    write_xlsx(pd.DataFrame({"core": ["a"] * 2}))
    with pytest.raises(FileError, match="too_many_rows"):
        write_xlsx(pd.DataFrame({"core": ["a"] * 3}))
    monkeypatch.setattr(xlsx, "_LARGEST", 5_000)
    with pytest.raises(FileError, match="too_many_rows"):
        write_xlsx(pd.DataFrame({"core": ["a" * 5_000]}))
