"""Finding a mission in all reviews that a person may read, by its name, code or agency."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from record.models import Membership, Mission, Review
from record.store import ADMINISTRATOR, OPERATOR, Store, roles_of
from text.numbers import TO_ARABIC
from text.thai import normalise

MOST = 50
"""Missions that a search gives at most."""


@dataclass(frozen=True)
class Found:
    """A mission that was found, and its review."""

    mission: Mission
    review: Review


def find_missions(store: Store, reader: str, words: str) -> tuple[Sequence[Found], int]:
    """The first missions that hold each of the words, and how many do; spaces within a name do not count.

    Only in reviews that the reader takes part in, in all for an administrator. Raises ``StoreError``.
    """
    wanted = [comparable(word) for word in words.split()]
    if not wanted:
        return (), 0
    with store.read(reader) as read:
        # The texts are compared here: no database knows how Thai is written.
        columns = (Mission.id, Mission.code, Mission.name_th, Mission.name_en, Mission.ministry, Mission.department)
        query = select(*columns, Mission.department_en, Mission.ministry_en, Review.ministry.label("of_review"))
        query = query.join(Review, Review.id == Mission.review_id)
        if reader != OPERATOR and ADMINISTRATOR not in roles_of(read.session, reader, None):
            query = query.where(Review.id.in_(select(Membership.review_id).where(Membership.email == reader)))
        ids = []
        for row in read.session.execute(query.order_by(Review.started.desc(), Review.id.desc(), Mission.code)):
            text = comparable("\n".join(filter(None, row[1:])))
            if all(word in text for word in wanted):
                ids.append(row.id)
        shown = select(Mission, Review).join(Review, Review.id == Mission.review_id).where(Mission.id.in_(ids[:MOST]))
        found = {mission.id: Found(mission, review) for mission, review in read.session.execute(shown)}
        return [found[number] for number in ids[:MOST]], len(ids)


def comparable(text: str) -> str:
    """The text without spaces, which Thai writers put where they like, and in Arabic digits and small letters."""
    return "".join(normalise(text).translate(TO_ARABIC).casefold().split())
