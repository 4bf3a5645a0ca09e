"""Reading a file of missions, whatever office made it: CSV in any encoding, Excel, OpenDocument.

Nothing is guessed silently: what was taken for the header, the encoding and the separator is told, and each row
that does not fit is a ``Problem``.
"""

import io
from dataclasses import dataclass, replace

from flowchart.chart import Chart
from missions.files.columns import Score, headings_of
from missions.files.encoding import ENCODINGS
from missions.files.problems import FileError
from missions.files.sheet import TITLE_ROWS, Body, Sheet, filled, header_at
from missions.files.text import ROWS_AT_ONCE, TextTable
from missions.files.workbook import OLE, ZIP, Workbook

__all__ = ["ENCODINGS", "Bounds", "FileError", "Sheet", "read_sheet"]


@dataclass(frozen=True)
class Bounds:
    """The most rows and cells of a table that is read whole. Columns, sheets and texts have bounds of their own."""

    rows: int = 10_000_000
    cells: int = 30_000_000

    def check(self, rows: int, columns: int) -> None:
        """Raise ``FileError`` ``many_rows`` or ``many_cells``."""
        if rows > self.rows:
            raise FileError("many_rows", most=f"{self.rows:,}")
        if rows * columns > self.cells:
            raise FileError("many_cells", most=f"{self.cells:,}")


def read_sheet(
    data: bytes,
    chart: Chart,
    *,
    header_row: int | None = None,
    encoding: str | None = None,
    sheet_name: str | None = None,
    bounds: Bounds = Bounds(),
) -> Sheet:
    """Read a file. What is not given is found: the header row (from 1), a text's encoding, a workbook's sheet.

    ``encoding`` is one of ``ENCODINGS`` and means nothing for a workbook. Raises ``FileError``.

    For a file that somebody sent, ``missions.files.reading`` does this in a process with limits: a workbook of a few
    kilobytes can take all memory there is and end the process that reads it.
    """
    if data.startswith((ZIP, OLE)):
        return _read_workbook(data, chart, header_row, sheet_name, bounds)
    if sheet_name is not None:
        raise FileError("unknown_sheet", name=sheet_name, sheets="-")
    return _read_text(data, chart, header_row, encoding, bounds)


def _read_workbook(data: bytes, chart: Chart, header_row: int | None, sheet_name: str | None, bounds: Bounds) -> Sheet:
    headings = headings_of(chart)
    book = Workbook(data)
    if sheet_name is not None and sheet_name not in book.names:
        raise FileError("unknown_sheet", name=sheet_name, sheets=", ".join(book.names))
    best: tuple[Score, str, list[list[str]]] | None = None
    for name in book.visible if sheet_name is None else (sheet_name,):
        records = book.records(name, bounds.check)
        if any(map(filled, records)):
            score = max(map(headings.score, _candidates(records, header_row)), default=(0, 0, 0))
            if best is None or score > best[0]:
                best = score, name, records
    if best is None:
        raise FileError("empty")
    _, name, records = best
    at = header_at(records, headings, header_row)
    body = Body(records[at], chart)
    for number, record in enumerate(records[at + 1 :], start=at + 2):
        body.add(number, record)
    if not body.rows:
        raise FileError("no_rows", row=at + 1)
    return replace(body.sheet(at + 1), sheet_name=name, sheets=book.names)


def _candidates(records: list[list[str]], header_row: int | None) -> list[list[str]]:
    return records[:TITLE_ROWS] if header_row is None else records[max(header_row - 1, 0) : max(header_row, 0)]


def _read_text(data: bytes, chart: Chart, header_row: int | None, encoding: str | None, bounds: Bounds) -> Sheet:
    table = TextTable(io.BytesIO(data), chart, header_row=header_row, encoding=encoding)
    pieces = []
    rows = 0
    while (piece := table.sheet(min(ROWS_AT_ONCE, bounds.rows - rows + 1))) is not None:
        pieces.append(piece)
        rows += len(piece.rows)
        bounds.check(rows, len(table.header))
    return replace(
        pieces[-1],
        rows=[row for piece in pieces for row in piece.rows],
        row_numbers=[number for piece in pieces for number in piece.row_numbers],
        problems=[problem for piece in pieces for problem in piece.problems],
    )
