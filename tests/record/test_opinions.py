import pytest

from record.answering import answers_of, save_answer
from record.lengths import WORDS
from record.members import set_role
from record.mission_status import mission_statuses, progress
from record.opinions import (
    MissionOpinions,
    QuestionOpinions,
    adopt,
    give_opinion,
    mission_opinions,
    opinions_of,
    review_agreement,
    settle,
    visible_opinions,
)
from record.reviews import set_quorum
from record.store import Store
from record.store_error import StoreError
from tests.record.reading import settlements_of
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, Group, of_mission, of_review


def give(group: Group, who: str, **answers: str) -> None:
    for question, value in answers.items():
        give_opinion(group.store, who, group.m1, question, value, f"{who}: {value}", expected_version=0)


def stands(group: Group) -> MissionOpinions:
    return of_mission(mission_opinions, group.store, group.m1)


def sides(found: QuestionOpinions | None) -> tuple[str, list[tuple[str, list[str]]]] | None:
    if found is None:
        return None
    return found.question, [(side.value, [o.by for o in side.opinions]) for side in found.sides]


def disagreement(store: Store, mission: int) -> QuestionOpinions | None:
    return of_mission(mission_opinions, store, mission).disagreement


def test_where_the_paths_part(group: Group) -> None:
    assert disagreement(group.store, group.m1) is None
    give(group, MALEE, necessary="yes", duplicated="no", core="yes", devolvable="yes")
    assert disagreement(group.store, group.m1) is None
    give(group, PRASERT, necessary="yes", duplicated="no", core="no", conversion="outsource")
    give(group, CHAIR, necessary="yes", core="yes")
    found = disagreement(group.store, group.m1)
    assert sides(found) == ("core", [("yes", [CHAIR, MALEE]), ("no", [PRASERT])])
    assert found is not None
    assert [o.reason for side in found.sides for o in side.opinions][-1] == f"{PRASERT}: no"
    assert progress(of_review(mission_statuses, group.store, group.review.id)).differ == 1


def test_nobody_s_opinion_is_no_agreement(group: Group) -> None:
    assert (stands(group).state, stands(group).waiting) == ("none", 3)


def test_one_person_s_answer_is_one_person_s_answer(group: Group) -> None:
    give(group, MALEE, necessary="no")
    assert (stands(group).state, stands(group).waiting) == ("waiting", 2)
    assert stands(group).questions[0].silent == (CHAIR, PRASERT)
    assert adopt(group.store, CHAIR, group.m1) == []
    for who in (PRASERT, CHAIR):
        set_role(group.store, ADMIN, group.review.id, who, None)
    assert stands(group).state == "waiting", "alone in the group, too"


def test_agreement_needs_everyone_unless_the_review_sets_a_quorum(group: Group) -> None:
    give(group, MALEE, necessary="no")
    give(group, PRASERT, necessary="no")
    assert (stands(group).state, stands(group).waiting) == ("waiting", 1)
    set_quorum(group.store, CHAIR, group.review.id, 2)
    assert (stands(group).state, stands(group).waiting) == ("agree", 0)
    set_quorum(group.store, CHAIR, group.review.id, None)
    give(group, CHAIR, necessary="no")
    assert stands(group).state == "agree"
    with pytest.raises(StoreError, match="quorum"):
        set_quorum(group.store, CHAIR, group.review.id, 1)
    assert group.sound()


def test_agreement_at_the_first_question_is_none_on_the_mission(group: Group) -> None:
    for who in (MALEE, PRASERT, CHAIR):
        give(group, who, necessary="yes")
    assert (stands(group).state, stands(group).waiting) == ("waiting", 3), "nobody said anything on the second question"


def test_what_the_quorum_agrees_on_becomes_the_answer_up_to_where_it_ends(group: Group) -> None:
    store = group.store
    save_answer(store, MALEE, group.m1, "necessary", "no", "เดิม", "มาตรา 5", expected_version=0)
    give(group, MALEE, necessary="yes", duplicated="no", core="yes", devolvable="yes")
    give(group, PRASERT, necessary="yes", duplicated="no", core="no")
    assert adopt(store, CHAIR, group.m1) == [], "the chair has said nothing"
    give(group, CHAIR, necessary="yes", core="yes")
    assert adopt(store, CHAIR, group.m1) == ["necessary"]
    give(group, CHAIR, duplicated="no")
    assert adopt(store, CHAIR, group.m1) == ["duplicated"]
    answers = of_mission(answers_of, store, group.m1)
    assert {q: (a.value, a.by) for q, a in answers.items()} == {
        "necessary": ("yes", CHAIR),
        "duplicated": ("no", CHAIR),
    }
    said = [f"{who.split('@')[0]}: {who}: yes" for who in (CHAIR, MALEE, PRASERT)]
    assert answers["necessary"].reason == "\n".join(said), "each reason with its author's name"
    assert answers["necessary"].evidence == "มาตรา 5"
    assert adopt(store, CHAIR, group.m1) == []
    settle(store, CHAIR, group.m1, "core", "yes", "เป็นภารกิจหลักตามกฎหมาย")
    assert adopt(store, CHAIR, group.m1) == []
    for who in (PRASERT, CHAIR):
        give(group, who, devolvable="yes")
    assert adopt(store, CHAIR, group.m1) == ["devolvable"]
    assert of_mission(answers_of, store, group.m1)["core"].reason == "เป็นภารกิจหลักตามกฎหมาย"
    assert group.sound()


def test_not_known_yet_is_no_dissent_and_no_agreement(group: Group) -> None:
    give(group, MALEE, necessary="")
    give(group, PRASERT, necessary="no")
    give(group, CHAIR, necessary="no")
    assert disagreement(group.store, group.m1) is None
    assert (stands(group).state, stands(group).waiting) == ("waiting", 1)
    assert sides(stands(group).questions[0]) == ("necessary", [("no", [CHAIR, PRASERT]), ("", [MALEE])])
    assert settle(group.store, CHAIR, group.m1, "necessary", "no", "หมดความจำเป็น").minority == []
    assert stands(group).state == "settled"


def test_an_answer_that_contradicts_the_opinions_says_so(group: Group) -> None:
    give(group, MALEE, necessary="no")
    give(group, PRASERT, necessary="no")
    give(group, CHAIR, necessary="no")
    save_answer(group.store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    (against,) = stands(group).unsettled
    assert (against.question, [o.by for o in against.contrary]) == ("necessary", [CHAIR, MALEE, PRASERT])
    assert progress(of_review(mission_statuses, group.store, group.review.id)).contradicted == 1
    settle(group.store, CHAIR, group.m1, "necessary", "yes", "กฎหมายยังใช้บังคับ")
    assert stands(group).unsettled == ()
    assert stands(group).dissent == 3, "settled against everyone, and said so"
    save_answer(group.store, MALEE, group.m1, "necessary", "no", expected_version=2)
    assert (stands(group).state, stands(group).contradicted) == ("agree", ()), "the settlement is no longer the answer"


def test_the_chair_settles_and_the_minority_is_kept(group: Group) -> None:
    store = group.store
    save_answer(store, MALEE, group.m1, "necessary", "yes", "", "มาตรา 5", expected_version=0)
    give(group, MALEE, necessary="no")
    give(group, PRASERT, necessary="yes", duplicated="yes")
    give(group, CHAIR, necessary="yes", duplicated="no")
    with pytest.raises(StoreError, match="missing"):
        settle(store, CHAIR, group.m1, "necessary", "yes", "  ")
    settlement = settle(store, CHAIR, group.m1, "necessary", "yes", "กฎหมายยังใช้บังคับ")
    assert [(o["by"], o["value"], o["reason"]) for o in settlement.minority] == [(MALEE, "no", f"{MALEE}: no")]
    agreed = of_mission(answers_of, store, group.m1)["necessary"]
    assert (agreed.value, agreed.reason, agreed.evidence, agreed.by) == ("yes", "กฎหมายยังใช้บังคับ", "มาตรา 5", CHAIR)
    assert len(of_mission(opinions_of, store, group.m1)) == 5
    assert sides(disagreement(store, group.m1)) == ("duplicated", [("no", [CHAIR]), ("yes", [PRASERT])])
    give_opinion(store, MALEE, group.m1, "necessary", "yes", "เปลี่ยนใจ", expected_version=1)
    assert of_mission(settlements_of, store, group.m1)[0].minority == settlement.minority
    settle(store, CHAIR, group.m1, "duplicated", "no", "ตั้งใจให้แยกกัน")
    assert disagreement(store, group.m1) is None
    assert group.sound()


def test_a_settlement_given_twice_at_once_is_one(group: Group) -> None:
    give(group, MALEE, necessary="no")
    give(group, PRASERT, necessary="yes")
    first = settle(group.store, CHAIR, group.m1, "necessary", "yes", "ยุติ")
    assert settle(group.store, CHAIR, group.m1, "necessary", "yes", "ยุติ").at == first.at
    assert len(of_mission(settlements_of, group.store, group.m1)) == 1
    save_answer(group.store, MALEE, group.m1, "necessary", "no", expected_version=1)
    settle(group.store, CHAIR, group.m1, "necessary", "yes", "ยุติ")
    assert len(of_mission(settlements_of, group.store, group.m1)) == 2, "it was undone in between"


def test_reasons_too_long_together_are_cut_with_a_note_and_what_follows_is_taken_too(group: Group) -> None:
    set_quorum(group.store, CHAIR, group.review.id, 2)
    for who in (MALEE, PRASERT):
        reason = f"{who} " + "ก" * (WORDS // 2)
        give_opinion(group.store, who, group.m1, "necessary", "yes", reason, expected_version=0)
        give_opinion(group.store, who, group.m1, "duplicated", "no", f"{who} ข้อสอง", expected_version=0)
    assert adopt(group.store, CHAIR, group.m1) == ["necessary", "duplicated"]
    answers = of_mission(answers_of, group.store, group.m1)
    assert len(answers["necessary"].reason) == WORDS
    assert MALEE in answers["necessary"].reason
    assert answers["necessary"].reason.endswith("the full reasons stand in each member's opinion.]")
    assert f"{PRASERT} ข้อสอง" in answers["duplicated"].reason
    assert group.sound()


def test_opinions_are_given_before_others_are_seen(group: Group) -> None:
    give(group, MALEE, necessary="yes", core="no")
    give(group, PRASERT, necessary="no")

    def seen(who: str) -> set[tuple[str, str]]:
        return {(o.question, o.by) for o in of_mission(visible_opinions, group.store, group.m1, who)}

    everything = {("necessary", MALEE), ("core", MALEE), ("necessary", PRASERT)}
    assert seen(MALEE) == seen(SECRETARY) == seen(ADMIN) == everything
    assert seen(PRASERT) == {("necessary", MALEE), ("necessary", PRASERT)}
    assert seen(CHAIR) == set()


def test_agreement_over_the_review(group: Group) -> None:
    store = group.store
    for mission, first, second in ((group.m1, "no", "no"), (group.m2, "no", "yes"), (group.m3, "yes", "yes")):
        for who, value in ((MALEE, first), (PRASERT, second)):
            give_opinion(store, who, mission, "necessary", value, expected_version=0)
            for question, answer in (("duplicated", "yes"), ("consolidation", "merge")):
                give_opinion(store, who, mission, question, answer, expected_version=0)
    found = of_review(review_agreement, store, group.review.id)
    assert found.questions["necessary"].subjects == 3
    assert (found.questions["necessary"].alike, found.questions["necessary"].kappa) == (2, None), "three are too few"
    assert found.questions["core"].subjects == 0
    assert (found.dispositions.subjects, found.dispositions.alike) == (3, 2)


def test_an_opinion_outlives_the_role(group: Group) -> None:
    give(group, PRASERT, necessary="no")
    set_role(group.store, ADMIN, group.review.id, PRASERT, None)
    assert [o.by for o in of_mission(opinions_of, group.store, group.m1)] == [PRASERT]
