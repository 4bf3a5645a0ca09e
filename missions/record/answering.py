"""Writing what the group agrees on: answers, drafts, a mission's fields. Of two people, neither loses a word."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from flowchart.chart import Chart
from missions.record.chart_versions import chart_for
from missions.record.import_rows import Value, checked_fields, set_fields
from missions.record.limits import checked_answer, checked_question, checked_text
from missions.record.models import Answer, Draft, Membership, Mission
from missions.record.store import CONDUCT, GROUP, MissionWrite, Store
from missions.record.store_error import Conflict, StoreError


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

    ``expected_version`` is that of the answer which the writer saw, 0 when there was none. When someone saved another
    since, raises ``Conflict`` with theirs and keeps this one as the writer's draft. Raises ``StoreError``.
    """
    conflict: Conflict[Answer] | None = None
    with store.mission(by, mission_id, GROUP) as write:
        question, value = checked_answer(chart_for(write.review), question, value)
        words = {"reason": checked_text("reason", reason), "evidence": checked_text("evidence", evidence)}
        theirs = write.session.get(Answer, (mission_id, question))
        same = theirs is not None and (theirs.value, theirs.reason, theirs.evidence) == (value, reason, evidence)
        if theirs is not None and theirs.version != expected_version and not same:
            mine = keep_draft(write, question, value, reason, evidence)
            conflict = Conflict(theirs, mine)
        else:
            answer = theirs if theirs is not None and same else agree(write, question, value, **words)
            _drop_draft(write, question)
    if conflict:
        raise conflict
    return answer


def agree(write: MissionWrite, question: str, value: str, reason: str, evidence: str) -> Answer:
    """Make this the agreed answer, whatever it was."""
    answer = write.session.get(Answer, (write.mission.id, question))
    before = answer.as_json() if answer else None
    if answer is None:
        answer = Answer(mission_id=write.mission.id, question=question, version=0)
        write.session.add(answer)
    answer.value, answer.reason, answer.evidence = value, reason, evidence
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


def save_draft(
    store: Store, by: str, mission_id: int, question: str, value: str | None, reason: str = "", evidence: str = ""
) -> Draft:
    """Keep what a member has typed so far; a ``value`` of None: no answer chosen. Not a change, so not in the log.

    By member or chair. Raises ``StoreError``.
    """
    with store.mission(by, mission_id, GROUP) as write:
        question = checked_draft(chart_for(write.review), question, value, reason, evidence)
        return keep_draft(write, question, value, reason, evidence)


def get_draft(store: Store, by: str, mission_id: int, question: str) -> Draft | None:
    """What the member has typed and not saved, if anything."""
    with store.read() as session:
        return session.get(Draft, (mission_id, question, by))


def clear_draft(store: Store, by: str, mission_id: int, question: str) -> None:
    """Throw the member's draft away. By member or chair. Raises ``StoreError``."""
    with store.mission(by, mission_id, GROUP) as write:
        _drop_draft(write, checked_question(chart_for(write.review), question))


def answers_of(store: Store, mission_id: int) -> dict[str, Answer]:
    """The agreed answers of a mission by question id."""
    with store.read() as session:
        return answers_by_question(session, mission_id)


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


def keep_draft(write: MissionWrite, question: str, value: str | None, reason: str, evidence: str) -> Draft:
    """Make this the writer's draft for a question."""
    draft = Draft(mission_id=write.mission.id, question=question, by=write.by)
    draft.value, draft.reason, draft.evidence, draft.at = value, reason, evidence, write.at
    return write.session.merge(draft)


def _drop_draft(write: MissionWrite, question: str) -> None:
    draft = write.session.get(Draft, (write.mission.id, question, write.by))
    if draft:
        write.session.delete(draft)


def _takes_part(write: MissionWrite, email: object) -> bool:
    if type(email) is not str or "\0" in email:
        return False
    return write.session.get(Membership, (write.review.id, email)) is not None
