"""Answer words that were not understood, and what the user says that they mean."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flowchart.chart import UNKNOWN, Chart
from missions.files.problems import LONGEST, Problem
from text.thai import normalise

UNKNOWN_ANSWER, CORRECTED_ANSWER = "unknown_answer", "corrected_answer"
"""The codes of a word that is no answer, and of one that the user has replaced."""
_MOST = 10_000
"""Distinct words that are counted."""
_SHOWN = 50
"""Words that are shown."""


@dataclass(frozen=True)
class Replacement:
    """An answer to be put in the place of a word, which is in the spelling of ``normalise`` and no answer itself."""

    question: str
    word: str
    answer: str


@dataclass(frozen=True)
class WordCount:
    """A word in the column of a question, and in how many rows it stands. ``answer`` is what was put in its place."""

    question: str
    word: str
    count: int
    answer: str = ""


def fitting(chart: Chart, replacements: Iterable[Replacement]) -> list[Replacement]:
    """Those whose question and answer the chart has."""
    questions = chart.questions
    return [
        r for r in replacements if r.question in questions and r.answer in (UNKNOWN, *questions[r.question].answers)
    ]


class WordCounts:
    """Counts the words that were not understood and those that were replaced; a long one is a text, and not counted."""

    def __init__(self) -> None:
        self._cells: dict[str, Counter[tuple[str, str]]] = {UNKNOWN_ANSWER: Counter(), CORRECTED_ANSWER: Counter()}

    def add(self, problem: Problem, rows: int = 1) -> None:
        """Count what is said of so many rows."""
        cells = self._cells.get(problem.code)
        if cells is None or not problem.question or len(problem.value) > LONGEST:
            return
        cell = problem.question, problem.value
        if cell in cells or len(cells) < _MOST:
            cells[cell] += rows

    def strange(self) -> tuple[WordCount, ...]:
        """The words that were not understood, most frequent first, and only so many."""
        found = [WordCount(question, word, n) for (question, word), n in self._words(UNKNOWN_ANSWER).items()]
        return tuple(sorted(found, key=lambda word: (-word.count, word.question, word.word))[:_SHOWN])

    @property
    def more(self) -> int:
        """How many other words were not understood, of those that are counted."""
        return max(0, len(self._words(UNKNOWN_ANSWER)) - _SHOWN)

    def replaced(self, chart: Chart, replacements: Iterable[Replacement]) -> tuple[WordCount, ...]:
        """What was replaced, in how many rows."""
        words = self._words(CORRECTED_ANSWER)
        fit = fitting(chart, replacements)
        return tuple(WordCount(r.question, r.word, words[r.question, r.word], r.answer) for r in fit)

    def _words(self, code: str) -> Counter[tuple[str, str]]:
        words: Counter[tuple[str, str]] = Counter()
        for (question, cell), n in self._cells[code].items():
            words[question, normalise(cell)] += n
        return words
