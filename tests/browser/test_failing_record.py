"""A full disk and a database that is gone, on the pages: it is said, what was typed stays, and nothing is lost."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flowchart import charts
from record.answering import answers_of
from record.audit import verify
from record.store import Store
from tests.browser.visitor import Visitor, visiting
from tests.nginx import running
from tests.record.postgres import Cluster, NoPostgresError
from tests.record.working_group import MALEE, make_group, of_mission
from tests.servers import free_port

SAID = ("พื้นที่จัดเก็บเต็ม", "ทำรายการนี้ไม่สำเร็จ", "ติดต่อฐานข้อมูลไม่ได้")
"""What the page says when nothing could be saved; which one depends on where in a save it was."""


@contextmanager
def page_on(url: str, mission: int) -> Iterator[tuple[Visitor, subprocess.Popen[bytes]]]:
    """A member's page on a mission of that record, and the process that serves it."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "asgi:app", "--log-level=error", f"--port={port}"]
    with (
        running(command, port, BLUEPRINT_DATABASE_URL=url) as process,
        visiting(f"http://localhost:{port}", f"mission={mission}", follows=True) as page,
    ):
        page.choose("ท่านคือผู้ใด", f"malee · {MALEE}")
        yield page, process


def answer(page: Visitor, question: str, label: str, reason: str | None = None) -> None:
    """Answer a question, with a reason if one is given."""
    if reason is not None:
        page.write("เหตุผล", reason)
    page.choose(charts.default().questions[question].text.th, label)
    page.press("ไปต่อ")


def reason_of(store: Store, mission: int, question: str) -> str | None:
    found = of_mission(answers_of, store, mission).get(question)
    return found.reason if found else None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets the files of one process grow no more")
def test_a_disk_that_takes_no_more_is_said_on_the_page_and_nothing_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    group = make_group(Store(url))
    ahead, faults, n = tmp_path / "record.db-wal", 0, 0
    with page_on(url, group.m1) as (page, process):
        answer(page, "necessary", "ใช่", "ก่อนดิสก์เต็ม")
        assert page.says("ข้อ 2 จาก 7")
        page.write("เหตุผล", "เหตุผลที่ต้องไม่หาย")
        while not page.says("ข้อ 3 จาก 7"):  # each time a write later fails, until none does
            limit = ahead.stat().st_size + n * 4_120
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            answer(page, "duplicated", "ไม่ใช่")
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            if not page.says("ข้อ 3 จาก 7"):
                assert any(page.says(said) for said in SAID), (n, page.texts[8:])
                assert page.shown("เหตุผล") == "เหตุผลที่ต้องไม่หาย"
                assert reason_of(group.store, group.m1, "duplicated") is None
                faults += 1
            n += 1
    assert faults >= 2, "it must be met"
    assert reason_of(group.store, group.m1, "necessary") == "ก่อนดิสก์เต็ม"
    assert reason_of(group.store, group.m1, "duplicated") == "เหตุผลที่ต้องไม่หาย"
    assert verify(group.store).sound
    group.store.close()


def test_a_server_of_postgresql_that_is_stopped_is_said_and_what_was_typed_comes_back() -> None:
    try:
        cluster = Cluster()
    except NoPostgresError as reason:
        pytest.skip(f"no PostgreSQL: {reason}")
    try:
        url = cluster.url()
        group = make_group(Store(url))
        with page_on(url, group.m1) as (page, _):
            answer(page, "necessary", "ใช่", "ก่อนหยุด")
            assert page.says("ข้อ 2 จาก 7")
            page.write("เหตุผล", "เก็บไว้แล้ว")
            with cluster.stopped():
                page.write("เหตุผล", "พิมพ์ขณะหยุด")
                assert page.says("ติดต่อฐานข้อมูลไม่ได้"), page.texts
                assert page.shown("เหตุผล") == "พิมพ์ขณะหยุด"
                page.again()
                assert page.says("ติดต่อฐานข้อมูลไม่ได้"), page.texts
                assert page.says("ข้อความที่พิมพ์ไว้ยังอยู่ในหน้าต่างนี้"), page.texts
            page.press("ลองอีกครั้ง")
            assert page.shown("เหตุผล") == "พิมพ์ขณะหยุด"
            answer(page, "duplicated", "ไม่ใช่")
            assert page.says("ข้อ 3 จาก 7"), page.texts
        assert reason_of(group.store, group.m1, "necessary") == "ก่อนหยุด"
        assert reason_of(group.store, group.m1, "duplicated") == "พิมพ์ขณะหยุด"
        assert verify(group.store).sound
        group.store.close()
    finally:
        cluster.stop()
