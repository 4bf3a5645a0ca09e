"""Everything of one mission that its page shows, read at once and as of one moment, in two statements."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

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
from record.row import Moment, Row, Written
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
    connection, mission = read.session.connection(), read.mission
    asked = {"mission": mission.id, "reader": read.reader, "chain": read.review.uid, "code": mission.code}
    asked["review"] = read.review.id
    people: list[list[str]] = []
    found: dict[type[Row], list[Any]] = {part.kind: [] for part in _PARTS}
    for row in connection.execute(_ALL, asked):
        if row[0] == len(_PARTS):
            people.append([row[n] for n in _PERSON])
        else:
            part = _PARTS[row[0]]
            found[part.kind].append(part.row_of(row))
    of_review = names = {email: name for email, name, _ in people}
    wrote = {row.by for rows in found.values() for row in rows} | {row.resolved_by for row in found[Comment]}
    wrote -= {None, *names}
    if wrote:  # people who have left the review
        names = names | {m.email: m.name for m in connection.execute(_NAMED, {"emails": sorted(wrote)})}
    answers = {answer.question: answer for answer in found[Answer]}
    drafts: dict[DraftKind, dict[str, Draft]] = {"answer": {}, "opinion": {}}
    for draft in found[Draft]:
        drafts[draft.kind][draft.question] = draft
    sign_offs = sorted(found[SignOff], key=_number)
    newest = next(iter(found[Change]), None)
    return WholeMission(
        reader=read.reader,
        mission=mission,
        review=read.review,
        roles=read.roles,
        people=of_review,
        group=sorted(email for email, _, role in people if role in GROUP),
        names=names,
        answers=answers,
        every_opinion=sorted(found[Opinion], key=lambda opinion: (opinion.question, opinion.by)),
        drafts=drafts,
        settlements=sorted(found[Settlement], key=_number),
        evidence=sorted(found[Evidence], key=lambda piece: piece.id),
        threads=threads(sorted(found[Comment], key=_number)),
        signature=Signature(sign_offs[-1].by, sign_offs[-1].at) if sign_offs else None,
        signed=state_of(sign_offs, answers.values(), chart_for(read.review)) if sign_offs else "unsigned",
        newest=newest and NewestChange(newest.seq, newest.by, newest.at),
    )


def changed_since(read: MissionRead, seq: int) -> NewestChange | None:
    """The last change of a mission, by the name of whoever made it, when it is after ``seq`` and not the reader's."""
    known = {"chain": read.review.uid, "code": read.mission.code}
    found = read.session.connection().execute(_LAST, known).one_or_none()
    if found is None or found.seq <= seq or found.by == read.reader:
        return None
    return NewestChange(found.seq, found.name or found.by, found.at)


def _number(row: Any) -> int:
    return int(row.seq)


_SHAPE = [(type_, n) for type_, most in ((Integer, 3), (Text, 7), (Moment, 2)) for n in range(most)]
"""What a row of the statement that reads several tables has after its number: so many places of each type."""


def _shaped(number: int, named: Mapping[int, Any]) -> Select[Any]:
    """A part of that statement: its number, and columns by their place."""
    places: list[Any] = [literal(number).label("part")]
    for n, (type_, _) in enumerate(_SHAPE, start=1):
        places.append((type_coerce(named[n], type_) if n in named else cast(null(), type_)).label(f"place{n}"))
    return select(*places)


class _Part:
    """The rows of one table in that statement: each of its columns has a place of its own type there."""

    def __init__(self, kind: type[Row], columns: str) -> None:
        self.kind = kind
        self._columns: list[tuple[str, int, bool]] = []
        taken = Counter[type[Any]]()
        for name in columns.split():
            type_ = getattr(kind, name).type
            place = next((known for known in (Integer, Moment) if isinstance(type_, known)), Text)
            self._columns.append((name, 1 + _SHAPE.index((place, taken[place])), isinstance(type_, Written)))
            taken[place] += 1

    def select(self, number: int) -> Select[Any]:
        """The rows in the shape that all parts have; ``number`` is that of the part."""
        return _shaped(number, {place: getattr(self.kind, name) for name, place, _ in self._columns})

    def row_of(self, found: Any) -> Row:
        """A row of the statement as one of the table."""
        return self.kind(
            **{name: json.loads(found[place]) if written else found[place] for name, place, written in self._columns}
        )


_PARTS = (
    _Part(Answer, "mission_id question value reason evidence version by at"),
    _Part(Opinion, "mission_id question by value reason version at"),
    _Part(Draft, "mission_id question by kind base value reason evidence at"),
    _Part(Settlement, "mission_id question at value reason minority by seq"),
    _Part(Evidence, "mission_id id uid question kind text file_name media_type size by at"),
    _Part(Comment, "mission_id uid question reply_to text mentions by at resolved_by resolved_at seq"),
    _Part(SignOff, "mission_id at by answers_hash seq chart_hash decision"),
    _Part(Change, "seq by at"),
)

# The statements are made once: SQLAlchemy then finds each compiled, and need not look at its parts again.

_HERE = (
    Change.chain == bindparam("chain"),
    Change.seq
    == select(func.max(Change.seq))
    .where(Change.chain == bindparam("chain"), Change.mission == bindparam("code"))
    .scalar_subquery(),
)
_LAST = select(Change.seq, Change.by, Change.at, Member.name).outerjoin(Member, Member.email == Change.by).where(*_HERE)


def _where(kind: Any) -> tuple[ColumnElement[bool], ...]:
    """Which rows of a table are of the mission, and for the reader."""
    if kind is Change:
        return _HERE
    here = kind.mission_id == bindparam("mission")
    return (here, kind.by == bindparam("reader")) if kind is Draft else (here,)


_PERSON = [n for n, (type_, _) in enumerate(_SHAPE, start=1) if type_ is Text][:3]
"""The places of a person's e-mail, name and role."""
_PEOPLE = (
    _shaped(len(_PARTS), dict(zip(_PERSON, (Member.email, Member.name, Membership.role), strict=True)))
    .join_from(Member, Membership, Membership.email == Member.email)
    .where(Membership.review_id == bindparam("review"), of_people(Member.email))
)
_ALL = union_all(*(part.select(n).where(*_where(part.kind)) for n, part in enumerate(_PARTS)), _PEOPLE)
_NAMED = select(Member.email, Member.name).where(Member.email.in_(bindparam("emails", expanding=True)))
