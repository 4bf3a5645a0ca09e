"""Changing what is signed: proposed by a member, accepted by the chair; what changed since; putting it back."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from record.answering import answers_of, save_answer
from record.exchange import export_review, import_review
from record.mission_status import mission_statuses, progress
from record.models import Proposal
from record.proposals import accept, proposals_of, propose, put_back, refuse, since_signature
from record.reviews import set_quorum
from record.signed import answers_hash
from record.signing import sign_off
from record.store import OPERATOR, Store
from record.store_error import StoreError
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, Group, of_mission, of_review, signed_state


@pytest.fixture
def signed(group: Group) -> Group:
    answers = of_mission(answers_of, group.store, group.m3).values()
    sign_off(group.store, CHAIR, [group.m3], {group.m3: answers_hash(answers)})
    return group


def test_a_member_does_not_change_a_signed_answer(signed: Group) -> None:
    with pytest.raises(StoreError) as error:
        save_answer(signed.store, MALEE, signed.m3, "necessary", "yes", expected_version=1)
    assert error.value.code == "signed"
    assert signed_state(signed.store, signed.m3) == "signed"


def test_a_proposal_counts_once_the_chair_accepts_it(signed: Group) -> None:
    store = signed.store
    propose(store, MALEE, signed.m3, "necessary", "yes", "ยังมีผู้ใช้บริการ")
    assert of_mission(answers_of, store, signed.m3)["necessary"].value == "no"
    assert signed_state(store, signed.m3) == "signed"
    assert progress(of_review(mission_statuses, store, signed.review.id)).proposed == 1
    with pytest.raises(StoreError, match="not_allowed"):
        accept(store, MALEE, signed.m3, "necessary", MALEE)
    answer = accept(store, CHAIR, signed.m3, "necessary", MALEE)
    assert (answer.value, answer.reason, answer.by) == ("yes", "ยังมีผู้ใช้บริการ", CHAIR)
    assert signed_state(store, signed.m3) == "reopened"
    assert of_mission(proposals_of, store, signed.m3, CHAIR) == []
    assert signed.sound()


def test_a_proposal_is_refused_by_the_chair_or_taken_back_by_who_made_it(signed: Group) -> None:
    store = signed.store
    propose(store, MALEE, signed.m3, "necessary", "yes", "แบบแรก")
    propose(store, MALEE, signed.m3, "necessary", "yes", "แบบที่สอง")
    assert [(each.reason, name) for each, name in of_mission(proposals_of, store, signed.m3, PRASERT)] == [
        ("แบบที่สอง", "malee")
    ]
    with pytest.raises(StoreError, match="not_allowed"):
        refuse(store, PRASERT, signed.m3, "necessary", MALEE)
    refuse(store, MALEE, signed.m3, "necessary", MALEE)
    propose(store, PRASERT, signed.m3, "necessary", "yes")
    refuse(store, CHAIR, signed.m3, "necessary", PRASERT)
    with pytest.raises(StoreError, match="not_found"):
        refuse(store, CHAIR, signed.m3, "necessary", PRASERT)
    assert signed.sound()


def test_proposals_stand_in_the_order_in_which_they_were_made_whatever_the_clock_said(signed: Group) -> None:
    store = signed.store
    for who in (PRASERT, MALEE, CHAIR):
        propose(store, who, signed.m3, "necessary", "yes", who)
    propose(store, PRASERT, signed.m3, "necessary", "yes", "made anew")
    with store.engine.begin() as connection:
        later = datetime.now(UTC) + timedelta(hours=1)
        connection.execute(update(Proposal).where(Proposal.by == MALEE).values(at=later))
    assert [each.by for each, _ in of_mission(proposals_of, store, signed.m3, CHAIR)] == [MALEE, CHAIR, PRASERT]


def test_what_is_not_signed_needs_no_proposal(group: Group) -> None:
    with pytest.raises(StoreError, match="not_signed"):
        propose(group.store, MALEE, group.m3, "necessary", "yes")


def test_what_changed_since_the_signature_and_putting_it_back(signed: Group) -> None:
    store = signed.store
    save_answer(store, CHAIR, signed.m3, "necessary", "yes", "เปลี่ยนใจ", expected_version=1)
    save_answer(store, MALEE, signed.m3, "duplicated", "no", expected_version=0)
    save_answer(store, MALEE, signed.m3, "duplicated", "yes", expected_version=1)
    first, second = of_mission(since_signature, store, signed.m3, MALEE)
    assert first.before is not None
    assert first.after is not None
    assert (first.before["value"], first.after["value"], first.by) == ("no", "yes", CHAIR)
    assert (second.question, second.before, second.by) == ("duplicated", None, MALEE)
    with pytest.raises(StoreError, match="not_allowed"):
        put_back(store, MALEE, signed.m3)
    assert put_back(store, CHAIR, signed.m3) == ["necessary", "duplicated"]
    assert signed_state(store, signed.m3) == "signed"
    assert of_mission(since_signature, store, signed.m3, CHAIR) == []
    assert set(of_mission(answers_of, store, signed.m3)) == {"necessary"}
    assert signed.sound()


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('other') / 'record.db'}")
    yield store
    store.close()


def test_a_proposal_and_a_quorum_travel_with_the_review(signed: Group, other: Store) -> None:
    set_quorum(signed.store, CHAIR, signed.review.id, 2)
    propose(signed.store, MALEE, signed.m3, "necessary", "yes", "ยังมีผู้ใช้บริการ")
    data = export_review(signed.store, CHAIR, signed.review.uid)
    review = import_review(other, OPERATOR, data)
    assert review.quorum == 2
    before, after = json.loads(data), json.loads(export_review(other, OPERATOR, review.uid))
    parts = ("review", "missions", "memberships", "links")  # the log knows of the import, and the copy has a time
    assert [after[part] for part in parts] == [before[part] for part in parts]


def test_a_copy_made_before_there_were_proposals_is_still_taken(group: Group, other: Store) -> None:
    read = json.loads(export_review(group.store, ADMIN, group.review.uid))
    for mission in read["missions"]:
        del mission["proposals"]
    assert "quorum" not in read["review"]
    assert import_review(other, OPERATOR, json.dumps(read).encode()).quorum is None
