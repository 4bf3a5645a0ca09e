"""Missions in Parquet files, read and written a few thousand rows at a time, the types of their columns kept."""

from collections.abc import Iterable, Sequence
from typing import IO, BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from missions.bulk.batch import Batch
from missions.bulk.classify import Classifier, Decisions, Prepared, problem_column
from missions.files.foot import MOST, Foot
from missions.files.problems import FileError, Problem
from missions.files.text import ROWS_AT_ONCE
from missions.files.workbook import cell_text


class ParquetTable:
    """A Parquet file of missions, read from its first row on. Rows count from 1; there is no header row."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raise ``FileError`` when it is damaged, or holds no missions."""
        try:
            self._file = pq.ParquetFile(stream, buffer_size=1 << 20)  # else whole columns are read ahead
        except MemoryError:
            raise
        except (pa.ArrowException, OSError):
            raise FileError("not_parquet") from None
        if not self._file.metadata.num_rows:
            raise FileError("no_rows", row=0)
        self.schema: pa.Schema = self._file.schema_arrow
        self.header = tuple(self.schema.names)
        self.rows: int = self._file.metadata.num_rows
        self.foot_rows = 0
        self._is_foot: Foot | None = None
        self._given = 0
        self.number = 0
        self._batches = self._file.iter_batches(ROWS_AT_ONCE)

    def leave_out(self, is_foot: Foot) -> None:
        """Take the totals and notes at the end for no missions; ``foot_rows`` says how many, once the end was read."""
        self._is_foot = is_foot

    def typed(self) -> pa.RecordBatch | None:
        """The next rows; None at the end."""
        try:
            batch = next(self._batches, None)
            if batch is None or self._is_foot is None or self._given + len(batch) <= self.rows - MOST:
                self._given += len(batch or ())
                return batch
            last = pa.Table.from_batches([batch, *self._batches]).combine_chunks()
        except MemoryError:
            raise
        except (pa.ArrowException, OSError):
            raise FileError("not_parquet") from None
        self._given = self.rows
        tail = [_texts(column.chunk(0)).fill_null("") for column in last.slice(max(len(last) - MOST, 0)).columns]
        self.foot_rows = self._is_foot.count([list(row) for row in zip(*tail, strict=True)])
        self.rows -= self.foot_rows
        if len(last) == self.foot_rows:
            return None
        (kept,) = last.slice(0, len(last) - self.foot_rows).to_batches()
        return kept

    def batch(self, typed: pa.RecordBatch, needed: Iterable[int]) -> Batch:
        """The rows just read as text; columns not ``needed`` are left empty."""
        wanted = set(needed)
        empty = pl.Series([None], dtype=pl.String).new_from_index(0, len(typed))
        columns = [_texts(typed.column(n)) if n in wanted else empty for n in range(len(self.header))]
        numbers = np.arange(self.number + 1, self.number + 1 + len(typed))
        self.number += len(typed)
        return Batch(pl.DataFrame([column.alias(str(n)) for n, column in enumerate(columns)]), numbers)


def _texts(column: pa.Array) -> pl.Series:
    """The values as text, each distinct one made once."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pl.Series(pl.from_arrow(column), dtype=pl.String)
    if pa.types.is_nested(column.type):
        texts = [None if value is None else str(value) for value in column.to_pylist()]
        return pl.Series(texts, dtype=pl.String)
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    words = [None if value is None else cell_text(value) for value in coded.dictionary.to_pylist()]
    return pl.Series(words, dtype=pl.String).gather(pl.Series(coded.indices.to_pylist(), dtype=pl.UInt32))


class ParquetFile:
    """A Parquet file of missions with their results; columns that came from one keep their types, others are text."""

    def __init__(
        self, file: IO[bytes], classifier: Classifier, header: Sequence[str], schema: pa.Schema | None
    ) -> None:
        self._classifier = classifier
        given = [schema.field(n) if schema else pa.field(header[n], pa.string()) for n in range(classifier.kept)]
        made = [pa.field(name, pa.dictionary(pa.int32(), pa.string())) for name in classifier.result_names]
        self._schema = pa.schema([*given, *made])
        self._outcomes: list[tuple[str, ...]] = []
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")

    def fields(self, _: Prepared) -> None:
        """Nothing is made ready."""

    def add(self, prepared: Prepared, decisions: Decisions, source: pa.RecordBatch | None) -> list[Problem]:
        """Write some rows, with the columns of the ``source`` that they came from if they did; nothing is cut."""
        kept = self._classifier.kept
        self._outcomes += self._classifier.table.texts(self._classifier.lang, len(self._outcomes))
        if source is None:
            columns = [column.fill_null("") for column in prepared.batch.frame.iter_columns()]
            given = [column.to_arrow().cast(pa.string()) for column in columns[:kept]]
        else:
            given = source.columns[:kept]
        occurring, places = np.unique(decisions.outcomes, return_inverse=True)
        texts = list(zip(*(self._outcomes[outcome] for outcome in occurring.tolist()), strict=True))
        *made, chart = [_coded(pl.Series(column).gather(pl.Series(places))) for column in texts]
        problems = _coded(problem_column(prepared.batch.numbers, decisions.problems.sentences()).fill_null(""))
        flips = [_coded(pl.Series(column, dtype=pl.String)) for column in self._classifier.flip_texts(decisions)]
        columns = [*given, *made, problems, chart, *flips]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._schema))
        return []

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def _coded(column: pl.Series) -> pa.Array:
    return column.to_arrow().cast(pa.string()).dictionary_encode()
