"""Where the decided rows of one run go: the result file, the list of problems, the counts."""

from contextlib import ExitStack
from pathlib import Path
from typing import IO, Protocol

import pyarrow as pa  # type: ignore[import-untyped]

from missions.bulk.classify import Classifier, Decisions
from missions.bulk.parquet import ParquetFile
from missions.bulk.repair import Corrections, RepairFile
from missions.bulk.tally import Tally
from missions.bulk.written import CsvFile, replacing
from missions.files.output import XlsxFile, csv_line, csv_lines
from missions.files.problems import PROBLEM_COLUMNS, Problem, problem_cells
from missions.files.sheet import Sheet

SUFFIXES = (".csv", ".xlsx", ".parquet")
"""What a result file may be."""


class _File(Protocol):
    def add(self, sheet: Sheet, decisions: Decisions, batch: pa.RecordBatch | None) -> list[Problem]: ...

    def close(self) -> None: ...


class Results:
    """Takes the rows of one run in their order. Use it as a context: what was raised inside leaves no file behind."""

    def __init__(
        self,
        classifier: Classifier,
        sheet: Sheet,
        target: str,
        *,
        problems: str | None = None,
        repair: str | None = None,
        corrections: Corrections | None = None,
        schema: pa.Schema | None = None,
        cr_first: bool = False,
    ) -> None:
        """``sheet`` gives the header, ``schema`` the types of the columns where the source has any."""
        self.tally = Tally()
        self._width = len(sheet.header)
        self._corrections = corrections
        self.classifier = classifier
        self._stack = ExitStack()
        file = self._stack.enter_context(replacing(target))
        self.csv: CsvFile | None = None
        self._file: _File
        suffix = "" if target == "-" else Path(target).suffix.lower()
        if suffix == ".xlsx":
            self._file = _Workbook(file, classifier, sheet)
        elif suffix == ".parquet":
            self._file = ParquetFile(file, classifier, sheet.header, schema)
        else:
            self._file = self.csv = CsvFile(file, classifier, sheet.header, for_excel=target != "-", cr_first=cr_first)
        self._problems = self._stack.enter_context(replacing(problems)) if problems else None
        if self._problems:
            self._problems.write(f"\ufeff{csv_line(PROBLEM_COLUMNS)}\r\n".encode())
        self._repair = RepairFile(self._stack.enter_context(replacing(repair)), sheet.header) if repair else None
        self.report(classifier.answers.repeated())

    @property
    def needed(self) -> set[int]:
        """The columns whose text is looked at; for a file of text all of them."""
        if not isinstance(self._file, ParquetFile) or self._repair or self._corrections:
            return set(range(self._width))
        classifier = self.classifier
        asked = classifier.answers.asked.values()
        return {at for at in (*asked, classifier.doubts.name_at, classifier.ids.at) if at is not None}

    def __enter__(self) -> "Results":
        return self

    def __exit__(self, *raised: object) -> None:
        self._stack.__exit__(*raised)  # type: ignore[arg-type]

    def add(self, sheet: Sheet, batch: pa.RecordBatch | None = None) -> None:
        """Decide some rows and write them; ``batch`` is where they came from."""
        if self._corrections:
            sheet, batch = self._corrections.apply(sheet), None
        decisions = self.classifier.decide(sheet)
        cut = self._file.add(sheet, decisions, batch)
        self.note(decisions, sheet)
        self.report(cut)

    def note(self, decisions: Decisions, sheet: Sheet) -> None:
        """Count and report rows that are written already; ``sheet`` holds those of them that may have problems."""
        self.tally.count(decisions.outcomes)
        if self._repair and decisions.problems:
            self._repair.add(sheet, self.classifier.problem_texts(decisions.problems))
        self.report(sorted([*decisions.problems, *decisions.warnings], key=lambda problem: problem.row or 0))

    def report(self, problems: list[Problem]) -> None:
        """Count problems and warnings and add them to the list."""
        self.tally.report(problems)
        if self._problems and problems:
            lines = csv_lines(zip(*(problem_cells(problem, self.classifier.lang) for problem in problems), strict=True))
            self._problems.write("".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace"))

    def finish(self) -> Tally:
        """Complete the files."""
        if self._corrections:
            self._corrections.check_all_used()
        self.report(self.classifier.ids.duplicates())
        self._file.close()
        self.tally.close(self.classifier)
        return self.tally


class _Workbook:
    def __init__(self, file: IO[bytes], classifier: Classifier, sheet: Sheet) -> None:
        self._classifier = classifier
        self._book = XlsxFile(file, [*sheet.header[: classifier.kept], *classifier.result_names])

    def add(self, sheet: Sheet, decisions: Decisions, _: pa.RecordBatch | None) -> list[Problem]:
        return self._book.add(self._classifier.classified(sheet, decisions).table)

    def close(self) -> None:
        self._book.close()
