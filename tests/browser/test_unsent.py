"""What is typed on the record and not left yet is not lost by Back, a link or a reload; a comment neither."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from record.store import Store
from record.whole import whole_mission
from tests.browser.steps import answer, come, expect, press, settled
from tests.record.working_group import MALEE, Group, make_group
from tests.servers import served


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Group, str]]:
    """A working group, and the address of its pages."""
    url = f"sqlite:///{tmp_path}/record.db"
    store = Store(url)
    group = make_group(store)
    with served(url) as address:
        yield group, address
    store.close()


def reason(page: Page) -> Locator:
    return page.get_by_role("textbox", name="เหตุผล", exact=True)


def kept_in_tab(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(sessionStorage)"))


def typed(group: Group) -> dict[str, str]:
    """The member's drafts on the first mission: by question the reason."""
    drafts = whole_mission(group.store, MALEE, group.m1).drafts["answer"]
    return {question: draft.reason for question, draft in drafts.items()}


def test_words_that_were_not_left_survive_back_links_and_a_reload(page: Page, made: tuple[Group, str]) -> None:
    group, address = made
    come(page, f"{address}/walk?mission={group.m1}", "malee")
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    reason(page).press_sequentially("ก่อนย้อนกลับ")
    page.go_back()
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    expect(page.get_by_text("ร่างของท่านที่ยังไม่ได้บันทึกเป็นคำตอบ")).to_be_visible()
    settled(page)
    assert list(typed(group).values()) == ["ก่อนย้อนกลับ"]
    page.go_forward()
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    expect(reason(page)).to_have_value("ก่อนย้อนกลับ")

    settled(page)
    reason(page).press_sequentially(" ก่อนลิงก์")
    page.locator(".st-key-context a").first.click(delay=100)  # as a finger does
    expect(page.get_by_role("heading", name="การทบทวนภารกิจ ๒๕๖๙", level=1)).to_be_visible()
    settled(page)
    page.go_back()
    expect(reason(page)).to_have_value("ก่อนย้อนกลับ ก่อนลิงก์")

    settled(page)
    reason(page).press_sequentially(" ก่อนโหลดใหม่")
    page.reload()
    expect(reason(page)).to_have_value("ก่อนย้อนกลับ ก่อนลิงก์ ก่อนโหลดใหม่")
    settled(page)
    answer(page, "ไม่ใช่", "ข้อ 3 จาก 7")
    kept = whole_mission(group.store, MALEE, group.m1).answers
    assert "ก่อนย้อนกลับ ก่อนลิงก์ ก่อนโหลดใหม่" in [each.reason for each in kept.values()]
    assert not typed(group)
    assert "ก่อน" not in kept_in_tab(page), "what the server has is not kept in the browser"


def test_a_comment_that_was_not_sent_is_there_when_one_comes_back(page: Page, made: tuple[Group, str]) -> None:
    group, address = made
    come(page, f"{address}/walk?mission={group.m1}", "malee")
    page.get_by_text("ข้อหารือ (ยังไม่มี)").click()
    words = page.get_by_role("textbox", name="ข้อความ", exact=True)
    words.press_sequentially("ขอหารือ")
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    page.go_back()
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    settled(page)
    page.get_by_text("ข้อหารือ (ยังไม่มี)").click()
    expect(words).to_have_value("ขอหารือ")
    settled(page)
    press(page, "ส่งข้อหารือ")
    expect(page.get_by_text("ข้อหารือ (ยังไม่ปิด 1 จาก 1)")).to_be_visible()
    expect(words).to_have_value("")
    settled(page)
    page.reload()  # a new visit begins at the question that is open
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    press(page, "ย้อนกลับ")
    expect(page.get_by_text("ข้อหารือ (ยังไม่ปิด 1 จาก 1)")).to_be_visible()
    settled(page)
    assert "ขอหารือ" not in kept_in_tab(page)
    assert [each.first.text for each in whole_mission(group.store, MALEE, group.m1).threads] == ["ขอหารือ"]


def test_evidence_and_data_that_were_not_saved_outlast_back_links_and_every_reload(
    page: Page, made: tuple[Group, str]
) -> None:
    group, address = made
    come(page, f"{address}/walk?mission={group.m1}", "chair")
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    evidence, legal = page.get_by_role("textbox", name="เอกสารอ้างอิง"), page.get_by_role("textbox", name="ฐานกฎหมาย")

    def opened(box: Locator, *ways: str) -> None:
        for way in ways:
            settled(page)
            if not box.is_visible():
                page.get_by_text(way, exact=True).click()
        expect(box).to_be_visible()
        settled(page)

    def both_hold(reference: str, law: str) -> None:
        opened(legal, "ข้อมูลภารกิจและภารกิจคู่", "แก้ไขข้อมูลภารกิจ")
        expect(legal).to_have_value(law)
        opened(evidence, "เพิ่มหลักฐาน")
        expect(evidence).to_have_value(reference)
        settled(page)

    both_hold("", "")
    legal.press_sequentially("พ.ร.บ. ก")
    evidence.press_sequentially("มติ ข")
    page.go_back()
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    both_hold("", "พ.ร.บ. ก")
    page.go_forward()
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    both_hold("มติ ข", "พ.ร.บ. ก")
    evidence.press_sequentially(" ค")
    page.locator(".st-key-context a").first.click(delay=100)
    expect(page.get_by_role("heading", name="การทบทวนภารกิจ ๒๕๖๙", level=1)).to_be_visible()
    settled(page)
    page.go_back()
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    both_hold("มติ ข ค", "พ.ร.บ. ก")
    for _ in range(2):
        page.reload()
        expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
        both_hold("มติ ข ค", "พ.ร.บ. ก")


def test_evidence_and_data_that_were_not_saved_are_there_after_a_reload(page: Page, made: tuple[Group, str]) -> None:
    group, address = made
    come(page, f"{address}/walk?mission={group.m1}", "chair")
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    evidence, legal = page.get_by_role("textbox", name="เอกสารอ้างอิง"), page.get_by_role("textbox", name="ฐานกฎหมาย")

    def open_both() -> None:
        settled(page)
        page.locator("summary").filter(has_text="เพิ่มหลักฐาน").click()
        expect(evidence).to_be_visible()
        settled(page)
        page.locator("summary").filter(has_text="ข้อมูลภารกิจและภารกิจคู่").click()
        expect(page.get_by_text("แก้ไขข้อมูลภารกิจ")).to_be_visible()
        settled(page)

    open_both()
    page.get_by_text("แก้ไขข้อมูลภารกิจ").click()
    expect(legal).to_be_visible()
    settled(page)
    legal.press_sequentially("พ.ร.บ. ก")
    evidence.press_sequentially("มติ ข")
    reference = page.get_by_role("textbox", name="เลขที่ วันที่ หรือที่เก็บของหลักฐาน")
    checklist = page.locator("summary").filter(has_text="รายการตรวจสอบหลักฐาน")
    tick = page.locator("[class*=st-key-tick-] input").first
    checklist.click()
    tick.press("Space")
    expect(reference).to_be_visible()
    settled(page)
    reference.press_sequentially("นร 0505/1")
    page.reload()
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    settled(page)
    checklist.click()
    expect(reference).to_have_value("นร 0505/1")
    expect(tick).to_be_checked()
    settled(page)
    tick.press("Space")
    expect(reference).not_to_be_visible()
    settled(page)
    assert "0505" not in kept_in_tab(page), "who unticks a line does not want it"
    page.reload()
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    open_both()
    expect(evidence).to_have_value("มติ ข")
    page.get_by_text("แก้ไขข้อมูลภารกิจ").click()
    expect(legal).to_have_value("พ.ร.บ. ก")
    press(page, "เพิ่มเอกสารอ้างอิง")
    expect(evidence).to_have_value("")
    expect(legal).to_have_value("พ.ร.บ. ก")
    press(page, "บันทึกข้อมูลภารกิจ")
    expect(legal).not_to_be_visible()
    settled(page)
    whole = whole_mission(group.store, MALEE, group.m1)
    assert whole.mission.legal_basis == "พ.ร.บ. ก"
    assert [each.text for each in whole.evidence] == ["มติ ข"]
    page.reload()
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    settled(page)
    assert "พ.ร.บ." not in kept_in_tab(page)
    assert "มติ" not in kept_in_tab(page)
