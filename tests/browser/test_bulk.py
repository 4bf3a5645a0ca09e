"""Classifying a file in a real browser."""

import csv
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from flowchart import charts
from tests.browser.steps import press, settled, upload
from tests.browser.test_access import _RULES
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_misspelt_answers_are_corrected_by_keyboard_and_downloaded(
    page: Page, server: str, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    file = tmp_path / "ภารกิจ.csv"
    file.write_text("ภารกิจ,ข้อ 1\nก,ไม่ไช่\nข,ไม่ไช่\nค,ใช่\n", encoding="utf-8")
    page.goto(f"{server}/bulk")
    read(page, file)
    press(page, "จำแนก")
    correct = page.get_by_role("button", name="แก้ทุกแถว")
    expect(page.get_by_text("“ไม่ไช่” ×2 → ไม่ใช่?")).to_be_visible()
    settled(page)
    assert Axe().run(page, options={"runOnly": _RULES}).response["violations"] == []
    correct.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("จำแนกแล้ว 3 ภารกิจ: มีผล 2 ภารกิจ ยังไม่ครบ 1 ภารกิจ")).to_be_visible()
    settled(page)
    assert Axe().run(page, options={"runOnly": _RULES}).response["violations"] == []
    assert [row["ข้อ 1"] for row in download(page, "ดาวน์โหลดแฟ้มที่แก้คำแล้ว (CSV)")] == ["ไม่ใช่", "ไม่ใช่", "ใช่"]
    rows = download(page, "ดาวน์โหลดผล (CSV)")
    assert [row["ข้อ 1"] for row in rows] == ["ไม่ไช่", "ไม่ไช่", "ใช่"]
    assert ["แก้เป็น" in row["problems"] for row in rows] == [True, True, False]
    press(page, "ยกเลิกการแก้ “ไม่ไช่”")
    expect(page.get_by_text("จำแนกแล้ว 3 ภารกิจ: มีผล 0 ภารกิจ ยังไม่ครบ 3 ภารกิจ")).to_be_visible()


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
