"""What the page of a mission puts on paper is what the record says of it, and no more."""

from flowchart import charts
from missions.mission import Mission
from record.answering import save_answer
from record.opinions import give_opinion, settle
from record.signed import answers_hash
from record.signing import sign_off
from record.whole import whole_mission
from reports.from_record import summary_of_review
from reports.summary import Contradiction, View
from tests.record.working_group import CHAIR, MALEE, PRASERT, Group
from ui.walk.draft import Draft
from ui.walk.editor import MissionEditor
from ui.walk.paper import found

CHART = charts.default()


def test_a_mission_of_no_record_is_not_signed_and_says_nothing_of_opinions() -> None:
    draft = Draft(
        Mission("A", "ภารกิจ"), CHART, None, {"necessary": "no"}, {"necessary": "เลิกแล้ว"}, {"necessary": "ม. 5"}
    )
    summary = found(CHART, draft)
    (mission,) = summary.missions
    assert (mission.signed_at, mission.opinion_state, summary.source.review) == (None, "", "")
    assert mission.evidence == {"necessary": ("ม. 5",)}
    assert mission.reasons == {"necessary": "เลิกแล้ว"}


def test_a_mission_of_the_record_comes_with_its_signature_and_how_its_opinions_stand(group: Group) -> None:
    def now() -> Draft:
        whole = whole_mission(group.store, CHAIR, group.m1)
        editor = MissionEditor(group.missions[0], CHART, CHAIR, "answer")
        editor.refresh(whole)
        return editor

    answer = save_answer(group.store, CHAIR, group.m1, "necessary", "no", "เลิกแล้ว", expected_version=0)
    (mission,) = found(CHART, now()).missions
    assert (mission.signed_at, mission.opinion_state) == (None, "none")
    sign_off(group.store, CHAIR, [group.m1], {group.m1: answers_hash([answer])})
    (mission,) = found(CHART, now()).missions
    assert mission.is_signed
    assert mission.signed_by
    assert not mission.reopened


def test_a_mission_of_the_record_comes_with_what_was_settled_and_what_is_not(group: Group) -> None:
    for member, value in ((CHAIR, "yes"), (MALEE, "no")):
        give_opinion(group.store, member, group.m1, "necessary", value, "เหตุผล", expected_version=0)
    settle(group.store, CHAIR, group.m1, "necessary", "yes", "กฎหมายยังใช้บังคับ")
    give_opinion(group.store, PRASERT, group.m1, "duplicated", "no", expected_version=0)
    save_answer(group.store, CHAIR, group.m1, "duplicated", "yes", expected_version=0)
    editor = MissionEditor(group.missions[0], CHART, CHAIR, "answer")
    editor.refresh(whole_mission(group.store, CHAIR, group.m1))
    (mission,) = found(CHART, editor).missions
    whole = summary_of_review(group.store, CHAIR, group.review.id).missions[0]
    assert mission.disagreements == whole.disagreements
    assert mission.disagreements[0].minority == (View("malee", "no", "เหตุผล"),)
    assert mission.contradictions == whole.contradictions == (Contradiction("duplicated", "yes", 1),)
