"""What tests of jobs do: wait, keep workers away, and make a worker stand still at a file that gives nothing."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from flowchart import charts
from missions.bulk.order import Order, Outcome
from missions.bulk.stream import Reading
from record import jobs
from record.jobs import Claim, Job
from record.models import JobRow
from record.store import Store
from record.working_process import WorkingProcess

CHART = (charts.default().id, charts.default().version)
ORDER = Order("th", Reading(), CHART)


def until(true: Callable[[], object]) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + 300
    while not true():
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.02)


def found(store: Store, id_: str, owner: str | None = None) -> Job:
    """The job as it stands now."""
    job = jobs.find(store, owner, id_)
    assert job
    return job


def taken(store: Store, host: str | None = None) -> Claim:
    """Be the worker of the job whose turn it is, here or on another computer."""
    this = WorkingProcess.this()
    mine = jobs.claim(store, this if host is None else replace(this, host=host))
    assert mine
    mine.folder.mkdir()
    return mine


@contextmanager
def nobody_works(store: Store) -> Iterator[None]:
    """No job is done meanwhile: this process has the place of the worker, with a job that is nobody's."""
    with store.jobs() as session:
        process = WorkingProcess.this()
        kept = JobRow(
            id="0" * 31 + "1",
            owner="(test)",
            name="",
            size=0,
            changed=jobs._now(),
            state="running",
            run="test",
            place=process.host,
            host=process.host,
            pid=process.pid,
            process_start=process.start,
            lease_until=jobs._now(),
        )
        session.add(kept)
    try:
        yield
    finally:
        with store.jobs() as session:
            session.delete(session.get_one(JobRow, kept.id))


@contextmanager
def gives_nothing(source: Path) -> Iterator[None]:
    """Meanwhile the file is a pipe into which nobody writes, so that whoever opens it stands still there."""
    aside = source.with_name("aside")
    source.rename(aside)
    os.mkfifo(source)
    try:
        yield
    finally:
        aside.replace(source)


def waits_at_its_file(store: Store, id_: str) -> int:
    """The worker of a job whose file gives nothing, once it stands there."""
    until(lambda: found(store, id_).state == "running" and found(store, id_).progress)
    with store.jobs() as session:
        pid = session.scalar(select(JobRow.pid).where(JobRow.id == id_))
    assert pid
    assert pid != os.getpid()
    return pid


def ended(store: Store, id_: str) -> Outcome:
    """How the job ended, once it did."""

    def is_over() -> bool:
        jobs.wake(store)
        return not found(store, id_).is_active

    until(is_over)
    outcome = found(store, id_).outcome
    assert outcome
    return outcome
