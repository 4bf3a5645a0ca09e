"""Where the decided rows of one run go: the result file, the list of problems, the repair file, the counts."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from engine.columns import RESULT_COLUMNS
from missions.bulk.atomic_write import atomic_write
from missions.bulk.batch import Batch
from missions.bulk.cells import csv_fields, write_fields
from missions.bulk.classify import Classifier, Decisions, Prepared, problem_column
from missions.bulk.findings import Finding, Found
from missions.bulk.repair import Corrections, RepairFile
from missions.bulk.tally import MOST_MINISTRIES, Tally
from missions.files.output import csv_line
from missions.files.problems import LONGEST, PROBLEM_COLUMNS, Problem, problem_cells

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

    from missions.files.xlsx import XlsxFile


class _File(Protocol):
    def fields(self, prepared: Prepared) -> pl.DataFrame | None: ...

    def add(self, prepared: Prepared, decisions: Decisions, source: "pa.RecordBatch | None") -> list[Problem]: ...

    def close(self) -> None: ...


class Results:
    """Takes the rows of one run in their order. Use it as a context: what was raised inside leaves no file behind."""

    def __init__(
        self,
        classifier: Classifier,
        header: Sequence[str],
        target: str,
        *,
        problems: str | None = None,
        repair: str | None = None,
        corrections: Corrections | None = None,
        corrected: str | None = None,
        ministry_at: int | None = None,
        schema: "pa.Schema | None" = None,
    ) -> None:
        """``schema`` gives the types of the columns where the source has any."""
        self.tally = Tally()
        self.classifier = classifier
        self._missions = np.zeros(0, dtype=np.int64)  # by the number of their outcome
        self._corrections = corrections
        self._ministry_at = ministry_at
        self._ministries: Counter[tuple[str, int]] = Counter()  # by name and the number of the outcome
        self._stack = ExitStack()
        file = self._stack.enter_context(atomic_write(target))
        suffix = "" if target == "-" else Path(target).suffix.lower()
        self.looks_at_all = suffix != ".parquet" or bool(repair or corrections or corrected) or ministry_at is not None
        """Whether the text of every column is needed, not only of those that decide."""
        self._file: _File
        if suffix == ".xlsx":
            from missions.files.xlsx import XlsxFile

            book = self._stack.enter_context(XlsxFile(file, _names(classifier, header)))
            self._file = _Workbook(book, classifier)
        elif suffix == ".parquet":
            from missions.bulk.parquet import ParquetFile

            self._file = ParquetFile(file, classifier, header, schema)
        else:
            self._file = self._stack.enter_context(CsvFile(file, classifier, header, for_excel=target != "-"))
        self._problems = self._stack.enter_context(atomic_write(problems)) if problems else None
        if self._problems:
            self._problems.write(f"\ufeff{csv_line(PROBLEM_COLUMNS)}\r\n".encode())
        self._repair = RepairFile(self._stack.enter_context(atomic_write(repair)), header) if repair else None
        self._corrected = self._stack.enter_context(atomic_write(corrected)) if corrected else None
        if self._corrected:
            names = csv_line(header[: classifier.kept])
            self._corrected.write(f"\ufeff{names}\r\n".encode("utf-8", "replace"))
        self.report(classifier.answers.repeated())

    def __enter__(self) -> "Results":
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.__exit__(*raised)  # type: ignore[arg-type]

    def prepare(self, batch: Batch) -> Prepared:
        """Read the answers of some rows, and make their cells ready for the file. Several threads may."""
        prepared = self.classifier.prepare(batch)
        return replace(prepared, fields=self._file.fields(prepared))

    def add(self, prepared: Prepared, source: "pa.RecordBatch | None" = None) -> None:
        """Decide some rows and write them; ``source`` is where they came from, typed."""
        if self._corrections:
            prepared, source = self.prepare(self._corrections.apply(prepared.batch)), None
        decisions = self.classifier.decide(prepared)
        cut = self._file.add(prepared, decisions, source)
        self.tally.missions += len(decisions.outcomes)
        before, self._missions = self._missions, np.bincount(decisions.outcomes, minlength=len(self._missions))
        self._missions[: len(before)] += before
        if self._corrected:
            write_fields(csv_fields(self.classifier.corrected(prepared)), self._corrected, "\r\n")
        if self._ministry_at is not None:
            self._count_ministries(prepared.batch.frame.to_series(self._ministry_at), decisions.outcomes)
        if self._repair:
            self._repair.add(prepared.batch, *decisions.problems.fields())
        found = Found.merged([decisions.problems, decisions.warnings])
        self.tally.report(found)
        if self._problems:
            self._list(found.lines())
        self.report(cut)

    def _count_ministries(self, column: pl.Series, outcomes: npt.NDArray[np.int32]) -> None:
        """Count by ministry, until there are so many that the column cannot be of ministries."""
        named = column.fill_null("").str.strip_chars().str.slice(0, LONGEST).alias("ministry")
        counted = pl.DataFrame([named, pl.Series(outcomes).alias("outcome")]).group_by("ministry", "outcome").len()
        for ministry, outcome, n in counted.iter_rows():
            self._ministries[ministry, outcome] += n
        if len({ministry for ministry, _ in self._ministries}) > MOST_MINISTRIES:
            self._ministry_at, self.tally.many_ministries = None, True
            self._ministries.clear()

    def report(self, problems: Sequence[Problem]) -> None:
        """Count problems of which there are few, and add them to the list."""
        lang = self.classifier.lang
        self.tally.report(Found.of((problem.row or 0, Finding(problem, lang)) for problem in problems))
        lines = [csv_line(problem_cells(problem, lang)).encode("utf-8", "replace").decode() for problem in problems]
        self._list(pl.Series(lines, dtype=pl.String))

    def _list(self, lines: pl.Series) -> None:
        if self._problems and len(lines):
            write_fields(lines.to_frame(), self._problems, "\r\n")

    def finish(self) -> Tally:
        """Complete the files."""
        if self._corrections:
            self._corrections.check_all_used()
        ids = self.classifier.ids
        rows, firsts = ids.duplicates()
        if len(rows):
            self.tally.warnings[ids.finding.problem.code] = len(rows)
        self.tally.ids_compared, self.tally.ids_not_compared = ids.compared, ids.not_compared
        if self._problems:
            self._list(ids.finding.lines(rows, firsts))
        self._file.close()
        texts = self.classifier.table.texts(self.classifier.lang)
        for outcome in np.flatnonzero(self._missions).tolist():
            self.tally.count(texts[outcome], int(self._missions[outcome]))
        at = RESULT_COLUMNS.index("disposition")
        for (ministry, outcome), n in self._ministries.items():
            self.tally.ministries.setdefault(ministry, Counter())[texts[outcome][at]] += n
        return self.tally


def _names(classifier: Classifier, header: Sequence[str]) -> list[str]:
    return [*header[: classifier.kept], *classifier.result_names]


class CsvFile:
    """A CSV file of missions with their results. For Excel: a byte order mark and CRLF, otherwise plain UTF-8 and LF.

    Rows are written by a thread of its own while the next ones are decided.
    """

    def __init__(self, file: IO[bytes], classifier: Classifier, header: Sequence[str], *, for_excel: bool) -> None:
        self._file = file
        self._classifier = classifier
        self._end = "\r\n" if for_excel else "\n"
        self._outcomes = pl.Series(dtype=pl.String)
        self._flips = pl.Series(dtype=pl.String)
        self._last = "," + csv_line([classifier.chart.stamp])
        self._answered = {at: place for place, at in classifier.answers.asked.items()}
        self._writer = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None
        file.write(("\ufeff" * for_excel + csv_line(_names(classifier, header)) + self._end).encode("utf-8", "replace"))

    def __enter__(self) -> "CsvFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.shutdown()

    def add(self, prepared: Prepared, decisions: Decisions, _: object = None) -> list[Problem]:
        """Write some rows; nothing has to be cut."""
        self._wait()
        self._writing = self._writer.submit(self._write, prepared, decisions)
        return []

    def _write(self, prepared: Prepared, decisions: Decisions) -> None:
        cells = self.fields(prepared) if prepared.fields is None else prepared.fields
        if int(decisions.outcomes.max(initial=-1)) >= len(self._outcomes):
            new = self._classifier.table.texts(self._classifier.lang, len(self._outcomes))
            self._outcomes = pl.concat([self._outcomes, pl.Series([csv_line(texts[:-1]) for texts in new])])
        results = [
            self._outcomes.gather(pl.Series(decisions.outcomes)).alias("outcome"),
            problem_column(prepared.batch.numbers, decisions.problems.fields(), self._last),
        ]
        if (flips := self._classifier.flips) and decisions.flips is not None:
            if int(decisions.flips.max(initial=-1)) >= len(self._flips):
                self._flips = pl.Series([csv_line(texts) for texts in flips.texts()])
            results.append(self._flips.gather(pl.Series(decisions.flips)).alias("flips"))
        write_fields(pl.DataFrame([*cells, *results]), self._file, self._end)

    def fields(self, prepared: Prepared) -> pl.DataFrame:
        """The cells as they will stand in the file."""
        columns = prepared.batch.frame.get_columns()[: self._classifier.kept]
        plain = {at for at, place in self._answered.items() if prepared.answers[place].plain}
        others = csv_fields(pl.DataFrame([column for at, column in enumerate(columns) if at not in plain]))
        ready = others.iter_columns()
        return pl.DataFrame([column if at in plain else next(ready) for at, column in enumerate(columns)])

    def close(self) -> None:
        """Wait until all is written."""
        self._wait()

    def _wait(self) -> None:
        if self._writing:
            self._writing.result()
            self._writing = None


class _Workbook:
    def __init__(self, book: "XlsxFile", classifier: Classifier) -> None:
        self._book = book
        self._classifier = classifier
        self._outcomes: list[tuple[str, ...]] = []

    def fields(self, _: Prepared) -> None:
        """Nothing is made ready."""

    def add(self, prepared: Prepared, decisions: Decisions, _: object) -> list[Problem]:
        self._outcomes += self._classifier.table.texts(self._classifier.lang, len(self._outcomes))
        given = [column.to_list() for column in prepared.batch.frame.iter_columns()][: self._classifier.kept]
        results = [self._outcomes[outcome] for outcome in decisions.outcomes.tolist()]
        *made, chart = map(list, zip(*results, strict=True))
        problems = problem_column(prepared.batch.numbers, decisions.problems.sentences()).to_list()
        flips: list[list[object]] = [list(column) for column in self._classifier.flip_texts(decisions)]
        return self._book.add([*given, *made, problems, chart, *flips])

    def close(self) -> None:
        self._book.finish()
