"""The pages as a ministry serves them: the security policy blocks nothing that they need, and what it should."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from record.store import Store
from tests.browser.steps import settled
from tests.browser.test_access import PAGES
from tests.record.working_group import make_former, make_group
from tests.servers import UVICORN, started


@pytest.fixture(scope="module")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("ministry")
    url = f"sqlite:///{folder / 'r.db'}"
    store = Store(url)
    make_group(store)
    make_former(store)
    store.close()
    with started(UVICORN, BLUEPRINT_DATABASE_URL=url, HOME=str(folder)) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize("visit", PAGES)
def test_nothing_is_blocked(page: Page, ministry: str, visit: Callable[[Page, str], None]) -> None:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "violates" in message.text or "Refused" in message.text:
            said.append(message.text)

    page.on("console", heard)
    visit(page, ministry)
    settled(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # charts come last
    assert said == []


def test_a_script_that_is_not_ours_does_not_run(page: Page, ministry: str) -> None:
    page.goto(ministry)
    settled(page)
    page.evaluate("""() => {
        const script = document.createElement("script")
        script.textContent = "window.taken = true"
        document.body.append(script)
    }""")
    assert page.evaluate("window.taken") is None
