"""What is odd about a mission though it was decided: contradictory answers, no name, an id used twice.

These are warnings: the row stands, and the run counts as clean.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flowchart.chart import Chart
from missions.files.answers import Codes
from missions.files.columns import Columns
from missions.files.problems import Problem

MOST_IDS = 12_000_000
"""Ids that are compared; 150 MB of memory."""
_PARTS = 16
"""A power of two: a part is what the last bits of a hash say."""


@dataclass(frozen=True)
class _FollowUp:
    """A follow-up question: its place in the chart, its column, and for each parent which answers lead away from it."""

    question: str
    place: int
    position: int
    away: list[tuple[int, npt.NDArray[np.bool_]]]


class RowWarnings:
    """Finds the odd rows of one table."""

    def __init__(self, chart: Chart, header: Sequence[str], columns: Columns) -> None:
        self._header = header
        self.name_at = columns.fields.get("name")
        places = {question: place for place, question in enumerate(chart.questions)}
        self._follow_ups: list[_FollowUp] = []
        for question in chart.questions.values():
            if question.number is None and question.id in columns.questions:
                parents = {edge.question for edge in chart.edges if edge.to == question.id}
                away = [
                    (places[parent], np.array([False, *(edge.to != question.id for edge in chart.edges_from(parent))]))
                    for parent in sorted(parents, key=places.__getitem__)
                ]
                self._follow_ups.append(
                    _FollowUp(question.id, places[question.id], columns.questions[question.id], away)
                )

    def warnings(
        self, codes: Codes, nameless: Iterable[int], row_numbers: Sequence[int], cell: Callable[[int, int], str]
    ) -> list[Problem]:
        """The warnings on rows, in their order. ``cell`` gives the text at a row and position."""
        found: list[Problem] = []
        for follow_up in self._follow_ups:
            contradicted = codes[:, follow_up.place] > 0
            for parent, away in follow_up.away:
                contradicted &= away[codes[:, parent]]
            for row in np.flatnonzero(contradicted).tolist():
                at = follow_up.position
                number, heading, value = row_numbers[row], self._header[at], cell(row, at)
                found.append(Problem(number, heading, value, "contradictory_follow_up", follow_up.question))
        if self.name_at is not None:
            heading = self._header[self.name_at]
            found += (Problem(row_numbers[row], heading, "", "empty_name") for row in nameless)
        return sorted(found, key=lambda problem: problem.row or 0)


class Ids:
    """The ids of a table, kept as numbers, to find those used twice once all are known."""

    def __init__(self, header: Sequence[str], columns: Columns) -> None:
        self.at = columns.fields.get("id")
        self._heading = "" if self.at is None else header[self.at]
        self._hashes: list[npt.NDArray[np.int64]] = []
        self._rows: list[npt.NDArray[np.uint32]] = []
        self._count = 0

    @property
    def complete(self) -> bool:
        """Whether there were few enough to compare all."""
        return self._count <= MOST_IDS

    def add(self, hashes: npt.NDArray[np.int64], rows: npt.NDArray[np.uint32]) -> None:
        """Take note of ids, as ``id_hashes`` gives them, and the rows they stand in."""
        self._count += len(hashes)
        if self.complete:
            self._hashes.append(hashes)
            self._rows.append(rows)

    def duplicates(self) -> list[Problem]:
        """A warning for each row whose id an earlier row has already."""
        again = np.concatenate([self._twice(part) for part in range(_PARTS)])
        if not len(again):
            return []
        found: list[tuple[int, int]] = []
        for hashes, rows in zip(self._hashes, self._rows, strict=True):
            repeated = np.isin(hashes, again)
            found += zip(rows[repeated].tolist(), hashes[repeated].tolist(), strict=True)
        first: dict[int, int] = {}
        return [
            Problem(row, self._heading, str(first[key]), "duplicate_id")
            for row, key in sorted(found)
            if first.setdefault(key, row) != row
        ]

    def _twice(self, part: int) -> npt.NDArray[np.int64]:
        """The hashes that occur more than once, of one part of all: so that not all need be copied at once."""
        some = np.concatenate([np.zeros(0, np.int64), *(h[h & (_PARTS - 1) == part] for h in self._hashes)])
        some.sort()
        return np.unique(some[1:][some[1:] == some[:-1]])


def id_hashes(ids: Sequence[str], rows: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Ids as numbers that differ when they do, and their rows, empty ids left out."""
    hashes = np.fromiter(map(hash, ids), dtype=np.int64, count=len(ids))
    given = hashes != hash("")
    return (hashes, rows) if given.all() else (hashes[given], rows[given])
