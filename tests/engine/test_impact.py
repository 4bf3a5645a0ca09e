"""What a new version would decide, proven by deciding every path by both."""

from pathlib import Path

from engine.impact import impact, place_answers
from engine.rules import decide
from flowchart import charts
from flowchart.paths import Step, paths_of
from tests.charts import SMALL, changed, chart_from

MOVED = ("answer: no, to: keep, provenance: inferred", "answer: no, to: stop, provenance: inferred")


def test_a_version_that_decides_alike_moves_nothing() -> None:
    for chart in charts.all_charts():
        for path in paths_of(chart):
            found = impact(chart, chart, {step.question: step.answer for step in path.steps})
            assert not found.moves
            assert (found.edge, found.unplaced) == (None, ())


def test_a_mission_moves_through_the_edge_that_leads_elsewhere(tmp_path: Path) -> None:
    old = chart_from(tmp_path, SMALL)
    new = chart_from(tmp_path, changed(SMALL, MOVED))
    for path in paths_of(old):
        answers = {step.question: step.answer for step in path.steps}
        found = impact(old, new, answers)
        assert found.moves == (decide(old, answers).disposition != decide(new, answers).disposition)
        assert found.moves == (answers.get("ready") == "no")
        if found.moves:
            assert found.edge == (Step("ready", "no"), "keep", "stop")
            assert (found.before.disposition, found.after.disposition) == ("keep", "stop")


def test_answers_without_a_place_are_told_and_not_decided_with(tmp_path: Path) -> None:
    old = chart_from(tmp_path, SMALL)
    gone = ("      nothing: {label: {th: ยังมอบไม่ได้, en: Nothing yet}}\n", "")
    edge = next(line for line in SMALL.splitlines(keepends=True) if "answer: nothing" in line)
    new = chart_from(tmp_path, changed(SMALL, gone, (edge, "")))
    found = impact(old, new, {"needed": "yes", "ready": "yes", "extent": "nothing"})
    assert found.unplaced == (Step("extent", "nothing"),)
    assert found.after.disposition == "hand_over"
    assert place_answers(new, {"extent": "nothing", "other": "yes", "needed": ""}) == {"needed": ""}
