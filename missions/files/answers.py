"""Answers as people write them, in Thai or English, read as the chart's codes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from flowchart.chart import UNKNOWN, Chart, Text
from flowchart.localizer import ChartLocalizer
from missions.files.columns import Columns
from missions.files.problems import Problem
from missions.files.replacements import CORRECTED_ANSWER, UNKNOWN_ANSWER, Replacement, fitting
from missions.files.vocabulary import vocabularies
from text.thai import normalise
from text.words import LANGS

STRANGE = -1
"""The code number of a word that is no answer."""
Codes: TypeAlias = npt.NDArray[np.int8]

_MOST_KNOWN = 100_000
"""Distinct words remembered of a column; a column of answers has a few."""


class AnswerReader:
    """Reads the answer columns of one table as code numbers, each distinct word looked up once."""

    def __init__(
        self, chart: Chart, header: Sequence[str], columns: Columns, replacements: Iterable[Replacement] = ()
    ) -> None:
        """``replacements`` of questions and answers that the chart does not have are left out."""
        self._chart, self._header = chart, header
        self._repeated = [(question, at, columns.questions[question]) for question, at in columns.repeated]
        self._questions = tuple(chart.questions.values())
        self._numbers = [{code: n for n, code in enumerate((UNKNOWN, *q.answers))} for q in self._questions]
        self._known: list[dict[str, int]] = [{} for _ in self._questions]
        self._vocabularies = list(vocabularies(chart).values())
        fit = fitting(chart, replacements)
        self._replaced: list[dict[str, str]] = [
            {each.word: each.answer for each in fit if each.question == q.id} for q in self._questions
        ]
        self.asked = {n: columns.questions[q.id] for n, q in enumerate(self._questions) if q.id in columns.questions}
        """The position of the column that answers a question, by the question's place in the chart."""

    def number(self, place: int, value: str) -> int:
        """The code number of an answer word: 0 not known, 1… in the chart's order, ``STRANGE`` when not accepted."""
        known = self._known[place]
        number = known.get(value)
        if number is None:
            code = self._vocabularies[place].code(value)
            if code is None:
                code = self._replaced[place].get(normalise(value))
            number = STRANGE if code is None else self._numbers[place][code]
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[value] = number
        return number

    def label(self, place: int, value: str) -> Text | None:
        """The label of the answer that was put in the place of ``value``; None when nothing was."""
        answer = self._replaced[place].get(normalise(value)) if self._replaced[place] else None
        if answer is None or self._vocabularies[place].code(value) is not None:
            return None
        question = self._questions[place].id
        th, en = (ChartLocalizer(self._chart, lang).answer(question, answer) for lang in LANGS)
        return Text(th=th, en=en)

    def codes(self, rows: list[list[str]], row_numbers: Sequence[int]) -> tuple[Codes, list[Problem]]:
        """The code numbers of all answers, 0 where there is none or it was not understood, and by row what was not.

        What was replaced is among that.
        """
        codes: Codes = np.zeros((len(rows), len(self._questions)), dtype=np.int8, order="F")
        problems: list[Problem] = []
        for place, position in self.asked.items():
            values = [row[position] for row in rows]
            known = {value: self.number(place, value) for value in set(values)}
            codes[:, place] = [known[value] for value in values]
            if STRANGE in known.values() or self._replaced[place]:
                problems += self._problems(place, values, row_numbers, known)
        np.maximum(codes, 0, out=codes)
        problems.sort(key=lambda problem: problem.row or 0)
        return codes, problems

    def _problems(
        self, place: int, values: list[str], row_numbers: Sequence[int], known: dict[str, int]
    ) -> Iterator[Problem]:
        told = (value for value, number in known.items() if number == STRANGE or self.label(place, value))
        found = {value: self.problem(place, value) for value in told}
        for number, value in zip(row_numbers, values, strict=True):
            if value in found:
                yield replace(found[value], row=number)

    def problem(self, place: int, value: str) -> Problem:
        """That ``value`` is no answer to the question at ``place``, or was replaced, in whatever row."""
        question = self._questions[place]
        if label := self.label(place, value):
            return Problem(None, self._header[self.asked[place]], value, CORRECTED_ANSWER, question.id, (label,))
        allowed = tuple(answer.label for answer in question.answers.values())
        nearest = self._vocabularies[place].nearest(value)
        return Problem(None, self._header[self.asked[place]], value, UNKNOWN_ANSWER, question.id, allowed, nearest)

    def repeated(self) -> list[Problem]:
        """The columns that ask what an earlier one asks already."""
        return [
            Problem(None, self._header[at], self._header[first], "repeated_column", question)
            for question, at, first in self._repeated
        ]
