import pytest

from record.answering import answers_of, save_answer
from record.members import set_role
from record.mission_status import mission_statuses, progress
from record.models import WORDS
from record.opinions import (
    MissionOpinions,
    QuestionOpinions,
    adopt,
    give_opinion,
    mission_opinions,
    opinions_of,
    review_agreement,
    settle,
    settlements_of,
    visible_opinions,
)
from record.reviews import set_quorum
from record.store import Store
from record.store_error import StoreError
from tests.record.house import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, House, of_mission, of_review


def give(house: House, who: str, **answers: str) -> None:
    for question, value in answers.items():
        give_opinion(house.store, who, house.m1, question, value, f"{who}: {value}", expected_version=0)


def stands(house: House) -> MissionOpinions:
    return of_mission(mission_opinions, house.store, house.m1)


def sides(found: QuestionOpinions | None) -> tuple[str, list[tuple[str, list[str]]]] | None:
    if found is None:
        return None
    return found.question, [(side.value, [o.by for o in side.opinions]) for side in found.sides]


def disagreement(store: Store, mission: int) -> QuestionOpinions | None:
    return of_mission(mission_opinions, store, mission).disagreement


def test_where_the_paths_part(house: House) -> None:
    assert disagreement(house.store, house.m1) is None
    give(house, MALEE, necessary="yes", duplicated="no", core="yes", devolvable="yes")
    assert disagreement(house.store, house.m1) is None
    give(house, PRASERT, necessary="yes", duplicated="no", core="no", conversion="outsource")
    give(house, CHAIR, necessary="yes", core="yes")
    found = disagreement(house.store, house.m1)
    assert sides(found) == ("core", [("yes", [CHAIR, MALEE]), ("no", [PRASERT])])
    assert found is not None
    assert [o.reason for side in found.sides for o in side.opinions][-1] == f"{PRASERT}: no"
    assert progress(of_review(mission_statuses, house.store, house.review.id)).differ == 1


def test_nobody_s_opinion_is_no_agreement(house: House) -> None:
    assert (stands(house).state, stands(house).waiting) == ("none", 3)


def test_one_person_s_answer_is_one_person_s_answer(house: House) -> None:
    give(house, MALEE, necessary="no")
    assert (stands(house).state, stands(house).waiting) == ("waiting", 2)
    assert stands(house).questions[0].silent == (CHAIR, PRASERT)
    assert adopt(house.store, CHAIR, house.m1) == []
    for who in (PRASERT, CHAIR):
        set_role(house.store, ADMIN, house.review.id, who, None)
    assert stands(house).state == "waiting", "alone in the group, too"


def test_agreement_needs_everyone_unless_the_review_sets_a_quorum(house: House) -> None:
    give(house, MALEE, necessary="no")
    give(house, PRASERT, necessary="no")
    assert (stands(house).state, stands(house).waiting) == ("waiting", 1)
    set_quorum(house.store, CHAIR, house.review.id, 2)
    assert (stands(house).state, stands(house).waiting) == ("agree", 0)
    set_quorum(house.store, CHAIR, house.review.id, None)
    give(house, CHAIR, necessary="no")
    assert stands(house).state == "agree"
    with pytest.raises(StoreError, match="quorum"):
        set_quorum(house.store, CHAIR, house.review.id, 1)
    assert house.sound()


def test_agreement_at_the_first_question_is_none_on_the_mission(house: House) -> None:
    for who in (MALEE, PRASERT, CHAIR):
        give(house, who, necessary="yes")
    assert (stands(house).state, stands(house).waiting) == ("waiting", 3), "nobody said anything on the second question"


def test_what_the_quorum_agrees_on_becomes_the_answer_up_to_where_it_ends(house: House) -> None:
    store = house.store
    save_answer(store, MALEE, house.m1, "necessary", "no", "เดิม", "มาตรา 5", expected_version=0)
    give(house, MALEE, necessary="yes", duplicated="no", core="yes", devolvable="yes")
    give(house, PRASERT, necessary="yes", duplicated="no", core="no")
    assert adopt(store, CHAIR, house.m1) == [], "the chair has said nothing"
    give(house, CHAIR, necessary="yes", core="yes")
    assert adopt(store, CHAIR, house.m1) == ["necessary"]
    give(house, CHAIR, duplicated="no")
    assert adopt(store, CHAIR, house.m1) == ["duplicated"]
    answers = of_mission(answers_of, store, house.m1)
    assert {q: (a.value, a.by) for q, a in answers.items()} == {
        "necessary": ("yes", CHAIR),
        "duplicated": ("no", CHAIR),
    }
    said = [f"{who.split('@')[0]}: {who}: yes" for who in (CHAIR, MALEE, PRASERT)]
    assert answers["necessary"].reason == "\n".join(said), "each reason with its author's name"
    assert answers["necessary"].evidence == "มาตรา 5"
    assert adopt(store, CHAIR, house.m1) == []
    settle(store, CHAIR, house.m1, "core", "yes", "เป็นภารกิจหลักตามกฎหมาย")
    assert adopt(store, CHAIR, house.m1) == []
    for who in (PRASERT, CHAIR):
        give(house, who, devolvable="yes")
    assert adopt(store, CHAIR, house.m1) == ["devolvable"]
    assert of_mission(answers_of, store, house.m1)["core"].reason == "เป็นภารกิจหลักตามกฎหมาย"
    assert house.sound()


def test_not_known_yet_is_no_dissent_and_no_agreement(house: House) -> None:
    give(house, MALEE, necessary="")
    give(house, PRASERT, necessary="no")
    give(house, CHAIR, necessary="no")
    assert disagreement(house.store, house.m1) is None
    assert (stands(house).state, stands(house).waiting) == ("waiting", 1)
    assert sides(stands(house).questions[0]) == ("necessary", [("no", [CHAIR, PRASERT]), ("", [MALEE])])
    assert settle(house.store, CHAIR, house.m1, "necessary", "no", "หมดความจำเป็น").minority == []
    assert stands(house).state == "settled"


def test_an_answer_that_contradicts_the_opinions_says_so(house: House) -> None:
    give(house, MALEE, necessary="no")
    give(house, PRASERT, necessary="no")
    give(house, CHAIR, necessary="no")
    save_answer(house.store, MALEE, house.m1, "necessary", "yes", expected_version=0)
    (against,) = stands(house).unsettled
    assert (against.question, [o.by for o in against.contrary]) == ("necessary", [CHAIR, MALEE, PRASERT])
    assert progress(of_review(mission_statuses, house.store, house.review.id)).contradicted == 1
    settle(house.store, CHAIR, house.m1, "necessary", "yes", "กฎหมายยังใช้บังคับ")
    assert stands(house).unsettled == ()
    assert stands(house).dissent == 3, "settled against everyone, and said so"
    save_answer(house.store, MALEE, house.m1, "necessary", "no", expected_version=2)
    assert (stands(house).state, stands(house).contradicted) == ("agree", ()), "the settlement is no longer the answer"


def test_the_chair_settles_and_the_minority_is_kept(house: House) -> None:
    store = house.store
    save_answer(store, MALEE, house.m1, "necessary", "yes", "", "มาตรา 5", expected_version=0)
    give(house, MALEE, necessary="no")
    give(house, PRASERT, necessary="yes", duplicated="yes")
    give(house, CHAIR, necessary="yes", duplicated="no")
    with pytest.raises(StoreError, match="missing"):
        settle(store, CHAIR, house.m1, "necessary", "yes", "  ")
    settlement = settle(store, CHAIR, house.m1, "necessary", "yes", "กฎหมายยังใช้บังคับ")
    assert [(o["by"], o["value"], o["reason"]) for o in settlement.minority] == [(MALEE, "no", f"{MALEE}: no")]
    agreed = of_mission(answers_of, store, house.m1)["necessary"]
    assert (agreed.value, agreed.reason, agreed.evidence, agreed.by) == ("yes", "กฎหมายยังใช้บังคับ", "มาตรา 5", CHAIR)
    assert len(of_mission(opinions_of, store, house.m1)) == 5
    assert sides(disagreement(store, house.m1)) == ("duplicated", [("no", [CHAIR]), ("yes", [PRASERT])])
    give_opinion(store, MALEE, house.m1, "necessary", "yes", "เปลี่ยนใจ", expected_version=1)
    assert of_mission(settlements_of, store, house.m1)[0].minority == settlement.minority
    settle(store, CHAIR, house.m1, "duplicated", "no", "ตั้งใจให้แยกกัน")
    assert disagreement(store, house.m1) is None
    assert house.sound()


def test_a_settlement_given_twice_at_once_is_one(house: House) -> None:
    give(house, MALEE, necessary="no")
    give(house, PRASERT, necessary="yes")
    first = settle(house.store, CHAIR, house.m1, "necessary", "yes", "ยุติ")
    assert settle(house.store, CHAIR, house.m1, "necessary", "yes", "ยุติ").at == first.at
    assert len(of_mission(settlements_of, house.store, house.m1)) == 1
    save_answer(house.store, MALEE, house.m1, "necessary", "no", expected_version=1)
    settle(house.store, CHAIR, house.m1, "necessary", "yes", "ยุติ")
    assert len(of_mission(settlements_of, house.store, house.m1)) == 2, "it was undone in between"


def test_reasons_too_long_together_are_refused_and_not_cut(house: House) -> None:
    set_quorum(house.store, CHAIR, house.review.id, 2)
    for who in (MALEE, PRASERT):
        reason = f"{who} " + "ก" * (WORDS // 2)
        give_opinion(house.store, who, house.m1, "necessary", "yes", reason, expected_version=0)
    with pytest.raises(StoreError, match="too_long"):
        adopt(house.store, CHAIR, house.m1)
    assert of_mission(answers_of, house.store, house.m1) == {}


def test_opinions_are_given_before_others_are_seen(house: House) -> None:
    give(house, MALEE, necessary="yes", core="no")
    give(house, PRASERT, necessary="no")

    def seen(who: str) -> set[tuple[str, str]]:
        return {(o.question, o.by) for o in of_mission(visible_opinions, house.store, house.m1, who)}

    everything = {("necessary", MALEE), ("core", MALEE), ("necessary", PRASERT)}
    assert seen(MALEE) == seen(SECRETARY) == seen(ADMIN) == everything
    assert seen(PRASERT) == {("necessary", MALEE), ("necessary", PRASERT)}
    assert seen(CHAIR) == set()


def test_agreement_over_the_review(house: House) -> None:
    store = house.store
    for mission, first, second in ((house.m1, "no", "no"), (house.m2, "no", "yes"), (house.m3, "yes", "yes")):
        for who, value in ((MALEE, first), (PRASERT, second)):
            give_opinion(store, who, mission, "necessary", value, expected_version=0)
            for question, answer in (("duplicated", "yes"), ("consolidation", "merge")):
                give_opinion(store, who, mission, question, answer, expected_version=0)
    found = of_review(review_agreement, store, house.review.id)
    assert found.questions["necessary"].subjects == 3
    assert (found.questions["necessary"].alike, found.questions["necessary"].kappa) == (2, None), "three are too few"
    assert found.questions["core"].subjects == 0
    assert (found.dispositions.subjects, found.dispositions.alike) == (3, 2)


def test_an_opinion_outlives_the_role(house: House) -> None:
    give(house, PRASERT, necessary="no")
    set_role(house.store, ADMIN, house.review.id, PRASERT, None)
    assert [o.by for o in of_mission(opinions_of, house.store, house.m1)] == [PRASERT]
