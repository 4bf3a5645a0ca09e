import pytest

from flowchart import charts
from record.answering import answers_of, edit_mission, save_answer
from record.links import link, link_problems, links_of, unlink
from record.reviews import create_review, missions_of
from record.store_error import StoreError
from tests.record.house import ADMIN, CHAIR, MALEE, ROWS, House, of_mission, of_review
from text.words import LANGS


def decide(house: House, mission: int, way: str) -> None:
    for question, value in {"necessary": "yes", "duplicated": "yes", "consolidation": way}.items():
        known = of_mission(answers_of, house.store, mission).get(question)
        save_answer(house.store, MALEE, mission, question, value, way, expected_version=known.version if known else 0)


def problems(house: House) -> list[tuple[str, str, str]]:
    found = of_review(link_problems, house.store, house.review.id)
    assert all(problem.sentence(lang) for problem in found for lang in LANGS)
    return [(problem.code, problem.mission, problem.other) for problem in found]


def test_a_merge_needs_both_sides(house: House) -> None:
    assert problems(house) == []
    decide(house, house.m1, "merge")
    assert problems(house) == [("no_counterpart", "M1", "")]
    link(house.store, MALEE, house.m1, house.m2, "merge")
    assert problems(house) == []  # the other side is not decided yet
    decide(house, house.m2, "cancel")
    assert problems(house) == [("not_this_way", "M2", "M1")]
    decide(house, house.m2, "merge")
    assert problems(house) == []
    assert [(each.mission_id, each.other_id) for each in of_mission(links_of, house.store, house.m2)] == [
        (house.m1, house.m2)
    ]


def test_a_transfer_needs_someone_who_stays(house: House) -> None:
    decide(house, house.m1, "transfer")
    link(house.store, MALEE, house.m1, house.m3, "transfer")
    assert problems(house) == [("counterpart_goes", "M1", "M3")]
    save_answer(house.store, MALEE, house.m1, "consolidation", "cancel", expected_version=1)
    assert problems(house) == [("not_this_way", "M1", "M3"), ("counterpart_goes", "M1", "M3")]
    unlink(house.store, CHAIR, house.m3, house.m1)
    assert problems(house) == []


def test_another_agency_is_counterpart_enough(house: House) -> None:
    decide(house, house.m1, "transfer")
    edit_mission(house.store, CHAIR, house.m1, 1, {"other_agency": "กรมการขนส่งทางบก"})
    assert problems(house) == []


def test_two_missions_have_one_link(house: House) -> None:
    link(house.store, MALEE, house.m1, house.m2, "merge")
    link(house.store, MALEE, house.m1, house.m2, "transfer")
    link(house.store, MALEE, house.m2, house.m1, "merge")
    link(house.store, MALEE, house.m2, house.m1, "merge")
    assert [(x.mission_id, x.other_id, x.kind) for x in of_mission(links_of, house.store, house.m1)] == [
        (house.m2, house.m1, "merge")
    ]
    assert house.sound()


def test_links_that_cannot_be(house: House) -> None:
    words = {"ministry": "ก", "title_th": "ข", "title_en": "", "started": house.review.started}
    elsewhere = create_review(house.store, ADMIN, chart=charts.default(), **words, rows=ROWS)  # type: ignore[arg-type]
    stranger = of_review(missions_of, house.store, elsewhere.id)[0].id
    for other, kind, code in (
        (house.m1, "merge", "same_mission"),
        (stranger, "merge", "not_found"),
        (10**6, "merge", "not_found"),
        (house.m2, "swallow", "choice"),
    ):
        with pytest.raises(StoreError, match=code):
            link(house.store, MALEE, house.m1, other, kind)
