"""Bulk: a frame of missions in, the frame with the result columns out.

The rules decide each path of the chart once; every pattern of answers that occurs is matched to its
path once; the rest is lookup.
"""

import mmap
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.columns import RESULT_COLUMNS, free_names, given_columns
from engine.decision import Decision
from engine.rules import AnswerError, decide
from flowchart.chart import UNKNOWN, Chart
from flowchart.paths import Step, paths_of
from text.words import Lang

if TYPE_CHECKING:
    import pandas as pd

_AT_ONCE = 2**16
"""Rows looked up at once: as many as the processor's own memory holds."""
_MOST_PATTERNS = 2**26
"""Patterns of a lookup table of at most 256 MB, if every pattern occurs; a chart with more has none."""

Codes = npt.NDArray[np.int8]
Index = npt.NDArray[np.int32]
Bits = npt.NDArray[np.int64]


def classify(chart: Chart, missions: "pd.DataFrame", lang: Lang = "th") -> "pd.DataFrame":
    """The missions with ``RESULT_COLUMNS`` appended, as categories of text; "" where there is nothing to say.

    A result column whose name ``missions`` uses gets ``_2`` after it. Results of an earlier call at the end of
    ``missions`` are replaced.

    ``missions`` has a column of answer codes per question id; a missing column, an empty text or a
    missing value means "not known yet". Other columns are left as they are. Raises ``AnswerError`` for an
    answer that the chart does not have.
    """
    missions = missions.iloc[:, : given_columns(RESULT_COLUMNS, list(missions.columns))]
    table = table_of(chart)
    outcomes = table.outcomes(table.codes(missions))
    results = table.columns(outcomes, lang)
    return missions.assign(**dict(zip(free_names(results, list(missions.columns)), results.values(), strict=True)))


@lru_cache(maxsize=4)
def table_of(chart: Chart) -> "Table":
    """The lookup table of ``chart``; it fills as patterns occur."""
    return Table(chart)


os.register_at_fork(after_in_child=table_of.cache_clear)  # another thread of the parent may have been learning


class Lookup:
    """A number for each pattern of answers to a chart, worked out when the pattern is first met."""

    def __init__(self, chart: Chart, found: Callable[[Codes], Index]) -> None:
        """``found`` gives the numbers of patterns not met before, one row of answer codes each."""
        self._found = found
        self._sizes = [len(q.answers) + 1 for q in chart.questions.values()]
        self._strides = [prod(self._sizes[n + 1 :]) for n in range(len(self._sizes))]
        self.size = prod(self._sizes)
        """The number of patterns."""
        self._numbers: Index | None = None
        if self.size <= _MOST_PATTERNS:  # of more patterns each run finds only those that occur in it
            self._numbers = _zeros(self.size)  # one more than the number, 0 for a pattern not met before

    def __call__(self, codes: Codes) -> Index:
        """The number of each row of ``codes``."""
        if self._numbers is None:
            distinct, rows = np.unique(codes, axis=0, return_inverse=True)
            return self._found(distinct)[rows.reshape(-1)]
        numbers = np.empty(len(codes), dtype=np.int32)
        for start in range(0, len(codes), _AT_ONCE):
            piece = slice(start, start + _AT_ONCE)
            numbers[piece] = self._looked_up(codes[piece], self._numbers)
        numbers -= 1
        return numbers

    def _looked_up(self, codes: Codes, known: Index) -> Index:
        """One more than the number of each row."""
        patterns = codes[:, 0].astype(np.int32)
        for n, size in enumerate(self._sizes[1:], start=1):
            patterns *= size
            patterns += codes[:, n]
        numbers = known[patterns]
        if not numbers.all():
            new = np.array(sorted({*patterns[numbers == 0].tolist()}))
            digits = [(new // stride) % size for stride, size in zip(self._strides, self._sizes, strict=True)]
            known[new] = self._found(np.stack(digits, axis=1).astype(np.int8)) + 1
            numbers = known[patterns]
        return numbers


def _zeros(size: int) -> Index:
    """So many zeros, which take memory a small page at a time, where something else is written among them."""
    if sys.platform != "linux":
        return np.zeros(size, dtype=np.int32)
    block = mmap.mmap(-1, size * 4, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    block.madvise(mmap.MADV_NOHUGEPAGE)  # numpy asks for huge pages: a few hundred patterns would take all of it
    return np.frombuffer(block, dtype=np.int32)


class Table:
    """Which outcome follows from which pattern of answers.

    A pattern is one number: the answer codes (0 unknown, 1… in the chart's order) of all questions in
    mixed radix. An outcome is a path with the answers not used and the dispositions still possible.
    """

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self._questions = tuple(chart.questions)
        self._answers = [tuple(q.answers) for q in chart.questions.values()]
        self._paths = paths_of(chart)
        self._decisions = [decide(chart, {step.question: step.answer for step in path.steps}) for path in self._paths]
        self._path_numbers = {(path.steps, path.open_question): number for number, path in enumerate(self._paths)}
        self.outcomes = Lookup(chart, self._found)
        """The outcome number of each row of answer codes."""
        self._outcomes: dict[tuple[int, int, int], int] = {}
        self._learning = threading.Lock()

    def codes(self, missions: "pd.DataFrame") -> Codes:
        """The answer codes, one row per mission and one column per question. Raises ``AnswerError``."""
        import pandas as pd

        codes = np.zeros((len(missions), len(self._questions)), dtype=np.int8)
        for n, (question, answers) in enumerate(zip(self._questions, self._answers, strict=True)):
            if question in missions:
                positions, distinct = pd.factorize(missions[question])
                known = pd.Index([UNKNOWN, *answers], dtype=object).get_indexer(pd.Index(distinct, dtype=object))
                if (known < 0).any():
                    raise AnswerError("answer", question, distinct[known < 0][0], answers)
                codes[:, n] = np.append(known, 0)[positions]  # a missing value has position -1: the 0 at the end
        return codes

    def codes_of(self, answers: Sequence[Mapping[str, str]]) -> Codes:
        """The same for answers by question id, one mapping per mission. Raises ``AnswerError``."""
        import pandas as pd

        columns = {question: [given.get(question, UNKNOWN) for given in answers] for question in self._questions}
        return self.codes(pd.DataFrame(columns))

    def _found(self, codes: Codes) -> Index:
        """The outcome number of each of some patterns, found by walking them through the chart together."""
        given = dict(zip(self._questions, codes.T, strict=True))
        reachable = reachable_bits(self.chart, given)
        bits = np.left_shift(1, np.arange(len(self._questions), dtype=np.int64))
        answered = ((codes > 0) * bits).sum(axis=1)
        path_of = np.full(len(codes), -1)
        unused = np.zeros(len(codes), dtype=np.int64)
        possible = np.zeros(len(codes), dtype=np.int64)

        def walk(node: str, steps: tuple[Step, ...], used: int, rows: npt.NDArray[np.int64]) -> None:
            if not len(rows):
                return
            asked = node in self.chart.questions
            ending = rows[given[node][rows] == 0] if asked else rows
            path_of[ending] = self._path_numbers[steps, node if asked else None]
            unused[ending] = answered[ending] & ~used
            possible[ending] = reachable[node][ending]
            if asked:
                used |= int(bits[self._questions.index(node)])
                for code, edge in enumerate(self.chart.edges_from(node), 1):
                    walk(edge.to, (*steps, Step(node, edge.answer)), used, rows[given[node][rows] == code])

        walk(self.chart.start.id, (), 0, np.arange(len(codes)))
        found = zip(path_of.tolist(), unused.tolist(), possible.tolist(), strict=True)
        with self._learning:  # or two threads could give one number to two outcomes
            numbers = [self._outcomes.setdefault(outcome, len(self._outcomes)) for outcome in found]
        return np.array(numbers, dtype=np.int32)

    def texts(self, lang: Lang, first: int = 0) -> list[tuple[str, ...]]:
        """The texts of ``RESULT_COLUMNS`` for the outcomes met so far, by their number from ``first`` on."""
        known = list(self._outcomes)[first:]  # a copy: another thread may be learning
        return [self._texts(*outcome, lang) for outcome in known]

    def columns(self, outcomes: Index, lang: Lang) -> "dict[str, pd.Categorical]":
        """The result columns for outcome numbers."""
        import pandas as pd

        known = list(self._outcomes)  # a copy: another thread may be learning
        occurring = np.flatnonzero(np.bincount(outcomes, minlength=1))
        place = np.zeros(len(known) or 1, dtype=np.int32)
        place[occurring] = np.arange(len(occurring), dtype=np.int32)
        places = place[outcomes]
        texts = [self._texts(*known[outcome], lang) for outcome in occurring.tolist()]
        columns = {}
        for n, name in enumerate(RESULT_COLUMNS):
            values, categories = pd.factorize(np.array([text[n] for text in texts], dtype=object), sort=True)
            columns[name] = pd.Categorical.from_codes(values[places], categories=pd.Index(categories, dtype="str"))
        return columns

    def _texts(self, path: int, unused: int, possible: int, lang: Lang) -> tuple[str, ...]:
        """One outcome as the texts of ``RESULT_COLUMNS``."""
        decision = self._decisions[path]
        return texts_of(
            self.chart,
            decision,
            [q for n, q in enumerate(self._questions) if unused >> n & 1],
            [d for n, d in enumerate(self.chart.dispositions) if possible >> n & 1],
            lang,
        )


def reachable_bits(chart: Chart, given: dict[str, Codes]) -> dict[str, Bits]:
    """Per node, as bits, the dispositions that can still follow from it, for each pattern of answers ``given``."""
    count = len(next(iter(given.values())))
    reachable = {d: np.full(count, 1 << n, dtype=np.int64) for n, d in enumerate(chart.dispositions)}
    for question in reversed(chart.order):
        targets = [reachable[edge.to] for edge in chart.edges_from(question)]
        by_code = np.stack([np.bitwise_or.reduce(targets), *targets])
        reachable[question] = by_code[given[question], np.arange(count)]
    return reachable


def texts_of(chart: Chart, decision: Decision, unused: list[str], possible: list[str], lang: Lang) -> tuple[str, ...]:
    """The texts of ``RESULT_COLUMNS`` for a decision."""
    return (
        decision.status,
        decision.disposition or "",
        chart.dispositions[decision.disposition].label[lang] if decision.disposition else "",
        decision.sub_form or "",
        decision.exit_question or "",
        decision.next_question or "",
        "|".join(possible),
        " > ".join(f"{step.question}={step.answer}" for step in decision.path),
        "|".join(unused),
        decision.chart,
    )
