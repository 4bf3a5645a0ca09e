"""A glance at a large file: its first rows, by which its columns are checked before all of it is read.

A workbook can only be read whole, so a process of its own does that: ``python -m missions.bulk.glance``.
"""

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from flowchart.chart import Chart
from missions.bulk.stream import Reading
from missions.files.problems import FileError
from missions.files.read import read_sheet
from missions.files.sheet import Sheet
from missions.files.workbook import OLE, ZIP

_ROOT = Path(__file__).resolve().parents[2]
_START = 1 << 20
"""Bytes of a text that are looked at."""
_ROWS = 5
_NICE = 5


@dataclass(frozen=True)
class Glance:
    """The first rows, and how many there are: ``exact`` or as reckoned from the size of the file."""

    sheet: Sheet
    rows: int
    exact: bool


def glance(chart: Chart, path: Path, reading: Reading) -> Glance:
    """Look at a file. Raises ``FileError``."""
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith((ZIP, OLE)):
        return _glance_apart(chart, path, reading)
    size = path.stat().st_size
    whole = size == len(start)
    if not whole:
        start = start[: start.rfind(b"\n") + 1] or start
    sheet = read_sheet(start, chart, header_row=reading.header_row, encoding=reading.encoding)
    rows = len(sheet.rows) if whole else round(len(sheet.rows) * size / len(start))
    return Glance(_shortened(sheet), rows, whole)


def _glance_apart(chart: Chart, path: Path, reading: Reading) -> Glance:
    done = subprocess.run(
        [sys.executable, "-m", "missions.bulk.glance"],
        cwd=_ROOT,
        input=pickle.dumps((chart, path.absolute(), reading)),
        stdout=subprocess.PIPE,
        check=False,
    )
    if not done.stdout:
        raise FileError("unexpected")
    found = pickle.loads(done.stdout)  # noqa: S301  our own process, asked by us
    if isinstance(found, FileError):
        raise found
    if not isinstance(found, Glance):
        raise FileError("unexpected")
    return found


def _shortened(sheet: Sheet) -> Sheet:
    return replace(sheet, rows=sheet.rows[:_ROWS], row_numbers=sheet.row_numbers[:_ROWS], problems=[], blank_rows=0)


def main() -> None:
    """Look at the workbook named by the task, and give back a ``Glance`` or the ``FileError``."""
    from missions.bulk.glance import Glance  # not of the main program, whose classes nobody else can unpickle

    if hasattr(os, "nice"):
        os.nice(_NICE)
    chart, path, reading = pickle.load(sys.stdin.buffer)  # noqa: S301  from the process that started this one
    try:
        sheet = read_sheet(path.read_bytes(), chart, header_row=reading.header_row, sheet_name=reading.sheet_name)
        found: Glance | FileError = Glance(_shortened(sheet), len(sheet.rows), True)
    except FileError as error:
        found = error
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main()
