"""A real Streamlit server and a real Chromium."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the app, started as ``make run`` starts it."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port=0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line)
            if found := re.search(r"http://localhost:\d+", line):
                break
        else:
            pytest.fail("the server did not start:\n" + "".join(lines))
        yield found.group()
        process.terminate()
        rest = process.stdout.read()
    assert "Traceback" not in rest, rest


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
    with browser.new_context(locale="th-TH", viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()
