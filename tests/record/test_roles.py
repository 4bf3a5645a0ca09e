from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.exc import InvalidRequestError

from flowchart import charts
from record.answering import answers_of, clear_draft, drafts_of, edit_mission, save_answer, save_draft
from record.attachments import add_file, add_link, add_reference, evidence_of, file_of, remove_evidence
from record.audit import history
from record.exchange import export_review, import_review
from record.import_rows import update_missions
from record.links import link, link_problems, links_of, unlink
from record.members import add_member, edit_member, members_of, roles_in, set_role
from record.mission_status import last_change, mission_statuses
from record.opinions import (
    adopt,
    give_opinion,
    mission_opinions,
    opinions_of,
    review_agreement,
    settle,
    settlements_of,
    visible_opinions,
)
from record.proposals import accept, proposals_of, propose, put_back, refuse, since_signature
from record.reviews import create_review, edit_review, mission_of, missions_of, review_of, reviews, set_quorum
from record.signed import answers_hash
from record.signing import decision_of, sign_off, sign_offs_of
from record.store import OPERATOR, MissionRead, Store
from record.store_error import StoreError
from tests.record.house import (
    ADMIN,
    CHAIR,
    MALEE,
    PRASERT,
    ROWS,
    SECRETARY,
    STRANGER,
    House,
    everybody,
    of_mission,
    of_review,
)

EVERYONE = (MALEE, CHAIR, SECRETARY, ADMIN, STRANGER, "nobody@example.go.th", "", OPERATOR)
GROUP = {MALEE, CHAIR}
Act = Callable[[House, str], object]


def _sign(house: House, by: str) -> object:
    return sign_off(
        house.store,
        by,
        [house.m3],
        {s.mission.id: s.answers_hash for s in of_review(mission_statuses, house.store, house.review.id)},
    )


def _remove(house: House, by: str) -> None:
    found = [e for e in of_mission(evidence_of, house.store, house.m1) if e.kind == "reference"]
    uid = (found or [add_reference(house.store, MALEE, house.m1, "core", "พ.ร.บ.")])[0].uid
    remove_evidence(house.store, by, house.m1, uid)


def _edit_review(house: House, by: str) -> object:
    review = review_of(house.store, ADMIN, house.review.id)[0]
    words = {"ministry": "m", "title_th": by or "-", "title_en": "", "started": date(2026, 1, 1)}
    return edit_review(house.store, by, review.id, review.version, **words, status="open")  # type: ignore[arg-type]


def _edit_mission(house: House, by: str) -> object:
    mission = mission_of(house.store, ADMIN, house.m1)[0]
    return edit_mission(house.store, by, house.m1, mission.version, {"description": by})


def _edit_member(house: House, by: str) -> object:
    return edit_member(house.store, by, PRASERT, f"ประเสริฐ {by}", administrator=False)


def _create(house: House, by: str) -> object:
    return create_review(
        house.store, by, chart=charts.default(), ministry="m", title_th="t", title_en="", started=date(2026, 1, 1)
    )


def _propose(house: House, by: str) -> object:
    if by in GROUP:
        answers = of_mission(answers_of, house.store, house.m3).values()
        sign_off(house.store, CHAIR, [house.m3], {house.m3: answers_hash(answers)})
    return propose(house.store, by, house.m3, "necessary", "yes", by)


def _accept(house: House, by: str) -> object:
    if by == CHAIR:
        _propose(house, MALEE)
    return accept(house.store, by, house.m3, "necessary", MALEE)


def _refuse(house: House, by: str) -> object:
    if by in (CHAIR, MALEE):
        _propose(house, MALEE)
    refuse(house.store, by, house.m3, "necessary", MALEE)
    return None


WRITES: dict[str, tuple[set[str], Act]] = {
    "answer": (GROUP, lambda h, by: save_answer(h.store, by, h.m1, "core", "yes", expected_version=0)),
    "draft": (GROUP, lambda h, by: save_draft(h.store, by, h.m1, "core", None, "half a sen")),
    "adopt": ({CHAIR}, lambda h, by: adopt(h.store, by, h.m1)),
    "clear draft": (GROUP, lambda h, by: clear_draft(h.store, by, h.m1, "core")),
    "opinion": (GROUP, lambda h, by: give_opinion(h.store, by, h.m1, "core", "yes", expected_version=0)),
    "reference": (GROUP, lambda h, by: add_reference(h.store, by, h.m1, "core", "มติ ครม.")),
    "web link": (GROUP, lambda h, by: add_link(h.store, by, h.m1, "core", "https://www.opdc.go.th/")),
    "file": (GROUP, lambda h, by: add_file(h.store, by, h.m1, "core", "a.pdf", b"%PDF-1.7")),
    "remove evidence": (GROUP, _remove),
    "link": (GROUP, lambda h, by: link(h.store, by, h.m1, h.m2, "merge")),
    "unlink": (GROUP, lambda h, by: unlink(h.store, by, h.m1, h.m2)),
    "settle": ({CHAIR}, lambda h, by: settle(h.store, by, h.m1, "core", "yes", "เหตุผล")),
    "sign off": ({CHAIR}, _sign),
    "propose": (GROUP, _propose),
    "accept": ({CHAIR}, _accept),
    "refuse": ({CHAIR, MALEE}, _refuse),
    "put back": ({CHAIR}, lambda h, by: put_back(h.store, by, h.m1)),
    "quorum": ({CHAIR, ADMIN}, lambda h, by: set_quorum(h.store, by, h.review.id, 2)),
    "edit mission": ({CHAIR, ADMIN}, _edit_mission),
    "edit review": ({CHAIR, ADMIN}, _edit_review),
    "re-import": ({CHAIR, ADMIN}, lambda h, by: update_missions(h.store, by, h.review.id, ROWS)),
    "role": ({ADMIN}, lambda h, by: set_role(h.store, by, h.review.id, PRASERT, "member")),
    "create review": ({ADMIN}, _create),
    "add member": ({ADMIN, OPERATOR}, lambda h, by: add_member(h.store, by, f"new{len(by)}@example.go.th", "ใหม่")),
    "edit member": ({ADMIN, OPERATOR}, _edit_member),
    "export": (
        {CHAIR, SECRETARY, ADMIN, OPERATOR},
        lambda h, by: export_review(h.store, by, h.review.uid),
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_each_role_and_each_write(house: House, write: str) -> None:
    allowed, act = WRITES[write]
    if write == "remove evidence":
        _remove(house, MALEE)
    for who in EVERYONE:
        before = house.changes() if who not in allowed and write != "remove evidence" else None
        if who in allowed:
            act(house, who)
        else:
            with pytest.raises(StoreError) as error:
                act(house, who)
            assert error.value.code == "not_allowed"
        assert before in (None, house.changes())
    assert house.sound()


def test_import_needs_an_administrator(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = export_review(house.store, SECRETARY, house.review.uid)
    other = Store(f"sqlite:///{tmp_path_factory.mktemp('other') / 'record.db'}")
    add_member(other, ADMIN, ADMIN, "A")
    add_member(other, ADMIN, MALEE, "B")
    with pytest.raises(StoreError, match="not_allowed"):
        import_review(other, MALEE, data)
    import_review(other, ADMIN, data)
    other.close()


def test_a_role_taken_away_between_two_writes(house: House) -> None:
    store = house.store
    save_answer(store, MALEE, house.m1, "core", "yes", "ก่อน", expected_version=0)
    set_role(store, ADMIN, house.review.id, MALEE, "secretariat")
    with pytest.raises(StoreError, match="not_allowed"):
        save_answer(store, MALEE, house.m1, "core", "no", expected_version=1)
    set_role(store, ADMIN, house.review.id, MALEE, None)
    with pytest.raises(StoreError, match="not_allowed"):
        give_opinion(store, MALEE, house.m1, "core", "no", expected_version=0)
    edit_member(store, ADMIN, MALEE, "มาลี", administrator=True)
    edit_member(store, MALEE, ADMIN, "อดีต", administrator=False)
    with pytest.raises(StoreError, match="not_allowed"):
        add_member(store, ADMIN, "x@example.go.th", "x")
    assert house.sound()


def test_a_closed_review_takes_no_write_until_it_is_opened(house: House) -> None:
    store, review = house.store, house.review
    words = {"ministry": review.ministry, "title_th": review.title_th, "title_en": "", "started": review.started}
    closed = edit_review(store, CHAIR, review.id, 1, **words, status="closed")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="closed"):
        save_answer(store, MALEE, house.m1, "core", "yes", expected_version=0)
    with pytest.raises(StoreError, match="outdated"):
        edit_review(store, CHAIR, review.id, 1, **words, status="open")  # type: ignore[arg-type]
    edit_review(store, CHAIR, review.id, closed.version, **words, status="open")  # type: ignore[arg-type]
    save_answer(store, MALEE, house.m1, "core", "yes", expected_version=0)


def test_only_the_first_member_may_add_themselves(store: Store) -> None:
    with pytest.raises(StoreError, match="not_allowed"):
        add_member(store, MALEE, ADMIN, "someone else")
    assert add_member(store, ADMIN, ADMIN, "A").administrator
    assert add_member(store, ADMIN, ADMIN, "A").administrator, "pressed twice"
    with pytest.raises(StoreError, match="not_allowed"):
        add_member(store, MALEE, MALEE, "B")
    with pytest.raises(StoreError, match="member_exists"):
        add_member(store, ADMIN, ADMIN.upper(), "again")
    with pytest.raises(StoreError, match="last_administrator"):
        edit_member(store, ADMIN, ADMIN, "A", administrator=False)
    assert [member.email for member in everybody(store)] == [ADMIN]


def test_the_operator_may_add_the_first_member(store: Store) -> None:
    assert add_member(store, OPERATOR, ADMIN, "A").administrator


def test_who_is_what(house: House) -> None:
    store = house.store
    assert roles_in(store, CHAIR, house.review.id) == {"chair"}
    assert roles_in(store, ADMIN, house.review.id) == roles_in(store, ADMIN) == {"administrator"}
    assert roles_in(store, STRANGER, house.review.id) == set()
    assert {(m.email, role) for m, role in of_review(members_of, store, house.review.id)} == {
        (CHAIR, "chair"),
        (MALEE, "member"),
        (PRASERT, "member"),
        (SECRETARY, "secretariat"),
    }
    assert [r.id for r in reviews(store, MALEE)] == [r.id for r in reviews(store, ADMIN)] == [house.review.id]
    assert reviews(store, STRANGER) == []
    assert mission_of(store, SECRETARY, house.m1)[2] == {"secretariat"}
    with pytest.raises(StoreError, match="not_allowed"):
        mission_of(store, STRANGER, house.m1)
    with pytest.raises(StoreError, match="no_member"):
        set_role(store, ADMIN, house.review.id, "nobody@example.go.th", "chair")
    with pytest.raises(StoreError, match="choice"):
        set_role(store, ADMIN, house.review.id, MALEE, "administrator")  # type: ignore[arg-type]


READS_OF_A_MISSION: tuple[Callable[[MissionRead], object], ...] = (
    *(
        answers_of,
        drafts_of,
        opinions_of,
        visible_opinions,
        mission_opinions,
        settlements_of,
        proposals_of,
        since_signature,
    ),
    *(sign_offs_of, decision_of, evidence_of, links_of, history),
)
READS_OF_A_REVIEW = (missions_of, members_of, mission_statuses, last_change, review_agreement, link_problems)


@pytest.mark.parametrize("ask", READS_OF_A_MISSION, ids=lambda ask: ask.__name__)
def test_whoever_is_nothing_in_a_review_reads_nothing_of_its_missions(house: House, ask: Callable[..., object]) -> None:
    for reader in (STRANGER, "nobody@example.go.th", "", "\0"):
        with pytest.raises(StoreError, match="not_allowed"):
            of_mission(ask, house.store, house.m1, reader)
    for reader in (CHAIR, MALEE, SECRETARY, ADMIN, OPERATOR):
        of_mission(ask, house.store, house.m1, reader)


@pytest.mark.parametrize("ask", READS_OF_A_REVIEW, ids=lambda ask: ask.__name__)
def test_whoever_is_nothing_in_a_review_reads_nothing_of_it(house: House, ask: Callable[..., object]) -> None:
    with pytest.raises(StoreError, match="not_allowed"):
        of_review(ask, house.store, house.review.id, STRANGER)
    of_review(ask, house.store, house.review.id, MALEE)


def test_a_role_that_is_taken_away_ends_reading_at_once(house: House) -> None:
    uid = add_file(house.store, MALEE, house.m1, "core", "คำสั่ง.pdf", b"%PDF-1.7").uid
    assert of_mission(lambda read: file_of(read, uid), house.store, house.m1, MALEE).content == b"%PDF-1.7"
    set_role(house.store, ADMIN, house.review.id, MALEE, None)
    with pytest.raises(StoreError, match="not_allowed"):
        of_mission(lambda read: file_of(read, uid), house.store, house.m1, MALEE)


def test_what_was_allowed_once_is_not_read_later(house: House) -> None:
    with house.store.read_mission(MALEE, house.m1) as read:
        answers_of(read)
    with pytest.raises(InvalidRequestError):
        answers_of(read)


def test_the_list_of_members_is_for_members(house: House) -> None:
    assert len(everybody(house.store)) == 6
    with pytest.raises(StoreError, match="not_allowed"), house.store.read("nobody@example.go.th"):
        pass
