import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from missions.files.rows import MissionRow
from record.answering import answers_of, save_answer
from record.audit import history, verify
from record.import_rows import update_missions
from record.opinions import give_opinion, opinions_of
from record.reviews import missions_of
from record.store import Store
from record.store_error import Conflict
from tests.record.working_group import ADMIN, GROUP, MALEE, Group, make_group, of_mission, of_review

WRITERS = 8
SAVES = 12
KILLS = 20


def together(act: Callable[[int], None]) -> None:
    """Do it in eight threads that start at one moment; an error in one is raised here."""
    start = threading.Barrier(WRITERS)
    errors: list[BaseException] = []

    def run(number: int) -> None:
        start.wait()
        try:
            act(number)
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_eight_writers_on_one_question_lose_no_update(group: Group) -> None:
    def write(number: int) -> None:
        who, version = GROUP[number % len(GROUP)], 0
        for save in range(SAVES):
            while True:
                try:
                    answer = save_answer(
                        group.store, who, group.m1, "core", "yes", f"{number}-{save}", expected_version=version
                    )
                    version = answer.version
                    break
                except Conflict as conflict:
                    version = conflict.theirs.version

    together(write)
    assert of_mission(answers_of, group.store, group.m1)["core"].version == WRITERS * SAVES
    reasons = [c.after["reason"] for c in of_mission(history, group.store, group.m1) if c.kind == "answer" and c.after]
    assert sorted(reasons) == sorted(f"{n}-{s}" for n in range(WRITERS) for s in range(SAVES))
    assert group.sound()


def test_eight_writers_on_many_missions(group: Group) -> None:
    store = group.store
    rows = [MissionRow(f"W{n}", {"name_th": f"ภารกิจ {n}"}) for n in range(WRITERS)]
    update_missions(store, ADMIN, group.review.id, rows)
    missions = [
        mission.id for mission in of_review(missions_of, store, group.review.id) if mission.code.startswith("W")
    ]

    def write(number: int) -> None:
        who = GROUP[number % len(GROUP)]
        for version in range(SAVES):
            save_answer(store, who, missions[number], "core", "no", f"{version}", expected_version=version)
            give_opinion(store, who, missions[number], "core", "yes", f"{version}", expected_version=version)

    together(write)
    assert {of_mission(answers_of, store, m)["core"].version for m in missions} == {SAVES}
    assert {o.version for m in missions for o in of_mission(opinions_of, store, m)} == {SAVES}
    assert group.sound()


# One process reads the programs in once and forks a writer for each round; the writer's eight threads tell of each
# save after it was acknowledged, and it writes until it is killed.
_WRITER = """
import os, sys, threading
from record.answering import answers_of, save_answer
from record.store import OPERATOR, Store
url, by, missions = sys.argv[1], sys.argv[2], [int(m) for m in sys.argv[3:]]

def write(store, pipe, mission, round):
    with store.read_mission(OPERATOR, mission) as read:
        found = answers_of(read).get("core")
    version = found.version if found else 0
    while True:
        version = save_answer(store, by, mission, "core", "yes", f"{round} {version}", expected_version=version).version
        os.write(pipe, f"ack {mission} {version} {round}\\n".encode())

for line in sys.stdin:
    fifo, round = line.split()
    child = os.fork()
    if child == 0:
        pipe = os.open(fifo, os.O_WRONLY)
        os.write(pipe, f"pid {os.getpid()}\\n".encode())
        store = Store(url)
        for mission in missions:
            threading.Thread(target=write, args=(store, pipe, mission, round)).start()
        threading.Event().wait()
    os.waitpid(child, 0)
"""


def test_a_writer_killed_twenty_times_loses_nothing_acknowledged(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    group = make_group(Store(url))
    rows = [MissionRow(f"K{n}", {"name_th": f"ภารกิจ {n}"}) for n in range(WRITERS)]
    update_missions(group.store, ADMIN, group.review.id, rows)
    missions = [
        mission.id for mission in of_review(missions_of, group.store, group.review.id) if mission.code.startswith("K")
    ]
    group.store.close()
    chance = random.Random(2551)  # noqa: S311
    acknowledged: dict[tuple[int, int], str] = {}
    command = [sys.executable, "-c", _WRITER, url, MALEE, *map(str, missions)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdin
        for round_ in range(KILLS):
            fifo = tmp_path / f"fifo{round_}"
            os.mkfifo(fifo)
            writer.stdin.write(f"{fifo} {round_}\n")
            writer.stdin.flush()
            with fifo.open() as said:
                pid = int(said.readline().split()[1])
                wanted = chance.randint(1, 40)
                for number, line in enumerate(said):  # to its end: what was said before the kill counts
                    _, mission, version, told = line.split()
                    acknowledged[int(mission), int(version)] = told
                    if number == wanted:
                        os.kill(pid, signal.SIGKILL)
            _check(url, missions, acknowledged)
        writer.stdin.close()
    assert len(acknowledged) > KILLS


def _check(url: str, missions: list[int], acknowledged: dict[tuple[int, int], str]) -> None:
    store = Store(url)
    assert verify(store).sound
    for mission in missions:
        kept = {
            c.after["version"]: c.after["reason"]
            for c in of_mission(history, store, mission)
            if c.kind == "answer" and c.after
        }
        for (of, version), told in acknowledged.items():
            if of == mission:
                assert kept[version] == f"{told} {version - 1}"
    store.close()


_PROCESSES = """
import os, sys
from record.opinions import give_opinion
from record.store import Store
url, missions, people = sys.argv[1], sys.argv[2].split(), sys.argv[3:]

def write(who, mission):
    store = Store(url)
    for version in range(10):
        give_opinion(store, who, int(mission), "core", "yes", str(version), expected_version=version)

children = []
for who in people:
    for mission in missions:
        children.append(os.fork())
        if children[-1] == 0:
            write(who, mission)
            os._exit(0)
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


def test_processes_that_write_at_once(url: str) -> None:
    group = make_group(Store(url))
    command = [sys.executable, "-c", _PROCESSES, url, f"{group.m1} {group.m2}", *GROUP]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [o.version for m in (group.m1, group.m2) for o in of_mission(opinions_of, group.store, m)] == [10] * 6
    assert group.sound()
    group.store.close()
