"""Reading somebody's file for a server: in a worker with limits, forked from a process that was started ahead.

A server has threads and must not fork. So it starts one process of its own (``python -m missions.files.reading``) that
has everything imported, reads nothing itself and forks a worker for each file. It ends with the server.
"""

import atexit
import os
import pickle
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from flowchart.chart import Chart
from missions.files.limited import AT_LENGTH, IN_PAGE, Limits, result_of, run_limited, watch
from missions.files.problems import FileError
from missions.files.read import Bounds, read_sheet
from missions.files.sheet import Sheet

PAGE = Bounds(rows=50_000, cells=5_000_000)
"""What a page reads of a file; more is a job."""
SUMMARY = Bounds(rows=200_000, cells=10_000_000)
"""What a summary takes of a file."""
_ROOT = Path(__file__).resolve().parents[2]
_LOOK = 1.0
"""Seconds from one look whether somebody still waits to the next."""
_AT_ONCE = 4
"""Files that are read at the same time; the next ones wait."""
_LENGTH = struct.Struct("<Q")
_Result = TypeVar("_Result")


def read_limited(
    data: bytes,
    chart: Chart,
    *,
    header_row: int | None = None,
    encoding: str | None = None,
    sheet_name: str | None = None,
    bounds: Bounds = PAGE,
    limits: Limits = IN_PAGE,
) -> Sheet:
    """As ``read_sheet``, in a worker with limits. Raises ``FileError``."""
    task = partial(
        read_sheet,
        data,
        chart,
        header_row=header_row,
        encoding=encoding,
        sheet_name=sheet_name,
        bounds=bounds,
    )
    return run_apart(task, limits.for_size(len(data)))


def read_alone(data: bytes, chart: Chart) -> Sheet:
    """As ``read_sheet``, in a worker with limits forked from this process, which must have no other threads."""
    return run_limited(partial(read_sheet, data, chart), AT_LENGTH.for_size(len(data)))


def run_apart(function: Callable[[], _Result], limits: Limits) -> _Result:
    """What a function that can be pickled returns or raises, run in a worker with limits. For processes with threads.

    Raises ``FileError`` as ``missions.files.limited.run_limited`` does.
    """
    with _places:
        return run_until(function, limits, lambda: False)


def run_until(function: Callable[[], _Result], limits: Limits, left: Callable[[], bool]) -> _Result:
    """As ``run_apart``, in a place of the caller's own; the worker is ended once who asked has ``left``."""
    if not hasattr(os, "fork"):
        return function()
    found: _Result = result_of(_server.ask(pickle.dumps((function, limits), pickle.HIGHEST_PROTOCOL), left))
    return found


def start() -> None:
    """Start ahead what forks the workers, so that the first file does not wait for it."""
    if hasattr(os, "fork"):
        _server.start()


class _Server:
    """The process that forks the workers, as this one sees it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> socket.socket:
        with self._lock:
            if self._control and self._process and self._process.poll() is None:
                return self._control
            self._end()
            self._control, theirs = socket.socketpair()
            with theirs:
                command = [sys.executable, "-m", "missions.files.reading", str(theirs.fileno())]
                self._process = subprocess.Popen(
                    command,
                    cwd=_ROOT,
                    env=_environment(),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    process_group=0,  # an interrupt at the terminal is for the server
                )
            return self._control

    def ask(self, task: bytes, left: Callable[[], bool]) -> bytes:
        """Have a task done; its answer. Raises ``FileError``, also once who asked has ``left``."""
        for _ in range(2):
            ours, theirs = socket.socketpair()
            with ours:
                try:
                    with theirs:
                        socket.send_fds(self.start(), [b"."], [theirs.fileno()])
                    ours.sendall(_LENGTH.pack(len(task)))
                    ours.sendall(task)
                    while not select.select([ours], [], [], _LOOK)[0]:
                        if left():
                            raise FileError("reader_died")
                    (length,) = _LENGTH.unpack(_received(ours, _LENGTH.size))
                    return _received(ours, length)
                except (OSError, EOFError):
                    continue  # that process has died: once more with a new one
        raise FileError("reader_died")

    def end(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._control:
            self._control.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


_server = _Server()
_places = threading.BoundedSemaphore(_AT_ONCE)
atexit.register(_server.end)


def _environment() -> dict[str, str]:
    """What the process may know: not where the record is, nor any key. It has one thread, as what forks must."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("BLUEPRINT_")}
    return {**known, "OPENBLAS_NUM_THREADS": "1"}


def _received(connection: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        piece = connection.recv(min(length - len(received), 1 << 20))
        if not piece:
            raise EOFError
        received += piece
    return bytes(received)


def _serve(control: socket.socket) -> None:
    """Fork a process for each connection that comes in, until the server is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those
    while True:
        message, descriptors, *_ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        with socket.socket(fileno=descriptors[0]) as asker:
            if not os.fork():
                control.close()
                _answer(asker)


def _answer(asker: socket.socket) -> None:
    """Do the task of one connection and end."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        (length,) = _LENGTH.unpack(_received(asker, _LENGTH.size))
        function: Callable[[], Any]
        function, limits = pickle.loads(_received(asker, length))  # noqa: S301  from the server that started this
        answer = watch(function, limits, asker=asker)
        asker.sendall(_LENGTH.pack(len(answer)))
        asker.sendall(answer)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
