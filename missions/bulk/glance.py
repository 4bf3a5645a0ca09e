"""A glance at a large file: its first rows, by which its columns are checked before all of it is read."""

import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from flowchart.chart import Chart
from missions.bulk.stream import Reading
from missions.files.limited import AT_LENGTH
from missions.files.read import read_sheet
from missions.files.reading import run_apart
from missions.files.sheet import Sheet
from missions.files.workbook import OLE, ZIP

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
    """Look at a file, in a worker with limits: a workbook can only be read whole. Raises ``FileError``."""
    return run_apart(partial(_glance, chart, path.absolute(), reading), AT_LENGTH.for_size(path.stat().st_size))


def _glance(chart: Chart, path: Path, reading: Reading) -> Glance:
    os.nice(_NICE)
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith((ZIP, OLE)):
        sheet = read_sheet(path.read_bytes(), chart, header_row=reading.header_row, sheet_name=reading.sheet_name)
        return Glance(_shortened(sheet), len(sheet.rows), True)
    size = path.stat().st_size
    whole = size == len(start)
    if not whole:
        start = start[: start.rfind(b"\n") + 1] or start
    sheet = read_sheet(start, chart, header_row=reading.header_row, encoding=reading.encoding)
    rows = len(sheet.rows) if whole else round(len(sheet.rows) * size / len(start))
    return Glance(_shortened(sheet), rows, whole)


def _shortened(sheet: Sheet) -> Sheet:
    return replace(sheet, rows=sheet.rows[:_ROWS], row_numbers=sheet.row_numbers[:_ROWS], problems=[], blank_rows=0)
