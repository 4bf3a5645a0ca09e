"""How a review stands: each mission's decision, agreement and sign-off, and the numbers of its progress."""

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.decision import Decision
from engine.explain import uncertain_edges
from flowchart.chart import Chart
from record.chart_versions import chart_for
from record.models import (
    Answer,
    ChainTip,
    Change,
    Evidence,
    Mission,
    Opinion,
    Proposal,
    Review,
    Settlement,
    SignOff,
)
from record.opinions import MissionOpinions, QuestionOpinions, compare_opinions, group_of, quorum_of
from record.signed import Signed, answers_hash, state_of
from record.signing import decision_from
from record.store import ReviewRead
from record.talk import called_in

_OfMission = TypeVar("_OfMission", Answer, Opinion, Settlement, SignOff, Proposal)


@dataclass(frozen=True)
class MissionStatus:
    """How one mission stands. ``answers_hash`` is what ``sign_off`` wants to have been seen.

    ``unproven`` are the questions on its way without any evidence, ``beyond`` those whose edge the slide does not show;
    ``opened`` is whether anyone did anything to it since it came from a file. ``given`` are the members who gave an
    opinion, ``proposals`` how many changes of signed answers wait for the chair, and ``called`` whom open comments call
    who did not reply since, and at which question. ``answers`` are the agreed ones, by question.
    """

    mission: Mission
    decision: Decision
    opinions: MissionOpinions
    signed: Signed
    answers_hash: str
    unproven: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    opened: bool = True
    given: frozenset[str] = frozenset()
    proposals: int = 0
    called: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def disagreement(self) -> QuestionOpinions | None:
        """The first question at which the opinions part, while it is not settled."""
        return self.opinions.disagreement


@dataclass(frozen=True)
class Progress:
    """Numbers of missions. Every one is either decided or incomplete, and in one of the five states of its opinions;

    ``contradicted`` counts those whose answers contradict opinions with nothing settled, ``proposed`` those with
    proposals.
    """

    missions: int
    decided: int
    incomplete: int
    none: int
    waiting: int
    agree: int
    differ: int
    settled: int
    contradicted: int
    signed: int
    reopened: int
    proposed: int


def mission_statuses(read: ReviewRead) -> list[MissionStatus]:
    """How each mission of a review stands, by code. Raises ``StoreError``.

    What was worked out is kept in this process for all readers; the log tells which missions were written to since,
    and only those are read again. Who may read was checked by the read itself.
    """
    session, review, chart = read.session, read.review, chart_for(read.review)
    tip, engine = session.get_one(ChainTip, review.uid), session.get_bind()
    with _lock:
        kept = _kept.setdefault(engine, {}).get(review.uid)
    codes = _written_since(session, review, kept, tip.hash) if kept else None
    rows = {row.mission.code: row for row in _worked_out(session, review, chart, codes)} if codes != set() else {}
    if kept and codes is not None:
        rows = {**kept.rows, **rows}
    with _lock:
        here = _kept.setdefault(engine, {})
        here.pop(review.uid, None)
        here[review.uid] = _Kept(tip.seq, tip.hash, rows)
        for oldest in list(here)[:-_REVIEWS]:
            del here[oldest]
    return list(rows.values())


@dataclass(frozen=True)
class _Kept:
    """How the missions of a review stood at a change of its log."""

    seq: int
    hash: str
    rows: Mapping[str, MissionStatus]


_REVIEWS = 16
"""Reviews that are kept at once."""
_FEW = 200
"""Changes up to which it is less work to read their missions again than the whole review."""
_kept: WeakKeyDictionary[object, dict[str, _Kept]] = WeakKeyDictionary()
_lock = threading.Lock()


def _written_since(session: Session, review: Review, kept: _Kept, tip: str) -> set[str] | None:
    """The codes of the missions written to since; None when more was, or when the log is another."""
    if kept.hash == tip:
        return set()
    query = select(Change.hash, Change.mission).where(Change.chain == review.uid, Change.seq >= kept.seq)
    changes = session.execute(query.order_by(Change.seq).limit(_FEW)).all()
    codes = {change.mission for change in changes[1:]}
    same = changes and changes[0].hash == kept.hash and len(changes) < _FEW
    return codes if same and codes <= kept.rows.keys() else None


def _worked_out(session: Session, review: Review, chart: Chart, codes: Collection[str] | None) -> list[MissionStatus]:
    """How the missions of these codes stand, or all of them."""
    wanted = [Mission.review_id == review.id, *([] if codes is None else [Mission.code.in_(codes)])]
    missions = session.scalars(select(Mission).where(*wanted).order_by(Mission.code)).all()

    def of_missions(kind: type[_OfMission]) -> dict[int, list[_OfMission]]:
        rows = session.scalars(select(kind).join(Mission, Mission.id == kind.mission_id).where(*wanted))
        return _grouped(rows)

    answers, opinions = of_missions(Answer), of_missions(Opinion)
    settlements, sign_offs, proposals = of_missions(Settlement), of_missions(SignOff), of_missions(Proposal)
    group = group_of(session, review)
    proven, untouched, called = _proven(session, wanted), _untouched(session, review, codes), called_in(session, review)
    found = []
    decided: dict[frozenset[tuple[str, str]], Decision] = {}
    for mission in missions:
        agreed = answers[mission.id]
        pattern = frozenset((answer.question, answer.value) for answer in agreed)
        if pattern not in decided:  # many missions are answered alike; the rules are asked once
            decided[pattern] = decision_from(chart, agreed)
        decision, by_question = decided[pattern], {answer.question: answer for answer in agreed}
        evidence = proven[mission.id] | {a.question for a in agreed if a.evidence.strip()}
        found.append(
            MissionStatus(
                mission,
                decision,
                compare_opinions(
                    chart,
                    opinions[mission.id],
                    by_question,
                    last_settled(settlements[mission.id]),
                    group,
                    quorum_of(review, group),
                ),
                state_of(sorted(sign_offs[mission.id], key=lambda sign_off: sign_off.seq), agreed, chart),
                answers_hash(agreed),
                tuple(step.question for step in decision.path if step.question not in evidence),
                tuple(edge.question for edge in uncertain_edges(chart, decision)),
                mission.code not in untouched,
                frozenset(opinion.by for opinion in opinions[mission.id]),
                len(proposals[mission.id]),
                called.get(mission.id, {}),
                {question: answer.value for question, answer in by_question.items()},
            )
        )
    return found


def last_settled(settlements: Iterable[Settlement]) -> Mapping[str, str]:
    """The value of the last settlement of each question."""
    return {each.question: each.value for each in sorted(settlements, key=lambda settlement: settlement.seq)}


def last_change(read: ReviewRead) -> str:
    """The hash of a review's last change: what was read of it holds while this is the same. Raises ``StoreError``."""
    return read.session.get_one(ChainTip, read.review.uid).hash


def progress(found: Iterable[MissionStatus]) -> Progress:
    """The numbers of a review, from how its missions stand."""
    rows = list(found)
    decided = sum(row.decision.status == "decided" for row in rows)
    states = Counter(row.opinions.state for row in rows)
    return Progress(
        missions=len(rows),
        decided=decided,
        incomplete=len(rows) - decided,
        none=states["none"],
        waiting=states["waiting"],
        agree=states["agree"],
        differ=states["differ"],
        settled=states["settled"],
        contradicted=sum(bool(row.opinions.unsettled) for row in rows),
        signed=sum(row.signed == "signed" for row in rows),
        reopened=sum(row.signed == "reopened" for row in rows),
        proposed=sum(row.proposals > 0 for row in rows),
    )


def _proven(session: Session, wanted: Iterable[ColumnElement[bool]]) -> dict[int, set[str]]:
    """The questions of each mission that have a reference, a link or a file."""
    query = select(Evidence.mission_id, Evidence.question).join(Mission, Mission.id == Evidence.mission_id)
    found: dict[int, set[str]] = defaultdict(set)
    for mission_id, question in session.execute(query.where(*wanted)):
        found[mission_id].add(question)
    return found


def _untouched(session: Session, review: Review, codes: Collection[str] | None) -> set[str]:
    """The codes of the missions, of these or all, of which nothing was logged since they came."""
    query = select(Change.mission).where(Change.chain == review.uid, Change.mission.is_not(None))
    if codes is not None:
        query = query.where(Change.mission.in_(codes))
    once = query.group_by(Change.mission).having(func.min(Change.at) == func.max(Change.at))
    return {code for code in session.scalars(once) if code}


def _grouped(rows: Iterable[_OfMission]) -> dict[int, list[_OfMission]]:
    groups: dict[int, list[_OfMission]] = defaultdict(list)
    for row in rows:
        groups[row.mission_id].append(row)
    return groups


def exceptions(row: MissionStatus) -> Sequence[str]:
    """Why a mission should not be signed among many without a look of its own; empty when nothing speaks against it."""
    told = {
        "unopened": not row.opened,
        "none": row.opinions.state == "none",
        "waiting": row.opinions.state == "waiting",
        "differ": row.opinions.state == "differ",
        "contradicted": bool(row.opinions.unsettled),
        "unproven": bool(row.unproven),
        "proposed": row.proposals > 0,
        "reopened": row.signed == "reopened",
    }
    return [name for name, holds in told.items() if holds]
