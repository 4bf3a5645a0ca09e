"""The server is killed while eight people save: whatever the page had shown as saved is there afterwards."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser
from websockets.exceptions import WebSocketException

from flowchart import charts
from missions.files.rows import MissionRow
from record.answering import answers_of
from record.audit import history, verify
from record.members import add_member, set_role
from record.reviews import create_review, missions_of
from record.store import Store
from tests.browser.steps import expect, settled, windows
from tests.browser.visitor import visiting
from tests.record.reading import drafts_of
from tests.record.working_group import ADMIN, of_mission, of_review
from tests.servers import ROOT, STREAMLIT, free_port

KILLS = int(os.environ.get("BLUEPRINT_SERVER_KILLS", "6"))
"""``make kill`` has 50; each costs the start of a server."""
PEOPLE = 8
GONE = (OSError, WebSocketException, EOFError)


@dataclass
class User:
    """One person at one mission: what the page told them was kept."""

    email: str
    mission: int
    tried: int = 0
    drafted: int = 0
    answered: list[int] = field(default_factory=list)

    def work(self, address: str, over: threading.Event, saved: threading.Semaphore) -> None:
        """Save one reason after another until the server is gone, and count what was saved."""
        with visiting(address, f"mission={self.mission}") as page:
            page.choose("ท่านคือผู้ใด", f"{self.email} · {self.email}")
            while not over.is_set():
                self.tried += 1
                page.write("เหตุผล", f"ครั้งที่ {self.tried}")
                assert page.says("เก็บเป็นร่าง"), page.texts
                self.drafted = self.tried
                saved.release()
                page.choose(charts.default().start.text.th, "ยังไม่ทราบ")
                page.press("ไปต่อ")
                assert page.says("ยังไม่มีผลการจำแนก"), page.texts
                self.answered.append(self.tried)
                saved.release()
                page.press("กลับไปตอบข้อนี้")


@contextmanager
def running(port: int, database: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server on that port, once it answers."""
    command = [sys.executable, "-m", *STREAMLIT, f"--server.port={port}"]
    environment = {**os.environ, "BLUEPRINT_DATABASE_URL": database}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            if b"http://localhost" in line:
                break
        try:
            yield process
        finally:
            process.kill()


def prepared(database: str) -> tuple[Store, list[User]]:
    store = Store(database)
    people = [f"user{n}@example.go.th" for n in range(PEOPLE)]
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")
    rows = [MissionRow(f"M{n}", {"name_th": f"ภารกิจ {n}"}) for n in range(PEOPLE)]
    review = create_review(
        store,
        ADMIN,
        chart=charts.default(),
        ministry="กระทรวง",
        title_th="รอบแรก",
        title_en="",
        started=date(2026, 8, 31),
        rows=rows,
    )
    for email in people:
        add_member(store, ADMIN, email, email)
        set_role(store, ADMIN, review.id, email, "member")
    return store, [User(email, m.id) for email, m in zip(people, of_review(missions_of, store, review.id), strict=True)]


def test_what_was_acknowledged_outlives_the_server(tmp_path: Path) -> None:
    database, port, chance = f"sqlite:///{tmp_path}/record.db", free_port(), random.Random(2551)  # noqa: S311
    store, users = prepared(database)
    wrong: list[BaseException] = []

    def at_work(user: User, over: threading.Event, saved: threading.Semaphore) -> None:
        try:
            user.work(f"http://localhost:{port}", over, saved)
        except GONE:
            over.wait(300)
        except BaseException as error:  # noqa: BLE001  (for the test's own thread to raise)
            wrong.append(error)

    for _ in range(KILLS):
        over, saved = threading.Event(), threading.Semaphore(0)
        with running(port, database) as server:
            threads = [threading.Thread(target=at_work, args=(user, over, saved)) for user in users]
            for thread in threads:
                thread.start()
            for _ in range(chance.randint(1, 3 * PEOPLE)):
                assert saved.acquire(timeout=300), wrong
            threads[0].join(chance.uniform(0, 0.1))  # somewhere in the middle of the next ones
            server.send_signal(signal.SIGKILL)
            over.set()
            for thread in threads:
                thread.join(300)
                assert not thread.is_alive()
        assert not wrong, wrong
    assert any(user.answered for user in users)  # not each of them, where the machine lets some run before others
    for user in users:
        reasons = [
            c.after["reason"] for c in of_mission(history, store, user.mission) if c.kind == "answer" and c.after
        ]
        assert {f"ครั้งที่ {n}" for n in user.answered} <= set(reasons)
        typed = [draft.reason for draft in of_mission(drafts_of, store, user.mission, user.email).values()]
        kept = [*typed, *(answer.reason for answer in of_mission(answers_of, store, user.mission).values())]
        assert max((int(reason.removeprefix("ครั้งที่ ")) for reason in kept), default=0) >= user.drafted
    assert verify(store).sound
    store.close()


def test_a_tab_goes_on_where_it_was_when_the_server_was_killed(tmp_path: Path, browser: Browser) -> None:
    database, port = f"sqlite:///{tmp_path}/record.db", free_port()
    store, users = prepared(database)
    user = users[0]
    with windows(browser) as context:
        page = context.new_page()
        box = page.get_by_role("textbox", name="เหตุผล", exact=True)
        with running(port, database):
            page.goto(f"http://localhost:{port}/walk?mission={user.mission}")
            page.get_by_role("combobox", name="ท่านคือผู้ใด").click()
            page.get_by_role("option", name=user.email).click()
            expect(box).to_be_visible()
            settled(page)
            box.fill("พิมพ์ก่อนเครื่องดับ")
            box.blur()
            expect(page.get_by_text("เก็บเป็นร่าง")).to_be_visible()
        with running(port, database):
            page.reload()
            expect(box).to_have_value("พิมพ์ก่อนเครื่องดับ")  # the tab knows who is at it, and is asked nothing
            settled(page)
            page.get_by_role("radio", name="ไม่ใช่", exact=True).press("Space")
            settled(page)
            page.get_by_role("button", name="ไปต่อ").click()
            expect(page.get_by_role("heading", name="ยกเลิก", level=2)).to_be_visible()
    assert of_mission(answers_of, store, user.mission)["necessary"].reason == "พิมพ์ก่อนเครื่องดับ"
    store.close()
