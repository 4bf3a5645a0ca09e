"""A file of 60,000 missions on the page: watched, reloaded, cancelled, its worker killed."""

import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from missions.bulk.order import LARGE_TEXT, JobProgress
from record import jobs
from record.jobs import Job
from record.store import Store
from tests.browser.steps import expect, press, settled, upload, windows
from tests.browser.test_access import assert_accessible_in_both_themes
from tests.record.job_steps import found, gives_nothing, nobody_works, taken, waits_at_its_file
from tests.servers import ROOT, served

ROWS = 60_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The record of the app, with a folder of jobs of its own."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(jobs.JOBS_VARIABLE, str(folder / "jobs"))
        opened = Store(f"sqlite:///{folder}/record.db")
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(store: Store) -> Iterator[str]:
    """The address of the app."""
    with served(f"sqlite:///{store.engine.url.database}") as address:
        yield address


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "ภารกิจ.csv"
    row = f'ก;"งาน"ทะเบียนราษฎร {"ทั่วราชอาณาจักร " * 8};ใช่;ไม่ใช่\n'
    path.write_text("id;กระทรวง;ภารกิจ;q1;q2\n" + "".join(f"{n};{row}" for n in range(ROWS)), "utf-8", newline="")
    assert path.stat().st_size > LARGE_TEXT
    return path


def uploaded(page: Page, site: str, store: Store, file: Path) -> Job:
    page.goto(f"{site}/bulk")
    upload(page, file)
    expect(page.get_by_role("heading", name="สิ่งที่อ่านได้จากแฟ้ม")).to_be_visible()
    expect(page.get_by_text(re.compile(r"ประมาณ (59|60),"))).to_be_visible()
    settled(page)
    return found(store, page.url.partition("job=")[2])


def classify(page: Page) -> None:
    page.get_by_role("button", name="จำแนก", exact=True).click()


def progress(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"จำแนกแล้ว [\d,]+ ภารกิจ · วินาทีละ [\d,]+ ภารกิจ · เหลืออีกประมาณ"))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()


def test_watched_reloaded_and_fetched(
    page: Page, browser: Browser, site: str, store: Store, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LEASE", timedelta(hours=1))  # three pages are opened while the test is the worker
    uploaded(page, site, store, large)
    with nobody_works(store):
        classify(page)
        expect(page.get_by_text("กำลังจะเริ่ม")).to_be_visible()
        mine = taken(store, "elsewhere")  # the test is the worker, and in no hurry
    assert jobs.renew(store, mine, JobProgress(0.0, 10.0, ROWS // 2, 0.5))
    progress(page)
    page.reload()
    progress(page)
    with windows(browser) as context:
        other = context.new_page()
        other.goto(page.url)
        progress(other)
        other.goto(site)
        other.get_by_role("textbox", name="ชื่อภารกิจ").fill("งานทดสอบ")
        other.get_by_role("button", name="เริ่มทบทวน", exact=True).click()
        expect(other.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    jobs.finish(store, mine, None)
    press(page, "เริ่มใหม่")
    expect(page.get_by_text("จำแนกแล้ว 60,000 ภารกิจ: มีผล")).to_be_visible(
        timeout=180_000
    )  # the worker gives way to everything else
    assert_accessible_in_both_themes(page)
    expected = tmp_path / "expected.csv"
    command = [sys.executable, "cli.py", "classify", str(large), "-o", str(expected)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=300).returncode == 0
    with page.expect_download() as started:
        page.get_by_role("button", name="ดาวน์โหลดผล").click()
    with zipfile.ZipFile(started.value.path()) as archive:
        assert archive.read("classified.csv") == expected.read_bytes()


def test_killed_started_again_and_cancelled(page: Page, site: str, store: Store, large: Path) -> None:
    job = uploaded(page, site, store, large)
    assert_accessible_in_both_themes(page)
    with gives_nothing(job.source):
        classify(page)
        os.kill(waits_at_its_file(store, job.id), signal.SIGKILL)
        expect(page.get_by_text("งานหยุดกลางคัน")).to_be_visible()
        press(page, "เริ่มใหม่")
        waits_at_its_file(store, job.id)
        expect(page.get_by_text("กำลังอ่านแฟ้ม")).to_be_visible()
        page.get_by_role("button", name="ยกเลิกการจำแนก", exact=True).click()
        expect(page.get_by_text("ยกเลิกการจำแนกแล้ว")).to_be_visible()
    assert [path.name for path in job.folder.iterdir()] == ["source"]
    press(page, "ลบแฟ้มนี้")
    expect(page.locator("input[type=file]")).to_be_attached()
    assert not job.folder.exists()
