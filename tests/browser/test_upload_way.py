"""A large file on the page as a ministry serves it: sent straight to the disk, cancelled, refused; by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, Route
from playwright.sync_api import TimeoutError as NotInTime

from record import jobs
from record.store import Store
from tests.browser.steps import expect, settled
from tests.record.job_steps import found
from tests.servers import UVICORN, started
from ui.uploads import SMALL

CHOOSE = {"th": f"เลือกแฟ้มที่ใหญ่กว่า {SMALL} MB", "en": f"Choose a file of more than {SMALL} MB"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ministry")


@pytest.fixture(scope="module")
def ministry(folder: Path) -> Iterator[str]:
    """The address of the app as uvicorn serves it, with a folder of jobs of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(jobs.JOBS_VARIABLE, str(folder / "jobs"))
        with started(UVICORN, BLUEPRINT_DATABASE_URL=f"sqlite:///{folder}/r.db", HOME=str(folder)) as address:
            yield address.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def large(folder: Path) -> Path:
    path = folder / "ภารกิจ ก.csv"
    path.write_text("id,q1,q2\n" + "1,yes,no\n" * 2_500_000, "utf-8")
    assert path.stat().st_size > SMALL * 2**20
    return path


def send(page: Page, file: Path | FilePayload, lang: str = "th") -> None:
    """Choose a large file with the keyboard, once more where a busy machine just drew the button anew."""
    settled(page)
    button = page.get_by_role("button", name=CHOOSE[lang])
    try:
        with page.expect_file_chooser(timeout=8_000) as asked:
            button.press("Enter")
    except NotInTime:
        with page.expect_file_chooser() as asked:
            button.press("Enter")
    asked.value.set_files(file)


def test_a_large_file_becomes_a_job(page: Page, ministry: str, large: Path, folder: Path) -> None:
    page.goto(f"{ministry}/bulk")
    send(page, large)
    expect(page.get_by_role("heading", name="สิ่งที่อ่านได้จากแฟ้ม")).to_be_visible(timeout=180_000)
    expect(page.get_by_role("heading", name="ภารกิจ ก.csv")).to_be_visible()
    store = Store(f"sqlite:///{folder}/r.db")
    job = found(store, page.url.partition("job=")[2])
    assert job.source.read_bytes() == large.read_bytes()
    jobs.remove(store, job)
    store.close()


@pytest.mark.parametrize(
    ("lang", "cancel", "cancelled"),
    [
        ("th", "ยกเลิกการอัปโหลด", "ยกเลิกแล้ว ระบบไม่ได้เก็บแฟ้มนี้ไว้"),
        ("en", "Cancel the upload", "Nothing of the file was kept"),
    ],
)
def test_cancelled_by_keyboard(page: Page, ministry: str, folder: Path, lang: str, cancel: str, cancelled: str) -> None:
    def hold(_: Route) -> None:
        """Send nothing on."""

    page.route("**/api/upload*", hold)
    page.goto(f"{ministry}/bulk?lang={lang}")
    send(page, {"name": "missions.csv", "mimeType": "text/csv", "buffer": b"id,q1\n1,yes\n"}, lang)
    expect(page.get_by_role("progressbar", name=CHOOSE[lang])).to_be_visible()
    expect(page.get_by_text("missions.csv")).to_be_visible()
    expect(page.get_by_role("button", name=cancel)).to_be_focused()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag22aa"]}})
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Enter")
    expect(page.get_by_text(cancelled)).to_be_visible()
    expect(page.get_by_role("button", name=CHOOSE[lang])).to_be_focused()
    assert not [path for path in (folder / "jobs").iterdir() if not (path / "source").exists()]


def test_a_refusal_is_said_beside_the_button(page: Page, ministry: str) -> None:
    page.route("**/api/upload*", lambda route: route.fulfill(status=429, json={"job": None}))
    page.goto(f"{ministry}/bulk")
    send(page, {"name": "missions.csv", "mimeType": "text/csv", "buffer": b"id,q1\n1,yes\n"})
    expect(page.get_by_text("ส่งแฟ้มใหญ่เกินจำนวนที่กำหนดในหนึ่งชั่วโมง")).to_be_visible()
    expect(page.get_by_role("button", name=CHOOSE["th"])).to_be_focused()
