"""Problems that stand in many rows: what is said of them is worked out once, and where they stand are numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count

import numpy as np
import numpy.typing as npt
import polars as pl

from missions.bulk.cells import csv_fields
from missions.files.output import csv_line
from missions.files.problems import Problem, problem_cells
from text.words import Lang

Numbers = npt.NDArray[np.int64]
_ROW, _VALUE = "\ufdd0", "\ufdd1"  # no characters: they mark where a row and a value belong


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

    def lines(self, rows: Numbers, values: Numbers) -> pl.Series:
        """Its lines in the list of problems, where each row has a value."""
        lines = pl.Series([self.line]).new_from_index(0, len(rows))
        return _put(_put(lines, _ROW, rows), _VALUE, values)

    @cached_property
    def line(self) -> str:
        """Its line in the list of problems, without the line end, with marks."""
        return self._marked(csv_line(problem_cells(self._numbered, self._lang)))

    @cached_property
    def sentence(self) -> str:
        """What is said of it, with marks."""
        return self._marked(self._numbered.sentence(self._lang))

    @cached_property
    def _numbers(self) -> tuple[str, str]:
        """Two numbers that stand nowhere in the texts: for the row and for the value."""
        said = repr(self.problem) + " ".join(text[self._lang] for text in self.problem.allowed)
        free = (str(n) for n in count(10**12) if str(n) not in said)
        return next(free), next(free)

    @cached_property
    def _numbered(self) -> Problem:
        row, value = self._numbers
        return replace(self.problem, row=int(row), value=value if self._valued else self.problem.value)

    def _marked(self, text: str) -> str:
        row, value = self._numbers
        plain = text.encode("utf-8", "replace").decode().replace(_ROW, "\ufffd").replace(_VALUE, "\ufffd")
        return plain.replace(row, _ROW).replace(value, _VALUE)


@dataclass(frozen=True)
class Found:
    """What was found, in the order of rows: for each place its row, as the user sees it, and which of ``kinds``."""

    kinds: tuple[Finding, ...]
    rows: Numbers
    which: Numbers

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, Finding]]) -> "Found":
        """A few findings, each with its row."""
        rows, kinds = tuple(zip(*pairs, strict=True)) or ((), ())
        return cls.merged([cls(kinds, np.array(rows, dtype=np.int64), np.arange(len(rows)))])

    @classmethod
    def merged(cls, parts: "Iterable[Found]") -> "Found":
        """Several as one; what stands in one row keeps the order of ``parts``."""
        kinds: list[Finding] = []
        rows, which = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for part in parts:
            if len(part):
                rows.append(part.rows)
                which.append(part.which + len(kinds))
                kinds += part.kinds
        all_rows = np.concatenate(rows)
        order = np.argsort(all_rows, kind="stable")
        return cls(tuple(kinds), all_rows[order], np.concatenate(which)[order])

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, Finding]]:
        for row, which in zip(self.rows.tolist(), self.which.tolist(), strict=True):
            yield row, self.kinds[which]

    def chosen(self, *, warnings: bool) -> "Found":
        """Only the warnings, or only what must be mended."""
        chosen = np.array([kind.is_warning is warnings for kind in self.kinds], dtype=np.bool_)[self.which]
        return replace(self, rows=self.rows[chosen], which=self.which[chosen])

    def head(self, most: int) -> "Found":
        """The first few."""
        return replace(self, rows=self.rows[:most], which=self.which[:most])

    def counts(self) -> list[tuple[Finding, int]]:
        """How often each occurs, in the order in which they first do."""
        counts = np.bincount(self.which, minlength=len(self.kinds))
        first = np.zeros(len(self.kinds), dtype=np.int64)
        first[self.which[::-1]] = np.arange(len(self.which))[::-1]  # the last one written stays
        occurring = np.flatnonzero(counts)
        return [(self.kinds[n], int(counts[n])) for n in occurring[np.argsort(first[occurring])].tolist()]

    def lines(self) -> pl.Series:
        """Their lines in the list of problems."""
        return self._each([kind.line for kind in self.kinds])

    def sentences(self) -> tuple[Numbers, pl.Series]:
        """The rows, each once, and all that is said of each."""
        said = self._each([kind.sentence for kind in self.kinds])
        texts = pl.DataFrame([pl.Series(self.rows).alias("row"), said.alias("text")])
        joined = texts.group_by("row", maintain_order=True).agg(pl.col("text").str.join(" "))
        return joined["row"].to_numpy(), joined["text"]

    def _each(self, texts: list[str]) -> pl.Series:
        """The text of its kind at each place, with the row in it."""
        return _put(pl.Series(texts, dtype=pl.String).gather(pl.Series(self.which)), _ROW, self.rows)

    def fields(self) -> tuple[Numbers, pl.Series]:
        """The same as fields of CSV."""
        rows, texts = self.sentences()
        return rows, csv_fields(texts.to_frame()).to_series()


def _put(texts: pl.Series, mark: str, numbers: Numbers) -> pl.Series:
    """The texts with a number in the place of each mark."""
    frame = pl.DataFrame([texts.alias("text"), pl.Series(numbers).cast(pl.String).alias("number")])
    return frame.select(pl.col("text").str.replace_all(mark, pl.col("number"), literal=True)).to_series()
