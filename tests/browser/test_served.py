"""The pages as a ministry serves them: the security policy blocks what it should and no more, and no page moves."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.pictures import SHIFTS, still
from tests.browser.steps import at_work, come, expect, settled, windows
from tests.record.working_group import CHAIR, MALEE, PRASERT

MOST = 0.1
"""Of the window, weighed by how far things moved: what counts as good (web.dev/articles/cls)."""
LATE = re.compile(r"/(PageLink|Button|ButtonGroup|TextArea|Radio|DownloadButton)\.[^/]+\.js")
"""Scripts of parts, which a page fetches when it first shows such a part."""
OPEN = ("", "walk?mission=M001", "bulk", "chart")
OF_GROUP = (
    "waiting",
    "walk?mission=1&way=answer",
    "walk?mission=1&way=opinion",
    "walk?mission=3&question=-&way=answer",
    "check?mission=3",
    "settle?mission=2",
    "reviews",
    "reviews?review=1",
    "reviews?do=beside&former=2&later=1",
    *(f"portfolio?review=1&view={view}" for view in ("numbers", "missions", "attention", "moves", "sign")),
    "summary?review=1",
)


def test_a_script_that_is_not_ours_does_not_run(page: Page, ministry: str) -> None:
    page.goto(ministry)
    settled(page)
    page.evaluate("""() => {
        const script = document.createElement("script")
        script.textContent = "window.taken = true"
        document.body.append(script)
    }""")
    assert page.evaluate("window.taken") is None


def shifted(page: Page, address: str, name: str = "") -> float:
    """How far the parts of a page moved while it was loaded anew, for whom it may be known by name."""
    page.goto(address)
    if name:
        at_work(page, name)
    still(page)
    return float(page.evaluate("window.shifted"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("paths", [OPEN, OF_GROUP], ids=["for everyone", "of the group"])
def test_a_page_stands_still_while_it_loads(browser: Browser, ministry: str, paths: Sequence[str], width: int) -> None:
    name = CHAIR.partition("@")[0] if paths is OF_GROUP else ""
    with windows(browser, width) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        if name:
            come(page, f"{ministry}/reviews", name)
        found = {path: shifted(page, f"{ministry}/{path}", name) for path in paths}
    assert {path: moved for path, moved in found.items() if moved >= MOST} == {}


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize("mission", ["1&way=answer", "3&way=answer&question=-"], ids=["a question", "a result"])
def test_a_mission_stands_still_while_the_scripts_of_its_parts_are_late(
    browser: Browser, ministry: str, mission: str, width: int
) -> None:
    name = CHAIR.partition("@")[0]

    def hold(route: Route) -> None:
        """Neither answered nor refused: it waits."""

    with windows(browser, width) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        come(page, f"{ministry}/reviews", name)
        page.route(LATE, hold)
        page.goto(f"{ministry}/walk?mission={mission}")
        expect(page.locator(".st-key-who_here").get_by_role("button", name=name)).to_be_visible()
        expect(page.locator(".st-key-context h1")).to_be_visible()
        expect(page.locator(".st-key-foot p")).to_be_visible()
        expect(page.get_by_test_id("stSkeleton").locator("visible=true").first).to_be_visible()
        page.unroute(LATE)  # which lets go of what was held
        at_work(page, name)
        still(page)
        assert page.evaluate("window.shifted") < MOST
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


LETTERS = "() => { const s = document.querySelector('.streams svg'); return s.clientWidth / s.viewBox.baseVal.width }"
"""How much larger the letters of the flow are than they are drawn."""


def test_the_letters_of_the_flow_grow_for_a_projector(browser: Browser, ministry: str) -> None:
    with windows(browser) as context:
        page = context.new_page()
        come(page, f"{ministry}/portfolio?review=1", CHAIR.partition("@")[0])
        expect(page.locator(".streams svg")).to_be_visible()
        settled(page)
        before = float(page.evaluate(LETTERS))
        page.keyboard.press("p")
        page.wait_for_function(f"({LETTERS})() > {1.3 * before}")
        page.keyboard.press("p")
        page.wait_for_function(f"({LETTERS})() < {1.1 * before}")


def test_on_a_phone_the_addresses_of_the_people_are_read_whole(browser: Browser, ministry: str) -> None:
    with windows(browser, 390) as context:
        page = context.new_page()
        come(page, f"{ministry}/reviews?review=1&part=people", "ผู้ดูแล")
        for email in (CHAIR, MALEE, PRASERT):
            cell = page.locator(".st-key-people_here").get_by_role("cell", name=email, exact=True)
            expect(cell).to_be_visible()
            box = cell.bounding_box()
            assert box
            assert box["x"] + box["width"] <= 390
