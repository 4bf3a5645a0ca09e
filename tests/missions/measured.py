"""The command line in a process of its own, and the memory that it took."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_STATUS = Path("/proc/self/status")
_RUN = """
import resource, runpy, sys
code = 0
try:
    runpy.run_path("cli.py", run_name="__main__")
except SystemExit as end:
    code = end.code
with open("/proc/self/status") as status:
    own = int(next(line for line in status if line.startswith("VmHWM")).split()[1])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""Prints its peak memory, or that of its largest child, in KB at the end; what wait4 tells here includes pytest."""

told = pytest.mark.skipif(not _STATUS.exists(), reason="the peak memory of a process is not told here")


@dataclass(frozen=True)
class Run:
    """How a run ended: exit code, what it said, peak memory in MB."""

    code: int
    said: str
    memory: int


def run(*arguments: object) -> Run:
    """``cli.py`` with ``arguments``; it may take fifteen minutes."""
    command = [sys.executable, "-c", _RUN, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    return Run(done.returncode, done.stderr, int(done.stdout.split()[-1]) // 1024)
