"""What waits for a person in a review, and how far each member is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from record.mission_status import MissionStatus
from record.store import CHAIR, GROUP, Roles


@dataclass(frozen=True)
class Waiting:
    """The missions of a review that wait for one person; a mission may stand in several lists.

    ``called``: a comment calls them. ``opinion``: it lacks theirs. For the chair, ``differ``: to be settled;
    ``proposed``: a change of what is signed; ``reopened``: changed since it was signed; ``sign``: decided, and no
    opinion is missing or contradicted.
    """

    called: tuple[MissionStatus, ...] = ()
    opinion: tuple[MissionStatus, ...] = ()
    differ: tuple[MissionStatus, ...] = ()
    proposed: tuple[MissionStatus, ...] = ()
    reopened: tuple[MissionStatus, ...] = ()
    sign: tuple[MissionStatus, ...] = ()

    @property
    def missions(self) -> list[MissionStatus]:
        """Each mission that waits, once, in the order of the lists."""
        rows = [row for kind in KINDS for row in getattr(self, kind)]
        return list({row.mission.id: row for row in rows}.values())


KINDS = tuple(field.name for field in fields(Waiting))
"""The lists of a ``Waiting``, in order."""


def waiting_for(me: str, roles: Roles, rows: Sequence[MissionStatus]) -> Waiting:
    """What waits in an open review for someone of these roles; one's own missions come first."""
    rows = sorted(rows, key=lambda row: row.mission.assignee != me)
    chair = rows if roles & CHAIR else []
    return Waiting(
        called=_of(row for row in rows if me in row.called),
        opinion=_of(row for row in rows if roles & GROUP and lacks_opinion(row, me)),
        differ=_of(row for row in chair if row.opinions.disagreement),
        proposed=_of(row for row in chair if row.proposals),
        reopened=_of(row for row in chair if row.signed == "reopened"),
        sign=_of(row for row in chair if _ready(row)),
    )


def lacks_opinion(row: MissionStatus, member: str) -> bool:
    """Whether the opinions on a mission that is not signed lead to a question on which this member gave none."""
    asked = (each for each in row.opinions.questions if each.short and not each.settled)
    return row.signed == "unsigned" and any(member in each.silent for each in asked)


def _ready(row: MissionStatus) -> bool:
    agreed = row.opinions.state in ("agree", "settled") and not row.opinions.unsettled
    return row.signed == "unsigned" and row.decision.status == "decided" and agreed


def _of(rows: Iterable[MissionStatus]) -> tuple[MissionStatus, ...]:
    return tuple(rows)
