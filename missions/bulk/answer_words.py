"""The answer columns of a table as numbers: each distinct word is read once, the rest is lookup."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from flowchart.chart import Text
from missions.files.answers import AnswerReader, Codes
from missions.files.output import csv_line
from text.words import Lang

_MOST_WORDS = 10_000
"""Words remembered of a column: a column of answers has a few, one of free text has as many as rows."""


@dataclass(frozen=True)
class _Known:
    """The words met so far, the first being the empty one, and the code of each. ``plain`` when none needs quoting."""

    words: tuple[str, ...]
    codes: Codes
    blank: npt.NDArray[np.bool_]
    plain: bool
    labels: tuple[Text | None, ...] | None
    """The answer that was put in the place of each; None when nothing was replaced."""
    kind: pl.Enum


@dataclass(frozen=True)
class Answers:
    """The answers of some rows in one column: for each row the number of its word, and what the words are."""

    known: _Known
    numbers: npt.NDArray[np.integer]

    @property
    def codes(self) -> Codes:
        """The code of each row, ``STRANGE`` where the word is no answer."""
        codes: Codes = self.known.codes[self.numbers]
        return codes

    @property
    def blank(self) -> npt.NDArray[np.bool_]:
        """Where nothing but space stands."""
        blank: npt.NDArray[np.bool_] = self.known.blank[self.numbers]
        return blank

    @property
    def plain(self) -> bool:
        """Whether the cells can stand in a CSV file as they are."""
        return self.known.plain

    @property
    def replaced(self) -> npt.NDArray[np.bool_] | None:
        """Where something was put in the place of the word; None when that is nowhere."""
        if self.known.labels is None:
            return None
        replaced: npt.NDArray[np.bool_] = np.array([label is not None for label in self.known.labels])[self.numbers]
        return replaced

    def corrected(self, lang: Lang) -> pl.Series | None:
        """The cells as they were meant; None when nothing was replaced."""
        if self.known.labels is None:
            return None
        known = zip(self.known.words, self.known.labels, strict=True)
        words = [label[lang] if label else word for word, label in known]
        return pl.Series(words, dtype=pl.String).gather(pl.Series(self.numbers))

    def words(self, rows: npt.NDArray[np.bool_]) -> tuple[list[str], npt.NDArray[np.int64]]:
        """What stands in those rows: each word once, and which of them each row has."""
        numbers = self.numbers[rows]
        occurs = np.bincount(numbers) > 0
        return [self.known.words[n] for n in np.flatnonzero(occurs).tolist()], (np.cumsum(occurs) - 1)[numbers]

    def kept(self, rows: npt.NDArray[np.bool_] | slice) -> "Answers":
        """The answers of those rows only."""
        return Answers(self.known, self.numbers[rows])


class AnswerWords:
    """Reads one answer column. Several threads may use it at once."""

    def __init__(self, reader: AnswerReader, place: int) -> None:
        self._reader = reader
        self._place = place
        self._learning = threading.Lock()
        self.known = self._with(())

    def learn(self, words: Sequence[str]) -> _Known:
        """What is known once these words are."""
        with self._learning:
            met = set(self.known.words)
            new = [word for word in words if word not in met]
            old: Sequence[str] = self.known.words[1:]
            if len(old) + len(new) > _MOST_WORDS:
                old, new = (), sorted({*words} - {""})
            self.known = self._with((*old, *sorted(new)))
            return self.known

    def _with(self, words: tuple[str, ...]) -> _Known:
        every = ("", *words)
        labels = tuple(self._reader.label(self._place, word) for word in every)
        return _Known(
            words=every,
            codes=np.array([self._reader.number(self._place, word) for word in every], dtype=np.int8),
            blank=np.array([not word or word.isspace() for word in every]),
            plain=all(word == csv_line([word]) for word in every),
            labels=labels if any(labels) else None,
            kind=pl.Enum(every),
        )


def read_columns(words: Mapping[int, AnswerWords], columns: Mapping[int, pl.Series]) -> dict[int, Answers]:
    """The answers in columns of text, by their questions' places; null is an empty cell.

    What polars does is done for all columns in one go, as each call of it also costs for itself.
    """
    known = {place: words[place].known for place in columns}
    coded = {place: column.cast(known[place].kind, strict=False) for place, column in columns.items()}
    new = [place for place, column in columns.items() if coded[place].null_count() > column.null_count()]
    if new:
        met = _frame({place: columns[place] for place in new}).select(pl.all().drop_nulls().unique().implode())
        for place in new:
            known[place] = words[place].learn(met[str(place)][0].to_list())
            coded[place] = columns[place].cast(known[place].kind)
    numbers = _frame(coded).select(pl.all().to_physical().fill_null(0))
    return {place: Answers(known[place], numbers[str(place)].to_numpy()) for place in columns}


def _frame(columns: Mapping[int, pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([column.alias(str(place)) for place, column in columns.items()])
