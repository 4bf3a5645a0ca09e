"""Tables written as a workbook whose cells are text, whatever they begin with.

xlsxwriter makes all but the rows. Those it would write cell by cell, which took most of the time, and it takes a cell
that begins with ``<r>`` for markup; so they are written here, straight into the archive.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import IO, TYPE_CHECKING, TypeGuard

from missions.files.output import columns_of, guard, text_of, unguard
from missions.files.problems import FileError, Problem

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL = 32_767
"""What a cell of Excel holds, in UTF-16 units."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet of Excel holds, header included."""

_MOST_SHARED = 100_000
"""Distinct texts that cells refer to instead of repeating them."""
_REPEATED = 4
"""A column whose texts occur so often on average has them shared."""
_LARGEST = 2_000_000_000
"""Bytes of a sheet as Excel reads it; an archive that holds a larger one is of another form."""
_SHEET, _SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_FIRST = ("[Content_Types].xml", "_rels/.rels")
"""The parts that stand first, by which programs know a workbook."""
_SHARED_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_ROWS_END = b"</sheetData>"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile("[&<>\r]|_(?=x[0-9A-Fa-f]{4}_)")
_AS_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "_x000D_", "_": "_x005F_"}


def write_xlsx(frame: "pd.DataFrame", *, sheet_name: str = "missions") -> tuple[bytes, list[Problem]]:
    """The table as a workbook, as ``XlsxFile`` writes it, and what it had to cut. Raises ``FileError``."""
    stream = io.BytesIO()
    with XlsxFile(stream, [str(name) for name in frame.columns], sheet_name=sheet_name) as book:
        problems = book.add(columns_of(frame))
        book.finish()
    return stream.getvalue(), problems


class XlsxFile:
    """A workbook of one sheet that grows: bold frozen header, filters, every text kept as text.

    Characters that XML cannot hold become U+FFFD. Use it as a context, and ``finish`` it.
    """

    def __init__(self, stream: IO[bytes], names: Sequence[str], *, sheet_name: str = "missions") -> None:
        self._names = list(map(_cell, names))
        self._sheet_name = sheet_name
        self._letters = [_letters(n) for n in range(len(names))]
        self._widths = [0.0] * len(names)
        self._shared: dict[str, int] = {}
        for name in filter(None, self._names):  # as xlsxwriter numbers the texts of the header
            self._shared.setdefault(name, len(self._shared))
        self._height = 0
        self._archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        parts = self._parts()
        for name in _FIRST:
            self._archive.writestr(name, parts[name])
        self._rows = self._archive.open(_SHEET, "w")
        self._size = 0

    def __enter__(self) -> "XlsxFile":
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._rows.close()
        self._archive.close()

    def add(self, columns: Sequence[Sequence[object]]) -> list[Problem]:
        """Write some rows; a problem ``cut_cell`` for each text too long for a cell. Raises ``FileError``."""
        height, width = self._height + len(columns[0]), len(self._names)
        if height + 1 > MOST_ROWS or width > MOST_COLUMNS:
            raise FileError("too_many_rows", rows=height, columns=width)
        first = self._height + 2
        if not self._height:
            both = zip(self._names, columns, strict=True)
            self._widths = [_width([name, *map(text_of, cells[:200])]) for name, cells in both]
            self._write(self._parts()[_SHEET].partition(_ROWS_END)[0])
        made = [self._markup(column) for column in columns]
        rows = []
        for row, cells in enumerate(zip(*(cells for cells, _ in made), strict=True), start=first):
            marked = [f'<c r="{letters}{row}{cell}' for letters, cell in zip(self._letters, cells, strict=True) if cell]
            rows.append(f'<row r="{row}">{"".join(marked)}</row>')
        self._write("".join(rows).encode())
        self._height = height
        problems = [
            Problem(row, name, text, "cut_cell")
            for name, column, (_, cut) in zip(self._names, columns, made, strict=True)
            if cut
            for row, text in enumerate(map(text_of, column), start=first)
            if text in cut
        ]
        return sorted(problems, key=lambda problem: problem.row or 0)

    def finish(self) -> None:
        """Complete the workbook."""
        parts = self._parts()
        self._write(_ROWS_END + parts.pop(_SHEET).partition(_ROWS_END)[2])
        self._rows.close()
        texts = "".join(f"<si>{_element(text)}</si>" for text in self._shared)
        if texts:
            parts[_SHARED] = f"{_SHARED_HEAD}{texts}</sst>".encode()
        for name, part in parts.items():
            if name not in _FIRST:
                self._archive.writestr(name, part)

    def _write(self, markup: bytes) -> None:
        self._size += len(markup)
        if self._size > _LARGEST:
            raise FileError("too_many_rows", rows=self._height, columns=len(self._names))
        self._rows.write(markup)

    def _parts(self) -> dict[str, bytes]:
        """The parts of a workbook that has only the header, with a filter over all rows so far."""
        import xlsxwriter

        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True})
        sheet = book.add_worksheet(self._sheet_name)
        bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        sheet.freeze_panes(1, 0)
        for n, (name, width) in enumerate(zip(self._names, self._widths, strict=True)):
            sheet.set_column(n, n, width)
            sheet.write_string(0, n, name, bold)
        if self._names:
            sheet.autofilter(0, 0, self._height, len(self._names) - 1)
        book.close()
        with zipfile.ZipFile(made) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        return parts | {_SHEET: _DIMENSION.sub(b"", parts[_SHEET])}

    def _markup(self, column: Iterable[object]) -> tuple[list[str], set[str]]:
        """Each value as a cell from its row number on, "" for none, and the texts that had to be cut."""
        values = [value if isinstance(value, str) or _is_number(value) else text_of(value) for value in column]
        distinct = dict.fromkeys(values)
        repeated = len(distinct) * _REPEATED <= len(values)
        markup: dict[object, str] = {"": ""}
        cut = set()
        for value in distinct:
            if not isinstance(value, str):
                markup[value] = f'"><v>{value:.16G}</v></c>'
            elif value:
                text = _cell(value)
                markup[value] = self._text_markup(text, repeated=repeated)
                if len(text) < len(value):
                    cut.add(value)
        return [markup[value] for value in values], cut

    def _text_markup(self, text: str, *, repeated: bool) -> str:
        number = self._shared.get(text)
        if number is None and repeated and 0 < len(self._shared) < _MOST_SHARED:  # none: a workbook without that part
            number = self._shared[text] = len(self._shared)
        return f'" t="inlineStr"><is>{_element(text)}</is></c>' if number is None else f'" t="s"><v>{number}</v></c>'


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15


def _element(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{_MARKUP.sub(lambda found: _AS_MARKUP[found[0]], text)}</t>"


def _letters(column: int) -> str:
    """The name of a column: A to Z, AA, AB, …"""
    rest, letter = divmod(column, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + letter)


def _cell(text: str) -> str:
    """The text as it is put into a cell. It is never run there: only what reading would unguard needs a guard."""
    return fitted(_ILLEGAL.sub("\ufffd", text if unguard(text) == text else guard(text)))


def fitted(text: str, mark: str = "…") -> str:
    """The text as a cell of Excel can hold it, cut with ``mark`` at its end if it must be."""
    if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(mark))].decode("utf-16-le", "ignore") + mark


def _width(texts: list[str]) -> float:
    """A column width in characters for the given cells; Thai marks above and below take no room."""
    widest = max(sum(unicodedata.category(c) != "Mn" for c in text[:60]) for text in texts)
    return float(min(max(widest + 2, 8), 60))
