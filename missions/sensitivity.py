"""How far the result of many missions hangs on single answers: which could move, from where to where, by ministry."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.flips import flips_of
from engine.table import Codes
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
    """``decided`` missions by disposition; ``hanging`` of them by disposition and question, where that answer alone
    moves them; ``movable`` missions by question; and all ``moves``. A mission may count under several questions and
    dispositions.
    """

    decided: dict[str, int]
    single: dict[str, int]
    hanging: dict[tuple[str, str], int]
    movable: dict[str, int]
    moves: tuple[Move, ...]


def sensitivity(chart: Chart, codes: Codes, ministries: Sequence[str]) -> Sensitivity:
    """What single changed answers would do to missions given by their answer codes and ministries."""
    found = flips_of(chart, codes)
    names = np.asarray(ministries, dtype=object)
    decided: dict[str, int] = {}
    single: dict[str, int] = {}
    hanging: dict[tuple[str, str], int] = {}
    movable: Counter[str] = Counter()
    moves: list[Move] = []
    for d, disposition in enumerate(chart.dispositions):
        rows = np.flatnonzero(found.present == 1 << d)
        if not len(rows):
            continue
        decided[disposition] = len(rows)
        single[disposition] = int(np.count_nonzero(found.size[rows] == 1))
        for q, question in enumerate(chart.questions):
            moving = rows[found.single[rows, q] != 0]
            if not len(moving):
                continue
            hanging[disposition, question] = len(moving)
            movable[question] += len(moving)
            for t, to in enumerate(chart.dispositions):
                there = names[moving[found.single[moving, q] >> t & 1 == 1]].tolist()
                moves += [Move(question, name, disposition, to, n) for name, n in sorted(Counter(there).items())]
    return Sensitivity(decided, single, hanging, dict(movable), tuple(moves))
