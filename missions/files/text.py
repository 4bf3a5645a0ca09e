"""A text of missions (CSV and its relatives) read a few thousand rows at a time, so that its size does not matter."""

import io
from collections import deque
from dataclasses import replace
from typing import BinaryIO, TextIO

from flowchart.chart import Chart
from missions.files.columns import Headings, headings_of
from missions.files.delimited import Records, sample, separator
from missions.files.encoding import ENCODINGS, Encoding, find_encoding
from missions.files.problems import FileError, Problem
from missions.files.sheet import MOST_BLANK, TITLE_ROWS, Body, Sheet, filled, header_at

ROWS_AT_ONCE = 20_000
_CHARACTERS_AT_ONCE = 2**24


class TextTable:
    """A text whose header was found, and the place reached in its rows. Raises ``FileError``.

    What is not given is found: the header row (from 1) and the encoding. With ``presumed`` the file is taken to be in
    that encoding without reading all of it first; ``UnicodeDecodeError`` is raised where it is not.
    """

    def __init__(
        self,
        stream: BinaryIO,
        chart: Chart,
        *,
        header_row: int | None = None,
        encoding: str | None = None,
        presumed: str | None = None,
    ) -> None:
        if encoding is not None and encoding not in ENCODINGS:
            raise FileError("unknown_encoding", name=encoding, encodings=", ".join(ENCODINGS))
        self._stream = stream
        found = Encoding(presumed, damaged=False) if presumed else find_encoding(stream, encoding)
        self.encoding = found.name
        self.number = 0
        """The row reached."""
        self._errors = "strict" if presumed else "replace"
        self.damaged = found.damaged
        """Whether some bytes are no characters in the encoding."""
        self._looks_for_damage = found.damaged
        self._damage: tuple[int, int, str] | None = None
        self._waiting: deque[list[str]] = deque()
        self._last = ""
        self.ended = False
        """Whether all rows were given."""
        headings = headings_of(chart)
        start = sample(self._open())
        self.delimiter, skipped = separator(start, headings)
        text = self._open()
        text.read(skipped)
        self._skipped = skipped
        self._records = Records(text, self.delimiter)
        header = self._find_header(headings, header_row)
        self.header_row = self.number
        if header_row is None and headings.score(header) == (0, 0, 0) and (len(header) < 2 or _is_binary(start)):
            raise FileError("no_table")
        self._body = Body(header, chart, ragged=True)
        self._rows = 0

    @property
    def header(self) -> tuple[str, ...]:
        """The headings."""
        return self._body.header

    @property
    def blank_rows(self) -> int:
        """How many rows were skipped because they hold nothing."""
        return self._body.blank_rows

    @property
    def numbering_row(self) -> int | None:
        """The row that only numbers the columns, if one was met."""
        return self._body.numbering_row

    @property
    def foot_rows(self) -> tuple[int, ...]:
        """The rows at the end that are no missions; known once all rows were given."""
        return self._body.foot_rows if self.ended else ()

    def sheet(self, most: int = ROWS_AT_ONCE) -> Sheet | None:
        """The next rows, as a sheet of their own; None at the end. Raises ``FileError``."""
        if self.ended:
            return None
        body = self._body
        body.clear()
        while len(body.rows) < most and body.size < _CHARACTERS_AT_ONCE:
            record = self._next()
            if record is None:
                self.ended = True
                break
            body.add(self.number, record)
        if self._records.open_quote and not self._waiting:
            self.ended = True  # the cell never closed was the last
        self._rows += len(body.rows)
        if self.ended and not self._rows:
            raise FileError("no_rows", row=self.header_row)
        body.problems += self._damage_problems()
        foot = self.foot_rows
        return replace(body.sheet(self.header_row), foot_rows=foot, encoding=self.encoding, delimiter=self.delimiter)

    @property
    def position(self) -> int:
        """How many bytes of UTF-8 the rows given take, with all that stands before them."""
        return self._skipped + self.used

    @property
    def used(self) -> int:
        """The bytes of UTF-8 in the rows read since ``resume``."""
        return self._records.size

    @property
    def holds_rows(self) -> bool:
        """Whether some rows were read that are given only if a mission follows."""
        return bool(self._body.foot_rows)

    def may_be_foot(self, record: list[str]) -> bool:
        """Whether the row would be part of the foot if no mission stood beneath it."""
        return self._body.may_be_foot(record)

    def skip(self, rows: int, missions: int) -> None:
        """Take it that another reader has read so many rows, among them so many missions."""
        self.number += rows
        self._rows += missions

    def resume(self, text: TextIO) -> None:
        """Read on in ``text``."""
        self._records = Records(text, self.delimiter)

    def _open(self) -> TextIO:
        self._stream.seek(0)
        return _Text(self._stream, self.encoding, self._errors, newline="")

    def _next(self) -> list[str] | None:
        """The next record; None at the end."""
        if self._waiting:
            self.number += 1
            return self._waiting.popleft()
        record = next(self._records, None)
        if record is not None:
            self.number += 1
            self._last = record[-1] if record else ""
            if self._looks_for_damage:
                self._look_for_damage(record)
        return record

    def _look_for_damage(self, record: list[str]) -> None:
        cell = next((n for n, value in enumerate(record) if "\ufffd" in value), None)
        if cell is not None:
            self._looks_for_damage = False  # reported once
            self._damage = self.number, cell, record[cell]

    def _damage_problems(self) -> list[Problem]:
        """What is wrong with the text as a whole: bytes that are no characters, a quotation mark never closed."""
        problems = []
        if self._damage:
            row, cell, value = self._damage
            self._damage = None
            column = self.header[cell] if row > self.header_row and cell < len(self.header) else ""
            problems.append(Problem(row, column, value, "undecodable"))
        if self.ended and self._records.open_quote:
            problems.append(Problem(self.number, "", self._last, "open_quote"))
        return problems

    def _find_header(self, headings: Headings, header_row: int | None) -> list[str]:
        """Go to the header; the rows beneath it that were looked at wait to be read again."""
        if header_row is not None:
            return self._go_to(header_row)
        head: list[list[str]] = []
        while len(head) < TITLE_ROWS and (record := self._next()) is not None:
            head.append(record)
        if not any(map(filled, head)):
            return self._first_filled()
        at = header_at(head, headings, None)
        self._waiting.extend(head[at + 1 :])
        self.number = at + 1
        return head[at]

    def _go_to(self, header_row: int) -> list[str]:
        anything = False
        while self.number < min(header_row, MOST_BLANK) and (record := self._next()) is not None:
            if self.number == header_row and filled(record):
                return record
            anything = anything or filled(record)
        if not anything:
            self._first_filled()
        raise FileError("no_such_row", row=header_row)

    def _first_filled(self) -> list[str]:
        while self.number < MOST_BLANK and (record := self._next()) is not None:
            if filled(record):
                return record
        raise FileError("empty") if self.number < MOST_BLANK else FileError("many_blank_rows", most=f"{MOST_BLANK:,}")


class _Text(io.TextIOWrapper):
    """A text that leaves its file open."""

    def close(self) -> None:
        """Do nothing."""


def _is_binary(text: str) -> bool:
    """Whether this is no text at all, such as a PDF or a picture."""
    start = text[:4096]
    controls = sum(c < " " and c not in "\t\r\n" for c in start)
    return controls > 0.02 * len(start)
