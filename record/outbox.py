"""The outbox: what members are to be told by e-mail, put there with the write that it tells of, so neither is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from record.models import Member, Membership, Mission, Notice, NoticeChoice, NoticeKind, Review, SignOff, of_people
from record.row import Json
from record.store import EXPORTERS, READERS, MissionWrite, ReviewWrite, Store, get_review, own_row, roles_of
from record.store_error import StoreError
from text.words import LANGS, Lang

KEPT = timedelta(days=30)
"""How long the outbox remembers what it told."""
EXPIRES = timedelta(days=7)
"""After that long a notice that could not be sent is old news."""
DIGEST_EXPIRES = timedelta(hours=20)
_CLAIM = timedelta(minutes=10)
"""How long a sender has for one letter before another one may try."""
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Claimed:
    """A notice that is this sender's to send, with what a letter about it names."""

    notice: Notice
    lang: Lang
    review: Review | None
    mission: Mission | None
    names: Mapping[str, str]
    """What everybody is called, by e-mail."""


def put(
    write: ReviewWrite,
    kind: NoticeKind,
    email: str,
    *,
    mission: Mission | None = None,
    facts: Mapping[str, Json],
) -> None:
    """Put a notice about the review, or one of its missions, into the outbox with this write."""
    write.session.execute(delete(Notice).where(Notice.made < write.at - KEPT))
    notice = _notice(kind, email, write.at, facts, EXPIRES)
    notice.review_id, notice.mission_id = write.review.id, mission.id if mission else None
    write.session.add(notice)


def tell_reopened(write: MissionWrite, question: str) -> None:
    """Put a notice for who signed the mission, the chair and the assignee: the writer took the signature off."""
    here = (Membership.review_id == write.review.id, of_people(Membership.email))
    of_review = select(Membership.email, Membership.role).where(*here)
    signers = select(SignOff.by).where(SignOff.mission_id == write.mission.id).order_by(SignOff.seq.desc()).limit(1)
    concerned = {write.mission.assignee, write.session.scalar(signers)}
    for email, role in write.session.execute(of_review.order_by(Membership.email)).all():
        if email != write.by and (role == "chair" or email in concerned):
            put(write, "reopened", email, mission=write.mission, facts={"by": write.by, "question": question})


def remind(store: Store, by: str, review_id: int, wanted: Mapping[str, Sequence[int]]) -> int:
    """Put a reminder for each member that ``wanted`` names, of these missions. Gives how many were put.

    By chair, secretariat or administrator. Raises ``StoreError``.
    """
    with store.review(by, review_id, EXPORTERS) as write:
        known = select(Mission.id).where(Mission.review_id == review_id)
        here = set(write.session.scalars(known))
        for email, missions in wanted.items():
            if not set(missions) <= here:
                raise StoreError("not_found")
            if not roles_of(write.session, email, write.review) & READERS:
                raise StoreError("no_member", value=email)
            put(write, "reminder", email, facts={"by": by, "missions": len(missions)})
    return len(wanted)


def put_digest(store: Store, email: str, day: date, facts: Mapping[str, Json]) -> bool:
    """Put the digest of that day for a member who wants one; whether there was none yet. Raises ``StoreError``."""
    with store.unlogged() as session:
        if not choice_of(session, email).digest or session.scalar(select(Notice.id).filter_by(email=email, day=day)):
            return False
        notice = _notice("digest", email, datetime.now(UTC), facts, DIGEST_EXPIRES)
        notice.day = day
        session.add(notice)
    return True


def choice_of(session: Session, email: str) -> NoticeChoice:
    """What a member chose about notices, or what holds until they do."""
    found = session.get(NoticeChoice, email)
    return found or NoticeChoice(email=email, digest=True, at_once=True, lang="th")


def own_choice(store: Store, email: str) -> NoticeChoice:
    """What the member chose about notices. Raises ``StoreError``."""
    with store.read(email) as read:
        return choice_of(read.session, email)


def choose(store: Store, email: str, *, digest: bool, at_once: bool, lang: Lang) -> None:
    """Say which notices one wants oneself, in which language. Raises ``StoreError``."""
    with store.unlogged() as session:
        if own_row(session, email) is None:
            raise StoreError("not_allowed")
        language: Lang = lang if lang in LANGS else "th"
        session.merge(NoticeChoice(email=email, digest=bool(digest), at_once=bool(at_once), lang=language))


def claim(store: Store, now: datetime) -> Claimed | None:
    """The next notice to be sent, claimed for ten minutes; None when none is due. Raises ``StoreError``.

    Notices that are old news, that their member switched off or may not read any more are ended on the way.
    """
    with store.unlogged() as session:
        waiting = select(Notice).where(Notice.sent.is_(None), Notice.ended.is_(None), Notice.due <= now)
        for notice in session.scalars(waiting.order_by(Notice.id).limit(1000).with_for_update(skip_locked=True)):
            notice.ended = _why_not(session, notice, now)
            if notice.ended is None:
                notice.due, notice.tries = now + _CLAIM, notice.tries + 1
                session.flush()
                return _claimed(session, notice)
    return None


def was_sent(store: Store, notice_id: int, now: datetime) -> None:
    """Say that a claimed notice was sent. Raises ``StoreError``."""
    with store.unlogged() as session:
        session.get_one(Notice, notice_id).sent = now


def release(store: Store, notice_id: int, now: datetime) -> None:
    """Give a claimed notice back: no letter could be sent, to nobody. Raises ``StoreError``."""
    with store.unlogged() as session:
        notice = session.get_one(Notice, notice_id)
        notice.due, notice.tries = now, notice.tries - 1


def put_off(store: Store, notice_id: int, now: datetime) -> None:
    """Say that a claimed notice could not be sent now: try again, each time a little later. Raises ``StoreError``."""
    with store.unlogged() as session:
        notice = session.get_one(Notice, notice_id)
        notice.due = now + min(timedelta(minutes=2 ** min(notice.tries - 1, 6)), _LONGEST_WAIT)


def end(store: Store, notice_id: int, why: str) -> None:
    """Say that a claimed notice can never be sent, and why (a word). Raises ``StoreError``."""
    with store.unlogged() as session:
        session.get_one(Notice, notice_id).ended = why


def reminders_for(store: Store, email: str, now: datetime) -> list[tuple[Notice, Review, str]]:
    """The newest reminder of each review that a member was sent or is to be sent, and who reminds them."""
    with store.read(email) as read:
        query = select(Notice, Review).join(Review, Review.id == Notice.review_id)
        query = query.where(Notice.email == email, Notice.kind == "reminder", Notice.expires > now)
        found = {
            notice.review_id: (notice, review) for notice, review in read.session.execute(query.order_by(Notice.id))
        }
        names = {member.email: member.name for member in read.session.scalars(select(Member))}
        return [(notice, review, names.get(str(notice.facts["by"]), "")) for notice, review in found.values()]


def _notice(kind: NoticeKind, email: str, at: datetime, facts: Mapping[str, Json], lasts: timedelta) -> Notice:
    notice = Notice(uid=uuid4().hex, kind=kind, email=email, facts=dict(facts), made=at, due=at, expires=at + lasts)
    notice.tries = 0
    return notice


def _why_not(session: Session, notice: Notice, now: datetime) -> str | None:
    """Why a notice is not sent at all, None when it is."""
    choice = choice_of(session, notice.email)
    if notice.expires <= now:
        return "expired"
    if not (choice.digest if notice.kind == "digest" else choice.at_once):
        return "unwanted"
    review = get_review(session, notice.review_id) if notice.review_id else None
    if review and not roles_of(session, notice.email, review) & READERS:
        return "not_allowed"
    return None


def _claimed(session: Session, notice: Notice) -> Claimed:
    names = {member.email: member.name for member in session.scalars(select(Member))}
    review = session.get(Review, notice.review_id) if notice.review_id else None
    mission = session.get(Mission, notice.mission_id) if notice.mission_id else None
    return Claimed(notice, choice_of(session, notice.email).lang, review, mission, names)
