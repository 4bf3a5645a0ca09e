"""What is wrong with a file or a cell of it, said so that the user can mend it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from flowchart.chart import Text
from text.words import Lang, Words

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 80
"""Characters of a value that a sentence shows."""

WARNINGS = frozenset({"contradictory_follow_up", "empty_name", "duplicate_id", "corrected_answer"})
"""Codes of what is only odd: the row is decided as it stands."""

_words = Words.beside(__file__)


class FileError(ValueError):
    """A file that cannot be read or written at all. ``code`` is stable; ``sentence`` is for the user."""

    def __init__(self, code: str, **names: object) -> None:
        self.code = code
        self._names = names
        super().__init__(f"{code}: {self.sentence('en')}")

    def __reduce__(self) -> tuple[Callable[[], "FileError"], tuple[()]]:
        return partial(FileError, self.code, **self._names), ()  # so that it can come from another process

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

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Whether it must be mended or only looked at."""
        return "warning" if self.code in WARNINGS else "error"

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


PROBLEM_COLUMNS = ("row", "column", "value", "code", "message", "allowed", "nearest", "severity")


def problem_cells(problem: Problem, lang: Lang) -> tuple[int | None, str, str, str, str, str, str, str]:
    """The problem as a row of ``PROBLEM_COLUMNS``."""
    allowed = ", ".join(text[lang] for text in problem.allowed)
    said = problem.sentence(lang)
    return problem.row, problem.column, problem.value, problem.code, said, allowed, problem.nearest, problem.severity


def problems_frame(problems: Iterable[Problem], lang: Lang) -> "pd.DataFrame":
    """The problems as a table, one a row, with ``PROBLEM_COLUMNS``."""
    import pandas as pd

    cells = [problem_cells(problem, lang) for problem in problems]
    return pd.DataFrame(cells, columns=list(PROBLEM_COLUMNS)).astype({"row": "Int64"})


def _shortened(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
