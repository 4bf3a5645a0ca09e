"""What a first visit with an empty cache costs, and that nothing is looked for in vain."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.steps import expect, windows
from tests.servers import STREAMLIT, UVICORN, started

MOST = 1_300_000
"""Bytes that may come over the line."""


def visited(page: Page, address: str) -> tuple[int, list[str]]:
    """Open a page and wait until it is still: the bytes that came, and what was not found or went wrong."""
    sizes: list[int] = []
    wrong: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def finished(event: Any) -> None:
        sizes.append(int(event["encodedDataLength"]))

    def refused(event: Any) -> None:
        if "contentSecurityPolicyIssueDetails" in (details := event["issue"]["details"]):
            wrong.append(str(details))

    session.on("Network.loadingFinished", finished)
    session.on("Audits.issueAdded", refused)
    session.send("Audits.enable")
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(address)
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=180_000)
    expect(page.get_by_text("รุ่น")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".opening")).to_have_count(0)
    return sum(sizes), wrong


@pytest.mark.parametrize("address", ["/", "/reviews?review=1"])
def test_a_first_visit_is_small_and_without_errors(tmp_path: Path, browser: Browser, address: str) -> None:
    with (
        started(UVICORN, BLUEPRINT_DATABASE_URL=f"sqlite:///{tmp_path}/record.db") as server,
        windows(browser) as context,
    ):
        page = context.new_page()
        size, wrong = visited(page, f"{server}{address}")
        assert wrong == []
        assert size <= MOST


def test_an_address_of_a_page_looks_for_nothing_in_vain_on_ones_own_computer(tmp_path: Path, browser: Browser) -> None:
    with (
        started(STREAMLIT, BLUEPRINT_DATABASE_URL=f"sqlite:///{tmp_path}/record.db") as server,
        windows(browser) as context,
    ):
        _, wrong = visited(context.new_page(), f"{server}/bulk")
        assert wrong == []


def test_a_page_says_that_it_opens_while_its_scripts_are_awaited(server: str, browser: Browser) -> None:
    with windows(browser) as context:
        page = context.new_page()
        page.route("**/static/js/*", lambda _: None)  # never answered
        page.goto(server, wait_until="commit")
        expect(page.get_by_text("ทบทวนภารกิจภาครัฐ", exact=True)).to_be_visible()
        expect(page.get_by_text("กำลังเปิด โปรดรอสักครู่")).to_be_visible()
        expect(page.get_by_text("load this page again")).to_be_visible()
