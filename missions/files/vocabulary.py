"""The words that a question accepts as answers, in Thai and English. Nothing is guessed."""

import re
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from flowchart.chart import UNKNOWN, Chart, Question
from text.thai import match_key, narrow, normalise
from text.word_lists import read_word_groups
from text.words import LANGS

LIKENESS = 65
"""How like an accepted word (0 to 100) a value must be for that word to be suggested."""

_LONGEST = 1_000
"""Characters of an answer; a longer cell is a text."""
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
        plain = narrow(normalise(value))
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


def _negates(key: str) -> bool:
    """Whether the word says no, so that "ไม่ใช" is never mended to "ใช่"."""
    return any(part in key for part in _ANY["negations"]) or key.startswith(_ANY["negation_prefixes"])
