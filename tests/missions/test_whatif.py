"""What would change the decisions of a file: columns beside the results, and how far its numbers hang on an answer."""

import csv
import io
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from engine.columns import FLIP_COLUMNS
from engine.rules import decide
from engine.whatif import what_if
from flowchart import charts
from flowchart.chart import Chart
from missions.bulk.stream import Extra, classify_file
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.rows import read_answers
from missions.mission import sample_file
from missions.sensitivity import Move, sensitivity, sensitivity_of
from tests.charts import SMALL, chart_from

CHARTS = [chart for chart in charts.all_charts() if sample_file(chart)]


def answers_of(chart: Chart) -> list[dict[str, str]]:
    sheet = read_sheet(sample(chart), chart)
    answers, _ = read_answers(chart, sheet, match_columns(chart, sheet.header))
    return [{str(q): str(a) for q, a in row.items()} for row in answers.to_dict("records")]


def sample(chart: Chart) -> bytes:
    path = sample_file(chart)
    assert path is not None
    return path.read_bytes()


def run(chart: Chart, data: bytes, target: Path, *, whatif: bool = True) -> list[dict[str, str]]:
    classify_file(chart, io.BytesIO(data), str(target), "th", extra=Extra(whatif=whatif))
    if target.suffix == ".parquet":
        return [{name: str(cell) for name, cell in row.items()} for row in pq.read_table(target).to_pylist()]
    if target.suffix == ".xlsx":
        sheet = read_sheet(target.read_bytes(), chart)
        return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    return list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))


def expected(chart: Chart, answers: dict[str, str]) -> tuple[str, ...]:
    found = what_if(chart, answers)
    flips = found.flips
    least = [flip for flip in flips if len(flip.changes) == len(flips[0].changes)]
    to = {disposition for flip in least for disposition in flip.possible}
    hinges = {step.question for flip in least for step in flip.changes}
    return (
        str(len(least[0].changes)) if least else "",
        "|".join(d for d in chart.dispositions if d in to),
        "|".join(q for q in chart.questions if q in hinges),
        found.narrowing[0].question if found.narrowing else "",
    )


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_every_row_of_a_file_says_what_would_change_it(chart: Chart, suffix: str, tmp_path: Path) -> None:
    rows = run(chart, sample(chart), tmp_path / f"out{suffix}")
    told = [tuple(row[name] for name in FLIP_COLUMNS) for row in rows]
    assert told == [expected(chart, answers) for answers in answers_of(chart)]
    assert any(size for size, *_ in told)


def test_a_result_that_says_it_is_classified_anew_with_or_without_it(chart: Chart, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with_it = run(chart, sample(chart), target)
    first = target.read_bytes()
    assert run(chart, first, target) == with_it
    assert target.read_bytes() == first
    run(chart, first, target, whatif=False)
    without = target.read_bytes()
    run(chart, sample(chart), target, whatif=False)
    assert target.read_bytes() == without
    run(chart, without, target)
    assert target.read_bytes() == first


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_the_sensitivity_counts_what_changing_each_answer_of_each_mission_gives(chart: Chart) -> None:
    answers = answers_of(chart)
    places = {q.id: {a: n for n, a in enumerate(("", *q.answers))} for q in chart.questions.values()}
    codes = np.array([[places[q][given[q]] for q in places] for given in answers], dtype=np.int8)
    ministries = [f"{n % 3}" for n in range(len(answers))]
    found = sensitivity(chart, codes, ministries)
    moves: Counter[tuple[str, str, str, str]] = Counter()
    movable: Counter[str] = Counter()
    hanging: Counter[str] = Counter()
    for given, ministry in zip(answers, ministries, strict=True):
        before = decide(chart, given)
        leads: dict[str, set[str]] = {}
        for step in before.path if before.disposition else ():
            for answer in chart.questions[step.question].answers:
                after = decide(chart, given | {step.question: answer})
                if after.disposition != before.disposition:
                    leads.setdefault(step.question, set()).update(set(after.possible) - {before.disposition})
        for question, to in leads.items():
            movable[question] += bool(to)
            moves.update((question, ministry, before.disposition or "", disposition) for disposition in to)
        hanging[before.disposition or ""] += any(leads.values())
    assert {(m.question, m.ministry, m.disposition, m.to): m.missions for m in found.moves} == dict(moves)
    assert found.movable == {question: n for question, n in movable.items() if n}
    assert found.single == {disposition: hanging[disposition] for disposition in found.decided}
    assert sum(found.decided.values()) == sum(bool(decide(chart, g).disposition) for g in answers)


WORKED_OUT = {
    "A": ("north", {"needed": "no"}),  # needed=yes opens the receiver: hand over or keep
    "B": ("north", {"needed": "yes", "ready": "no"}),  # needed=no: stop; ready=yes: hand over already holds
    "C": ("south", {"needed": "yes", "ready": "yes", "extent": "whole"}),  # stop; keep; keep
    "D": ("south", {"needed": "yes", "ready": "yes"}),  # stop; keep; the extent is open, so no answer of it changes
    "E": ("south", {"needed": "yes"}),  # not decided: not counted
    "F": ("north", {"needed": "no", "ready": "no"}),  # needed=yes: the answer kept for the receiver leads to keep
}
"""Missions of the small chart, with what changing each answer on their way does, by hand."""


def test_the_sensitivity_of_a_few_missions_is_that_worked_out_by_hand(tmp_path: Path) -> None:
    chart = chart_from(tmp_path, SMALL)
    ministries, answers = zip(*WORKED_OUT.values(), strict=True)
    found = sensitivity_of(chart, answers, ministries)
    assert found.decided == found.single == {"stop": 2, "hand_over": 2, "keep": 1}
    assert found.movable == {"needed": 5, "ready": 3, "extent": 1}
    assert set(found.moves) == {
        Move("needed", "north", "stop", "hand_over", 1),
        Move("needed", "north", "stop", "keep", 2),
        Move("needed", "south", "hand_over", "stop", 2),
        Move("needed", "north", "keep", "stop", 1),
        Move("ready", "south", "hand_over", "keep", 2),
        Move("ready", "north", "keep", "hand_over", 1),
        Move("extent", "south", "hand_over", "keep", 1),
    }
    bounds = {(d, q): found.bounds(d, q) for d in chart.dispositions for q in chart.questions}
    assert bounds == {
        ("stop", "needed"): (0, 5),
        ("stop", "ready"): (2, 2),
        ("stop", "extent"): (2, 2),
        ("hand_over", "needed"): (0, 3),
        ("hand_over", "ready"): (0, 3),
        ("hand_over", "extent"): (1, 2),
        ("keep", "needed"): (0, 3),
        ("keep", "ready"): (0, 3),
        ("keep", "extent"): (1, 2),
    }
    assert found.leads[2] == {"needed": ("stop",), "ready": ("keep",), "extent": ("keep",)}
    assert found.leads[4] == {}


def test_only_the_answers_that_are_reconsidered_move_a_mission(tmp_path: Path) -> None:
    chart = chart_from(tmp_path, SMALL)
    ministries, answers = zip(*WORKED_OUT.values(), strict=True)
    found = sensitivity_of(chart, answers, ministries, [(), (), ("ready", "extent"), ("extent",), ("needed",), ()])
    assert found.decided == {"stop": 2, "hand_over": 2, "keep": 1}
    assert found.single == {"stop": 0, "hand_over": 1, "keep": 0}
    assert found.movable == {"ready": 1, "extent": 1}
    assert sensitivity_of(chart, [], []).moves == ()
