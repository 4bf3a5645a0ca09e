"""How a review stands: each mission's decision, agreement and sign-off, and the numbers of its progress."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from engine.decision import Decision
from record.chart_versions import chart_for
from record.models import Answer, Head, Mission, Opinion, Settlement, SignOff
from record.opinions import Disagreement, first_parting
from record.signing import Signed, answers_hash, decision_from, state_of
from record.store import ReviewRead

_OfMission = TypeVar("_OfMission", Answer, Opinion, Settlement, SignOff)


@dataclass(frozen=True)
class MissionStatus:
    """How one mission stands. ``answers_hash`` is what ``sign_off`` wants to have been seen."""

    mission: Mission
    decision: Decision
    disagreement: Disagreement | None
    signed: Signed
    answers_hash: str


@dataclass(frozen=True)
class Progress:
    """Numbers of missions. Every one is either decided or incomplete; the others count some of them besides."""

    missions: int
    decided: int
    incomplete: int
    disagreed: int
    signed: int
    reopened: int


def mission_statuses(read: ReviewRead) -> list[MissionStatus]:
    """How each mission of a review stands, by code. Raises ``StoreError``."""
    session, review = read.session, read.review
    chart = chart_for(review)
    missions = session.scalars(select(Mission).where(Mission.review_id == review.id).order_by(Mission.code)).all()

    def of_missions(kind: type[_OfMission]) -> dict[int, list[_OfMission]]:
        rows = session.scalars(select(kind).join(Mission, Mission.id == kind.mission_id).filter_by(review_id=review.id))
        return _grouped(rows)

    answers, opinions = of_missions(Answer), of_missions(Opinion)
    settlements, sign_offs = of_missions(Settlement), of_missions(SignOff)
    found = []
    decided: dict[frozenset[tuple[str, str]], Decision] = {}
    for mission in missions:
        agreed = answers[mission.id]
        pattern = frozenset((answer.question, answer.value) for answer in agreed)
        if pattern not in decided:  # many missions are answered alike; the rules are asked once
            decided[pattern] = decision_from(chart, agreed)
        settled = {settlement.question for settlement in settlements[mission.id]}
        parting = first_parting(chart, opinions[mission.id], {a.question: a for a in agreed}, settled)
        signed = state_of(sorted(sign_offs[mission.id], key=lambda sign_off: sign_off.at), agreed)
        found.append(MissionStatus(mission, decided[pattern], parting, signed, answers_hash(agreed)))
    return found


def last_change(read: ReviewRead) -> str:
    """The hash of a review's last change: what was read of it holds while this is the same. Raises ``StoreError``."""
    return read.session.get_one(Head, read.review.uid).hash


def progress(found: Iterable[MissionStatus]) -> Progress:
    """The numbers of a review, from how its missions stand."""
    rows = list(found)
    decided = sum(row.decision.status == "decided" for row in rows)
    return Progress(
        missions=len(rows),
        decided=decided,
        incomplete=len(rows) - decided,
        disagreed=sum(row.disagreement is not None for row in rows),
        signed=sum(row.signed == "signed" for row in rows),
        reopened=sum(row.signed == "reopened" for row in rows),
    )


def _grouped(rows: Iterable[_OfMission]) -> dict[int, list[_OfMission]]:
    groups: dict[int, list[_OfMission]] = defaultdict(list)
    for row in rows:
        groups[row.mission_id].append(row)
    return groups
