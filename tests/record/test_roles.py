from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.exc import InvalidRequestError

from flowchart import charts
from record.answering import answers_of, clear_draft, edit_mission, save_answer, save_draft
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
    visible_opinions,
)
from record.outbox import remind
from record.proposals import accept, proposals_of, propose, put_back, refuse, since_signature
from record.reviews import create_review, edit_review, mission_of, missions_of, review_of, reviews, set_quorum
from record.signed import answers_hash
from record.signing import decision_of, sign_off, sign_offs_of
from record.store import OPERATOR, MissionRead, Store
from record.store_error import StoreError
from record.talk import comment, resolve
from tests.record.reading import drafts_of, settlements_of, threads_of
from tests.record.working_group import (
    ADMIN,
    CHAIR,
    MALEE,
    PRASERT,
    ROWS,
    SECRETARY,
    STRANGER,
    Group,
    everybody,
    of_mission,
    of_review,
)

EVERYONE = (MALEE, CHAIR, SECRETARY, ADMIN, STRANGER, "nobody@example.go.th", "", OPERATOR)
GROUP = {MALEE, CHAIR}
Act = Callable[[Group, str], object]


def _sign(group: Group, by: str) -> object:
    return sign_off(
        group.store,
        by,
        [group.m3],
        {s.mission.id: s.answers_hash for s in of_review(mission_statuses, group.store, group.review.id)},
    )


def _remove(group: Group, by: str) -> None:
    found = [e for e in of_mission(evidence_of, group.store, group.m1) if e.kind == "reference"]
    uid = (found or [add_reference(group.store, MALEE, group.m1, "core", "พ.ร.บ.")])[0].uid
    remove_evidence(group.store, by, group.m1, uid)


def _edit_review(group: Group, by: str) -> object:
    review = review_of(group.store, ADMIN, group.review.id)[0]
    words = {"ministry": "m", "title_th": by or "-", "title_en": "", "started": date(2026, 1, 1)}
    return edit_review(group.store, by, review.id, review.version, **words, status="open")  # type: ignore[arg-type]


def _edit_mission(group: Group, by: str) -> object:
    mission = mission_of(group.store, ADMIN, group.m1)[0]
    return edit_mission(group.store, by, group.m1, mission.version, {"description": by})


def _edit_member(group: Group, by: str) -> object:
    return edit_member(group.store, by, PRASERT, f"ประเสริฐ {by}", administrator=False)


def _create(group: Group, by: str) -> object:
    return create_review(
        group.store, by, chart=charts.default(), ministry="m", title_th="t", title_en="", started=date(2026, 1, 1)
    )


def _propose(group: Group, by: str) -> object:
    if by in GROUP:
        answers = of_mission(answers_of, group.store, group.m3).values()
        sign_off(group.store, CHAIR, [group.m3], {group.m3: answers_hash(answers)})
    return propose(group.store, by, group.m3, "necessary", "yes", by)


def _accept(group: Group, by: str) -> object:
    if by == CHAIR:
        _propose(group, MALEE)
    return accept(group.store, by, group.m3, "necessary", MALEE)


def _refuse(group: Group, by: str) -> object:
    if by in (CHAIR, MALEE):
        _propose(group, MALEE)
    refuse(group.store, by, group.m3, "necessary", MALEE)
    return None


def _begun(group: Group, by: str) -> str:
    """A comment of that person, or of another one when they may write none."""
    writer = by if by in (*GROUP, SECRETARY) else CHAIR
    found = [each.first for each in of_mission(threads_of, group.store, group.m1) if each.first.by == writer]
    return (found or [comment(group.store, writer, group.m1, "core", "ขอหารือ")])[0].uid


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
    "comment": (GROUP | {SECRETARY}, lambda h, by: comment(h.store, by, h.m1, "core", "ขอหารือ")),
    "resolve": (GROUP | {SECRETARY}, lambda h, by: resolve(h.store, by, h.m1, _begun(h, by))),
    "remind": ({CHAIR, SECRETARY, ADMIN}, lambda h, by: remind(h.store, by, h.review.id, {PRASERT: [h.m1]})),
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
def test_each_role_and_each_write(group: Group, write: str) -> None:
    allowed, act = WRITES[write]
    if write == "remove evidence":
        _remove(group, MALEE)
    for who in EVERYONE:
        if who in allowed:
            act(group, who)
            continue
        before = group.changes()
        with pytest.raises(StoreError) as error:
            act(group, who)
        assert error.value.code == "not_allowed"
        assert group.changes() == before or write == "remove evidence"
    assert group.sound()


def test_import_needs_an_administrator(group: Group, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = export_review(group.store, SECRETARY, group.review.uid)
    other = Store(f"sqlite:///{tmp_path_factory.mktemp('other') / 'record.db'}")
    add_member(other, ADMIN, ADMIN, "A")
    add_member(other, ADMIN, MALEE, "B")
    with pytest.raises(StoreError, match="not_allowed"):
        import_review(other, MALEE, data)
    import_review(other, ADMIN, data)
    other.close()


def test_a_role_taken_away_between_two_writes(group: Group) -> None:
    store = group.store
    save_answer(store, MALEE, group.m1, "core", "yes", "ก่อน", expected_version=0)
    set_role(store, ADMIN, group.review.id, MALEE, "secretariat")
    with pytest.raises(StoreError, match="not_allowed"):
        save_answer(store, MALEE, group.m1, "core", "no", expected_version=1)
    set_role(store, ADMIN, group.review.id, MALEE, None)
    with pytest.raises(StoreError, match="not_allowed"):
        give_opinion(store, MALEE, group.m1, "core", "no", expected_version=0)
    edit_member(store, ADMIN, MALEE, "มาลี", administrator=True)
    edit_member(store, MALEE, ADMIN, "อดีต", administrator=False)
    with pytest.raises(StoreError, match="not_allowed"):
        add_member(store, ADMIN, "x@example.go.th", "x")
    assert group.sound()


def test_a_closed_review_takes_no_write_until_it_is_opened(group: Group) -> None:
    store, review = group.store, group.review
    words = {"ministry": review.ministry, "title_th": review.title_th, "title_en": "", "started": review.started}
    closed = edit_review(store, CHAIR, review.id, 1, **words, status="closed")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="closed"):
        save_answer(store, MALEE, group.m1, "core", "yes", expected_version=0)
    with pytest.raises(StoreError, match="outdated"):
        edit_review(store, CHAIR, review.id, 1, **words, status="open")  # type: ignore[arg-type]
    edit_review(store, CHAIR, review.id, closed.version, **words, status="open")  # type: ignore[arg-type]
    save_answer(store, MALEE, group.m1, "core", "yes", expected_version=0)


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


def test_who_is_what(group: Group) -> None:
    store = group.store
    assert roles_in(store, CHAIR, group.review.id) == {"chair"}
    assert roles_in(store, ADMIN, group.review.id) == roles_in(store, ADMIN) == {"administrator"}
    assert roles_in(store, STRANGER, group.review.id) == set()
    assert {(m.email, role) for m, role in of_review(members_of, store, group.review.id)} == {
        (CHAIR, "chair"),
        (MALEE, "member"),
        (PRASERT, "member"),
        (SECRETARY, "secretariat"),
    }
    assert [r.id for r in reviews(store, MALEE)] == [r.id for r in reviews(store, ADMIN)] == [group.review.id]
    assert reviews(store, STRANGER) == []
    assert mission_of(store, SECRETARY, group.m1)[2] == {"secretariat"}
    with pytest.raises(StoreError, match="not_allowed"):
        mission_of(store, STRANGER, group.m1)
    with pytest.raises(StoreError, match="no_member"):
        set_role(store, ADMIN, group.review.id, "nobody@example.go.th", "chair")
    with pytest.raises(StoreError, match="choice"):
        set_role(store, ADMIN, group.review.id, MALEE, "administrator")  # type: ignore[arg-type]


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
        threads_of,
    ),
    *(sign_offs_of, decision_of, evidence_of, links_of, history),
)
READS_OF_A_REVIEW = (missions_of, members_of, mission_statuses, last_change, review_agreement, link_problems)


@pytest.mark.parametrize("ask", READS_OF_A_MISSION, ids=lambda ask: ask.__name__)
def test_whoever_is_nothing_in_a_review_reads_nothing_of_its_missions(group: Group, ask: Callable[..., object]) -> None:
    for reader in (STRANGER, "nobody@example.go.th", "", "\0"):
        with pytest.raises(StoreError, match="not_allowed"):
            of_mission(ask, group.store, group.m1, reader)
    for reader in (CHAIR, MALEE, SECRETARY, ADMIN, OPERATOR):
        of_mission(ask, group.store, group.m1, reader)


@pytest.mark.parametrize("ask", READS_OF_A_REVIEW, ids=lambda ask: ask.__name__)
def test_whoever_is_nothing_in_a_review_reads_nothing_of_it(group: Group, ask: Callable[..., object]) -> None:
    with pytest.raises(StoreError, match="not_allowed"):
        of_review(ask, group.store, group.review.id, STRANGER)
    of_review(ask, group.store, group.review.id, MALEE)


def test_a_role_that_is_taken_away_ends_reading_at_once(group: Group) -> None:
    uid = add_file(group.store, MALEE, group.m1, "core", "คำสั่ง.pdf", b"%PDF-1.7").uid
    assert of_mission(lambda read: file_of(read, uid), group.store, group.m1, MALEE).content == b"%PDF-1.7"
    set_role(group.store, ADMIN, group.review.id, MALEE, None)
    with pytest.raises(StoreError, match="not_allowed"):
        of_mission(lambda read: file_of(read, uid), group.store, group.m1, MALEE)


def test_what_was_allowed_once_is_not_read_later(group: Group) -> None:
    with group.store.read_mission(MALEE, group.m1) as read:
        answers_of(read)
    with pytest.raises(InvalidRequestError):
        answers_of(read)


def test_the_list_of_members_is_for_members(group: Group) -> None:
    assert len(everybody(group.store)) == 6
    with pytest.raises(StoreError, match="not_allowed"), group.store.read("nobody@example.go.th"):
        pass
