"""Everything of one mission that its page shows, read at once and as of one moment, in three statements."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, bindparam, cast, func, null, select, type_coerce
from sqlalchemy import literal as given
from sqlalchemy import union_all as all_of

from record.chart_versions import chart_for
from record.models import (
    Answer,
    Change,
    Comment,
    Draft,
    DraftKind,
    Evidence,
    Member,
    Membership,
    Mission,
    Opinion,
    Review,
    Settlement,
    SignOff,
    of_people,
)
from record.opinions import MissionOpinions, compare_opinions, quorum_of, seen_by
from record.row import Moment
from record.signed import Signed, state_of
from record.store import GROUP, MissionRead, Roles, Store
from record.talk import Thread, threads


@dataclass(frozen=True)
class Signature:
    """Who signed a mission last, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class NewestChange:
    """The last change of a mission: its number in the log, by whom and when."""

    seq: int
    by: str
    at: datetime


@dataclass(frozen=True)
class WholeMission:
    """A mission with all that was answered, thought, typed, signed and attached, for one reader.

    ``roles`` are what the reader was in the review at the moment of the reading. ``people`` are the names of the
    review's people by e-mail, ``group`` those of them who are asked; ``names`` has whoever wrote anything here too.
    ``drafts`` are the reader's own, by kind and question.
    """

    reader: str
    mission: Mission
    review: Review
    roles: Roles
    people: Mapping[str, str]
    group: Sequence[str]
    names: Mapping[str, str]
    answers: Mapping[str, Answer]
    every_opinion: Sequence[Opinion]
    drafts: Mapping[DraftKind, Mapping[str, Draft]]
    settlements: Sequence[Settlement]
    evidence: Sequence[Evidence]
    threads: Sequence[Thread]
    signature: Signature | None
    signed: Signed
    newest: NewestChange | None

    @cached_property
    def opinions(self) -> MissionOpinions:
        """How the opinions stand. Raises ``StoreError``."""
        settled = {settlement.question: settlement.value for settlement in self.settlements}
        quorum = quorum_of(self.review, self.group)
        return compare_opinions(chart_for(self.review), self.every_opinion, self.answers, settled, self.group, quorum)

    @property
    def visible(self) -> Sequence[Opinion]:
        """The opinions that the reader may see (``record.opinions.visible_opinions``)."""
        return seen_by(self.reader, self.roles, self.every_opinion)


def whole_mission(store: Store, reader: str, mission_id: int) -> WholeMission:
    """All of a mission, for somebody who may read it at this moment. Raises ``StoreError``."""
    with store.read_mission(reader, mission_id) as read:
        return read_whole(read)


def read_whole(read: MissionRead) -> WholeMission:
    """All of the mission that is being read."""
    connection = read.session.connection()
    mission = read.mission
    rows: dict[str, list[Any]] = {}
    asked = {"mission": mission.id, "reader": read.reader, "chain": read.review.uid, "code": mission.code}
    for row in connection.execute(_ALL, asked):
        rows.setdefault(row.what, []).append(row)
    people = connection.execute(_PEOPLE, {"review": read.review.id}).all()
    of_review = names = {person.email: person.name for person in people}
    wrote = {row.by for found in rows.values() for row in found} | {row.evidence for row in rows.get("comment", ())}
    wrote -= {None, *names}
    if wrote:  # people who have left the review
        names = names | {m.email: m.name for m in connection.execute(_NAMED, {"emails": sorted(wrote)})}
    answers = {
        row.question: Answer(
            mission_id=mission.id,
            question=row.question,
            value=row.value,
            reason=row.reason,
            evidence=row.evidence,
            version=row.number,
            by=row.by,
            at=row.at,
        )
        for row in rows.get("answer", ())
    }
    sign_offs = [
        SignOff(
            mission_id=mission.id,
            at=row.at,
            by=row.by,
            answers_hash=row.value,
            seq=row.number,
            chart_hash=row.reason,
            decision=json.loads(row.more),
        )
        for row in sorted(rows.get("sign_off", ()), key=lambda row: row.number)
    ]
    newest = next(iter(rows.get("change", ())), None)
    return WholeMission(
        reader=read.reader,
        mission=mission,
        review=read.review,
        roles=read.roles,
        people=of_review,
        group=sorted(person.email for person in people if person.role in GROUP),
        names=names,
        answers=answers,
        every_opinion=[
            Opinion(
                mission_id=mission.id,
                question=row.question,
                by=row.by,
                value=row.value,
                reason=row.reason,
                version=row.number,
                at=row.at,
            )
            for row in sorted(rows.get("opinion", ()), key=lambda row: (row.question, row.by))
        ],
        drafts=_drafts(mission.id, rows.get("draft", ())),
        settlements=[
            Settlement(
                mission_id=mission.id,
                question=row.question,
                at=row.at,
                value=row.value,
                reason=row.reason,
                minority=json.loads(row.more),
                by=row.by,
                seq=row.number,
            )
            for row in sorted(rows.get("settlement", ()), key=lambda row: row.number)
        ],
        evidence=[
            Evidence(
                id=row.number,
                mission_id=mission.id,
                uid=row.uid,
                question=row.question,
                kind=row.value,
                text=row.reason,
                file_name=row.evidence,
                media_type=row.more,
                size=row.size,
                by=row.by,
                at=row.at,
            )
            for row in sorted(rows.get("evidence", ()), key=lambda row: row.number)
        ],
        threads=threads(
            Comment(
                uid=row.uid,
                mission_id=mission.id,
                question=row.question,
                reply_to=row.value,
                text=row.reason,
                mentions=json.loads(row.more),
                by=row.by,
                at=row.at,
                resolved_by=row.evidence,
                resolved_at=row.until,
                seq=row.number,
            )
            for row in sorted(rows.get("comment", ()), key=lambda row: row.number)
        ),
        signature=Signature(sign_offs[-1].by, sign_offs[-1].at) if sign_offs else None,
        signed=state_of(sign_offs, answers.values(), chart_for(read.review)) if sign_offs else "unsigned",
        newest=newest and NewestChange(newest.number, newest.by, newest.at),
    )


def changed_since(read: MissionRead, seq: int) -> NewestChange | None:
    """The last change of a mission, by the name of whoever made it, when it is after ``seq`` and not the reader's."""
    known = {"chain": read.review.uid, "code": read.mission.code}
    found = read.session.connection().execute(_LAST, known).one_or_none()
    if found is None or found.seq <= seq or found.by == read.reader:
        return None
    return NewestChange(found.seq, found.name or found.by, found.at)


def _drafts(mission_id: int, rows: Sequence[Any]) -> Mapping[DraftKind, Mapping[str, Draft]]:
    found: dict[DraftKind, dict[str, Draft]] = {"answer": {}, "opinion": {}}
    for row in rows:
        kind: DraftKind = row.more
        found[kind][row.question] = Draft(
            mission_id=mission_id,
            question=row.question,
            by=row.by,
            kind=kind,
            base=row.number,
            value=row.value,
            reason=row.reason,
            evidence=row.evidence,
            at=row.at,
        )
    return found


# The statements are made once: SQLAlchemy then finds each compiled, and need not look at its parts again.

_NO_WORDS, _NO_NUMBER, _NO_TIME = cast(null(), Text), cast(null(), Integer), cast(null(), Moment)


def _part(what: str, kind: Any, number: Any, **columns: Any) -> Select[Any]:
    """Rows of one table in the shape that all have."""
    values: dict[str, Any] = {"question": _NO_WORDS, "value": _NO_WORDS, "reason": _NO_WORDS, "evidence": _NO_WORDS}
    values |= {"more": _NO_WORDS, "uid": _NO_WORDS, "size": _NO_NUMBER, "until": _NO_TIME} | columns
    shaped: Iterator[ColumnElement[Any]] = (value.label(name) for name, value in values.items())
    columns_ = (given(what).label("what"), number.label("number"), kind.by, type_coerce(kind.at, Moment).label("at"))
    return select(*columns_, *shaped)


def _of_mission(what: str, kind: Any, number: Any, **columns: Any) -> Select[Any]:
    return _part(what, kind, number, **columns).where(kind.mission_id == bindparam("mission"))


_HERE = (
    Change.chain == bindparam("chain"),
    Change.seq
    == select(func.max(Change.seq))
    .where(Change.chain == bindparam("chain"), Change.mission == bindparam("code"))
    .scalar_subquery(),
)
_LAST = select(Change.seq, Change.by, Change.at, Member.name).outerjoin(Member, Member.email == Change.by).where(*_HERE)
_ALL = all_of(
    _of_mission(
        "answer",
        Answer,
        Answer.version,
        question=Answer.question,
        value=Answer.value,
        reason=Answer.reason,
        evidence=Answer.evidence,
    ),
    _of_mission(
        "opinion", Opinion, Opinion.version, question=Opinion.question, value=Opinion.value, reason=Opinion.reason
    ),
    _of_mission(
        "draft",
        Draft,
        Draft.base,
        question=Draft.question,
        value=Draft.value,
        reason=Draft.reason,
        evidence=Draft.evidence,
        more=Draft.kind,
    ).where(Draft.by == bindparam("reader")),
    _of_mission(
        "settlement",
        Settlement,
        Settlement.seq,
        question=Settlement.question,
        value=Settlement.value,
        reason=Settlement.reason,
        more=type_coerce(Settlement.minority, Text),
    ),
    _of_mission(
        "evidence",
        Evidence,
        Evidence.id,
        question=Evidence.question,
        value=Evidence.kind,
        reason=Evidence.text,
        evidence=Evidence.file_name,
        more=Evidence.media_type,
        uid=Evidence.uid,
        size=Evidence.size,
    ),
    _of_mission(
        "comment",
        Comment,
        Comment.seq,
        question=Comment.question,
        value=Comment.reply_to,
        reason=Comment.text,
        evidence=Comment.resolved_by,
        more=type_coerce(Comment.mentions, Text),
        uid=Comment.uid,
        until=Comment.resolved_at,
    ),
    _of_mission(
        "sign_off",
        SignOff,
        SignOff.seq,
        value=SignOff.answers_hash,
        reason=SignOff.chart_hash,
        more=type_coerce(SignOff.decision, Text),
    ),
    _part("change", Change, Change.seq).where(*_HERE),
)
_PEOPLE = (
    select(Member.email, Member.name, Membership.role)
    .join(Membership, Membership.email == Member.email)
    .where(Membership.review_id == bindparam("review"), of_people(Member.email))
)
_NAMED = select(Member.email, Member.name).where(Member.email.in_(bindparam("emails", expanding=True)))
