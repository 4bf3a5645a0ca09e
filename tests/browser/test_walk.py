"""The walkthrough in a real browser, as a working group uses it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from flowchart import charts
from tests.browser.steps import answer, choose, expect, open_new, press, settled
from tests.browser.visitor import visiting

TEXTS = {question.id: question.text.th for question in charts.default().questions.values()}


def test_a_full_walk_in_thai(page: Page, server: str) -> None:
    open_new(page, server, "งาน <b>ทดสอบ</b> *ดาว* 💧")
    expect(page.get_by_role("heading", level=1)).to_have_text("งาน <b>ทดสอบ</b> *ดาว* 💧")
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    answer(page, "ไม่ใช่", "ข้อ 3 จาก 7")
    page.get_by_role("textbox", name="เหตุผล").fill("เป็นงานตามกฎกระทรวง")
    answer(page, "ใช่", "ข้อ 4 จาก 7")
    answer(page, "ไม่ได้", "ข้อ 5 จาก 7")
    answer(page, "ไม่ได้", "ข้อ 6 จาก 7")
    answer(page, "ใช่", "ข้อ 7 จาก 7")
    answer(page, "ไม่ใช่", "ผลการจำแนก")
    expect(page.locator(".st-key-decision").get_by_role("heading", level=2)).to_have_text("วางแผนพัฒนาองค์การ")
    expect(page.get_by_text("เหตุผล: เป็นงานตามกฎกระทรวง")).to_be_visible()
    expect(page.get_by_text("ส่วนที่ไม่ได้มาจากผังต้นฉบับโดยตรง")).to_be_visible()
    expect(page.get_by_text("PMQA").first).to_be_visible()


def test_a_chart_with_other_answers_than_yes_and_no(page: Page, server: str) -> None:
    page.goto(f"{server}/?chart={charts.latest('program_review_1994').key}")
    page.get_by_role("textbox", name="ชื่อภารกิจ").fill("บริการการเดินอากาศ")
    press(page, "เริ่มทบทวน")
    expect(page.get_by_text("ข้อ 1 จาก 6", exact=True)).to_be_visible()
    answer(page, "ใช่", "ข้อ 2 จาก 6")
    answer(page, "ใช่", "ข้อ 3 จาก 6")
    answer(page, "คงเป็นของรัฐบาลกลาง", "ข้อ 4 จาก 6")
    answer(page, "ถ่ายโอนได้ทั้งหมด", "ข้อ 4 จาก 6 · คำถามต่อเนื่อง")
    answer(page, "นิติบุคคลไม่แสวงหากำไรของผู้ใช้บริการ", "ผลการจำแนก")
    decided = page.locator(".st-key-decision")
    expect(decided.get_by_role("heading", level=2)).to_have_text("ปรับเป็นกิจการเชิงพาณิชย์นอกภาครัฐ")
    expect(decided.get_by_text("รูปแบบ: นิติบุคคลไม่แสวงหากำไรของผู้ใช้บริการ")).to_be_visible()


def test_back_loses_no_word_and_typing_survives_leaving_the_page(page: Page, server: str) -> None:
    open_new(page, server)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    reason = page.get_by_role("textbox", name="เหตุผล")
    reason.fill("ยังไม่ได้กดไปต่อ")
    page.get_by_role("button", name="ย้อนกลับ").click()
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    settled(page)
    expect(page.get_by_role("radio", name="ใช่", exact=True)).to_be_checked()
    press(page, "ไปต่อ")
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    expect(reason).to_have_value("ยังไม่ได้กดไปต่อ")
    page.get_by_role("link", name="ผังและที่มา").click()
    expect(page.get_by_role("heading", name="ผังและที่มา", level=1)).to_be_visible()
    page.get_by_role("link", name="ทบทวนภารกิจ").click()
    page.get_by_role("button", name="งานทดสอบ").click()
    expect(reason).to_have_value("ยังไม่ได้กดไปต่อ")


def test_an_answered_step_leads_back_to_its_question_and_an_open_one_nowhere(page: Page, server: str) -> None:
    open_new(page, server)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    steps = page.locator(".steps button")
    expect(steps).to_have_text([str(n) for n in range(1, 8)])
    expect(page.locator(".steps [aria-current=step]")).to_have_text("2")
    expect(steps.nth(2)).to_be_disabled()
    settled(page)
    steps.first.press("Enter")
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    expect(page.locator(".steps [aria-current=step]")).to_have_text("1")


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_changing_an_early_answer_on_the_chart(page: Page, server: str, by: str) -> None:
    open_new(page, server)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    answer(page, "ไม่ใช่", "ข้อ 3 จาก 7")
    answer(page, "ใช่", "ข้อ 4 จาก 7")
    node = page.locator("[data-question=duplicated]")
    if by == "mouse":
        node.click()
    else:
        node.press("Enter")
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    choose(page, "ใช่")
    expect(page.get_by_text("คำตอบต่อไปนี้ไม่นำมาพิจารณาแล้ว แต่ยังเก็บไว้: ข้อ 3 เป็นภารกิจหลัก")).to_be_visible()
    choose(page, "ไม่ใช่")
    press(page, "ไปต่อ")
    expect(page.get_by_text("ข้อ 4 จาก 7", exact=True)).to_be_visible()


def test_not_known_yet_is_no_answer_and_shows_what_is_possible(page: Page, server: str) -> None:
    open_new(page, server)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    page.get_by_role("button", name="ไปต่อ").click()
    expect(page.get_by_text("กรุณาเลือกคำตอบก่อน")).to_be_visible()
    page.get_by_role("textbox", name="เหตุผล", exact=True).fill("รอหนังสือตอบจากกรม")
    answer(page, "ยังไม่ทราบ", "ยังไม่มีผลการจำแนก")
    expect(page.get_by_text("เหตุผล: รอหนังสือตอบจากกรม")).to_be_visible()
    expect(page.locator(".chart .current")).to_contain_text(
        "มีหน่วยงานอื่นปฏิบัติอยู่แล้ว"
    )  # the question that holds the mission
    with page.expect_download() as started:
        page.get_by_role("button", name="บันทึกผล").click()
    assert "รอหนังสือตอบจากกรม" in Path(started.value.path()).read_text("utf-8-sig")
    expect(page.get_by_role("listitem").filter(has_text="จ้างเหมา").first).to_be_visible()
    page.get_by_text("ตอบข้ออื่นที่ทราบแล้วไว้ก่อน").click()
    page.get_by_role("button", name="ข้อ 3 เป็นภารกิจหลัก").click()
    answer(page, "ใช่", "ยังไม่มีผลการจำแนก")
    page.get_by_role("button", name="กลับไปตอบข้อนี้").click()
    answer(page, "ไม่ใช่", "ข้อ 4 จาก 7")


def test_english_is_kept_in_the_url(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(page.get_by_role("heading", name="Mission review", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("lang=en"))
    page.reload()
    expect(page.get_by_role("heading", name="Mission review", level=1)).to_be_visible()
    page.goto(f"{server}/walk?mission=M001&lang=en")
    expect(page.get_by_text("Question 1 of 7", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    settled(page)


def test_an_unknown_mission_in_the_url_is_said_plainly(page: Page, server: str) -> None:
    page.goto(f"{server}/?mission=<script>")
    expect(page.get_by_text("ไม่พบภารกิจ “<script>”")).to_be_visible()


def test_the_next_question_is_in_view(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1000, "height": 400})
    open_new(page, server)
    choose(page, "ใช่")
    page.get_by_role("textbox", name="หลักฐาน").evaluate("box => box.scrollIntoView({block: 'start'})")
    expect(page.get_by_role("heading", level=2).first).not_to_be_in_viewport()
    page.get_by_role("button", name="ไปต่อ").dispatch_event("click")  # which scrolls nothing, as a key would not
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_in_viewport()


def test_the_first_question_is_in_view(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1000, "height": 400})
    page.goto(server)
    page.get_by_role("textbox", name="ชื่อภารกิจ").fill("งานทดสอบ")
    begin = page.get_by_role("button", name="เริ่มทบทวน", exact=True)
    begin.evaluate("button => button.scrollIntoView({block: 'start'})")
    expect(page.get_by_role("heading", level=1).first).not_to_be_in_viewport()
    begin.click()
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_in_viewport()


def test_what_is_done_before_the_browser_shows_the_new_address_leads_nowhere(server: str) -> None:
    with visiting(server, "mission=M001&question=necessary") as visitor:  # whose address stays as it is
        visitor.choose(TEXTS["necessary"], "ใช่")
        visitor.press("ไปต่อ")
        assert visitor.says("ข้อ 2 จาก 7")
        visitor.press("ไปต่อ")  # the second press of two
        assert visitor.says("ข้อ 2 จาก 7")
        assert not visitor.says("กรุณาเลือกคำตอบก่อน")
        visitor.choose(TEXTS["duplicated"], "ไม่ใช่")
        assert visitor.says("ข้อ 2 จาก 7")
        visitor.press("ไปต่อ")
        assert visitor.says("ข้อ 3 จาก 7")
