"""The log of changes: who did what and when, and the proof that nothing in it, or behind its back, was altered."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from record.chain import Tampering, first_difference, first_tampering, told
from record.exchange import document, rows_by_key
from record.models import OFFICE, Change, Evidence, Head, Member, Mission, Review
from record.row import Json
from record.store import OPERATOR, MissionRead, Store
from record.words import words
from text.words import Lang


@dataclass(frozen=True)
class Verdict:
    """What ``verify`` found: how many chains and changes it read, and the first tampering of each chain that has one.

    ``heads`` gives the last hash of each chain. Whoever notes them elsewhere can show later that even the owner of the
    database did not write the log anew.
    """

    chains: int
    changes: int
    tamperings: tuple[Tampering, ...]
    heads: dict[str, str]

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
        return lines + [words("audit.head", lang, chain=chain, hash=digest) for chain, digest in self.heads.items()]


def verify(store: Store) -> Verdict:
    """Walk every chain, and compare each review as it is with what its changes say. Raises ``StoreError``."""
    with store.read(OPERATOR) as read:
        session = read.session
        heads = {head.chain: head for head in session.scalars(select(Head).order_by(Head.chain))}
        reviews = {review.uid: review for review in session.scalars(select(Review).order_by(Review.uid))}
        known = set(session.scalars(select(Change.chain).distinct()))
        known |= set(session.scalars(select(Change.subject).filter_by(chain=OFFICE, kind="review")))
        tamperings = []
        count = 0
        for chain in sorted({OFFICE, *known, *heads, *reviews}):
            changes = [change.as_json() for change in session.scalars(_changes(chain))]
            count += len(changes)
            head = heads.get(chain)
            if head is None:
                tamperings.append(Tampering(chain, 0, "deleted"))
                continue
            found = first_tampering(chain, changes, head.seq, head.hash)
            if found is None and chain == OFFICE:
                rows = {("member", "", member.email): member.as_json() for member in session.scalars(select(Member))}
                members = {key: row for key, row in told(changes).items() if key[0] == "member"}
                found = first_difference(chain, rows, members)
            elif found is None:
                found = _difference(session, reviews.get(chain), chain, changes)
            if found:
                tamperings.append(found)
    return Verdict(len(heads), count, tuple(tamperings), {chain: head.hash for chain, head in heads.items()})


def history(read: MissionRead) -> list[Change]:
    """What was done to a mission, in order; ``before`` and ``after`` are whole rows. Raises ``StoreError``."""
    return list(read.session.scalars(_changes(read.review.uid).where(Change.mission == read.mission.code)))


def _changes(chain: str) -> Select[Change]:
    return select(Change).where(Change.chain == chain).order_by(Change.seq)


def _difference(
    session: Session, review: Review | None, chain: str, changes: Sequence[Mapping[str, Json]]
) -> Tampering | None:
    """The first row of a review, or file of its evidence, that is not as its changes left it."""
    if review is None:
        return Tampering(chain, 0, "deleted")
    left = told(changes)
    found = first_difference(chain, rows_by_key(document(session, review, contents=False)), left)
    if found:
        return found
    columns = select(Evidence.uid, Evidence.content, Evidence.sha256, Mission.code)
    files = columns.join(Mission, Mission.id == Evidence.mission_id).where(Mission.review_id == review.id)
    for uid, content, digest, code in session.execute(files.where(Evidence.kind == "file").order_by(Evidence.id)):
        if hashlib.sha256(content or b"").hexdigest() != digest:
            return Tampering(chain, left["evidence", code, uid][0], "differs", f"evidence {code} {uid}")
    return None
