"""A text of missions as blocks of whole rows, read by polars once their structure is proven.

A block whose structure is in doubt (a quotation mark inside a bare cell, a row of another width, a NUL, a lone CR) is
not read here: the tolerant reader reads its rows, which then take the same way as all others.
"""

import codecs
import io
from dataclasses import dataclass
from typing import BinaryIO, TextIO

import numpy as np
import numpy.typing as npt
import polars as pl

from missions.bulk.cells import unguarded

BLOCK = 2**23
"""Bytes that are read at once."""
_LF, _CR, _QUOTE = b'\n\r"'
_LINES_BACK = 100
"""Line ends that are tried from the end of a block before it is said to have no end of a row."""


@dataclass(frozen=True)
class Rows:
    """The rows of a block: their cells as text in columns named 0, 1, …, and the place of each among all rows from 0.

    Empty lines are rows too, but not in ``frame``. ``starts`` are the bytes at which all rows begin.
    """

    frame: pl.DataFrame
    places: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]


class Utf8Text:
    """A text as UTF-8 bytes, whatever its encoding, read from front to back; bytes can be given back.

    Without ``damaged`` a byte that is no character raises ``UnicodeDecodeError``, sooner or later.
    """

    def __init__(self, stream: BinaryIO, encoding: str, *, damaged: bool = False) -> None:
        self._stream = stream
        stream.seek(0)
        self._decoder = None
        if damaged or encoding not in ("utf-8", "utf-8-sig"):
            self._decoder = codecs.getincrementaldecoder(encoding)("replace" if damaged else "strict")
        elif encoding == "utf-8-sig":
            stream.seek(len(codecs.BOM_UTF8))
        self._rest = b""
        self._ended = False

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes; fewer only at the end."""
        parts = [self._rest]
        have = len(self._rest)
        while have < size and not self._ended:
            raw = self._stream.read(size - have)
            self._ended = not raw
            part = self._decoder.decode(raw, self._ended).encode("utf-8", "replace") if self._decoder else raw
            parts.append(part)
            have += len(part)
        text = b"".join(parts)
        self._rest = text[size:]
        return text[:size]

    def give_back(self, text: bytes) -> None:
        """Make ``text`` the next bytes."""
        self._rest = text + self._rest

    def block(self) -> bytes | None:
        """The next whole rows; b"" at the end, None when no end of a row is found."""
        text = self.take(BLOCK)
        if len(text) < BLOCK:
            return text
        end = _last_row_end(text)
        if end is None:
            self.give_back(text)
            return None
        self.give_back(text[end:])
        return text[:end]

    def opened(self) -> "Opened":
        """The text from here on, for a reader that does not say beforehand how far it will read."""
        return Opened(self)


class Opened:
    """A ``Utf8Text`` lent to a reader of text; ``close`` with the number of bytes that it made use of."""

    def __init__(self, source: Utf8Text) -> None:
        self._source = source
        self._raw = _Lent(source)
        self.text: TextIO = io.TextIOWrapper(io.BufferedReader(self._raw), "utf-8", newline="")

    def close(self, used: int) -> None:
        """Give the rest back."""
        self._source.give_back(b"".join(self._raw.lent)[used:])


class _Lent(io.RawIOBase):
    def __init__(self, source: Utf8Text) -> None:
        self._source = source
        self.lent: list[bytes] = []

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._source.take(len(buffer))
        self.lent.append(piece)
        buffer[: len(piece)] = piece
        return len(piece)


def read_rows(block: bytes, separator: str, width: int) -> Rows | None:
    """The rows of a block; None when its structure is in doubt.

    Raises ``UnicodeDecodeError`` when it is no UTF-8.
    """
    if b"\0" in block:
        return None
    if not block.endswith(b"\n"):
        block += b"\n"
    letters = np.frombuffer(block, dtype=np.uint8)
    marks = np.flatnonzero(letters <= _QUOTE)  # in one pass, of which few remain
    kinds = letters[marks]
    ends, returned, quotes = (marks[kinds == kind] for kind in (_LF, _CR, _QUOTE))
    escaped = 0
    if len(quotes):
        joined = _escaped(letters, quotes, ord(separator))
        if joined is None:
            return None
        escaped = joined
        ends, returned = (bare[np.searchsorted(quotes, bare) % 2 == 0] for bare in (ends, returned))
    after_cr = letters[ends - 1] == _CR  # of a first empty line this looks at the last letter, which is LF
    returns = int(np.count_nonzero(after_cr))
    if returns != len(returned):
        return None
    starts = np.concatenate([[0], ends[:-1] + 1])
    empty = ends - after_cr == starts
    if empty.any():
        kept = np.ones(len(letters), dtype=np.bool_)
        kept[starts[empty]] = kept[ends[empty]] = False
        block = letters[kept].tobytes()
        returns -= int(np.count_nonzero(after_cr & empty))
    places = np.flatnonzero(~empty)
    frame = _parsed(block, separator, width)
    if frame is None or frame.height != len(places):
        return None
    # Every byte must be accounted for: a short row would be filled up silently.
    size = sum(frame.select(pl.all().str.len_bytes().sum()).row(0))
    if size + len(places) * width + returns + len(quotes) - escaped != len(block):
        return None
    return Rows(frame.with_columns(map(unguarded, frame.iter_columns())) if b"'" in block else frame, places, starts)


def _parsed(block: bytes, separator: str, width: int) -> pl.DataFrame | None:
    names = {str(n): pl.String for n in range(width)}
    if not block:
        return pl.DataFrame(schema=names)
    try:
        return pl.scan_csv(block, has_header=False, schema=names, separator=separator).collect(engine="streaming")
    except pl.exceptions.PolarsError:
        block.decode()
        return None


def _escaped(letters: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64], separator: int) -> int | None:
    """How many quotation marks are escaped; None unless each of them opens, closes or is escaped in a quoted cell."""
    if len(quotes) % 2:
        return None
    opening, closing = quotes[::2], quotes[1::2]
    joined = opening[1:] == closing[:-1] + 1  # "" inside a cell
    before, after = letters[opening - 1], letters[closing + 1]
    opens = (before == separator) | (before == _LF)
    closes = (after == separator) | (after == _LF) | (after == _CR)
    opens[1:] |= joined
    closes[:-1] |= joined
    return int(np.count_nonzero(joined)) if opens.all() and closes.all() else None


def _last_row_end(text: bytes) -> int | None:
    """Where the last whole row ends, if quotation marks come in pairs."""
    odd = np.count_nonzero(np.frombuffer(text, dtype=np.uint8) == _QUOTE) % 2
    end = len(text)
    for _ in range(_LINES_BACK):
        line_end = text.rfind(b"\n", 0, end)
        if line_end < 0:
            return None
        odd ^= text.count(b'"', line_end, end) % 2
        if not odd:
            return line_end + 1
        end = line_end
    return None
