"""Every pattern of answers there is: the table, the rules and the slide say the same."""

import math
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
import pytest

from engine.rules import decide
from engine.table import RESULT_COLUMNS, classify
from flowchart import charts
from tests.engine.oracle import ANSWERS, LABELS, expected

SIZES = [len(answers) + 1 for answers in ANSWERS.values()]
PATTERNS = math.prod(SIZES)
CHUNK = 52_488
"""Patterns compared at a time: a forty-eighth of them."""


def frame_of(start: int, stop: int) -> pd.DataFrame:
    """The patterns from ``start`` to ``stop``, a column of answers per question."""
    codes = np.unravel_index(np.arange(start, stop), SIZES)
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


def first_difference(start: int) -> str:
    """What differs at the first pattern of a chunk that is not the same three times, "" when all are."""
    chart = charts.default()
    frame = frame_of(start, min(start + CHUNK, PATTERNS))
    classified = classify(chart, frame, "th")
    rows = zip(*(classified[column].tolist() for column in RESULT_COLUMNS), strict=True)
    given = zip(*(frame[question].tolist() for question in ANSWERS), strict=True)
    for codes, row in zip(given, rows, strict=True):
        answers = dict(zip(ANSWERS, codes, strict=True))
        slide = row_of(answers, chart.stamp)
        found = decide(chart, answers)
        decided = (
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
        if not slide == row == decided:
            return f"{answers}\n the slide: {slide}\n the table: {row}\n the rules: {decided}"
        if found.open_details != ((found.next_question,) if found.disposition and found.next_question else ()):
            return f"{answers}\n details open: {found.open_details}"
    return ""


def test_there_are_two_and_a_half_million_patterns() -> None:
    assert PATTERNS == 3**7 * 4 * 4 * 4 * 6 * 3 == 2_519_424
    assert {q.id: tuple(q.answers) for q in charts.default().questions.values()} == ANSWERS
    assert len(RESULT_COLUMNS) == len(row_of({}, ""))


def test_every_pattern_is_decided_alike_by_table_rules_and_slide() -> None:
    context = multiprocessing.get_context("spawn")  # a forked child would inherit locks of other libraries' threads
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context) as pool:
        for difference in pool.map(first_difference, range(0, PATTERNS, CHUNK)):
            if difference:
                pool.shutdown(cancel_futures=True)
                pytest.fail(difference)
