"""What is wrong with a file or a cell of it, said so that the user can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from flowchart.chart import Text
from flowchart.words import Lang, Words

LONGEST = 80
"""Characters of a value that a sentence shows."""

_words = Words.beside(__file__)


class FileError(ValueError):
    """A file that cannot be read or written at all. ``code`` is stable; ``sentence`` is for the user."""

    def __init__(self, code: str, **names: object) -> None:
        self.code = code
        self._names = names
        super().__init__(f"{code}: {self.sentence('en')}")

    def sentence(self, lang: Lang) -> str:
        """What is wrong and what to do, in one or two sentences."""
        return _words(f"file.{self.code}", lang, **self._names)


@dataclass(frozen=True)
class Problem:
    """Something wrong at one place of a file that is otherwise read.

    ``row`` is the row as the user sees it (from 1), or None when the whole column or file is meant. ``nearest``
    is an accepted word that looks like the value, or "" when none does.
    """

    row: int | None
    column: str
    value: str
    code: str
    question: str | None = None
    allowed: tuple[Text, ...] = ()
    nearest: str = ""

    def sentence(self, lang: Lang) -> str:
        """What is wrong, where, what is allowed and what to do."""
        said = _words(
            f"problem.{self.code}",
            lang,
            row=self.row,
            column=_shortened(self.column),
            value=_shortened(self.value),
            allowed=self._allowed(lang),
        )
        return said + _words("nearest", lang, nearest=self.nearest) if self.nearest else said

    def _allowed(self, lang: Lang) -> str:
        labels = [f"“{text[lang]}”" for text in self.allowed]
        if len(labels) < 2:
            return "".join(labels)
        return _words("or", lang, most=", ".join(labels[:-1]), last=labels[-1])


def problems_frame(problems: Iterable[Problem], lang: Lang) -> pd.DataFrame:
    """The problems as a table, one a row: row, column, value, code, message, allowed, nearest."""
    columns = ["row", "column", "value", "code", "message", "allowed", "nearest"]
    records = [
        (p.row, p.column, p.value, p.code, p.sentence(lang), ", ".join(t[lang] for t in p.allowed), p.nearest)
        for p in problems
    ]
    return pd.DataFrame(records, columns=columns).astype({"row": "Int64"})


def _shortened(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
