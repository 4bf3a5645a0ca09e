"""A file's own columns reach the summary."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from flowchart import charts
from flowchart.chart import Chart
from reports import SummaryInput, write, write_apart
from reports.writing import first_page
from reports.writing_process import WritingError
from tests.charts import SMALL, changed
from tests.reports.conftest import summary_of

HEADER = "รหัส,ภารกิจ,กระทรวง,กรม,ข้อ 1,เหตุผล ข้อ 1,หลักฐาน ข้อ 1,งบประมาณ (บาท),อัตรากำลัง,ผู้ชี้ขาด,ความเห็นข้างน้อย,หน่วยงานผู้รับ"
ROW = 'A1,งานทดสอบ,กระทรวงหนึ่ง,กรมสอง,ไม่ใช่,กฎหมายสิ้นผล,หนังสือ 1; รายงาน 2,"๑,๒๐๐,๐๐๐ บาท",๑๕ อัตรา,ปลัด,คงไว้,กรมสาม'


def test_columns_of_a_file(chart: Chart) -> None:
    summary = summary_of(chart, f"{HEADER}\n{ROW}\n".encode())
    (mission,) = summary.missions
    assert (mission.code, mission.name.th, mission.department.th) == ("A1", "งานทดสอบ", "กรมสอง")
    assert mission.decision.disposition == "cancel"
    assert mission.reasons == {"necessary": "กฎหมายสิ้นผล"}
    assert mission.evidence == {"necessary": ("หนังสือ 1", "รายงาน 2")}
    assert (mission.budget, mission.positions) == (1_200_000, 15)
    assert (mission.settled_by, mission.minority_view, mission.counterpart.th) == ("ปลัด", "คงไว้", "กรมสาม")


@pytest.mark.parametrize("value", ["", "ไม่ทราบ", "-5", "1e9", "12 แห่ง"])
def test_an_amount_that_is_no_number_is_no_data(chart: Chart, value: str) -> None:
    summary = summary_of(chart, f"รหัส,ภารกิจ,ข้อ 1,งบประมาณ\nA1,งาน,ใช่,{value}\n".encode())
    assert summary.missions[0].budget is None
    assert [(problem.row, problem.code) for problem in summary.source.problems] == [(2, "not_a_number")] * bool(value)


@pytest.mark.parametrize(("value", "baht"), [("1.5 ล้านบาท", 1_500_000), ("12 ล้าน", 12_000_000), ("๒ พันบาท", 2_000)])
def test_an_amount_in_words(chart: Chart, value: str, baht: float) -> None:
    summary = summary_of(chart, f"รหัส,ภารกิจ,ข้อ 1,งบประมาณ\nA1,งาน,ใช่,{value}\n".encode())
    assert summary.missions[0].budget == baht


def test_a_mission_without_a_code_is_counted(chart: Chart) -> None:
    summary = summary_of(chart, "ภารกิจ,ข้อ 1\nงานหนึ่ง,ใช่\nงานสอง,ไม่ใช่\n".encode())
    assert [mission.code for mission in summary.missions] == ["1", "2"]


def test_it_can_be_written_by_another_process(few: SummaryInput) -> None:
    told: list[tuple[int, int]] = []
    data = write_apart(few, "xlsx", "th", progress=lambda done, total: told.append((done, total)))
    assert data[:2] == write(few, "xlsx", "th")[:2] == b"PK"
    assert told[-1] == (2, 2)


def test_another_process_finds_the_report_profile_of_a_chart_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "chart.yaml"
    path.write_text(changed(SMALL, ("id: small", "id: small_with_profile")), encoding="utf-8")
    profile = "background: [{text: {th: กฎหมายพิเศษ, en: A special law}, source: {cite: {th: กฎหมาย, en: Law}}}]"
    path.with_name("chart.report.yaml").write_text(profile, encoding="utf-8")
    summary = summary_of(charts.load(path), "รหัส,ภารกิจ,needed\nA1,งานหนึ่ง,ไม่ใช่\n".encode())
    with ZipFile(BytesIO(write_apart(summary, "docx", "en"))) as document:
        assert "A special law" in document.read("word/document.xml").decode()


def test_a_failure_in_the_other_process_is_told(few: SummaryInput) -> None:
    with pytest.raises(WritingError, match="KeyError"):
        write_apart(few, "pdf", "xx")  # type: ignore[arg-type]


def test_the_preview_is_a_picture_of_one_page(few: SummaryInput) -> None:
    assert first_page(few, "th").startswith(b"\x89PNG")
