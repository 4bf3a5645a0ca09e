"""A piece of a table of missions, wherever it came from: all pieces take one way from here on."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from missions.files.problems import Problem
from missions.files.sheet import Sheet


@dataclass(frozen=True)
class Batch:
    """Rows of missions: their cells as text, in columns named 0, 1, … as many as the header has.

    An empty cell is null or "". ``numbers`` are the rows as the user sees them, rising. ``problems`` are those of the
    rows' structure. ``may_be_blank`` when rows that hold nothing are still among them, to be left out.
    """

    frame: pl.DataFrame
    numbers: npt.NDArray[np.int64]
    problems: list[Problem] = field(default_factory=list)
    may_be_blank: bool = False


def batch_of(sheet: Sheet) -> Batch:
    """The rows of a sheet."""
    columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.header)
    frame = pl.DataFrame([pl.Series(str(n), cells, dtype=pl.String) for n, cells in enumerate(columns)])
    return Batch(frame, np.array(sheet.row_numbers, dtype=np.int64), sheet.problems)
