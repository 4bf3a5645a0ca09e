"""Large files, each classified by a process of its own: what was ordered, how far it is and what came of it.

A job is a folder, and each file in it has one writer at a time. Its name cannot be guessed: who knows it may see the
job. Jobs are done one at a time, the oldest order first.
"""

import os
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias, TypeVar, cast

from pydantic import TypeAdapter

from missions.bulk.stream import Reading
from missions.files.problems import FileError
from missions.files.workbook import OLE, ZIP
from text.words import Lang

JOBS_VARIABLE = "BLUEPRINT_JOBS"
DEFAULT_FOLDER = Path(__file__).parents[2] / "data" / "jobs"
LARGE_TEXT = 15_000_000
LARGE_WORKBOOK = 4_000_000
"""Bytes of a file with some 50,000 missions; a workbook is packed."""
HOURS_KEPT = 24

State: TypeAlias = Literal["chosen", "queued", "running", "interrupted", "cancelled", "failed", "done"]
"""``chosen``: nothing was ordered yet. ``interrupted``: the worker died."""

_ROOT = Path(__file__).resolve().parents[2]
_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME = 200
_ROOM = 4
"""How many times its own size a job may need on the disk."""
_END = getattr(signal, "SIGKILL", signal.SIGTERM)
_PATIENCE = 5.0
"""Seconds to wait for a worker that was told to end."""
_workers: list[subprocess.Popen[bytes]] = []
_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Chosen:
    """The file that was chosen."""

    name: str
    size: int


@dataclass(frozen=True)
class Order:
    """How the file is to be classified, by which chart (id and version), and when that was asked for (since 1970)."""

    lang: Lang
    reading: Reading
    chart: tuple[str, str]
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class JobProgress:
    """How far a worker is, ``at`` that time; ``started`` is when it began."""

    pid: int
    started: float
    at: float
    missions: int = 0
    share: float = 0.0
    encoding: str | None = None
    header_row: int | None = None
    sheet_name: str | None = None

    @property
    def rate(self) -> float:
        """Missions a second."""
        return self.missions / max(self.at - self.started, 0.001)

    @property
    def seconds_left(self) -> float | None:
        """As things go; None when nothing can be said yet."""
        return (self.at - self.started) * (1 - self.share) / self.share if self.share > 0 else None


@dataclass(frozen=True)
class Outcome:
    """How a job ended. ``refusal`` says in each language why it failed; the counts are those of a ``Tally``."""

    state: Literal["cancelled", "failed", "done"]
    at: float = field(default_factory=time.time)
    seconds: float = 0.0
    refusal: dict[Lang, str] = field(default_factory=dict)
    missions: int = 0
    decided: int = 0
    blank_rows: int = 0
    foot_rows: int = 0
    ids_compared: int = 0
    ids_not_compared: int = 0
    problems: int = 0
    warnings: int = 0
    dispositions: dict[str, int] = field(default_factory=dict)


_FORMS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Chosen, Order, JobProgress, Outcome)}


class Job:
    """One job. What a property tells is read afresh from the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name
        self.source = folder / "source"
        self.result = folder / "classified.zip"
        self.problems = folder / "problems.zip"
        self.lock = folder / "lock"
        """Held by the worker while it works on this job."""

    @property
    def chosen(self) -> Chosen:
        """The file that was chosen."""
        return _get(self.folder / "chosen.json", Chosen) or Chosen("", 0)

    @property
    def order(self) -> Order | None:
        """What was ordered."""
        return _get(self.folder / "order.json", Order)

    @property
    def former(self) -> Order | None:
        """What was ordered before."""
        return _get(self.folder / "former.json", Order)

    @property
    def progress(self) -> JobProgress | None:
        """What the worker last told."""
        return _get(self.folder / "progress.json", JobProgress)

    @property
    def outcome(self) -> Outcome | None:
        """How it ended."""
        return _get(self.folder / "outcome.json", Outcome)

    @property
    def state(self) -> State:
        """Where the job stands."""
        # In this order, so that a worker which begins or ends meanwhile is not taken for a dead one.
        begun = self.progress is not None
        held = begun and _is_held(self.lock)
        if outcome := self.outcome:
            return outcome.state
        if begun:
            return "running" if held else "interrupted"
        return "queued" if self.order else "chosen"

    @property
    def is_active(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in ("queued", "running")

    def start(self, order: Order) -> None:
        """Order the file to be classified, whatever became of earlier orders. Does nothing while it is active."""
        if not self.is_active:
            self.take_back()
            self._put("order", order)
            _send_for_worker()

    def again(self) -> None:
        """Repeat the last order."""
        if order := self.order:
            self.start(Order(order.lang, order.reading, order.chart))

    def take_back(self) -> None:
        """Make the order a ``former`` one and forget what came of it. Does nothing while the job is active."""
        if not self.is_active:
            with suppress(FileNotFoundError):
                (self.folder / "order.json").replace(self.folder / "former.json")
            for name in ("progress.json", "outcome.json"):
                (self.folder / name).unlink(missing_ok=True)
            self.clear()

    def cancel(self) -> None:
        """End an active job at once; the chosen file is kept, no half file is left."""
        if not self.is_active:
            return
        self.end(Outcome("cancelled"))
        if (progress := self.progress) and _is_held(self.lock):
            with suppress(ProcessLookupError):
                os.kill(progress.pid, _END)
        with held(self.lock, _PATIENCE) as ended:
            if ended:
                self.clear()
        wake()

    def delete(self) -> None:
        """Remove the job and all its files."""
        self.cancel()
        with suppress(FileNotFoundError):
            shutil.rmtree(self.folder)

    def clear(self) -> None:
        """Remove what a worker wrote besides its reports."""
        for path in self.folder.iterdir():
            if path.name.startswith((".", "classified.", "problems.")):
                path.unlink(missing_ok=True)

    def report(self, progress: JobProgress) -> None:
        """Tell how far it is. For the worker."""
        self._put("progress", progress)

    def end(self, outcome: Outcome) -> None:
        """Tell how it ended."""
        self._put("outcome", outcome)

    def _put(self, name: str, record: object) -> None:
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=f".{name}.", delete=False) as file:
            file.write(_FORMS[type(record)].dump_json(record))
        Path(file.name).replace(self.folder / f"{name}.json")


def choose(name: str, stream: BinaryIO, size: int) -> Job:
    """A new job for a file that was uploaded. Raises ``FileError`` when the disk has no room for it."""
    folder = jobs_folder() / secrets.token_hex(16)
    try:
        if shutil.disk_usage(jobs_folder()).free < _ROOM * size:
            raise FileError("no_room")
        folder.mkdir(mode=0o700)
        job = Job(folder)
        with job.source.open("xb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
        job._put("chosen", Chosen(Path(name.replace("\\", "/")).name[-_LONGEST_NAME:], size))
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise FileError("no_room") from None
    return job


def find(id_: object) -> Job | None:
    """The job of that id, if there is one."""
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        return None
    job = Job(jobs_folder() / id_)
    return job if (job.folder / "chosen.json").exists() else None


def is_large(start: bytes, size: int) -> bool:
    """Whether a file that begins so is for a worker."""
    return size > (LARGE_WORKBOOK if start.startswith((ZIP, OLE)) else LARGE_TEXT)


def waiting() -> list[Job]:
    """The jobs that wait for a worker, in their turn."""
    orders = [(job.order, job) for job in _jobs()]
    queued = [(order.at, job.id, job) for order, job in orders if order and job.state == "queued"]
    return [job for *_, job in sorted(queued)]


def wake() -> None:
    """See to it that somebody works when a job waits."""
    if not any(worker.poll() is None for worker in _workers) and waiting():
        _send_for_worker()


def _send_for_worker() -> None:
    """Start a worker unless one is at work, which will see to it itself when it is done."""
    _workers[:] = [worker for worker in _workers if worker.poll() is None]
    if not _is_held(turn()):
        _workers.append(
            subprocess.Popen(
                [sys.executable, "-m", "missions.bulk.worker"],
                cwd=_ROOT,
                env={**os.environ, JOBS_VARIABLE: str(jobs_folder())},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                process_group=0,  # it goes on when the server is stopped from its terminal
            )
        )


def tidy() -> None:
    """Remove the jobs in which nothing happened for ``HOURS_KEPT``."""
    for job in _jobs():
        with suppress(FileNotFoundError):
            if time.time() - job.folder.stat().st_mtime > HOURS_KEPT * 3600:
                job.delete()


def jobs_folder() -> Path:
    """Where the jobs are: the folder ``BLUEPRINT_JOBS``, else the project's ``data/jobs``."""
    folder = Path(os.environ.get(JOBS_VARIABLE) or DEFAULT_FOLDER).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def turn() -> Path:
    """What a worker holds to be the only one."""
    return jobs_folder() / "turn"


@contextmanager
def held(lock: Path, wait: float = 0.0) -> Iterator[bool]:
    """Hold a lock, True if nobody else does; the system gives it back when its holder dies."""
    connection = sqlite3.connect(lock, timeout=wait, isolation_level=None)  # works alike on every system
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            yield False
        else:
            yield True
    finally:
        connection.close()


def _is_held(lock: Path) -> bool:
    with held(lock) as mine:
        return not mine


def _jobs() -> list[Job]:
    return [Job(path) for path in jobs_folder().iterdir() if _ID.fullmatch(path.name)]


def _get(path: Path, kind: type[_Record]) -> _Record | None:
    try:
        return cast(_Record, _FORMS[kind].validate_json(path.read_bytes()))
    except FileNotFoundError:
        return None
