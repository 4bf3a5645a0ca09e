"""Whether what is answered now is what was last signed."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.rules import decide
from flowchart.chart import Chart
from record.chart_versions import chart_for
from record.models import Answer, Mission, Review, SignOff
from record.row import Json, canonical

Signed: TypeAlias = Literal["unsigned", "signed", "reopened"]
"""``reopened``: it was signed, and the answers are no longer those that were signed."""


def answers_hash(answers: Iterable[Answer]) -> str:
    """SHA-256 (hex) of what is answered, with reasons and evidence; not of who wrote it and when."""
    said: dict[str, Json] = {a.question: [a.value, a.reason, a.evidence] for a in answers}
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def state_of(sign_offs: Sequence[SignOff], answers: Iterable[Answer], chart: Chart) -> Signed:
    """Whether ``answers`` are those of the last of ``sign_offs``, and lead where they led when it was signed."""
    if not sign_offs:
        return "unsigned"
    last, given = sign_offs[-1], list(answers)
    if last.answers_hash != answers_hash(given):
        return "reopened"
    if last.chart_hash == chart.hash:
        return "signed"
    decision = decide(chart, {answer.question: answer.value for answer in given})
    was = (last.decision.get("disposition"), last.decision.get("sub_form"))
    return "signed" if was == (decision.disposition, decision.sub_form) else "reopened"


def signed_state(session: Session, mission_id: int) -> Signed:
    """Whether a mission is signed, as this session sees it."""
    sign_offs = session.scalars(select(SignOff).where(SignOff.mission_id == mission_id).order_by(SignOff.seq)).all()
    if not sign_offs:
        return "unsigned"
    review = session.scalars(select(Review).join(Mission).where(Mission.id == mission_id)).one()
    answers = session.scalars(select(Answer).where(Answer.mission_id == mission_id))
    return state_of(sign_offs, answers, chart_for(review))
