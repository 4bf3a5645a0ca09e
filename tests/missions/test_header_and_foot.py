"""No mission is taken for a header, a row of column numbers or a total; what is none of them is left out and said."""

from collections.abc import Callable

import pytest

from flowchart.chart import Chart
from missions.files.read import read_sheet

HEADER = "รหัส,ชื่อภารกิจ,ข้อ 1,ข้อ 2,งบประมาณ"
MISSION = "A1,งานทะเบียน,ใช่,ไม่ใช่,100"


def test_a_row_of_numbers_beneath_a_plain_header_is_data(chart: Chart) -> None:
    sheet = read_sheet(b"a,b,c\n1,2,3\n4,5,6\n", chart, header_row=1)
    assert (sheet.rows, sheet.numbering_row) == ([["1", "2", "3"], ["4", "5", "6"]], None)
    named = read_sheet("ที่,ภารกิจ,ข้อ 1\n1,2,3\n1,งาน,ใช่\n".encode(), chart)
    assert (named.row_numbers, named.numbering_row) == ([3], 2), "2 is the name of no mission"


@pytest.mark.parametrize("name", ["x", "core", "ชื่อภารกิจ"])
def test_a_row_beneath_a_header_that_names_questions_is_no_header(chart: Chart, name: str) -> None:
    sheet = read_sheet(f"id,name,q1\n1,a,x\n2,q1,{name}\n3,b,yes\n".encode(), chart)
    assert (sheet.header_row, sheet.row_numbers) == (1, [2, 3, 4])
    one = read_sheet(b"a,q1\n1,q2\n2,yes\n", chart)
    assert (one.header_row, len(one.rows)) == (1, 2)


def test_a_second_row_of_nothing_but_headings_may_be_the_better_header(chart: Chart) -> None:
    sheet = read_sheet("ภารกิจ,ข้อ 1,\n,necessary,core\nงาน,ใช่,ไม่ใช่\n".encode(), chart)
    assert (sheet.header_row, sheet.rows) == (2, [["งาน", "ใช่", "ไม่ใช่"]])


def test_a_legend_above_the_table_is_no_header(chart: Chart) -> None:
    legend = "ข้อ 1,เป็นภารกิจที่จำเป็นหรือไม่,,\nข้อ 2,ซ้ำซ้อนหรือไม่,,\n"
    sheet = read_sheet(f"{legend}ที่,ชื่องาน,ข้อ 1,ผู้กรอก\n1,งาน,ใช่,นาย ก\n".encode(), chart)
    assert (sheet.header_row, sheet.row_numbers) == (3, [4])


FOOT = [
    "รวม,,,,100",
    ",รวม,,,",
    "รวมทั้งสิ้น,,,,\"1,234.50\"",
    "รวมทั้งสิ้น 81 ภารกิจ,,,,",
    ",รวม ๘๑ รายการ,,,๑๒๓",
    "Total,,12,45,100",
    "GRAND TOTAL:,,,,",
    "หมายเหตุ,,,,",
    "หมายเหตุ: ข้อมูล ณ วันที่ 1 ตุลาคม 2568,,,,",
    "หมายเหตุ,ข้อมูลจากกองแผนงาน,,,",
    ",* หมายเหตุ ตัวเลขเป็นประมาณการ,,,",
    "Note: figures are estimates,,,,",
]  # fmt: skip
MISSIONS = [
    "A2,รวม,,,",
    ",รวม,ใช่,,",
    ",รวมที่ดินเพื่อเกษตรกรรม,,,",
    "รวม,รวมบริการจุดเดียว,,,",
    ",รวมทั้งสิ้น,,ไม่ใช่,100",
    ",Total quality management,,,",
    ",Notes and coins in circulation,,,",
    "A2,หมายเหตุ,,,",
    ",งานบันทึกหมายเหตุประจำวัน,,,",
    ",หมายเหตุ,ใช่,,",
]


@pytest.mark.parametrize("row", FOOT)
def test_totals_and_notes_at_the_foot_are_left_out_and_told(chart: Chart, row: str) -> None:
    sheet = read_sheet(f"{HEADER}\n{MISSION}\n\n{row}\n".encode(), chart)
    assert (sheet.row_numbers, sheet.foot_rows) == ([2], (4,))
    both = read_sheet(f"{HEADER}\n{MISSION}\n{row}\n,,,,\nหมายเหตุ ข้อมูลเบื้องต้น,,,,\n".encode(), chart)
    assert (both.row_numbers, both.foot_rows) == ([2], (3, 5))


@pytest.mark.parametrize("row", MISSIONS)
def test_a_mission_with_an_id_an_answer_or_a_longer_name_stays(chart: Chart, row: str) -> None:
    sheet = read_sheet(f"{HEADER}\n{MISSION}\n{row}\n".encode(), chart)
    assert (sheet.row_numbers, sheet.foot_rows) == ([2, 3], ())


def test_a_total_between_missions_stays(chart: Chart) -> None:
    sheet = read_sheet(f"{HEADER}\n{MISSION}\nรวม,,,,100\n{MISSION}\nรวม,,,,\n".encode(), chart)
    assert (sheet.row_numbers, sheet.foot_rows) == ([2, 3, 4], (5,))


def test_a_workbook_has_a_foot_too(chart: Chart, xlsx: Callable[..., bytes]) -> None:
    rows = [["ภารกิจ", "core", "งบประมาณ"], ["งาน", 1, 100], ["รวม", None, 100], [], ["หมายเหตุ", None, None]]
    sheet = read_sheet(xlsx({"S": rows}), chart)
    assert (sheet.row_numbers, sheet.foot_rows) == ([2], (3, 5))


def test_no_row_is_lost_however_many_say_total(chart: Chart) -> None:
    totals = "รวม,,,,\n" * 40
    sheet = read_sheet(f"{HEADER}\n{MISSION}\n{totals}".encode(), chart)
    assert len(sheet.rows) + len(sheet.foot_rows) == 41
