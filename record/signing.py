"""Sign-off: the chair signs what is decided; any later change of the answers opens the mission again, visibly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart
from record.answering import answers_by_question
from record.chart_versions import chart_for, chart_to_answer
from record.models import Answer, Mission, SignOff
from record.signed import answers_hash
from record.store import CHAIR, MissionRead, Store, get_mission
from record.store_error import StoreError


def decision_of(read: MissionRead) -> Decision:
    """The decision of a mission, replayed from its answers with its review's chart. Raises ``StoreError``."""
    return decision_from(chart_for(read.review), answers_by_question(read.session, read.mission.id).values())


def decision_from(chart: Chart, answers: Iterable[Answer]) -> Decision:
    """The decision that agreed answers lead to."""
    return decide(chart, {answer.question: answer.value for answer in answers})


def sign_off(store: Store, by: str, mission_ids: Sequence[int], seen: Mapping[int, str]) -> list[SignOff]:
    """Sign one mission or several of a review: all, or none when one is not decided. By the chair.

    ``seen`` gives for each mission the ``answers_hash`` of what the chair was shown: nobody signs answers that were
    changed meanwhile (code ``outdated``). What the chair signed already stays as it was signed.
    Raises ``StoreError``, of a mission where one stands in the way.
    """
    signed: list[SignOff] = []
    wanted = list(dict.fromkeys(mission_ids))
    if not wanted:
        return signed
    with store.read_mission(by, wanted[0]) as read:
        review_id = read.review.id
    with store.review(by, review_id, CHAIR) as write:
        chart = chart_to_answer(write.review)
        for mission_id in wanted:
            mission = get_mission(write.session, mission_id)
            if mission.review_id != review_id:
                raise StoreError("not_found")
            answers = answers_by_question(write.session, mission_id).values()
            fingerprint = answers_hash(answers)
            if seen.get(mission_id) != fingerprint:
                raise StoreError("outdated").at(mission.code)
            former = _sign_offs(write.session, mission_id)
            if former and (former[-1].answers_hash, former[-1].by) == (fingerprint, by):
                signed.append(former[-1])
                continue
            decision = decision_from(chart, answers)
            if decision.status != "decided":
                raise StoreError("undecided").at(mission.code)
            snapshot = SignOff(
                mission_id=mission_id,
                at=write.moment_beside([each.at for each in former]),
                by=by,
                decision=_snapshot(decision),
            )
            snapshot.answers_hash, snapshot.chart, snapshot.chart_hash = fingerprint, chart.stamp, chart.hash
            snapshot.seq = write.tip.seq + 1
            write.add(snapshot, "sign_off", snapshot.at.isoformat(), mission=mission.code)
            write.must_sign = True
            signed.append(snapshot)
    return signed


def sign_offs_of(read: MissionRead) -> list[SignOff]:
    """Every sign-off of a mission, in order."""
    return _sign_offs(read.session, read.mission.id)


def _snapshot(decision: Decision) -> dict[str, Any]:
    """The decision as plain JSON: lists where it has tuples, so that it reads back as it was written."""
    flat = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(decision).items()}
    return flat | {"path": [asdict(step) for step in decision.path]}


def _sign_offs(session: Session, mission_id: int) -> list[SignOff]:
    query = select(SignOff).join(Mission, Mission.id == SignOff.mission_id).where(Mission.id == mission_id)
    return list(session.scalars(query.order_by(SignOff.seq)))
