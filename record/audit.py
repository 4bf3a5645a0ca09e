"""The log of changes: who did what and when, and the proof that nothing in it, or behind its back, was altered."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from record.chain import IMPORT, MOVE, Key, Tampering, first_difference, first_tampering, replay
from record.database import store_error
from record.exchange import LOGGED, OF_MISSION, ORDERED, document, rows_by_key
from record.models import (
    OFFICE,
    ChainTip,
    Change,
    Draft,
    Evidence,
    Identity,
    Link,
    Member,
    Membership,
    Mission,
    Review,
    SignedTip,
    Token,
)
from record.row import Json, Row
from record.sign_in import identity_key
from record.signed_tips import against_signatures, against_tips, not_genuine
from record.signing_key import trusted_keys
from record.store import OPERATOR, MissionRead, ReviewRead, Store
from record.words import words
from text.words import Lang

_T = TypeVar("_T")
_DAMAGE = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
"""What reading a damaged row raises: JSON, a date or a text that is none, a row that another one needs."""
_FOREIGN = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name",
    "postgresql": "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n"
    " ON n.oid = c.relnamespace WHERE NOT tgisinternal AND n.nspname = current_schema()"
    " UNION SELECT rulename FROM pg_rules WHERE schemaname = current_schema() ORDER BY 1",
}
"""What runs inside the database and is not this program's: it has none of these."""


@dataclass(frozen=True)
class Verdict:
    """What ``verify`` found: how many chains and changes it read, and the first tampering of each chain that has one.

    ``tips`` gives number and hash of the last change of each chain; ``drafts`` counts the rows that the log does not
    cover; ``keys`` how many keys were known to check signed tips by.
    """

    chains: int
    changes: int
    tamperings: tuple[Tampering, ...]
    tips: Mapping[str, tuple[int, str]]
    drafts: int
    keys: int

    @property
    def sound(self) -> bool:
        """Whether nothing was tampered with."""
        return not self.tamperings

    def sentences(self, lang: Lang) -> list[str]:
        """The verdict for a reader, one sentence a line."""
        if self.sound:
            lines = [words("audit.sound", lang, chains=f"{self.chains:,}", changes=f"{self.changes:,}")]
        else:
            lines = [tampering.sentence(lang) for tampering in self.tamperings]
        if self.drafts:
            lines.append(words("audit.drafts", lang, n=f"{self.drafts:,}"))
        if not self.keys:
            lines.append(words("audit.no_key", lang))
        tips = self.tips.items()
        return lines + [words("audit.tip", lang, chain=chain, seq=seq, hash=digest) for chain, (seq, digest) in tips]


def verify(store: Store, expected: Sequence[Mapping[str, Any]] = ()) -> Verdict:
    """Walk every chain, and compare each review as it is with what its changes say. Raises ``StoreError``.

    ``expected`` are tips that were kept elsewhere: the log must still hold each of them, and those that are signed must
    have been signed with a known key.
    """
    with store.read(OPERATOR) as read:
        session = read.session
        tips = {tip.chain: tip for tip in session.scalars(select(ChainTip).order_by(ChainTip.chain))}
        chains = _chains(session, tips)
        tamperings = [*_foreign(session), *_orphans(session)]
        count = 0
        for chain in chains:
            found: Tampering | None = None
            changes, unreadable = _changes_of(session, chain)
            count += len(changes)
            if chain not in tips:
                found = Tampering(chain, 0, "deleted")
            else:
                found = unreadable or _tampering(chain, changes, tips[chain]) or _difference(session, chain, changes)
            if found:
                tamperings.append(found)
        tamperings += [*against_tips(session, expected), *not_genuine(expected)]
        signed = _readable(lambda: against_signatures(session, tips.values()))
        tamperings += [Tampering(OFFICE, 0, "unreadable", SignedTip.__tablename__)] if signed is None else signed
        drafts = session.scalar(select(func.count()).select_from(Draft)) or 0
        return Verdict(
            len(tips),
            count,
            tuple(dict.fromkeys(tamperings)),
            {chain: (tip.seq, tip.hash) for chain, tip in tips.items()},
            drafts,
            len(trusted_keys()),
        )


def history(read: MissionRead) -> list[Change]:
    """What was done to a mission, in order; ``before`` and ``after`` are whole rows.

    Where the review was imported it begins with that.
    """
    query = _changes(read.review.uid)
    imported = list(read.session.scalars(query.where(Change.kind == IMPORT)))
    own = query.where(Change.kind != IMPORT, or_(Change.mission == read.mission.code, Change.kind == MOVE))
    return imported + list(read.session.scalars(own))


def newest_in_review(read: ReviewRead) -> tuple[Change, str] | None:
    """The last change of a review and what its author is called; None while there is none."""
    query = select(Change, Member.name).outerjoin(Member, Member.email == Change.by)
    query = query.where(Change.chain == read.review.uid).order_by(Change.seq.desc()).limit(1)
    found = read.session.execute(query).first()
    return None if found is None else (found[0], found[1] or found[0].by)


def _changes(chain: str) -> Select[Change]:
    return select(Change).where(Change.chain == chain).order_by(Change.seq)


def _chains(session: Session, tips: Iterable[str]) -> list[str]:
    known = set(session.scalars(select(Change.chain).distinct()))
    known |= set(session.scalars(select(Change.subject).filter_by(chain=OFFICE, kind="review")))
    known |= set(session.scalars(select(Review.uid)))
    return sorted({OFFICE, *known, *tips})


def _readable(read: Callable[[], _T]) -> _T | None:
    """What ``read`` gives, None when a row is damaged. Raises ``StoreError`` when the database itself fails."""
    try:
        return read()
    except _DAMAGE:
        return None
    except SQLAlchemyError as error:  # a text that is not UTF-8
        if (meant := store_error(error)).code not in ("failed", "damaged"):
            raise meant from None
        return None


def _changes_of(session: Session, chain: str) -> tuple[list[dict[str, Json]], Tampering | None]:
    """The changes of a chain, and the first that cannot be read."""
    whole = _readable(lambda: [change.as_json() for change in session.scalars(_changes(chain))])
    if whole is not None:
        return whole, None
    changes: list[dict[str, Json]] = []
    for seq in session.scalars(select(Change.seq).where(Change.chain == chain).order_by(Change.seq)).all():
        one = _readable(lambda seq=seq: session.get_one(Change, (chain, seq)).as_json())  # type: ignore[misc]
        if one is None:
            return changes, Tampering(chain, seq, "unreadable")
        changes.append(one)
    return changes, None


def _tampering(chain: str, changes: Sequence[Mapping[str, Json]], tip: ChainTip) -> Tampering | None:
    """The first fault of a chain; a database of loose types may hold a text where the number of its end was."""
    if type(tip.seq) is not int:
        return Tampering(chain, 0, "unreadable", ChainTip.__tablename__)
    return first_tampering(chain, changes, tip.seq, tip.hash)


def _difference(session: Session, chain: str, changes: Sequence[Mapping[str, Json]]) -> Tampering | None:
    """The first row that a chain tells of, or file of evidence, that is not as its changes left it."""
    if chain == OFFICE:
        rows = _readable(lambda: _office(session))
        return first_difference(chain, rows, _office_left(changes)) if rows is not None else _damaged(session, chain)
    found = _readable(lambda: session.scalars(select(Review).where(Review.uid == chain)).all())
    if found is None:
        return _damaged(session, chain)
    if not found:
        return Tampering(chain, 0, "deleted")
    review, left = found[0], replay(changes)
    rows = _readable(lambda: rows_by_key(document(session, review, contents=False)))
    if rows is None:
        return _damaged(session, chain)
    return first_difference(chain, rows, left) or _file(session, review, left) or _order(session, review, changes)


def _office(session: Session) -> dict[Key, Json]:
    """The rows that belong to no review, and whether somebody vouches for each review."""
    rows: dict[Key, Json] = {
        ("member", "", member.email): member.as_json() for member in session.scalars(select(Member))
    }
    for identity in session.scalars(select(Identity)):
        rows["identity", "", identity_key(identity.issuer, identity.subject)] = identity.as_json()
    for token in session.scalars(select(Token)):
        rows["token", "", token.id] = token.as_json()
    for review in session.scalars(select(Review)):
        rows["review", "", review.uid] = review.vouched
    return rows


def _office_left(changes: Sequence[Mapping[str, Json]]) -> dict[Key, tuple[int, Json]]:
    """As ``replay``, with of a review only whether somebody vouches for it: its fields are told in its own chain.

    A program before this noted the end of an imported copy, and nobody vouched for one.
    """
    left = replay(changes)
    for key, (seq, row) in left.items():
        if key[0] == "review" and isinstance(row, Mapping):
            left[key] = seq, row.get("vouched", False if "head" in row else None)
    return left


def _file(session: Session, review: Review, left: Mapping[Key, tuple[int, Json]]) -> Tampering | None:
    columns = select(Evidence.id, Evidence.uid, Evidence.sha256, Mission.code)
    pieces = columns.join(Mission, Mission.id == Evidence.mission_id).where(Mission.review_id == review.id)
    for id_, uid, digest, code in session.execute(pieces.order_by(Evidence.id)).all():
        content = session.scalar(select(Evidence.content).where(Evidence.id == id_))  # of many, one at a time
        if (hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content) != digest:
            return Tampering(review.uid, left["evidence", code, uid][0], "differs", f"evidence {code} {uid}")
    return None


def _order(session: Session, review: Review, changes: Sequence[Mapping[str, Json]]) -> Tampering | None:
    """The first row whose number, which orders its like, is not that of a change that tells of it."""
    told: dict[tuple[Json, ...], set[Json]] = {}
    for change in changes:
        told.setdefault((change["kind"], change["mission"], change["subject"]), set()).add(change["seq"])
    for name in ORDERED:
        kind, key = OF_MISSION[name]
        rows = select(kind, Mission.code).join(Mission, Mission.id == kind.mission_id)
        for row, code in session.execute(rows.where(Mission.review_id == review.id)):
            as_told = row.as_json()
            subject = "/".join(str(as_told[column]) for column in key)
            numbers = told.get((LOGGED[name], code, subject), set())
            if row.seq not in numbers:
                seq = next(iter(numbers), 0)
                return Tampering(
                    review.uid, seq if isinstance(seq, int) else 0, "differs", f"{LOGGED[name]} {code} {subject}"
                )
    return None


def _damaged(session: Session, chain: str) -> Tampering:
    """The first kind of row that cannot be read."""
    kinds: list[type[Row]] = [
        Member,
        Identity,
        Token,
        Review,
        Membership,
        Mission,
        Link,
        *(k for k, _ in OF_MISSION.values()),
    ]
    for kind in kinds:
        if _readable(lambda kind=kind: [row.as_json() for row in session.scalars(select(kind))]) is None:  # type: ignore[misc]
            return Tampering(chain, 0, "unreadable", kind.__tablename__)
    return Tampering(chain, 0, "unreadable")


def _foreign(session: Session) -> Iterator[Tampering]:
    """Triggers, views and rules, which could write behind this program's back."""
    for name in session.scalars(text(_FOREIGN[session.get_bind().dialect.name])):
        yield Tampering(OFFICE, 0, "trigger", str(name))


def _orphans(session: Session) -> Iterator[Tampering]:
    """Rows that belong to a row which is not there; a database keeps them out unless it was told not to."""
    for table in Row.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            parent = key.column.table.alias("parent")
            joined = table.outerjoin(parent, parent.c[key.column.name] == key.parent)
            lost = select(func.count()).select_from(joined).where(key.parent.is_not(None))
            if n := session.scalar(lost.where(parent.c[key.column.name].is_(None))):
                yield Tampering(OFFICE, 0, "orphan", f"{table.name}.{key.parent.name}: {n}")
