import pytest
import sqlalchemy as sa

from engine.rules import decide
from record.answering import answers_of, save_answer
from record.chart_versions import chart_for
from record.mission_status import mission_statuses, progress
from record.models import Review
from record.signed import answers_hash
from record.signing import decision_of, sign_off, sign_offs_of
from record.store_error import StoreError
from tests.record.working_group import CHAIR, MALEE, Group, of_mission, of_review, signed_state


def seen(group: Group, *missions: int) -> dict[int, str]:
    return {mission: answers_hash(of_mission(answers_of, group.store, mission).values()) for mission in missions}


def signatures(group: Group) -> tuple[int, int]:
    numbers = progress(of_review(mission_statuses, group.store, group.review.id))
    return numbers.signed, numbers.reopened


def test_a_decision_is_replayed_from_the_answers(group: Group) -> None:
    assert of_mission(decision_of, group.store, group.m3).disposition == "cancel"
    save_answer(group.store, MALEE, group.m3, "necessary", "yes", expected_version=1)
    assert of_mission(decision_of, group.store, group.m3).next_question == "duplicated"


def test_sign_and_reopen(group: Group) -> None:
    store = group.store
    assert signed_state(store, group.m3) == "unsigned"
    (signed,) = sign_off(store, CHAIR, [group.m3], seen(group, group.m3))
    chart = chart_for(group.review)
    assert (signed.chart, signed.chart_hash, signed.by) == (chart.stamp, chart.hash, CHAIR)
    assert (signed.decision["disposition"], signed.decision["path"]) == (
        "cancel",
        [{"question": "necessary", "answer": "no"}],
    )
    assert decide(chart, {"necessary": "no"}).chart == signed.decision["chart"]
    assert signed_state(store, group.m3) == "signed"
    save_answer(store, CHAIR, group.m3, "necessary", "no", "เพิ่มเหตุผล", expected_version=1)
    assert signed_state(store, group.m3) == "reopened"
    assert signatures(group) == (0, 1)
    save_answer(store, CHAIR, group.m3, "necessary", "no", "", expected_version=2)
    assert signed_state(store, group.m3) == "signed"
    assert signatures(group) == (1, 0)
    save_answer(store, CHAIR, group.m3, "necessary", "no", "อีกเหตุผล", expected_version=3)
    sign_off(store, CHAIR, [group.m3], seen(group, group.m3))
    assert len(of_mission(sign_offs_of, store, group.m3)) == 2
    assert group.sound()


def test_a_signature_given_twice_at_once_is_one(group: Group) -> None:
    shown = seen(group, group.m3)
    (first,) = sign_off(group.store, CHAIR, [group.m3], shown)
    (second,) = sign_off(group.store, CHAIR, [group.m3], shown)
    assert second.at == first.at
    assert len(of_mission(sign_offs_of, group.store, group.m3)) == 1


def test_a_batch_is_signed_wholly_or_not_at_all(group: Group) -> None:
    store = group.store
    with pytest.raises(StoreError) as error:
        sign_off(store, CHAIR, [group.m3, group.m2], seen(group, group.m2, group.m3))
    assert error.value.code == "undecided"
    assert error.value.sentence("en").startswith("Mission M2: ")
    assert of_mission(sign_offs_of, store, group.m3) == []
    save_answer(store, MALEE, group.m1, "necessary", "no", expected_version=0)
    batch = sign_off(store, CHAIR, [group.m3, group.m1, group.m3], seen(group, group.m1, group.m3))
    assert [s.mission_id for s in batch] == [group.m3, group.m1]
    assert sign_off(store, CHAIR, [], {}) == []


def test_nobody_signs_what_was_changed_meanwhile(group: Group) -> None:
    shown = seen(group, group.m3)
    save_answer(group.store, MALEE, group.m3, "necessary", "no", "ใหม่", expected_version=1)
    with pytest.raises(StoreError, match="outdated"):
        sign_off(group.store, CHAIR, [group.m3], shown)


def test_a_chart_that_this_program_does_not_have(group: Group) -> None:
    for column, value in (
        (Review.chart_version, "9.0.0"),
        (Review.chart_id, "../../etc"),
        (Review.chart_hash, "0" * 64),
    ):
        with group.store.engine.begin() as connection:
            before = connection.execute(sa.select(column)).scalar_one()
            connection.execute(sa.update(Review).values({column: value}))
        for act in (
            lambda: of_mission(decision_of, group.store, group.m3),
            lambda: of_review(mission_statuses, group.store, group.review.id),
        ):
            with pytest.raises(StoreError, match="chart") as error:
                act()
            assert "#" in error.value.sentence("th")
        with group.store.engine.begin() as connection:
            connection.execute(sa.update(Review).values({column: before}))
    assert group.sound()
