"""One review beside another: missions matched by code, then by name, and what moved."""

from datetime import date

import pytest

from flowchart import charts
from missions.files.rows import MissionRow
from record.beside import Beside, beside
from record.mission_status import mission_statuses
from record.reviews import create_review
from record.store import Store
from tests.record.working_group import ADMIN, Group, of_review

CANCEL = {"necessary": "no"}


def another(store: Store, *rows: MissionRow) -> int:
    words = {"ministry": "กระทรวงคมนาคม", "title_th": "รอบก่อน", "title_en": "", "started": date(2025, 8, 31)}
    return create_review(store, ADMIN, chart=charts.default(), rows=rows, **words).id  # type: ignore[arg-type]


def compared(group: Group, former: int) -> Beside:
    rows = (of_review(mission_statuses, group.store, review) for review in (former, group.review.id))
    return beside(*rows)


def test_codes_come_before_names_and_what_matches_nothing_stands_alone(group: Group) -> None:
    former = another(
        group.store,
        MissionRow("m1 ", {"name_th": "ชื่อเดิม"}, CANCEL),
        MissionRow("X9", {"name_th": "พิมพ์ ราชกิจจานุเบกษา"}, CANCEL),
        MissionRow("X7", {"name_th": "งานที่ไม่มีแล้ว"}),
    )
    found = compared(group, former)
    assert [(a.mission.code, b.mission.code) for a, b in found.pairs] == [("m1 ", "M1"), ("X9", "M2")]
    assert [row.mission.code for row in found.only_former] == ["X7"]
    assert [row.mission.code for row in found.only_later] == ["M3"]
    assert found.moves == {("cancel", ""): 2}
    assert len(found.moved) == 2


@pytest.mark.parametrize("twice", ["งานที่หมดความจำเป็น", "อื่น"])
def test_a_name_that_two_missions_have_matches_nothing(group: Group, twice: str) -> None:
    former = another(
        group.store,
        MissionRow("A", {"name_th": "งานที่หมดความจำเป็น"}, CANCEL),
        MissionRow("B", {"name_th": twice}, CANCEL),
    )
    found = compared(group, former)
    assert len(found.pairs) == (0 if twice == "งานที่หมดความจำเป็น" else 1)
    assert not found.moved
