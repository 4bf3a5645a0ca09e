"""The command line as its user runs it, but not waiting each time until Python has loaded the libraries.

Each run is a process of its own, forked from one that has loaded them, and nothing of the command line itself.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NoReturn

from tests.servers import ROOT

_LOADED = (
    *("numpy", "pandas", "pyarrow.csv", "rapidfuzz", "typer", "alembic.command", "pikepdf", "docx", "xlsxwriter"),
    *("engine.rules", "missions.files.read", "record.store", "record.exchange", "record.audit", "reports.from_record"),
)
_PATIENCE = 300
"""Seconds that a run may take."""
_PIPE = 65_536
"""Bytes that a pipe holds."""


def run_command(
    arguments: list[str], *, folder: Path = ROOT, variables: Mapping[str, str], given: bytes = b""
) -> CompletedProcess[bytes]:
    """``python cli.py`` with these arguments, and all of its environment variables."""
    server = _server()
    assert server.stdin
    assert server.stdout
    with tempfile.TemporaryDirectory() as kept:
        named = {name: str(Path(kept, name)) for name in ("given", "out", "err")}
        Path(named["given"]).write_bytes(given)
        asked = {"arguments": arguments, "folder": str(folder), "variables": dict(variables), **named}
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        out, err = (Path(named[name]).read_bytes() for name in ("out", "err"))
    assert b"Traceback" not in err, err.decode()
    return CompletedProcess(arguments, code, out, err)


def as_text(done: CompletedProcess[bytes]) -> CompletedProcess[str]:
    """The run with what it said as text."""
    return CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def _server() -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.command_line"]
    no_threads = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}  # else no forks
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | no_threads, text=True, **pipes)  # type: ignore[call-overload]
    atexit.register(process.communicate)  # it ends when nobody asks any more
    return process  # type: ignore[no-any-return]


def _serve() -> None:
    for name in _LOADED:
        import_module(name)
    assert "commands" not in sys.modules, "it finds its language in the environment when it is loaded"
    tasks = Path("/proc/self/task")
    assert not tasks.exists() or len(list(tasks.iterdir())) == 1, "a process with threads was to be forked"
    gc.freeze()
    for line in sys.stdin:
        if child := os.fork():
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201
        else:
            _be_the_command_line(json.loads(line))


def _be_the_command_line(asked: dict[str, Any]) -> NoReturn:
    signal.alarm(_PATIENCE)
    given = Path(asked["given"]).read_bytes()
    assert len(given) <= _PIPE
    reading, writing = os.pipe()
    os.write(writing, given)
    os.close(writing)
    files = (reading, *(os.open(asked[name], os.O_WRONLY | os.O_CREAT, 0o600) for name in ("out", "err")))
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  what the other one had read ahead is not for this one
    os.environ.clear()
    os.environ.update(asked["variables"])
    os.chdir(asked["folder"])
    sys.argv = ["cli.py", *asked["arguments"]]
    code: object = 0
    try:
        runpy.run_path(str(ROOT / "cli.py"), run_name="__main__")
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001  as Python itself ends
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(code if isinstance(code, int) else 0)  # to take everything loaded apart costs more than most runs


if __name__ == "__main__":
    _serve()
