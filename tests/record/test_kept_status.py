"""How missions stand is kept between reads, and is what the record says after every kind of write all the same."""

from collections.abc import Callable

import pytest

from record.answering import edit_mission, save_answer
from record.attachments import add_reference
from record.members import set_role
from record.mission_status import MissionStatus, mission_statuses
from record.opinions import give_opinion, settle
from record.reviews import mission_of, set_quorum
from record.signing import sign_off
from record.store import Store
from record.talk import comment
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, Group


def told(rows: list[MissionStatus]) -> list[object]:
    """What the rows say; two readings make two objects of one mission."""
    return [
        (
            row.mission.as_json(),
            row.decision,
            (row.opinions.state, row.opinions.waiting, [each.silent for each in row.opinions.questions]),
            (row.signed, row.answers_hash, row.unproven, row.beyond, row.opened, row.given, row.proposals, row.called),
        )
        for row in rows
    ]


def kept(group: Group, reader: str = SECRETARY) -> list[MissionStatus]:
    with group.store.read_review(reader, group.review.id) as read:
        return mission_statuses(read)


def afresh(group: Group) -> list[object]:
    """As another process works it out, which has kept nothing."""
    other = Store(group.store.engine.url.render_as_string(hide_password=False))
    try:
        with other.read_review(SECRETARY, group.review.id) as read:
            return told(mission_statuses(read))
    finally:
        other.close()


def rename(group: Group) -> object:
    mission = mission_of(group.store, ADMIN, group.m2)[0]
    return edit_mission(group.store, ADMIN, group.m2, mission.version, {"name_th": "ชื่อใหม่"})


WRITES: dict[str, Callable[[Group], object]] = {
    "answer": lambda g: save_answer(g.store, MALEE, g.m1, "necessary", "yes", expected_version=0),
    "opinion": lambda g: give_opinion(g.store, MALEE, g.m1, "necessary", "no", expected_version=0),
    "evidence": lambda g: add_reference(g.store, MALEE, g.m2, "necessary", "มติ"),
    "settlement": lambda g: settle(g.store, CHAIR, g.m1, "necessary", "yes", "ชี้ขาด"),
    "signature": lambda g: sign_off(g.store, CHAIR, [g.m3], {g.m3: kept(g)[2].answers_hash}),
    "comment": lambda g: comment(g.store, MALEE, g.m1, "necessary", "ดูด้วย", to=[PRASERT]),
    "fields": rename,
    "role": lambda g: set_role(g.store, ADMIN, g.review.id, PRASERT, None),
    "quorum": lambda g: set_quorum(g.store, ADMIN, g.review.id, 2),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_write_is_seen_by_the_next_read(group: Group, write: str) -> None:
    before = told(kept(group))
    WRITES[write](group)
    after = told(kept(group))
    assert after != before
    assert after == afresh(group)


def test_what_was_not_written_to_is_not_read_again(group: Group) -> None:
    first, second, third = kept(group)
    save_answer(group.store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    now = kept(group, CHAIR)
    assert now[0] is not first
    assert (now[1], now[2]) == (second, third)
    assert now[1] is second
    assert now[2] is third


def test_a_log_that_was_put_back_is_read_anew(group: Group) -> None:
    kept(group)
    with group.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE head SET seq = seq - 1, hash = 'another'")
    assert told(kept(group)) == afresh(group)
