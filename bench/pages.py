"""What one waits for in a real browser: ``python -m bench.pages``. Going on, likely duplicates, a large portfolio.

The clock runs in the page from the press until the first frame after which what is waited for stands there. Vectors are
kept in a file of their own; a "fresh" server is one just started that finds them there.
"""

import argparse
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.load import prepare, serving
from bench.portfolio import MEMBER, large_review
from flowchart import charts
from missions.vectors import VECTORS_VARIABLE
from record.store import Store
from ui.walk.alike import joining

PATIENCE = 60_000
STILL = "[data-testid=stApp][data-test-script-state=notRunning]"
LIKELY = 5
READING = 5
"""Seconds for which somebody reads the question about duplicates before opening the part about them."""
TIMED = """async ([press, count, shown, still]) => {
  const found = () => document.querySelectorAll(shown).length >= count && (!still || document.querySelector(still))
  const frame = () => new Promise(requestAnimationFrame)
  const begun = performance.now()
  document.querySelector(press).click()
  while (!found()) {
    if (performance.now() - begun > 60000) throw new Error(`not within a minute: ${shown}`)
    await frame()
  }
  await frame()
  return performance.now() - begun
}"""
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missions", type=int, nargs="+", default=[1_000, 5_000], metavar="N")
    parser.add_argument("--turns", type=int, default=10, help="of each that is timed")
    parser.add_argument("--fresh", type=int, default=3, help="servers that are started anew for each")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=[*PARTS])
    given = parser.parse_args()
    with sync_playwright() as playwright:
        path = os.environ.get("BLUEPRINT_CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)
        with playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as chromium:
            for part in given.only:
                PARTS[part](chromium, given.missions, given.turns, given.fresh)


@contextmanager
def at_work(chromium: Browser, port: int, email: str = MEMBER) -> Iterator[Callable[[str], Page]]:
    """Opens addresses of a server in one tab of a new profile, as a member, and waits until the page is still."""
    with chromium.new_context(locale="th-TH", viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(f"sessionStorage.setItem('me', '{email}')")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)

        def opened(address: str) -> Page:
            page.goto(f"http://127.0.0.1:{port}/{address}")
            page.locator(".st-key-who_here").wait_for()
            page.locator(STILL).wait_for()
            return page

        yield opened


def until(page: Page, press: str, shown: str, count: int = 1, still: str = "") -> float:
    """Milliseconds from a press until ``count`` of what is waited for stand there."""
    page.locator(press).first.wait_for()
    return float(page.evaluate(TIMED, [press, count, shown, still]))


def at_it(devtools: CDPSession) -> float:
    """Milliseconds of the processor that a page's main thread has used."""
    figures = devtools.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(figure["value"]) for figure in figures if figure["name"] == "TaskDuration")


def told(what: str, found: list[float]) -> None:
    """One line: median, least and most."""
    print(f"{what:<62}{median(found):>7.0f} ms  ({min(found):.0f} to {max(found):.0f}, {len(found)} times)", flush=True)


@contextmanager
def recorded(count: int) -> Iterator[tuple[str, int, list[int]]]:
    """The address of a record with one large review, its number and its missions; vectors are kept beside it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VECTORS_VARIABLE] = f"{folder}/vectors.db"
        database = f"sqlite:///{folder}/record.db"
        store = Store(database)
        review, missions = large_review(store, count)
        store.close()
        yield database, review, missions


def duplicates(chromium: Browser, sizes: list[int], turns: int, fresh: int) -> None:
    """From the press that opens the part about duplicates until five candidates stand there."""
    chart = charts.default()
    question = next(question.id for question in chart.questions.values() if joining(chart, question))
    for size in sizes:
        with recorded(size) as (database, _, missions):
            chosen = random.Random(2).sample(missions, turns + 2 * fresh + 1)

            def opened(go: Callable[[str], Page], mission: int, read: int = 0) -> float:
                page, part = go(f"?mission={mission}&question={question}"), f"[class*='st-key-alike-{mission}-']"
                page.wait_for_timeout(1000 * read)
                return until(page, f"{part} summary", f"{part} bdi", LIKELY)

            with serving("asgi:app", database) as (port, _, _), at_work(chromium, port) as go:
                told(f"duplicates among {size:,}, no vectors yet", [opened(go, chosen.pop())])
                told(f"duplicates among {size:,}, warm", [opened(go, chosen.pop()) for _ in range(turns)])
            for read in (0, READING):
                firsts = []
                for _ in range(fresh):
                    with serving("asgi:app", database) as (port, _, _), at_work(chromium, port) as go:
                        firsts.append(opened(go, chosen.pop(), read))
                told(f"duplicates among {size:,}, fresh server, pressed after {read} s", firsts)


def portfolio(chromium: Browser, sizes: list[int], turns: int, fresh: int) -> None:
    """From a link on a mission's page until the portfolio's numbers stand there."""
    link, numbers = ".st-key-context a[href*=portfolio]", ".st-key-figures [data-testid=stMetric]"
    for size in sizes:
        with recorded(size) as (database, _, missions):

            def opened(go: Callable[[str], Page]) -> float:
                return until(go(f"?mission={missions[0]}"), link, numbers, 3, STILL)

            firsts: list[float] = []
            again: list[float] = []
            for _ in range(fresh):
                with serving("asgi:app", database) as (port, _, _), at_work(chromium, port) as go:
                    firsts.append(opened(go))
                    again += [opened(go) for _ in range(turns)]
            told(f"portfolio of {size:,} with its numbers, the first in a fresh server", firsts)
            told(f"portfolio of {size:,} with its numbers, in a new session", again)


def going_on(chromium: Browser, _sizes: list[int], turns: int, _fresh: int) -> None:
    """From the press of the button that goes on until the next question stands there, and an empty app's in turn."""
    chart = charts.default()
    found: list[float] = []
    busy: list[float] = []
    empty: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("bench.trivial:app") as (other, _, _),
        chromium.new_context() as context,
    ):
        database = f"sqlite:///{folder}/record.db"
        (person,) = prepare(database, 1)
        beside = context.new_page()
        beside.goto(f"http://127.0.0.1:{other}/")
        with serving("asgi:app", database) as (port, _, _), at_work(chromium, port, person.email) as go:
            for mission in person.missions[:turns]:
                page, question = go(f"?mission={mission}"), chart.start.id
                page.bring_to_front()
                devtools = page.context.new_cdp_session(page)
                devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
                while True:
                    option, shown = person.options[question], "[class*='st-key-answer-{}-{}'] input"
                    page.locator(shown.format(mission, question)).nth(option).press("Space")
                    page.wait_for_timeout(300)  # somebody looks at what was chosen; the page is still again
                    page.locator(STILL).wait_for()
                    question = chart.edge(question, [*chart.questions[question].answers][option]).to
                    if question not in chart.questions:
                        break
                    before = at_it(devtools)
                    found.append(until(page, ".st-key-go_on button", shown.format(mission, question)))
                    busy.append(at_it(devtools) - before)
                    page.locator(STILL).wait_for()
                devtools.detach()
                beside.bring_to_front()
                for _ in range(5):
                    empty.append(until(beside, ".st-key-more button", f".st-key-pressed-{len(empty) + 1}"))
                    beside.locator(STILL).wait_for()
    told("going on to the next question on the record", found)
    told("of this the processor of the browser's page, other work aside", busy)
    told("pressing the button of an empty app", empty)


PARTS: dict[str, Callable[[Browser, list[int], int, int], None]] = {
    "going_on": going_on,
    "duplicates": duplicates,
    "portfolio": portfolio,
}


if __name__ == "__main__":
    main()
