"""Servers in processes of their own, as tests start and stop them."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest

ROOT = Path(__file__).parents[1]
_T = TypeVar("_T")
UVICORN = ["uvicorn", "asgi:app", "--port=0"]
STREAMLIT = ["streamlit", "run", "app.py", "--server.headless=true"]
ADDRESS = r"http://\S+:\d+"


@contextmanager
def started(module: list[str], ready: str = ADDRESS, **environment: str) -> Iterator[str]:
    """A module of Python's as a program, once it has said ``ready``; what it said is yielded."""
    command = [sys.executable, "-m", *module]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, text=True, **pipes) as process:  # type: ignore[call-overload]
        lines = []
        for line in process.stdout:
            lines.append(line)
            if found := re.search(ready, line):
                break
        else:
            pytest.fail("the server did not start:\n" + "".join(lines))
        said: list[str] = []
        reading = threading.Thread(target=said.extend, args=[process.stdout])
        reading.start()  # a program that says much waits for ever when nobody reads it
        try:
            yield found.group()
        finally:
            process.terminate()
            reading.join()
            rest = "".join(said)
            print(rest)  # noqa: T201 - where a test fails, what the server said stands beside it
    assert "Traceback" not in rest, rest
    told = [line for line in rest.splitlines() if "starlette_auth_routes" not in line]  # anybody can fail to sign in
    assert not any('"error": ' in line for line in told), rest
    assert "oauth2callback?" not in rest, "the codes with which people sign in are nobody's to read"


@contextmanager
def served(database: str) -> Iterator[str]:
    """The address of the app, started as ``make run`` starts it, on the record at ``database``."""
    with started([*STREAMLIT, "--server.port=0"], BLUEPRINT_DATABASE_URL=database) as address:
        yield address


def awaited(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """What a coroutine gives, in a loop of its own: Playwright keeps one running in the thread of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


_ports = iter(range(10_000 + os.getpid() * 131 % 20_000, 32_768))
"""Of this process: below those that the system gives to whoever asks, and far from those of the next process."""


def free_port() -> int:
    """A port that nobody listens on, nor will before it is used."""
    for port in _ports:
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is left")
