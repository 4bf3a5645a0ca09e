"""What visitors cost this process, as Prometheus reads it: clicks, how long they took, statements, open pages.

A click is a run of a page that a visitor asked for, from the message that asks to the message that says it is done.
"""

import resource
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from record.metering import METER, count_statements

_BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SHORT = 200
"""Bytes that the message "done" never has more than, so that no other is read."""


class Visits:
    """The clicks of all open pages. Only the event loop writes to it."""

    def __init__(self) -> None:
        self.open = 0
        self.waiting = 0
        self.slower = [0] * (len(_BOUNDS) + 1)
        self.seconds = 0.0

    def took(self, seconds: float) -> None:
        """A click was done."""
        self.slower[bisect_left(_BOUNDS, seconds)] += 1
        self.seconds += seconds


VISITS = Visits()


class Visit:
    """One open page: sees what it asks and what it is told."""

    def __init__(self) -> None:
        self._asked: float | None = None
        VISITS.open += 1

    def asks(self, message: BackMsg) -> None:
        """The page asks for something."""
        by_hand = message.WhichOneof("type") == "rerun_script" and not message.rerun_script.is_auto_rerun
        if by_hand and self._asked is None:
            VISITS.waiting += 1
            self._asked = time.perf_counter()

    def told(self, data: bytes | None) -> None:
        """The page is told something."""
        if self._asked is None or data is None or len(data) > _SHORT:
            return
        try:
            done = ForwardMsg.FromString(data)
        except DecodeError:
            return
        if done.WhichOneof("type") == "script_finished" and done.script_finished in _FINISHED:
            VISITS.took(time.perf_counter() - self._asked)
            self._end()

    def _end(self) -> None:
        if self._asked is not None:
            self._asked = None
            VISITS.waiting -= 1

    def leaves(self) -> None:
        """The page is closed."""
        self._end()
        VISITS.open -= 1


_FINISHED = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
)


def figures() -> str:
    """The figures of this moment, in Prometheus' text format."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    for name, kind, value, about in (
        ("blueprint_sessions", "gauge", VISITS.open, "Pages that are open"),
        ("blueprint_queue", "gauge", VISITS.waiting, "Clicks that are being worked on or wait for it"),
        ("blueprint_statements_total", "counter", METER.statements, "Statements sent to the database"),
        ("blueprint_statement_seconds_total", "counter", METER.seconds, "Time that statements took"),
        ("blueprint_database_wait_seconds_total", "counter", METER.waited, "Time waited to begin with the database"),
        ("blueprint_processor_seconds_total", "counter", usage.ru_utime + usage.ru_stime, "Processor time"),
        ("blueprint_memory_bytes", "gauge", _memory(), "Memory in use"),
    ):
        yield f"# HELP {name} {about}\n# TYPE {name} {kind}\n{name} {value}"
    name, count = "blueprint_click_seconds", 0
    yield f"# HELP {name} Time from a click to the finished page\n# TYPE {name} histogram"
    for bound, n in zip((*map(str, _BOUNDS), "+Inf"), VISITS.slower, strict=True):
        count += n
        yield f'{name}_bucket{{le="{bound}"}} {count}'
    yield f"{name}_sum {VISITS.seconds}\n{name}_count {count}"


def _memory() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class _Figures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.split("?")[0] != "/metrics":
            self.send_error(404)
            return
        body = figures().encode()
        self.send_response(200)
        self.send_header("content-type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: whoever asks, asks every few seconds."""


def serve_figures(port: int) -> ThreadingHTTPServer:
    """Answer Prometheus on a port of this computer only. Raises ``OSError`` when somebody else has it."""
    count_statements()
    server = ThreadingHTTPServer(("127.0.0.1", port), _Figures)
    threading.Thread(target=server.serve_forever, name="figures", daemon=True).start()
    return server
