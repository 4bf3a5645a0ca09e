"""The database that keeps the record: SQLite in a file by default, PostgreSQL by URL. Transactions and their errors.

A write takes place wholly or not at all, one after another within a review, and is on the disk when it returns.
"""

import os
import threading
from collections.abc import Collection, Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from sqlalchemy import Engine, and_, bindparam, event, exists, make_url, select
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from record.chain import append
from record.chart_versions import find_carried
from record.database import WRITES, engine_for, store_error, write_ahead, writes_ahead
from record.models import OFFICE, ROLES, ChainTip, Change, Member, Membership, Mission, Review, SignedTip, SignOff
from record.row import Json, Row, storable
from record.schema import is_current, upgrade
from record.signed_tips import EVERY, announce, due, signed
from record.signing_key import own_key
from record.store_error import StoreError

URL_VARIABLE = "BLUEPRINT_DATABASE_URL"
DEFAULT_FILE = Path(__file__).parents[2] / "data" / "blueprint.db"
WAIT = 15.0
"""Seconds that a transaction waits for another one before it gives up as busy."""

ADMINISTRATOR = "administrator"
OPERATOR = "(operator)"
"""Who runs the command line on the server, and so has the database itself. No sign-in gives it: it is no e-mail."""

Roles: TypeAlias = Set[str]
GROUP: Roles = frozenset({"member", "chair"})
CHAIR: Roles = frozenset({"chair"})
CONDUCT: Roles = frozenset({"chair", ADMINISTRATOR})
"""Who may change what is reviewed: missions, and whether the review is open."""
ADMINISTRATORS: Roles = frozenset({ADMINISTRATOR})
EXPORTERS: Roles = frozenset({"chair", "secretariat", ADMINISTRATOR})
READERS: Roles = frozenset({*ROLES, ADMINISTRATOR})
"""Who may read a review: whoever is anything in it."""

event.listen(Review, "load", find_carried)
_opened: dict[str, "Store"] = {}
_opening = threading.Lock()


class Read:
    """A read in progress: its session, and who reads. It sees one state of the record and writes nothing."""

    def __init__(self, session: Session, reader: str) -> None:
        self.session, self.reader = session, reader


class ReviewRead(Read):
    """A read of one review, by someone who holds ``roles`` in it."""

    def __init__(self, session: Session, reader: str, roles: Roles, review: Review) -> None:
        super().__init__(session, reader)
        self.roles, self.review = roles, review


class MissionRead(ReviewRead):
    """A read of one mission."""

    def __init__(self, session: Session, reader: str, roles: Roles, review: Review, mission: Mission) -> None:
        super().__init__(session, reader, roles, review)
        self.mission = mission


class Write:
    """A write in progress: its session, who writes, when, and the chain of changes it adds to."""

    def __init__(self, session: Session, by: str, tip: ChainTip) -> None:
        self.session, self.by, self.tip = session, by, tip
        self.at = datetime.now(UTC)
        self.must_sign = False
        """Whether the end of the log is to be signed with this write, as at each signature of the chair."""

    def moment_beside(self, taken: Collection[datetime]) -> datetime:
        """The time of this write, by as many microseconds later as it takes not to be one of ``taken``."""
        at = self.at
        while at in taken:
            at += timedelta(microseconds=1)
        return at

    def change(
        self,
        kind: str,
        subject: str,
        before: Json,
        after: Json,
        *,
        mission: str | None = None,
        tip: ChainTip | None = None,
    ) -> None:
        """Add a change to the chain. Both states are as ``Row.as_json`` gives them, None for "is not there"."""
        change = Change(kind=kind, subject=subject, before=before, after=after, mission=mission, by=self.by, at=self.at)
        self.session.add(append(change, tip or self.tip))
        self.session.info.setdefault(_TIPS, {})[change.chain] = tip or self.tip

    def end_of(self, review: "Review") -> ChainTip:
        """The end of a review's chain, held by this write alone; for a write of the office, which is locked first."""
        return _lock(self.session, review.uid)

    def add(self, row: Row, kind: str, subject: str, *, mission: str | None = None) -> None:
        """Add a row, and the change that tells of it."""
        self.session.add(row)
        self.change(kind, subject, None, row.as_json(), mission=mission)


@dataclass(frozen=True)
class MissionNote:
    """A write about a mission that no log tells of: its session, and who writes."""

    session: Session
    by: str
    mission: Mission
    review: Review


class _Found(NamedTuple):
    """A mission, its review, what whoever asks is in it, whether it was ever signed, and the end of the log."""

    mission: Mission
    review: Review
    held: Roles
    ever_signed: bool
    tip: ChainTip | None


class _OnlyTriedError(Exception):
    """Ends a transaction of which nothing is kept."""


class ReviewWrite(Write):
    """A write to one review, by someone whose role allows it."""

    def __init__(self, session: Session, by: str, tip: ChainTip, review: Review) -> None:
        super().__init__(session, by, tip)
        self.review = review


class MissionWrite(ReviewWrite):
    """A write to one mission. ``roles`` are what the writer is in its review; ``ever_signed``: it has a signature."""

    def __init__(
        self,
        session: Session,
        by: str,
        tip: ChainTip,
        review: Review,
        mission: Mission,
        roles: Roles,
        ever_signed: bool,
    ) -> None:
        super().__init__(session, by, tip, review)
        self.mission, self.roles, self.ever_signed = mission, roles, ever_signed

    def record(self, kind: str, subject: str, before: Json, after: Json) -> None:
        """Add a change of this mission."""
        self.change(kind, subject, before, after, mission=self.mission.code)


_W = TypeVar("_W", bound=Write)
_TIPS = "tips"
"""Where a session keeps the ends of the logs that were added to."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Store:
    """An open record. Safe for threads, and for processes forked from this one.

    ``url`` is of SQLAlchemy's form, ``sqlite:///file`` or ``postgresql://user@host/name``. An empty database is
    given its shape, one of an older program is brought up to date, one of a newer program is left alone.
    ``wait_seconds`` is how long a transaction waits for others. Raises ``StoreError``.
    """

    def __init__(self, url: str, *, wait_seconds: float = WAIT) -> None:
        try:
            self._engine = engine_for(make_url(url), wait_seconds)
            # Writers wait for one another; with connections of their own they keep no reader waiting.
            self._writers = engine_for(make_url(url), wait_seconds)
        except (ArgumentError, SQLAlchemyError, ImportError):
            raise StoreError("bad_url", variable=URL_VARIABLE) from None
        self._signed_at: dict[str, datetime] = {}
        self._writing = self._writers.execution_options(**{WRITES: True})
        self._reading = self._engine
        if self.dialect == "postgresql":  # one snapshot for all that a read looks at, as SQLite gives it anyway
            self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            self._prepare()
        except StoreError:
            self.close()
            raise

    @classmethod
    def from_environment(cls, *, made: bool = False) -> "Store":
        """The process's one store: at ``BLUEPRINT_DATABASE_URL``, else in the project's file ``data/blueprint.db``.

        With ``made`` a file that is not there is not made. Raises ``StoreError``.
        """
        url = os.environ.get(URL_VARIABLE) or URL.create("sqlite", database=str(DEFAULT_FILE)).render_as_string()
        parts = make_url(url) if made else None
        if parts and parts.get_backend_name() == "sqlite" and not Path(parts.database or "").exists():
            raise StoreError("no_database", value=parts.database)
        with _opening:
            if url not in _opened:
                _opened[url] = cls(url)
            return _opened[url]

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @property
    def engine(self) -> Engine:
        """The engine beneath, for upkeep and tests."""
        return self._engine

    @property
    def engines(self) -> tuple[Engine, Engine]:
        """That of the readers and that of the writers."""
        return self._engine, self._writers

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()
        self._writers.dispose()

    @contextmanager
    def read(self, reader: str) -> Iterator[Read]:
        """A read of what belongs to no review, by a member or ``OPERATOR``. Rows read stay usable afterwards.

        Raises ``StoreError``, ``not_allowed`` for a stranger.
        """
        with self._read() as session:
            if reader != OPERATOR and own_row(session, reader) is None:
                raise StoreError("not_allowed")
            yield Read(session, reader)

    @contextmanager
    def read_review(self, reader: str, review_id: int, roles: Roles = READERS) -> Iterator[ReviewRead]:
        """A read of a review by someone who holds one of ``roles`` in it at this moment, or by ``OPERATOR``."""
        with self._read() as session:
            review = get_review(session, review_id)
            yield ReviewRead(session, reader, _authorised(session, reader, review, roles), review)

    @contextmanager
    def read_mission(self, reader: str, mission_id: int, roles: Roles = READERS) -> Iterator[MissionRead]:
        """A read of a mission by someone who holds one of ``roles`` in its review at this moment, or ``OPERATOR``."""
        with self._read() as session:
            found = _found(session, mission_id, reader)
            if not found.held & roles:
                raise StoreError("not_allowed")
            yield MissionRead(session, reader, found.held, found.review, found.mission)

    @contextmanager
    def _read(self) -> Iterator[Session]:
        # A session that is closed stays closed: what was allowed then may not be allowed now.
        with _said_plainly(), Session(self._reading, expire_on_commit=False, close_resets_only=False) as session:
            yield session

    @contextmanager
    def office(self, by: str, *, operator: bool = False, first: bool = False) -> Iterator[Write]:
        """A write that belongs to no review, by an administrator.

        ``operator`` allows ``OPERATOR`` too; ``first`` anyone as long as there is no member at all.
        """
        with self._write() as session:
            tip = _lock(session, OFFICE)
            nobody = first and session.scalar(select(Member.email).limit(1)) is None
            if not nobody and not (operator and by == OPERATOR):
                _authorise(session, by, None, ADMINISTRATORS)
            with self._signed(Write(session, by, tip)) as write:
                yield write

    @contextmanager
    def review(self, by: str, review_id: int, roles: Roles, *, closed: bool = False) -> Iterator[ReviewWrite]:
        """A write to a review by a member who holds one of ``roles`` at this moment; ``closed`` allows a closed one."""
        with self._write() as session:
            tip, review = _locked_review(session, by, review_id, roles, closed=closed)
            with self._signed(ReviewWrite(session, by, tip, review)) as write:
                yield write

    @contextmanager
    def tried(self, by: str, review_id: int, roles: Roles) -> Iterator[ReviewWrite]:
        """A write to a review, open or closed, of which nothing is kept; for who may read it as one of ``roles``."""
        with suppress(_OnlyTriedError), self._write() as session:
            tip = _lock(session, get_review(session, review_id).uid)
            review = session.get_one(Review, review_id, populate_existing=True)
            _authorised(session, by, review, roles)
            yield ReviewWrite(session, by, tip, review)
            raise _OnlyTriedError

    @contextmanager
    def mission(self, by: str, mission_id: int, roles: Roles) -> Iterator[MissionWrite]:
        """A write to a mission by a member who holds one of ``roles`` in its review at this moment."""
        with self._write() as session:
            if self.dialect == "postgresql":  # where a write begins by holding up no other; the rest is read after this
                session.execute(_HELD, {"mission": _id(mission_id)})
            mission, review, held, ever_signed, tip = _writable(session, by, mission_id, roles)
            if tip is None:
                raise StoreError("damaged")
            with self._signed(MissionWrite(session, by, tip, review, mission, held, ever_signed)) as write:
                yield write

    @contextmanager
    def beside(self, by: str, mission_id: int, roles: Roles) -> Iterator[MissionNote]:
        """A write about a mission that is no part of the log, and waits for none; who may is checked as for one."""
        with self._write() as session:
            mission, review, *_ = _writable(session, by, mission_id, roles)
            yield MissionNote(session, by, mission, review)

    def tips(self) -> list[SignedTip | ChainTip]:
        """The end of every chain, signed when there is a key; nothing is written. Raises ``StoreError``."""
        with self._read() as session:
            key, now = own_key(), datetime.now(UTC)
            tips = session.scalars(select(ChainTip).order_by(ChainTip.chain)).all()
            return [signed(tip, key, now) if key else tip for tip in tips]

    def sign_tips(self) -> list[SignedTip]:
        """Sign the end of every chain as it is now, when there is a key. Raises ``StoreError``."""
        found = []
        with self._write() as session:
            if key := own_key():
                for chain in session.scalars(select(ChainTip.chain).order_by(ChainTip.chain)).all():
                    tip = _lock(session, chain)
                    if session.get(SignedTip, (chain, tip.seq, key.public)) is None:
                        session.add(made := signed(tip, key, datetime.now(UTC)))
                        found.append(made)
        for each in found:
            announce(each)
        return found

    @contextmanager
    def binding(self, by: str) -> Iterator[Write]:
        """A write of somebody about their own sign-in, which the log of what belongs to no review tells."""
        with self._write() as session, self._signed(Write(session, by, _lock(session, OFFICE))) as write:
            yield write

    @contextmanager
    def unlogged(self) -> Iterator[Session]:
        """A write that is no part of the log: who is signed in, what is to be told to whom, who is where.

        The caller checks who may.
        """
        with self._write() as session:
            yield session

    @contextmanager
    def jobs(self) -> Iterator[Session]:
        """A write about jobs, which are no part of the log."""
        with self._write() as session:
            yield session

    @contextmanager
    def _signed(self, write: _W) -> Iterator[_W]:
        """Sign the ends of the logs that a write added to, when it asks for it or a day has passed."""
        yield write
        now = datetime.now(UTC)
        for chain, tip in write.session.info.get(_TIPS, {}).items():
            key = None
            if write.must_sign:
                key = own_key()
            elif not timedelta(0) <= now - self._signed_at.get(chain, _LONG_AGO) < EVERY:
                key = due(write.session, tip, now)
            if key:
                made = signed(tip, key, now)
                write.session.add(made)
                event.listen(write.session, "after_commit", lambda _, made=made: announce(made))
            event.listen(write.session, "after_commit", lambda _, chain=chain: self._signed_at.update({chain: now}))

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with _said_plainly(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def _prepare(self) -> None:
        with _said_plainly():
            with self._engine.connect() as connection:
                ready = is_current(connection)
                ahead = writes_ahead(connection)
            if not ahead and not self._engine.url.query.get("immutable"):
                with self._engine.connect() as connection:
                    write_ahead(connection)
            if not ready:
                with self._writing.begin() as connection:
                    if self.dialect == "postgresql":
                        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(2551, 2555)")
                    if not is_current(connection):  # another process may have been first
                        upgrade(connection)


def find_review(store: Store, reader: str, uid: str) -> int:
    """The id of the review of that uid, for who may read it. Raises ``StoreError``."""
    with store.read(reader) as read:
        review = read.session.scalar(select(Review).where(Review.uid == uid))
        if review is None:
            raise StoreError("no_review", value=uid)
        _authorised(read.session, reader, review, READERS)
        return review.id


def get_review(session: Session, review_id: int) -> Review:
    """The review of that id. Raises ``StoreError``."""
    review = session.get(Review, _id(review_id))
    if review is None:
        raise StoreError("not_found")
    return review


def get_mission(session: Session, mission_id: int) -> Mission:
    """The mission of that id. Raises ``StoreError``."""
    mission = session.get(Mission, _id(mission_id))
    if mission is None:
        raise StoreError("not_found")
    return mission


def _id(value: object) -> int:
    """An id as it may come from a page's address: anything but a possible id is not found."""
    if type(value) is not int or not 0 < value < 2**31:
        raise StoreError("not_found")
    return value


def _locked_review(session: Session, by: str, review_id: int, roles: Roles, *, closed: bool) -> tuple[ChainTip, Review]:
    uid = get_review(session, review_id).uid
    tip = _lock(session, uid)
    review = session.get_one(Review, review_id, populate_existing=True)
    _authorise(session, by, review, roles)
    if review.status == "closed" and not closed:
        raise StoreError("closed")
    return tip, review


def _lock(session: Session, chain: str) -> ChainTip:
    """The end of the chain, held by this transaction alone: no two writers can add after the same change."""
    tip = session.scalar(select(ChainTip).where(ChainTip.chain == chain).with_for_update())
    if tip is None:
        raise StoreError("damaged")
    return tip


def _authorise(session: Session, by: str, review: Review | None, roles: Roles) -> None:
    if not roles_of(session, by, review) & roles:
        raise StoreError("not_allowed")


def _authorised(session: Session, reader: str, review: Review, roles: Roles) -> Roles:
    """What the reader is in the review. Raises ``StoreError`` when that is none of ``roles``."""
    held = ADMINISTRATORS if reader == OPERATOR else roles_of(session, reader, review)
    if not held & roles:
        raise StoreError("not_allowed")
    return held


def roles_of(session: Session, email: str, review: Review | None) -> Roles:
    """What the person may act as: ``administrator`` anywhere, and a role in ``review``. Empty for a stranger."""
    if type(email) is not str or not storable(email):
        return frozenset()
    of_review = and_(Membership.email == Member.email, Membership.review_id == (review.id if review else None))
    query = select(Member.administrator, Membership.role).outerjoin(Membership, of_review).where(Member.email == email)
    return _roles(*(session.execute(query).one_or_none() or (False, None)))


def _roles(administrator: bool | None, role: str | None) -> Roles:
    return frozenset({name for name in (role, ADMINISTRATOR if administrator else None) if name})


def _found(session: Session, mission_id: int, email: str) -> _Found:
    """A mission for whoever asks for it. Raises ``StoreError``."""
    known = email if type(email) is str and storable(email) else ""
    row = session.execute(_MISSION, {"mission": _id(mission_id), "email": known}).one_or_none()
    if row is None:
        raise StoreError("not_found")
    mission, review, administrator, role, ever_signed, tip = row
    held = ADMINISTRATORS if email == OPERATOR else _roles(administrator, role)
    return _Found(mission, review, held, bool(ever_signed), tip)


def _writable(session: Session, by: str, mission_id: int, roles: Roles) -> _Found:
    """A mission for whoever writes to it as one of ``roles``. Raises ``StoreError``."""
    found = _found(session, mission_id, by)
    if by == OPERATOR or not found.held & roles:
        raise StoreError("not_allowed")
    if found.review.status == "closed":
        raise StoreError("closed")
    return found


_CHAIN = select(Review.uid).join(Mission, Mission.review_id == Review.id).where(Mission.id == bindparam("mission"))
_HELD = select(ChainTip.chain).where(ChainTip.chain == _CHAIN.scalar_subquery()).with_for_update()
_SIGNED = exists().where(SignOff.mission_id == Mission.id)
_MISSION = (
    select(Mission, Review, Member.administrator, Membership.role, _SIGNED, ChainTip)
    .join(Review, Review.id == Mission.review_id)
    .outerjoin(Member, Member.email == bindparam("email"))
    .outerjoin(Membership, and_(Membership.review_id == Review.id, Membership.email == Member.email))
    .outerjoin(ChainTip, ChainTip.chain == Review.uid)
    .where(Mission.id == bindparam("mission"))
)


def own_row(session: Session, email: str) -> Member | None:
    """The member of that e-mail address, in lower case; None for a stranger."""
    return session.get(Member, email) if type(email) is str and storable(email) else None


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # Not chained: a driver's own message may quote the names and texts that were being written.
        raise store_error(error) from None
    except (UnicodeEncodeError, OverflowError):  # a forged value, looked up before anything checked it
        raise StoreError("failed") from None
