"""A change of an answer that was signed: a member proposes it, and it counts once the chair accepts it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from record.answering import agree, answers_by_question
from record.chart_versions import chart_to_answer
from record.limits import checked_answer, checked_text
from record.models import Answer, Change, Member, Mission, Proposal
from record.signed import signed_state
from record.store import CHAIR, GROUP, MissionRead, MissionWrite, Store, get_review
from record.store_error import StoreError


@dataclass(frozen=True)
class AnswerChange:
    """An answer as it was signed and as it is now (``Row.as_json``, None for "none"), and who changed it last."""

    question: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    by: str
    at: datetime


def propose(
    store: Store, by: str, mission_id: int, question: str, value: str, reason: str = "", evidence: str = ""
) -> Proposal:
    """Propose another answer to a question of a signed mission, instead of an own one of before. By member or chair.

    Raises ``StoreError``, ``not_signed`` when the mission is not signed: its answers can be changed as they are.
    """
    with store.mission(by, mission_id, GROUP) as write:
        if signed_state(write.session, mission_id) != "signed":
            raise StoreError("not_signed")
        question, value = checked_answer(chart_to_answer(write.review), question, value)
        checked_text("reason", reason)
        checked_text("evidence", evidence)
        proposal = write.session.get(Proposal, (mission_id, question, by))
        before = proposal.as_json() if proposal else None
        answer = write.session.get(Answer, (mission_id, question))
        proposal = proposal or Proposal(mission_id=mission_id, question=question, by=by)
        proposal.value, proposal.reason, proposal.evidence = value, reason, evidence
        proposal.base, proposal.at = answer.version if answer else 0, write.at
        write.session.add(proposal)
        write.record("proposal", f"{question}/{by}", before, proposal.as_json())
    return proposal


def accept(store: Store, by: str, mission_id: int, question: str, proposer: str) -> Answer:
    """Make a proposal the group's answer, which takes the signature off. By the chair. Raises ``StoreError``."""
    with store.mission(by, mission_id, CHAIR) as write:
        proposal = _proposal(write, question, proposer)
        answer = agree(write, question, proposal.value, proposal.reason, proposal.evidence)
        _drop(write, proposal)
    return answer


def refuse(store: Store, by: str, mission_id: int, question: str, proposer: str) -> None:
    """Take a proposal away; it stays in the history. By the chair, or by who made it. Raises ``StoreError``."""
    with store.mission(by, mission_id, GROUP if by == proposer else CHAIR) as write:
        _drop(write, _proposal(write, question, proposer))


def proposals_of(read: MissionRead) -> list[tuple[Proposal, str]]:
    """The proposals that wait for the chair, each with its author's name, in the order in which they were made.

    By the numbers of their changes: a clock is set back.
    """
    query = select(Proposal, Member.name).join(Member, Member.email == Proposal.by)
    rows = read.session.execute(query.where(Proposal.mission_id == read.mission.id))
    made = select(Change.subject, func.max(Change.seq)).where(
        Change.chain == read.review.uid, Change.kind == "proposal", Change.mission == read.mission.code
    )
    numbers = {row[0]: row[1] for row in read.session.execute(made.group_by(Change.subject))}
    found = [(row[0], row[1]) for row in rows]
    return sorted(found, key=lambda each: numbers.get(f"{each[0].question}/{each[0].by}", 0))


def since_signature(read: MissionRead) -> list[AnswerChange]:
    """What was done to the answers since the last signature; nothing without one. Raises ``StoreError``."""
    return _since_signature(read.session, read.mission)


def put_back(store: Store, by: str, mission_id: int) -> list[str]:
    """Make the answers again what was last signed, so that the signature holds. By the chair.

    Gives the questions that were put back. Raises ``StoreError``.
    """
    with store.mission(by, mission_id, CHAIR) as write:
        changes = _since_signature(write.session, write.mission)
        answers = answers_by_question(write.session, mission_id)
        for change in changes:
            if change.before is not None:
                agree(write, change.question, *(str(change.before[part]) for part in ("value", "reason", "evidence")))
            else:
                answer = answers[change.question]
                write.session.delete(answer)
                write.record("answer", change.question, answer.as_json(), None)
    return [change.question for change in changes]


def _since_signature(session: Session, mission: Mission) -> list[AnswerChange]:
    chain = get_review(session, mission.review_id).uid
    of_mission = select(Change).where(Change.chain == chain, Change.mission == mission.code).order_by(Change.seq)
    changes = session.scalars(of_mission.where(Change.kind.in_(("answer", "sign_off")))).all()
    signed = max((n for n, change in enumerate(changes) if change.kind == "sign_off"), default=None)
    if signed is None:
        return []
    found: dict[str, AnswerChange] = {}
    for change in changes[signed + 1 :]:
        before = found[change.subject].before if change.subject in found else change.before
        found[change.subject] = AnswerChange(change.subject, before, change.after, change.by, change.at)
    return [each for each in found.values() if _said(each.before) != _said(each.after)]


def _said(answer: dict[str, Any] | None) -> list[str] | None:
    return None if answer is None else [answer[part] for part in ("value", "reason", "evidence")]


def _proposal(write: MissionWrite, question: str, proposer: str) -> Proposal:
    found = write.session.scalar(
        select(Proposal).filter_by(mission_id=write.mission.id, question=str(question), by=str(proposer))
    )
    if found is None:
        raise StoreError("not_found")
    return found


def _drop(write: MissionWrite, proposal: Proposal) -> None:
    write.session.delete(proposal)
    write.record("proposal", f"{proposal.question}/{proposal.by}", proposal.as_json(), None)
