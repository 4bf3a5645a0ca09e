"""Talk in two browsers: called by name, told by e-mail, found, answered, and seen while the other types."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from record.opinions import give_opinion
from record.store import Store
from tests.browser.steps import at_work, come, expect, press, settled, windows
from tests.mail.server import Postbox, listening
from tests.record.reading import threads_of
from tests.record.working_group import PRASERT, Group, make_group, of_mission
from tests.servers import ROOT, served
from ui.widgets import live


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Group, str]]:
    """A working group, and the address of its record."""
    url = f"sqlite:///{tmp_path}/record.db"
    store = Store(url)
    yield make_group(store), url
    store.close()


def sound(page: Page) -> None:
    """Nothing on the page keeps anybody from using it."""
    settled(page)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    violations = found.response["violations"]
    assert not violations, [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in violations]


def send(url: str, postbox: Postbox, address: str) -> list[str]:
    """Send what is in the outbox as an operator does; the links of the letters."""
    with listening(postbox) as port:
        settings = {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none", "FROM": "blueprint@example.go.th"}
        environment = {f"BLUEPRINT_SMTP_{name}": value for name, value in settings.items()}
        environment |= {"BLUEPRINT_PUBLIC_URL": address, "BLUEPRINT_DATABASE_URL": url}
        command = [sys.executable, "cli.py", "notices", "send"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    return [
        word for message in postbox.messages for word in str(message.get_content()).split() if word.startswith(address)
    ]


def test_a_letter_leads_to_the_talk_and_the_answer_is_announced(browser: Browser, made: tuple[Group, str]) -> None:
    assert live._EVERY <= 5, "who looks at a mission is told of a change within five seconds"
    group, url = made
    m1 = group.m1
    with (
        served(url) as address,
        windows(browser) as one,
        windows(browser, 390, 844, locale="en-GB") as two,
    ):
        malee, prasert = one.new_page(), two.new_page()
        come(malee, f"{address}/walk?mission={m1}", "malee")
        malee.get_by_text("ข้อหารือ (ยังไม่มี)").click()
        malee.get_by_role("textbox", name="ข้อความ", exact=True).fill("@prasert ช่วยดูข้อนี้ <b>ด้วย</b>")
        press(malee, "ส่งข้อหารือ")
        expect(malee.get_by_text("ส่งแล้ว แจ้งถึง prasert")).to_be_visible()
        expect(malee.get_by_text("ข้อหารือ (ยังไม่ปิด 1 จาก 1)")).to_be_visible()
        sound(malee)

        (letter,) = send(url, Postbox(), address)
        come(prasert, f"{letter}&lang=en", "prasert")
        expect(prasert.get_by_text("ช่วยดูข้อนี้ <b>ด้วย</b>")).to_be_visible()
        expect(prasert.get_by_text("Also on this mission: malee")).to_be_visible()
        expect(malee.get_by_text("อยู่ที่ภารกิจนี้ด้วย: prasert")).to_be_visible()
        sound(prasert)
        reason = malee.get_by_role("textbox", name="เหตุผล", exact=True)
        reply = malee.get_by_role("textbox", name="ตอบข้อหารือของ malee")
        reply.fill("กำลังตอบ")
        reason.fill("กำลังพิมพ์อยู่")
        prasert.get_by_role("textbox", name="Reply to malee").fill("ดูแล้ว เห็นด้วย")
        press(prasert, "Send the reply")
        expect(prasert.get_by_text("Sent.", exact=True)).to_be_visible()
        expect(malee.get_by_text("prasert แก้ไขภารกิจนี้เมื่อ")).to_be_visible()
        expect(reason).to_have_value("กำลังพิมพ์อยู่")
        expect(malee.get_by_text("ดูแล้ว เห็นด้วย")).to_have_count(0)
        reason.blur()
        expect(malee.get_by_text("ข้อความที่พิมพ์เก็บเป็นร่างของท่าน")).to_be_visible()
        press(malee, "แสดงข้อมูลล่าสุด")
        expect(malee.get_by_text("ดูแล้ว เห็นด้วย")).to_be_visible()
        expect(reply).to_have_value("กำลังตอบ")
        expect(reason).to_have_value("กำลังพิมพ์อยู่")
    (thread,) = of_mission(threads_of, group.store, m1)
    assert [said.text for said in thread.comments] == ["@prasert ช่วยดูข้อนี้ <b>ด้วย</b>", "ดูแล้ว เห็นด้วย"]
    assert group.sound()


def test_a_panel_stays_open_in_the_other_language_and_when_its_number_changes(
    page: Page, made: tuple[Group, str]
) -> None:
    group, url = made
    give_opinion(group.store, PRASERT, group.m1, "necessary", "no", "หมดความจำเป็น", expected_version=0)
    with served(url) as address:
        come(page, f"{address}/walk?mission={group.m1}", "malee")
        folded = page.locator("details:not([open]) > summary")
        expect(folded).not_to_have_count(0)
        while folded.count():  # panels within panels too
            folded.first.click()
            settled(page)
        panels, opened = page.locator("details"), page.locator("details[open]")
        expect(opened).to_have_count(panels.count())
        everything = panels.count()
        assert everything >= 6
        page.get_by_role("checkbox").first.press("Space")
        settled(page)
        press(page, "บันทึกรายการที่ทำเครื่องหมาย")
        expect(page.get_by_text("บันทึกเป็นหลักฐานแล้ว 1 รายการ")).to_be_visible()
        settled(page)
        expect(opened).to_have_count(everything)
        page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
        expect(page.get_by_role("button", name="Continue", exact=True)).to_be_visible()
        settled(page)
        expect(panels).to_have_count(everything)
        expect(opened).to_have_count(everything)


def test_the_line_about_the_one_room_stays_closed_for_the_day(browser: Browser, made: tuple[Group, str]) -> None:
    with served(made[1]) as address, windows(browser) as context:
        page = context.new_page()
        come(page, f"{address}/reviews", "malee")
        expect(page.locator(".st-key-one_room")).to_be_visible()
        settled(page)
        page.locator(".st-key-room_close button").first.click()
        expect(page.locator(".st-key-one_room")).to_have_count(0)
        settled(page)
        page.reload()
        at_work(page, "malee")
        expect(page.locator(".st-key-one_room")).to_have_count(0)
        page.evaluate("localStorage.setItem('room_closed', '2026-01-01')")
        page.reload()
        at_work(page, "malee")
        expect(page.locator(".st-key-one_room")).to_be_visible()
