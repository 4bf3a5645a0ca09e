"""The record of a review as it is kept: what the group agreed, what each member thought, what was signed, who did what.

Nothing here decides: a decision is replayed from the answers. Rows are found by what the field itself calls them (the
e-mail of a member, the code of a mission, the id of a question), so that a review means the same in another database.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, validates

from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.rows import NUMBERS
from record.lengths import CLAIM, CODE, EMAIL, NAME, WORDS
from record.row import Moment, Row, Written, later, local
from text.words import Lang

Role: TypeAlias = Literal["member", "chair", "secretariat"]
ROLES: tuple[Role, ...] = get_args(Role)
EvidenceKind: TypeAlias = Literal["reference", "link", "file"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
DraftKind: TypeAlias = Literal["answer", "opinion"]
DRAFT_KINDS: tuple[DraftKind, ...] = get_args(DraftKind)
NoticeKind: TypeAlias = Literal["mention", "reopened", "reminder", "digest"]
ReviewStatus: TypeAlias = Literal["open", "closed"]
REVIEW_STATUSES: tuple[ReviewStatus, ...] = get_args(ReviewStatus)

OFFICE = "office"
"""The chain of changes that belong to no review: members, and which reviews there are."""
PROGRAMS = "program.invalid"
"""Where programs have their addresses: a domain that cannot exist (RFC 2606), so that no provider vouches for it."""


class Member(Row):
    """A person who may sign in. ``email`` identifies the person and never changes; it is kept in lower case."""

    __tablename__ = "member"

    email: Mapped[str] = mapped_column(String(EMAIL), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME))
    administrator: Mapped[bool]


def is_program(email: str) -> bool:
    """Whether the address is that of a program, which is no person of a working group."""
    return email.endswith(f"@{PROGRAMS}")


def of_people(email: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that a column of addresses holds a person's and not a program's."""
    return email.not_like(f"%@{PROGRAMS}")


class Review(Row):
    """A round of one ministry: its missions classified by one version of the chart, due six months after its start."""

    __tablename__ = "review"

    id: Mapped[int] = local(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    ministry: Mapped[str] = mapped_column(String(NAME))
    title_th: Mapped[str] = mapped_column(String(NAME))
    title_en: Mapped[str] = mapped_column(String(NAME))
    started: Mapped[date]
    chart_id: Mapped[str] = mapped_column(String(40))
    chart_version: Mapped[str] = mapped_column(String(40))
    chart_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[ReviewStatus] = mapped_column(String(20))
    version: Mapped[int]
    quorum: Mapped[int | None] = later()
    """How many members must give the same answer before it counts as agreed; None: all who are asked."""
    vouched: Mapped[bool | None] = local()
    """Whether a known key signed the copy that this was imported from; None for a review that was begun here."""

    def title(self, lang: Lang) -> str:
        """The title in ``lang``, or in Thai where there is no other."""
        return (lang == "en" and self.title_en) or self.title_th


class Membership(Row):
    """What a member is in one review."""

    __tablename__ = "membership"

    review_id: Mapped[int] = local(ForeignKey(Review.id), primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey(Member.email), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(String(20))


class Mission(Row):
    """A mission (ภารกิจ) under review. Its code is its name towards files and never changes.

    Money is kept as whole satang (1/100 baht), because SQLite has no exact decimal; ``budget`` gives it in baht.
    ``other_agency`` is the agency that already performs the mission, where it is not itself under this review.
    """

    __tablename__ = "mission"
    __table_args__ = (UniqueConstraint("review_id", "code"),)

    id: Mapped[int] = local(primary_key=True)
    review_id: Mapped[int] = local(ForeignKey(Review.id))
    code: Mapped[str] = mapped_column(String(CODE))
    ministry: Mapped[str] = mapped_column(String(NAME))
    department: Mapped[str] = mapped_column(String(NAME))
    name_th: Mapped[str] = mapped_column(String(NAME))
    name_en: Mapped[str] = mapped_column(String(NAME))
    description: Mapped[str] = mapped_column(String(WORDS))
    legal_basis: Mapped[str] = mapped_column(String(WORDS))
    budget_satang: Mapped[int | None] = mapped_column(BigInteger)
    positions: Mapped[int | None]
    other_agency: Mapped[str] = mapped_column(String(NAME))
    assignee: Mapped[str | None] = mapped_column(ForeignKey(Member.email))
    version: Mapped[int]
    ministry_en: Mapped[str | None] = later(String(NAME))
    department_en: Mapped[str | None] = later(String(NAME))
    settled_by: Mapped[str | None] = later(String(NAME))
    dissent: Mapped[str | None] = later(String(WORDS))
    """Who settled it and which view was not followed, as a file says; what was settled here is a ``Settlement``."""
    details: Mapped[dict[str, Any] | None] = later(Written)
    """What is known besides, by the names of ``DETAIL_FIELDS``, each of which is an attribute too."""

    @validates("ministry_en", "department_en", "settled_by", "dissent")
    def _blank(self, _: str, value: str | None) -> str | None:
        """What came later is None where there is none."""
        return value or None

    def name(self, lang: Lang) -> str:
        """The name in ``lang``, or in Thai where there is no other."""
        return (lang == "en" and self.name_en) or self.name_th

    def agencies(self, lang: Lang) -> tuple[str, str]:
        """Ministry and department in ``lang``, or in Thai where there is no other; "" where none is given."""
        en = lang == "en"
        return (en and self.ministry_en) or self.ministry, (en and self.department_en) or self.department

    @property
    def budget(self) -> Decimal | None:
        """The yearly budget in baht, to the satang."""
        return None if self.budget_satang is None else Decimal(self.budget_satang).scaleb(-2)


def _detail(name: str, blank: str | None) -> property:
    """An attribute that is kept among the details while it says something."""

    def get(mission: Mission) -> str | int | None:
        value: str | int | None = (mission.details or {}).get(name, blank)
        return value

    def put(mission: Mission, value: str | int | None) -> None:
        kept = {other: told for other, told in (mission.details or {}).items() if other != name}
        mission.details = kept | ({} if value in ("", None) else {name: value}) or None

    return property(get, put)


for _name in DETAIL_FIELDS:
    setattr(Mission, _name, _detail(_name, None if _name in NUMBERS else ""))


def told_fields(row: object) -> dict[str, Any]:
    """A mission as the log tells it, its details among the other fields; a log from elsewhere may hold anything."""
    fields = dict(row) if isinstance(row, Mapping) else {}
    details = fields.pop("details", None)
    return fields | (dict(details) if isinstance(details, Mapping) else {})


class Answer(Row):
    """The answer that the group agrees on now. A ``value`` of "" says that it is not known yet."""

    __tablename__ = "answer"

    mission_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True)
    question: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    value: Mapped[str] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(String(WORDS))
    evidence: Mapped[str] = mapped_column(String(WORDS))
    version: Mapped[int]
    by: Mapped[str] = mapped_column(String(EMAIL))
    at: Mapped[datetime] = mapped_column(Moment)


class Opinion(Row):
    """One member's own answer and reason."""

    __tablename__ = "opinion"

    mission_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True)
    question: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    by: Mapped[str] = mapped_column(ForeignKey(Member.email), primary_key=True)
    value: Mapped[str] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(String(WORDS))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)


class Settlement(Row):
    """What the chair settled where opinions parted. ``minority`` keeps each differing opinion as it then stood."""

    __tablename__ = "settlement"

    mission_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True)
    question: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    value: Mapped[str] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(String(WORDS))
    minority: Mapped[list[Any]] = mapped_column(Written)
    by: Mapped[str] = mapped_column(String(EMAIL))
    seq: Mapped[int] = local()
    """The number of its change in the log, which orders the settlements of a mission whatever the clock said."""


class Evidence(Row):
    """What an answer rests on: a law or resolution (reference), a link, or a file kept in the database.

    ``text`` is the reference, the address, or the caption of the file. ``size`` is in bytes.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = local(primary_key=True)
    mission_id: Mapped[int] = local(ForeignKey(Mission.id), index=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    question: Mapped[str] = mapped_column(String(CODE))
    kind: Mapped[EvidenceKind] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(WORDS))
    file_name: Mapped[str | None] = mapped_column(String(NAME))
    media_type: Mapped[str | None] = mapped_column(String(CODE))
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    by: Mapped[str] = mapped_column(String(EMAIL))
    at: Mapped[datetime] = mapped_column(Moment)


class Draft(Row):
    """What a member has typed and not saved, for the group's answer or as their own opinion.

    ``value`` is None while no answer is chosen. ``base`` is the version of the answer or opinion that the member had
    seen: when that is no longer the one kept, someone saved meanwhile.
    """

    __tablename__ = "draft"

    mission_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True)
    question: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    by: Mapped[str] = mapped_column(ForeignKey(Member.email), primary_key=True)
    kind: Mapped[DraftKind] = mapped_column(String(20), primary_key=True)
    base: Mapped[int]
    value: Mapped[str | None] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(String(WORDS))
    evidence: Mapped[str] = mapped_column(String(WORDS))
    at: Mapped[datetime] = mapped_column(Moment)


class Proposal(Row):
    """Another answer to a question of a signed mission, which the chair has not accepted or refused yet.

    ``base`` is the version of the answer that the member saw, 0 when there was none.
    """

    __tablename__ = "proposal"

    mission_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True)
    question: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    by: Mapped[str] = mapped_column(ForeignKey(Member.email), primary_key=True)
    base: Mapped[int]
    value: Mapped[str] = mapped_column(String(CODE))
    reason: Mapped[str] = mapped_column(String(WORDS))
    evidence: Mapped[str] = mapped_column(String(WORDS))
    at: Mapped[datetime] = mapped_column(Moment)


class Comment(Row):
    """What somebody said about a question of a mission; ``reply_to`` is the uid of the comment that began the talk.

    ``mentions`` are the e-mails of the members it calls. Only a comment that began a talk is resolved.
    """

    __tablename__ = "comment"

    uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    mission_id: Mapped[int] = local(ForeignKey(Mission.id), index=True)
    question: Mapped[str] = mapped_column(String(CODE))
    reply_to: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(String(WORDS))
    mentions: Mapped[list[Any]] = mapped_column(Written)
    by: Mapped[str] = mapped_column(ForeignKey(Member.email))
    at: Mapped[datetime] = mapped_column(Moment)
    resolved_by: Mapped[str | None] = mapped_column(String(EMAIL))
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    seq: Mapped[int] = local()
    """The number of its change in the log, which orders the comments of a mission whatever the clock said."""


class SignOff(Row):
    """What the chair signed: the decision as it stood, the hash of the answers, and the chart that decided."""

    __tablename__ = "sign_off"

    mission_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    by: Mapped[str] = mapped_column(String(EMAIL))
    decision: Mapped[dict[str, Any]] = mapped_column(Written)
    answers_hash: Mapped[str] = mapped_column(String(64))
    chart: Mapped[str] = mapped_column(String(CODE))
    chart_hash: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = local()
    """The number of its change in the log, which orders the signatures of a mission whatever the clock said."""


class Link(Row):
    """A mission's counterpart in the same review: to merge with (either side may name it), or to transfer to."""

    __tablename__ = "link"

    mission_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True)
    other_id: Mapped[int] = local(ForeignKey(Mission.id), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(40))


class Change(Row):
    """One write, never altered. ``chain`` is a review's uid or ``OFFICE``; ``mission`` a code.

    ``kind`` and ``subject`` name the row written: ("answer", question), ("opinion", question/e-mail) and so on.
    ``hash`` covers all other fields, ``previous`` among them: the hash of the change before.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_mission", "chain", "mission", "seq"),)

    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(EMAIL))
    kind: Mapped[str] = mapped_column(String(20))
    mission: Mapped[str | None] = mapped_column(String(CODE))
    subject: Mapped[str] = mapped_column(String(CODE + EMAIL + 1))
    before: Mapped[dict[str, Any] | None] = mapped_column(Written)
    after: Mapped[dict[str, Any] | None] = mapped_column(Written)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ChainTip(Row):
    """The last change of a chain: what writers lock."""

    __tablename__ = "head"

    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class SignedTip(Row):
    """The end of a chain as it was at a moment, signed with a key that is not in this database.

    ``key`` is the public key and ``signature`` the Ed25519 signature of the other fields, both in base64.
    """

    __tablename__ = "signed_tip"

    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(44), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    signature: Mapped[str] = mapped_column(String(88))


class Identity(Row):
    """Who a member is to a provider of sign-in: bound at the first sign-in to the e-mail that was invited."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(String(CLAIM), primary_key=True)
    subject: Mapped[str] = mapped_column(String(CLAIM), primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey(Member.email), index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class SignIn(Row):
    """A sign-in and how long it counts, whatever a browser's cookie says. ``id`` is the hash of what the cookie holds.

    It is not part of the log: ``seen`` is brought up to date while the member works.
    """

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey(Member.email), index=True)
    began: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[datetime] = mapped_column(Moment)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(EMAIL))


class Token(Row):
    """What lets a program in, as the member ``email``. ``id`` is the hash of the secret, which is kept nowhere."""

    __tablename__ = "token"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey(Member.email), index=True)
    by: Mapped[str] = mapped_column(String(EMAIL))
    made: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)
    revoked: Mapped[datetime | None] = mapped_column(Moment)


class Notice(Row):
    """What one member is to be told by e-mail: the outbox. It is no part of the log and leaves with no copy.

    ``facts`` is what the letter says besides the review and the mission; ``day`` is set for a digest, of which each
    member gets one a day. A sender claims a notice before it sends, so that no other one sends it too.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("email", "day"),)

    id: Mapped[int] = local(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[NoticeKind] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(ForeignKey(Member.email))
    review_id: Mapped[int | None] = mapped_column(ForeignKey(Review.id))
    mission_id: Mapped[int | None] = mapped_column(ForeignKey(Mission.id))
    facts: Mapped[dict[str, Any]] = mapped_column(Written)
    day: Mapped[date | None]
    made: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)
    due: Mapped[datetime] = mapped_column(Moment)
    """When it is to be sent, or tried again; a sender that claims it moves this on."""
    tries: Mapped[int]
    sent: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[str | None] = mapped_column(String(20))
    """Why it is not sent any more, None while it may be or was."""


class NoticeChoice(Row):
    """Which notices a member wants, and in which language; who chose nothing gets both, in Thai."""

    __tablename__ = "notice_choice"

    email: Mapped[str] = mapped_column(ForeignKey(Member.email), primary_key=True)
    digest: Mapped[bool]
    at_once: Mapped[bool]
    lang: Mapped[Lang] = mapped_column(String(2))


class Presence(Row):
    """Who looks at which mission, as one process of the program last said; it counts for less than a minute."""

    __tablename__ = "presence"

    process: Mapped[str] = mapped_column(String(32), primary_key=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey(Mission.id), primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey(Member.email), primary_key=True)
    seen: Mapped[datetime] = mapped_column(Moment)


class SavedView(Row):
    """Filters of a review's list that a member keeps under a name."""

    __tablename__ = "saved_view"

    review_id: Mapped[int] = mapped_column(ForeignKey(Review.id), primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey(Member.email), primary_key=True)
    name: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    filters: Mapped[dict[str, Any]] = mapped_column(Written)


class JobRow(Row):
    """A large file to be classified, whose bytes are in a folder of that ``id``. It is no part of the log.

    ``owner`` is who may see it, None where nobody signs in: there it is whoever knows the id. ``run`` names the attempt
    that counts, ``place`` what only one job at a time may have. What is written as JSON is read where it is needed, one
    row at a time, so that a damaged row holds up nobody else's.
    """

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(EMAIL), index=True)
    name: Mapped[str] = mapped_column(String(NAME))
    size: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), index=True)
    turn: Mapped[int | None]
    ordered: Mapped[str | None] = mapped_column(Text)
    former: Mapped[str | None] = mapped_column(Text)
    run: Mapped[str | None] = mapped_column(String(32))
    place: Mapped[str | None] = mapped_column(String(200), unique=True)
    host: Mapped[str | None] = mapped_column(String(200))
    pid: Mapped[int | None] = mapped_column(BigInteger)
    process_start: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    progress: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
