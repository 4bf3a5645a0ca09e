"""Classifying a file in a real browser."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flowchart import charts
from tests.browser.steps import press, settled, upload
from tests.charts import SAMPLES


def read(page: Page, file: Path) -> None:
    upload(page, file)
    expect(page.get_by_role("heading", name="สิ่งที่อ่านได้จากแฟ้ม")).to_be_visible()
    settled(page)


def download(page: Page, name: str) -> list[dict[str, str]]:
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    with Path(started.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_cp874_file_with_a_problem(page: Page, server: str, tmp_path: Path) -> None:
    file = tmp_path / "ภารกิจ.csv"
    text = "บัญชีภารกิจ,,,\nกระทรวง,ภารกิจ,ข้อ 1,ข้อ 2\nการคลัง,โทรเลข,ไม่ใช่,\nคมนาคม,ท่าเรือ,ใช่,ก็ได้\n"
    file.write_bytes(text.encode("cp874"))
    page.goto(f"{server}/bulk")
    read(page, file)
    expect(page.get_by_text("cp874")).to_be_visible()
    press(page, "จำแนก")
    expect(page.get_by_text("จำแนกแล้ว 2 ภารกิจ: มีผล 1 ภารกิจ ยังไม่ครบ 1 ภารกิจ")).to_be_visible()
    expect(page.get_by_role("heading", name="ปัญหาที่พบ 1 รายการ")).to_be_visible()
    first, second = download(page, "ดาวน์โหลดผล (CSV)")
    assert (first["ภารกิจ"], first["disposition"]) == ("โทรเลข", "cancel")
    assert (second["status"], second["next_question"]) == ("incomplete", "duplicated")
    assert "ก็ได้" in second["problems"]


@pytest.mark.parametrize(("chart", "count"), [("blueprint", 81), ("program_review_1994", 10)])
def test_the_sample_gives_the_expected_outcomes(page: Page, server: str, chart: str, count: int) -> None:
    page.goto(f"{server}/bulk?chart={charts.latest(chart).key}")
    read(page, SAMPLES / f"{chart}.csv")
    page.get_by_role("button", name="จำแนก", exact=True).click()
    expect(page.get_by_text("ไม่พบปัญหาในแฟ้ม")).to_be_visible()
    rows = download(page, "ดาวน์โหลดผล (CSV)")
    assert len(rows) == count
    assert all(row["disposition"] == row["expected_outcome"].replace("end", "retain") for row in rows)


def test_a_file_that_is_no_table(page: Page, server: str, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK\x03\x04 not a workbook")
    page.goto(f"{server}/bulk")
    upload(page, file)
    expect(page.get_by_test_id("stAlert")).to_be_visible()
