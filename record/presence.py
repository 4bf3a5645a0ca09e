"""Who looks at which mission, for processes to tell one another. Nothing of it is kept for a minute, or logged."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import delete, or_, select

from record.models import Member, Mission, Presence
from record.store import OPERATOR, MissionRead, Store

LASTS = timedelta(seconds=45)
"""How long a process is believed without saying it again."""

Here: TypeAlias = tuple[int, str]
"""A mission and the e-mail of a member who looks at it."""


def tell(store: Store, process: str, here: Collection[Here], now: datetime) -> None:
    """Say who is where in this process, instead of what it said before. Raises ``StoreError``."""
    with store.unlogged() as session:
        session.execute(delete(Presence).where(or_(Presence.process == process, Presence.seen < now - LASTS)))
        known = set(session.scalars(select(Mission.id).where(Mission.id.in_({mission for mission, _ in here}))))
        members = set(session.scalars(select(Member.email).where(Member.email.in_({email for _, email in here}))))
        for mission, email in sorted(here):
            if mission in known and email in members:
                session.add(Presence(process=process, mission_id=mission, email=email, seen=now))


def elsewhere(store: Store, process: str, now: datetime) -> frozenset[Here]:
    """Who is where in the other processes, by this program's own right. Raises ``StoreError``."""
    with store.read(OPERATOR) as read:
        query = select(Presence.mission_id, Presence.email)
        rows = read.session.execute(query.where(Presence.process != process, Presence.seen >= now - LASTS))
        return frozenset((mission, email) for mission, email in rows)


def called(read: MissionRead, emails: Collection[str]) -> list[str]:
    """What these members are called, in order."""
    query = select(Member.name).where(Member.email.in_(emails))
    return list(read.session.scalars(query.order_by(Member.name)))
