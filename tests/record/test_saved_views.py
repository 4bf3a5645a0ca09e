"""Views that a member keeps, and finding a mission in all reviews that one may read."""

from datetime import date

import pytest

from flowchart import charts
from missions.files.rows import MissionRow
from record.finding import MOST, find_missions
from record.members import set_role
from record.reviews import create_review, edit_review
from record.saved_views import MOST as MOST_VIEWS
from record.saved_views import delete_view, save_view, views_of
from record.store import OPERATOR
from record.store_error import StoreError
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, STRANGER, Group, of_review


def test_a_view_is_kept_replaced_and_forgotten_by_its_member_alone(group: Group) -> None:
    store, review = group.store, group.review.id
    save_view(store, MALEE, review, " ของ  ฉัน ", {"status": ["signed"], "q": ["ถนน"]})
    save_view(store, MALEE, review, "อื่น", {})
    save_view(store, PRASERT, review, "ของ ฉัน", {"status": ["unsigned"]})
    save_view(store, MALEE, review, "ของ ฉัน", {"status": ["decided"]})
    assert of_review(views_of, store, review, MALEE) == {"ของ ฉัน": {"status": ["decided"]}, "อื่น": {}}
    delete_view(store, MALEE, review, "ของ ฉัน")
    delete_view(store, MALEE, review, "ไม่มี")
    assert of_review(views_of, store, review, MALEE) == {"อื่น": {}}
    assert list(of_review(views_of, store, review, PRASERT)) == ["ของ ฉัน"]
    assert group.sound(), "no view is in the log"


@pytest.mark.parametrize(
    ("who", "name", "filters", "code"),
    [
        (STRANGER, "x", {}, "not_allowed"),
        (MALEE, "  ", {}, "missing"),
        (MALEE, "ก" * 101, {}, "too_long"),
        (MALEE, "x", {"q": ["ก" * 10_000]}, "filters"),
        (MALEE, "x", {"q": ["\ud800"]}, "filters"),
    ],
)
def test_what_is_no_view_is_refused(
    group: Group, who: str, name: str, filters: dict[str, list[str]], code: str
) -> None:
    with pytest.raises(StoreError, match=code):
        save_view(group.store, who, group.review.id, name, filters)


def test_views_are_kept_of_a_closed_review_and_not_without_end(group: Group) -> None:
    review = group.review
    words = {"ministry": review.ministry, "title_th": review.title_th, "title_en": "", "started": review.started}
    edit_review(group.store, CHAIR, review.id, 1, **words, status="closed")  # type: ignore[arg-type]
    for n in range(MOST_VIEWS):
        save_view(group.store, SECRETARY, review.id, f"v{n}", {})
    save_view(group.store, SECRETARY, review.id, "v1", {"status": ["signed"]})
    with pytest.raises(StoreError, match="too_many_views"):
        save_view(group.store, SECRETARY, review.id, "one more", {})


@pytest.fixture
def two(group: Group) -> Group:
    """The review of the group, and one of another ministry that only Malee takes part in."""
    rows = [
        MissionRow(f"X{n}", {"name_th": "ตรวจสอบ ถนน", "name_en": "Road checks", "department": "กรมทางหลวง"})
        for n in range(MOST + 5)
    ]
    other = create_review(
        group.store,
        ADMIN,
        chart=charts.default(),
        ministry="กระทรวงอื่น",
        title_th="รอบอื่น",
        title_en="",
        started=date(2026, 9, 1),
        rows=rows,
    )
    set_role(group.store, ADMIN, other.id, MALEE, "member")
    return group


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("ตรวจสภาพรถ", ["M1"]),
        ("สภาพ ตรวจ", ["M1"]),
        ("printing", ["M2"]),
        ("m๓", ["M3"]),
        ("กระทรวง คมนาคม", ["M1", "M2", "M3"]),
        ("กรมทางหลวง x54", ["X54"]),
        ("ROADCHECKS X7", ["X7"]),
        ("ไม่มีคำนี้", []),
        ("  ", []),
        ("%", []),
    ],
)
def test_a_mission_is_found_by_name_code_or_agency(two: Group, words: str, codes: list[str]) -> None:
    found, n = find_missions(two.store, MALEE, words)
    assert ([each.mission.code for each in found], n) == (codes, len(codes))


def test_only_in_reviews_that_one_may_read(two: Group) -> None:
    assert find_missions(two.store, PRASERT, "กรมทางหลวง") == ([], 0)
    assert find_missions(two.store, STRANGER, "ตรวจ") == ([], 0)
    for who in (MALEE, ADMIN, OPERATOR):
        found, n = find_missions(two.store, who, "ถนน")
        assert (len(found), n) == (MOST, MOST + 5)
    with pytest.raises(StoreError, match="not_allowed"):
        find_missions(two.store, "nobody@example.go.th", "ตรวจ")
