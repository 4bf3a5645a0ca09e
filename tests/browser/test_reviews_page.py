"""A review from its creation to its backup, in a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from flowchart import charts
from record.members import add_member
from record.reviews import missions_of, reviews
from record.store import Store
from tests.browser.steps import expect, settled, upload
from tests.charts import SAMPLES
from tests.record.working_group import ADMIN, of_review
from tests.servers import served


@pytest.mark.parametrize(("chart", "count"), [("blueprint", 81), ("program_review_1994", 10)])
def test_a_review_is_created_administered_and_backed_up(page: Page, tmp_path: Path, chart: str, count: int) -> None:
    database = f"sqlite:///{tmp_path}/record.db"
    store = Store(database)
    add_member(store, ADMIN, ADMIN, "อารี")
    with served(database) as address:
        page.goto(f"{address}/reviews")
        page.get_by_role("combobox", name="ท่านคือผู้ใด").click()
        page.get_by_role("option", name="อารี").click()
        page.get_by_role("button", name="สร้างรอบการทบทวน").click()
        page.get_by_role("combobox", name="ผังที่ใช้").click()
        page.get_by_role("option").filter(has_text=charts.latest(chart).title.th).click()
        settled(page)
        page.get_by_role("textbox", name="กระทรวง", exact=True).fill("กระทรวงการคลัง")
        page.get_by_role("textbox", name="ชื่อรอบการทบทวน (ภาษาไทย)").fill("รอบแรก <b>")
        page.keyboard.press("Tab")
        settled(page)
        upload(page, SAMPLES / f"{chart}.csv")
        expect(page.get_by_role("heading", name="ภารกิจที่จะนำเข้า")).to_be_visible()
        settled(page)
        page.get_by_role("button", name=f"สร้างรอบการทบทวนพร้อม {count} ภารกิจ").click()
        expect(page.get_by_text(f"สร้างรอบการทบทวน “รอบแรก <b>” แล้ว มี {count} ภารกิจ")).to_be_visible()
        expect(page.get_by_role("heading", name="รอบแรก <b>", level=1)).to_be_visible()
        settled(page)
        page.get_by_role("link", name="จัดการรอบการทบทวน").click()
        page.get_by_role("radio", name="สำรองข้อมูล").click()
        with page.expect_download() as started:
            page.get_by_role("button", name="ดาวน์โหลดสำเนา (JSON)").click()
        assert len(json.loads(Path(started.value.path()).read_bytes())["missions"]) == count
        page.get_by_role("button", name="รายการรอบการทบทวน").click()
        expect(page.get_by_text(f"มีผลแล้ว {count} จาก {count} ภารกิจ")).to_be_visible()
        settled(page)
        page.get_by_role("button", name="เปิดรอบนี้").click()
        expect(page.get_by_role("heading", name="รอบแรก <b>", level=1)).to_be_visible()
        expect(page.get_by_text("เกิดข้อผิดพลาด")).not_to_be_visible()
    assert len(of_review(missions_of, store, reviews(store, ADMIN)[0].id)) == count
    store.close()
