"""A table of missions as it stands in a file, and how its header is found and its rows are brought to one width."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flowchart.chart import Chart
from missions.files.columns import Headings, Score, is_bare_number, match_columns, numbers_columns
from missions.files.foot import MOST, Foot
from missions.files.output import ALL_COLUMNS, kept_columns, unguard
from missions.files.problems import FileError, Problem

TITLE_ROWS = 30
"""The header is looked for in so many rows."""
MOST_BLANK = 4_000_000
"""Rows of a text that may hold nothing: those of some worksheets, which some programs write to the last row."""
MOST_COLUMNS = 2_000
"""Columns that a table may have; one of missions has a few dozen."""


@dataclass(frozen=True)
class Sheet:
    """A table of missions as it stands in a file, or a piece of it; cells are text, exactly as written.

    ``rows`` all have as many cells as ``header``, whose names may repeat or be empty. ``row_numbers`` and
    ``header_row`` count as the user sees them: from 1, title rows and blank rows included. ``encoding`` and
    ``delimiter`` are None for a workbook, ``sheet_name`` for a text. ``blank_rows`` were skipped, as was a row that
    only numbers the columns (``numbering_row``) and totals and notes at the foot (``foot_rows``).
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
    foot_rows: tuple[int, ...] = ()
    problems: list[Problem] = field(default_factory=list)


class Body:
    """The rows beneath the header, brought to its width."""

    def __init__(
        self, header: Sequence[str], chart: Chart | None = None, *, ragged: bool = False, begun: bool = False
    ) -> None:
        """``ragged`` when short rows are to be reported, ``begun`` when missions stand above already.

        With a ``chart`` the foot of the table is recognised; without one every row is taken for a mission.
        """
        self.header = tuple(map(unguard, header))
        if len(self.header) > MOST_COLUMNS and sum(map(bool, self.header)) > MOST_COLUMNS:
            raise FileError("many_columns", most=f"{MOST_COLUMNS:,}")
        columns = match_columns(chart, self.header) if chart else None
        self._is_foot = Foot(chart, columns) if chart and columns else None
        self._name_at = columns.fields.get("name") if columns else None
        self._held: list[tuple[int, list[str]]] = []
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
            if self.blank_rows > MOST_BLANK:
                raise FileError("many_blank_rows", most=f"{MOST_BLANK:,}")
        elif not self._begun and self.numbering_row is None and numbers_columns(record, self._name_at):
            self.numbering_row = number
        elif len(self._held) < MOST and self.may_be_foot(record):
            self._held.append((number, record))  # until it is known whether a mission follows
        else:
            self._begun = True
            for held in self._held:
                self._add(*held)
            self._held.clear()
            self._add(number, record)

    def may_be_foot(self, record: list[str]) -> bool:
        """Whether the row would be part of the foot if no mission stood beneath it."""
        return self._is_foot is not None and self._is_foot(record)

    @property
    def foot_rows(self) -> tuple[int, ...]:
        """The rows beneath the last mission that are none."""
        return tuple(number for number, _ in self._held)

    def sheet(self, header_row: int = 1) -> Sheet:
        """The rows added, as a sheet."""
        return Sheet(
            header=self.header,
            rows=self.rows,
            row_numbers=self.row_numbers,
            header_row=header_row,
            blank_rows=self.blank_rows,
            numbering_row=self.numbering_row,
            foot_rows=self.foot_rows,
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
        if kept_columns(record) < len(record):
            return at
    scores = list(_scores(records[:TITLE_ROWS], headings))
    best = max(scores)
    if best > (0, 0, 0):
        return scores.index(best)
    return next(at for at, record in enumerate(records) if filled(record))


def _scores(records: list[list[str]], headings: Headings) -> Iterator[Score]:
    """How well each row does as a header. Beneath one that names questions only a row of nothing but headings counts.

    A wider row may still stand beneath a legend, which names one question and no other column.
    """
    width = 0
    for record in records:
        cells = [cell for cell in record if cell.strip()]
        score = headings.score(record)
        beneath = len(cells) <= width and not all(_is_heading(cell, headings) for cell in cells)
        yield (0, 0, 0) if beneath else score
        if score[1]:
            legend = score[1:] == (1, 0)
            width = max(width, len(cells) if legend else sys.maxsize)


def _is_heading(cell: str, headings: Headings) -> bool:
    if is_bare_number(cell):
        return False
    return bool(headings.question(cell) or headings.field(cell)) or cell in ALL_COLUMNS


def filled(record: list[str]) -> bool:
    """Whether any cell holds something."""
    return any(cell and not cell.isspace() for cell in record)
