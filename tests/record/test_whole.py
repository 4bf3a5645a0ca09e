"""One look at a mission shows what each part of the record shows of it, to the same reader, in few statements."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from record.answering import answers_of, save_answer, save_draft
from record.attachments import add_file, add_reference, evidence_of
from record.members import names_of, set_role
from record.mission_status import mission_statuses
from record.models import DRAFT_KINDS
from record.opinions import give_opinion, mission_opinions, opinions_of, settle, visible_opinions
from record.signing import sign_off, sign_offs_of
from record.store import Store
from record.store_error import StoreError
from record.talk import comment, resolve
from record.whole import changed_since, whole_mission
from tests.record.reading import drafts_of, settlements_of, threads_of
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, STRANGER, Group, of_mission

MOST = 3
"""Statements that a page may need to show a mission."""


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def worked_on(group: Group) -> int:
    """A mission to which all was done that can be done to one."""
    store, at = group.store, group.m1
    save_answer(store, MALEE, at, "necessary", "yes", "เพราะ", "ม. 5", expected_version=0)
    save_draft(store, MALEE, at, "core", "yes", "กำลังคิด")
    save_draft(store, MALEE, at, "core", None, "ของฉัน", kind="opinion")
    save_draft(store, PRASERT, at, "core", "no", "ของผู้อื่น")
    for member, value in ((CHAIR, "yes"), (MALEE, "yes"), (PRASERT, "no")):
        give_opinion(store, member, at, "necessary", value, f"เหตุผลของ {member}", expected_version=0)
    settle(store, CHAIR, at, "necessary", "yes", "ชี้ขาด")
    add_reference(store, MALEE, at, "core", "มติ ครม.")
    add_file(store, MALEE, at, "core", "ก.pdf", b"%PDF-1.7 hello", "แผน")
    said = comment(store, PRASERT, at, "necessary", "เห็นต่าง", to=[CHAIR])
    comment(store, CHAIR, at, "necessary", "รับทราบ", reply_to=said.uid)
    resolve(store, PRASERT, at, said.uid)
    return at


def plain(rows: Any) -> object:
    """Rows as what they say, for two readings make two objects of one row."""
    if isinstance(rows, Mapping):
        return {key: row.as_json() for key, row in rows.items()}
    return [row.as_json() for row in rows]


@pytest.mark.parametrize("reader", [ADMIN, CHAIR, MALEE, PRASERT, SECRETARY])
def test_it_is_what_the_parts_of_the_record_tell(group: Group, reader: str) -> None:
    at = worked_on(group)
    whole = whole_mission(group.store, reader, at)
    with group.store.read_mission(reader, at) as read:
        assert (whole.mission.as_json(), whole.review.as_json()) == (read.mission.as_json(), read.review.as_json())
        assert whole.roles == read.roles
        assert plain(whole.answers) == plain(answers_of(read))
        assert plain(whole.every_opinion) == plain(opinions_of(read))
        assert plain(whole.visible) == plain(visible_opinions(read))
        assert plain(whole.settlements) == plain(settlements_of(read))
        for kind in DRAFT_KINDS:
            assert plain(whole.drafts[kind]) == plain(drafts_of(read, kind))
        for now, then in zip(whole.evidence, evidence_of(read), strict=True):
            parts = ("id", "uid", "question", "kind", "text", "file_name", "media_type", "size", "by", "at")
            assert [getattr(now, part) for part in parts] == [getattr(then, part) for part in parts]
        for shown, told in zip(whole.threads, threads_of(read), strict=True):
            assert plain(shown.comments) == plain(told.comments)
        compared = mission_opinions(read)
        assert (whole.opinions.state, whole.opinions.waiting) == (compared.state, compared.waiting)
        assert whole.names.items() <= names_of(read).items()


def test_it_takes_few_statements(group: Group) -> None:
    at = worked_on(group)
    with statements(group.store) as found:
        whole_mission(group.store, MALEE, at)
    assert len(found) <= MOST, found


def test_it_knows_the_signature_and_whether_it_holds(group: Group) -> None:
    at = group.m3
    assert whole_mission(group.store, CHAIR, at).signed == "unsigned"
    with group.store.read_review(CHAIR, group.review.id) as review:
        row = next(row for row in mission_statuses(review) if row.mission.id == at)
    sign_off(group.store, CHAIR, [at], {at: row.answers_hash})
    whole = whole_mission(group.store, MALEE, at)
    with group.store.read_mission(MALEE, at) as read:
        last = sign_offs_of(read)[-1]
    assert whole.signature
    assert (whole.signed, whole.signature.by, whole.signature.at) == ("signed", last.by, last.at)
    save_answer(group.store, CHAIR, at, "necessary", "yes", expected_version=1)
    assert whole_mission(group.store, MALEE, at).signed == "reopened"


def test_who_wrote_and_left_the_review_keeps_the_name(group: Group) -> None:
    at = worked_on(group)
    set_role(group.store, ADMIN, group.review.id, PRASERT, None)
    whole = whole_mission(group.store, MALEE, at)
    assert PRASERT not in whole.people
    assert whole.names[PRASERT]


@pytest.mark.parametrize("reader", [STRANGER, "", "\0", "\ud800"])
def test_a_stranger_sees_nothing_of_it(group: Group, reader: str) -> None:
    with pytest.raises(StoreError):
        whole_mission(group.store, reader, group.m1)


def test_a_role_that_is_taken_away_counts_at_once(group: Group) -> None:
    assert whole_mission(group.store, PRASERT, group.m1).roles
    set_role(group.store, ADMIN, group.review.id, PRASERT, None)
    with pytest.raises(StoreError) as refused:
        whole_mission(group.store, PRASERT, group.m1)
    assert refused.value.code == "not_allowed"


def test_a_change_of_somebody_else_is_seen_and_ones_own_is_not(group: Group) -> None:
    newest = whole_mission(group.store, PRASERT, group.m1).newest
    seen = newest.seq if newest else 0
    assert of_mission(lambda read: changed_since(read, seen), group.store, group.m1, PRASERT) is None
    save_answer(group.store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    found = of_mission(lambda read: changed_since(read, seen), group.store, group.m1, PRASERT)
    assert found
    assert found.seq > seen
    assert of_mission(lambda read: changed_since(read, seen), group.store, group.m1, MALEE) is None
    assert of_mission(lambda read: changed_since(read, found.seq), group.store, group.m1, PRASERT) is None
