"""One review beside another: which missions are the same, by code and then by name, and where each stood and stands."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from record.mission_status import MissionStatus
from text.thai import normalise


@dataclass(frozen=True)
class Beside:
    """The missions of two reviews: those in both as pairs, in the order of the later, and those in one alone."""

    pairs: Sequence[tuple[MissionStatus, MissionStatus]]
    only_former: Sequence[MissionStatus]
    only_later: Sequence[MissionStatus]

    @cached_property
    def moved(self) -> Sequence[tuple[MissionStatus, MissionStatus]]:
        """The pairs whose disposition is another, one that is not decided yet among them."""
        return [(a, b) for a, b in self.pairs if a.decision.disposition != b.decision.disposition]

    @cached_property
    def moves(self) -> Counter[tuple[str, str]]:
        """How many missions went from which disposition to which; "" is not decided yet."""
        return Counter((a.decision.disposition or "", b.decision.disposition or "") for a, b in self.pairs)


def beside(former: Sequence[MissionStatus], later: Sequence[MissionStatus]) -> Beside:
    """Match the missions of two reviews. A name that several missions of a review have matches nothing."""
    found: dict[int, MissionStatus] = {}
    left = {row.mission.id: row for row in former}
    for key in (_code, _name):
        known = _unique(list(left.values()), key)
        open_rows = [row for row in later if row.mission.id not in found]
        for wanted, row in _unique(open_rows, key).items():
            if wanted in known:
                found[row.mission.id] = left.pop(known[wanted].mission.id)
    pairs = [(found[row.mission.id], row) for row in later if row.mission.id in found]
    return Beside(pairs, list(left.values()), [row for row in later if row.mission.id not in found])


def _unique(rows: Sequence[MissionStatus], key: Callable[[MissionStatus], str]) -> dict[str, MissionStatus]:
    times = Counter(map(key, rows))
    return {key(row): row for row in rows if key(row) and times[key(row)] == 1}


def _code(row: MissionStatus) -> str:
    return row.mission.code.strip().casefold()


def _name(row: MissionStatus) -> str:
    return "".join(normalise(row.mission.name_th).casefold().split())
