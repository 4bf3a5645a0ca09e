"""The repair file: rows with problems, to be corrected by their owner and merged back where they came from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import IO

from flowchart.chart import Chart
from missions.files.columns import Columns
from missions.files.output import csv_line, csv_lines
from missions.files.problems import FileError
from missions.files.read import read_sheet
from missions.files.sheet import Sheet

ROW, PROBLEMS = "source_row", "problems"
"""What a repair file has before and behind the columns of its source."""


class RepairFile:
    """Takes the rows with problems of one run."""

    def __init__(self, file: IO[bytes], header: Iterable[str]) -> None:
        self._file = file
        self._write([csv_line([ROW, *header, PROBLEMS])], "\ufeff")

    def add(self, sheet: Sheet, problems: dict[int, str]) -> None:
        """Add those rows of ``sheet`` that have problems, given in words by row number."""
        bad = [
            (str(number), *row, problems[number])
            for number, row in zip(sheet.row_numbers, sheet.rows, strict=True)
            if number in problems
        ]
        if bad:
            self._write(csv_lines(zip(*bad, strict=True)))

    def _write(self, lines: list[str], mark: str = "") -> None:
        self._file.write((mark + "".join(f"{line}\r\n" for line in lines)).encode("utf-8", "replace"))


class Corrections:
    """The rows of a corrected repair file, by their row in the source."""

    def __init__(self, data: bytes, chart: Chart, header: Sequence[str], columns: Columns) -> None:
        """Raise ``FileError`` when ``data`` is no repair file of a source with this header."""
        sheet = read_sheet(data, chart)
        if sheet.header != (ROW, *header, PROBLEMS):
            raise FileError("not_a_repair")
        self._id_at = columns.fields.get("id")
        self._rows: dict[int, list[str]] = {}
        for cells in sheet.rows:
            number, *row, _ = cells
            if not number.isdecimal() or int(number) in self._rows:
                raise FileError("repair_row", row=number)
            self._rows[int(number)] = row

    def apply(self, sheet: Sheet) -> Sheet:
        """The piece with its rows corrected and the problems of these rows gone.

        Raises ``FileError`` when a row has another id than its correction: the source is not the same any more.
        """
        if self._rows.keys().isdisjoint(sheet.row_numbers):
            return sheet
        rows = list(sheet.rows)
        mended = set()
        for place, number in enumerate(sheet.row_numbers):
            row = self._rows.pop(number, None)
            if row is not None:
                if self._id_at is not None and row[self._id_at] != rows[place][self._id_at]:
                    raise FileError("repair_id", row=number, old=rows[place][self._id_at], new=row[self._id_at])
                rows[place] = row
                mended.add(number)
        return replace(sheet, rows=rows, problems=[p for p in sheet.problems if p.row not in mended])

    def check_all_used(self) -> None:
        """Raise ``FileError`` when a correction found no row."""
        if self._rows:
            raise FileError("repair_row", row=min(self._rows))
