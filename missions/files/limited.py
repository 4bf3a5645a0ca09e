"""Running a function in a process of its own with limits of memory and time, so that a file can hurt only its sender.

A parser that asks for too much memory ends its whole process, which no ``except`` can catch. So what reads somebody's
file is run in a forked worker, and this process only waits and watches. What became of it is a value or an exception.
"""

import ctypes
import faulthandler
import os
import pickle
import selectors
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from missions.files.problems import FileError

_SLACK = 1 << 29
"""Bytes of address space beyond the memory allowed: stacks of threads, and what allocators only reserve."""
_EVERY = 0.05
"""Seconds from one look at the worker to the next."""
_PIECE = 1 << 20
_ANSWER = 0.25
"""The share of the memory allowed that may come back."""
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_DIE_WITH_PARENT = 1
"""``PR_SET_PDEATHSIG`` of Linux."""
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Limits:
    """What a worker may use: memory in MB, and seconds, of its processor and of the clock alike."""

    megabytes: int
    seconds: float
    more: float = 0
    """Seconds for each MB of a file on top."""

    @property
    def bytes(self) -> int:
        """The memory in bytes."""
        return self.megabytes * 1_000_000

    def for_size(self, size: int) -> "Limits":
        """The limits for a file of so many bytes."""
        return Limits(self.megabytes, self.seconds + self.more * size / 1_000_000)


IN_PAGE = Limits(1_000, 30, 2)
"""For a file that somebody waits for in a page."""
AT_LENGTH = Limits(3_000, 120, 60)
"""For the command line and for jobs: a MB may be 300,000 rows that each have a problem."""


def run_limited(
    function: Callable[[], _Result],
    limits: Limits,
    tidy: Callable[[int], None] | None = None,
    beside: Callable[[], None] | None = None,
) -> _Result:
    """What ``function`` returns or raises, run in a forked process. Where there is no fork it is run here.

    ``tidy`` is called with the id of a process that died before it was done, ``beside`` at each look at the process:
    what it raises ends the process. Raises ``FileError``: ``too_much_memory``,
    ``too_slow``, ``killed`` or ``reader_died``. This process must have no other threads that matter to ``function``.
    """
    if not hasattr(os, "fork"):
        return function()
    found: _Result = result_of(watch(function, limits, to_terminal=True, tidy=tidy, beside=beside))
    return found


def result_of(answer: bytes) -> Any:
    """The value that a worker gave back. Raises what it raised."""
    kind, value = pickle.loads(answer)  # noqa: S301  our own process, asked by us
    if kind == "value":
        return value
    raise value


def watch(
    function: Callable[[], object],
    limits: Limits,
    *,
    to_terminal: bool = False,
    tidy: Callable[[int], None] | None = None,
    asker: socket.socket | None = None,
    beside: Callable[[], None] | None = None,
) -> bytes:
    """Run ``function`` in a forked process and give back, pickled, what came of it, for ``result_of``.

    The worker is ended when it takes too much, or when ``asker`` goes away. Only with ``to_terminal`` is it heard.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    receiving, sending = os.pipe()
    worker = os.fork()
    if not worker:
        os.close(receiving)
        _work(function, sending, limits, to_terminal=to_terminal)
    os.close(sending)
    answer = bytearray()
    inherited = _resident(worker)  # what this process had at the fork is not the worker's doing
    verdict = ""
    deadline = time.monotonic() + limits.seconds
    ended = done = False
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(receiving, selectors.EVENT_READ)
            if asker:
                selector.register(asker, selectors.EVENT_READ)
            while not ended and not verdict:
                if any(key.fileobj == receiving for key, _ in selector.select(_EVERY)):
                    piece = os.read(receiving, _PIECE)
                    answer += piece
                    ended = not piece
                if time.monotonic() > deadline:
                    verdict = "too_slow"
                elif _resident(worker) > inherited + limits.bytes or len(answer) > limits.bytes * _ANSWER:
                    verdict = "too_much_memory"
                elif asker and _is_gone(asker):
                    verdict = "reader_died"
                elif beside and not ended:
                    beside()
    finally:
        os.close(receiving)
        if verdict or not ended:  # not ended: something was raised here
            os.kill(worker, signal.SIGKILL)
        _, status = os.waitpid(worker, 0)
        done = ended and not verdict and os.WIFEXITED(status) and bool(answer)
        if tidy and not done:
            tidy(worker)
    if not done:
        refusal = FileError(verdict or _cause(status), megabytes=limits.megabytes, seconds=round(limits.seconds))
        return pickle.dumps(("raised", refusal))
    return bytes(answer)


def _work(function: Callable[[], object], sending: int, limits: Limits, *, to_terminal: bool) -> NoReturn:
    """Be the worker: limit this process, run the function, send what came of it, end."""
    code = 1
    try:
        _limit(limits, to_terminal=to_terminal)
        try:
            answer = _pickled("value", function())
        except MemoryError:
            refusal = FileError("too_much_memory", megabytes=limits.megabytes)
            function = _nothing  # and with it what it held
            answer = _pickled("raised", refusal)
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            error.add_note("".join(traceback.format_exception(error)))
            answer = _pickled("raised", error)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(answer)
        code = 0
    finally:
        os._exit(code)


def _nothing() -> None:
    """Do nothing."""


def _pickled(kind: str, value: object) -> bytes:
    try:
        answer = pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
        if kind == "raised":
            pickle.loads(answer)  # noqa: S301  some exceptions can be written and not read back
    except (pickle.PickleError, TypeError, AttributeError) as error:
        return pickle.dumps(("raised", RuntimeError(f"{value!r} cannot leave its process: {error!r}")))
    return answer


def _limit(limits: Limits, *, to_terminal: bool) -> None:
    """Limit this process. What its libraries print when they give up is not for the user."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    import resource  # not on every system that has no fork either

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    faulthandler.disable()
    silent = os.open(os.devnull, os.O_WRONLY)
    if to_terminal:
        sys.stderr = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace", buffering=1)
    os.dup2(silent, 2)
    size = _size()
    seconds = max(int(limits.seconds), 1)
    for kind, most in (
        (resource.RLIMIT_AS, size + limits.bytes + _SLACK if size else 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        if most or kind == resource.RLIMIT_CORE:
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _statm(process: int | str) -> list[int]:
    try:
        with open(f"/proc/{process}/statm") as file:
            return [int(pages) * _PAGE for pages in file.read().split()]
    except OSError:
        return [0, 0]  # a system that does not tell, or a process that has ended


def _size() -> int:
    return _statm("self")[0]


def _resident(process: int) -> int:
    return _statm(process)[1]


def _cause(status: int) -> str:
    if not os.WIFSIGNALED(status):
        return "reader_died"
    by = os.WTERMSIG(status)
    if by == signal.SIGXCPU:
        return "too_slow"
    if by == signal.SIGKILL:
        return "killed"
    return "too_much_memory" if by in (signal.SIGABRT, signal.SIGBUS) else "reader_died"


def _is_gone(asker: socket.socket) -> bool:
    """Whether nobody waits for the answer any more."""
    try:
        return not asker.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
