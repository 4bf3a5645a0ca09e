"""Writing what the group agrees on: answers, drafts, a mission's fields. Of two people, neither loses a word."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from flowchart.chart import Chart
from missions.files.rows import Value
from record.chart_versions import chart_to_answer
from record.import_rows import checked_fields, set_fields
from record.limits import checked_answer, checked_choice, checked_question, checked_text
from record.models import DRAFT_KINDS, Answer, Draft, DraftKind, Membership, Mission, is_program
from record.outbox import tell_reopened
from record.signed import signed_state
from record.store import CHAIR, CONDUCT, GROUP, MissionNote, MissionRead, MissionWrite, ReviewWrite, Store
from record.store_error import Conflict, StoreError


def save_answer(
    store: Store,
    by: str,
    mission_id: int,
    question: str,
    value: str,
    reason: str = "",
    evidence: str = "",
    *,
    expected_version: int,
) -> Answer:
    """Save the agreed answer to a question; a ``value`` of "" says "not known yet". By member or chair.

    A signed mission is changed by the chair alone (code ``signed``); a member proposes (``record.proposals``).
    ``expected_version`` is that of the answer which the writer saw, 0 when there was none. When someone saved another
    since, raises ``Conflict`` with theirs and keeps this one as the writer's draft. Raises ``StoreError``.
    """
    conflict: Conflict[Answer] | None = None
    with store.mission(by, mission_id, GROUP) as write:
        question, value = checked_answer(chart_to_answer(write.review), question, value)
        words = checked_text("reason", reason), checked_text("evidence", evidence)
        theirs = write.session.get(Answer, (mission_id, question))
        same = theirs is not None and (theirs.value, theirs.reason, theirs.evidence) == (value, reason, evidence)
        if theirs is not None and theirs.version != expected_version and not same:
            mine = keep_draft(write, question, value, reason, evidence, base=expected_version)
            conflict = Conflict(theirs, mine)
        else:
            answer = theirs if theirs is not None and same else _agree(write, theirs, question, (value, *words))
            drop_draft(write, question, "answer")
    if conflict:
        raise conflict
    return answer


def agree(write: MissionWrite, question: str, value: str, reason: str, evidence: str) -> Answer:
    """Make this the agreed answer, whatever it was: by someone who may change a signed mission."""
    answer = write.session.get(Answer, (write.mission.id, question))
    return _agree(write, answer, question, (value, reason, evidence), signed_too=True)


def _agree(
    write: MissionWrite, answer: Answer | None, question: str, given: tuple[str, str, str], *, signed_too: bool = False
) -> Answer:
    before = answer.as_json() if answer else None
    same = answer is not None and (answer.value, answer.reason, answer.evidence) == given
    if not same and _is_signed(write):
        if not signed_too and not write.roles & CHAIR:
            raise StoreError("signed")
        tell_reopened(write, question)
    if answer is None:
        answer = Answer(mission_id=write.mission.id, question=question, version=0)
        write.session.add(answer)
    answer.value, answer.reason, answer.evidence = given
    answer.version, answer.by, answer.at = answer.version + 1, write.by, write.at
    write.record("answer", question, before, answer.as_json())
    return answer


def edit_mission(store: Store, by: str, mission_id: int, expected_version: int, fields: Mapping[str, Value]) -> Mission:
    """Change fields of a mission, or its ``assignee`` (the e-mail of a member of the review, or None).

    By chair or administrator. Raises ``Conflict`` with the mission as it is now, and ``StoreError``.
    """
    checked_fields({name: value for name, value in fields.items() if name != "assignee"})
    with store.mission(by, mission_id, CONDUCT) as write:
        mission = write.mission
        current = mission.version == expected_version
        assignee = fields.get("assignee")
        if assignee is not None and not _takes_part(write, assignee):
            raise StoreError("no_member", value=assignee)
        changed = {name: value for name, value in fields.items() if getattr(mission, name) != value}
        if current and changed:
            set_fields(write, mission, changed)
    if not current:
        raise Conflict(mission)
    return mission


def assign(store: Store, by: str, review_id: int, missions: Collection[int], assignee: str | None) -> int:
    """Give missions of a review to a member of it, or (None) to nobody: all of them, or none. How many changed.

    By chair or administrator. Raises ``StoreError``.
    """
    with store.review(by, review_id, CONDUCT) as write:
        if assignee is not None and not _takes_part(write, assignee):
            raise StoreError("no_member", value=assignee)
        wanted = select(Mission).where(Mission.review_id == review_id, Mission.id.in_(missions)).order_by(Mission.id)
        found = write.session.scalars(wanted).all()
        if len(found) < len(set(missions)):
            raise StoreError("not_found")
        changed = [mission for mission in found if mission.assignee != assignee]
        for mission in changed:
            set_fields(write, mission, {"assignee": assignee})
        return len(changed)


def save_draft(
    store: Store,
    by: str,
    mission_id: int,
    question: str,
    value: str | None,
    reason: str = "",
    evidence: str = "",
    *,
    kind: DraftKind = "answer",
    base: int = 0,
) -> Draft:
    """Keep what a member has typed so far; a ``value`` of None: no answer chosen. Not a change, so not in the log.

    ``base`` is the version of the answer or opinion that the member saw, 0 when there was none. By member or chair.
    Raises ``StoreError``.
    """
    checked_choice("kind", kind, DRAFT_KINDS)
    with store.beside(by, mission_id, GROUP) as write:
        question = checked_draft(chart_to_answer(write.review), question, value, reason, evidence)
        return keep_draft(write, question, value, reason, evidence, kind=kind, base=base)


def clear_draft(store: Store, by: str, mission_id: int, question: str, *, kind: DraftKind = "answer") -> None:
    """Throw the member's draft away. By member or chair. Raises ``StoreError``."""
    with store.beside(by, mission_id, GROUP) as write:
        drop_draft(write, checked_question(chart_to_answer(write.review), question), kind)


def answers_of(read: MissionRead) -> dict[str, Answer]:
    """The agreed answers of a mission by question id."""
    return answers_by_question(read.session, read.mission.id)


def answers_by_question(session: Session, mission_id: int) -> dict[str, Answer]:
    """The agreed answers of a mission by question id, as this session sees them."""
    return {a.question: a for a in session.scalars(select(Answer).where(Answer.mission_id == mission_id))}


def checked_draft(chart: Chart, question: str, value: str | None, reason: str, evidence: str) -> str:
    """The question of a draft that is fit to be kept. Raises ``StoreError``."""
    if value is not None:
        checked_answer(chart, question, value)
    checked_text("reason", reason)
    checked_text("evidence", evidence)
    return checked_question(chart, question)


def keep_draft(
    write: MissionWrite | MissionNote,
    question: str,
    value: str | None,
    reason: str,
    evidence: str,
    *,
    kind: DraftKind = "answer",
    base: int,
) -> Draft:
    """Make this the writer's draft for a question."""
    draft = Draft(mission_id=write.mission.id, question=question, by=write.by, kind=kind, base=base)
    draft.value, draft.reason, draft.evidence, draft.at = value, reason, evidence, datetime.now(UTC)
    connection = write.session.connection()
    connection.execute(
        _KEEP[connection.dialect.name], {each.name: getattr(draft, each.name) for each in _DRAFTS.columns}
    )
    return draft


def drop_draft(write: MissionWrite | MissionNote, question: str, kind: DraftKind) -> None:
    """Throw the writer's draft for a question away."""
    here = {"mission": write.mission.id, "asked": question, "writer": write.by, "of_kind": kind}
    write.session.connection().execute(_DROP, here)


# Made once, and given to the connection itself: half a click's work on the record is such a statement.
_DRAFTS = cast(Table, Draft.__table__)


def _keeping(insert: Any) -> Any:
    """One statement that adds a draft or takes the place of the one that there is."""
    key = [column.name for column in _DRAFTS.primary_key]
    rest = {column.name: insert.excluded[column.name] for column in _DRAFTS.columns if column.name not in key}
    return insert.on_conflict_do_update(index_elements=key, set_=rest)


_KEEP = {"sqlite": _keeping(sqlite.insert(_DRAFTS)), "postgresql": _keeping(postgresql.insert(_DRAFTS))}
_DROP = delete(_DRAFTS).where(
    _DRAFTS.c.mission_id == bindparam("mission"),
    _DRAFTS.c.question == bindparam("asked"),
    _DRAFTS.c.by == bindparam("writer"),
    _DRAFTS.c.kind == bindparam("of_kind"),
)


def _is_signed(write: MissionWrite) -> bool:
    return write.ever_signed and signed_state(write.session, write.mission.id) == "signed"


def _takes_part(write: ReviewWrite, email: object) -> bool:
    if type(email) is not str or "\0" in email or is_program(email):
        return False
    return write.session.get(Membership, (write.review.id, email)) is not None
