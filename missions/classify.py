"""A sheet of missions in, the same rows with decisions and problems out."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from engine.table import RESULT_COLUMNS, classify
from flowchart.chart import Chart
from flowchart.words import Lang
from missions.answers import read_answers
from missions.columns import Columns
from missions.files import Sheet
from missions.problems import Problem

OUTPUT_COLUMNS = (*RESULT_COLUMNS[:-1], "problems", RESULT_COLUMNS[-1])
"""What is appended to every row; ``problems`` holds the row's problems in words."""

_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Classified:
    """The input rows, unchanged and in order, the columns appended to them, and every problem found."""

    missions: pd.DataFrame
    results: pd.DataFrame
    problems: list[Problem]

    @property
    def table(self) -> pd.DataFrame:
        """Input and result columns side by side; a result column whose name the input uses gets ``_2`` after it."""
        taken = set(self.missions.columns)
        return pd.concat([self.missions, self.results.rename(columns=lambda name: _free(name, taken))], axis=1)

    @property
    def decided(self) -> int:
        """How many missions are decided."""
        return int((self.results["status"] == "decided").sum())


def classify_sheet(
    chart: Chart,
    sheet: Sheet,
    columns: Columns,
    lang: Lang,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Classified:
    """Classify every row of ``sheet``. ``progress`` is told how many rows of how many are done.

    A file that is our own output is classified anew: its result columns are replaced.
    """
    answers, problems = read_answers(chart, sheet, columns)
    total = len(answers)
    parts = []
    for start in range(0, max(total, 1), _ROWS_AT_ONCE):
        part = classify(chart, answers.iloc[start : start + _ROWS_AT_ONCE], lang)[list(RESULT_COLUMNS)]
        parts.append(part.astype("str"))
        progress(min(start + _ROWS_AT_ONCE, total), total)
    results = pd.concat(parts, ignore_index=True)
    problems = [*sheet.problems, *problems]
    results.insert(len(RESULT_COLUMNS) - 1, "problems", _problems_of_rows(sheet, problems, lang))
    missions = pd.DataFrame(sheet.rows, columns=list(sheet.header), dtype="str")
    if sheet.header[-len(OUTPUT_COLUMNS) :] == OUTPUT_COLUMNS:
        missions = missions.iloc[:, : -len(OUTPUT_COLUMNS)]
    return Classified(missions, results, sorted(problems, key=lambda p: p.row or 0))


def _problems_of_rows(sheet: Sheet, problems: list[Problem], lang: Lang) -> pd.Series:
    """The problems of each row in words, "" where there are none."""
    of_row: dict[int, list[str]] = {}
    for problem in problems:
        if problem.row is not None:
            of_row.setdefault(problem.row, []).append(problem.sentence(lang))
    return pd.Series([" ".join(of_row.get(row, ())) for row in sheet.row_numbers], dtype="str")


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free
