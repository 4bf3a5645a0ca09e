"""Every pattern of answers there is: table and slide say the same, and so do the rules wherever they are asked.

The rules are asked for every path and each eleventh pattern; with ``BLUEPRINT_EVERY_PATTERN=1`` (every night) for all.
"""

import math
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from engine.columns import RESULT_COLUMNS
from engine.rules import decide
from engine.table import classify
from flowchart import charts
from flowchart.chart import Chart
from flowchart.paths import paths_of
from tests.engine.oracle import ANSWERS, LABELS, expected

SIZES = [len(answers) + 1 for answers in ANSWERS.values()]
PATTERNS = math.prod(SIZES)
CHUNK = 52_488
"""Patterns compared at a time: a forty-eighth of them."""
EACH = 1 if os.environ.get("BLUEPRINT_EVERY_PATTERN") else 11
"""Of so many patterns the rules are asked for one. Eleven divides no number of answers, so each answer meets each."""


def frame_of(patterns: npt.NDArray[np.int64]) -> pd.DataFrame:
    """The patterns of these numbers, a column of answers per question."""
    codes = np.unravel_index(patterns, SIZES)
    answers = (np.array(["", *answers], dtype=object) for answers in ANSWERS.values())
    return pd.DataFrame({q: texts[code] for q, texts, code in zip(ANSWERS, answers, codes, strict=True)})


def row_of(answers: dict[str, str], stamp: str) -> tuple[str, ...]:
    """The result columns that the slide asks for."""
    right = expected(answers)
    return (
        right.status,
        right.disposition or "",
        LABELS[right.disposition] if right.disposition else "",
        right.sub_form or "",
        right.exit_question or "",
        right.next_question or "",
        "|".join(right.possible),
        " > ".join(f"{question}={answer}" for question, answer in right.path),
        "|".join(right.unused),
        stamp,
    )


def row_of_rules(chart: Chart, answers: dict[str, str]) -> tuple[str, ...]:
    """The result columns by the rules."""
    found = decide(chart, answers)
    assert found.open_details == ((found.next_question,) if found.disposition and found.next_question else ())
    return (
        found.status,
        found.disposition or "",
        chart.dispositions[found.disposition].label.th if found.disposition else "",
        found.sub_form or "",
        found.exit_question or "",
        found.next_question or "",
        "|".join(found.possible),
        " > ".join(f"{step.question}={step.answer}" for step in found.path),
        "|".join(found.unused),
        found.chart,
    )


def difference(numbers: npt.NDArray[np.int64]) -> str:
    """What is said of the first of these patterns that table (or rules) and slide differ on, "" when all agree."""
    chart = charts.default()
    frame = frame_of(numbers)
    classified = classify(chart, frame, "th")
    rows = zip(*(classified[column].tolist() for column in RESULT_COLUMNS), strict=True)
    given = zip(*(frame[q].tolist() for q in ANSWERS), strict=True)
    for number, codes, row in zip(numbers.tolist(), given, rows, strict=True):
        answers = dict(zip(ANSWERS, codes, strict=True))
        slide = row_of(answers, chart.stamp)
        said = {"table": row, "rules": slide if number % EACH else row_of_rules(chart, answers)}
        for who, other in said.items():
            if other != slide:
                return f"{answers}\n the slide: {slide}\n the {who}: {other}"
    return ""


def test_there_are_two_and_a_half_million_patterns() -> None:
    assert PATTERNS == 3**7 * 4 * 4 * 4 * 6 * 3 == 2_519_424
    assert {q.id: tuple(q.answers) for q in charts.default().questions.values()} == ANSWERS
    assert len(RESULT_COLUMNS) == len(row_of({}, ""))


@pytest.mark.slow
def test_table_and_rules_decide_every_pattern_like_the_slide() -> None:
    """All patterns, on all processors."""
    chunks = np.array_split(np.arange(PATTERNS), PATTERNS // CHUNK)
    context = multiprocessing.get_context("spawn")  # a forked child would inherit locks of other libraries' threads
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context) as pool:
        for found in pool.map(difference, chunks):
            if found:
                pool.shutdown(cancel_futures=True)
                pytest.fail(found)


def test_the_rules_decide_every_path_like_the_slide(chart: Chart) -> None:
    for path in paths_of(chart):
        answers = dict.fromkeys(ANSWERS, "") | {step.question: step.answer for step in path.steps}
        assert row_of_rules(chart, answers) == row_of(answers, chart.stamp)
