"""How far the result of many missions hangs on single answers: which could move, from where to where, by ministry."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.flips import flips_of
from engine.table import Codes, table_of
from flowchart.chart import Chart


@dataclass(frozen=True, slots=True)
class Move:
    """``missions`` of a ministry would or could get another disposition if an answer to ``question`` were another."""

    question: str
    ministry: str
    disposition: str
    to: str
    missions: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """``decided`` missions by disposition; ``single`` of them that one answer alone moves; ``hanging`` by disposition
    and question, where that answer alone moves them, and ``joining`` those of other dispositions that it could bring
    there; ``movable`` missions by question; and all ``moves``. A mission may count under several questions and
    dispositions. ``leads`` is, for each mission in order, where another answer to a question alone could lead.
    """

    decided: dict[str, int]
    single: dict[str, int]
    hanging: dict[tuple[str, str], int]
    joining: dict[tuple[str, str], int]
    movable: dict[str, int]
    moves: tuple[Move, ...]
    leads: tuple[dict[str, tuple[str, ...]], ...]

    def bounds(self, disposition: str, question: str) -> tuple[int, int]:
        """How few and how many missions could have a disposition if answers to this question alone were others."""
        now = self.decided.get(disposition, 0)
        place = disposition, question
        return now - self.hanging.get(place, 0), now + self.joining.get(place, 0)


def sensitivity(
    chart: Chart, codes: Codes, ministries: Sequence[str], open_to: Sequence[Collection[str]] | None = None
) -> Sensitivity:
    """What single changed answers would do to missions given by their answer codes and ministries.

    ``open_to`` are the questions of each mission whose answers are reconsidered; all of them unless it is given.
    """
    found = flips_of(chart, codes)
    names, questions = np.asarray(ministries, dtype=object), tuple(chart.questions)
    if open_to is not None:
        kept = np.array([[q in some for q in questions] for some in open_to], dtype=bool).reshape(found.single.shape)
        found.single[~kept] = 0
    moved = (found.single != 0).any(axis=1)
    decided: dict[str, int] = {}
    single: dict[str, int] = {}
    hanging: dict[tuple[str, str], int] = {}
    joining: Counter[tuple[str, str]] = Counter()
    movable: Counter[str] = Counter()
    moves: list[Move] = []
    for d, disposition in enumerate(chart.dispositions):
        rows = np.flatnonzero(found.present == 1 << d)
        if not len(rows):
            continue
        decided[disposition] = len(rows)
        single[disposition] = int(np.count_nonzero(moved[rows]))
        for q, question in enumerate(questions):
            moving = rows[found.single[rows, q] != 0]
            if not len(moving):
                continue
            hanging[disposition, question] = len(moving)
            movable[question] += len(moving)
            for t, to in enumerate(chart.dispositions):
                there = Counter(names[moving[found.single[moving, q] >> t & 1 == 1]].tolist())
                joining[to, question] += there.total()
                moves += [Move(question, name, disposition, to, n) for name, n in sorted(there.items())]
    leads: list[dict[str, tuple[str, ...]]] = [{} for _ in ministries]
    ends: dict[int, tuple[str, ...]] = {}
    for row, q in np.argwhere(found.single != 0).tolist():
        bits = int(found.single[row, q])
        if bits not in ends:
            ends[bits] = tuple(d for n, d in enumerate(chart.dispositions) if bits >> n & 1)
        leads[row][questions[q]] = ends[bits]
    return Sensitivity(decided, single, hanging, dict(joining), dict(movable), tuple(moves), tuple(leads))


def sensitivity_of(
    chart: Chart,
    answers: Sequence[Mapping[str, str]],
    ministries: Sequence[str],
    open_to: Sequence[Collection[str]] | None = None,
) -> Sensitivity:
    """The same for missions given by their answers. Raises ``AnswerError``."""
    return sensitivity(chart, table_of(chart).codes_of(answers), ministries, open_to)
