"""Rows of missions in, the same rows with decisions, problems and warnings out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.table import RESULT_COLUMNS, table_of
from flowchart.chart import Chart
from missions.bulk.doubts import Ids, RowWarnings, id_hashes
from missions.files.answers import AnswerReader
from missions.files.columns import Columns
from missions.files.output import OUTPUT_COLUMNS
from missions.files.problems import Problem
from missions.files.sheet import Sheet
from missions.files.text import ROWS_AT_ONCE
from text.words import Lang

__all__ = ["OUTPUT_COLUMNS", "Classified", "Classifier", "Decisions", "classify_sheet", "free_names"]


@dataclass(frozen=True)
class Classified:
    """The input rows, unchanged and in order, the columns appended to them, every problem found and every warning."""

    missions: pd.DataFrame
    results: pd.DataFrame
    problems: list[Problem]
    warnings: list[Problem] = field(default_factory=list)

    @property
    def table(self) -> pd.DataFrame:
        """Input and result columns side by side; a result column whose name the input uses gets ``_2`` after it."""
        names = free_names(list(self.missions.columns))
        return pd.concat([self.missions, self.results.set_axis(names, axis=1)], axis=1)

    @property
    def decided(self) -> int:
        """How many missions are decided."""
        return int((self.results["status"] == "decided").sum())


@dataclass(frozen=True)
class Decisions:
    """What was decided on some rows: an outcome number for each, and their problems and warnings in order of rows."""

    outcomes: npt.NDArray[np.int32]
    problems: list[Problem]
    warnings: list[Problem]


class Classifier:
    """Classifies the rows of one table, all at once or a piece at a time with the same result."""

    def __init__(self, chart: Chart, header: Sequence[str], columns: Columns, lang: Lang) -> None:
        self.chart, self.lang = chart, lang
        self.table = table_of(chart)
        self.answers = AnswerReader(chart, header, columns)
        self.doubts = RowWarnings(chart, header, columns)
        self.ids = Ids(header, columns)
        # A file that is our own output is classified anew: its result columns are replaced.
        own = tuple(header[-len(OUTPUT_COLUMNS) :]) == OUTPUT_COLUMNS
        self.kept = len(header) - len(OUTPUT_COLUMNS) if own else len(header)
        """How many columns of the input are kept."""
        self.result_names = free_names(header[: self.kept])

    def decide(self, sheet: Sheet) -> Decisions:
        """Decide a piece of the table."""
        codes, problems = self.answers.codes(sheet.rows, sheet.row_numbers)
        name_at, id_at = self.doubts.name_at, self.ids.at
        nameless = [n for n, row in enumerate(sheet.rows) if not row[name_at].strip()] if name_at is not None else []
        warnings = self.doubts.warnings(codes, nameless, sheet.row_numbers, lambda row, at: sheet.rows[row][at])
        if id_at is not None:
            ids = ["" if (value := row[id_at]).isspace() else value for row in sheet.rows]
            self.ids.add(*id_hashes(ids, np.array(sheet.row_numbers, dtype=np.uint32)))
        problems = sorted([*sheet.problems, *problems], key=lambda problem: problem.row or 0)
        return Decisions(self.table.outcomes(codes), problems, warnings)

    def classified(self, sheet: Sheet, decisions: Decisions) -> Classified:
        """The piece and its decisions as tables."""
        missions = pd.DataFrame(sheet.rows, columns=list(sheet.header), dtype="str").iloc[:, : self.kept]
        return Classified(missions, self.results(sheet, decisions), decisions.problems, decisions.warnings)

    def results(self, sheet: Sheet, decisions: Decisions) -> pd.DataFrame:
        """``OUTPUT_COLUMNS`` for the piece."""
        results = pd.DataFrame(self.table.columns(decisions.outcomes, self.lang)).astype("str")
        texts = self.problem_texts(decisions.problems)
        problems = pd.Series([texts.get(number, "") for number in sheet.row_numbers], dtype="str")
        results.insert(len(RESULT_COLUMNS) - 1, "problems", problems)
        return results

    def problem_texts(self, problems: list[Problem]) -> dict[int, str]:
        """The problems of each row that has any, in words."""
        of_row: dict[int, list[str]] = {}
        for problem in problems:
            if problem.row is not None:
                of_row.setdefault(problem.row, []).append(problem.sentence(self.lang))
        return {row: " ".join(sentences) for row, sentences in of_row.items()}


def classify_sheet(
    chart: Chart,
    sheet: Sheet,
    columns: Columns,
    lang: Lang,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Classified:
    """Classify every row of ``sheet``. ``progress`` is told how many rows of how many are done.

    A file that is our own output is classified anew: its result columns are replaced.
    """
    classifier = Classifier(chart, sheet.header, columns, lang)
    outcomes: list[npt.NDArray[np.int32]] = []
    problems, warnings = [*sheet.problems, *classifier.answers.repeated()], []
    total = len(sheet.rows)
    for start in range(0, max(total, 1), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        piece = replace(sheet, rows=sheet.rows[rows], row_numbers=sheet.row_numbers[rows], problems=[])
        decisions = classifier.decide(piece)
        outcomes.append(decisions.outcomes)
        problems += decisions.problems
        warnings += decisions.warnings
        progress(min(start + ROWS_AT_ONCE, total), total)
    warnings += classifier.ids.duplicates()
    problems.sort(key=lambda problem: problem.row or 0)
    return classifier.classified(sheet, Decisions(np.concatenate(outcomes), problems, warnings))


def free_names(taken: Sequence[str]) -> list[str]:
    """The names of the appended columns, numbered where the input has such a name."""
    used = set(taken)
    return [_free(name, used) for name in OUTPUT_COLUMNS]


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free
