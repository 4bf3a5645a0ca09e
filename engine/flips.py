"""What would change the decisions of many missions: ``engine.whatif`` for all patterns of answers at once."""

import os
import threading
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
import numpy.typing as npt

from engine.table import Bits, Codes, Index, Lookup, reachable_bits
from flowchart.chart import Chart

_Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Flips:
    """The smallest changes that move each of some missions; 0 where it is not decided or nothing moves it.

    ``to`` has the bits of the dispositions, ``hinges`` those of the questions of all smallest sets. ``single`` is, for
    each question, where changing that answer alone leads. All bits by place in the chart. ``narrows`` is the place,
    from 1, of the open question that narrows most what is still possible; 0 where there is none.
    """

    present: Bits
    size: Codes
    to: Bits
    hinges: Bits
    single: npt.NDArray[np.int64]
    narrows: Codes


def flips_of(chart: Chart, codes: Codes) -> Flips:
    """The smallest changes for each row of answer codes."""
    return _Walk(chart, codes).found


class _Walk:
    """Rows on their ways through the chart, by node and by the set of questions changed; one more change per round."""

    def __init__(self, chart: Chart, codes: Codes) -> None:
        self._chart = chart
        self._given = dict(zip(chart.questions, codes.T, strict=True))
        self._reachable = reachable_bits(chart, self._given)
        self._question = {question: 1 << n for n, question in enumerate(chart.questions)}
        self._disposition = {disposition: 1 << n for n, disposition in enumerate(chart.dispositions)}
        self._on_path = np.zeros(len(codes), dtype=np.int64)
        self.found = Flips(
            np.zeros(len(codes), dtype=np.int64),
            np.zeros(len(codes), dtype=np.int8),
            np.zeros(len(codes), dtype=np.int64),
            np.zeros(len(codes), dtype=np.int64),
            np.zeros((len(codes), len(chart.questions)), dtype=np.int64),
            np.zeros(len(codes), dtype=np.int8),
        )
        rows = np.arange(len(codes))
        waiting = {(chart.start.id, 0): [rows]}
        size = 0
        while waiting:
            waiting = self._round(waiting, size)
            size += 1

    def _round(self, waiting: dict[tuple[str, int], list[_Rows]], size: int) -> dict[tuple[str, int], list[_Rows]]:
        """Follow all ways with ``size`` changes to their ends, and begin those with one more."""
        chart = self._chart
        by_node: dict[str, dict[int, list[_Rows]]] = defaultdict(lambda: defaultdict(list))
        for (node, changed), parts in waiting.items():
            open_rows = (self._open(part) if size else part for part in parts)
            by_node[node][changed] += [part for part in open_rows if len(part)]
        begun: dict[tuple[str, int], list[_Rows]] = defaultdict(list)
        for node in (*chart.order, *chart.dispositions):
            for changed, parts in by_node[node].items():
                if not parts:
                    continue
                rows = np.concatenate(parts)
                if node not in chart.questions:
                    self._end(rows, changed, size, self._disposition[node], node)
                    continue
                bit = self._question[node]
                codes = self._given[node][rows]
                standing = chart.questions[node].default_disposition
                if not size:
                    self._narrow(node, rows[codes == 0])
                self._end(rows[codes == 0], changed, size, self._disposition[standing] if standing else 0, node)
                for code, edge in enumerate(chart.edges_from(node), 1):
                    there = rows[codes == code]
                    if not len(there):
                        continue
                    by_node[edge.to][changed].append(there)
                    if not size:
                        self._on_path[there] |= bit
                    mine = there[self._on_path[there] & bit != 0]
                    for to in {other.to for other in chart.edges_from(node)} - {edge.to}:
                        begun[to, changed | bit].append(mine)
        return begun

    def _narrow(self, node: str, rows: _Rows) -> None:
        """Find the best open question of rows that ``node`` holds, each pattern of what can still be asked once."""
        rows = rows[np.bitwise_count(self._reachable[node][rows]) > 1]
        if not len(rows):
            return
        chart, there = self._chart, self._chart.reachable(node, {})
        ahead = [question for question in chart.order if question in there]
        sizes = [len(chart.questions[question].answers) + 1 for question in ahead]
        patterns = np.arange(len(rows))
        if prod(sizes) < 2**62:  # a pattern is one number
            patterns = np.zeros(len(rows), dtype=np.int64)
            for question, count in zip(ahead, sizes, strict=True):
                patterns = patterns * count + self._given[question][rows]
        _, first, of = np.unique(patterns, return_index=True, return_inverse=True)
        some = rows[first]
        reachable = {name: bits[some] for name, bits in self._reachable.items()}
        given = {question: self._given[question][some] for question in ahead}
        before = np.bitwise_count(reachable[node])
        best, narrows = np.full(len(some), np.inf), np.zeros(len(some), dtype=np.int8)
        for question in ahead:
            left = [
                np.bitwise_count(_following(chart, node, question, edge.to, given, reachable))
                for edge in chart.edges_from(question)
            ]
            score = np.max(left, axis=0) * 1000.0 + np.mean(left, axis=0)
            better = (given[question] == 0) & (np.min(left, axis=0) < before) & (score < best)
            best[better] = score[better]
            narrows[better] = [*chart.questions].index(question) + 1
        self.found.narrows[rows] = narrows[of]

    def _open(self, rows: _Rows) -> _Rows:
        """Those rows that are decided and not moved yet by fewer changes."""
        kept: _Rows = rows[(self.found.present[rows] != 0) & (self.found.size[rows] == 0)]
        return kept

    def _end(self, rows: _Rows, changed: int, size: int, disposition: int, node: str) -> None:
        found = self.found
        if not size:
            found.present[rows] = disposition
            return
        present = found.present[rows]
        others = self._reachable[node][rows] & ~present
        moves = (others != 0) & (present != disposition)
        rows, others = rows[moves], others[moves]
        found.size[rows] = size
        found.to[rows] |= others
        found.hinges[rows] |= changed
        if size == 1:
            found.single[rows, changed.bit_length() - 1] |= others


def _following(
    chart: Chart, node: str, question: str, to: str, given: dict[str, Codes], reachable: dict[str, Bits]
) -> Bits:
    """The dispositions that can follow from ``node`` if the answer to ``question`` led to ``to``, as bits."""
    changed = {question: reachable[to]}
    for name in reversed(chart.order[: chart.order.index(question)]):
        targets = [edge.to for edge in chart.edges_from(name)]
        if name in given and any(each in changed for each in targets):
            bits = [changed.get(each, reachable[each]) for each in targets]
            by_code = np.stack([np.bitwise_or.reduce(bits), *bits])
            changed[name] = by_code[given[name], np.arange(len(given[name]))]
    return changed.get(node, reachable[node])


@lru_cache(maxsize=4)
def flip_table_of(chart: Chart) -> "FlipTable":
    """The lookup table of ``chart``; it fills as patterns occur."""
    return FlipTable(chart)


os.register_at_fork(after_in_child=flip_table_of.cache_clear)  # another thread of the parent may have been learning


class FlipTable:
    """Which texts of ``FLIP_COLUMNS`` belong to which pattern of answers."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._known: dict[tuple[int, int, int, int], int] = {}
        self._learning = threading.Lock()
        self.numbers = Lookup(chart, self._found)
        """The number of the texts of each row of answer codes."""

    def _found(self, codes: Codes) -> Index:
        found = flips_of(self._chart, codes)
        keys = zip(found.size.tolist(), found.to.tolist(), found.hinges.tolist(), found.narrows.tolist(), strict=True)
        with self._learning:
            return np.array([self._known.setdefault(key, len(self._known)) for key in keys], dtype=np.int32)

    def texts(self, first: int = 0) -> list[tuple[str, ...]]:
        """The texts by their number, from ``first`` on."""
        known = list(self._known)[first:]  # a copy: another thread may be learning
        questions = ("", *self._chart.questions)
        return [
            (
                str(size or ""),
                "|".join(d for n, d in enumerate(self._chart.dispositions) if to >> n & 1),
                "|".join(q for n, q in enumerate(self._chart.questions) if hinges >> n & 1),
                questions[narrows],
            )
            for size, to, hinges, narrows in known
        ]
