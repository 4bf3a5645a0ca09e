"""A decision in sentences, and the parts of the chart it rests on."""

import re

import pytest

from engine.decision import Decision
from engine.explain import box_of, edges_taken, explain, sub_form_label, uncertain_edges
from engine.rules import decide
from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from text.words import LANGS, Lang

THAI = re.compile(r"[\u0E00-\u0E7F]")

TO_QUESTION_4 = {"necessary": "yes", "duplicated": "no", "core": "yes"}
TO_QUESTION_6 = TO_QUESTION_4 | {"devolvable": "no", "other_form": "no"}
CANCELLED = {"necessary": "no", "core": "yes"}
SDU = TO_QUESTION_4 | {"devolvable": "no", "other_form": "yes", "form": "sdu"}
CONTRACTED = TO_QUESTION_6 | {"wholly_state": "no"}
WAITING = {"necessary": "yes", "duplicated": "yes"}
RETAINED = TO_QUESTION_6 | {"wholly_state": "yes", "reviewed": "yes"}
NEITHER = {"necessary": "yes", "duplicated": "no", "core": "no", "conversion": "neither", "reviewed": "no"}


def told(chart: Chart, answers: dict[str, str], lang: Lang) -> list[str]:
    """The explanation, without the sources in brackets, whose words are the chart's own."""
    return [re.sub(r" \[.*\]$", "", line) for line in explain(chart, decide(chart, answers), lang)]


def test_a_decided_mission_in_english(chart: Chart) -> None:
    assert told(chart, CANCELLED, "en") == [
        "Decision: Cancel. Stop the mission, because it is no longer needed or another agency does all of it.",
        "Box of the original chart: Cancel",
        "- 1. Still necessary: No",
        "Answered but not used: 3. Core mission",
        "Legal instruments:",
        "- Repeal or amend the law, ministerial regulation or cabinet resolution that requires it",
        "- Royal Decree dissolving the agency, section 8 quater of the State Administration Act, "
        "where a whole agency goes",
        "What follows:",
        "- Inform users and set the closing date",
        "- Plan for staff, budget, assets and records",
        "- Watch for harm and correct it quickly",
        f"Chart {chart.stamp}",
    ]


def test_a_decided_mission_in_thai(chart: Chart) -> None:
    lines = told(chart, CANCELLED, "th")
    assert lines[:4] == [
        "ผลการจำแนก: ยกเลิก (หยุดทำภารกิจนี้ เพราะหมดความจำเป็นหรือหน่วยงานอื่นทำครบแล้ว)",
        "กล่องในผังต้นฉบับ: ยกเลิก",
        "- ข้อ 1 ยังจำเป็นต้องปฏิบัติ: ไม่ใช่",
        "คำตอบที่ให้ไว้แต่ไม่ได้ใช้: ข้อ 3 เป็นภารกิจหลัก",
    ]
    assert "เครื่องมือทางกฎหมาย:" in lines
    assert "- แจ้งผู้รับบริการและกำหนดวันสิ้นสุด" in lines
    assert lines[-1] == f"ผังรุ่น {chart.stamp}"


def test_a_sub_form_and_the_duties_that_are_its_own(chart: Chart) -> None:
    lines = told(chart, SDU, "en")
    assert lines[1:3] == [
        "Sub-form: Service delivery unit (SDU)",
        "Box of the original chart: Establish as a state agency of another form",
    ]
    assert told(chart, SDU, "th")[1] == "รูปแบบ: หน่วยบริการรูปแบบพิเศษ (SDU)"
    law = lines[lines.index("Legal instruments:") + 1 : lines.index("What follows:")]
    assert law == ["- Rules on service delivery units"]
    every_form = told(chart, SDU | {"form": ""}, "en")
    assert every_form.index("What follows:") - every_form.index("Legal instruments:") == 1 + 5


def test_a_decided_mission_with_a_detail_still_open(chart: Chart) -> None:
    english, thai = told(chart, CONTRACTED, "en"), told(chart, CONTRACTED, "th")
    assert english[:2] == [
        "Decision: Contract out. The private sector or partners do it, to standards set and overseen by the state.",
        "Box of the original chart: Analyse the feasibility of contracting out",
    ]
    assert english[8:10] == [
        "Detail still open: Feasibility of contracting out",
        "Still possible: Contract out or Organisational-development plan or Retain (end of analysis)",
    ]
    assert thai[8:10] == [
        "รายละเอียดที่ยังไม่ระบุ: ความเป็นไปได้ในการจ้างเหมา",
        "ผลที่ยังเป็นไปได้: จ้างเหมา หรือ วางแผนพัฒนาองค์การ หรือ คงไว้ (จบการวิเคราะห์)",
    ]


def test_an_incomplete_mission_says_what_is_missing_and_no_duties(chart: Chart) -> None:
    assert told(chart, WAITING, "en") == [
        "Not decided yet: the answer to “Cancel, merge or transfer” is not known.",
        "- 1. Still necessary: Yes",
        "- 2. Already done by another agency: Yes",
        "Still possible: Cancel or Merge or Transfer",
        f"Chart {chart.stamp}",
    ]
    assert told(chart, {}, "th")[0] == "ยังไม่มีผลการจำแนก เพราะยังไม่ทราบคำตอบของคำถาม “ข้อ 1 ยังจำเป็นต้องปฏิบัติ”"


def test_an_inferred_reading_is_noted(chart: Chart) -> None:
    [note] = [line for line in told(chart, RETAINED, "en") if line.startswith("Note")]
    assert note == (
        "Note on “7. Properly reviewed”: Inferred from meaning: the order of the slide's words does not decide it."
    )
    [note] = [line for line in told(chart, RETAINED, "th") if line.startswith("ข้อสังเกต")]
    assert note == "ข้อสังเกต: เส้นทางที่ “ข้อ 7 ทบทวนอย่างเหมาะสมแล้ว” ตีความจากความหมาย ลำดับข้อความที่ถอดจากสไลด์ไม่ชี้ชัด"


def test_an_added_edge_is_noted_before_the_inferred_one(chart: Chart) -> None:
    first, second = [line for line in told(chart, NEITHER, "en") if line.startswith("Note")]
    assert first == (
        "Note on “Convert or contract out”: Added: the slide does not say what follows a negative analysis."
    )
    assert "“7. Properly reviewed”" in second
    first, second = [line for line in told(chart, NEITHER, "th") if line.startswith("ข้อสังเกต")]
    assert first == "ข้อสังเกต: เส้นทางที่ “แปรสภาพหรือจ้างเหมา” เป็นส่วนเพิ่มเติม สไลด์ไม่บอกว่าทำอย่างไรเมื่อผลวิเคราะห์เป็นลบ"
    assert "“ข้อ 7 ทบทวนอย่างเหมาะสมแล้ว”" in second


@pytest.mark.parametrize("lang", LANGS)
def test_each_duty_names_its_source_and_how_that_was_checked(chart: Chart, lang: Lang) -> None:
    lines = explain(chart, decide(chart, SDU), lang)
    loc = ChartLocalizer(chart, lang)
    for duty in chart.dispositions["public_organisation"].duties("instruments", {"sdu"}):
        assert f"- {loc.text(duty.text)} [{loc.source(duty.source)}]" in lines
        assert (loc.checked(duty.source) in loc.source(duty.source)) == (duty.source.checked != "seen")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("answers", [CANCELLED, SDU, CONTRACTED, WAITING, RETAINED, NEITHER, {}])
def test_each_sentence_is_in_its_language(chart: Chart, answers: dict[str, str], lang: Lang) -> None:
    for line in told(chart, answers, lang):
        assert bool(THAI.search(line)) == (lang == "th"), line


@pytest.mark.parametrize(
    ("answers", "beyond"),
    [
        (CANCELLED, []),
        (CONTRACTED, []),
        (RETAINED, [("reviewed", "inferred")]),
        (NEITHER, [("conversion", "extension"), ("reviewed", "inferred")]),
        (SDU, []),
        (SDU | {"form": "state_enterprise"}, [("form", "extension")]),
        (CONTRACTED | {"contracting": "not_feasible"}, [("contracting", "extension")]),
        (TO_QUESTION_4 | {"devolvable": "yes", "recipient": "both"}, [("recipient", "extension")]),
        ({}, []),
    ],
)
def test_edges_uncertain_edges(chart: Chart, answers: dict[str, str], beyond: list[tuple[str, str]]) -> None:
    assert [(edge.question, edge.provenance) for edge in uncertain_edges(chart, decide(chart, answers))] == beyond


@pytest.mark.parametrize(
    ("answers", "box"),
    [
        (CANCELLED, "abolish"),
        (WAITING, None),
        (WAITING | {"consolidation": "merge"}, "abolish_merge_transfer"),
        (CONTRACTED, "contract_out"),
        (CONTRACTED | {"contracting": "not_feasible"}, None),
        (NEITHER, "plan_development"),
        (RETAINED, "end_of_analysis"),
        (SDU, "establish_other_form"),
        (NEITHER | {"conversion": "transform", "form": "sdu"}, "convert_or_contract"),
        ({}, None),
    ],
)
def test_the_box_a_mission_ended_in(chart: Chart, answers: dict[str, str], box: str | None) -> None:
    found = box_of(chart, decide(chart, answers))
    assert (found.id if found else None) == box


def test_the_edges_taken_are_the_path(chart: Chart) -> None:
    decision = decide(chart, SDU)
    taken = edges_taken(chart, decision)
    assert [(edge.question, edge.answer) for edge in taken] == [(step.question, step.answer) for step in decision.path]
    assert taken[-1].to == decision.disposition


def sub_form(chart: Chart, decision: Decision) -> tuple[str, ...]:
    return tuple(sub_form_label(chart, decision, lang) for lang in LANGS)


def test_names_in_words(chart: Chart) -> None:
    assert sub_form(chart, decide(chart, SDU)) == ("หน่วยบริการรูปแบบพิเศษ (SDU)", "Service delivery unit (SDU)")
    assert sub_form(chart, decide(chart, CANCELLED)) == ("", "")
    assert ChartLocalizer(chart, "en").question("core") == "3. Core mission"
    assert ChartLocalizer(chart, "en").question("form") == "Form of agency"
    assert ChartLocalizer(chart, "th").dispositions(("cancel", "merge")) == "ยกเลิก หรือ รวมภารกิจ"
