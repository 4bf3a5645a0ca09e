# ruff: noqa: S608 -- going behind the program's back is the point here
from collections.abc import Callable
from itertools import pairwise

import pytest
import sqlalchemy as sa

from record.answering import save_answer
from record.attachments import add_file
from record.audit import history, verify
from record.chain import Tampering
from record.members import add_member
from record.models import OFFICE
from record.store import Store
from tests.record.working_group import ADMIN, CHAIR, MALEE, Group, changes_of, make_group, of_mission
from text.words import LANGS


def tamper(group: Group, *statements: str) -> Tampering:
    """Go behind the program's back, then see what the audit finds; it is to find one thing."""
    with group.store.engine.begin() as connection:
        for statement in statements:
            assert connection.execute(sa.text(statement), {"chain": group.review.uid}).rowcount > 0
    verdict = verify(group.store)
    assert not verdict.sound
    assert all(sentence for lang in LANGS for sentence in verdict.sentences(lang))
    (found,) = verdict.tamperings
    return found


@pytest.fixture
def written(group: Group) -> Group:
    for version in range(6):
        save_answer(group.store, MALEE, group.m1, "core", "yes", f"เหตุผล {version}", expected_version=version)
    add_file(group.store, MALEE, group.m1, "core", "a.pdf", b"%PDF-1.7 as it was")
    assert group.sound()
    return group


_ONE = "WHERE chain = :chain AND seq = 14"


@pytest.mark.parametrize(
    "column", ["at = '2020-01-01 00:00:00+00:00'", "\"by\" = 'x'", "kind = 'x'", "mission = 'M2'", "subject = 'x'",
               "after = '{}'", "before = NULL", "hash = 'x'", "after = replace(after, 'เหตุผล', 'ข้ออ้าง')"]
)  # fmt: skip
def test_a_change_altered(written: Group, column: str) -> None:
    found = tamper(written, f"UPDATE change SET {column} {_ONE}")
    assert (found.chain, found.seq, found.fault) == (written.review.uid, 14, "altered")


def test_a_change_deleted(written: Group) -> None:
    found = tamper(written, f"DELETE FROM change {_ONE}")
    assert (found.seq, found.fault) == (14, "deleted")


def test_the_first_and_the_last_change_deleted(written: Group) -> None:
    count = max(change.seq for change in changes_of(written.store, written.review.uid))
    found = tamper(written, f"DELETE FROM change WHERE chain = :chain AND seq = {count}")
    assert (found.seq, found.fault) == (count, "deleted")
    found = tamper(written, "DELETE FROM change WHERE chain = :chain AND seq = 1")
    assert (found.seq, found.fault) == (1, "deleted")


def test_a_change_deleted_and_the_rest_moved_up(written: Group) -> None:
    follow = [f"UPDATE change SET seq = seq - 1 WHERE chain = :chain AND seq = {n}" for n in range(15, 19)]
    found = tamper(written, f"DELETE FROM change {_ONE}", *follow)
    assert (found.seq, found.fault) == (14, "reordered")


def test_two_changes_swapped(written: Group) -> None:
    moves = ((13, 999), (14, 13), (999, 14))
    found = tamper(written, *(f"UPDATE change SET seq = {b} WHERE chain = :chain AND seq = {a}" for a, b in moves))
    assert (found.seq, found.fault) == (13, "reordered")


def test_a_change_added(written: Group) -> None:
    last = max(change.seq for change in changes_of(written.store, written.review.uid))
    columns = 'chain, at, "by", kind, mission, subject, before, after, previous, hash'
    found = tamper(written, f"INSERT INTO change (seq, {columns}) SELECT {last + 1}, {columns} FROM change {_ONE}")
    assert (found.seq, found.fault) == (last + 1, "added")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE answer SET value = 'no' WHERE question = 'core'", "answer M1 core"),
        ("DELETE FROM answer WHERE question = 'core'", "answer M1 core"),
        ("UPDATE mission SET budget_satang = 1 WHERE code = 'M1'", "mission M1"),
        ("UPDATE evidence SET content = file_name", "evidence M1"),
        ("UPDATE membership SET role = 'chair' WHERE email LIKE 'malee%'", "membership malee@example.go.th"),
        ("UPDATE answer SET question = 'reviewed' WHERE question = 'duplicated'", "answer M2 reviewed"),
        ("UPDATE member SET administrator = true WHERE email LIKE 'malee%'", "member malee@example.go.th"),
    ],
)
def test_a_row_changed_behind_the_log(written: Group, statement: str, what: str) -> None:
    if written.store.dialect == "postgresql":
        statement = statement.replace("= file_name", "= convert_to(file_name, 'UTF8')")
    else:
        statement = statement.replace("= file_name", "= CAST(file_name AS BLOB)")
    found = tamper(written, statement)
    assert found.fault == "differs"
    assert found.what.startswith(what)


def test_a_whole_review_gone(written: Group) -> None:
    statements = [f"DELETE FROM {table}" for table in ("answer", "evidence", "mission", "membership", "review")]
    found = tamper(
        written, *statements, "DELETE FROM change WHERE chain = :chain", "DELETE FROM head WHERE chain = :chain"
    )
    assert (found.chain, found.fault) == (written.review.uid, "deleted")


def test_history_tells_who_did_what(written: Group) -> None:
    changes = [change for change in of_mission(history, written.store, written.m1) if change.kind == "answer"]
    assert [(c.by, c.subject, c.before and c.before["reason"], c.after and c.after["reason"]) for c in changes][:2] == [
        (MALEE, "core", None, "เหตุผล 0"),
        (MALEE, "core", "เหตุผล 0", "เหตุผล 1"),
    ]
    assert all(earlier.at <= later.at for earlier, later in pairwise(changes))
    assert changes[0].at.tzinfo is not None
    office = changes_of(written.store, OFFICE)[:3]
    assert [(c.seq, c.kind, c.by) for c in office] == [(1, "member", ADMIN), (2, "member", ADMIN), (3, "member", ADMIN)]


def test_the_verdict_names_the_last_hash_of_each_log(group: Group) -> None:
    before = verify(group.store).tips
    add_member(group.store, ADMIN, "new@example.go.th", "ใหม่")
    after = verify(group.store).tips
    assert before[group.review.uid] == after[group.review.uid]
    assert before[OFFICE] != after[OFFICE]


def test_two_reviews_have_logs_of_their_own(opened: Callable[..., Store]) -> None:
    group = make_group(opened())
    save_answer(group.store, CHAIR, group.m1, "core", "no", expected_version=0)
    assert verify(group.store).chains == 2
