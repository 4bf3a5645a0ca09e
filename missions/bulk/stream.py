"""Classifying a file of any size in bounded memory: rows are read, decided and written a batch at a time."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import numpy.typing as npt

from flowchart.chart import Chart
from missions.bulk.batch import Batch, batch_of
from missions.bulk.blocks import Utf8Text, read_rows
from missions.bulk.classify import Classifier, Prepared
from missions.bulk.repair import Corrections
from missions.bulk.results import Results
from missions.bulk.tally import Tally
from missions.files.columns import Columns, match_columns
from missions.files.encoding import evident_encoding
from missions.files.foot import Foot
from missions.files.problems import FileError
from missions.files.read import read_sheet
from missions.files.replacements import Replacement
from missions.files.sheet import TITLE_ROWS, Sheet
from missions.files.text import ROWS_AT_ONCE, TextTable
from missions.files.workbook import OLE, ZIP
from text.words import Lang

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

PARQUET = b"PAR1"
"""How a Parquet file begins."""
_THREADS = min(os.cpu_count() or 1, 4)
_AHEAD = _THREADS + 1
"""Blocks that are read before their turn."""


class StoppedError(Exception):
    """The run was given up because it was asked to. No file was written."""


class Progress:
    """Progress callbacks of a run; this implementation ignores them."""

    def begun(self, sheet: Sheet, columns: Columns, result_names: list[str]) -> None:
        """The header was found, which ``sheet`` holds; results are appended under these names."""

    def progress(self, missions: int, share: float) -> None:
        """So many missions are done, this share of the file. May raise ``StoppedError``."""

    def tolerant(self, row: int) -> None:
        """Rows from this one on are read by the tolerant reader, as the structure of the text is in doubt there."""


@dataclass(frozen=True)
class Extra:
    """What a run may write and read besides: the list of problems, the repair file, a corrected repair file's bytes."""

    problems: str | None = None
    repair: str | None = None
    merge: bytes | None = None
    whatif: bool = False
    """Whether to append what would change each decision."""
    corrected: str | None = None
    """Where to write the missions with the words replaced that were."""
    by_ministry: bool = False
    """Whether to count the decisions of each ministry."""


@dataclass(frozen=True)
class Reading:
    """How a file is to be read. Fields left None are detected from the file, as ``read_sheet`` does it."""

    header_row: int | None = None
    encoding: str | None = None
    sheet_name: str | None = None
    columns: Columns | None = None
    replacements: tuple[Replacement, ...] = ()
    """What stands for words that are no answers."""


def classify_file(
    chart: Chart,
    source: BinaryIO,
    target: str,
    lang: Lang,
    *,
    extra: Extra = Extra(),
    reading: Reading = Reading(),
    progress: Progress | None = None,
) -> Tally:
    """Classify a file and write it with the result columns to ``target`` (``.csv``, ``.xlsx``, ``.parquet``, ``-``).

    ``source`` must be seekable. Raises ``FileError`` when a file cannot be used and ``OSError`` when a result cannot
    be written; then no file is left behind.
    """
    run = _Run(chart, source, target, lang, extra, reading, progress or Progress())
    source.seek(0)
    start = source.read(len(OLE))
    if start.startswith((ZIP, OLE)):
        return run.workbook()
    if start.startswith(PARQUET):
        return run.parquet()
    presumed = evident_encoding(source) if reading.encoding is None else None
    if presumed:
        try:
            return run.text(presumed)
        except UnicodeDecodeError:
            pass  # further on it is not in that encoding after all
    return run.text(None)


class _Run:
    def __init__(
        self,
        chart: Chart,
        source: BinaryIO,
        target: str,
        lang: Lang,
        extra: Extra,
        reading: Reading,
        progress: Progress,
    ) -> None:
        self._chart, self._source, self._target, self._lang = chart, source, target, lang
        self._extra, self._reading, self._progress = extra, reading, progress
        self._size = max(source.seek(0, os.SEEK_END), 1)

    @contextmanager
    def _results(self, sheet: Sheet, schema: "pa.Schema | None" = None) -> Iterator[Results]:
        """Where the rows go that stand under the header of ``sheet``."""
        columns = self._columns(sheet)
        if not columns.questions:
            raise FileError("no_question", names=", ".join(self._chart.questions))
        corrections = None
        if self._extra.merge is not None:
            corrections = Corrections(self._extra.merge, self._chart, sheet.header, columns)
        replacements, whatif = self._reading.replacements, self._extra.whatif
        classifier = Classifier(
            self._chart, sheet.header, columns, self._lang, whatif=whatif, replacements=replacements
        )
        self._progress.begun(sheet, columns, classifier.result_names)
        with Results(
            classifier,
            sheet.header,
            self._target,
            problems=self._extra.problems,
            repair=self._extra.repair,
            corrections=corrections,
            corrected=self._extra.corrected,
            ministry_at=columns.fields.get("ministry") if self._extra.by_ministry else None,
            schema=None if corrections else schema,  # corrections are text
        ) as results:
            yield results

    def _columns(self, sheet: Sheet) -> Columns:
        return self._reading.columns or match_columns(self._chart, sheet.header)

    def workbook(self) -> Tally:
        """A workbook is read whole: it cannot be large."""
        self._source.seek(0)
        sheet = read_sheet(
            self._source.read(),
            self._chart,
            header_row=self._reading.header_row,
            sheet_name=self._reading.sheet_name,
        )
        with self._results(sheet) as results:
            problems = deque(sorted(sheet.problems, key=lambda problem: problem.row or 0))
            for start in range(0, len(sheet.rows), ROWS_AT_ONCE):
                piece = slice(start, start + ROWS_AT_ONCE)
                numbers = sheet.row_numbers[piece]
                last = start + ROWS_AT_ONCE >= len(sheet.rows)
                wrong = []
                while problems and (last or (problems[0].row or 0) <= numbers[-1]):
                    wrong.append(problems.popleft())
                self._add(results, Sheet(sheet.header, sheet.rows[piece], numbers, sheet.header_row, problems=wrong))
                self._tell(results, results.tally.missions / len(sheet.rows))
            results.tally.blank_rows = sheet.blank_rows
            results.tally.foot_rows = len(sheet.foot_rows)
            return results.finish()

    def parquet(self) -> Tally:
        """A Parquet file, of which only the columns needed become text."""
        from missions.bulk.parquet import ParquetTable

        self._source.seek(0)
        table = ParquetTable(self._source)
        sheet = Sheet(table.header, [], [], 0)
        with self._results(sheet, schema=table.schema) as results:
            table.leave_out(Foot(self._chart, self._columns(sheet)))
            needed = range(len(table.header)) if results.looks_at_all else results.classifier.needed
            while (typed := table.typed()) is not None:
                results.add(results.prepare(table.batch(typed, needed)), typed)
                self._tell(results, results.tally.missions / table.rows)
            results.tally.foot_rows = table.foot_rows
            return results.finish()

    def text(self, presumed: str | None) -> Tally:
        """CSV and its relatives. Raises ``UnicodeDecodeError`` when the text is not in the encoding presumed."""
        table = TextTable(
            self._source,
            self._chart,
            header_row=self._reading.header_row,
            encoding=self._reading.encoding,
            presumed=presumed,
        )
        first = table.sheet(TITLE_ROWS)
        if first is None:
            raise AssertionError("a new table has its first rows to give")
        with self._results(first) as results:
            self._add(results, first)
            if not table.ended:
                text = Utf8Text(self._source, table.encoding, damaged=table.damaged)
                text.take(table.position)
                with ThreadPoolExecutor(_THREADS) as pool:
                    self._rows(table, text, results, pool)
            results.tally.blank_rows += table.blank_rows
            results.tally.foot_rows = len(table.foot_rows)
            return results.finish()

    def _rows(self, table: TextTable, text: Utf8Text, results: Results, pool: ThreadPoolExecutor) -> None:
        """The rows beneath the first ones: in blocks where their structure is sound, otherwise a few at a time."""
        while not table.ended:
            if not table.damaged and not table.holds_rows and len(table.header) > 1:
                self._blocks(table, text, results, pool)
            row = table.number + 1
            opened = text.opened()
            table.resume(opened.text)
            sheet = table.sheet()
            opened.close(table.used)
            if sheet is not None and (sheet.rows or sheet.problems):
                self._progress.tolerant(row)
                self._add(results, sheet)
            self._tell(results, self._source.tell() / self._size)

    def _blocks(self, table: TextTable, text: Utf8Text, results: Results, pool: ThreadPoolExecutor) -> None:
        """The next blocks, some prepared ahead, until the text ends, is in doubt or its foot may begin."""
        waiting: deque[tuple[bytes, Future[_Block | None]]] = deque()
        coming = pool.submit(text.block)
        ahead = 0
        while True:
            while len(waiting) <= ahead and (text_of := coming.result()):
                coming = pool.submit(text.block)
                waiting.append((text_of, pool.submit(_read, results, table, text_of)))
            if not waiting:
                return
            text_of, future = waiting.popleft()
            block = future.result()
            if block is not None:
                block = block.above_foot(table)
                self._take(block, table, results)
            used = block.end if block else 0
            if used < len(text_of):
                text.give_back(b"".join([text_of[used:], *(later for later, _ in waiting), coming.result() or b""]))
                return
            ahead = _AHEAD

    def _take(self, block: "_Block", table: TextTable, results: Results) -> None:
        batch = block.prepared.batch
        numbered = replace(batch, numbers=batch.numbers + table.number + 1)
        results.add(replace(block.prepared, batch=numbered))
        missions = batch.frame.height
        table.skip(block.rows, missions)
        results.tally.blank_rows += block.rows - missions
        self._tell(results, self._source.tell() / self._size)

    def _add(self, results: Results, sheet: Sheet) -> None:
        results.add(results.prepare(batch_of(sheet)))

    def _tell(self, results: Results, share: float) -> None:
        self._progress.progress(results.tally.missions, share)


@dataclass(frozen=True)
class _Block:
    """A block with its answers read: its ``rows``, blank ones included, counted from 0, and the bytes they take."""

    prepared: Prepared
    rows: int
    end: int
    starts: npt.NDArray[np.int64]

    def above_foot(self, table: TextTable) -> "_Block":
        """The rows above those at the end that would be the foot of the table if no mission followed."""
        frame = self.prepared.batch.frame
        above = frame.height
        while above and table.may_be_foot([cell or "" for cell in frame.row(above - 1)]):
            above -= 1
        if above == frame.height:
            return self
        rows = int(self.prepared.batch.numbers[above])
        return _Block(self.prepared.head(above), rows, int(self.starts[rows]), self.starts)


def _read(results: Results, table: TextTable, text: bytes) -> _Block | None:
    rows = read_rows(text, table.delimiter, len(table.header))
    if rows is None:
        return None
    prepared = results.prepare(Batch(rows.frame, rows.places, may_be_blank=True))
    return _Block(prepared, len(rows.starts), len(text), rows.starts)
