"""The sheets of an Excel or OpenDocument workbook as rows of text."""

import datetime
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import TypeAlias

import python_calamine

from missions.files.problems import FileError

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook begins: XLSX, XLSM and ODS are ZIP files, the old XLS and protected workbooks are OLE files."""
MOST_SHEETS = 200
"""Sheets that a workbook may have."""
LONGEST = 100_000
"""Characters of a cell of a workbook; Excel itself writes no more than 32,767."""

_Value: TypeAlias = "int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta"
# None of these looks beyond the tag where it began: a tag that never ends would be read again from each of its letters.
_SHEET = re.compile(rb'<sheet\b[^<>]*\br:id="([^"<]+)"')
_RELATION = re.compile(rb"<Relationship\b[^<>]*>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]*)"')
_SHOWN_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^<>]*)>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>')
_IS_ERROR = re.compile(rb'\bt="e"')


class Workbook:
    """An opened workbook. ``names`` are all its sheets, ``visible`` those that the user sees in it."""

    def __init__(self, data: bytes) -> None:
        """Raise ``FileError``: ``not_a_workbook``, ``protected`` or ``many_sheets``."""
        self._data = data
        try:
            self._book = python_calamine.load_workbook(io.BytesIO(data))
        except BaseException as error:  # noqa: BLE001 - sorted out in _refusal
            raise _refusal(error) from None
        sheets = [s for s in self._book.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
        if len(sheets) > MOST_SHEETS:
            raise FileError("many_sheets", most=MOST_SHEETS)
        self.names = tuple(s.name for s in sheets)
        seen = tuple(s.name for s in sheets if s.visible == python_calamine.SheetVisibleEnum.Visible)
        self.visible = seen or self.names

    def records(self, name: str, check: Callable[[int, int], None]) -> list[list[str]]:
        """All rows of a sheet from row 1, of one width. ``check`` is called with its rows and columns first.

        Raises ``FileError`` when the sheet cannot be read.
        """
        try:
            sheet = self._book.get_sheet_by_name(name)
            check(sheet.total_height, sheet.width)
            records = [list(map(cell_text, row)) for row in sheet.iter_rows()]
        except BaseException as error:  # noqa: BLE001 - sorted out in _refusal
            raise _refusal(error) from None
        # The reader leaves out unused columns on the left.
        left = sheet.start[1] if sheet.start else 0
        for number, record in enumerate(records, start=1):
            if max(map(len, record), default=0) > LONGEST:
                raise FileError("long_cell", row=number, most=f"{LONGEST:,}")
        _fill_merged(records, sheet.merged_cell_ranges or [], left)
        for (row, column), text in self._errors(self._book.sheet_names.index(name)).items():
            if row < len(records) and 0 <= column - left < len(records[row]):
                records[row][column - left] = text
        return records

    def _errors(self, position: int) -> dict[tuple[int, int], str]:
        """Cells of an XLSX sheet that show an error such as #REF!, which the reader gives as empty."""
        if not self._data.startswith(ZIP):
            return {}
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            try:
                sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
                relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
                targets = {found[b"Id"]: found[b"Target"] for found in map(dict, map(_ATTRIBUTE.findall, relations))}
                xml = archive.read(posixpath.join("xl", targets[sheets[position]].decode()).lstrip("/"))
            except (KeyError, IndexError, UnicodeDecodeError, zipfile.BadZipFile):
                return {}
        cells = _SHOWN_CELL.findall(xml) if _IS_ERROR.search(xml) else []
        return {
            (int(row) - 1, _column(letters)): text.decode("utf-8", "replace")
            for letters, row, attributes, text in cells
            if _IS_ERROR.search(attributes)
        }


def _fill_merged(
    records: list[list[str]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]], left: int
) -> None:
    """Write what a merged cell shows into each row it spans: the ministry beside ten missions is that of all ten.

    Raises ``FileError`` when merged cells lie over each other, which no office program writes.
    """
    cells = sum(map(len, records))
    for (top, column), (bottom, _) in ranges:
        at = column - left
        cells -= max(min(bottom + 1, len(records)) - top, 1)
        if cells < 0:
            raise FileError("not_a_workbook")
        for row in range(top + 1, min(bottom + 1, len(records))):
            if 0 <= at < len(records[row]) and not records[row][at]:
                records[row][at] = records[top][at]


def cell_text(value: _Value) -> str:
    """A cell as text: 1.0 as ``1``, a date as ``2025-10-01``, true as ``true``."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _refusal(error: BaseException) -> FileError:
    """What to tell the user; anything that is not the reader's refusal of the file is raised again.

    The reader is written in Rust: where it fails unforeseen it raises PanicException, which is no ``Exception``.
    """
    if isinstance(error, FileError | MemoryError):
        raise error
    if isinstance(error, python_calamine.PasswordError):
        return FileError("protected")
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return FileError("not_a_workbook")
    raise error
