"""The cabinet summary in a real browser."""

import io
import re
import zipfile
from pathlib import Path

from docx import Document
from playwright.sync_api import Page

from tests.browser.steps import expect, settled, upload
from tests.charts import SAMPLE
from tests.reports.conftest import seen


def test_three_documents_of_one_ministry(page: Page, server: str) -> None:
    page.goto(f"{server}/summary")
    upload(page, SAMPLE)
    expect(page.get_by_role("heading", name="ตัวอย่างหน้าแรก")).to_be_visible()
    page.get_by_role("combobox", name="กระทรวง").fill("กระทรวงพาณิชย์")
    page.get_by_role("option", name="กระทรวงพาณิชย์").click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("6")
    settled(page)
    page.get_by_role("button", name="สร้างเอกสาร").click()
    kept = {}
    for kind in ("Word", "PDF", "Excel", r"\(ZIP\)"):
        with page.expect_download() as started:
            page.get_by_role("button", name=re.compile(f"ดาวน์โหลด.*{kind}$")).click(timeout=180_000)
        kept[kind] = Path(started.value.path()).read_bytes()
    assert kept["PDF"].startswith(b"%PDF")
    assert kept["Excel"].startswith(b"PK")
    text = seen("\n".join(paragraph.text for paragraph in Document(io.BytesIO(kept["Word"])).paragraphs))
    assert "กระทรวงพาณิชย์" in text
    assert "๖ ภารกิจ" in text
    with zipfile.ZipFile(io.BytesIO(kept.popitem()[1])) as package:
        assert [package.read(name) for name in package.namelist()] == list(kept.values())


def test_a_file_without_answers(page: Page, server: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    page.goto(f"{server}/summary")
    upload(page, file)
    expect(page.get_by_text("ไม่มีคอลัมน์ใดในแฟ้มที่ตอบคำถาม")).to_be_visible()
