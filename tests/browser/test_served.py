"""The pages as a ministry serves them: the security policy blocks what it should and no more, and no page moves."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from record.opinions import give_opinion
from record.store import Store
from tests.browser.conftest import fresh
from tests.browser.pictures import MEASURE, SHIFTS, still
from tests.browser.steps import come, settled, windows
from tests.browser.test_access import PAGES, keys_page
from tests.record.working_group import CHAIR, MALEE, PRASERT, make_former, make_group
from tests.servers import UVICORN, started

FITS = "() => [...document.querySelectorAll('html, .stMain')].every(each => each.scrollWidth == each.clientWidth)"
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


@pytest.fixture(scope="module")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("ministry")
    url = f"sqlite:///{folder / 'r.db'}"
    store = Store(url)
    group = make_group(store)
    make_former(store)
    for who, value in ((MALEE, "yes"), (PRASERT, "no")):
        give_opinion(store, who, group.m2, "necessary", value, "", expected_version=0)
    store.close()
    with started(UVICORN, BLUEPRINT_DATABASE_URL=url, HOME=str(folder)) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    with windows(browser, 390, 844) as context:
        yield context


@pytest.mark.parametrize("visit", [visit for visit in PAGES if visit is not keys_page])  # a phone has no keys
def test_on_a_phone_nothing_is_blocked_or_runs_off_or_is_too_small_for_a_finger(
    phone: BrowserContext, ministry: str, visit: Callable[[Page, str], None]
) -> None:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "violates" in message.text or "Refused" in message.text:
            said.append(message.text)

    with fresh(phone, ministry) as page:
        page.on("console", heard)
        visit(page, ministry)
        settled(page)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # charts come last
        page.wait_for_function(FITS)  # what is sized by script follows a moment after a scroll bar has come
        assert page.evaluate(MEASURE)["small"] == [], "too small for a finger"
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
