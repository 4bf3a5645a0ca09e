"""The one list of further fields of a mission: read from files, kept, edited, exported and read back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowchart import charts
from missions.files.columns import match_columns
from missions.files.detail_fields import DETAIL_FIELDS, DetailField
from missions.files.read import read_sheet
from missions.files.rows import FileRows, Value
from record.answering import edit_mission
from record.exchange import export_review, import_review
from record.import_rows import rows_of, update_missions
from record.models import Mission, told_fields
from record.reviews import missions_of
from record.store import OPERATOR, Store
from record.store_error import StoreError
from tests.record.working_group import ADMIN, CHAIR, Group, changes_of, group_at, of_review
from text.words import LANGS

FIELDS = list(DETAIL_FIELDS.values())
KEPT: dict[str, Value] = {"money": 150_025, "date": "2027-09-30"}


def kept(field: DetailField) -> Value:
    return KEPT.get(field.kind, f"{field.name} ที่ให้ไว้")


def file_of(heading: int) -> bytes:
    """A file whose columns have that one of their headings: Thai, English or the name."""
    written = {"money": "1500.25", "date": "30/9/2570"}
    header = ["รหัส", "ภารกิจ", "ข้อ 1", *(f'"{field.headings[heading]}"' for field in FIELDS)]
    row = ["M1", "ตรวจสภาพรถ", "ไม่ใช่", *(written.get(f.kind, f"{f.name} ที่ให้ไว้") for f in FIELDS)]
    return "\n".join([",".join(header), ",".join(row)]).encode()


def read(data: bytes) -> FileRows:
    chart = charts.default()
    sheet = read_sheet(data, chart)
    return rows_of(chart, sheet, match_columns(chart, sheet.header))


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    made = group_at(f"sqlite:///{tmp_path}/record.db")
    yield made
    made.store.close()


def first(group: Group) -> Mission:
    return of_review(missions_of, group.store, group.review.id)[0]


@pytest.mark.parametrize("heading", range(3))
def test_every_field_is_read_from_a_file_by_each_of_its_headings(heading: int) -> None:
    found = read(file_of(heading))
    assert found.problems == []
    assert found.unread == []
    assert {name: found.rows[0].fields[name] for name in DETAIL_FIELDS} == {f.name: kept(f) for f in FIELDS}


def test_what_a_file_gives_is_kept_exported_and_read_back(group: Group, tmp_path: Path) -> None:
    update_missions(group.store, ADMIN, group.review.id, read(file_of(0)).rows)
    assert first(group).details == {field.name: kept(field) for field in FIELDS}
    assert group.sound()
    copy = export_review(group.store, OPERATOR, group.review.uid)
    other = Store(f"sqlite:///{tmp_path}/other.db")
    review = import_review(other, OPERATOR, copy)
    assert of_review(missions_of, other, review.id, OPERATOR)[0].details == first(group).details
    other.close()


def test_a_field_is_edited_emptied_and_told_in_the_log(group: Group) -> None:
    mission = edit_mission(group.store, CHAIR, group.m1, 1, {"owner": "กองหนึ่ง", "one_off_cost": 5})
    assert mission.details == {"owner": "กองหนึ่ง", "one_off_cost": 5}
    edit_mission(group.store, CHAIR, group.m1, 2, {"owner": "", "one_off_cost": None})
    assert first(group).details is None
    change = changes_of(group.store, group.review.uid)[-1]
    assert told_fields(change.before)["owner"] == "กองหนึ่ง"
    assert "owner" not in told_fields(change.after)
    assert group.sound()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("target_date", "30/9/2570", "date"),
        ("target_date", "2570-13-01", "date"),
        ("one_off_cost", -1, "number"),
        ("one_off_cost", "many", "number"),
        ("owner", "x" * 1_001, "too_long"),
        ("owner", 3, "not_text"),
    ],
)
def test_what_does_not_fit_is_refused(group: Group, name: str, value: Value, code: str) -> None:
    with pytest.raises(StoreError) as refused:
        edit_mission(group.store, CHAIR, group.m1, 1, {name: value})
    assert refused.value.code == code
    assert all(refused.value.sentence(lang) for lang in LANGS)


@pytest.mark.parametrize("details", [[], "x", {"nonsense": "1"}, {"owner": 1}, {"target_date": "soon"}])
def test_an_export_with_details_that_are_none_is_refused(group: Group, tmp_path: Path, details: object) -> None:
    copy = json.loads(export_review(group.store, OPERATOR, group.review.uid))
    copy["missions"][0]["details"] = details
    other = Store(f"sqlite:///{tmp_path}/other.db")
    with pytest.raises(StoreError):
        import_review(other, OPERATOR, json.dumps(copy).encode())
    other.close()


def test_a_date_and_an_amount_that_are_none_are_problems_of_the_file() -> None:
    found = read("รหัส,ภารกิจ,ข้อ 1,กำหนดแล้วเสร็จ,ค่าใช้จ่ายครั้งเดียว\nM1,งาน,ไม่ใช่,เร็ว ๆ นี้,แพง\n".encode())
    assert [problem.code for problem in found.problems] == ["not_a_date", "not_a_number"]
    assert all(problem.sentence(lang) for problem in found.problems for lang in LANGS)
