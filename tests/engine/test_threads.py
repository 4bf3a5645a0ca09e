"""Decisions stay right in many threads, after a fork and over a long time."""

import gc
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise

import pandas as pd
import psutil  # type: ignore[import-untyped, unused-ignore]
import pytest

from engine import rules
from engine.rules import decide
from engine.table import classify, table_of
from flowchart.chart import Chart
from tests.engine import oracle

pytestmark = pytest.mark.slow

THREADS = 16
PER_THREAD = 5_000
LONG_RUN = 100_000
MOST_GROWTH = 4 * 2**20
"""Bytes that 100,000 decisions may add: 40 each; one leaked decision alone has several hundred."""

Mission = tuple[dict[str, str], oracle.Expected]

# Python 3.12 warns of every fork of a process with threads; that such a child decides is what is tested.
forks = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")


@pytest.fixture(scope="module")
def missions() -> list[Mission]:
    """Missions with any answers, and what the slide says of them."""
    chance = random.Random(2551)  # noqa: S311
    given = [{q: chance.choice(("", *answers)) for q, answers in oracle.ANSWERS.items()} for _ in range(1_000)]
    given += [{**answers, "necessary": "yes", "duplicated": "no"} for answers in given]
    return [(answers, oracle.expected(answers)) for answers in given]


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns every few microseconds instead of every few milliseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(before)


def wrong(chart: Chart, mission: Mission) -> bool:
    """Whether the mission is decided otherwise than the slide says."""
    answers, right = mission
    found = decide(chart, answers)
    return (
        found.status != right.status
        or found.disposition != right.disposition
        or found.sub_form != right.sub_form
        or found.exit_question != right.exit_question
        or found.next_question != right.next_question
        or list(found.possible) != right.possible
        or [(step.question, step.answer) for step in found.path] != right.path
        or list(found.unused) != right.unused
    )


def exit_code_of_child(work: Callable[[], bool]) -> int:
    """Fork; the child exits 0 when ``work`` is true, 1 when not, 2 on an error, and by a signal after two minutes."""
    child = os.fork()
    if child == 0:
        code = 2
        try:
            signal.alarm(120)
            code = 0 if work() else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def numbers(process: psutil.Process) -> set[int]:
    """What the system calls the threads of a process."""
    return {int(thread.id) for thread in process.threads()}


@pytest.mark.usefixtures("hurried")
def test_sixteen_threads_decide_right_and_start_no_other_thread(chart: Chart, missions: list[Mission]) -> None:
    process = psutil.Process()
    decide(chart, {})
    before, built = numbers(process), repr(rules._names)
    start = threading.Barrier(THREADS)
    faults: list[Mission] = []
    done: list[int] = []  # a thread that fails does not get here

    def run(number: int) -> None:
        start.wait()
        for n in range(PER_THREAD):
            mission = missions[(number * 61 + n) % len(missions)]
            if wrong(chart, mission):
                faults.append(mission)
        done.append(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    seen: set[int] = set()
    for thread in threads:
        while thread.is_alive():
            seen |= numbers(process)
            thread.join(timeout=0.05)
    assert faults == []
    assert sorted(done) == list(range(THREADS))
    assert repr(rules._names) == built, "one ruleset serves all threads"
    ours = {thread.native_id for thread in threads}
    assert seen & ours
    assert seen - before <= ours


def test_a_long_run_does_not_grow(chart: Chart, missions: list[Mission]) -> None:
    process = psutil.Process()

    def run(count: int) -> int:
        for n in range(count):
            decide(chart, missions[n % len(missions)][0])
        gc.collect()
        return int(process.memory_info().rss)

    sizes = [run(LONG_RUN // 4) for _ in range(5)]
    assert min(after - before for before, after in pairwise(sizes)) < MOST_GROWTH // 4, "a leak is one every time"


def test_importing_and_deciding_starts_no_thread() -> None:
    code = """
import psutil
import engine.rules
from flowchart import charts
engine.rules.decide(charts.default(), {"necessary": "no"})
print(psutil.Process().num_threads())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
    assert (done.stdout.strip(), done.stderr) == ("1", "")


@forks
def test_a_forked_child_decides(chart: Chart, missions: list[Mission]) -> None:
    assert not wrong(chart, missions[0])
    assert exit_code_of_child(lambda: not any(wrong(chart, mission) for mission in missions)) == 0
    assert not any(wrong(chart, mission) for mission in missions)


@forks
def test_a_child_that_decides_wrong_would_be_noticed(chart: Chart, missions: list[Mission]) -> None:
    answers, right = missions[0]
    assert exit_code_of_child(lambda: not wrong(chart, (answers, right._replace(status="?")))) == 1


@forks
@pytest.mark.usefixtures("hurried")
def test_a_child_forked_while_another_thread_decides(chart: Chart, missions: list[Mission]) -> None:
    stop = threading.Event()
    faults: list[Mission] = []
    decided = 0

    def run() -> None:
        nonlocal decided
        while not stop.is_set():
            mission = missions[decided % len(missions)]
            decided += 1
            if wrong(chart, mission):
                faults.append(mission)

    busy = threading.Thread(target=run)
    busy.start()
    try:
        for _ in range(30):
            assert exit_code_of_child(lambda: not any(wrong(chart, mission) for mission in missions[:200])) == 0
    finally:
        stop.set()
        busy.join()
    assert decided > 30
    assert faults == []


@forks
def test_a_child_forked_while_another_thread_fills_the_table(chart: Chart) -> None:
    table_of.cache_clear()
    frame = pd.DataFrame({"necessary": ["no"]})
    with table_of(chart)._learning:
        code = exit_code_of_child(lambda: classify(chart, frame)["disposition"].tolist() == ["cancel"])
    assert code == 0
