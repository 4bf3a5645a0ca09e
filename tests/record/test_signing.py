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
from tests.record.house import CHAIR, MALEE, House, of_mission, of_review, signed_state


def seen(house: House, *missions: int) -> dict[int, str]:
    return {mission: answers_hash(of_mission(answers_of, house.store, mission).values()) for mission in missions}


def signatures(house: House) -> tuple[int, int]:
    numbers = progress(of_review(mission_statuses, house.store, house.review.id))
    return numbers.signed, numbers.reopened


def test_a_decision_is_replayed_from_the_answers(house: House) -> None:
    assert of_mission(decision_of, house.store, house.m3).disposition == "cancel"
    save_answer(house.store, MALEE, house.m3, "necessary", "yes", expected_version=1)
    assert of_mission(decision_of, house.store, house.m3).next_question == "duplicated"


def test_sign_and_reopen(house: House) -> None:
    store = house.store
    assert signed_state(store, house.m3) == "unsigned"
    (signed,) = sign_off(store, CHAIR, [house.m3], seen(house, house.m3))
    chart = chart_for(house.review)
    assert (signed.chart, signed.chart_hash, signed.by) == (chart.stamp, chart.hash, CHAIR)
    assert (signed.decision["disposition"], signed.decision["path"]) == (
        "cancel",
        [{"question": "necessary", "answer": "no"}],
    )
    assert decide(chart, {"necessary": "no"}).chart == signed.decision["chart"]
    assert signed_state(store, house.m3) == "signed"
    save_answer(store, CHAIR, house.m3, "necessary", "no", "เพิ่มเหตุผล", expected_version=1)
    assert signed_state(store, house.m3) == "reopened"
    assert signatures(house) == (0, 1)
    save_answer(store, CHAIR, house.m3, "necessary", "no", "", expected_version=2)
    assert signed_state(store, house.m3) == "signed"
    assert signatures(house) == (1, 0)
    save_answer(store, CHAIR, house.m3, "necessary", "no", "อีกเหตุผล", expected_version=3)
    sign_off(store, CHAIR, [house.m3], seen(house, house.m3))
    assert len(of_mission(sign_offs_of, store, house.m3)) == 2
    assert house.sound()


def test_a_signature_given_twice_at_once_is_one(house: House) -> None:
    shown = seen(house, house.m3)
    (first,) = sign_off(house.store, CHAIR, [house.m3], shown)
    (second,) = sign_off(house.store, CHAIR, [house.m3], shown)
    assert second.at == first.at
    assert len(of_mission(sign_offs_of, house.store, house.m3)) == 1


def test_a_batch_is_signed_wholly_or_not_at_all(house: House) -> None:
    store = house.store
    with pytest.raises(StoreError) as error:
        sign_off(store, CHAIR, [house.m3, house.m2], seen(house, house.m2, house.m3))
    assert error.value.code == "undecided"
    assert error.value.sentence("en").startswith("Mission M2: ")
    assert of_mission(sign_offs_of, store, house.m3) == []
    save_answer(store, MALEE, house.m1, "necessary", "no", expected_version=0)
    batch = sign_off(store, CHAIR, [house.m3, house.m1, house.m3], seen(house, house.m1, house.m3))
    assert [s.mission_id for s in batch] == [house.m3, house.m1]
    assert sign_off(store, CHAIR, [], {}) == []


def test_nobody_signs_what_was_changed_meanwhile(house: House) -> None:
    shown = seen(house, house.m3)
    save_answer(house.store, MALEE, house.m3, "necessary", "no", "ใหม่", expected_version=1)
    with pytest.raises(StoreError, match="outdated"):
        sign_off(house.store, CHAIR, [house.m3], shown)


def test_a_chart_that_this_program_does_not_have(house: House) -> None:
    for column, value in (
        (Review.chart_version, "9.0.0"),
        (Review.chart_id, "../../etc"),
        (Review.chart_hash, "0" * 64),
    ):
        with house.store.engine.begin() as connection:
            before = connection.execute(sa.select(column)).scalar_one()
            connection.execute(sa.update(Review).values({column: value}))
        for act in (
            lambda: of_mission(decision_of, house.store, house.m3),
            lambda: of_review(mission_statuses, house.store, house.review.id),
        ):
            with pytest.raises(StoreError, match="chart") as error:
                act()
            assert "#" in error.value.sentence("th")
        with house.store.engine.begin() as connection:
            connection.execute(sa.update(Review).values({column: before}))
    assert house.sound()
