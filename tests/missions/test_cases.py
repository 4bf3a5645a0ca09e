"""Cases beside a chart: read as people write them, run, and what none of them reaches."""

from pathlib import Path

import pytest

from flowchart import charts, picture
from flowchart.chart import Chart
from missions.cases import Run, cases_file, read_cases, run_cases
from missions.files.problems import FileError
from missions.files.read import read_sheet
from tests.charts import SMALL, chart_from


@pytest.fixture
def small(tmp_path: Path) -> Chart:
    return chart_from(tmp_path, SMALL)


def run(chart: Chart, data: bytes) -> Run:
    return run_cases(chart, *read_cases(chart, read_sheet(data, chart)))


@pytest.mark.parametrize("chart", charts.all_charts(), ids=lambda chart: chart.key)
def test_the_cases_of_a_bundled_chart_hold_and_reach_every_edge(chart: Chart) -> None:
    file = cases_file(chart)
    assert file is not None
    found = run(chart, file.read_bytes())
    assert (found.failed, found.problems, found.unreached) == ((), (), ())
    assert all(outcome.case.why for outcome in found.outcomes)


SOURCES = ("กรณีจริง: ", "ข้อความต้นฉบับ (", "ข้อทดสอบ (", "การตีความ", "ส่วนเพิ่มเติม ")
"""What a case of a bundled chart rests on: what happened, words of a source, a reading of them, or our own addition."""


@pytest.mark.parametrize("chart", charts.all_charts(), ids=lambda chart: chart.key)
def test_a_bundled_case_says_what_it_rests_on(chart: Chart) -> None:
    file = cases_file(chart)
    assert file is not None
    cases = [outcome.case for outcome in run(chart, file.read_bytes()).outcomes]
    kinds = [next(kind for kind in SOURCES if case.why.startswith(kind)) for case in cases]
    assert all("ที่มา: " in case.why for case, kind in zip(cases, kinds, strict=True) if kind == SOURCES[0])
    assert kinds.count(SOURCES[0]) >= 10, "what really happened"
    assert kinds.count(SOURCES[-1]) < len(cases) / 3, "most do not rest on the chart itself"


THAI = """ข้อ 1,ข้อ 2,มอบงานเพียงใด,ผลที่คาด,รายละเอียด,เหตุผล
ไม่ใช่,,,หยุด,,ไม่จำเป็นแล้ว
ใช่,มี,ทั้งหมด,มอบ,ทั้งหมด,มีผู้รับ
ใช่,,,ยังจำแนกไม่ได้,,รอคำตอบ
"""
ENGLISH = "q1;q2;extent;expected;detail;why\nno;;;Stop;;\nyes;yes;whole;hand_over;All of it;\nyes;;;incomplete;;\n"


@pytest.mark.parametrize(
    "data",
    [THAI.encode("utf-8-sig"), THAI.encode("cp874"), THAI.replace(",", "\t").encode("utf-16"), ENGLISH.encode()],
    ids=["utf-8", "cp874", "utf-16", "english"],
)
def test_cases_are_read_as_a_spreadsheet_saves_them(small: Chart, data: bytes) -> None:
    found = run(small, data)
    assert [outcome.case.expected for outcome in found.outcomes] == ["stop", "hand_over", None]
    assert [outcome.case.detail for outcome in found.outcomes] == [None, "whole", None]
    assert found.sound
    assert {(edge.question, edge.answer) for edge in found.unreached} == {("ready", "no"), ("extent", "nothing")}


def test_a_case_that_the_chart_decides_otherwise_fails(small: Chart) -> None:
    found = run(small, b"q1,q2,f2,expected,detail\nno,,,keep,\nyes,yes,whole,hand_over,nothing\nno,,,incomplete,\n")
    assert len(found.failed) == 3
    assert not found.sound


def test_what_is_not_understood_is_a_problem_and_no_case(small: Chart) -> None:
    found = run(small, b"q1,expected\nno,demolish\nperhaps,stop\n")
    assert [(problem.row, problem.code) for problem in found.problems] == [
        (2, "unknown_expected"),
        (3, "unknown_answer"),
    ]
    assert not found.sound
    with pytest.raises(FileError, match="no_expected"):
        run(small, b"q1,q2\nno,\n")


def test_the_picture_of_coverage_lights_the_edges_that_were_reached(small: Chart) -> None:
    none = picture.coverage_svg(small, "en", [])
    some = picture.coverage_svg(small, "en", run(small, ENGLISH.encode()).reached)
    every = picture.coverage_svg(small, "en", small.edges)
    assert len({none, some, every}) == 3
    assert none.startswith("<svg")
