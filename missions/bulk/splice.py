"""The fast way through a well-formed CSV file: rows are written on as they stand, with their results behind them.

Arrow reads the answers of a block of rows at once. A row that our own writer would not write letter for letter the same
(it needs quoting, a guard or a repair), or whose answers are not all understood, goes the ordinary way, alone. Where
even the limits of a row are in doubt the block is refused, and the ordinary reader takes over.
"""

import csv
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from missions.bulk.classify import Classifier, Decisions
from missions.bulk.doubts import id_hashes
from missions.bulk.rawrows import Expected, Rows
from missions.bulk.written import CsvFile
from missions.files.answers import STRANGE, Codes
from missions.files.sheet import Body, Sheet


@dataclass(frozen=True)
class Prepared:
    """A block whose answers are read. ``understood`` is false for lines that must go the ordinary way nevertheless."""

    rows: Rows
    columns: dict[int, pa.Array]
    codes: Codes
    understood: npt.NDArray[np.bool_]
    ids: tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]


@dataclass(frozen=True)
class Spliced:
    """What a block held: its decisions, in no order, those of its rows that may have problems, and how many it had."""

    decisions: Decisions
    sheet: Sheet
    rows: int
    """Blank ones included."""


class Splicer:
    """Takes the blocks of one file, whose rows end in ``line_end``, to ``target``; ``writer`` does the writing."""

    def __init__(
        self, classifier: Classifier, header: tuple[str, ...], target: CsvFile, line_end: bytes, writer: Executor
    ) -> None:
        self.line_end = line_end
        self._classifier = classifier
        self._header = header
        self._target = target
        self._writer = writer
        self._expected = Expected(len(header), line_end, filled=classifier.doubts.name_at)
        self._results = pa.array([], pa.string())
        asked = set(classifier.answers.asked.values())
        kinds = {str(at): pa.dictionary(pa.int32(), pa.string()) for at in asked}
        if classifier.ids.at is not None:
            kinds[str(classifier.ids.at)] = pa.string()
        self._read_options = pa.csv.ReadOptions(
            column_names=[str(at) for at in range(len(header))], use_threads=False, block_size=2**30
        )
        self._parse_options = pa.csv.ParseOptions(newlines_in_values=True)
        self._convert_options = pa.csv.ConvertOptions(
            include_columns=list(kinds), column_types=kinds, strings_can_be_null=False, check_utf8=False
        )

    def prepare(self, block: memoryview) -> Prepared | None:
        """Read a block, whose rows each begin with a line end; None when their limits are in doubt.

        Several threads may do this at once. Raises ``UnicodeDecodeError`` when the block is no UTF-8.
        """
        rows = self._expected.rows(block)
        if rows is None:
            return None
        columns = self._columns(rows.lines)
        answers = self._classifier.answers
        codes: Codes = np.zeros((len(rows.lines), len(self._classifier.chart.questions)), dtype=np.int8, order="F")
        for place, position in answers.asked.items() if columns else ():
            column = columns[position]
            numbers = np.array([answers.number(place, word) for word in column.dictionary.to_pylist()], dtype=np.int8)
            codes[:, place] = numbers[column.indices.to_numpy()]
        understood = (codes != STRANGE).all(axis=1)
        codes[~understood] = 0
        ids = columns[self._classifier.ids.at].to_pylist() if columns and self._classifier.ids.at is not None else []
        hashes, places = id_hashes(ids, np.arange(len(ids), dtype=np.uint32))
        good = understood[places]
        return Prepared(rows, columns, codes, understood, (hashes[good], places[good]))

    def _columns(self, lines: pa.StringArray) -> dict[int, pa.Array]:
        """The columns that matter, by position; none when there are no lines."""
        if not len(lines):
            return {}
        _, offsets, text = lines.buffers()
        cut = len(self._expected.line_end)
        size = int(np.frombuffer(offsets, dtype=np.int32)[len(lines)]) - cut
        table = pa.csv.read_csv(
            pa.BufferReader(text.slice(cut, size)),
            self._read_options, self._parse_options, self._convert_options,
        )  # fmt: skip
        return {int(name): table.column(name).combine_chunks() for name in table.column_names}

    def take(self, block: Prepared, first: int) -> Spliced:
        """Decide a block and write it; ``first`` is the number of its first row."""
        classifier, rows = self._classifier, block.rows
        numbers: list[int] = (rows.numbers + first).tolist()
        outcomes = classifier.table.outcomes(block.codes)
        warnings = classifier.doubts.warnings(block.codes, (), numbers, lambda row, at: block.columns[at][row].as_py())
        hashes, places = block.ids
        classifier.ids.add(hashes, rows.numbers[places].astype(np.uint32) + np.uint32(first))
        sheet, at = self._ordinary(block, first)
        decisions = classifier.decide(sheet)
        self._write(block, outcomes, at, self._target.cells.lines(sheet, decisions))
        both = Decisions(
            np.concatenate([outcomes[block.understood], decisions.outcomes]),
            decisions.problems,
            sorted([*warnings, *decisions.warnings], key=lambda warning: warning.row or 0),
        )
        return Spliced(both, sheet, rows.count)

    def _ordinary(self, block: Prepared, first: int) -> tuple[Sheet, list[tuple[int, int]]]:
        """The rows that go the ordinary way, and for each the lines before it and how many lines it replaces."""
        cut = len(self._expected.line_end)
        not_understood = np.flatnonzero(~block.understood).tolist()
        asides = [(before, number, 0, text) for before, number, text in block.rows.others]
        asides += [(n, int(block.rows.numbers[n]), 1, block.rows.lines[n].as_py()[cut:]) for n in not_understood]
        asides.sort(key=lambda aside: aside[1])
        body = Body(self._header, ragged=True, begun=True)
        at = []
        for (before, number, replaces, _), record in zip(asides, csv.reader(text for *_, text in asides), strict=True):
            rows_so_far = len(body.rows)
            body.add(first + number, record)
            if len(body.rows) > rows_so_far:
                at.append((before, replaces))
        return body.sheet(), at

    def _write(
        self, block: Prepared, outcomes: npt.NDArray[np.int32], at: list[tuple[int, int]], ordinary: list[str]
    ) -> None:
        """Write the lines with their results, and the ordinary rows between them."""
        known = self._target.cells.know(outcomes)
        if known > len(self._results):
            self._results = pa.array([cells + self._target.after for cells in self._target.cells.plain()], pa.string())
        lines = block.rows.lines
        if len(self.line_end) > len(self._target.before):  # the CRLF before each row is to become LF
            lines = pc.replace_substring(lines, "\r\n", "\n", max_replacements=1)
        joined = pc.binary_join_element_wise(lines, self._results.take(pa.array(outcomes)), "")
        _, offsets, data = joined.buffers()
        ends = np.frombuffer(offsets, dtype=np.int32, count=len(joined) + 1)
        text = memoryview(data or b"")
        pieces: list[bytes | memoryview] = []
        reached = 0
        for (before, replaces), line in zip(at, ordinary, strict=True):
            pieces.append(text[ends[reached] : ends[before]])
            pieces.append(self._target.row(line).encode("utf-8", "replace"))
            reached = before + replaces
        pieces.append(text[ends[reached] : ends[len(joined)]])
        self._target.splice(pieces, self._writer)
