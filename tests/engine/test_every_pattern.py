"""Every pattern of answers there is: table and slide say the same, and so do the rules wherever they are asked.

The rules are asked for every path and 50,000 random patterns; with ``BLUEPRINT_EVERY_PATTERN=1`` (as in CI) for all.
"""

import math
import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

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

T = TypeVar("T")
SIZES = [len(answers) + 1 for answers in ANSWERS.values()]
PATTERNS = math.prod(SIZES)
CHUNK = 52_488
"""Patterns compared at a time: a forty-eighth of them."""
RANDOM = 50_000


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


def difference_of_table(start: int) -> str:
    """What table and slide say of the first pattern of a chunk that they differ on, "" when they agree on all."""
    chart = charts.default()
    frame = frame_of(np.arange(start, min(start + CHUNK, PATTERNS)))
    classified = classify(chart, frame, "th")
    rows = zip(*(classified[column].tolist() for column in RESULT_COLUMNS), strict=True)
    for codes, row in zip(zip(*(frame[question].tolist() for question in ANSWERS), strict=True), rows, strict=True):
        answers = dict(zip(ANSWERS, codes, strict=True))
        slide = row_of(answers, chart.stamp)
        if slide != row:
            return f"{answers}\n the slide: {slide}\n the table: {row}"
    return ""


def difference_of_rules(patterns: npt.NDArray[np.int64]) -> str:
    """What rules and slide say of the first of these patterns that they differ on, "" when they agree on all."""
    chart = charts.default()
    for codes in frame_of(patterns).itertuples(index=False, name=None):
        answers = dict(zip(ANSWERS, codes, strict=True))
        slide, rules = row_of(answers, chart.stamp), row_of_rules(chart, answers)
        if slide != rules:
            return f"{answers}\n the slide: {slide}\n the rules: {rules}"
    return ""


def check(difference: Callable[[T], str], parts: Iterable[T]) -> None:
    """Look for a difference in every part, on all processors."""
    context = multiprocessing.get_context("spawn")  # a forked child would inherit locks of other libraries' threads
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context) as pool:
        for found in pool.map(difference, parts):
            if found:
                pool.shutdown(cancel_futures=True)
                pytest.fail(found)


def test_there_are_two_and_a_half_million_patterns() -> None:
    assert PATTERNS == 3**7 * 4 * 4 * 4 * 6 * 3 == 2_519_424
    assert {q.id: tuple(q.answers) for q in charts.default().questions.values()} == ANSWERS
    assert len(RESULT_COLUMNS) == len(row_of({}, ""))


@pytest.mark.slow
def test_the_table_decides_every_pattern_like_the_slide() -> None:
    check(difference_of_table, range(0, PATTERNS, CHUNK))


def test_the_rules_decide_every_path_like_the_slide(chart: Chart) -> None:
    for path in paths_of(chart):
        answers = dict.fromkeys(ANSWERS, "") | {step.question: step.answer for step in path.steps}
        assert row_of_rules(chart, answers) == row_of(answers, chart.stamp)


@pytest.mark.slow
def test_the_rules_decide_random_patterns_like_the_slide() -> None:
    patterns = np.random.default_rng(7).integers(PATTERNS, size=RANDOM)
    assert difference_of_rules(patterns) == ""


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("BLUEPRINT_EVERY_PATTERN"), reason="BLUEPRINT_EVERY_PATTERN=1 asks for it")
def test_the_rules_decide_every_pattern_like_the_slide() -> None:
    check(difference_of_rules, np.array_split(np.arange(PATTERNS), PATTERNS // CHUNK))
