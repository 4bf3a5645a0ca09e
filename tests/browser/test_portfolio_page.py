"""The portfolio in a real browser: what its address keeps, rows that are pointed at, and everyone's access."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pikepdf
import pytest
from playwright.sync_api import Locator, Page
from python_calamine import CalamineWorkbook

from record.reviews import missions_of
from record.signing import sign_offs_of
from record.store import Store
from record.talk import comment
from tests.browser.steps import expect, press, settled
from tests.browser.test_access import assert_accessible_in_both_themes
from tests.record.working_group import CHAIR, MALEE, Group, make_group, of_mission, of_review
from tests.servers import served
from ui.widgets import live


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('portfolio')}/record.db"


@pytest.fixture(scope="module")
def group(database: str) -> Iterator[Group]:
    store = Store(database)
    yield make_group(store)
    store.close()


@pytest.fixture(scope="module")
def address(database: str, group: Group) -> Iterator[str]:
    with served(database) as server:
        yield f"{server}/portfolio?review={group.review.id}"


def as_chair(page: Page, address: str) -> None:
    page.goto(address)
    who = page.get_by_role("combobox", name="ท่านคือผู้ใด").or_(page.get_by_role("combobox", name="Who are you?"))
    who.fill(CHAIR)
    page.get_by_role("option").first.click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    settled(page)


def test_the_address_keeps_filters_and_view_in_both_languages(page: Page, address: str) -> None:
    as_chair(page, f"{address}&disposition=cancel&view=missions")
    expect(page.get_by_text("แสดง 1 จาก 3 ภารกิจ")).to_be_visible()
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(page.get_by_text("1 of 3 missions shown")).to_be_visible()
    expect(page).to_have_url(re.compile("disposition=cancel.*lang=en"))
    page.get_by_role("button", name="Disposition (1)").click()
    page.get_by_role("combobox", name="Disposition").fill("Incomplete")
    page.get_by_role("option", name="Incomplete").click()
    expect(page.get_by_text("3 of 3 missions shown")).to_be_visible()
    expect(page).to_have_url(re.compile("disposition=cancel&disposition=incomplete"))
    settled(page)
    page.go_back()
    expect(page.get_by_text("1 of 3 missions shown")).to_be_visible()


def test_a_name_opens_its_mission_and_back_is_the_portfolio(page: Page, address: str, group: Group) -> None:
    as_chair(page, f"{address}&view=missions&disposition=incomplete")
    page.get_by_role("checkbox", name="เลือก พิมพ์ราชกิจจานุเบกษา").check()
    expect(page.get_by_text("เลือกไว้ 1 ภารกิจ")).to_be_visible()  # a box chooses and goes nowhere
    settled(page)
    page.get_by_role("link", name="พิมพ์ราชกิจจานุเบกษา").click()
    expect(page.get_by_role("heading", name="พิมพ์ราชกิจจานุเบกษา")).to_be_visible()
    expect(page).to_have_url(re.compile(f"mission={group.m2}"))
    settled(page)
    page.get_by_role("link", name="การทบทวนภารกิจ ๒๕๖๙").click()
    expect(page.get_by_text("แสดง 2 จาก 3 ภารกิจ")).to_be_visible()
    expect(page).to_have_url(re.compile("/portfolio.*disposition=incomplete.*view=missions"))


def test_several_missions_are_assigned_at_once(page: Page, address: str, group: Group) -> None:
    as_chair(page, f"{address}&view=missions")
    page.get_by_role("checkbox", name="เลือกทุกภารกิจในตาราง").check()
    expect(page.get_by_text("เลือกไว้ 3 ภารกิจ")).to_be_visible()
    settled(page)
    page.locator(".st-key-several_assignee").get_by_role("combobox").click()
    page.get_by_role("option", name="malee").click()
    settled(page)
    press(page, "มอบหมาย")
    expect(page.get_by_text("มอบหมาย 3 ภารกิจให้ malee แล้ว")).to_be_visible()
    assert {mission.assignee for mission in of_review(missions_of, group.store, group.review.id)} == {MALEE}


def test_axe_finds_nothing_in_light_and_dark(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    as_chair(page, address)
    for view in ("ตัวเลขภาพรวม", "รายภารกิจ", "เรื่องที่ต้องพิจารณา", "ลงนาม"):
        page.get_by_role("radio", name=view).or_(page.get_by_role("button", name=view, exact=True)).first.click()
        settled(page)
        assert_accessible_in_both_themes(page)


def test_nothing_runs_off_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    as_chair(page, address)
    for view in ("numbers", "missions", "attention", "sign"):
        page.goto(f"{address}&view={view}")  # the tab remembers who is at it
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        settled(page)
        assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_the_chair_signs_what_is_ticked_and_nothing_is_ticked_that_needs_a_look(
    page: Page, address: str, group: Group
) -> None:
    as_chair(page, f"{address}&view=sign")
    expect(page.get_by_role("heading", name="ควรเปิดดูก่อนลงนาม (1)")).to_be_visible()
    box = page.get_by_role("checkbox", name="เลือก งานที่หมดความจำเป็น")
    expect(box).not_to_be_checked()
    expect(page.get_by_text("ยังไม่มีความเห็น, ไม่มีหลักฐาน 1 ข้อ")).to_be_visible()
    box.check()
    expect(page.get_by_text("ข้าพเจ้าได้ตรวจ 1 ภารกิจที่เลือกแล้ว")).to_be_visible()
    settled(page)
    page.get_by_text("ข้าพเจ้าได้ตรวจ 1 ภารกิจที่เลือกแล้ว").click()
    press(page, "ลงนามรับรอง 1 ภารกิจ")
    expect(page.get_by_text("ลงนามรับรองแล้ว 1 ภารกิจ")).to_be_visible()
    assert len(of_mission(sign_offs_of, group.store, group.m3)) == 1


def test_pressing_a_stream_opens_its_missions(page: Page, address: str) -> None:
    as_chair(page, f"{address}&disposition=cancel")
    stream = page.locator(".streams path[data-stream]").first
    expect(stream).to_be_visible()
    code = stream.get_attribute("data-stream")
    stream.dispatch_event("click")
    expect(page).to_have_url(re.compile(f"stream={re.escape(str(code))}.*view=missions"))
    expect(page.get_by_role("link", name="งานที่หมดความจำเป็น")).to_be_visible()
    expect(page.get_by_role("link", name="พิมพ์ราชกิจจานุเบกษา")).to_have_count(0)


def test_the_portfolio_says_within_five_seconds_that_another_member_wrote(
    page: Page, address: str, group: Group
) -> None:
    as_chair(page, f"{address}&view=missions")
    line = page.get_by_text("malee แก้ไขรอบการทบทวนนี้เมื่อ")
    expect(line).to_have_count(0)
    comment(group.store, MALEE, group.m1, "necessary", "ขอหารือ")
    expect(line).to_be_visible()
    assert live._EVERY <= 5, "it looks every five seconds"
    press(page, "แสดงข้อมูลล่าสุด")
    expect(line).to_have_count(0)


def downloaded(page: Page, button: Locator) -> bytes:
    """The file that a button gives; the page is still before."""
    settled(page)
    with page.expect_download(timeout=180_000) as found:
        button.click()
    return Path(found.value.path()).read_bytes()


def test_the_buttons_for_paper_give_files_that_open(page: Page, address: str, group: Group) -> None:
    server = address.partition("/portfolio")[0]
    as_chair(page, address)
    page.goto(f"{server}/walk?mission={group.m3}")
    expect(page.get_by_role("button", name="เอกสารสำหรับการประชุม")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="เอกสารสำหรับการประชุม").click()
    for content in ("sheet", "worksheet"):
        buttons = page.locator(f'[class*="-{content}-"][class*="st-key-paper-"]')
        with pikepdf.open(io.BytesIO(downloaded(page, buttons.get_by_role("button", name="ดาวน์โหลด PDF")))) as pdf:
            assert len(pdf.pages) >= 1
        word = docx.Document(io.BytesIO(downloaded(page, buttons.get_by_role("button", name="ดาวน์โหลด Word"))))
        assert word.paragraphs
    page.goto(f"{server}/bulk")
    template = downloaded(page, page.get_by_role("button", name="ดาวน์โหลดแบบกรอก Excel"))
    assert CalamineWorkbook.from_filelike(io.BytesIO(template)).sheet_names
