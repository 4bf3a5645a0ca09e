"""One of two processes behind nginx is killed while many work: everyone is on again at once, and nothing is lost.

``BLUEPRINT_SESSIONS=100`` has a hundred at work.
"""

import asyncio
import os
import random
import signal
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from bench.load import Person, Session, prepare
from record.audit import history, verify
from record.store import Store
from tests.nginx import HOST, at_ports, certified, fronted, running
from tests.record.working_group import of_mission
from tests.servers import awaited, free_port

SESSIONS = int(os.environ.get("BLUEPRINT_SESSIONS", "30"))
THINK = 5.0
ON_AGAIN = 15.0
"""Seconds within which everyone is on again, on a busy machine too; whoever is not sent to the other waits on."""
GONE = (OSError, WebSocketException)


def connected(door: int, route: str, trusted: ssl.SSLContext | None) -> connect:
    """A line to nginx, or without TLS to a process, with the cookie that says where this browser goes."""
    return connect(
        f"{'wss' if trusted else 'ws'}://localhost:{door}/_stcore/stream",
        ssl=trusted,
        server_hostname=HOST if trusted else None,
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": f"route={route}"},
        max_size=None,
        open_timeout=300,
    )


@dataclass
class Worker:
    """Somebody who answers question after question, each with a reason of its own, and what the page said was kept."""

    person: Person
    route: str
    written: int = 0
    answered: list[tuple[int, int]] = field(default_factory=list)
    """Each mission, and the number of the reason with which a question of it was answered."""
    clicks: list[tuple[float, float]] = field(default_factory=list)
    """When each began, and how long it took."""
    back: float | None = None
    """When the page answered again after its process was killed."""

    async def step(self, page: Session) -> None:
        """One click, as ``bench.load`` has it; with an answer a reason is written."""
        at = self.person.mission
        reason, radio = page.of("reason-"), page.of(f"answer-{at}-")
        writes = reason is not None and radio is not None and page.values.get(radio.id) is None
        if writes:
            self.written += 1
            page.values[reason.id] = WidgetState(id=reason.id, string_value=f"ครั้งที่ {self.written}")
        begun = time.monotonic()
        await self.person.click(page)
        self.clicks.append((begun, time.monotonic() - begun))
        now = page.of(f"answer-{at}-")
        if radio is not None and not writes and (now is None or now.id != radio.id):  # the page went on: it is saved
            self.answered.append((at, self.written))

    async def work(self, line: connect, again: connect, opened: asyncio.Semaphore, over: asyncio.Event) -> None:
        """Work until it is over; come again, as the page in a browser does, when the line is cut."""
        chance = random.Random(self.route)  # noqa: S311
        try:
            async with line as first:
                page = Session(first, "")
                await self.person.begin(page)
                opened.release()
                await self._at_work(page, chance, over)
            return
        except GONE:
            pass
        async with again as second:
            page = Session(second, page.query, page.widgets, page.values, page.parts)
            await page.run()
            self.back = time.monotonic()
            await self._at_work(page, chance, over)

    async def _at_work(self, page: Session, chance: random.Random, over: asyncio.Event) -> None:
        while not over.is_set():
            try:  # a line that is cut is noticed while nobody clicks, too
                await asyncio.wait_for(_until(over, page.line), THINK * chance.uniform(0.5, 1.5))
            except TimeoutError:
                await self.step(page)


async def _until(over: asyncio.Event, line: ClientConnection) -> None:
    """Until it is over. Raises when the line is cut."""
    waits = [asyncio.create_task(over.wait()), asyncio.create_task(line.wait_closed())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
    if not over.is_set():
        raise ConnectionResetError


async def opening(port: int, people: list[Person]) -> float:
    """How long these many pages, opened at once at a process, take to open."""

    async def one(person: Person) -> None:
        async with connected(port, "", None) as line:
            await Session(line, f"mission={person.mission}").run()

    begun = time.monotonic()
    await asyncio.gather(*(one(person) for person in people))
    return time.monotonic() - begun


async def killed_at_work(
    workers: list[Worker], door: int, trusted: ssl.SSLContext, other: int, victim: subprocess.Popen[bytes]
) -> tuple[float, float]:
    """When the process was killed in the midst of their work; and how long as many pages take to open without that."""
    opened, over = asyncio.Semaphore(0), asyncio.Event()
    tasks = []
    for worker in workers:
        line, again = connected(door, worker.route, trusted), connected(door, worker.route, trusted)
        tasks.append(asyncio.create_task(worker.work(line, again, opened, over)))
        await asyncio.wait_for(opened.acquire(), 300)  # one after the other
    await asyncio.sleep(THINK)
    usual = await opening(other, [worker.person for worker in workers[::2]])
    await asyncio.sleep(THINK)
    victim.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    await asyncio.sleep(2 * THINK)
    over.set()
    await asyncio.gather(*tasks)
    return killed, usual


@pytest.mark.slow
def test_when_one_of_two_processes_dies_everyone_is_on_again_and_nothing_is_lost(tmp_path: Path) -> None:
    database, door = f"sqlite:///{tmp_path}/record.db", free_port()
    first, second = free_port(), free_port()
    workers = [Worker(person, f"visitor-{n}") for n, person in enumerate(prepare(database, SESSIONS))]
    replaced = certified(tmp_path) | at_ports(free_port(), door)
    replaced |= {"127.0.0.1:8501": f"127.0.0.1:{first}", "127.0.0.1:8502": f"127.0.0.1:{second}"}
    server = [sys.executable, "-m", "uvicorn", "asgi:app", "--log-level=error", "--port"]
    settings = {"BLUEPRINT_DATABASE_URL": database, "BLUEPRINT_ONE_ROOM": "open"}
    trusted = ssl.create_default_context(cafile=replaced["/etc/ssl/blueprint.crt"])
    with ExitStack() as stack:
        victim = stack.enter_context(running([*server, str(first)], first, **settings))
        stack.enter_context(running([*server, str(second)], second, **settings))
        stack.enter_context(fronted(tmp_path, door, replaced))
        killed, usual = awaited(killed_at_work(workers, door, trusted, second, victim))
    back = sorted(worker.back - killed for worker in workers if worker.back)
    assert 0 < len(back) < SESSIONS, "each process had some of them"
    after = sorted(took for worker in workers for begun, took in worker.clicks if 0 < begun + took - killed < THINK)
    print(  # noqa: T201
        f"{SESSIONS} sessions, {len(back)} cut off: on again after {back[len(back) // 2]:.2f} s, the last"
        f" {back[-1]:.2f} s (opened without a kill: {usual:.2f} s); slowest click after it: {after[-1]:.2f} s"
    )
    assert max(back[-1], after[-1]) < max(ON_AGAIN, 6 * usual), "a machine that opens pages slowly has more time"
    store = Store(database)
    for at, n in (each for worker in workers for each in worker.answered):
        saved = [c.after["reason"] for c in of_mission(history, store, at) if c.kind == "answer" and c.after]
        assert f"ครั้งที่ {n}" in saved, "what the page went on from is saved"
    assert sum(len(worker.answered) for worker in workers) >= SESSIONS / 2
    assert verify(store).sound
    store.close()
