"""A table of missions as it stands in a file, and how its header is found and its rows are brought to one width."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from missions.files.columns import Headings, numbers_columns
from missions.files.output import OUTPUT_COLUMNS, unguard
from missions.files.problems import FileError, Problem

TITLE_ROWS = 30
"""The header is looked for in so many rows."""


@dataclass(frozen=True)
class Sheet:
    """A table of missions as it stands in a file, or a piece of it; cells are text, exactly as written.

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


class Body:
    """The rows beneath the header, brought to its width."""

    def __init__(self, header: Sequence[str], *, ragged: bool = False, begun: bool = False) -> None:
        """``ragged`` when short rows are to be reported, ``begun`` when missions stand above already."""
        self.header = tuple(map(unguard, header))
        self.blank_rows = 0
        self.numbering_row: int | None = None
        self._ragged = ragged
        self._begun = begun
        self.clear()

    def clear(self) -> None:
        """Begin a new piece."""
        self.rows: list[list[str]] = []
        self.row_numbers: list[int] = []
        self.problems: list[Problem] = []
        self.size = 0
        """Characters in the rows."""

    def add(self, number: int, record: list[str]) -> None:
        """Add the row that stands at ``number``, unless it holds no mission."""
        if not filled(record):
            self.blank_rows += 1
        elif not self._begun and self.numbering_row is None and numbers_columns(record):
            self.numbering_row = number
        else:
            self._begun = True
            self._add(number, record)

    def sheet(self, header_row: int = 1) -> Sheet:
        """The rows added, as a sheet."""
        return Sheet(
            header=self.header,
            rows=self.rows,
            row_numbers=self.row_numbers,
            header_row=header_row,
            blank_rows=self.blank_rows,
            numbering_row=self.numbering_row,
            problems=self.problems,
        )

    def _add(self, number: int, record: list[str]) -> None:
        width = len(self.header)
        row = [unguard(cell) if cell.startswith("'") else cell for cell in record]
        if len(row) != width:
            extra = [cell for cell in row[width:] if cell.strip()]
            if extra:
                self.problems.append(Problem(number, "", " | ".join(extra), "too_many_cells"))
            elif self._ragged and len(row) < width:
                self.problems.append(Problem(number, "", f"{len(row)}/{width}", "too_few_cells"))
            row = row[:width] + [""] * (width - len(row))
        self.rows.append(row)
        self.row_numbers.append(number)
        self.size += sum(map(len, row))


def header_at(records: list[list[str]], headings: Headings, header_row: int | None) -> int:
    """The position of the header: as told, else ours, else the row best recognised, else the first with anything.

    Raises ``FileError``.
    """
    if header_row is not None:
        if not 1 <= header_row <= len(records) or not filled(records[header_row - 1]):
            raise FileError("no_such_row", row=header_row)
        return header_row - 1
    for at, record in enumerate(records[:TITLE_ROWS]):
        if tuple(record[-len(OUTPUT_COLUMNS) :]) == OUTPUT_COLUMNS:
            return at
    scores = [headings.score(record) for record in records[:TITLE_ROWS]]
    best = max(scores)
    if best > (0, 0, 0):
        return scores.index(best)
    return next(at for at, record in enumerate(records) if filled(record))


def filled(record: list[str]) -> bool:
    """Whether any cell holds something."""
    return any(cell and not cell.isspace() for cell in record)
