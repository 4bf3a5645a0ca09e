"""Reading a file of missions, whatever office made it: CSV in any encoding, Excel, OpenDocument.

Nothing is guessed silently: what was taken for the header, the encoding and the separator is told, and each row
that does not fit is a ``Problem``.
"""

from dataclasses import dataclass, field

from flowchart.chart import Chart
from missions.columns import Headings, Score, numbers_columns
from missions.delimited import Table, split
from missions.encoding import ENCODINGS, decode
from missions.output import unguard
from missions.problems import FileError, Problem
from missions.workbook import OLE, ZIP, Workbook

__all__ = ["ENCODINGS", "FileError", "Sheet", "read_sheet"]

TITLE_ROWS = 30
"""The header is looked for in so many rows."""


@dataclass(frozen=True)
class Sheet:
    """A table of missions as it stands in a file; cells are text, exactly as written.

    ``rows`` all have as many cells as ``header``, whose names may repeat or be empty. ``row_numbers`` and
    ``header_row`` count as the user sees them: from 1, title rows and blank rows included. ``encoding`` and
    ``delimiter`` are None for a workbook, ``sheet_name`` for a text. ``blank_rows`` were skipped, as was a row that
    only numbers the columns (``numbering_row``).
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    row_numbers: list[int]
    header_row: int
    encoding: str | None = None
    delimiter: str | None = None
    sheet_name: str | None = None
    sheets: tuple[str, ...] = ()
    blank_rows: int = 0
    numbering_row: int | None = None
    problems: list[Problem] = field(default_factory=list)


def read_sheet(
    data: bytes,
    chart: Chart,
    *,
    header_row: int | None = None,
    encoding: str | None = None,
    sheet_name: str | None = None,
) -> Sheet:
    """Read a file. What is not given is found: the header row (from 1), a text's encoding, a workbook's sheet.

    ``encoding`` is one of ``ENCODINGS`` and means nothing for a workbook. Raises ``FileError``.
    """
    headings = Headings(chart)
    if data.startswith((ZIP, OLE)):
        return _read_workbook(data, headings, header_row, sheet_name)
    if sheet_name is not None:
        raise FileError("unknown_sheet", name=sheet_name, sheets="-")
    if encoding is not None and encoding not in ENCODINGS:
        raise FileError("unknown_encoding", name=encoding, encodings=", ".join(ENCODINGS))
    return _read_text(data, headings, header_row, encoding)


def _read_workbook(data: bytes, headings: Headings, header_row: int | None, sheet_name: str | None) -> Sheet:
    book = Workbook(data)
    if sheet_name is not None and sheet_name not in book.names:
        raise FileError("unknown_sheet", name=sheet_name, sheets=", ".join(book.names))
    best: tuple[Score, str, list[list[str]]] | None = None
    for name in book.visible if sheet_name is None else (sheet_name,):
        records = book.records(name)
        if any(map(_filled, records)):
            score = max(map(headings.score, _candidates(records, header_row)), default=(0, 0, 0))
            if best is None or score > best[0]:
                best = score, name, records
    if best is None:
        raise FileError("empty")
    _, name, records = best
    at = _header_at(records, headings, header_row)
    body = _Body(records, at)
    return body.sheet(sheet_name=name, sheets=book.names)


def _read_text(data: bytes, headings: Headings, header_row: int | None, encoding: str | None) -> Sheet:
    text, encoding, damaged = decode(data, encoding)
    table = split(text, headings)
    if not any(map(_filled, table.records)):
        raise FileError("empty")
    at = _header_at(table.records, headings, header_row)
    recognised = headings.score(table.records[at]) > (0, 0, 0)
    if header_row is None and not recognised and (len(table.records[at]) < 2 or _is_binary(text)):
        raise FileError("no_table")
    body = _Body(table.records, at, ragged=True)
    body.problems += _damage(table, body.header, at, damaged=damaged)
    return body.sheet(encoding=encoding, delimiter=table.delimiter)


class _Body:
    """The rows beneath the header at position ``at``, brought to its width."""

    def __init__(self, records: list[list[str]], at: int, *, ragged: bool = False) -> None:
        self.header = tuple(map(unguard, records[at]))
        self.at = at
        self.rows: list[list[str]] = []
        self.row_numbers: list[int] = []
        self.blank_rows = 0
        self.numbering_row: int | None = None
        self.problems: list[Problem] = []
        for number, record in enumerate(records[at + 1 :], start=at + 2):
            if not _filled(record):
                self.blank_rows += 1
            elif not self.rows and self.numbering_row is None and numbers_columns(record):
                self.numbering_row = number
            else:
                self._add(number, record, ragged)

    def _add(self, number: int, record: list[str], ragged: bool) -> None:
        width = len(self.header)
        row = [unguard(cell) if cell.startswith("'") else cell for cell in record]
        extra = [cell for cell in row[width:] if cell.strip()]
        if extra:
            self.problems.append(Problem(number, "", " | ".join(extra), "too_many_cells"))
        elif ragged and len(row) < width:
            self.problems.append(Problem(number, "", f"{len(row)}/{width}", "too_few_cells"))
        self.rows.append(row[:width] + [""] * (width - len(row)))
        self.row_numbers.append(number)

    def sheet(
        self,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        sheet_name: str | None = None,
        sheets: tuple[str, ...] = (),
    ) -> Sheet:
        if not self.rows:
            raise FileError("no_rows", row=self.at + 1)
        return Sheet(
            header=self.header,
            rows=self.rows,
            row_numbers=self.row_numbers,
            header_row=self.at + 1,
            encoding=encoding,
            delimiter=delimiter,
            sheet_name=sheet_name,
            sheets=sheets,
            blank_rows=self.blank_rows,
            numbering_row=self.numbering_row,
            problems=self.problems,
        )


def _candidates(records: list[list[str]], header_row: int | None) -> list[list[str]]:
    return records[:TITLE_ROWS] if header_row is None else records[max(header_row - 1, 0) : max(header_row, 0)]


def _header_at(records: list[list[str]], headings: Headings, header_row: int | None) -> int:
    """The position of the header: as told, else the row best recognised, else the first that holds anything."""
    if header_row is not None:
        if not 1 <= header_row <= len(records) or not _filled(records[header_row - 1]):
            raise FileError("no_such_row", row=header_row)
        return header_row - 1
    scores = [headings.score(record) for record in records[:TITLE_ROWS]]
    best = max(scores)
    if best > (0, 0, 0):
        return scores.index(best)
    return next(at for at, record in enumerate(records) if _filled(record))


def _damage(table: Table, header: tuple[str, ...], at: int, *, damaged: bool) -> list[Problem]:
    """What is wrong with the text as a whole: bytes that are no characters, a quotation mark never closed."""
    problems = []
    if damaged:
        row, cell = next(
            (n, c) for n, record in enumerate(table.records) for c, v in enumerate(record) if "\ufffd" in v
        )
        column = header[cell] if row > at and cell < len(header) else ""
        problems.append(Problem(row + 1, column, table.records[row][cell], "undecodable"))
    if table.open_quote:
        problems.append(Problem(len(table.records), "", table.records[-1][-1], "open_quote"))
    return problems


def _filled(record: list[str]) -> bool:
    return any(cell and not cell.isspace() for cell in record)


def _is_binary(text: str) -> bool:
    """Whether this is no text at all, such as a PDF or a picture."""
    sample = text[:4096]
    controls = sum(c < " " and c not in "\t\r\n" for c in sample)
    return controls > 0.02 * len(sample)
