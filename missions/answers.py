"""Answers as people write them, in Thai or English, read as the chart's codes. Nothing is guessed."""

import re
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from flowchart.chart import UNKNOWN, Chart, Question
from flowchart.words import LANGS
from missions.columns import Columns
from missions.files import Sheet
from missions.problems import Problem
from missions.thai import match_key, normalise
from missions.wordlist import read_word_lists

LIKENESS = 65
"""How like an accepted word (0 to 100) a value must be for that word to be suggested."""

_LISTS = read_word_lists(Path(__file__).with_name("answers.yaml"))
_POLITE = tuple(map(match_key, _LISTS["polite"]))
_REMARK = re.compile(r"\([^()]*\)")
_SEVERAL = re.compile(r"[/|,]|หรือ|และ|\bor\b|\band\b", re.IGNORECASE)


class Vocabulary:
    """The words that one question accepts, each with the code it means."""

    def __init__(self, question: Question) -> None:
        self._codes: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        self._add(UNKNOWN, *_LISTS["unknown"])
        if set(question.answers) == {"yes", "no"}:
            for code in question.answers:
                self._add(code, *_LISTS[code])
        for code, answer in question.answers.items():
            labels = [answer.label[lang] for lang in LANGS]
            self._add(code, *labels, *(_REMARK.sub("", label).strip() for label in labels), code)

    def _add(self, code: str, *words: str) -> None:
        for word in words:
            self._codes[match_key(word)] = code
            self._typed[match_key(word)] = word

    def code(self, value: str) -> str | None:
        """The code that ``value`` means, ``UNKNOWN`` when it says so or is blank, None when it is not accepted."""
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
        if _SEVERAL.search(value):
            return ""
        key = match_key(value)
        words = [word for word in self._typed if len(word) > 1 and _negates(word) == _negates(key)]
        found = process.extractOne(key, words, scorer=fuzz.ratio, score_cutoff=LIKENESS)
        return self._typed[found[0]] if found else ""


def read_answers(chart: Chart, sheet: Sheet, columns: Columns) -> tuple[pd.DataFrame, list[Problem]]:
    """The answers of each row of ``sheet``, and what is wrong with them, by row.

    The frame has a column for every question of the chart, in its order, holding answer codes, ``UNKNOWN`` where
    there is none or it was not understood. The sheet's own problems are not repeated.
    """
    answers: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for question in chart.questions.values():
        position = columns.questions.get(question.id)
        if position is None:
            answers[question.id] = [UNKNOWN] * len(sheet.rows)
            continue
        values = [row[position] for row in sheet.rows]
        vocabulary = Vocabulary(question)
        codes = {value: vocabulary.code(value) for value in dict.fromkeys(values)}
        answers[question.id] = [codes[value] or UNKNOWN for value in values]
        strange = {value: vocabulary.nearest(value) for value, code in codes.items() if code is None}
        allowed = tuple(answer.label for answer in question.answers.values())
        heading = sheet.header[position]
        problems += (
            Problem(number, heading, value, "unknown_answer", question.id, allowed, strange[value])
            for number, value in zip(sheet.row_numbers, values, strict=True)
            if value in strange
        )
    problems.sort(key=lambda problem: problem.row or 0)
    repeated = [
        Problem(None, sheet.header[at], sheet.header[columns.questions[question]], "repeated_column", question)
        for question, at in columns.repeated
    ]
    return pd.DataFrame(answers, dtype="str"), repeated + problems


def _negates(key: str) -> bool:
    """Whether the word says no, so that "ไม่ใช" is never mended to "ใช่"; ไม also stands for a forgotten tone mark."""
    return "ไม" in key or key.startswith(("มิ", "no", "un", "dis", "in"))
