"""The pictures of the README, made anew: ``python -m tests.browser.pictures``.

With a folder, ``python -m tests.browser.pictures /tmp/pages``, every page instead, at three widths, in both languages
and both themes, and what a look does not show: messages in the console, how far the page shifted while it loaded,
targets too small for a finger, and the levels of the headings.
"""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from flowchart import charts
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.reading import SUMMARY, read_limited
from missions.files.rows import MissionRow, read_rows
from record.members import add_member, set_role
from record.mission_status import mission_statuses
from record.models import Role
from record.opinions import give_opinion
from record.reviews import create_review
from record.signing import sign_off
from record.store import Store
from reports import first_page
from reports.from_file import summary_of_file
from tests.browser.steps import come, expect, settled, upload
from tests.charts import SAMPLE
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, of_review
from tests.servers import ROOT, served
from text.dates import today

IMAGES = ROOT / "docs" / "images"
NAMES = {CHAIR: "วนิดา ประธานดี", MALEE: "มานี ใจดี", PRASERT: "ปิติ ยิ้มแย้ม", "chujai@example.go.th": "ชูใจ เลิศล้ำ"}
SHARE = 20
"""Missions that the members have looked at."""
WIDTHS = {390: 844, 1280: 800, 1920: 1080}
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
SHIFTS = """window.shifted = 0
new PerformanceObserver((list) => list.getEntries().forEach((e) => e.hadRecentInput || (window.shifted += e.value)))
  .observe({type: "layout-shift", buffered: true})"""


def sample_review(store: Store) -> None:
    """Two reviews of the sample missions: of the second, some are looked at, two differ and some are signed."""
    chart = charts.default()
    sheet = read_sheet(SAMPLE.read_bytes(), chart)
    rows = read_rows(chart, sheet, match_columns(chart, sheet.header)).rows
    open_rows = [MissionRow(row.code, row.fields, row.answers if n > 3 else {}) for n, row in enumerate(rows)]
    old = {0: {"necessary": "no"}}
    former = [MissionRow(row.code, row.fields, old.get(n % 5, row.answers)) for n, row in enumerate(rows)]
    add_member(store, ADMIN, ADMIN, "อารี ดูแลดี")
    made = []
    for number, year, these in ((1, 400, former[:70]), (2, 85, open_rows)):
        words = {"ministry": "สำนักนายกรัฐมนตรี", "title_th": f"รอบที่ {number}/2569", "title_en": f"Review {number}/2026"}
        started = today() - timedelta(days=year)
        made.append(create_review(store, ADMIN, chart=chart, rows=these, started=started, **words))
    for email, name in (*NAMES.items(), (SECRETARY, "สมศรี เลขานุการ")):
        add_member(store, ADMIN, email, name)
        role: Role = "chair" if email == CHAIR else "secretariat" if email == SECRETARY else "member"
        for review in made:
            set_role(store, ADMIN, review.id, email, role)
    review = made[-1]
    found = of_review(mission_statuses, store, review.id)
    for n, row in enumerate(found[:SHARE]):
        for step in row.decision.path:
            for m, email in enumerate(NAMES):
                if m == 3 and n % 3:
                    continue
                differs = n in (5, 6) and m == 1
                value = {"yes": "no", "no": "yes"}.get(step.answer, step.answer) if differs else step.answer
                why = "มีหน่วยงานอื่นทำอยู่แล้ว" if value != step.answer else "เป็นไปตามกฎหมายจัดตั้ง"
                give_opinion(store, email, row.mission.id, step.question, value, why, expected_version=0)
                if value != step.answer:
                    break
    signed = found[8:14]
    sign_off(store, CHAIR, [row.mission.id for row in signed], {row.mission.id: row.answers_hash for row in signed})


@contextmanager
def browser_and_server() -> Iterator[tuple[Browser, str, Store]]:
    path = os.environ.get("BLUEPRINT_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/record.db"
        store = Store(url)
        sample_review(store)
        with served(url) as address, playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as browser:
            yield browser, address, store
        store.close()


def save(data: bytes, path: Path) -> None:
    """A picture with few colours, which is a third as large."""
    with Image.open(BytesIO(data)) as image:
        image.convert("RGB").quantize(256).save(path, optimize=True)


def of_readme(browser: Browser, address: str, second: int) -> None:
    """The three pictures of the README."""
    with browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 980}) as context:
        page = context.new_page()
        come(page, f"{address}/walk?mission={second}&lang=en", NAMES[MALEE])
        still(page)
        save(page.screenshot(), IMAGES / "walk.png")
        page.goto(f"{address}/portfolio?review=2&lang=en")
        expect(page.get_by_test_id("stMetricValue").first).to_be_visible()  # whose page it is comes from the browser
        still(page)
        save(page.screenshot(), IMAGES / "portfolio.png")
    chart = charts.default()
    read = partial(read_limited, bounds=SUMMARY)
    summary = summary_of_file(chart, SAMPLE.read_bytes(), read, file_name=SAMPLE.name)
    (IMAGES / "summary.png").write_bytes(first_page(summary, "th", digits="thai"))


def still(page: Page) -> None:
    """Wait until everything of the page is there."""
    expect(page.get_by_text("รุ่น 0").or_(page.get_by_text("Version 0"))).to_be_visible()  # the foot of each page
    settled(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")  # what the page fetches when it first shows a kind of element
    settled(page)
    page.wait_for_function("document.fonts.status === 'loaded'")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # again: a kind that was new had to be fetched


def pages_of(rows: list[Any]) -> dict[str, str]:
    """What there is to look at, by name."""
    open_one, differing, decided, signed = (rows[n].mission.id for n in (1, 5, 16, 9))
    return {
        "home": "",
        "walk1": "walk?mission=M001",
        "record1": f"walk?mission={open_one}&way=answer",
        "own": f"walk?mission={open_one}&way=opinion",
        "record6": f"walk?mission={differing}&question=wholly_state&way=answer",
        "result": f"walk?mission={decided}&question=-",
        "settle": f"settle?mission={differing}",
        "check": f"check?mission={decided}",
        "signed": f"walk?mission={signed}&question=-",
        "waiting": "waiting",
        "numbers": "portfolio?review=2",
        "missions": "portfolio?review=2&view=missions",
        "attention": "portfolio?review=2&view=attention",
        "moves": "portfolio?review=2&view=moves",
        "sign": "portfolio?review=2&view=sign",
        "reviews": "reviews",
        "beside": "reviews?do=beside&former=1&later=2",
        **{f"edit_{part}": f"reviews?review=2&part={part}" for part in ("about", "missions", "version", "backup")},
        "bulk": "bulk",
        "summary": "summary?review=2",
        "chart": "chart",
        "chart_file": "chart-file",
    }


def every_page(browser: Browser, address: str, rows: list[Any], to: Path, wanted: list[str]) -> None:
    """Each page as it is, and what was measured of it, in ``pages.json``."""
    told = {}
    for setting in wanted:
        width, lang, scheme = setting.split("-")
        size = {"width": int(width), "height": WIDTHS[int(width)]}
        context = browser.new_context(locale="th-TH", viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        context.add_init_script(SHIFTS)
        page = context.new_page()
        said: list[str] = []
        page.on("console", partial(_note, said))
        come(page, f"{address}/reviews?lang={lang}", NAMES[CHAIR])
        for name, path in pages_of(rows).items():
            said.clear()
            page.goto(f"{address}/{path}{'&' if '?' in path else '?'}lang={lang}")
            if name == "bulk":
                upload(page, SAMPLE)
                page.locator(".st-key-classify button").click()
                expect(page.locator(".streams svg")).to_be_visible()
            still(page)
            box = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
            measured = page.evaluate(MEASURE)
            page.set_viewport_size({"width": size["width"], "height": min(max(box, size["height"]), 3000)})
            page.wait_for_timeout(300)
            (to / f"{setting}-{name}.png").write_bytes(page.screenshot())
            page.set_viewport_size(size)  # type: ignore[arg-type]
            told[f"{setting}-{name}"] = {**measured, "console": list(said)}
        context.close()
    (to / "pages.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))


def _note(said: list[str], message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        said.append(message.text)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path)
    every = [f"{width}-{lang}-{scheme}" for width in WIDTHS for lang in ("th", "en") for scheme in ("light", "dark")]
    asked.add_argument("--only", nargs="*", default=every, metavar="390-th-light")
    given = asked.parse_args()
    with browser_and_server() as (browser, address, store):
        rows = list(of_review(mission_statuses, store, 2))
        if given.folder:
            given.folder.mkdir(parents=True, exist_ok=True)
            every_page(browser, address, rows, given.folder, given.only)
        else:
            of_readme(browser, address, rows[2].mission.id)


if __name__ == "__main__":
    main()
