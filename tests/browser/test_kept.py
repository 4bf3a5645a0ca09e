"""What is typed without a record comes back after a reload, a crash and a new server; Back goes a question back."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser.steps import answer, choose, expect, open_new, press, settled, windows
from tests.servers import ROOT, STREAMLIT, free_port, started

REASON = "กฎกระทรวง พ.ศ. ๒๕๖๑"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser, whose windows share its storage."""
    with windows(browser) as one:
        yield one


def has_reason(page: Page, words: str) -> None:
    expect(page.get_by_role("textbox", name="เหตุผล", exact=True)).to_have_value(words)


def at_question(page: Page, n: int) -> None:
    expect(page.get_by_text(f"ข้อ {n} จาก 7", exact=True)).to_be_visible()
    settled(page)


def two_answers(page: Page, server: str) -> None:
    """Answer two questions with reasons, and stand at the third."""
    open_new(page, server)
    page.get_by_role("textbox", name="เหตุผล", exact=True).fill(REASON)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    answer(page, "ไม่ใช่", "ข้อ 3 จาก 7")


def test_back_goes_a_question_back_and_forward_a_question_on(page: Page, server: str) -> None:
    two_answers(page, server)
    page.get_by_role("textbox", name="เหตุผล", exact=True).fill("ยังไม่ได้กดไปต่อ")
    page.go_back()
    at_question(page, 2)
    expect(page.get_by_role("radio", name="ไม่ใช่", exact=True)).to_be_checked()
    page.go_back()
    at_question(page, 1)
    has_reason(page, REASON)
    page.go_forward()
    at_question(page, 2)
    page.go_forward()
    at_question(page, 3)
    has_reason(page, "ยังไม่ได้กดไปต่อ")
    for _ in range(3):
        page.go_back()
        settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("ทบทวนภารกิจภาครัฐ")


def test_a_reload_brings_everything_back(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_role("textbox", name="ชื่อภารกิจ").press_sequentially("ตรวจสภาพรถ")
    page.reload()
    expect(page.get_by_role("textbox", name="ชื่อภารกิจ")).to_have_value("ตรวจสภาพรถ")
    settled(page)
    press(page, "เริ่มทบทวน")
    at_question(page, 1)
    page.get_by_role("textbox", name="เหตุผล", exact=True).fill(REASON)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    choose(page, "ไม่ใช่")
    page.get_by_role("textbox", name="หลักฐาน").press_sequentially("มติ ค.ร.ม.")  # and not left
    page.reload()
    at_question(page, 2)
    expect(page.get_by_role("heading", level=1)).to_have_text("ตรวจสภาพรถ")
    expect(page.get_by_role("radio", name="ไม่ใช่", exact=True)).to_be_checked()
    expect(page.get_by_role("textbox", name="หลักฐาน")).to_have_value("มติ ค.ร.ม.")
    press(page, "ย้อนกลับ")
    at_question(page, 1)
    has_reason(page, REASON)
    press(page, "เลือกภารกิจอื่น")
    press(page, "ตรวจสภาพรถ")
    at_question(page, 1)
    has_reason(page, REASON)
    page.goto(server)
    expect(page.get_by_role("textbox", name="ชื่อภารกิจ")).to_have_value("")
    press(page, "ตรวจสภาพรถ")
    at_question(page, 3)  # the first that is open


def test_a_reload_brings_back_what_is_on_the_page_of_a_sample_mission(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=M001")
    at_question(page, 1)
    page.get_by_role("textbox", name="เหตุผล", exact=True).fill(REASON)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    page.get_by_role("textbox", name="เหตุผล", exact=True).press_sequentially("ยังไม่ได้กดไปต่อ")
    page.reload()
    at_question(page, 2)
    has_reason(page, "ยังไม่ได้กดไปต่อ")
    settled(page)
    press(page, "ย้อนกลับ")
    at_question(page, 1)
    page.reload()
    at_question(page, 1)
    has_reason(page, REASON)
    expect(page.get_by_role("radio", name="ใช่", exact=True)).to_be_checked()


def test_a_press_too_many_goes_no_question_back(page: Page, server: str) -> None:
    open_new(page, server)
    for n, label in ((2, "ใช่"), (3, "ไม่ใช่"), (4, "ใช่")):
        choose(page, label)
        page.get_by_role("button", name="ไปต่อ", exact=True).dblclick()
        at_question(page, n)
        expect(page.get_by_text("กรุณาเลือกคำตอบก่อน")).to_have_count(0)


def test_two_windows_at_one_mission_lose_no_word_and_two_missions_are_two(context: BrowserContext, server: str) -> None:
    first, second = context.new_page(), context.new_page()
    two_answers(first, server)
    second.goto(first.url)
    at_question(second, 3)
    second.get_by_role("textbox", name="เหตุผล", exact=True).press_sequentially("กำลังพิมพ์")
    press(first, "ย้อนกลับ")
    at_question(first, 2)
    first.get_by_role("textbox", name="เหตุผล", exact=True).fill("จากหน้าต่างแรก")
    press(first, "ไปต่อ")
    at_question(first, 3)
    has_reason(second, "กำลังพิมพ์")
    press(second, "ย้อนกลับ")
    at_question(second, 2)
    has_reason(second, "จากหน้าต่างแรก")
    open_new(second, server, "อีกภารกิจหนึ่ง")
    first.goto(server)
    expect(first.get_by_role("button", name="งานทดสอบ")).to_be_visible()
    expect(first.get_by_role("button", name="อีกภารกิจหนึ่ง")).to_be_visible()


def test_what_is_kept_is_deleted_by_one_button(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    two_answers(page, server)
    address = page.url
    expect(page.get_by_text("เก็บไว้ในเบราว์เซอร์นี้เท่านั้น")).to_be_visible()
    press(page, "เลือกภารกิจอื่น")
    press(page, "ลบข้อความทั้งหมดที่เก็บไว้ในเบราว์เซอร์นี้")
    press(page, "ลบทั้งหมด")
    expect(page.get_by_role("button", name="งานทดสอบ")).to_have_count(0)
    settled(page)
    assert "งานทดสอบ" not in page.evaluate("JSON.stringify(localStorage)")
    page.goto(address)
    expect(page.get_by_text("ไม่พบภารกิจ")).to_be_visible()


def crash(page: Page) -> None:
    """Kill the process that shows the page."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", timeout=2_000)


def test_a_crash_of_page_and_server_loses_no_word(context: BrowserContext, tmp_path: Path) -> None:
    port = free_port()
    command = [*STREAMLIT, f"--server.port={port}"]
    database = {"BLUEPRINT_DATABASE_URL": f"sqlite:///{tmp_path}/record.db"}
    address = f"http://localhost:{port}"
    began = [sys.executable, "-m", *command]
    page = context.new_page()
    with subprocess.Popen(began, cwd=ROOT, env=os.environ | database, stdout=subprocess.PIPE) as server:
        assert any(re.search(rb"http://\S+:\d+", line) for line in server.stdout or ())
        two_answers(page, address)
        link = page.url
        page.get_by_role("textbox", name="เหตุผล", exact=True).press_sequentially("ยังพิมพ์ไม่")
        server.send_signal(signal.SIGKILL)
        server.wait()
    crash(page)
    page = context.new_page()
    with started(command, **database):
        page.goto(link)
        at_question(page, 3)
        has_reason(page, "ยังพิมพ์ไม่")
        press(page, "ย้อนกลับ")
        at_question(page, 2)
        expect(page.get_by_role("radio", name="ไม่ใช่", exact=True)).to_be_checked()
        press(page, "ย้อนกลับ")
        at_question(page, 1)
        has_reason(page, REASON)


def test_what_is_typed_the_moment_a_box_appears_outlasts_back(page: Page, server: str) -> None:
    open_new(page, server)
    choose(page, "ใช่")
    page.evaluate(
        """() => new MutationObserver((_, observer) => {
          const box = document.querySelector('[class*="duplicated"] textarea[aria-label="เหตุผล"]')
          if (!box) return
          observer.disconnect()
          Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, "เร็วมาก")
          box.dispatchEvent(new Event("input", { bubbles: true }))
        }).observe(document.body, { childList: true, subtree: true, attributes: true })"""
    )
    press(page, "ไปต่อ")
    at_question(page, 2)
    has_reason(page, "เร็วมาก")
    page.go_back()
    at_question(page, 1)
    page.go_forward()
    at_question(page, 2)
    has_reason(page, "เร็วมาก")
