"""Tables written for people as CSV, whose cells a spreadsheet does not run, whatever they begin with."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from engine.columns import FLIP_COLUMNS, RESULT_COLUMNS, given_columns

if TYPE_CHECKING:
    import pandas as pd

OUTPUT_COLUMNS = (*RESULT_COLUMNS[:-1], "problems", RESULT_COLUMNS[-1])
"""What is appended to every row; ``problems`` holds the row's problems in words."""
ALL_COLUMNS = (*OUTPUT_COLUMNS, *FLIP_COLUMNS)
"""The same with what would change each decision, which is appended on request."""

_CONTROLS = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r")
SKIPPED = _CONTROLS + " \n;\u00a0\u00ad\u180e\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010)))
"""What a spreadsheet may leave out before a formula; a semicolon, as it separates cells in many countries."""
SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NUMBER = r"[+-]?[0-9๐-๙][0-9๐-๙,]*(\.[0-9๐-๙]+)?([eE][+-]?[0-9]+)?%?"
QUOTED = '",;|\t\r\n'
"""What a cell is quoted for: the other separators too, so that of those a reader tries only ours fits."""
_IS_NUMBER = re.compile(NUMBER)
_IS_QUOTED = re.compile(f"[{QUOTED}]")


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
    lines = csv_lines(columns_of(frame))
    if header:
        lines.insert(0, csv_line(str(name) for name in frame.columns))
    if frame.shape[1] == 1:
        lines = [line or '""' for line in lines]  # an empty line would be no row
    end = "\r\n" if for_excel else "\n"
    text = "".join(line + end for line in lines)
    return text.encode("utf-8-sig" if for_excel and header else "utf-8", "replace")


def columns_of(frame: "pd.DataFrame") -> list[list[object]]:
    """The values of a frame, by column."""
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
        text = value if isinstance(value, str) else text_of(value)
        field = known.get(text)
        if field is None:
            field = guard(text)
            if _IS_QUOTED.search(field):
                field = '"' + field.replace('"', '""') + '"'
            known[text] = field
        fields.append(field)
    return fields


def text_of(value: object) -> str:
    """A value as the text of a cell."""
    return "" if _is_missing(value) else str(value)


def _is_missing(value: object) -> bool:
    """Whether it is None, NaN, or pandas' NaT or NA (which pandas must have been imported to make)."""
    return value is None or type(value).__name__ in ("NaTType", "NAType") or value != value
