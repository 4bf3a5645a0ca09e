"""A file of 60,000 missions on the page: watched, reloaded, cancelled, its worker killed."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from missions.bulk import jobs
from missions.bulk.jobs import Job
from tests.browser.steps import press, settled, upload
from tests.servers import ROOT, served

ROWS = 60_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, with a folder of jobs of its own."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(jobs.JOBS_VARIABLE, str(folder / "jobs"))
        with served(f"sqlite:///{folder}/record.db") as address:
            yield address


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "ภารกิจ.csv"
    # Its quotation marks need the tolerant reader, which is slow enough to be caught in the middle.
    row = f'ก;"งาน"ทะเบียนราษฎร {"ทั่วราชอาณาจักร " * 8};ใช่;ไม่ใช่\n'
    path.write_text("id;กระทรวง;ภารกิจ;q1;q2\n" + "".join(f"{n};{row}" for n in range(ROWS)), "utf-8", newline="")
    assert path.stat().st_size > jobs.LARGE_TEXT
    return path


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.01)


def uploaded(page: Page, site: str, file: Path) -> Job:
    page.goto(f"{site}/bulk")
    upload(page, file)
    expect(page.get_by_role("heading", name="สิ่งที่อ่านได้จากแฟ้ม")).to_be_visible()
    expect(page.get_by_text(re.compile(r"ประมาณ (59|60),"))).to_be_visible()
    settled(page)
    job = jobs.find(page.url.partition("job=")[2])
    assert job
    return job


def classify(page: Page) -> None:
    page.get_by_role("button", name="จำแนก", exact=True).click()


def caught(job: Job) -> int:
    """The worker in the middle of the job, made to stand still."""
    until(lambda: job.state == "running" and (progress := job.progress) and progress.missions)
    progress = job.progress
    assert progress
    os.kill(progress.pid, signal.SIGSTOP)
    assert job.state == "running"
    return progress.pid


def progress(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"จำแนกแล้ว [\d,]+ ภารกิจ · วินาทีละ [\d,]+ ภารกิจ · เหลืออีกประมาณ"))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()


def test_watched_reloaded_and_fetched(page: Page, browser: Browser, site: str, large: Path, tmp_path: Path) -> None:
    job = uploaded(page, site, large)
    with jobs.held(jobs.turn(), 5.0) as mine:
        assert mine
        classify(page)
        expect(page.get_by_text("รอคิว")).to_be_visible()
    pid = caught(job)
    progress(page)
    page.reload()
    progress(page)
    with browser.new_context(locale="th-TH") as context:
        other = context.new_page()
        other.goto(page.url)
        progress(other)
        other.goto(site)
        other.get_by_role("textbox", name="ชื่อภารกิจ").fill("งานทดสอบ")
        other.get_by_role("button", name="เริ่มทบทวน", exact=True).click()
        expect(other.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
        assert job.state == "running"
    os.kill(pid, signal.SIGCONT)
    expect(page.get_by_text("จำแนกแล้ว 60,000 ภารกิจ: มีผล")).to_be_visible(
        timeout=180_000
    )  # the worker gives way to everything else
    expected = tmp_path / "expected.csv"
    command = [sys.executable, "cli.py", "classify", str(large), "-o", str(expected)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120).returncode == 0
    with page.expect_download() as started:
        page.get_by_role("button", name="ดาวน์โหลดผล").click()
    with zipfile.ZipFile(started.value.path()) as archive:
        assert archive.read("classified.csv") == expected.read_bytes()


def test_killed_started_again_and_cancelled(page: Page, site: str, large: Path) -> None:
    job = uploaded(page, site, large)
    classify(page)
    os.kill(caught(job), signal.SIGKILL)
    expect(page.get_by_text("งานหยุดกลางคัน")).to_be_visible()
    press(page, "เริ่มใหม่")
    caught(job)
    progress(page)
    page.get_by_role("button", name="ยกเลิก", exact=True).click()
    expect(page.get_by_text("ยกเลิกแล้ว ไม่มีผลค้างอยู่")).to_be_visible()
    left = {path.name for path in job.folder.iterdir()}
    assert not [name for name in left if name.startswith((".", "classified", "problems"))]
    press(page, "ลบแฟ้มและผล")
    expect(page.locator("input[type=file]")).to_be_attached()
    assert not job.folder.exists()
