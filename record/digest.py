"""The digest of a day: for each member what waits for them in all their open reviews, put into the outbox once."""

from collections import Counter, defaultdict
from datetime import date

from sqlalchemy import select

from record.members import members_of
from record.mission_status import mission_statuses
from record.models import Review
from record.outbox import put_digest
from record.store import OPERATOR, Store
from record.waiting import KINDS, waiting_for


def put_digests(store: Store, day: date) -> int:
    """Put the digest of that day for every member for whom something waits; how many were put. Raises ``StoreError``.

    Whoever has that day's digest already, or wants none, gets no other.
    """
    with store.read(OPERATOR) as read:
        open_reviews = list(read.session.scalars(select(Review.id).where(Review.status == "open").order_by(Review.id)))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    for review in open_reviews:
        with store.read_review(OPERATOR, review) as one:
            rows, group = mission_statuses(one), members_of(one)
        for member, role in group:
            found = waiting_for(member.email, frozenset({role}), rows)
            totals[member.email] += len(found.missions)
            kinds[member.email].update({kind: len(getattr(found, kind)) for kind in KINDS})
    put = 0
    for email in sorted(email for email, n in totals.items() if n):
        counts = {kind: n for kind, n in kinds[email].items() if n}
        put += put_digest(store, email, day, {"kinds": dict(counts), "total": totals[email]})
    return put
