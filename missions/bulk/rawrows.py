"""The rows of a block of CSV as the bytes they are, and which of them our own writer would write letter for letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

BLOCK = 2**22

# A cell as we write it begins with a letter, a digit or a sign that no spreadsheet runs and no reader trims.
_FIRST = r"[0-9A-Za-z#./:*%&!_<?~^$(\\\[{\x{0E00}-\x{0FFF}]"
_BEYOND = r"\x{A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}"
_PLAIN = rf"[ !#-+\-.-:<-{{}}~{_BEYOND}]"
_SPECIAL = r'(?:""|[,;|\t\r\n])'
_FILLED = (
    rf"(?:{_FIRST}{_PLAIN}*|-[0-9]*|"  # as it is; a dash or a number below zero
    rf'"(?:{_FIRST}{_PLAIN}*{_SPECIAL}|"")(?:{_PLAIN}|{_SPECIAL})*")'  # in the quotes that it needs
)
# What every reader of CSV takes for one row.
_WELL_FORMED = re.compile(rb'(?:[^",\r\n]*|"[^"]*(?:""[^"]*)*")(?:,(?:[^",\r\n]*|"[^"]*(?:""[^"]*)*"))*')

_Mask: TypeAlias = npt.NDArray[np.bool_]
_Places: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """The rows of a block. Those written as they stand are ``lines``, each with the line end before it.

    ``numbers`` says which row of the block each line is, from 0. The ``others`` are given as text, with how many
    of ``lines`` stand before and which row of the block it is. ``count`` is the number of rows, blank ones included.
    """

    lines: pa.StringArray
    numbers: _Places
    others: list[tuple[int, int, str]]
    count: int


class Expected:
    """Recognises the rows of one file: ``width`` cells, rows that end in ``line_end``."""

    def __init__(self, width: int, line_end: bytes, filled: int | None = None) -> None:
        """A row in which the cell at ``filled`` is empty is not recognised."""
        self.line_end = line_end
        end = line_end.decode()
        cells = [_FILLED if at == filled else f"{_FILLED}?" for at in range(width)]
        self._as_we_write = f"^{end}{','.join(cells)}$"
        self._blank = pa.scalar(end + "," * (width - 1)) if filled is None else None

    def rows(self, block: memoryview) -> Rows | None:
        """The rows of ``block``, each of which begins with a line end; None when their limits are in doubt.

        Raises ``UnicodeDecodeError`` when the block is no UTF-8.
        """
        offsets = self._offsets(block)
        count = len(offsets) - 1
        lines = pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(block))
        good = pc.match_substring_regex(lines, self._as_we_write)
        if self._blank is not None:
            good = pc.and_not(good, pc.equal(lines, self._blank))
        as_they_stand: _Mask = good.to_numpy(zero_copy_only=False).copy()
        spans = self._spans(block, offsets, as_they_stand)
        if spans is None:
            return None
        inside = np.zeros(count, dtype=np.int64)  # lines that are not the first of their row
        for first, last, _ in spans:
            inside[first + 1 : last + 1] = 1
        numbers = np.arange(count) - np.cumsum(inside)
        before: _Places = np.cumsum(as_they_stand) - as_they_stand
        others = [(int(before[first]), int(numbers[first]), text) for first, _, text in spans]
        return Rows(
            lines.filter(pa.array(as_they_stand)) if others else lines,
            numbers[as_they_stand],
            others,
            count - int(inside.sum()),
        )

    def _offsets(self, block: memoryview) -> npt.NDArray[np.int32]:
        """Where each line of ``block`` begins, and its end."""
        letters = np.frombuffer(block, dtype=np.uint8)
        starts = np.flatnonzero(letters == ord("\n"))
        if self.line_end == b"\r\n":
            starts = starts[letters[starts - 1] == ord("\r")] - 1
        return np.append(starts, len(block)).astype(np.int32)

    def _spans(
        self, block: memoryview, offsets: npt.NDArray[np.int32], as_they_stand: _Mask
    ) -> list[tuple[int, int, str]] | None:
        """The other rows: first and last line, and text. Lines inside a cell are struck from ``as_they_stand``."""
        spans: list[tuple[int, int, str]] = []
        open_at: int | None = None
        for place in np.flatnonzero(~as_they_stand).tolist():
            line = bytes(block[offsets[place] : offsets[place + 1]])
            odd = line.count(b'"') % 2 == 1  # a quoted cell begins here and goes on in a later line, or ends here
            if open_at is None and odd:
                open_at = place
            elif open_at is None or odd:
                first = place if open_at is None else open_at
                row = bytes(block[offsets[first] + len(self.line_end) : offsets[place + 1]])
                if not _WELL_FORMED.fullmatch(row):
                    return None
                as_they_stand[first : place + 1] = False
                spans.append((first, place, row.decode()))
                open_at = None
        return spans if open_at is None else None


def line_end_before(stream: BinaryIO, position: int) -> bytes | None:
    """The line end that stands before a byte of a file."""
    stream.seek(max(position - 2, 0))
    found = stream.read(min(position, 2))
    return b"\r\n" if found == b"\r\n" else b"\n" if found.endswith(b"\n") else None


def blocks(stream: BinaryIO, position: int, line_end: bytes) -> Iterator[tuple[int, memoryview]]:
    """The file from byte ``position`` on in blocks of whole rows, and where each ends. Rows begin with a line end.

    They end early where the end of a row is not found.
    """
    at = position - len(line_end)
    while True:
        stream.seek(at)
        text = stream.read(BLOCK)
        if len(text) <= len(line_end):
            return
        last = len(text) < BLOCK
        cut = len(text) - len(line_end) * text.endswith(line_end) if last else _cut(text, line_end)
        if cut is None:
            return
        at += cut
        yield at + len(line_end), memoryview(text)[:cut]
        if last:
            return


def _cut(text: bytes, line_end: bytes) -> int | None:
    """Where the last row that is whole ends."""
    odd = np.count_nonzero(np.frombuffer(text, dtype=np.uint8) == ord('"')) % 2
    cut = len(text)
    for _ in range(100):
        end = cut
        cut = text.rfind(line_end, 0, end)
        if cut <= 0:
            return None
        odd ^= text.count(b'"', cut, end) % 2
        if not odd:
            return cut
    return None
