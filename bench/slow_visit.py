"""The first visit of a phone on a slow line: ``python -m bench.slow_visit``, pages of ``asgi:app`` with an empty cache.

They come through the nginx of deploy/, with TLS and HTTP/2; with ``--bare`` from the process itself.

The line and the processor are slowed by the browser itself as Lighthouse's mobile profile does when it slows them so
("devtools"): 1.47 Mbit/s, 563 ms before each answer, a quarter of the processor, a window of 412 × 823. Bytes are those
that came over the line. The shift is the largest of the windows of layout shifts that the browser's own figure is made
of, until nothing came any more. It is no run of Lighthouse, which adds its own sums to such numbers.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from os import environ
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.load import ADMIN, serving
from flowchart import charts
from missions.files.rows import MissionRow
from missions.mission import sample_missions
from record.members import add_member
from record.reviews import create_review
from record.store import Store
from tests.nginx import at_ports, certified, fronted
from tests.servers import free_port

_LINE = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1474.56 * 1024 / 8,
    "uploadThroughput": 675 * 1024 / 8,
}
"""Lighthouse's ``throttling.mobileSlow4G`` where the browser does it."""
_SLOWER = 4
_PHONE: Any = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
    "locale": "th-TH",
    "ignore_https_errors": True,
}
_DONE = "[data-testid=stApp][data-test-script-state=notRunning] h1"
_PAGES = ("/", "/reviews?review=1", "/portfolio?review=1", "/walk?mission=1", "/bulk", "/chart")
_WATCH = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(
    each => [each.startTime, each.hadRecentInput ? 0 : each.value]))).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { window.largest = list.getEntries().at(-1).startTime; }).observe(
    {type: 'largest-contentful-paint', buffered: true});
"""
_FIGURES = """() => ({
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    largest: window.largest, shifts: window.shifts})"""
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bare", action="store_true", help="without nginx in front: HTTP/1.1, six files at a time")
    parser.add_argument("--pages", nargs="+", default=_PAGES, metavar="ADDRESS")
    given = parser.parse_args()
    print("| page | MB | requests | first paint, s | largest paint, s | done, s | shift |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    path = environ.get("BLUEPRINT_CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)
    environ["BLUEPRINT_ONE_ROOM"] = "open"  # who comes through a proxy is not on this computer
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = f"sqlite:///{folder}/record.db"
        _prepare(database)
        with (
            serving("asgi:app", database) as (port, _, _),
            _front(Path(folder), port, given.bare) as address,
            playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as browser,
        ):
            for page in given.pages:
                runs = [_visit(browser, address + page) for _ in range(given.runs)]
                size, asked, *times, shift = (median(column) for column in zip(*runs, strict=True))
                seconds = " | ".join(f"{time:.2f}" for time in times)
                print(f"| {page} | {size / 1e6:.2f} | {asked:.0f} | {seconds} | {shift:.3f} |", flush=True)


@contextmanager
def _front(folder: Path, process: int, bare: bool) -> Iterator[str]:
    """The address at which a browser finds a process."""
    if bare:
        yield f"http://127.0.0.1:{process}"
        return
    secure = free_port()
    replaced = certified(folder) | at_ports(free_port(), secure)
    replaced |= {"127.0.0.1:8501": f"127.0.0.1:{process}", "127.0.0.1:8502": f"127.0.0.1:{process}"}
    with fronted(folder, secure, replaced):
        yield f"https://localhost:{secure}"


def _prepare(database: str) -> None:
    """A record with the sample missions of the default chart."""
    store, chart = Store(database), charts.default()
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")
    named = sample_missions(chart).values()
    rows = [MissionRow(each.id, {"name_th": each.name_th, "ministry": each.ministry_th}) for each in named]
    about: Any = {"ministry": "กระทรวง", "title_th": "รอบที่ 1", "title_en": "", "started": date.today()}
    create_review(store, ADMIN, chart=chart, rows=rows, **about)
    store.close()


def _visit(browser: Browser, address: str) -> tuple[float, ...]:
    """Bytes, requests, seconds to the first paint, the largest and the end of the page's script, and the shift."""
    sizes: list[int] = []
    with browser.new_context(**_PHONE) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        session = context.new_cdp_session(page)
        session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", _LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        page.goto(address, timeout=120_000, wait_until="commit")
        page.locator(_DONE).first.wait_for(timeout=120_000)
        done = page.evaluate("performance.now()")
        page.wait_for_load_state("networkidle", timeout=120_000)
        found = page.evaluate(_FIGURES)
    return sum(sizes), len(sizes), found["first"] / 1000, found["largest"] / 1000, done / 1000, _shift(found["shifts"])


def _shift(shifts: list[tuple[float, float]]) -> float:
    """The largest sum of shifts of which each comes within a second of the one before, in at most five seconds."""
    most = total = 0.0
    first = last = float("-inf")
    for at, value in shifts:
        if at - last >= 1000 or at - first >= 5000:
            first, total = at, 0.0
        last, total = at, total + value
        most = max(most, total)
    return most


if __name__ == "__main__":
    main()
