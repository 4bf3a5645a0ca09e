"""Each page in English: its title, and no control that speaks Thai."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.steps import come, expect, settled
from tests.record.working_group import CHAIR, MALEE

THAI = re.compile("[ก-๛]")
PAGES = {
    "": "Mission review",
    "reviews": "Reviews",
    "reviews?review=1": "Review 2026",
    "portfolio?review=1": "Review 2026",
    "walk?mission=2": "M2 Printing",
    "bulk": "Classify a file",
    "summary": "Cabinet summary",
    "chart": "Chart and sources",
}


@pytest.mark.parametrize("path", PAGES)
def test_each_page_speaks_english(page: Page, server: str, path: str) -> None:
    page.goto(f"{server}/{path}{'&' if '?' in path else '?'}lang=en")
    title = page.get_by_role("heading", name=PAGES[path], level=1, exact=True)
    who = page.get_by_role("combobox", name="Who are you?")
    expect(title.or_(who).first).to_be_visible()
    settled(page)
    if who.is_visible():
        who.fill(CHAIR)
        page.get_by_role("option").first.click()
    expect(title).to_be_visible()
    settled(page)
    for kind in ("button", "radio", "textbox", "combobox", "link"):
        for control in page.get_by_role(kind).all():
            name = control.get_attribute("aria-label") or control.inner_text()
            assert name == "ไทย" or not THAI.search(name), f"{kind} {name}"


def test_what_is_chosen_stays_chosen_and_is_named_in_the_other_language(page: Page, server: str) -> None:
    come(page, f"{server}/reviews?review=1&part=people", "ผู้ดูแล")
    role = page.get_by_role("combobox", name=re.compile("บทบาทในรอบนี้|Role in this review")).first
    expect(role).to_have_value("คณะทำงาน")
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="Give or change a role")).to_be_visible()
    expect(role).to_have_value("Member")
    settled(page)
    page.get_by_role("combobox", name="Person").first.fill(MALEE)
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Save the role").click()
    expect(page.get_by_text("malee now has the role “Member” in this review.")).to_be_visible()
