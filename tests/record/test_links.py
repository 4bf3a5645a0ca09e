import pytest

from flowchart import charts
from record.answering import answers_of, edit_mission, save_answer
from record.links import link, link_problems, links_of, unlink
from record.reviews import create_review, missions_of
from record.store_error import StoreError
from tests.record.working_group import ADMIN, CHAIR, MALEE, ROWS, Group, of_mission, of_review
from text.words import LANGS


def decide(group: Group, mission: int, way: str) -> None:
    for question, value in {"necessary": "yes", "duplicated": "yes", "consolidation": way}.items():
        known = of_mission(answers_of, group.store, mission).get(question)
        save_answer(group.store, MALEE, mission, question, value, way, expected_version=known.version if known else 0)


def problems(group: Group) -> list[tuple[str, str, str]]:
    found = of_review(link_problems, group.store, group.review.id)
    assert all(problem.sentence(lang) for problem in found for lang in LANGS)
    return [(problem.code, problem.mission, problem.other) for problem in found]


def test_a_merge_needs_both_sides(group: Group) -> None:
    assert problems(group) == []
    decide(group, group.m1, "merge")
    assert problems(group) == [("no_counterpart", "M1", "")]
    link(group.store, MALEE, group.m1, group.m2, "merge")
    assert problems(group) == []  # the other side is not decided yet
    decide(group, group.m2, "cancel")
    assert problems(group) == [("not_this_way", "M2", "M1")]
    decide(group, group.m2, "merge")
    assert problems(group) == []
    assert [(each.mission_id, each.other_id) for each in of_mission(links_of, group.store, group.m2)] == [
        (group.m1, group.m2)
    ]


def test_a_transfer_needs_someone_who_stays(group: Group) -> None:
    decide(group, group.m1, "transfer")
    link(group.store, MALEE, group.m1, group.m3, "transfer")
    assert problems(group) == [("counterpart_goes", "M1", "M3")]
    save_answer(group.store, MALEE, group.m1, "consolidation", "cancel", expected_version=1)
    assert problems(group) == [("not_this_way", "M1", "M3"), ("counterpart_goes", "M1", "M3")]
    unlink(group.store, CHAIR, group.m3, group.m1)
    assert problems(group) == []


def test_another_agency_is_counterpart_enough(group: Group) -> None:
    decide(group, group.m1, "transfer")
    edit_mission(group.store, CHAIR, group.m1, 1, {"other_agency": "กรมการขนส่งทางบก"})
    assert problems(group) == []


def test_two_missions_have_one_link(group: Group) -> None:
    link(group.store, MALEE, group.m1, group.m2, "merge")
    link(group.store, MALEE, group.m1, group.m2, "transfer")
    link(group.store, MALEE, group.m2, group.m1, "merge")
    link(group.store, MALEE, group.m2, group.m1, "merge")
    assert [(x.mission_id, x.other_id, x.kind) for x in of_mission(links_of, group.store, group.m1)] == [
        (group.m2, group.m1, "merge")
    ]
    assert group.sound()


def test_links_that_cannot_be(group: Group) -> None:
    words = {"ministry": "ก", "title_th": "ข", "title_en": "", "started": group.review.started}
    elsewhere = create_review(group.store, ADMIN, chart=charts.default(), **words, rows=ROWS)  # type: ignore[arg-type]
    stranger = of_review(missions_of, group.store, elsewhere.id)[0].id
    for other, kind, code in (
        (group.m1, "merge", "same_mission"),
        (stranger, "merge", "not_found"),
        (10**6, "merge", "not_found"),
        (group.m2, "swallow", "choice"),
    ):
        with pytest.raises(StoreError, match=code):
            link(group.store, MALEE, group.m1, other, kind)
