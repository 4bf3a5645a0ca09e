"""How a run over many missions is told at the terminal. Imported when a run begins."""

import time

from commands.language import say
from commands.terminal import tell
from flowchart.chart import Chart
from missions.bulk.stream import Progress
from missions.files.columns import Columns
from missions.files.output import ALL_COLUMNS
from missions.files.sheet import Sheet

_EVERY = 2
"""Seconds from one line of progress to the next."""


class TerminalProgress(Progress):
    """Tells the person at the terminal what was read and, every two seconds, how far it is."""

    def __init__(self, chart: Chart, *, verbose: bool = False) -> None:
        self._verbose = verbose
        self._chart = chart
        self._started = self._told = time.monotonic()

    def begun(self, sheet: Sheet, columns: Columns, result_names: list[str]) -> None:
        """Tell what was recognised in the file."""
        found = {"encoding": sheet.encoding, "header": sheet.header_row, "sheet": sheet.sheet_name}
        kind = "workbook" if sheet.sheet_name else "text" if sheet.encoding else "parquet"
        self._tell(f"read.{kind}", **found)
        if others := [name for name in sheet.sheets if name != sheet.sheet_name]:
            self._tell("read.other_sheets", sheets=", ".join(others))
        self._tell(
            "read.columns", columns=", ".join(f"{q} ← “{sheet.header[n]}”" for q, n in columns.questions.items())
        )
        missing = [question.id for question in self._chart.main if question.id not in columns.questions]
        if missing:
            self._tell("read.missing", questions=", ".join(missing))
        renamed = [f"{old} → {new}" for old, new in zip(ALL_COLUMNS, result_names, strict=False) if old != new]
        if renamed:
            self._tell("renamed", names=", ".join(renamed))

    def tolerant(self, row: int) -> None:
        """Tell where the tolerant reader is needed, if that was asked for."""
        if self._verbose:
            tell(say("tolerant", row=row))

    def progress(self, missions: int, share: float) -> None:
        """Tell how far the run is, now and then."""
        now = time.monotonic()
        if now - self._told >= _EVERY:
            self._told = now
            rate = missions / (now - self._started)
            self._tell("progress", done=f"{missions:,}", percent=f"{min(share, 1):.0%}", rate=f"{rate:,.0f}")

    def _tell(self, key: str, **names: object) -> None:
        tell(say(key, **names))
