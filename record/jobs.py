"""Large files to be classified, each by a worker of its own: what was ordered, who works at it, what came of it.

A job is a row of the database; only the bytes of the file and of the result are in a folder. A job belongs to the
member who signed in, and where nobody signs in to whoever knows its id, which cannot be guessed. One job at a time is
done on each computer, in their turn. A worker has a lease, which it renews as it tells how far it is; one that does
not hold it any more stops. So a job is cancelled by taking the lease away, and nobody ends a process by its number.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from missions.bulk.memory import FOR_NEW_PROCESS
from missions.bulk.order import CORRECTED, PROBLEMS, RESULT, JobProgress, Order, Outcome, failed
from missions.files.problems import FileError
from record.models import JobRow
from record.row import storable
from record.store import OPERATOR, Store
from record.working_process import WorkingProcess, this_host

JOBS_VARIABLE = "BLUEPRINT_JOBS"
DEFAULT_FOLDER = Path(__file__).parents[1] / "data" / "jobs"
HOURS_KEPT = 24
LEASE = timedelta(seconds=30)
"""How long a worker of another computer is believed to be at work without a word."""

State: TypeAlias = Literal["chosen", "queued", "running", "interrupted", "cancelled", "failed", "done"]
"""``chosen``: nothing was ordered yet. ``interrupted``: the worker died."""
Owner: TypeAlias = str | None
"""The e-mail of the member who signed in; None where nobody signs in."""

_ROOT = Path(__file__).resolve().parents[1]
_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME = 200
_ROOM = 4
"""How many times its own size a job may need on the disk."""
_PIECE = 1 << 20
_FORGOTTEN = 3600
"""Seconds after which a folder that no job has is what an upload left that broke off."""
_FREE: dict[str, None] = dict.fromkeys(("run", "place", "host", "pid", "process_start", "lease_until"))
"""Nobody works at it."""
_FORMS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Order, JobProgress, Outcome)}
_LOOK_EVERY = 600.0
_looked: float | None = None
_workers: list[subprocess.Popen[bytes]] = []
_Told = TypeVar("_Told")


@dataclass(frozen=True)
class Job:
    """A job as it stood when it was looked up. ``former`` is what was ordered before, ``ahead`` how many come first."""

    id: str
    owner: Owner
    name: str
    size: int
    state: State
    order: Order | None
    former: Order | None
    progress: JobProgress | None
    outcome: Outcome | None
    ahead: int
    run: str | None

    @property
    def folder(self) -> Path:
        """Where its bytes are."""
        return jobs_folder() / self.id

    @property
    def source(self) -> Path:
        """The file that was chosen."""
        return self.folder / "source"

    @property
    def result(self) -> Path:
        """The classified file."""
        return self.folder / (self.run or "") / RESULT

    @property
    def problems(self) -> Path:
        """What is wrong with it."""
        return self.folder / (self.run or "") / PROBLEMS

    @property
    def corrected(self) -> Path:
        """The missions with the words replaced that were."""
        return self.folder / (self.run or "") / CORRECTED

    @property
    def is_active(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in ("queued", "running")


@dataclass(frozen=True)
class Claim:
    """A job that a worker has taken, and the attempt ``run`` by which it holds it."""

    id: str
    run: str
    size: int
    order: Order | None
    """None when what was ordered cannot be read."""

    @property
    def source(self) -> Path:
        """The file to classify."""
        return jobs_folder() / self.id / "source"

    @property
    def folder(self) -> Path:
        """Where this attempt, and no other, writes."""
        return jobs_folder() / self.id / self.run


class Arriving:
    """A file that is coming in, on the disk and not in memory. It becomes a job, or nothing is left of it."""

    def __init__(self, size: int) -> None:
        """``size`` is what was announced. Raises ``FileError`` when the disk has no room for it."""
        self._id = secrets.token_hex(16)
        self.size = 0
        try:
            folder = jobs_folder()
        except OSError:  # a disk that cannot be written to, or is not there
            raise FileError("no_room") from None
        self._folder = folder / self._id
        try:
            if shutil.disk_usage(folder).free < _ROOM * size:
                raise FileError("no_room")
            self._folder.mkdir(mode=0o700)
            self._file = (self._folder / "source").open("xb")
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise FileError("no_room") from None

    def write(self, piece: bytes) -> None:
        """The next bytes. Raises ``FileError`` when the disk is full; nothing is left then."""
        try:
            self._file.write(piece)
        except OSError:
            self.give_up()
            raise FileError("no_room") from None
        self.size += len(piece)

    def give_up(self) -> None:
        """Leave nothing."""
        with suppress(OSError):
            self._file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def arrived(self, store: Store, owner: Owner, name: str) -> str:
        """Make it a job; its id. Raises ``FileError`` and ``StoreError``; nothing is left then."""
        try:
            self._file.close()
            told = Path(name.replace("\\", "/")).name[-_LONGEST_NAME:]
            row = JobRow(
                id=self._id,
                owner=owner,
                name=told if storable(told) else "",
                size=self.size,
                changed=_now(),
                state="chosen",
            )
            with store.jobs() as session:
                session.add(row)
        except OSError:
            self.give_up()
            raise FileError("no_room") from None
        except BaseException:
            self.give_up()
            raise
        return self._id


def choose(store: Store, owner: Owner, name: str, stream: BinaryIO, size: int) -> str:
    """A new job for a file that is here already; its id. Raises ``FileError`` and ``StoreError``."""
    arriving = Arriving(size)
    try:
        while piece := stream.read(_PIECE):
            arriving.write(piece)
    except OSError:
        arriving.give_up()
        raise FileError("no_room") from None
    return arriving.arrived(store, owner, name)


def find(store: Store, owner: Owner, id_: object) -> Job | None:
    """The job of that id, if there is one that belongs to ``owner``. Raises ``StoreError``."""
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        return None
    with store.read(OPERATOR) as read:
        row = read.session.scalar(select(JobRow).where(_is(owner, id_)))
        if row is None:
            return None
        before = select(func.count()).where(JobRow.state == "queued", JobRow.turn < (row.turn or 0))
        ahead = read.session.scalar(before) or 0 if row.state == "queued" else 0
        outcome = _read(Outcome, row.outcome)
        if row.state in ("failed", "done") and outcome is None:
            outcome = failed(FileError("unexpected"))
        state = outcome.state if outcome else _state(row)
        return Job(
            row.id,
            row.owner,
            row.name,
            row.size,
            state,
            _read(Order, row.ordered),
            _read(Order, row.former),
            _read(JobProgress, row.progress),
            outcome,
            ahead,
            row.run,
        )


def start(store: Store, job: Job, order: Order) -> None:
    """Order the file to be classified, whatever became of earlier orders. Does nothing while it is active.

    Raises ``StoreError``.
    """
    with store.jobs() as session:
        row = _locked(session, job)
        if row is None or _is_active(row):
            return
        _reset(row)
        row.state, row.ordered = "queued", _written(order)
        row.turn = (session.scalar(select(func.max(JobRow.turn))) or 0) + 1  # by number: clocks are set back
    _clear(job.id)
    _send_for_worker(store)


def again(store: Store, job: Job) -> None:
    """Repeat the last order. Raises ``StoreError``."""
    if job.order:
        start(store, job, job.order)


def take_back(store: Store, job: Job) -> None:
    """Make the order a ``former`` one and forget what came of it. Does nothing while the job is active."""
    with store.jobs() as session:
        row = _locked(session, job)
        if row is None or _is_active(row):
            return
        _reset(row)
        row.state = "chosen"
    _clear(job.id)


def cancel(store: Store, job: Job) -> None:
    """End an active job; the chosen file is kept, no half file is left. Its worker stops when it next reports."""
    with store.jobs() as session:
        row = _locked(session, job)
        if row is None or not _is_active(row):
            return
        row.state, row.turn, row.outcome, row.changed = "cancelled", None, _written(Outcome("cancelled")), _now()
        _give_back(row)
    _clear(job.id)
    _send_for_worker(store)


def remove(store: Store, job: Job) -> None:
    """Remove the job and all its files. Raises ``StoreError``."""
    with store.jobs() as session:
        session.execute(delete(JobRow).where(_is(job.owner, job.id)))
    shutil.rmtree(job.folder, ignore_errors=True)


def wake(store: Store) -> None:
    """See to it that somebody works when a job waits whose file is here. Raises ``StoreError``."""
    _workers[:] = [worker for worker in _workers if worker.poll() is None]
    if not _workers:
        _send_for_worker(store)


def _send_for_worker(store: Store) -> None:
    """Start a worker unless one is at a job, which will take the next one too. Two of them do no harm."""
    with store.read(OPERATOR) as read:
        queued = read.session.scalars(select(JobRow.id).where(JobRow.state == "queued")).all()
        placed = read.session.scalar(select(JobRow).where(JobRow.place == this_host()))
        busy = placed is not None and _state(placed) == "running"
    if busy or not any(_is_here(id_) for id_ in queued):
        return
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    _workers.append(
        subprocess.Popen(
            [sys.executable, "-m", "record.job_worker"],
            env={**os.environ, **FOR_NEW_PROCESS, JOBS_VARIABLE: str(jobs_folder()), "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,  # it goes on when the server is stopped from its terminal
        )
    )


def claim(store: Store, process: WorkingProcess) -> Claim | None:
    """Take the job whose turn it is, for a worker; None when none waits or somebody works on this computer already.

    Raises ``StoreError``.
    """
    with store.jobs() as session:
        for dead in session.scalars(select(JobRow).where(JobRow.state == "running").with_for_update()):
            if _state(dead) == "interrupted":
                dead.state = "interrupted"
                _give_back(dead)
        session.flush()
        if session.scalar(select(JobRow.id).where(JobRow.place == process.host)) is not None:
            return None
        queue = select(JobRow.id, JobRow.size, JobRow.ordered).where(JobRow.state == "queued")
        for id_, size, ordered in session.execute(queue.order_by(JobRow.turn, JobRow.id)).all():
            taken = {
                "state": "running",
                "turn": None,
                "run": secrets.token_hex(16),
                "place": process.host,
                "host": process.host,
                "pid": process.pid,
                "process_start": process.start,
                "lease_until": _now() + LEASE,
                "changed": _now(),
            }
            free = update(JobRow).where(JobRow.id == id_, JobRow.state == "queued").values(**taken)
            if not _is_here(id_):
                continue  # it is for a worker of the computer that has the file
            try:
                with session.begin_nested():
                    if _changed(session, free):
                        return Claim(id_, str(taken["run"]), size, _read(Order, ordered))
            except IntegrityError:  # somebody else took the place at this moment
                return None
    return None


def renew(store: Store, mine: Claim, progress: JobProgress) -> bool:
    """Tell how far a worker is, and hold on to its job; False when it is not its own now. Raises ``StoreError``."""
    told = {"progress": _written(progress), "lease_until": _now() + LEASE, "changed": _now()}
    with store.jobs() as session:
        return _changed(session, update(JobRow).where(_holds(mine)).values(**told))


def finish(store: Store, mine: Claim, outcome: Outcome | None) -> None:
    """Tell how it ended, None for an attempt that was killed; nothing when the job is no longer this worker's.

    Raises ``StoreError``.
    """
    values: dict[str, Any] = {**_FREE, "state": "interrupted", "changed": _now()}
    if outcome:
        values |= {"state": outcome.state, "outcome": _written(outcome)}
        if outcome.state == "done":
            values["run"] = mine.run
    with store.jobs() as session:
        kept = _changed(session, update(JobRow).where(_holds(mine)).values(**values))
    if not kept or values["run"] is None:
        shutil.rmtree(mine.folder, ignore_errors=True)


def look_after(store: Store) -> None:
    """Remove what is old, and see to what waits, every ten minutes of this process. Raises ``StoreError``."""
    global _looked
    if _looked is None or time.monotonic() - _looked > _LOOK_EVERY:
        _looked = time.monotonic()
        tidy(store)
        wake(store)


def tidy(store: Store) -> None:
    """Remove the jobs in which nothing happened for ``HOURS_KEPT``, and what broken uploads left.

    Raises ``StoreError``.
    """
    with store.jobs() as session:
        long_ago = _now() - timedelta(hours=HOURS_KEPT)
        for row in session.scalars(select(JobRow).where(JobRow.changed < long_ago).with_for_update()):
            if _state(row) != "running":
                session.delete(row)
                shutil.rmtree(jobs_folder() / row.id, ignore_errors=True)
        session.flush()
        known = set(session.scalars(select(JobRow.id)))
    for folder in jobs_folder().iterdir():
        with suppress(OSError):
            touched = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
            if _ID.fullmatch(folder.name) and folder.name not in known and time.time() - touched > _FORGOTTEN:
                shutil.rmtree(folder)


def jobs_folder() -> Path:
    """Where the bytes of the jobs are: the folder ``BLUEPRINT_JOBS``, else the project's ``data/jobs``."""
    folder = Path(os.environ.get(JOBS_VARIABLE) or DEFAULT_FOLDER).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _is(owner: Owner, id_: str) -> ColumnElement[bool]:
    return (JobRow.id == id_) & (JobRow.owner.is_(None) if owner is None else JobRow.owner == owner)


def _holds(mine: Claim) -> ColumnElement[bool]:
    return (JobRow.id == mine.id) & (JobRow.run == mine.run) & (JobRow.state == "running")


def _locked(session: Session, job: Job) -> JobRow | None:
    return session.scalar(select(JobRow).where(_is(job.owner, job.id)).with_for_update())


def _state(row: JobRow) -> State:
    if row.state == "running":
        if row.host is None or row.pid is None or row.lease_until is None:
            return "interrupted"
        worker = WorkingProcess(row.host, row.pid, row.process_start or "")
        return "running" if worker.works(row.lease_until, _now()) else "interrupted"
    return cast(State, row.state)


def _is_active(row: JobRow) -> bool:
    return _state(row) in ("queued", "running")


def _reset(row: JobRow) -> None:
    """As if it had never been ordered, but for what was ordered before."""
    row.former, row.ordered = row.ordered or row.former, None
    row.turn = row.progress = row.outcome = None
    row.changed = _now()
    _give_back(row)


def _give_back(row: JobRow) -> None:
    for name, nothing in _FREE.items():
        setattr(row, name, nothing)


def _clear(id_: str) -> None:
    """Remove what attempts wrote. One that still writes cannot take its name any more."""
    with suppress(OSError):
        for path in (jobs_folder() / id_).iterdir():
            if path.name != "source":
                shutil.rmtree(path, ignore_errors=True)


def _is_here(id_: str) -> bool:
    return (jobs_folder() / id_ / "source").exists()


def _changed(session: Session, statement: Any) -> bool:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1


def _now() -> datetime:
    return datetime.now(UTC)


def _written(told: object) -> str:
    return _FORMS[type(told)].dump_json(told).decode()


def _read(kind: type[_Told], text: str | None) -> _Told | None:
    """What was written; None for what cannot be read."""
    try:
        return None if text is None else cast(_Told, _FORMS[kind].validate_json(text))
    except ValidationError:
        return None
