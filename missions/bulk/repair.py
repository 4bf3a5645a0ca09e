"""The repair file: rows with problems, to be corrected by their owner and merged back where they came from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import IO

import numpy as np
import polars as pl

from flowchart.chart import Chart
from missions.bulk.batch import Batch
from missions.bulk.cells import csv_fields, write_fields
from missions.bulk.findings import Numbers
from missions.files.columns import Columns
from missions.files.output import csv_line
from missions.files.problems import FileError
from missions.files.read import read_sheet

ROW, PROBLEMS = "source_row", "problems"
"""What a repair file has before and behind the columns of its source."""


class RepairFile:
    """Takes the rows with problems of one run."""

    def __init__(self, file: IO[bytes], header: Iterable[str]) -> None:
        self._file = file
        file.write(f"\ufeff{csv_line([ROW, *header, PROBLEMS])}\r\n".encode("utf-8", "replace"))

    def add(self, batch: Batch, rows: Numbers, texts: pl.Series) -> None:
        """Add those rows of a batch of which something is said, as fields of CSV."""
        bad = pl.Series(np.isin(batch.numbers, rows))
        if not bad.any():
            return
        texts = texts.filter(pl.Series(np.isin(rows, batch.numbers))).alias("problems")
        cells = csv_fields(batch.frame.filter(bad)).iter_columns()
        fields = [pl.Series(batch.numbers).filter(bad).alias("row"), *cells, texts]
        write_fields(pl.DataFrame(fields), self._file, "\r\n")


class Corrections:
    """The rows of a corrected repair file, by their row in the source."""

    def __init__(self, data: bytes, chart: Chart, header: Sequence[str], columns: Columns) -> None:
        """Raise ``FileError`` when ``data`` is no repair file of a source with this header."""
        sheet = read_sheet(data, chart)
        if sheet.header != (ROW, *header, PROBLEMS):
            raise FileError("not_a_repair")
        self._id_at = columns.fields.get("id")
        self._rows: dict[int, list[str]] = {}
        for cells in sheet.rows:
            number, *row, _ = cells
            if not number.isdecimal() or int(number) in self._rows:
                raise FileError("repair_row", row=number)
            self._rows[int(number)] = row

    def apply(self, batch: Batch) -> Batch:
        """The batch with its rows corrected and the problems of these rows gone.

        Raises ``FileError`` when a row has another id than its correction: the source is not the same any more.
        """
        numbers = batch.numbers.tolist()
        mended = {number: self._rows.pop(number) for number in numbers if number in self._rows}
        if not mended:
            return batch
        places = np.searchsorted(batch.numbers, list(mended))
        if self._id_at is not None:
            before = batch.frame.to_series(self._id_at).gather(places).fill_null("").to_list()
            for (number, row), old in zip(mended.items(), before, strict=True):
                if row[self._id_at] != old:
                    raise FileError("repair_id", row=number, old=old, new=row[self._id_at])
        columns = [
            column.scatter(places, pl.Series(cells, dtype=pl.String))
            for column, cells in zip(batch.frame.iter_columns(), zip(*mended.values(), strict=True), strict=True)
        ]
        problems = [problem for problem in batch.problems if problem.row not in mended]
        return replace(batch, frame=pl.DataFrame(columns), problems=problems)

    def check_all_used(self) -> None:
        """Raise ``FileError`` when a correction found no row."""
        if self._rows:
            raise FileError("repair_row", row=min(self._rows))
