"""How many can work at once: ``python -m bench.load``. Each session clicks through missions of its own on the record.

Sessions speak the pages' protocol over loopback, wait five seconds between clicks as people do, and choose an answer or
press the button that goes on, in turn. A click lasts from its message until the page says that it is done. Processor
time (ms/click) and statements are the server's, divided by its clicks. What open pages ask by themselves every few
seconds is not part of it. A trivial Streamlit app is clicked in the same run.
"""

import argparse
import asyncio
import contextlib
import os
import random
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from flowchart import charts
from flowchart.chart import Chart
from missions.files.rows import MissionRow
from record.members import add_member, set_role
from record.reviews import create_review, missions_of
from record.store import Store

ROOT = Path(__file__).parents[1]
SESSIONS = (25, 50, 100, 200, 300, 400)
GROUP = 25
"""Members of a review."""
EACH = 12
"""Missions of each member, one after the other."""
PATIENCE = 60.0
ADMIN = "admin@example.go.th"


@dataclass
class Session:
    """One open page. ``widgets`` are those on it by id, the newest first."""

    line: ClientConnection
    query: str
    widgets: dict[str, Any] = field(default_factory=dict)
    values: dict[str, WidgetState] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    """The part of the page in which a widget is, by the widget's id; "" where it is in none."""
    page: str = ""
    """The page as its address names it; "" for the first."""

    async def run(self, *pressed: WidgetState, part: str = "") -> float:
        """One run of the page, or of the part in which something was pressed: how long it took."""
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = self.query, self.page
        message.rerun_script.fragment_id = part
        message.rerun_script.widget_states.widgets.extend([*self.values.values(), *pressed])
        begun = time.perf_counter()
        await self.line.send(message.SerializeToString())
        widgets: dict[str, Any] = {}
        while True:
            data = await asyncio.wait_for(self.line.recv(), PATIENCE)
            told = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = told.WhichOneof("type")
            if kind == "new_session":
                widgets = {}
            elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                here: Any = getattr(element, str(element.WhichOneof("type")))
                if found := getattr(here, "id", ""):
                    widgets[found] = here
                    self.parts[found] = told.delta.fragment_id
            elif kind == "script_finished" and told.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            ):
                break
        took = time.perf_counter() - begun
        if told.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self.widgets = {**widgets, **{id_: old for id_, old in self.widgets.items() if id_ not in widgets}}
        else:
            self.widgets = widgets
            self.values = {id_: value for id_, value in self.values.items() if id_ in widgets}
        return took

    def of(self, key: str) -> Any:
        """The widget whose key begins so, None when the page has none."""
        return next((each for id_, each in self.widgets.items() if f"-{key}" in id_), None)

    async def choose(self, widget: Any, option: int) -> float:
        """Choose an option of a radio or a select box."""
        self.values[widget.id] = WidgetState(id=widget.id, string_value=widget.options[option])
        return await self.run(part=self.parts[widget.id])

    async def press(self, widget: Any) -> float:
        """Press a button."""
        return await self.run(WidgetState(id=widget.id, trigger_value=True), part=self.parts[widget.id])


@dataclass
class Person:
    """Who clicks through which missions, and the answers that keep the way long: an option by question."""

    email: str
    missions: list[int]
    options: dict[str, int]
    start: str
    at: int = 0

    @property
    def mission(self) -> int:
        """The one on the page."""
        return self.missions[self.at % len(self.missions)]

    async def begin(self, page: Session) -> None:
        """Open the mission and say who this is."""
        page.query = f"mission={self.mission}"
        await page.run()
        who = page.of("who")
        await page.choose(who, next(n for n, option in enumerate(who.options) if self.email in option))

    async def click(self, page: Session) -> float:
        """Choose an answer, or go on; at the end, follow a link to the first question of the next mission."""
        radio, button = page.of(f"answer-{self.mission}-"), page.of("go_on")
        if radio is None or button is None:
            self.at += 1
            page.query = f"mission={self.mission}&question={self.start}"
            return await page.run()
        question = radio.id.split(f"answer-{self.mission}-")[1].split("-")[0]
        option = self.options[question]
        if page.values.get(radio.id) is None and not (radio.HasField("default") and radio.default == option):
            return await page.choose(radio, option)
        page.query = f"mission={self.mission}"
        return await page.press(button)


class Trivial:
    """Clicks through the trivial app."""

    async def begin(self, page: Session) -> None:
        """Open the page."""
        await page.run()

    async def click(self, page: Session) -> float:
        """Press its button."""
        return await page.press(page.of("more"))


@dataclass
class Result:
    """What one number of sessions cost."""

    sessions: int
    clicks: list[float]
    seconds: float
    processor: float
    statements: float | None
    own: float
    lost: int

    def line(self, name: str) -> str:
        """One line of the table."""
        n = max(1, len(self.clicks))
        cuts = statistics.quantiles(self.clicks, n=100) if len(self.clicks) > 1 else [0.0] * 99
        said = "–" if self.statements is None else f"{self.statements / n:.1f}"
        return (
            f"| {name} | {self.sessions} | {n / self.seconds:.1f} | {cuts[49]:.3f} | {cuts[94]:.3f} | {cuts[98]:.3f} | "
            f"{1000 * self.processor / n:.1f} | {said} | {1000 * self.own / n:.1f} | {self.lost} |"
        )


HEAD = """| app | sessions | clicks/s | p50, s | p95, s | p99, s | ms/click | statements | load's ms | lost |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


def longest(chart: Chart) -> dict[str, int]:
    """By question, the answer after which most questions follow."""
    far: dict[str, int] = {}
    options: dict[str, int] = {}

    def length(node: str) -> int:
        if node not in chart.questions:
            return 0
        if node not in far:
            ways = [length(chart.edge(node, answer).to) for answer in chart.questions[node].answers]
            far[node], options[node] = 1 + max(ways), ways.index(max(ways))
        return far[node]

    length(chart.start.id)
    return options


def prepare(database: str, people: int) -> list[Person]:
    """A record of reviews of ``GROUP`` people with ``EACH`` missions each."""
    store, chart = Store(database), charts.default()
    options = longest(chart)
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")
    found = []
    for first in range(0, people, GROUP):
        emails = [f"user{n:04}@example.go.th" for n in range(first, min(first + GROUP, people))]
        rows = [MissionRow(f"M{n}", {"name_th": f"ภารกิจด้านที่ {n}"}) for n in range(len(emails) * EACH)]
        review = create_review(
            store,
            ADMIN,
            chart=chart,
            ministry="กระทรวง",
            title_th=f"รอบที่ {first // GROUP + 1}",
            title_en="",
            started=date.today(),
            rows=rows,
        )
        for email in emails:
            add_member(store, ADMIN, email, f"สมาชิก {email[4:8]}")
            set_role(store, ADMIN, review.id, email, "member")
        with store.read_review(ADMIN, review.id) as read:
            missions = [mission.id for mission in missions_of(read)]
        for n, email in enumerate(emails):
            found.append(Person(email, missions[n * EACH : (n + 1) * EACH], options, chart.start.id))
    store.close()
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def serving(app: str, database: str = "") -> Iterator[tuple[int, int, int]]:
    """A server's port, the port of its figures, and its process."""
    port, figures = free_port(), free_port()
    environment = {**os.environ, "BLUEPRINT_DATABASE_URL": database, "BLUEPRINT_METRICS_PORT": str(figures)}
    command = [sys.executable, "-m", "uvicorn", app, f"--port={port}", "--no-server-header", "--log-level=warning"]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=silent, stderr=silent) as process:
        try:
            for _ in range(300):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.2)
            yield port, figures, process.pid
        finally:
            process.terminate()


@contextlib.contextmanager
def at_work(sessions: int) -> Iterator[tuple[int, int, list[Person]]]:
    """A server on a record of its own with a mission for each session: its port, its process and the people."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/record.db"
        people = prepare(database, sessions)
        with serving("asgi:app", database) as (port, _, process):
            yield port, process, people


def memory(process: int) -> float:
    """Megabytes that a process has in use (Linux)."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def statements(figures: int) -> float:
    """How many statements the server has sent to the database."""
    with urllib.request.urlopen(f"http://127.0.0.1:{figures}/metrics", timeout=PATIENCE) as answer:
        lines = answer.read().decode().splitlines()
    return float(next(line for line in lines if line.startswith("blueprint_statements_total ")).split()[1])


def processor(process: int) -> float:
    """Seconds of processor time that a process has used (Linux)."""
    ticks = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


class Load:
    """Sessions at work until the time is up: none is begun again at the end, so none has a tail of its own making."""

    def __init__(self, server: str, think: float, trusted: ssl.SSLContext | None = None) -> None:
        self.address, self.think, self.trusted = f"{server}/_stcore/stream", think, trusted
        self.open, self.lost = 0, 0
        self.clicks: list[float] = []
        self.counts, self.over = False, False

    async def session(self, person: Person | Trivial, later: float) -> None:
        """One person's work."""
        chance = random.Random(later)
        await asyncio.sleep(later)
        try:
            async with connect(
                self.address,
                ssl=self.trusted,
                subprotocols=[Subprotocol("streamlit")],
                max_size=None,
                open_timeout=PATIENCE,
            ) as line:
                page = Session(line, "")
                await person.begin(page)
                self.open += 1
                while not self.over:
                    await asyncio.sleep(self.think * chance.uniform(0.5, 1.5))
                    if self.over:
                        break
                    counted = self.counts
                    took = await person.click(page)
                    if counted:
                        self.clicks.append(took)
        except (OSError, WebSocketException, TimeoutError) as error:
            self.lost += 1
            print(f"lost: {error!r}", file=sys.stderr)

    async def measure(
        self, people: list[Any], seconds: float, processes: Sequence[int], figures: Sequence[int] = ()
    ) -> Result:
        """All at work, measured once everyone has come, on servers with these processes and ports of their figures."""

        def sent() -> float:
            return sum(map(statements, figures))

        def used() -> float:
            return sum(map(processor, processes))

        ramp = len(people) / 12  # as many arrive a second
        tasks = [asyncio.create_task(self.session(each, n / 12)) for n, each in enumerate(people)]
        begun = time.perf_counter()
        while self.open + self.lost < len(people) and time.perf_counter() - begun < ramp + 120:
            await asyncio.sleep(0.2)
        await asyncio.sleep(self.think)
        said = await asyncio.to_thread(sent)
        worked, own, begun, self.counts = used(), time.process_time(), time.perf_counter(), True
        await asyncio.sleep(seconds)
        self.counts, took = False, time.perf_counter() - begun
        worked, own = used() - worked, time.process_time() - own
        count = await asyncio.to_thread(sent) - said if figures else None
        self.over = True
        await asyncio.gather(*tasks)
        return Result(len(people), self.clicks, took, worked, count, own, self.lost)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=SESSIONS, metavar="N")
    parser.add_argument("--seconds", type=float, default=40, help="measured for each number of sessions")
    parser.add_argument("--think", type=float, default=5, help="seconds between two clicks of a person, on average")
    parser.add_argument("--database", help="an empty one; a file of SQLite of its own otherwise")
    parser.add_argument("--no-trivial", action="store_true")
    given = parser.parse_args()
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        database = given.database or f"sqlite:///{folder}/record.db"
        people = prepare(database, max(given.sessions))
        for n in given.sessions:
            with serving("asgi:app", database) as (port, figures, process):
                load = Load(f"ws://127.0.0.1:{port}", given.think)
                found = asyncio.run(load.measure(people[:n], given.seconds, [process], [figures]))
            print(found.line("blueprint"), flush=True)
            if not given.no_trivial:
                with serving("bench.trivial:app") as (port, _, process):
                    load = Load(f"ws://127.0.0.1:{port}", given.think)
                    found = asyncio.run(load.measure([Trivial()] * n, given.seconds, [process]))
                print(found.line("trivial"), flush=True)


if __name__ == "__main__":
    main()
