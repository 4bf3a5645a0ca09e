"""Rules and table of every bundled chart say the same: for every path and for random patterns of answers."""

import random

import pandas as pd
import pytest

from engine.rules import decide
from engine.table import classify
from flowchart import charts
from flowchart.chart import Chart
from flowchart.paths import paths_of

RANDOM = 2_000


@pytest.fixture(scope="module", params=[chart.key for chart in charts.all_charts()])
def chart(request: pytest.FixtureRequest) -> Chart:
    return charts.named(request.param)


def patterns(chart: Chart) -> list[dict[str, str]]:
    """The answers of every path, and random answers, some of them not known, to all questions."""
    found = [{step.question: step.answer for step in path.steps} for path in paths_of(chart)]
    chance = random.Random(1994)  # noqa: S311  the same patterns each time
    found += [{q.id: chance.choice(["", *q.answers]) for q in chart.questions.values()} for _ in range(RANDOM)]
    return [{question: answers.get(question, "") for question in chart.questions} for answers in found]


def test_table_and_rules_agree(chart: Chart) -> None:
    asked = patterns(chart)
    rows = classify(chart, pd.DataFrame(asked)).astype("str")
    for answers, row in zip(asked, rows.to_dict("records"), strict=True):
        alone = decide(chart, answers)
        told = (alone.disposition, alone.sub_form, alone.exit_question, alone.next_question, *alone.possible)
        of_row = (row["disposition"], row["sub_form"], row["exit_question"], row["next_question"])
        assert tuple(x or "" for x in told) == (*of_row, *filter(None, row["possible"].split("|")))
