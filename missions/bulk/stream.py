"""Classifying a file of any size in bounded memory: rows are read, decided and written a piece at a time."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]

from flowchart.chart import Chart
from missions.bulk.classify import Classifier
from missions.bulk.parquet import PARQUET, ParquetTable
from missions.bulk.rawrows import blocks, line_end_before
from missions.bulk.repair import Corrections
from missions.bulk.results import Results
from missions.bulk.splice import Prepared, Splicer
from missions.bulk.tally import Tally
from missions.files.columns import Columns, match_columns
from missions.files.encoding import evident_encoding
from missions.files.output import OUTPUT_COLUMNS
from missions.files.problems import FileError
from missions.files.read import read_sheet
from missions.files.sheet import TITLE_ROWS, Sheet
from missions.files.text import ROWS_AT_ONCE, TextTable
from missions.files.workbook import OLE, ZIP
from text.words import Lang

_THREADS = min(os.cpu_count() or 1, 4)


class StoppedError(Exception):
    """The run was given up because it was asked to. No file was written."""


class Watcher:
    """Is told how a run gets on. This one does not care."""

    def begun(self, sheet: Sheet, columns: Columns, result_names: list[str]) -> None:
        """The header was found, which ``sheet`` holds; results are appended under these names."""

    def progress(self, missions: int, share: float) -> None:
        """So many missions are done, this share of the file. May raise ``StoppedError``."""


@dataclass(frozen=True)
class Extra:
    """What a run may write and read besides: the list of problems, the repair file, a corrected repair file's bytes."""

    problems: str | None = None
    repair: str | None = None
    merge: bytes | None = None


@dataclass(frozen=True)
class Reading:
    """How a file is to be read, where that was said; what is None is found, as ``read_sheet`` finds it."""

    header_row: int | None = None
    encoding: str | None = None
    sheet_name: str | None = None
    columns: Columns | None = None


def classify_file(
    chart: Chart,
    source: BinaryIO,
    target: str,
    lang: Lang,
    *,
    extra: Extra = Extra(),
    reading: Reading = Reading(),
    watcher: Watcher | None = None,
) -> Tally:
    """Classify a file and write it with the result columns to ``target`` (``.csv``, ``.xlsx``, ``.parquet``, ``-``).

    ``source`` must be seekable. Raises ``FileError`` when a file cannot be used and ``OSError`` when a result cannot
    be written; then no file is left behind.
    """
    run = _Run(chart, source, target, lang, extra, reading, watcher or Watcher())
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
            pass  # further on it is no UTF-8 after all
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
        watcher: Watcher,
    ) -> None:
        self._chart, self._source, self._target, self._lang = chart, source, target, lang
        self._extra, self._reading, self._watcher = extra, reading, watcher
        self._size = max(source.seek(0, os.SEEK_END), 1)

    @contextmanager
    def _results(
        self, sheet: Sheet, *, schema: pa.Schema | None = None, line_end: bytes | None = None
    ) -> Iterator[Results]:
        """Where the rows go that stand under the header of ``sheet``."""
        columns = self._reading.columns or match_columns(self._chart, sheet.header)
        if not columns.questions:
            raise FileError("no_question", names=", ".join(self._chart.questions))
        corrections = None
        if self._extra.merge is not None:
            corrections = Corrections(self._extra.merge, self._chart, sheet.header, columns)
        classifier = Classifier(self._chart, sheet.header, columns, self._lang)
        self._watcher.begun(sheet, columns, classifier.result_names)
        with Results(
            classifier,
            sheet,
            self._target,
            problems=self._extra.problems,
            repair=self._extra.repair,
            corrections=corrections,
            schema=None if corrections else schema,  # corrections are text
            cr_first=line_end == b"\n",
        ) as results:
            yield results

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
            for start in range(0, len(sheet.rows), ROWS_AT_ONCE):
                piece = slice(start, start + ROWS_AT_ONCE)
                numbers = sheet.row_numbers[piece]
                wrong = [p for p in sheet.problems if numbers[0] <= (p.row or 0) <= numbers[-1]]
                results.add(Sheet(sheet.header, sheet.rows[piece], numbers, sheet.header_row, problems=wrong))
                done = results.tally.missions
                self._watcher.progress(done, done / len(sheet.rows))
            results.tally.blank_rows = sheet.blank_rows
            results.tally.foot_rows = len(sheet.foot_rows)
            return results.finish()

    def parquet(self) -> Tally:
        """A Parquet file, of which only the columns needed become text."""
        self._source.seek(0)
        table = ParquetTable(self._source)
        sheet = Sheet(table.header, [], [], 0)
        with self._results(sheet, schema=table.schema) as results:
            while (batch := table.batch()) is not None:
                results.add(table.sheet(batch, results.needed), batch)
                self._watcher.progress(results.tally.missions, results.tally.missions / table.rows)
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
        line_end = None
        if presumed and not table.ended and self._can_splice(table):
            position = table.position
            line_end = line_end_before(self._source, position)
            table.resume(position, table.number)
        with (
            self._results(first, line_end=line_end) as results,
            ThreadPoolExecutor(_THREADS) as pool,
            ThreadPoolExecutor(1) as writer,
        ):
            splicer = (
                Splicer(results.classifier, table.header, results.csv, line_end, writer)
                if results.csv and line_end
                else None
            )
            sheet: Sheet | None = first
            while sheet is not None:
                results.add(sheet)
                self._watcher.progress(results.tally.missions, self._source.tell() / self._size)
                if splicer and not table.ended:
                    self._splice(table, splicer, pool, results)
                sheet = table.sheet()
            results.tally.blank_rows += table.blank_rows
            results.tally.foot_rows = len(table.foot_rows)
            return results.finish()

    def _can_splice(self, table: TextTable) -> bool:
        own = table.header[-len(OUTPUT_COLUMNS) :] == OUTPUT_COLUMNS  # its results are to be cut off first
        to_csv = self._target == "-" or self._target.lower().endswith(".csv")
        return to_csv and not own and self._extra.merge is None and table.delimiter == "," and len(table.header) > 1

    def _splice(self, table: TextTable, splicer: Splicer, pool: ThreadPoolExecutor, results: Results) -> None:
        """Take as many blocks of the text as can be taken the fast way."""
        position, number, missions = table.position, table.number, results.tally.missions
        for end, block in _ahead(pool, splicer.prepare, blocks(self._source, position, splicer.line_end)):
            if block is None:
                break
            spliced = splicer.take(block, number + 1)
            results.note(spliced.decisions, spliced.sheet)
            results.tally.blank_rows += spliced.sheet.blank_rows
            position, number = end, number + spliced.rows
            self._watcher.progress(results.tally.missions, position / self._size)
        table.resume(position, number, results.tally.missions - missions)


def _ahead(
    pool: ThreadPoolExecutor, prepare: Callable[[memoryview], Prepared | None], found: Iterator[tuple[int, memoryview]]
) -> Iterator[tuple[int, Prepared | None]]:
    """The blocks prepared, in their order, while the next ones are being prepared."""
    waiting: deque[tuple[int, Future[Prepared | None]]] = deque()
    for end, block in found:
        waiting.append((end, pool.submit(prepare, block)))
        if len(waiting) > _THREADS:
            done, future = waiting.popleft()
            yield done, future.result()
    for done, future in waiting:
        yield done, future.result()
