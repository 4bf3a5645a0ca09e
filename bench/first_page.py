"""The first page in a fresh browser beside an empty Streamlit page: ``python -m bench.first_page``.

Both are started with ``streamlit run``, in turn. The clock runs from the start of the program, and again from the
opening of the page in a new profile, until the page's script has run and its title stands there. The server's own
processor time until then is given too.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from playwright.sync_api import Playwright, sync_playwright

from bench.load import processor

ROOT = Path(__file__).parents[1]
EMPTY = "import streamlit as st\n\nst.title('…')\n"
READY = "[data-testid=stApp][data-test-script-state=notRunning] h1"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        apps = {"this program": ROOT / "app.py", "an empty page": empty}
        turns = [{name: _opened(playwright, app, folder) for name, app in apps.items()} for _ in range(runs + 1)][1:]
    print(f"\nfirst page in a fresh browser, seconds, medians of {runs} in turn")
    for place, what in enumerate(("from the start of the program", "from opening the page", "the server's processor")):
        ours, other = ([turn[name][place] for turn in turns] for name in apps)
        ratio = median(a / b for a, b in zip(ours, other, strict=True))
        print(f"{what:<32}{median(ours):>8.2f}{median(other):>8.2f}{ratio:>8.2f} × an empty page")


def _opened(playwright: Playwright, app: Path, folder: str) -> tuple[float, float, float]:
    """Seconds until the page of an app is usable: from the start, from opening the page, and of the server's work."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}", "--server.headless=true"]
    environment = {**os.environ, "BLUEPRINT_DATABASE_URL": f"sqlite:///{folder}/record.db"}
    path = os.environ.get("BLUEPRINT_CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)
    with playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as chromium:
        page = chromium.new_context(locale="th-TH").new_page()
        started = perf_counter()
        silent = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=silent, stderr=silent) as server:
            try:
                while server.poll() is None:
                    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                        break
                    sleep(0.02)
                opened = perf_counter()
                page.goto(f"http://127.0.0.1:{port}")
                page.locator(READY).first.wait_for(timeout=120_000)
                usable, used = perf_counter(), processor(server.pid)
            finally:
                server.terminate()
    return usable - started, usable - opened, used


if __name__ == "__main__":
    main()
