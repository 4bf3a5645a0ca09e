"""What a page says of others while it is open: who changed it, and who is on the same mission."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from record.answering import save_answer
from record.members import edit_member, set_role
from record.presence import elsewhere
from record.store import Store
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, Group, make_group
from tests.ui.steps import said, still
from ui.widgets.live import every
from ui.widgets.newest import WriteBoard
from ui.widgets.present import PresenceBoard

APP = Path(__file__).parents[2] / "app.py"


class Clock:
    """A clock that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_windows_of_one_process_see_one_another_at_once(group: Group) -> None:
    clock = Clock()
    board = PresenceBoard(clock)
    assert board.look(group.store, "w1", group.m1, MALEE) == frozenset()
    assert board.look(group.store, "w2", group.m1, PRASERT) == {MALEE}
    assert board.look(group.store, "w3", group.m2, CHAIR) == frozenset()
    board.look(group.store, "w2", group.m2, PRASERT)
    assert board.look(group.store, "w3", group.m2, CHAIR) == {PRASERT}, "a window is at one mission"
    assert board.look(group.store, "w4", group.m1, MALEE) == frozenset(), "nobody is told of themselves"
    clock.now = 16
    assert board.look(group.store, "w3", group.m2, CHAIR) == frozenset(), "who does not look again is gone"


def test_two_processes_see_one_another_through_the_record(group: Group) -> None:
    clock = Clock()
    first, second = PresenceBoard(clock), PresenceBoard(clock)
    first.look(group.store, "w1", group.m1, MALEE)
    assert second.look(group.store, "w2", group.m1, PRASERT) == {MALEE}
    clock.now = 5
    assert first.look(group.store, "w1", group.m1, MALEE) == {PRASERT}


def test_many_windows_cost_no_more_statements_than_one(group: Group) -> None:
    clock, ran = Clock(), []
    board = PresenceBoard(clock)
    sa.event.listen(group.store.engine, "before_cursor_execute", lambda *_: ran.append(1))
    costs = []
    for windows in (1, 50):
        for tick in range(5):  # 25 seconds
            clock.now += 5
            before = len(ran)
            for n in range(windows):
                board.look(group.store, f"w{n}", group.m1, MALEE)
            if tick:
                costs.append((windows, len(ran) - before))
    of_one, of_many = (max(cost for windows, cost in costs if windows == n) for n in (1, 50))
    assert of_many == of_one
    assert min(cost for _, cost in costs) <= 2, "between two writes it only asks"


def test_the_more_windows_are_open_the_less_often_each_looks_but_none_counts_as_gone(group: Group) -> None:
    assert every(1) == every(100) == 5
    assert every(150) == 7.5
    clock = Clock()
    board = PresenceBoard(clock)
    board.look(group.store, "w1", group.m1, MALEE)
    clock.now = every(10_000) + 4  # a look that is late
    assert board.look(group.store, "w2", group.m1, PRASERT) == {MALEE}


def test_a_record_that_is_busy_or_gone_disturbs_nobody(group: Group) -> None:
    group.store.close()
    board = PresenceBoard(Clock())
    with group.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE presence")
    assert board.look(group.store, "w", group.m1, MALEE) == frozenset()


def mission_page(group: Group, who: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.session_state["me"] = who
    app.query_params["mission"] = str(group.m1)
    return still(app.run())


def test_members_see_who_else_is_there_and_an_administrator_does_not(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = PresenceBoard()
    monkeypatch.setattr("ui.widgets.live.board", board)
    board.look(group.store, "another window", group.m1, PRASERT)
    assert "อยู่ที่ภารกิจนี้ด้วย: <bdi>prasert</bdi>" in said(mission_page(group, MALEE))
    assert "prasert" not in said(mission_page(group, ADMIN)).replace("ยังไม่ให้ความเห็น", "")
    assert elsewhere(group.store, "another process", datetime.now(UTC))


def test_what_was_written_changes_the_stamp_of_its_place_and_of_no_other(group: Group) -> None:
    clock = Clock()
    board, store, uid = WriteBoard(clock), group.store, group.review.uid

    def stamps() -> tuple[object, object]:
        clock.now += 1
        return board.stamp(store, uid, "M1"), board.stamp(store, uid, "M2")

    before = stamps()
    assert stamps() == before
    save_answer(store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    assert [old != new for old, new in zip(before, stamps(), strict=True)] == [True, False]
    for write in (
        lambda: set_role(store, ADMIN, group.review.id, PRASERT, None),
        lambda: edit_member(store, ADMIN, MALEE, "มาลี"),
    ):
        before = stamps()
        write()
        assert [old != new for old, new in zip(before, stamps(), strict=True)] == [True, True]


def test_windows_that_only_look_cost_one_question_a_second(group: Group) -> None:
    clock, ran = Clock(), []
    board = WriteBoard(clock)
    board.stamp(group.store, group.review.uid, "M1")
    sa.event.listen(group.store.engine, "before_cursor_execute", lambda *_: ran.append(1))
    for _ in range(50):
        board.stamp(group.store, group.review.uid, "M1")
    assert not ran
    clock.now = 1
    board.stamp(group.store, group.review.uid, "M1")
    assert len([each for each in ran if each]) <= 2


def test_a_record_that_is_put_back_changes_every_stamp(group: Group, tmp_path: Path) -> None:
    clock = Clock()
    board, uid = WriteBoard(clock), group.review.uid
    before = board.stamp(group.store, uid, "M1")
    clock.now = 1
    make_group(other := Store(f"sqlite:///{tmp_path}/other.db"))
    assert board.stamp(other, uid, "M1") != before
    other.close()
