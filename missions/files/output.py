"""Tables written for people: CSV and XLSX whose cells are text, whatever they begin with."""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING

from engine.columns import FLIP_COLUMNS, RESULT_COLUMNS, given_columns
from missions.files.problems import FileError, Problem

if TYPE_CHECKING:
    import pandas as pd

OUTPUT_COLUMNS = (*RESULT_COLUMNS[:-1], "problems", RESULT_COLUMNS[-1])
"""What is appended to every row; ``problems`` holds the row's problems in words."""
ALL_COLUMNS = (*OUTPUT_COLUMNS, *FLIP_COLUMNS)
"""The same with what would change each decision, which is appended on request."""
LONGEST_CELL = 32_767
"""What a cell of Excel holds, in UTF-16 units."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet of Excel holds, header included."""

_CONTROLS = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r")
SKIPPED = _CONTROLS + " \n;\u00a0\u00ad\u180e\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010)))
"""What a spreadsheet may leave out before a formula; a semicolon, as it separates cells in many countries."""
SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NUMBER = r"[+-]?[0-9๐-๙][0-9๐-๙,]*(\.[0-9๐-๙]+)?([eE][+-]?[0-9]+)?%?"
QUOTED = '",;|\t\r\n'
"""What a cell is quoted for: the other separators too, so that of those a reader tries only ours fits."""
_IS_NUMBER = re.compile(NUMBER)
_IS_QUOTED = re.compile(f"[{QUOTED}]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def kept_columns(header: Sequence[str]) -> int:
    """How many columns of a header are kept: those in front of our own results, which are replaced."""
    return min(given_columns(columns, header) for columns in (OUTPUT_COLUMNS, ALL_COLUMNS))


def guard(value: str) -> str:
    """The value with ``'`` in front if a spreadsheet would run it as a formula, or ``unguard`` would change it."""
    return "'" + value if _runs(value.lstrip("'")) else value


def unguard(value: str) -> str:
    """The value without the ``'`` that ``guard`` put in front: ``unguard(guard(x)) == x`` for every string."""
    return value[1:] if value.startswith("'") and _runs(value.lstrip("'")) else value


def _runs(value: str) -> bool:
    """Whether a spreadsheet could take the value for a formula. A real number and a lone sign are left alone."""
    start = value.lstrip(SKIPPED)
    plain = start.strip()
    return start.startswith(SIGNS) and len(plain) > 1 and not _IS_NUMBER.fullmatch(plain)


def write_csv(frame: "pd.DataFrame", *, for_excel: bool = True, header: bool = True) -> bytes:
    """The table as CSV, without its index; column names may repeat.

    For Excel: UTF-8 with a byte order mark and CRLF; otherwise plain UTF-8 and LF. With ``header`` false only the
    rows (and no mark), to be added to what an earlier call gave. Missing values become empty cells.
    """
    lines = csv_lines(_columns(frame))
    if header:
        lines.insert(0, csv_line(str(name) for name in frame.columns))
    if frame.shape[1] == 1:
        lines = [line or '""' for line in lines]  # an empty line would be no row
    end = "\r\n" if for_excel else "\n"
    text = "".join(line + end for line in lines)
    return text.encode("utf-8-sig" if for_excel and header else "utf-8", "replace")


def _columns(frame: "pd.DataFrame") -> list[list[object]]:
    return [frame.iloc[:, n].tolist() for n in range(frame.shape[1])]


def csv_lines(columns: Iterable[Iterable[object]]) -> list[str]:
    """The rows of the columns given, as lines of CSV without their ends."""
    return list(map(",".join, zip(*map(_encoded, columns), strict=True)))


def csv_line(values: Iterable[object]) -> str:
    """One row as a line of CSV without its end."""
    return ",".join(_encoded(values))


def _encoded(values: Iterable[object]) -> list[str]:
    """The values as CSV fields. Answers and agencies repeat, so each distinct value is worked out once."""
    known: dict[str, str] = {}
    fields = []
    for value in values:
        text = value if isinstance(value, str) else _text(value)
        field = known.get(text)
        if field is None:
            field = guard(text)
            if _IS_QUOTED.search(field):
                field = '"' + field.replace('"', '""') + '"'
            known[text] = field
        fields.append(field)
    return fields


def _text(value: object) -> str:
    return "" if _is_missing(value) else str(value)


def _is_missing(value: object) -> bool:
    """Whether it is None, NaN, or pandas' NaT or NA (which pandas must have been imported to make)."""
    return value is None or type(value).__name__ in ("NaTType", "NAType") or value != value


def write_xlsx(frame: "pd.DataFrame", *, sheet_name: str = "missions") -> tuple[bytes, list[Problem]]:
    """The table as a workbook, as ``XlsxFile`` writes it, and what it had to cut. Raises ``FileError``."""
    height, width = frame.shape
    if height + 1 > MOST_ROWS or width > MOST_COLUMNS:
        raise FileError("too_many_rows", rows=height, columns=width)
    stream = io.BytesIO()
    book = XlsxFile(stream, [str(name) for name in frame.columns], sheet_name=sheet_name)
    problems = book.add(_columns(frame))
    book.close()
    return stream.getvalue(), problems


class XlsxFile:
    """A workbook of one sheet that grows: bold frozen header, filters, every text kept as text.

    Characters that XML cannot hold become U+FFFD.
    """

    def __init__(self, stream: IO[bytes], names: list[str], *, sheet_name: str = "missions") -> None:
        import xlsxwriter

        as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(stream, {"constant_memory": True, **as_text})
        self._sheet = self._book.add_worksheet(sheet_name)
        self._names = names
        self._height = 0
        bold = self._book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        self._sheet.freeze_panes(1, 0)
        for n, name in enumerate(names):
            self._sheet.write_string(0, n, _cell(name), bold)

    def add(self, columns: Sequence[list[object]]) -> list[Problem]:
        """Write some rows; a problem ``cut_cell`` for each text too long for a cell. Raises ``FileError``."""
        height, width = self._height + len(columns[0]), len(self._names)
        if height + 1 > MOST_ROWS or width > MOST_COLUMNS:
            raise FileError("too_many_rows", rows=height, columns=width)
        if not self._height:
            for n, name in enumerate(self._names):
                self._sheet.set_column(n, n, _width([name, *map(_text, columns[n][:200])]))
        made = [_cells(column) for column in columns]
        write_string, write_number = self._sheet.write_string, self._sheet.write_number
        for row, values in enumerate(zip(*(cells for cells, _ in made), strict=True), start=self._height + 1):
            for n, cell in enumerate(values):
                if not isinstance(cell, str):
                    write_number(row, n, cell)
                elif cell:
                    write_string(row, n, cell)
        problems = [
            Problem(row, name, text, "cut_cell")
            for name, column, (_, cut) in zip(self._names, columns, made, strict=True)
            if cut
            for row, text in enumerate(map(_text, column), start=self._height + 2)
            if text in cut
        ]
        self._height = height
        return sorted(problems, key=lambda problem: problem.row or 0)

    def close(self) -> None:
        """Finish the workbook."""
        if self._names:
            self._sheet.autofilter(0, 0, self._height, len(self._names) - 1)
        self._book.close()


def _cells(column: Iterable[object]) -> "tuple[list[str | float], set[str]]":
    """The values as they are put into cells, each distinct text worked out once, and the texts that had to be cut."""
    known: dict[str, str] = {}
    cells: list[str | float] = []
    for value in column:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15:
            cells.append(value)
            continue
        text = value if isinstance(value, str) else _text(value)
        cell = known.get(text)
        if cell is None:
            cell = known[text] = _cell(text)
        cells.append(cell)
    return cells, {text for text, cell in known.items() if len(cell) < len(text)}


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
