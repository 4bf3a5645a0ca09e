"""A file's own columns reach the summary."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from flowchart import charts
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from record.import_rows import rows_of
from reports import KINDS, SummaryInput, Tally, write, write_apart
from reports.writing import first_page
from reports.writing_process import WritingError
from tests.charts import SMALL, changed
from tests.reports.conftest import summary_of, word_of
from text.words import LANGS, Lang

HEADER = "รหัส,ภารกิจ,กระทรวง,กรม,ข้อ 1,เหตุผล ข้อ 1,หลักฐาน ข้อ 1,งบประมาณ (บาท),อัตรากำลัง,ผู้ชี้ขาด,ความเห็นข้างน้อย,หน่วยงานผู้รับ"
ROW = 'A1,งานทดสอบ,กระทรวงหนึ่ง,กรมสอง,ไม่ใช่,กฎหมายสิ้นผล,หนังสือ 1; รายงาน 2,"๑,๒๐๐,๐๐๐ บาท",๑๕ อัตรา,ปลัด,คงไว้,กรมสาม'


def test_columns_of_a_file(chart: Chart) -> None:
    summary = summary_of(chart, f"{HEADER}\n{ROW}\n".encode())
    (mission,) = summary.missions
    assert (mission.code, mission.name.th, mission.department.th) == ("A1", "งานทดสอบ", "กรมสอง")
    assert mission.decision.disposition == "cancel"
    assert mission.reasons == {"necessary": "กฎหมายสิ้นผล"}
    assert mission.evidence == {"necessary": ("หนังสือ 1", "รายงาน 2")}
    assert (mission.budget, mission.positions) == (Decimal(1_200_000), 15)
    assert (mission.settled_by, mission.minority_view, mission.counterpart.th) == ("ปลัด", "คงไว้", "กรมสาม")


@pytest.mark.parametrize("lang", LANGS)
def test_each_kind_says_once_that_reasons_are_in_thai(
    chart: Chart, lang: Lang, text_of_pdf: Callable[..., str]
) -> None:
    summary = summary_of(chart, f"{HEADER}\n{ROW}\n".encode())
    said = "Reasons and evidence are in Thai"
    paragraphs = [paragraph.text for paragraph in word_of(write(summary, "docx", lang)).paragraphs]
    book = openpyxl.load_workbook(BytesIO(write(summary, "xlsx", lang)))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    times = 1 if lang == "en" else 0
    assert sum(said in text for text in paragraphs) == sum(said in text for text in cells) == times
    assert text_of_pdf(write(summary, "pdf", lang)).count(said) == times


@pytest.mark.parametrize("value", ["", "ไม่ทราบ", "-5", "1e9", "12 แห่ง"])
def test_an_amount_that_is_no_number_is_no_data(chart: Chart, value: str) -> None:
    summary = summary_of(chart, f"รหัส,ภารกิจ,ข้อ 1,งบประมาณ\nA1,งาน,ใช่,{value}\n".encode())
    assert summary.missions[0].budget is None
    assert [(problem.row, problem.code) for problem in summary.source.problems] == [(2, "not_a_number")] * bool(value)


@pytest.mark.parametrize(("value", "baht"), [("1.5 ล้านบาท", 1_500_000), ("12 ล้าน", 12_000_000), ("๒ พันบาท", 2_000)])
def test_an_amount_in_words(chart: Chart, value: str, baht: float) -> None:
    summary = summary_of(chart, f"รหัส,ภารกิจ,ข้อ 1,งบประมาณ\nA1,งาน,ใช่,{value}\n".encode())
    assert summary.missions[0].budget == baht


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("อัตรากำลัง", "2.5", "not_whole"),
        ("อัตรากำลัง", "2.0", None),
        ("งบประมาณ", "0.105", "not_whole"),
        ("งบประมาณ", "0.10", None),
        ("งบประมาณ", "99,999,999,999,999", "not_a_number"),
    ],
)
def test_a_fraction_is_one_problem_in_a_summary_and_in_an_import(
    chart: Chart, header: str, value: str, code: str | None
) -> None:
    data = f'รหัส,ภารกิจ,ข้อ 1,{header}\nA1,งาน,ใช่,"{value}"\n'.encode()
    summary = summary_of(chart, data)
    sheet = read_sheet(data, chart)
    read = rows_of(chart, sheet, match_columns(chart, sheet.header))
    expected = [] if code is None else [(2, code)]
    assert [(problem.row, problem.code) for problem in summary.source.problems] == expected
    assert [(problem.row, problem.code) for problem in read.problems] == expected
    (mission,) = summary.missions
    satang = None if mission.budget is None else mission.budget * 100
    (row,) = read.rows
    assert (row.number("budget_satang"), row.number("positions")) == (satang, mission.positions)
    assert all(problem.sentence(lang) for problem in read.problems for lang in LANGS)


def test_money_is_exact(chart: Chart) -> None:
    rows = "".join(f"A{n},งาน,ใช่,0.10\n" for n in range(3))
    summary = summary_of(chart, f"รหัส,ภารกิจ,ข้อ 1,งบประมาณ\n{rows}".encode())
    assert Tally(summary).budget().total == 0.3


def test_rows_that_are_no_missions_are_told(chart: Chart) -> None:
    summary = summary_of(chart, "ภารกิจ,ข้อ 1\nงาน,ใช่\nรวม,\n".encode())
    assert (len(summary.missions), summary.source.foot_rows) == (1, (3,))


def test_a_mission_without_a_code_is_counted(chart: Chart) -> None:
    summary = summary_of(chart, "ภารกิจ,ข้อ 1\nงานหนึ่ง,ใช่\nงานสอง,ไม่ใช่\n".encode())
    assert [mission.code for mission in summary.missions] == ["1", "2"]


def test_it_can_be_written_by_another_process(few: SummaryInput) -> None:
    told: list[tuple[int, int]] = []
    made = write_apart(few, KINDS, "th", progress=lambda done, total: told.append((done, total)))
    assert [made[kind][:4] for kind in KINDS] == [write(few, kind, "th")[:4] for kind in KINDS]
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_kind_is_the_same_alone_and_beside_the_others(few: SummaryInput) -> None:
    beside, alone = write_apart(few, ["xlsx", "pdf", "docx"], "th"), write_apart(few, ["docx"], "th")
    said = [ZipFile(BytesIO(made["docx"])).read("word/document.xml") for made in (beside, alone)]
    assert said[0] == said[1]


def test_another_process_finds_the_report_profile_of_a_chart_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "chart.yaml"
    path.write_text(changed(SMALL, ("id: small", "id: small_with_profile")), encoding="utf-8")
    profile = "background: [{text: {th: กฎหมายพิเศษ, en: A special law}, source: {cite: {th: กฎหมาย, en: Law}}}]"
    path.with_name("chart.report.yaml").write_text(profile, encoding="utf-8")
    summary = summary_of(charts.load(path), "รหัส,ภารกิจ,needed\nA1,งานหนึ่ง,ไม่ใช่\n".encode())
    with ZipFile(BytesIO(write_apart(summary, ["docx"], "en")["docx"])) as document:
        assert "A special law" in document.read("word/document.xml").decode()


def test_a_failure_in_the_other_process_is_told(few: SummaryInput) -> None:
    with pytest.raises(WritingError, match="KeyError"):
        write_apart(few, ["pdf"], "xx")  # type: ignore[arg-type]


def test_the_same_document_can_be_drawn_again(few: SummaryInput) -> None:
    assert first_page(few, "th") == first_page(few, "th")


def test_the_preview_is_a_picture_of_one_page(few: SummaryInput) -> None:
    assert first_page(few, "th").startswith(b"\x89PNG")
