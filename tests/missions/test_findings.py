"""What is found in many rows at once says the same as what is found in one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from missions.bulk.cells import csv_fields
from missions.bulk.findings import Finding, Found
from missions.files.output import csv_line
from missions.files.problems import Problem, problem_cells

VALUES = st.sampled_from(["ไช่", "1", "12", '=1+1"', "a,b\nc", "\ufdd0", "1000000000000", ""])
CODES = st.sampled_from(["unknown_answer", "empty_name", "duplicate_id", "contradictory_follow_up"])
PLACES = st.lists(st.tuples(st.integers(1, 12), st.builds(Problem, st.none(), VALUES, VALUES, CODES)), max_size=12)


@given(PLACES)
def test_lines_and_sentences_are_those_of_each_problem_alone(places: list[tuple[int, Problem]]) -> None:
    found = Found.merged(Found.of([(row, Finding(problem, "th"))]) for row, problem in places)
    alone = [finding.at(row) for row, finding in found]
    assert [problem.row for problem in alone] == sorted(row for row, _ in places)
    assert found.lines().to_list() == [_plain(csv_line(problem_cells(problem, "th"))) for problem in alone]
    rows, sentences = found.sentences()
    said = {row: [_plain(p.sentence("th")) for p in alone if p.row == row] for row in rows.tolist()}
    assert sentences.to_list() == [" ".join(texts) for texts in said.values()]
    assert found.fields()[1].to_list() == csv_fields(sentences.to_frame()).to_series().to_list()
    assert sum(times for _, times in found.counts()) == len(places)


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1))
def test_a_value_of_each_row_stands_in_its_line(numbers: list[tuple[int, int]]) -> None:
    finding = Finding(Problem(None, "รหัส 1", "", "duplicate_id"), "th", valued=True)
    rows, firsts = np.array(numbers, dtype=np.int64).T
    expected = [csv_line(problem_cells(finding.at(row, first), "th")) for row, first in numbers]
    assert finding.lines(rows, firsts).to_list() == expected


def _plain(text: str) -> str:
    return text.replace("\ufdd0", "\ufffd")
