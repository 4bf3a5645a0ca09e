"""One mission's answers in, its decision out: every path of the chart, by hand."""

from typing import NamedTuple

import pytest

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart
from flowchart.paths import Step, paths_of
from tests.engine import oracle

# answers: the exit and the next question; the disposition and its sub-form; what is possible, if not just that
CASES = """
                                            :    q1 ;                     ; all
q1n                                         : q1    ; cancel              ;
q1y                                         :    q2 ;                     ; all
q1y q2y                                     :    f2 ;                     ; cancel merge transfer
q1y q2y f2=cancel                           : q2    ; cancel              ;
q1y q2y f2=merge                            : q2    ; merge               ;
q1y q2y f2=transfer                         : q2    ; transfer            ;
q1y q2n                                     :    q3 ;                     ; beyond q2
q1y q2n q3n                                 :    f3 ;                     ; public_organisation outsource od_plan retain
q1y q2n q3n f3=transform                    : q3 f5 ; public_organisation ;
q1y q2n q3n f3=transform f5=public_organisation  : q3 ; public_organisation public_organisation ;
q1y q2n q3n f3=transform f5=sdu                  : q3 ; public_organisation sdu ;
q1y q2n q3n f3=transform f5=state_enterprise     : q3 ; public_organisation state_enterprise ;
q1y q2n q3n f3=transform f5=statutory_autonomous : q3 ; public_organisation statutory_autonomous ;
q1y q2n q3n f3=transform f5=legal_entity_fund    : q3 ; public_organisation legal_entity_fund ;
q1y q2n q3n f3=outsource                    : q3    ; outsource           ;
q1y q2n q3n f3=neither                      :    q7 ;                     ; od_plan retain
q1y q2n q3n f3=neither q7y                  : q7    ; retain              ;
q1y q2n q3n f3=neither q7n                  : q7    ; od_plan             ;
q1y q2n q3y                                 :    q4 ;                     ; beyond q2
q1y q2n q3y q4y                             : q4 f4 ; decentralise        ;
q1y q2n q3y q4y f4=delegate_provincial      : q4    ; decentralise delegate_provincial ;
q1y q2n q3y q4y f4=devolve_local            : q4    ; decentralise devolve_local ;
q1y q2n q3y q4y f4=both                     : q4    ; decentralise both ;
q1y q2n q3y q4n                             :    q5 ;                     ; public_organisation outsource od_plan retain
q1y q2n q3y q4n q5y                         : q5 f5 ; public_organisation ;
q1y q2n q3y q4n q5y f5=public_organisation  : q5    ; public_organisation public_organisation ;
q1y q2n q3y q4n q5y f5=sdu                  : q5    ; public_organisation sdu ;
q1y q2n q3y q4n q5y f5=state_enterprise     : q5    ; public_organisation state_enterprise ;
q1y q2n q3y q4n q5y f5=statutory_autonomous : q5    ; public_organisation statutory_autonomous ;
q1y q2n q3y q4n q5y f5=legal_entity_fund    : q5    ; public_organisation legal_entity_fund ;
q1y q2n q3y q4n q5n                         :    q6 ;                     ; outsource od_plan retain
q1y q2n q3y q4n q5n q6y                     :    q7 ;                     ; od_plan retain
q1y q2n q3y q4n q5n q6y q7y                 : q7    ; retain              ;
q1y q2n q3y q4n q5n q6y q7n                 : q7    ; od_plan             ;
q1y q2n q3y q4n q5n q6n                     : q6 f6 ; outsource           ; outsource od_plan retain
q1y q2n q3y q4n q5n q6n f6=feasible         : q6    ; outsource feasible  ;
q1y q2n q3y q4n q5n q6n f6=not_feasible     :    q7 ;                     ; od_plan retain
q1y q2n q3y q4n q5n q6n f6=not_feasible q7y : q7    ; retain              ;
q1y q2n q3y q4n q5n q6n f6=not_feasible q7n : q7    ; od_plan             ;
"""
BEYOND_Q2 = ["decentralise", "public_organisation", "outsource", "od_plan", "retain"]
POSSIBLE = {"all": ["cancel", "merge", "transfer", *BEYOND_Q2], "beyond q2": BEYOND_Q2}

NAMES = dict(zip(("q1", "q2", "q3", "q4", "q5", "q6", "q7", "f2", "f3", "f4", "f5", "f6"), oracle.ANSWERS, strict=True))
YES_NO = {"y": "yes", "n": "no"}


def steps_of(written: str) -> list[Step]:
    """The steps that "q1y f2=merge" stands for."""
    return [Step(NAMES[word[:2]], YES_NO.get(word[2:], word[3:])) for word in written.split()]


def answers_of(written: str) -> dict[str, str]:
    return {step.question: step.answer for step in steps_of(written)}


class Case(NamedTuple):
    """A line of ``CASES``."""

    written: str
    exit_question: str | None
    next_question: str | None
    disposition: str | None
    sub_form: str | None
    possible: list[str]


def case_of(line: str) -> Case:
    written, rest = line.split(":")
    questions, outcome, possible = rest.split(";")
    disposition, sub_form = [*outcome.split(), "", ""][:2]
    return Case(
        written=written.strip(),
        exit_question=NAMES.get(questions[1:3]),
        next_question=NAMES.get(questions[4:6]),
        disposition=disposition or None,
        sub_form=sub_form or None,
        possible=POSSIBLE.get(possible.strip(), possible.split()) or [disposition],
    )


PATHS = [case_of(line) for line in CASES.strip("\n").splitlines()]
each_path = pytest.mark.parametrize("case", PATHS, ids=[case.written or "nothing" for case in PATHS])


@each_path
def test_each_path_decides_as_the_slide_says(chart: Chart, case: Case) -> None:
    decided = case.disposition is not None
    assert decide(chart, answers_of(case.written)) == Decision(
        status="decided" if decided else "incomplete",
        disposition=case.disposition,
        sub_form=case.sub_form,
        path=tuple(steps_of(case.written)),
        exit_question=case.exit_question,
        next_question=case.next_question,
        open_details=(case.next_question,) if case.next_question and decided else (),
        unused=(),
        possible=tuple(case.possible),
        chart=chart.stamp,
        chart_hash=chart.hash,
    )


def test_the_cases_are_all_the_paths(chart: Chart) -> None:
    written = [tuple(steps_of(case.written)) for case in PATHS]
    assert len(set(written)) == len(written) == 40
    assert {path.steps for path in paths_of(chart)} == set(written)


@each_path
def test_the_oracle_agrees_with_the_cases(case: Case) -> None:
    found = oracle.expected(answers_of(case.written))
    assert (found.disposition, found.sub_form) == (case.disposition, case.sub_form)
    assert (found.exit_question, found.next_question) == (case.exit_question, case.next_question)
    assert found.possible == case.possible


@pytest.mark.parametrize(
    ("written", "disposition", "unused"),
    [
        ("q1n q2y f2=merge", "cancel", ["duplicated", "consolidation"]),
        ("q1y q2y f2=merge f5=sdu q7n", "merge", ["reviewed", "form"]),
        ("q7y", None, ["reviewed"]),
        ("q1y q2n q3y q4y q5y", "decentralise", ["other_form"]),
    ],
)
def test_answers_off_the_path_are_named_and_change_nothing(
    chart: Chart, written: str, disposition: str | None, unused: list[str]
) -> None:
    decision = decide(chart, answers_of(written))
    on_path = {step.question: step.answer for step in decision.path}
    assert decision.disposition == disposition
    assert list(decision.unused) == unused
    assert decide(chart, on_path).path == decision.path


@pytest.mark.parametrize(
    ("written", "possible"),
    [
        ("q7n", ["cancel", "merge", "transfer", "decentralise", "public_organisation", "outsource", "od_plan"]),
        ("q1y q2n q4n q5n q6y q7y", ["public_organisation", "outsource", "retain"]),
        ("q1y q2n q3y q4n q5n q6n q7y", ["outsource", "retain"]),
        ("q2n q3n f3=neither", ["cancel", "od_plan", "retain"]),
    ],
)
def test_later_answers_narrow_what_is_possible(chart: Chart, written: str, possible: list[str]) -> None:
    assert list(decide(chart, answers_of(written)).possible) == possible


@pytest.mark.parametrize("position", range(7))
def test_unknown_is_never_a_default(chart: Chart, position: int) -> None:
    """With one answer of the long way down missing, the mission waits at that question, however it is left out."""
    steps = steps_of("q1y q2n q3y q4n q5n q6y q7y")
    answers = {step.question: step.answer for step in steps}
    missing = steps[position].question
    left_out = decide(chart, {q: a for q, a in answers.items() if q != missing})
    assert (left_out.status, left_out.disposition, left_out.next_question) == ("incomplete", None, missing)
    assert left_out.path == tuple(steps[:position])
    assert "retain" in left_out.possible
    assert len(left_out.possible) > 1
    assert decide(chart, {**answers, missing: ""}) == left_out


def test_the_order_in_which_answers_are_given_does_not_matter(chart: Chart) -> None:
    answers = answers_of("q1y q2n q3y q4n q5n q6n f6=feasible q7y")
    assert decide(chart, dict(reversed(answers.items()))) == decide(chart, answers)


def test_a_small_chart_is_decided_by_its_own_edges(small_chart: Chart) -> None:
    handed = decide(small_chart, {"needed": "yes", "ready": "yes", "extent": "whole"})
    assert (handed.disposition, handed.sub_form) == ("hand_over", "whole")
    assert decide(small_chart, {"needed": "yes", "ready": "yes"}).open_details == ("extent",)
    assert decide(small_chart, {}).possible == ("stop", "hand_over", "keep")


def test_an_answer_that_takes_the_standing_disposition_back_is_no_sub_form(small_chart: Chart) -> None:
    taken_back = decide(small_chart, {"needed": "yes", "ready": "yes", "extent": "nothing"})
    assert (taken_back.disposition, taken_back.sub_form, taken_back.exit_question) == ("keep", None, "ready")
