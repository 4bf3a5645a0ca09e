"""What the record keeps of a mission, read row by row: beside it the tests see what the product reads at once."""

from sqlalchemy import select

from record.models import Comment, Draft, DraftKind, Settlement
from record.store import MissionRead
from record.talk import Thread, threads


def drafts_of(read: MissionRead, kind: DraftKind = "answer") -> dict[str, Draft]:
    """What the reader has typed on a mission and not saved, by question id."""
    found = read.session.scalars(select(Draft).filter_by(mission_id=read.mission.id, by=read.reader, kind=kind))
    return {draft.question: draft for draft in found}


def settlements_of(read: MissionRead) -> list[Settlement]:
    """What the chair settled for a mission, in order."""
    found = select(Settlement).where(Settlement.mission_id == read.mission.id).order_by(Settlement.seq)
    return list(read.session.scalars(found))


def threads_of(read: MissionRead) -> list[Thread]:
    """The comments on a mission with their replies, in the order in which they were begun."""
    found = read.session.scalars(select(Comment).where(Comment.mission_id == read.mission.id).order_by(Comment.seq))
    return threads(found)
