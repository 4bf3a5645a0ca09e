"""How large a workbook becomes when it is opened, found before it is opened.

A workbook of a few kilobytes can unpack to gigabytes, or hold one cell in the last row and one in the last column;
the reader would ask for memory for all the cells between and end the whole process, so it is refused first.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from missions.files.problems import FileError

BYTES = 1_000_000_000
"""The most that a workbook may unpack to."""
CELLS = 30_000_000
"""The most cells of a sheet, counted as last row times last column."""

_WINDOW = 16_384
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_ODS_ROWS = re.compile(rb"""number-rows-repeated\s*=\s*["'](\d{1,9})""")
_ODS_COLUMNS = re.compile(rb"""number-columns-repeated\s*=\s*["'](\d{1,9})""")


def check_unpacked(data: bytes) -> None:
    """Raise ``FileError`` when the zipped workbook would be too large, or is no ZIP file that can be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        if any(entry.filename.lower().endswith("workbook.bin") for entry in entries):
            raise FileError("not_a_workbook")  # XLSB: its sheets are not text, so their size cannot be told
        _allow(sum(entry.file_size for entry in entries) <= BYTES)
        total = 0
        for entry in entries:
            extent = _OdsExtent() if entry.filename == "content.xml" else _XlsxExtent()
            for piece in _whole_tags(_unpack(data, entry)):
                total += len(piece)
                extent.add(piece)
                _allow(total <= BYTES and extent.cells <= CELLS)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OverflowError, NotImplementedError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError("not_a_workbook") from None


def _allow(fits: bool) -> None:
    if not fits:
        raise FileError("too_large", megabytes=BYTES // 1_000_000, cells=CELLS // 1_000_000)


def _unpack(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of an entry as it really is: the sizes that an archive states may be untrue."""
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    end = start + entry.compress_size
    stored = entry.compress_type == zipfile.ZIP_STORED
    if not stored and entry.compress_type != zipfile.ZIP_DEFLATED:
        raise FileError("not_a_workbook")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(start, end, _WINDOW):
        window = data[at : min(at + _WINDOW, end)]
        yield window if stored else inflater.decompress(window)


def _whole_tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut so that no tag lies across a cut."""
    rest = b""
    for chunk in chunks:
        piece = rest + chunk
        cut = piece.rfind(b"<")
        if cut < 0 or len(piece) - cut > _WINDOW:
            cut = len(piece)
        yield piece[:cut]
        rest = piece[cut:]
    yield rest


class _XlsxExtent:
    """The last row and column of an XLSX sheet, from cell references or, where they are left out, from counts."""

    def __init__(self) -> None:
        self._last_row = self._last_column = self._rows = self._unnamed = 0

    @property
    def cells(self) -> int:
        return max(self._last_row, self._rows) * max(self._last_column, min(self._unnamed, 16_384))

    def add(self, piece: bytes) -> None:
        references = _REFERENCE.findall(piece)
        self._last_row = max(self._last_row, max((int(row) for _, row in references), default=0))
        self._last_column = max(self._last_column, *map(_column_number, {column for column, _ in references} | {b""}))
        self._rows += len(_ROW_TAG.findall(piece))
        self._unnamed += len(_CELL_TAG.findall(piece)) - sum(1 for column, _ in references if column)


class _OdsExtent:
    """The last row and column that hold something in any sheet of an ODS file, repeats included."""

    def __init__(self) -> None:
        self.cells = 0
        self._start()

    def _start(self) -> None:
        self._row = self._column = self._repeat = self._last_row = self._last_column = 0

    def add(self, piece: bytes) -> None:
        for kind, attributes in _ODS_TAG.findall(piece):
            if kind == b"table":
                self._start()
            elif kind == b"table-row":
                self._repeat = _number(_ODS_ROWS, attributes)
                self._row += self._repeat
                self._column = 0
            else:
                self._column += _number(_ODS_COLUMNS, attributes)
                if not attributes.endswith(b"/") or b"value" in attributes:
                    self._last_row = self._row
                    self._last_column = max(self._last_column, self._column)
                    self.cells = max(self.cells, self._last_row * self._last_column)


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA; 0 for no letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
