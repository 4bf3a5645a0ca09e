"""The missions of a sheet, read once, as classification, summary and import all take them."""

import numpy as np
import pandas as pd

from flowchart.chart import UNKNOWN, Chart
from missions.files.answers import AnswerReader
from missions.files.columns import Columns
from missions.files.problems import Problem
from missions.files.sheet import Sheet


def read_answers(chart: Chart, sheet: Sheet, columns: Columns) -> tuple[pd.DataFrame, list[Problem]]:
    """The answers of each row of ``sheet``, and what is wrong with them, by row.

    The frame has a column for every question of the chart, in its order, holding answer codes, ``UNKNOWN`` where
    there is none or it was not understood. The sheet's own problems are not repeated.
    """
    reader = AnswerReader(chart, sheet.header, columns)
    codes, problems = reader.codes(sheet.rows, sheet.row_numbers)
    answers = {
        question.id: np.array([UNKNOWN, *question.answers], dtype=object)[codes[:, n]]
        for n, question in enumerate(chart.questions.values())
    }
    return pd.DataFrame(answers, dtype="str"), reader.repeated() + problems
