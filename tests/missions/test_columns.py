import pytest

from flowchart.chart import Chart
from missions.files.columns import Headings, match_columns, numbers_columns


@pytest.mark.parametrize(
    "heading",
    [
        "core", "CORE", "q3", "Q3", "Q.3", "ข้อ 3", "ข้อที่ ๓", "ข้อที่3.", "คำถามที่ 3", "คำถามข้อ 3", "Question 3", "3. core",
        "ภารกิจ/งานนั้นเป็นภารกิจหลักใช่หรือไม่ ?", "3. ภารกิจ/งานนั้นเป็นภารกิจหลักใช่หรือไม่?", "ข้อ 3 เป็นภารกิจหลัก", "Core mission",
        "๓ ภารกิจ/งานนั้นเป็น\nภารกิจหลักใช่หรือไม่", "Is this mission/task a core mission?", "ข้อ 3 (ใช่/ไม่ใช่)", "core [yes/no]",
    ],
)  # fmt: skip
def test_accepted_headings(chart: Chart, heading: str) -> None:
    assert match_columns(chart, [heading]).questions == {"core": 0}


@pytest.mark.parametrize(
    "heading", ["", "  ", "ภารกิจหลัก", "cor", "ข้อ 3 หมายเหตุ", "เหตุผลข้อ 3", "q33", "ข้อ 8", "q3 q4", "-3", "()"]
)
def test_no_heading_is_guessed(chart: Chart, heading: str) -> None:
    assert match_columns(chart, [heading]).questions == {}


def test_every_question_is_found_by_all_its_names(chart: Chart) -> None:
    headings = Headings(chart)
    for q in chart.questions.values():
        for name in (q.id, *q.aliases, q.text.th, q.text.en, q.short.th, q.short.en):
            assert headings.question(name) == q.id


def test_numbers_alone_name_questions_when_there_are_several(chart: Chart) -> None:
    assert match_columns(chart, ["ภารกิจ", "1", "๒", "3."]).questions == {"necessary": 1, "duplicated": 2, "core": 3}
    assert match_columns(chart, ["1", "ทะเบียนราษฎร"]).questions == {}


def test_the_first_of_two_columns_counts(chart: Chart) -> None:
    columns = match_columns(chart, ["q1", "core", "ข้อ 1", "ข้อ 3"])
    assert columns.questions == {"necessary": 0, "core": 1}
    assert columns.repeated == (("necessary", 2), ("core", 3))


def test_fields_prefer_thai(chart: Chart) -> None:
    header = ["mission_en", "ministry_en", "ministry_th", "กรม", "mission_th", "ลำดับที่", "รหัสภารกิจ (ถ้ามี)"]
    assert match_columns(chart, header).fields == {"name": 4, "ministry": 2, "department": 3, "id": 6}


def test_a_row_of_column_numbers(chart: Chart) -> None:
    assert numbers_columns(["(1)", "(2)", "", "(3)", "(๔)"])
    assert not numbers_columns(["1", "1", "0"])
    assert not numbers_columns(["1", "งาน", "2"])
    assert Headings(chart).score(["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"]) == (0, 0, 0)
