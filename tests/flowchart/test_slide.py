"""The chart that comes with the product says what the slide says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from flowchart.chart import Chart, Lines, Text

THAI = re.compile(r"[\u0E00-\u0E7F]")

QUESTIONS = [
    ("necessary", "ภารกิจ/งานนั้นยังจำเป็นต้องปฏิบัติอยู่หรือไม่ ?", "ใช่", "ไม่ใช่"),
    ("duplicated", "ภารกิจ/งานนั้นมีหน่วยงานใดปฏิบัติอยู่แล้วหรือไม่?", "ใช่", "ไม่ใช่"),
    ("core", "ภารกิจ/งานนั้นเป็นภารกิจหลักใช่หรือไม่ ?", "ใช่", "ไม่ใช่"),
    (
        "devolvable",
        "ภารกิจ/งานนั้นสามารถมอบอำนาจหรือกระจายอำนาจไปให้ราชการส่วนภูมิภาค หรือองค์กรปกครองส่วนท้องถิ่นดำเนินการได้หรือไม่ ?",
        "ได้",
        "ไม่ได้",
    ),
    ("other_form", "ภารกิจ/งานนั้นสามารถดำเนินการโดยจัดตั้งเป็น หน่วยงานของรัฐรูปแบบอื่นได้หรือไม่?", "ได้", "ไม่ได้"),
    ("wholly_state", "ภารกิจ/งานนั้นจำเป็นต้องดำเนินการ โดยภาครัฐทั้งหมดหรือไม่ ?", "ใช่", "ไม่ใช่"),
    (
        "reviewed",
        "ภารกิจ/งานนั้นมีการทบทวนอำนาจหน้าที่ การจัดโครงสร้าง ระบบงาน และการใช้ทรัพยากรที่เหมาะสมหรือไม่ ?",
        "ใช่",
        "ไม่ใช่",
    ),
]
FOLLOW_UPS = {
    "consolidation": ["cancel", "merge", "transfer"],
    "conversion": ["transform", "outsource", "neither"],
    "recipient": ["delegate_provincial", "devolve_local", "both"],
    "form": ["public_organisation", "sdu", "state_enterprise", "statutory_autonomous", "legal_entity_fund"],
    "contracting": ["feasible", "not_feasible"],
}
BOXES = {
    "abolish": "ยกเลิก",
    "abolish_merge_transfer": "ยกเลิก/รวม/โอนงาน",
    "convert_or_contract": "วิเคราะห์ความเป็นไปได้ในการแปรสภาพ/จ้างเหมา",
    "transfer_down": "โอนถ่าย",
    "establish_other_form": "จัดตั้งเป็นหน่วยงานของรัฐรูปแบบอื่น",
    "contract_out": "วิเคราะห์ความเป็นไปได้ในการจ้างเหมา",
    "plan_development": "วางแผนพัฒนาองค์การ",
    "end_of_analysis": "จบการวิเคราะห์",
}
DISPOSITIONS = (
    *("cancel", "merge", "transfer", "decentralise"),
    *("public_organisation", "outsource", "od_plan", "retain"),
)
EDGES = """
necessary     yes                  duplicated          -                       slide
necessary     no                   cancel              abolish                 slide
duplicated    yes                  consolidation       abolish_merge_transfer  slide
duplicated    no                   core                -                       slide
core          yes                  devolvable          -                       slide
core          no                   conversion          convert_or_contract     slide
devolvable    yes                  recipient           transfer_down           slide
devolvable    no                   other_form          -                       slide
other_form    yes                  form                establish_other_form    slide
other_form    no                   wholly_state        -                       slide
wholly_state  yes                  reviewed            -                       slide
wholly_state  no                   contracting         contract_out            slide
reviewed      yes                  retain              end_of_analysis         inferred
reviewed      no                   od_plan             plan_development        inferred
consolidation cancel               cancel              -                       slide
consolidation merge                merge               -                       slide
consolidation transfer             transfer            -                       slide
conversion    transform            form                -                       inferred
conversion    outsource            outsource           -                       inferred
conversion    neither              reviewed            -                       extension
recipient     delegate_provincial  decentralise        -                       slide
recipient     devolve_local        decentralise        -                       slide
recipient     both                 decentralise        -                       extension
form          public_organisation  public_organisation -                       slide
form          sdu                  public_organisation -                       slide
form          state_enterprise     public_organisation -                       extension
form          statutory_autonomous public_organisation -                       extension
form          legal_entity_fund    public_organisation -                       extension
contracting   feasible             outsource           -                       inferred
contracting   not_feasible         reviewed            -                       extension
"""


def test_seven_numbered_questions_in_the_words_of_the_slide(chart: Chart) -> None:
    found = [
        (q.id, q.text.th, *(answer.label.th for answer in (q.answers["yes"], q.answers["no"]))) for q in chart.main
    ]
    assert found == QUESTIONS
    assert [q.number for q in chart.main] == [1, 2, 3, 4, 5, 6, 7]
    assert chart.start.id == "necessary"


def test_seven_questions_are_answered_yes_or_no(chart: Chart) -> None:
    assert [list(q.answers) for q in chart.main] == [["yes", "no"]] * 7


def test_the_follow_ups_and_their_option_codes(chart: Chart) -> None:
    assert {q.id: list(q.answers) for q in chart.questions.values() if q.number is None} == FOLLOW_UPS


def test_the_eight_boxes_in_the_words_of_the_slide(chart: Chart) -> None:
    assert {box.id: box.text.th for box in chart.boxes.values()} == BOXES


def test_the_eight_dispositions(chart: Chart) -> None:
    assert tuple(chart.dispositions) == DISPOSITIONS


def test_aliases(chart: Chart) -> None:
    assert chart.aliases == {
        **{f"q{n}": question for n, (question, *_) in enumerate(QUESTIONS, start=1)},
        **{f"f{n}": question for n, question in enumerate(FOLLOW_UPS, start=2)},
    }


def test_every_edge_with_its_box_and_reading(chart: Chart) -> None:
    expected = {tuple(line.split()) for line in EDGES.strip().splitlines()}
    assert {(e.question, e.answer, e.to, e.box or "-", e.provenance) for e in chart.edges} == expected


def test_what_the_words_of_the_slide_do_not_say_is_inferred(chart: Chart) -> None:
    """Question 7's two arrows, the step from conversion to a form, and what the box "contract out" leads to."""
    assert {(edge.question, edge.answer) for edge in chart.edges if edge.provenance == "inferred"} == {
        ("reviewed", "yes"),
        ("reviewed", "no"),
        ("conversion", "transform"),
        ("conversion", "outsource"),
        ("contracting", "feasible"),
    }


def test_what_already_stands_when_a_detail_is_asked(chart: Chart) -> None:
    assert {q.id: q.default_disposition for q in chart.questions.values() if q.default_disposition} == {
        "recipient": "decentralise",
        "form": "public_organisation",
        "contracting": "outsource",
    }


def texts_in(part: object, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text of the chart with its place: (place, th, en)."""
    if isinstance(part, Text):
        yield place, part.th, part.en
    elif isinstance(part, Lines):
        yield place, " ".join(part.th), " ".join(part.en)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts_in(getattr(part, name), f"{place}.{name}")
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from texts_in(value, f"{place}.{key}")
    elif isinstance(part, tuple):
        for n, value in enumerate(part):
            yield from texts_in(value, f"{place}.{n}")


def test_every_thai_text_is_thai_and_no_english_text_is(chart: Chart) -> None:
    texts = list(texts_in(chart))
    assert len(texts) > 300
    assert [place for place, th, _ in texts if not THAI.search(th)] == []
    assert [place for place, _, en in texts if THAI.search(en)] == []


def test_evidence_speaks_for_answers_that_exist(chart: Chart) -> None:
    assert list(chart.evidence) == [question for question, *_ in QUESTIONS]
    for question, lines in chart.evidence.items():
        for line in lines:
            assert set(line.supports) <= set(chart.questions[question].answers), line.id
            if line.towards:
                followed = {chart.edge(question, answer).to for answer in line.supports}
                assert any(line.towards in chart.questions[node].answers for node in followed), line.id


def test_evidence_is_numbered_by_its_question_without_gaps(chart: Chart) -> None:
    for number, lines in enumerate(chart.evidence.values(), start=1):
        assert [line.id for line in lines] == [f"E{number}.{n}" for n in range(1, len(lines) + 1)]


def test_duties_name_sub_forms_that_exist(chart: Chart) -> None:
    for disposition in chart.dispositions.values():
        details = {a for q in chart.questions.values() if q.default_disposition == disposition.id for a in q.answers}
        for duty in (*disposition.instruments, *disposition.tasks):
            assert set(duty.sub_forms) <= details, duty.text.en


@pytest.mark.parametrize("node", ["necessary", "reviewed"])
def test_edges_come_in_the_order_of_the_answers(chart: Chart, node: str) -> None:
    assert [edge.answer for edge in chart.edges_from(node)] == ["yes", "no"]


def test_every_edge_leads_forward_in_the_order_of_the_chart(chart: Chart) -> None:
    place = {question: n for n, question in enumerate(chart.order)}
    assert set(place) == set(chart.questions)
    assert all(place[e.question] < place.get(e.to, len(place)) for e in chart.edges)


@pytest.mark.parametrize(
    ("node", "answers", "possible"),
    [
        ("cancel", {}, ("cancel",)),
        ("contracting", {}, ("outsource", "od_plan", "retain")),
        ("contracting", {"reviewed": "no"}, ("outsource", "od_plan")),
        ("wholly_state", {"wholly_state": "yes", "contracting": "feasible"}, ("od_plan", "retain")),
        ("necessary", {"necessary": "no"}, ("cancel",)),
        (
            "necessary",
            {},
            DISPOSITIONS,
        ),
    ],
)
def test_dispositions_still_possible(
    chart: Chart, node: str, answers: dict[str, str], possible: tuple[str, ...]
) -> None:
    assert chart.possible(node, answers) == possible


def test_a_chart_cannot_be_changed(chart: Chart) -> None:
    parts: list[Any] = [chart, chart.start, chart.edges[0], chart.start.text]
    for part in parts:
        with pytest.raises(ValueError, match="frozen"):
            part.id = "other"
