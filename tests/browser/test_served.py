"""The pages as a ministry serves them: the security policy blocks what it should and no more, and no page moves."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pictures import SHIFTS, still
from tests.browser.steps import come, settled, windows
from tests.record.working_group import CHAIR

MOST = 0.1
"""Of the window, weighed by how far things moved: what counts as good (web.dev/articles/cls)."""
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


def shifted(page: Page, address: str) -> float:
    """How far the parts of a page moved while it was loaded anew."""
    page.goto(address)
    still(page)
    return float(page.evaluate("window.shifted"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("paths", [OPEN, OF_GROUP], ids=["for everyone", "of the group"])
def test_a_page_stands_still_while_it_loads(browser: Browser, ministry: str, paths: Sequence[str], width: int) -> None:
    with windows(browser, width) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        if paths is OF_GROUP:
            come(page, f"{ministry}/reviews", CHAIR.partition("@")[0])
        found = {path: shifted(page, f"{ministry}/{path}") for path in paths}
    assert {path: moved for path, moved in found.items() if moved >= MOST} == {}
