"""What a user does on the pages, and waiting for the page to be still."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, overload

from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page
from playwright.sync_api import expect as expect_one

if TYPE_CHECKING:
    from playwright.sync_api._generated import LocatorAssertions, PageAssertions

PATIENCE = 90_000
"""Milliseconds to wait for a page: how long it takes says how busy the machine is."""
expect_one.set_options(timeout=PATIENCE)


@overload
def expect(seen: Page) -> "PageAssertions": ...
@overload
def expect(seen: Locator) -> "LocatorAssertions": ...
def expect(seen: Page | Locator) -> "PageAssertions | LocatorAssertions":
    """Playwright's ``expect`` that also waits until there is only one.

    While React puts a part in the place of another both may stand there, and Playwright's gives up at once on two.
    """
    if isinstance(seen, Page):
        return cast("PageAssertions", _Expecting(seen, expect_one(seen)))
    return cast("LocatorAssertions", _Expecting(seen.page, expect_one(seen)))


class _Expecting:
    def __init__(self, page: Page, claims: "PageAssertions | LocatorAssertions") -> None:
        self._page = page
        self._claims = claims

    def __getattr__(self, name: str) -> Callable[..., None]:
        claim = getattr(self._claims, name)

        def awaited(*expected: Any, **options: Any) -> None:
            until = time.monotonic() + PATIENCE / 1000
            while True:
                try:
                    claim(*expected, **options)
                    return
                except AssertionError as error:
                    if "strict mode violation" not in str(error) or time.monotonic() > until:
                        raise
                self._page.wait_for_timeout(50)

        return awaited


@contextmanager
def windows(
    browser: Browser, width: int = 1280, height: int = 900, *, locale: str = "th-TH"
) -> Iterator[BrowserContext]:
    """Room for windows that share their storage, and nothing with those of others."""
    with browser.new_context(locale=locale, viewport={"width": width, "height": height}) as context:
        context.set_default_timeout(PATIENCE)
        yield context


def settled(page: Page) -> None:
    """Wait until the page's script is done and our style sheet, which loads apart, is in force."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(".st-key-lang [aria-checked=true] p")).to_have_css("font-weight", "600")


def open_new(page: Page, server: str, name: str = "งานทดสอบ") -> None:
    """Open the app and start the review of a new mission."""
    page.goto(server)
    page.get_by_role("textbox", name="ชื่อภารกิจ").fill(name)
    page.get_by_role("button", name="เริ่มทบทวน", exact=True).click()
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()


def come(page: Page, address: str, name: str) -> None:
    """Open the page and say who it is, in Thai or English."""
    page.goto(address)
    who = page.get_by_role("combobox", name="ท่านคือผู้ใด").or_(page.get_by_role("combobox", name="Who are you?"))
    expect(who).to_be_visible()
    settled(page)
    who.fill(name)
    page.get_by_role("option").first.click()
    at_work(page, name)


def at_work(page: Page, name: str) -> None:
    """Wait until the header says who is at work."""
    expect(page.locator(".st-key-who_here").get_by_role("button", name=name)).to_be_visible()
    settled(page)


def press(page: Page, button: str) -> None:
    """Press a button once the page is still: while its script runs, a button that moves is there twice."""
    settled(page)
    page.get_by_role("button", name=button, exact=True).click()


def upload(page: Page, file: str | Path | FilePayload) -> None:
    """Upload a file once the page is still: what is uploaded while its script runs may go to a box that is replaced."""
    expect(page.locator("input[type=file]")).to_be_attached()
    settled(page)
    page.locator("input[type=file]").set_input_files(file)


def choose(page: Page, answer: str) -> None:
    """Choose an answer by its exact label."""
    settled(page)
    radio = page.get_by_role("radio", name=answer, exact=True)
    radio.press("Space")
    expect(radio).to_be_checked()
    settled(page)


def answer(page: Page, label: str, then: str) -> None:
    """Choose an answer, continue and wait for the text that comes next."""
    choose(page, label)
    press(page, "ไปต่อ")
    expect(page.get_by_text(then, exact=True).first).to_be_visible()
    settled(page)
