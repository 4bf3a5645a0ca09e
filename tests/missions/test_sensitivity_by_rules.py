"""What numbers hang on, against the rules alone: each answer on the way of a mission is changed to each other."""

from collections import Counter

import pytest

from engine.rules import decide
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.rows import read_rows
from missions.sensitivity import sensitivity_of
from tests.charts import EVERY_CHART, chart_and_missions


def ends(chart: Chart, answers: dict[str, str]) -> set[str | None]:
    """The dispositions that follow when what is open is answered in every way."""
    decision = decide(chart, answers)
    if decision.next_question is None:
        return {decision.disposition}
    asked = chart.questions[decision.next_question]
    return set().union(*(ends(chart, answers | {asked.id: answer}) for answer in asked.answers))


@pytest.mark.parametrize("name", EVERY_CHART)
def test_the_bounds_are_those_that_the_rules_give_for_every_changed_answer(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chart, data = chart_and_missions(name, tmp_path_factory.mktemp("chart"))
    sheet = read_sheet(data, chart)
    rows = read_rows(chart, sheet, match_columns(chart, sheet.header)).rows
    found = sensitivity_of(chart, [row.answers for row in rows], [""] * len(rows), None)
    now: Counter[str] = Counter()
    single: Counter[str] = Counter()
    fewer: Counter[tuple[str, str]] = Counter()
    more: Counter[tuple[str, str]] = Counter()
    for answers in ({q: a for q, a in row.answers.items() if a} for row in rows):
        decision = decide(chart, answers)
        if (disposition := decision.disposition) is None:
            continue
        now[disposition] += 1
        hangs = False
        for step in decision.path:
            changed = [answers | {step.question: a} for a in chart.questions[step.question].answers if a != step.answer]
            leading = [each for each in changed if decide(chart, each).disposition != disposition]
            to = set().union(*(ends(chart, each) for each in leading)) - {disposition}
            if to:
                hangs = True
                fewer[disposition, step.question] += 1
                more.update((other, step.question) for other in to if other)
        single[disposition] += hangs
    assert found.decided == now
    assert found.single == single
    for each in chart.dispositions:
        for question in chart.questions:
            expected = now[each] - fewer[each, question], now[each] + more[each, question]
            assert found.bounds(each, question) == expected, (each, question)
