"""The flow of the missions through the chart: what is counted, what a stream holds, and shapes that fit the counts."""

import re
from itertools import pairwise

import pytest

from engine.rules import decide
from flowchart import charts
from flowchart.chart import UNKNOWN, Chart
from flowchart.paths import paths_of
from text.widths import width
from ui.widgets.streams import Walk, _picture, code_of, passes, streams_of

CHARTS = charts.all_charts()


def walk(chart: Chart, answers: dict[str, str]) -> Walk:
    decision = decide(chart, answers)
    return tuple((step.question, step.answer) for step in decision.path), decision.disposition, decision.next_question


def every_walk(chart: Chart) -> list[Walk]:
    return [walk(chart, {step.question: step.answer for step in path.steps}) for path in paths_of(chart)]


def test_missions_are_counted_on_each_answer_of_their_path() -> None:
    chart = charts.default()
    walks = [walk(chart, {"necessary": "no"})] * 3 + [walk(chart, {"necessary": "yes", "duplicated": UNKNOWN})] * 2
    found = streams_of(walks)
    assert found == {("necessary", "no", "cancel"): 3, ("necessary", "yes", "duplicated"): 2, ("duplicated", "", ""): 2}


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_as_many_missions_leave_a_question_as_come_to_it(chart: Chart) -> None:
    walks = every_walk(chart)
    found = streams_of(walks)
    for question in chart.order:
        came = sum(n for (_, _, to), n in found.items() if to == question)
        assert sum(n for (of, _, _), n in found.items() if of == question) == (
            len(walks) if question == chart.start.id else came
        )


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_stream_holds_the_missions_that_it_counts(chart: Chart) -> None:
    walks = every_walk(chart)
    for stream, n in streams_of(walks).items():
        assert sum(passes(each, code_of(stream)) for each in walks) == n


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_no_bar_lies_over_another_and_all_lie_within_the_picture(chart: Chart) -> None:
    found = streams_of(every_walk(chart))
    picture = _picture(chart, found, list(found))
    nodes, ribbons = picture["nodes"], picture["ribbons"]
    assert isinstance(nodes, list)
    assert isinstance(ribbons, list)
    assert isinstance(picture["height"], float)
    for one in nodes:
        assert one["y"] >= 0
        assert one["y"] + one["height"] <= picture["height"]
        for other in nodes:
            if one is not other and one["x"] == other["x"]:
                assert one["y"] + one["height"] <= other["y"] + 0.01 or other["y"] + other["height"] <= one["y"] + 0.01
    for ribbon in ribbons:
        assert re.fullmatch(r"M[-\d. CL]+Z", ribbon["d"])


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_name_above_a_bar_has_room_below_the_bar_before_it(chart: Chart) -> None:
    found = streams_of(every_walk(chart))
    nodes = _picture(chart, found, list(found))["nodes"]
    assert isinstance(nodes, list)
    for node in (each for each in nodes if not each["end"]):
        ends = [each["y"] + each["height"] for each in nodes if each["x"] == node["x"] and each["y"] < node["y"]]
        assert node["y"] - max(ends, default=0.0) >= 29, "a line of Thai with its marks, and the space to the bar"


@pytest.mark.parametrize("most", [1, 56_700, 3_000_000])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_the_numbers_above_the_bars_do_not_touch_however_many_missions_there_are(chart: Chart, most: int) -> None:
    found = {stream: n * most for stream, n in streams_of(every_walk(chart)).items()}
    nodes = _picture(chart, found, list(found))["nodes"]
    assert isinstance(nodes, list)
    room = {node["x"]: width(f"{node['label']}: {node['count']}", 15) for node in nodes if not node["end"]}
    first, *others = sorted(room)
    assert room[first] < others[0] + 6 - room[others[0]] / 2, "the first begins at its bar"
    for one, other in pairwise(others):
        assert one + room[one] / 2 < other - room[other] / 2


def test_a_code_that_no_mission_has_matches_nothing() -> None:
    chart = charts.default()
    for code in ("", ".", "necessary", "necessary.maybe", "<script>"):
        assert not passes(walk(chart, {"necessary": "no"}), code)
