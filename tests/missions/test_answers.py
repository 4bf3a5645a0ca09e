import pandas as pd
import pytest

from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.problems import Problem, problems_frame
from missions.files.read import Sheet
from missions.files.rows import read_answers
from missions.files.vocabulary import Vocabulary

YES = ["ใช่", " ใช่ครับ", "ได้ค่ะ", "มี", "จำเป็น", "เป็น", "YES", "y", "True", "t", "1", "๑", "1.0", "✓", "✔", "☑", "ใ\u200bช่"]
NO = ["ไม่ใช่", "ไม่ได้", "ไม่มี", "ไม่จำเป็น", "ไม่เป็น", "ไม่", "ไม่ค่ะ", "มิใช่", "No", "n", "FALSE", "f", "0", "0.0"]
UNKNOWN = [
    "",
    "  ",
    "-",
    "–",
    "ไม่ทราบ",
    "ยังไม่ทราบ",
    "ไม่แน่ใจ",
    "รอพิจารณา",
    "อยู่ระหว่างพิจารณา",
    "ไม่ระบุ",
    "N/A",
    "NA",
    "TBD",
    "?",
    "…",
]
STRANGE = [
    "x",
    "X",
    "×",
    "✗",
    "บางส่วน",
    "partly",
    "-1",
    "2",
    "0.5",
    "10",
    "ใช่?",
    "ใช่？",
    "ใช่/ไม่ใช่",
    "☐ใช่ ☑ไม่ใช่",
    "ใช่ (บางส่วน)",
    "#REF!",
]


@pytest.mark.parametrize(("values", "code"), [(YES, "yes"), (NO, "no"), (UNKNOWN, ""), (STRANGE, None)])
def test_answer_words(chart: Chart, values: list[str], code: str | None) -> None:
    for q in chart.main:
        assert {value: Vocabulary(q).code(value) for value in values} == dict.fromkeys(values, code)


def test_options_by_code_and_label(chart: Chart) -> None:
    for q in chart.questions.values():
        for code, answer in q.answers.items():
            for typed in (
                code,
                code.upper(),
                code.replace("_", " "),
                code.replace("_", "-"),
                *answer.label.model_dump().values(),
            ):
                assert Vocabulary(q).code(typed) == code
    form = Vocabulary(chart.questions["form"])
    assert form.code("หน่วยบริการรูปแบบพิเศษ") == "sdu"
    assert form.code("ใช่") is None
    assert form.code("ไม่ทราบ") == ""


@pytest.mark.parametrize(
    ("value", "nearest"),
    [("ใข่", "ใช่"), ("ไม่ใช", "ไม่ใช่"), ("ไมใช่", "ไม่ใช่"), ("มิใช", "มิใช่"), ("yess", "yes"), ("untrue", "unsure"),
     ("ใช่/ไม่ใช่", ""), ("x", ""), ("บางส่วน", "")],
)  # fmt: skip
def test_nearest_never_turns_the_meaning(chart: Chart, value: str, nearest: str) -> None:
    assert Vocabulary(chart.questions["core"]).nearest(value) == nearest


def test_a_kind_is_told_by_the_ids_of_the_answers_and_an_answer_may_bring_words(chart: Chart) -> None:
    core = chart.questions["core"]
    turned = core.model_copy(update={"answers": dict(reversed(core.answers.items()))})
    assert Vocabulary(turned).code("ได้") == "yes"
    third = core.answers["yes"].model_copy(update={"words": ("บางส่วน", "in part")})
    wider = core.model_copy(update={"answers": {**core.answers, "partly": third}})
    assert Vocabulary(wider).code("ได้") is None, "yes, no and partly are no question of yes and no"
    assert Vocabulary(wider).code("In part.") == "partly"
    assert Vocabulary(wider).nearest("in prt") == "in part"


def test_answers_of_a_sheet(chart: Chart) -> None:
    sheet = Sheet(
        header=("ภารกิจ", "core", "q1", "form", "ข้อ 1"),
        rows=[["ก", "ใช่", "ไม่ใช่", "SDU", "ใช่"], ["ข", "อาจจะ", "", "องค์การมหาชล", ""], ["ค", "x", "1", "-", ""]],
        row_numbers=[4, 5, 9],
        header_row=3,
    )
    frame, problems = read_answers(chart, sheet, match_columns(chart, sheet.header))
    assert list(frame.columns) == list(chart.questions)
    assert isinstance(frame.index, pd.RangeIndex)
    assert frame[["necessary", "core", "form"]].to_numpy().tolist() == [
        ["no", "yes", "sdu"],
        ["", "", ""],
        ["yes", "", ""],
    ]
    assert (frame["reviewed"] == "").all()
    assert [(p.row, p.column, p.code, p.nearest) for p in problems] == [
        (None, "ข้อ 1", "repeated_column", ""),
        (5, "core", "unknown_answer", ""),
        (5, "form", "unknown_answer", "องค์การมหาชน"),
        (9, "core", "unknown_answer", ""),
    ]
    th = problems[1].sentence("th")
    assert th.startswith("แถวที่ 5 คอลัมน์ “core”: ")
    assert "“อาจจะ”" in th
    assert "“ใช่” หรือ “ไม่ใช่”" in th
    assert "Did you mean “องค์การมหาชน”?" in problems[2].sentence("en")


def test_a_long_value_is_shortened_and_braces_are_text() -> None:
    problem = Problem(2, "core", "{row} " + "ก" * 500, "unknown_answer")
    assert "{row} กก" in problem.sentence("th")
    assert len(problem.sentence("en")) < 300


def test_problems_as_a_table(chart: Chart) -> None:
    label = chart.questions["core"].answers["yes"].label
    frame = problems_frame(
        [Problem(None, "a", "b", "repeated_column"), Problem(7, "core", "x", "unknown_answer", "core", (label,))], "th"
    )
    assert list(frame.columns) == ["row", "column", "value", "code", "message", "allowed", "nearest", "severity"]
    assert frame["row"].tolist() == [pd.NA, 7]
    assert frame["allowed"].tolist() == ["", "ใช่"]
    assert problems_frame([], "en").empty
