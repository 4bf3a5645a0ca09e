"""What is odd about a mission though it was decided: contradictory answers, no name, an id used twice.

These are warnings: the row stands, and the run counts as clean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from flowchart.chart import Chart
from missions.bulk.answer_words import Answers
from missions.bulk.cells import FILLED
from missions.bulk.findings import Finding, Found, Numbers
from missions.files.answers import Codes
from missions.files.columns import Columns
from missions.files.problems import Problem
from text.words import Lang

MOST_IDS = 12_000_000
"""Ids that are compared; 150 MB of memory."""
_PARTS = 16
"""A power of two: a part is what the last bits of a hash say."""
_SMALL = 1_000_000
"""So many ids are compared in one part."""

_Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class _FollowUp:
    """A follow-up question: its place in the chart, its column, and for each parent which answers lead away from it."""

    question: str
    place: int
    position: int
    away: list[tuple[int, npt.NDArray[np.bool_]]]


class RowWarnings:
    """Finds the odd rows of one table."""

    def __init__(self, chart: Chart, header: Sequence[str], columns: Columns, lang: Lang) -> None:
        self._header = header
        self._lang = lang
        self.name_at = columns.fields.get("name")
        if self.name_at is not None:
            self._nameless = Finding(Problem(None, header[self.name_at], "", "empty_name"), lang)
        self._found: dict[tuple[str, str], Finding] = {}
        places = {question: place for place, question in enumerate(chart.questions)}
        self._follow_ups: list[_FollowUp] = []
        for question in chart.questions.values():
            parents = {edge.question for edge in chart.edges if edge.to == question.id}
            if parents and question.number is None and question.id in columns.questions:
                away = [
                    (places[parent], np.array([False, *(edge.to != question.id for edge in chart.edges_from(parent))]))
                    for parent in sorted(parents, key=places.__getitem__)
                ]
                self._follow_ups.append(
                    _FollowUp(question.id, places[question.id], columns.questions[question.id], away)
                )

    def warnings(self, codes: Codes, answers: Mapping[int, Answers], frame: pl.DataFrame, numbers: Numbers) -> Found:
        """The warnings on rows. ``answers`` are given by the question's place in the chart."""
        found: list[Found] = []
        for follow_up in self._follow_ups:
            contradicted = codes[:, follow_up.place] > 0
            for parent, away in follow_up.away:
                contradicted &= away[codes[:, parent]]
            if contradicted.any():
                words, which = answers[follow_up.place].words(contradicted)
                kinds = tuple(self._contradiction(follow_up, word) for word in words)
                found.append(Found(kinds, numbers[contradicted], which))
        if self.name_at is not None:
            named = frame.select(pl.nth(self.name_at).str.contains(FILLED).fill_null(value=False)).to_series()
            nameless = numbers[~named.to_numpy()]
            found.append(Found((self._nameless,), nameless, np.zeros(len(nameless), dtype=np.int64)))
        return Found.merged(found)

    def _contradiction(self, follow_up: _FollowUp, word: str) -> Finding:
        found = self._found.get((follow_up.question, word))
        if found is None:
            problem = Problem(
                None, self._header[follow_up.position], word, "contradictory_follow_up", follow_up.question
            )
            found = self._found[follow_up.question, word] = Finding(problem, self._lang)
        return found


class Ids:
    """The ids of a table, kept as numbers, to find those used twice once all are known."""

    def __init__(self, header: Sequence[str], columns: Columns, lang: Lang) -> None:
        self.at = columns.fields.get("id")
        heading = "" if self.at is None else header[self.at]
        self.finding = Finding(Problem(None, heading, "", "duplicate_id"), lang, valued=True)
        self._hashes: list[_Hashes] = []
        self._rows: list[npt.NDArray[np.uint32]] = []
        self.compared = 0
        """Ids among which duplicates are found."""
        self.not_compared = 0
        """Ids that came when there were too many."""

    def add(self, column: pl.Series, numbers: Numbers) -> None:
        """Take note of the ids of some rows."""
        id_of = pl.col(column.name)
        looked = column.to_frame().select(
            id_of.str.contains(FILLED).fill_null(value=False).alias("given"), id_of.hash().alias("hash")
        )
        given, hashes = (each.to_numpy() for each in looked.iter_columns())
        if self.not_compared or self.compared >= MOST_IDS:
            self.not_compared += int(np.count_nonzero(given))
            return
        rows = numbers.astype(np.uint32)
        self._hashes.append(hashes if given.all() else hashes[given])
        self._rows.append(rows if given.all() else rows[given])
        self.compared += len(self._hashes[-1])

    def duplicates(self) -> tuple[Numbers, Numbers]:
        """The rows whose id an earlier row has already, and the first row that has it, in the order of rows."""
        parts = 1 if self.compared <= _SMALL else _PARTS
        found = [self._twice(part, parts) for part in range(parts)]
        rows, firsts = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        order = np.argsort(rows)
        return rows[order].astype(np.int64), firsts[order].astype(np.int64)

    def _twice(self, part: int, parts: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
        """The duplicates of one part of all hashes: so that not all need be copied and sorted at once."""
        chosen = [hashes & np.uint64(parts - 1) == part for hashes in self._hashes]
        hashes = np.concatenate([np.zeros(0, np.uint64), *(h[c] for h, c in zip(self._hashes, chosen, strict=True))])
        sorted_hashes = np.sort(hashes)
        twice = sorted_hashes[1:][sorted_hashes[1:] == sorted_hashes[:-1]]
        twice = twice[np.append(True, twice[1:] != twice[:-1])[: len(twice)]]
        if not len(twice):
            return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        rows = np.concatenate([r[c] for r, c in zip(self._rows, chosen, strict=True)])
        key = np.minimum(np.searchsorted(twice, hashes), len(twice) - 1)
        repeated = twice[key] == hashes
        key, rows = key[repeated], rows[repeated]
        firsts = np.full(len(twice), np.iinfo(np.uint32).max, dtype=np.uint32)
        np.minimum.at(firsts, key, rows)
        later = rows != firsts[key]
        return rows[later], firsts[key[later]]
