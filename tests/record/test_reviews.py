from dataclasses import replace
from datetime import date

import pytest

from flowchart import charts
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.rows import MissionRow
from record.answering import answers_of, save_answer
from record.import_rows import FieldChange, compare, rows_of, update_missions
from record.reviews import create_review, due_after, ministry_in_english, mission_of, missions_of
from record.signing import decision_of
from record.store_error import StoreError
from tests.charts import SAMPLE
from tests.record.working_group import ADMIN, CHAIR, MALEE, Group, of_mission, of_review
from text.words import LANGS

WORDS = {"ministry": "ก", "title_th": "ข", "title_en": "", "started": date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        (date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 7, 15), date(2027, 1, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_due_six_calendar_months_after_the_start(started: date, expected: date) -> None:
    assert due_after(charts.default(), started) == expected


def test_a_chart_without_a_time_limit_has_no_due_date(small_chart: Chart) -> None:
    assert due_after(small_chart, date(2026, 1, 1)) is None


def test_the_sample_becomes_a_review(group: Group) -> None:
    chart = charts.default()
    sheet = read_sheet(SAMPLE.read_bytes(), chart)
    read = rows_of(chart, sheet, match_columns(chart, sheet.header))
    rows = read.rows
    assert not read.problems
    assert "rationale_th" not in read.unread
    assert "ministry_en" not in read.unread
    assert "known_outcome" in read.unread
    review = create_review(group.store, ADMIN, chart=charts.default(), **WORDS, rows=rows)  # type: ignore[arg-type]
    missions = of_review(missions_of, group.store, review.id)
    assert len(missions) == len(rows) > 20
    first = missions[0]
    assert (first.code, first.department) == ("M001", "สำนักเลขาธิการคณะรัฐมนตรี")
    assert (first.ministry_en, first.department_en) == (
        "Office of the Prime Minister",
        "Secretariat of the Cabinet",
    )
    assert (first.name_en, bool(first.description)) == ("Printing the Royal Gazette and official publications", True)
    answers = of_mission(answers_of, group.store, first.id)
    assert answers["conversion"].value == "transform"
    reasons = {question: answer.reason for question, answer in answers.items() if answer.reason}
    deciding = of_mission(decision_of, group.store, first.id).path[-1].question
    assert list(reasons) == [deciding], "the reason for the mission is that of the answer which decided it"
    assert of_review(lambda read: compare(read, rows), group.store, review.id) == update_missions(
        group.store, ADMIN, review.id, rows
    )
    assert not of_review(lambda read: compare(read, rows), group.store, review.id).changed
    assert group.sound()


def test_the_english_name_of_the_ministry_is_what_the_file_of_its_missions_gave(group: Group) -> None:
    assert of_review(ministry_in_english, group.store, group.review.id) == ""
    rows = [
        MissionRow("1", {"name_th": "ก", "ministry": "อื่น", "ministry_en": "Another"}),
        MissionRow("2", {"name_th": "ข", "ministry": "ก"}),
        MissionRow("3", {"name_th": "ค", "ministry": "ก", "ministry_en": "Ministry of A"}),
    ]
    review = create_review(group.store, ADMIN, chart=charts.default(), rows=rows, **WORDS)  # type: ignore[arg-type]
    assert of_review(ministry_in_english, group.store, review.id) == "Ministry of A"


def test_reasons_and_evidence_come_with_the_answers(group: Group) -> None:
    chart = charts.default()
    text = "รหัส,ภารกิจ,ข้อ 1,ข้อ 2,เหตุผล ข้อ 1,หลักฐาน ข้อ 2,เหตุผล,งบประมาณต่อปี,จำนวนบุคลากร,ผู้ชี้ขาด\n"
    text += "A,ก,ใช่,ใช่,กฎหมายยังใช้,ม. 5,ซ้ำกับกรมอื่น,1.5 ล้านบาท,12 คน,ปลัด\nB,ข,,,ยังหารือ,,,,,\n"
    sheet = read_sheet(text.encode(), chart)
    read = rows_of(chart, sheet, match_columns(chart, sheet.header))
    assert (read.problems, read.unread) == ([], [])
    assert (read.rows[0].fields["budget_satang"], read.rows[0].fields["positions"]) == (150_000_000, 12)
    review = create_review(group.store, ADMIN, chart=charts.default(), **WORDS, rows=read.rows)  # type: ignore[arg-type]
    first, second = (
        of_mission(answers_of, group.store, mission.id) for mission in of_review(missions_of, group.store, review.id)
    )
    assert {q: (a.value, a.reason, a.evidence) for q, a in first.items()} == {
        "necessary": ("yes", "กฎหมายยังใช้", ""),
        "duplicated": ("yes", "ซ้ำกับกรมอื่น", "ม. 5"),
    }
    assert {q: (a.value, a.reason) for q, a in second.items()} == {"necessary": ("", "ยังหารือ")}
    assert group.sound()


def test_what_a_file_says_of_a_settlement_is_kept_and_told(group: Group) -> None:
    chart = charts.default()
    text = "รหัส,ภารกิจ,ข้อ 1,ผู้ชี้ขาด,ความเห็นแย้ง,ministry_en\nA,ก,ใช่,ปลัดกระทรวง,ควรยุบ,Ministry\nB,ข,ใช่,,,\n"
    sheet = read_sheet(text.encode(), chart)
    rows = rows_of(chart, sheet, match_columns(chart, sheet.header)).rows
    review = create_review(group.store, ADMIN, chart=charts.default(), **WORDS, rows=rows)  # type: ignore[arg-type]
    first, second = of_review(missions_of, group.store, review.id)
    assert (first.settled_by, first.dissent, first.ministry_en) == ("ปลัดกระทรวง", "ควรยุบ", "Ministry")
    assert (second.settled_by, second.dissent, second.ministry_en) == (None, None, None)
    assert not of_review(lambda read: compare(read, rows), group.store, review.id).changed
    without = [row if row.code == "B" else replace(row, fields={**row.fields, "dissent": ""}) for row in rows]
    changes = update_missions(group.store, ADMIN, review.id, without).changed
    assert changes == (FieldChange("A", "dissent", "ควรยุบ", ""),)
    assert group.sound()


def test_numbers_as_people_write_them() -> None:
    chart = charts.default()
    text = 'รหัส,ภารกิจ,ข้อ 1,งบประมาณ (บาท),อัตรากำลัง\nA,ก,ใช่,"1,234.50 บาท",๑๒\n'
    text += "B,ข,ไม่ใช่,ประมาณล้าน,-\nC,ค,,1e99999999999,2.5\n"
    sheet = read_sheet(text.encode(), chart)
    read = rows_of(chart, sheet, match_columns(chart, sheet.header))
    rows, problems = read.rows, read.problems
    assert dict(rows[0].fields) == {"name_th": "ก", "budget_satang": 123_450, "positions": 12}
    assert [row.answers for row in rows] == [{"necessary": "yes"}, {"necessary": "no"}, {}]
    assert [(p.row, p.code) for p in problems] == [
        (3, "not_a_number"),
        (3, "not_a_number"),
        (4, "not_a_number"),
        (4, "not_whole"),
    ]
    assert all(p.sentence(lang) for p in problems for lang in LANGS)
    assert "budget_satang" not in rows[1].fields


def test_missions_without_a_code_are_given_one(group: Group) -> None:
    rows = [MissionRow("", {"name_th": "ก"}), MissionRow("N-0001", {"name_th": "ข"}), MissionRow("", {"name_th": "ค"})]
    review = create_review(group.store, ADMIN, chart=charts.default(), **WORDS, rows=rows)  # type: ignore[arg-type]
    assert [(m.code, m.name_th) for m in of_review(missions_of, group.store, review.id)] == [
        ("N-0001", "ข"),
        ("N-0002", "ก"),
        ("N-0003", "ค"),
    ]
    with pytest.raises(StoreError, match="missing_code"):
        update_missions(group.store, ADMIN, review.id, rows)


def test_a_second_import_says_first_what_it_changes_and_keeps_answers(group: Group) -> None:
    store, review = group.store, group.review
    save_answer(store, MALEE, group.m2, "necessary", "no", "กลุ่มตกลง", expected_version=1)
    rows = [
        MissionRow("M2", {"name_th": "พิมพ์ราชกิจจานุเบกษา", "positions": 40}, {"necessary": "yes", "core": "no"}),
        MissionRow("M9", {"name_th": "ภารกิจใหม่"}, {"necessary": "yes"}),
    ]
    expected = of_review(lambda read: compare(read, rows), store, review.id)
    assert (expected.added, expected.missing) == (("M9",), ("M1", "M3"))
    assert expected.changed == (FieldChange("M2", "positions", None, 40),)
    assert len(of_review(missions_of, store, review.id)) == 3
    assert update_missions(store, CHAIR, review.id, rows, expected) == expected
    assert {m.code: m.positions for m in of_review(missions_of, store, review.id)} == {
        "M1": 7,
        "M2": 40,
        "M3": None,
        "M9": None,
    }
    assert mission_of(store, MALEE, group.m2)[0].name_en == "Printing"
    assert {q: (a.value, a.reason) for q, a in of_mission(answers_of, store, group.m2).items()} == {
        "necessary": ("no", "กลุ่มตกลง"),
        "duplicated": ("no", ""),
    }
    with pytest.raises(StoreError, match="outdated"):
        update_missions(store, CHAIR, review.id, rows, expected)
    assert group.sound()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (MissionRow("A", {}), "missing"),
        (MissionRow("A", {"name_th": ""}), "missing"),
        (MissionRow("A", {"name_th": "x", "budget_satang": -1}), "number"),
        (MissionRow("A", {"name_th": "x", "positions": "5"}), "number"),
        (MissionRow("A", {"name_th": "x", "version": 5}), "no_field"),
        (MissionRow("A", {"name_th": "x"}, {"necessary": "maybe"}), "answer"),
        (MissionRow("M1", {"name_th": "x"}), "repeated_code"),
        (MissionRow("x" * 101, {"name_th": "x"}), "too_long"),
    ],
)
def test_rows_that_cannot_be_taken(group: Group, row: MissionRow, code: str) -> None:
    before = group.changes()
    with pytest.raises(StoreError) as error:
        update_missions(group.store, ADMIN, group.review.id, [MissionRow("M1", {"name_th": "y"}), row])
    assert error.value.code == code
    assert all(error.value.sentence(lang) for lang in LANGS)
    assert group.changes() == before


@pytest.mark.parametrize(
    "words",
    [
        {"ministry": ""},
        {"title_th": "x" * 1001},
        {"started": "2026-01-01"},
        {"title_en": None},
        {"started": date(9999, 12, 1)},
    ],
)
def test_a_review_that_cannot_be_started(group: Group, words: dict[str, object]) -> None:
    with pytest.raises(StoreError):
        create_review(group.store, ADMIN, chart=charts.default(), **WORDS | words)  # type: ignore[arg-type]
