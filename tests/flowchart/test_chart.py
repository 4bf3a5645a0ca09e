"""What a chart answers about itself, and which changes its hash sees."""

import re
from pathlib import Path

import pytest

from flowchart.chart import Chart
from tests.charts import SMALL, changed, chart_from

Changes = list[tuple[str, str]]

DECIDING: dict[str, Changes] = {
    "the target of an edge": [("ready, answer: no, to: keep", "ready, answer: no, to: stop")],
    "what stands": [("default_disposition: hand_over", "default_disposition: keep")],
    "nothing stands": [("    default_disposition: hand_over\n", "")],
    "the start": [
        ("    start: true\n", ""),
        ("    number: 2\n", "    number: 2\n    start: true\n"),
        ("answer: no, to: keep", "answer: no, to: needed"),
        ("answer: yes, to: ready", "answer: yes, to: keep"),
    ],
    "an answer's code": [("      whole:", "      all:"), ("answer: whole", "answer: all"), ("[whole]", "[all]")],
    "a question's id": [
        ("  extent:\n", "  measure:\n"),
        ("to: extent", "to: measure"),
        ("extent, answer: whole", "measure, answer: whole"),
        ("extent, answer: nothing", "measure, answer: nothing"),
    ],
}
NOT_DECIDING: dict[str, Changes] = {
    "a question's text": [("มีผู้รับงานหรือไม่", "มีผู้รับหรือไม่"), ("Is a receiver ready?", "Is anyone ready?")],
    "a label": [("{th: ทั้งหมด, en: All of it}", "{th: ทุกส่วน, en: Every part}")],
    "guidance": [("Ask the receiver", "Ask them in writing")],
    "evidence": [("supports: [yes]", "supports: [yes, no]"), ("The law itself", "The law")],
    "a note": [("note: {th: ส่วนเพิ่ม, en: Added}", "note: {th: เพิ่ม, en: Added by us}")],
    "a reading": [("provenance: inferred", "provenance: slide")],
    "a box": [(", box: giving", ""), ("boxes:\n  giving: {text: {th: มอบงาน, en: Hand over}}", "boxes: {}")],
    "a number": [("number: 2", "number: 5")],
    "an alias": [("[q2]", "[second]")],
    "the version": [("version: 1.0.0", "version: 1.0.1")],
    "the id": [("id: small", "id: tiny")],
    "the title": [("Small chart", "A small chart")],
    "a duty": [("sub_forms: [whole]", "sub_forms: []"), ("An agreement", "A memorandum")],
    "the order of keys": [("id: small\nversion: 1.0.0\n", "version: 1.0.0\nid: small\n")],
    "the order of answers": [
        ("      whole: {label: {th: ทั้งหมด, en: All of it}}\n", ""),
        ("ยังมอบไม่ได้, en: Nothing yet}}\n", "ยังมอบไม่ได้, en: Nothing yet}}\n      whole: {label: {th: หมด, en: All}}\n"),
    ],
    "the order of edges": [
        ("  - {question: needed, answer: yes, to: ready, provenance: slide, note: {th: แน่ชัด, en: Certain}}\n", ""),
        (
            "boxes:\n",
            "  - {question: needed, answer: yes, to: ready, provenance: slide, note: {th: ก, en: A}}\nboxes:\n",
        ),
    ],
}


@pytest.mark.parametrize("changes", DECIDING.values(), ids=DECIDING)
def test_what_decides_changes_the_hash(tmp_path: Path, small_chart: Chart, changes: Changes) -> None:
    other = chart_from(tmp_path, changed(SMALL, *changes))
    assert other.hash != small_chart.hash
    assert other.stamp != small_chart.stamp


@pytest.mark.parametrize("changes", NOT_DECIDING.values(), ids=NOT_DECIDING)
def test_what_does_not_decide_leaves_the_hash(tmp_path: Path, small_chart: Chart, changes: Changes) -> None:
    other = chart_from(tmp_path, changed(SMALL, *changes))
    assert other.hash == small_chart.hash


def test_the_stamp_is_id_version_and_the_start_of_the_hash(small_chart: Chart) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", small_chart.hash)
    assert small_chart.stamp == f"small@1.0.0#{small_chart.hash[:8]}"


def test_a_chart_read_twice_is_one_chart(tmp_path: Path, small_chart: Chart) -> None:
    again = chart_from(tmp_path, SMALL)
    assert again is not small_chart
    assert again == small_chart
    assert len({again, small_chart}) == 1


def test_the_parts_of_a_small_chart(small_chart: Chart) -> None:
    assert small_chart.start.id == "needed"
    assert [q.id for q in small_chart.main] == ["needed", "ready"]
    assert small_chart.order == ("needed", "ready", "extent")
    assert small_chart.aliases == {"q1": "needed", "q2": "ready", "f2": "extent"}
    assert small_chart.questions["ready"].text["th"] == "มีผู้รับงานหรือไม่"
    assert small_chart.questions["ready"].text["en"] == "Is a receiver ready?"


def test_an_edge_is_found_by_question_and_answer(small_chart: Chart) -> None:
    assert small_chart.edge("extent", "whole").to == "hand_over"
    assert [edge.to for edge in small_chart.edges_from("extent")] == ["hand_over", "keep"]
    with pytest.raises(KeyError):
        small_chart.edge("extent", "half")


@pytest.mark.parametrize(("sub_form", "count"), [(None, 1), ("whole", 1), ("nothing", 0)])
def test_duties_of_a_sub_form(small_chart: Chart, sub_form: str | None, count: int) -> None:
    assert len(small_chart.dispositions["hand_over"].duties("instruments", {sub_form})) == count
    assert small_chart.dispositions["hand_over"].duties("tasks", {sub_form}) == ()
