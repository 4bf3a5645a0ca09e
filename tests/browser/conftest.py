"""A real Streamlit server and a real Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from record.opinions import give_opinion
from record.store import Store
from tests.browser.steps import windows
from tests.record.working_group import MALEE, PRASERT, make_former, make_group
from tests.servers import UVICORN, served, started

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started as ``make run`` starts it, with two reviews on the record."""
    url = f"sqlite:///{tmp_path_factory.mktemp('record')}/record.db"
    store = Store(url)
    make_group(store)
    make_former(store)
    store.close()
    with served(url) as address:
        yield address


@pytest.fixture(scope="session")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app as a ministry serves it, with two reviews, and two members of different opinions."""
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("BLUEPRINT_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            if os.environ.get("CI"):
                pytest.fail("no Chromium to test with")
            pytest.skip("no Chromium found: install it, or name it in BLUEPRINT_CHROMIUM")
        with playwright.chromium.launch(executable_path=path, args=_QUIET) as chromium:
            yield chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page, 1280 px wide, in a Thai browser."""
    with windows(browser) as context:
        yield context.new_page()


@contextmanager
def fresh(context: BrowserContext, server: str) -> Iterator[Page]:
    """A page of a browser that was used before: it has the scripts of the server already, and nothing that was done."""
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"{server}/_stcore/health")
    page.evaluate("localStorage.clear()")  # what a tab keeps for itself went with the tab
    try:
        yield page
    finally:
        page.close()
