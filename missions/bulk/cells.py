"""Columns of text made ready for a CSV file, as ``missions.files.output`` writes single cells."""

import re
from collections.abc import Callable
from typing import IO

import polars as pl

from missions.files.output import NUMBER, QUOTED, SIGNS, SKIPPED

SPACE = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What ``str.isspace`` says is space, as characters of a regular expression."""
FILLED = f"[^{SPACE}]"
_QUOTED = f"[{QUOTED}]"
_LEAD = f"^'*[{SKIPPED}]*[{re.escape(''.join(SIGNS))}]"
_HARMLESS = f"(?s)^'*[{SKIPPED}]*[{SPACE}]*(?:.?|{NUMBER})[{SPACE}]*$"


def unguarded(column: pl.Series) -> pl.Series:
    """The cells without the ``'`` that a guard put in front."""
    places = _runs(column, column.str.starts_with("'").arg_true())
    return _changed(column, places, lambda cells: cells.str.slice(1))


def csv_fields(frame: pl.DataFrame) -> pl.DataFrame:
    """The cells guarded and quoted where that is needed. All columns are looked through at once."""
    leads, quotes = (pl.all().str.contains(pattern).arg_true().implode() for pattern in (_LEAD, _QUOTED))
    found = [places[0] for places in frame.select(leads, quotes.name.suffix(",")).iter_columns()]
    columns = []
    for column, suspect, special in zip(frame.iter_columns(), found, found[frame.width :], strict=False):
        guarded = _changed(column, _runs(column, suspect), lambda cells: "'" + cells)
        columns.append(_changed(guarded, special, quoted))
    return pl.DataFrame(columns)


def quoted(cells: pl.Series) -> pl.Series:
    """The cells in quotation marks."""
    return '"' + cells.str.replace_all('"', '""', literal=True) + '"'


def write_fields(fields: pl.DataFrame, file: IO[bytes], line_end: str) -> None:
    """Write rows whose cells are fields of CSV already."""
    file.flush()
    raw = getattr(file, "file", file)  # a temporary file wraps the one to which polars can write without a copy
    fields.write_csv(raw, include_header=False, line_terminator=line_end, quote_style="never")


def _runs(column: pl.Series, places: pl.Series) -> pl.Series:
    """The places, of those given, of cells that a spreadsheet would run as a formula, the ``'`` in front gone."""
    if not len(places):
        return places
    cells = column.gather(places)
    return places.filter(cells.str.contains(_LEAD) & ~cells.str.contains(_HARMLESS))


def _changed(column: pl.Series, places: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    return column.clone().scatter(places, change(column.gather(places))) if len(places) else column
