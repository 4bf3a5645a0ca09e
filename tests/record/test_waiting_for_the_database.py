"""Writers that wait keep no reader waiting, and a server that hangs is given up on in time and found again."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from record.answering import answers_of, save_answer
from record.database import PATIENCE
from record.store import Store
from record.store_error import StoreError
from record.whole import whole_mission
from tests.record.postgres import Cluster
from tests.record.working_group import CHAIR, MALEE, Group, of_mission

WRITERS = 20
IN_TIME = 30.0
"""Seconds within which a page must say that the database does not answer."""


def test_writers_that_wait_keep_no_reader_waiting(group: Group) -> None:
    store, wrong = group.store, list[BaseException]()
    begun = threading.Semaphore(0)

    def write(n: int) -> None:
        begun.release()
        try:
            save_answer(store, MALEE, group.m1, "necessary", "yes", f"ครั้งที่ {n}", expected_version=0)
        except StoreError as error:
            if error.code not in ("conflict", "busy"):
                wrong.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    with store.mission(CHAIR, group.m2, frozenset({"chair"})):
        for thread in threads:
            thread.start()
        for _ in threads:
            begun.acquire()
        started = store.engines[1].pool
        while started.checkedout() < 5:  # type: ignore[attr-defined]
            time.sleep(0.01)
        for _ in range(10):
            assert whole_mission(store, MALEE, group.m1).answers == {}
        assert all(thread.is_alive() for thread in threads)  # the reads were done while all of them waited
    for thread in threads:
        thread.join()
    assert wrong == []
    assert of_mission(answers_of, store, group.m1)["necessary"].version == 1


@contextmanager
def stopped(cluster: Cluster) -> Iterator[Callable[[], None]]:
    """Every process of the server stands still until it is told to go on."""
    processes = [int((Path(cluster.data) / "postmaster.pid").read_text().split()[0])]

    def tell(what: int) -> None:
        for process in processes:
            with suppress(ProcessLookupError):  # it ended once it went on: nobody was there any more
                os.kill(process, what)

    os.kill(processes[0], signal.SIGSTOP)  # it begins no other any more
    children = subprocess.run(["pgrep", "-P", str(processes[0])], capture_output=True, text=True, check=True).stdout
    processes += map(int, children.split())
    tell(signal.SIGSTOP)
    try:
        yield lambda: tell(signal.SIGCONT)
    finally:
        tell(signal.SIGCONT)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_that_hangs_is_given_up_on_and_found_again(
    group: Group, url: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PATIENCE)  # of which tests have more
    store = Store(url)
    assert whole_mission(store, MALEE, group.m1).answers == {}
    with stopped(cluster) as go_on:
        for attempt in (
            lambda: whole_mission(store, MALEE, group.m1),
            lambda: save_answer(store, MALEE, group.m1, "necessary", "yes", expected_version=0),
        ):
            begun = time.monotonic()
            with pytest.raises(StoreError) as error:
                attempt()
            assert error.value.code == "unavailable"
            assert time.monotonic() - begun < IN_TIME
        go_on()
        save_answer(store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    assert of_mission(answers_of, store, group.m1)["necessary"].value == "yes"
    store.close()
