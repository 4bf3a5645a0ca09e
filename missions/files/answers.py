"""Answers as people write them, in Thai or English, read as the chart's codes. Nothing is guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from flowchart.chart import UNKNOWN, Chart, Question
from missions.files.columns import Columns
from missions.files.problems import Problem
from text.thai import match_key, normalise
from text.word_lists import read_word_groups
from text.words import LANGS

LIKENESS = 65
"""How like an accepted word (0 to 100) a value must be for that word to be suggested."""
STRANGE = -1
"""The code number of a word that is no answer."""
Codes: TypeAlias = npt.NDArray[np.int8]

_LONGEST = 1_000
"""Characters of an answer; a longer cell is a text."""
_MOST_KNOWN = 100_000
"""Distinct words remembered of a column; a column of answers has a few."""
_KINDS = read_word_groups(Path(__file__).with_name("answers.yaml"))
"""The words of each kind of answers by answer id; ``any`` holds what every question accepts and how words change."""
_ANY = _KINDS.pop("any")
_POLITE = tuple(map(match_key, _ANY["polite"]))
_REMARK = re.compile(r"\([^()]*\)")
_SEVERAL = re.compile(r"[/|,]|หรือ|และ|\bor\b|\band\b", re.IGNORECASE)


class Vocabulary:
    """The words that one question accepts, each with the code it means."""

    def __init__(self, question: Question) -> None:
        self._codes: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        self._add(UNKNOWN, *_ANY["unknown"])
        kind = next((words for words in _KINDS.values() if words.keys() == question.answers.keys()), {})
        for code, words in kind.items():
            self._add(code, *words)
        for code, answer in question.answers.items():
            labels = [answer.label[lang] for lang in LANGS]
            bare = (_REMARK.sub("", label).strip() for label in labels)
            self._add(code, *labels, *bare, *answer.words, code)

    def _add(self, code: str, *words: str) -> None:
        for word in words:
            self._codes[match_key(word)] = code
            self._typed[match_key(word)] = word

    def code(self, value: str) -> str | None:
        """The code that ``value`` means, ``UNKNOWN`` when it says so or is blank, None when it is not accepted."""
        if len(value) > _LONGEST:
            return None if value.strip() else UNKNOWN
        plain = normalise(value)
        if not plain:
            return UNKNOWN
        key = match_key(plain)
        if "?" in plain and key != plain:
            return None  # "ใช่?" is no yes, though comparing leaves the mark out
        if key in self._codes:
            return self._codes[key]
        for ending in _POLITE:
            if key.endswith(ending) and key.removesuffix(ending) in self._codes:
                return self._codes[key.removesuffix(ending)]
        return None

    def nearest(self, value: str) -> str:
        """An accepted word that ``value`` may have been meant as, or "". Never one of the opposite meaning."""
        if len(value) > _LONGEST or _SEVERAL.search(value):
            return ""
        key = match_key(value)
        words = [word for word in self._typed if len(word) > 1 and _negates(word) == _negates(key)]
        found = process.extractOne(key, words, scorer=fuzz.ratio, score_cutoff=LIKENESS)
        return self._typed[found[0]] if found else ""


@lru_cache(maxsize=16)
def vocabularies(chart: Chart) -> dict[str, Vocabulary]:
    """The words of each question of a chart, made once."""
    return {question.id: Vocabulary(question) for question in chart.questions.values()}


class AnswerReader:
    """Reads the answer columns of one table as code numbers, each distinct word looked up once."""

    def __init__(self, chart: Chart, header: Sequence[str], columns: Columns) -> None:
        self._header = header
        self._repeated = [(question, at, columns.questions[question]) for question, at in columns.repeated]
        self._questions = tuple(chart.questions.values())
        self._numbers = [{code: n for n, code in enumerate((UNKNOWN, *q.answers))} for q in self._questions]
        self._known: list[dict[str, int]] = [{} for _ in self._questions]
        self._vocabularies = list(vocabularies(chart).values())
        self.asked = {n: columns.questions[q.id] for n, q in enumerate(self._questions) if q.id in columns.questions}
        """The position of the column that answers a question, by the question's place in the chart."""

    def number(self, place: int, value: str) -> int:
        """The code number of an answer word: 0 not known, 1… in the chart's order, ``STRANGE`` when not accepted."""
        known = self._known[place]
        number = known.get(value)
        if number is None:
            code = self._vocabularies[place].code(value)
            number = STRANGE if code is None else self._numbers[place][code]
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[value] = number
        return number

    def codes(self, rows: list[list[str]], row_numbers: Sequence[int]) -> tuple[Codes, list[Problem]]:
        """The code numbers of all answers, 0 where there is none or it was not understood, and what was not, by row."""
        codes: Codes = np.zeros((len(rows), len(self._questions)), dtype=np.int8, order="F")
        problems: list[Problem] = []
        for place, position in self.asked.items():
            values = [row[position] for row in rows]
            known = {value: self.number(place, value) for value in set(values)}
            codes[:, place] = [known[value] for value in values]
            if STRANGE in known.values():
                problems += self._problems(place, values, row_numbers, known)
        np.maximum(codes, 0, out=codes)
        problems.sort(key=lambda problem: problem.row or 0)
        return codes, problems

    def _problems(
        self, place: int, values: list[str], row_numbers: Sequence[int], known: dict[str, int]
    ) -> Iterator[Problem]:
        found = {value: self.problem(place, value) for value, number in known.items() if number == STRANGE}
        for number, value in zip(row_numbers, values, strict=True):
            if value in found:
                yield replace(found[value], row=number)

    def problem(self, place: int, value: str) -> Problem:
        """That ``value`` is no answer to the question at ``place``, in whatever row."""
        question = self._questions[place]
        allowed = tuple(answer.label for answer in question.answers.values())
        nearest = self._vocabularies[place].nearest(value)
        return Problem(None, self._header[self.asked[place]], value, "unknown_answer", question.id, allowed, nearest)

    def repeated(self) -> list[Problem]:
        """The columns that ask what an earlier one asks already."""
        return [
            Problem(None, self._header[at], self._header[first], "repeated_column", question)
            for question, at, first in self._repeated
        ]


def _negates(key: str) -> bool:
    """Whether the word says no, so that "ไม่ใช" is never mended to "ใช่"."""
    return any(part in key for part in _ANY["negations"]) or key.startswith(_ANY["negation_prefixes"])
