"""Missions in Parquet files, read and written a few thousand rows at a time."""

from collections.abc import Iterable, Sequence
from typing import IO, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from missions.bulk.classify import Classifier, Decisions
from missions.files.problems import FileError, Problem
from missions.files.sheet import Sheet
from missions.files.text import ROWS_AT_ONCE
from missions.files.workbook import cell_text

PARQUET = b"PAR1"
"""How a Parquet file begins."""


class ParquetTable:
    """A Parquet file of missions, read from its first row on. Rows count from 1; there is no header row."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raise ``FileError`` when it is damaged, or holds no missions."""
        try:
            self._file = pq.ParquetFile(stream, buffer_size=1 << 20)  # else whole columns are read ahead
        except (pa.ArrowException, OSError):
            raise FileError("not_parquet") from None
        if not self._file.metadata.num_rows:
            raise FileError("no_rows", row=0)
        self.schema: pa.Schema = self._file.schema_arrow
        self.header = tuple(self.schema.names)
        self.rows: int = self._file.metadata.num_rows
        self.number = 0
        self._batches = self._file.iter_batches(ROWS_AT_ONCE)

    def batch(self) -> pa.RecordBatch | None:
        """The next rows; None at the end."""
        try:
            return next(self._batches, None)
        except (pa.ArrowException, OSError):
            raise FileError("not_parquet") from None

    def sheet(self, batch: pa.RecordBatch, needed: Iterable[int]) -> Sheet:
        """The batch just read as text; columns not ``needed`` are left empty."""
        wanted = set(needed)
        empty = [""] * len(batch)
        columns = [_texts(batch.column(n)) if n in wanted else empty for n in range(len(self.header))]
        first = self.number + 1
        self.number += len(batch)
        return Sheet(self.header, list(map(list, zip(*columns, strict=True))), list(range(first, self.number + 1)), 0)


def _texts(column: pa.Array) -> list[str]:
    """The values as text, each distinct one made once; "" for null."""
    if pa.types.is_nested(column.type):
        return ["" if value is None else str(value) for value in column.to_pylist()]
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    words = ["" if value is None else cell_text(value) for value in coded.dictionary.to_pylist()]
    return ["" if place is None else words[place] for place in coded.indices.to_pylist()]


class ParquetFile:
    """A Parquet file of missions with their results; columns that came from one keep their types, others are text."""

    def __init__(
        self, file: IO[bytes], classifier: Classifier, header: Sequence[str], schema: pa.Schema | None
    ) -> None:
        self._classifier = classifier
        given = [schema.field(n) if schema else pa.field(header[n], pa.string()) for n in range(classifier.kept)]
        made = [pa.field(name, pa.dictionary(pa.int32(), pa.string())) for name in classifier.result_names]
        self._schema = pa.schema([*given, *made])
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")

    def add(self, sheet: Sheet, decisions: Decisions, batch: pa.RecordBatch | None) -> list[Problem]:
        """Write some rows, with the columns of the ``batch`` that they came from if they did; nothing has to be cut."""
        kept = self._classifier.kept
        if batch is None:
            columns = list(zip(*sheet.rows, strict=True))[:kept]
            given = [pa.array(map(_encodable, column), pa.string()) for column in columns]
            given = given or [pa.array([], pa.string())] * kept
        else:
            given = batch.columns[:kept]
        results = self._classifier.results(sheet, decisions)
        made = [pa.array(results[name], pa.string()).dictionary_encode() for name in results]
        self._writer.write_batch(pa.RecordBatch.from_arrays([*given, *made], schema=self._schema))
        return []

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
