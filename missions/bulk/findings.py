"""Problems that stand in many rows: what is said of them is worked out once, and each row only adds its number."""

from dataclasses import replace
from functools import cached_property
from itertools import count
from typing import TypeAlias

from missions.files.output import csv_line
from missions.files.problems import Problem, problem_cells
from text.words import Lang


class Finding:
    """A problem wherever it stands. With ``valued`` each place also has a value of its own, which is a number."""

    def __init__(self, problem: Problem, lang: Lang, *, valued: bool = False) -> None:
        self.problem = problem
        self.is_warning = problem.severity == "warning"
        self._lang = lang
        self._valued = valued

    def at(self, row: int, value: int | None = None) -> Problem:
        """The problem as it stands in one row."""
        return replace(self.problem, row=row, value=self.problem.value if value is None else str(value))

    def line(self, row: int, value: int | None = None) -> str:
        """Its line in the list of problems, without the line end."""
        line = str(row).join(self._line)
        return line if value is None else line.replace(self._marks[1], str(value))

    def field(self, row: int) -> str:
        """What is said of it, as a field of CSV."""
        return str(row).join(self._field)

    def sentence(self, row: int) -> str:
        """What is said of it."""
        return str(row).join(self._sentence)

    @cached_property
    def _marks(self) -> tuple[str, str]:
        """Two numbers that stand nowhere in the texts: for the row and for the value."""
        said = repr(self.problem) + " ".join(text[self._lang] for text in self.problem.allowed)
        free = (str(n) for n in count(10**12) if str(n) not in said)
        return next(free), next(free)

    @cached_property
    def _marked(self) -> Problem:
        row, value = self._marks
        return replace(self.problem, row=int(row), value=value if self._valued else self.problem.value)

    @cached_property
    def _line(self) -> list[str]:
        return csv_line(problem_cells(self._marked, self._lang)).split(self._marks[0])

    @cached_property
    def _sentence(self) -> list[str]:
        return self._marked.sentence(self._lang).split(self._marks[0])

    @cached_property
    def _field(self) -> list[str]:
        return csv_line([self._marked.sentence(self._lang)]).split(self._marks[0])


Found: TypeAlias = tuple[int, Finding]
"""A row, as the user sees it, and what was found there."""


def row_of(found: Found) -> int:
    """The row, to sort by."""
    return found[0]
