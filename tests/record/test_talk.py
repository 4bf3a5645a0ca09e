"""Comments on a question: whom they call, their order, who resolves them, and that they are part of the log."""

import json
import tempfile
from collections.abc import Iterator

import pytest

from record.audit import history
from record.exchange import export_review, import_review
from record.members import edit_member, set_role
from record.mission_status import mission_statuses
from record.reviews import edit_review
from record.store import OPERATOR, Store
from record.store_error import StoreError
from record.talk import comment, named, resolve
from record.waiting import waiting_for
from tests.record.postgres import memory
from tests.record.reading import threads_of
from tests.record.working_group import (
    ADMIN,
    CHAIR,
    MALEE,
    PRASERT,
    SECRETARY,
    STRANGER,
    Group,
    of_mission,
    of_review,
    without_the_import,
)

PEOPLE = {"a@x.go.th": "มานี ใจดี", "b@x.go.th": "มานีรัตน์ งามตา", "c@x.go.th": "Somchai", "d@x.go.th": "ปิติ ใจดี"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@มานี ใจดี ช่วยดู", "a"),
        ("@มานี  ใจดีช่วยดูด้วย", "a"),
        ("เรียน @มานีช่วยดู", "a"),
        ("@มานีรัตน์ ช่วยดู", "b"),
        ("@SOMCHAI, please", "c"),
        ("@Somchaiya please", ""),
        ("@มานี้ ไม่ใช่ชื่อ", ""),
        ("@ใจดี", ""),
        ("@ปิติ และ @somchai", "cd"),
        ("เขียนถึง x@somchai.go.th", ""),
        ("@", ""),
    ],
)
def test_a_name_after_an_at_is_found_though_thai_has_no_spaces(text: str, found: str) -> None:
    assert {email[0] for email in named(text, PEOPLE)} == set(found)


def test_a_first_name_of_two_people_calls_neither() -> None:
    assert named("@มานี", {"a": "มานี ใจดี", "b": "มานี งามตา"}) == set()
    assert named("@มานี งามตา", {"a": "มานี ใจดี", "b": "มานี งามตา"}) == {"b"}


def test_replies_stand_in_the_order_of_the_log(group: Group) -> None:
    store = group.store
    first = comment(store, MALEE, group.m1, "core", "ควรถามกรมก่อน @prasert", to=[CHAIR])
    second = comment(store, PRASERT, group.m1, "necessary", "อีกเรื่อง")
    comment(store, PRASERT, group.m1, "core", "ถามแล้ว", reply_to=first.uid)
    comment(store, SECRETARY, group.m1, "core", "บันทึกแล้ว", reply_to=first.uid)
    threads = of_mission(threads_of, store, group.m1, SECRETARY)
    assert [thread.first.uid for thread in threads] == [first.uid, second.uid]
    assert [said.text for said in threads[0].comments] == ["ควรถามกรมก่อน @prasert", "ถามแล้ว", "บันทึกแล้ว"]
    assert first.mentions == [CHAIR, PRASERT]
    seqs = [said.seq for said in threads[0].comments]
    assert seqs == sorted(seqs)
    assert [change.seq for change in of_mission(history, store, group.m1) if change.kind == "comment"] == [
        *sorted([*seqs, second.seq])
    ]
    assert group.sound()


def test_the_writer_or_the_chair_resolves_and_nobody_replies_to_what_is_resolved(group: Group) -> None:
    store = group.store
    first = comment(store, MALEE, group.m1, "core", "ขอหารือ")
    reply = comment(store, PRASERT, group.m1, "core", "ตอบ", reply_to=first.uid)
    for who, uid, code in (
        (PRASERT, first.uid, "not_yours"),
        (MALEE, reply.uid, "not_found"),
        (MALEE, "", "not_found"),
    ):
        with pytest.raises(StoreError, match=code):
            resolve(store, who, group.m1, uid)
    with pytest.raises(StoreError, match="not_found"):
        resolve(store, MALEE, group.m2, first.uid)
    resolve(store, MALEE, group.m1, first.uid)
    changes = group.changes()
    assert resolve(store, CHAIR, group.m1, first.uid).resolved_by == MALEE, "who pressed first"
    assert group.changes() == changes
    with pytest.raises(StoreError, match="resolved"):
        comment(store, PRASERT, group.m1, "core", "ช้าไป", reply_to=first.uid)
    assert not of_mission(threads_of, store, group.m1)[0].open
    resolve(store, CHAIR, group.m1, first.uid, resolved=False)
    assert of_mission(threads_of, store, group.m1)[0].open
    assert group.sound()


@pytest.mark.parametrize(
    ("question", "text", "to", "code"),
    [
        ("core", "  ", (), "missing"),
        ("core", "\0", (), "characters"),
        ("core", "ก" * 20_001, (), "too_long"),
        ("core", 5, (), "not_text"),
        ("no such question", "x", (), "question"),
        ("core", "x", (STRANGER,), "no_member"),
    ],
)
def test_what_is_no_comment_is_refused(group: Group, question: str, text: str, to: tuple[str, ...], code: str) -> None:
    with pytest.raises(StoreError, match=code):
        comment(group.store, MALEE, group.m1, question, text, to=to)
    assert of_mission(threads_of, group.store, group.m1) == []


def test_a_stranger_who_is_named_is_not_called(group: Group) -> None:
    assert comment(group.store, MALEE, group.m1, "core", "@stranger @admin").mentions == []


def test_who_is_called_has_it_waiting_until_they_reply_or_it_is_resolved(group: Group) -> None:
    store = group.store

    def waiting(who: str) -> list[str]:
        found = waiting_for(who, frozenset({"member"}), of_review(mission_statuses, store, group.review.id))
        return [f"{row.mission.code} {row.called[who]}" for row in found.called]

    first = comment(store, MALEE, group.m1, "core", "@prasert @chair ช่วยดู")
    second = comment(store, MALEE, group.m2, "necessary", "@prasert อีกเรื่อง")
    assert (waiting(PRASERT), waiting(CHAIR), waiting(MALEE)) == (["M1 core", "M2 necessary"], ["M1 core"], [])
    comment(store, PRASERT, group.m1, "core", "ดูแล้ว @malee", reply_to=first.uid)
    assert (waiting(PRASERT), waiting(MALEE)) == (["M2 necessary"], ["M1 core"])
    resolve(store, MALEE, group.m2, second.uid)
    resolve(store, MALEE, group.m1, first.uid)
    assert (waiting(PRASERT), waiting(CHAIR), waiting(MALEE)) == ([], [], [])


def test_a_closed_review_takes_no_comment(group: Group) -> None:
    review = group.review
    words = {"ministry": review.ministry, "title_th": review.title_th, "title_en": "", "started": review.started}
    edit_review(group.store, CHAIR, review.id, 1, **words, status="closed")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="closed"):
        comment(group.store, MALEE, group.m1, "core", "ช้าไป")


@pytest.fixture
def other() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        store = Store(f"sqlite:///{folder}/other.db")
        yield store
        store.close()


def test_comments_go_with_a_copy_of_the_review(group: Group, other: Store) -> None:
    store = group.store
    first = comment(store, MALEE, group.m1, "core", "<b>ขอหารือ</b> 🇹🇭", to=[PRASERT])
    comment(store, PRASERT, group.m1, "core", "ตอบ", reply_to=first.uid)
    resolve(store, CHAIR, group.m1, first.uid)
    set_role(store, ADMIN, group.review.id, PRASERT, None)
    edit_member(store, ADMIN, PRASERT, "ประเสริฐ")
    copy = export_review(store, SECRETARY, group.review.uid)
    imported = import_review(other, OPERATOR, copy)
    again = export_review(other, OPERATOR, imported.uid)
    assert without_the_import(again) == json.loads(copy)
    with other.read_review(OPERATOR, imported.id) as read:
        m1 = next(row.mission.id for row in mission_statuses(read) if row.mission.code == "M1")
    (thread,) = of_mission(threads_of, other, m1, OPERATOR)
    assert ([said.by for said in thread.comments], thread.open) == ([MALEE, PRASERT], False)
    assert [said.seq for said in thread.comments] == [
        said.seq for said in of_mission(threads_of, store, group.m1)[0].comments
    ]


@pytest.mark.parametrize("change", [{"text": "แก้"}, {"reply_to": "0" * 32}, {"mentions": "x"}, {"mentions": [5]}])
def test_a_copy_whose_comments_were_altered_is_not_taken(group: Group, other: Store, change: dict[str, object]) -> None:
    comment(group.store, MALEE, group.m1, "core", "ขอหารือ")
    copy = json.loads(export_review(group.store, SECRETARY, group.review.uid))
    copy["missions"][0]["comments"][0] |= change
    with pytest.raises(StoreError):
        import_review(other, OPERATOR, json.dumps(copy).encode())


def test_a_comment_altered_behind_the_programs_back_is_found(group: Group) -> None:
    comment(group.store, MALEE, group.m1, "core", "ขอหารือ")
    with group.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE comment SET text = 'แก้'")
    assert not group.sound()
