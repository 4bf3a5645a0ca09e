"""Which column of a file holds which question, and which the mission's own name, ministry and department.

Questions are matched exactly, never by likeness: a column taken for the wrong question is worse than one not found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from flowchart.chart import Chart
from missions.files.output import kept_columns
from text.thai import match_key, normalise
from text.word_lists import read_word_lists
from text.words import LANGS

Score: TypeAlias = tuple[int, int, int]
"""How well a row does as a header; compare with ``>``. All zero: nothing in it was recognised."""

_LISTS = read_word_lists(Path(__file__).with_name("columns.yaml"))
_PREFIXES = _LISTS.pop("question_prefixes")
_FIELDS = {match_key(word): (field, rank) for field, words in _LISTS.items() for rank, word in enumerate(words)}
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_LONGEST = 1_000
"""Characters of a heading; a longer cell is a text, and reading it letter by letter would take long."""
_LONGEST_ORDINAL = 40
_ORDINAL = re.compile(r"-?\d{1,3}")


@dataclass(frozen=True)
class Columns:
    """Positions of columns, from 0. ``repeated`` lists further columns that name a question already taken."""

    questions: dict[str, int]
    fields: dict[str, int]
    repeated: tuple[tuple[str, int], ...]


class Headings:
    """The headings that a chart's questions and a mission's fields may have."""

    def __init__(self, chart: Chart) -> None:
        self._main = len(chart.main)
        worded: dict[str, set[str]] = {}
        for q in chart.questions.values():
            texts = {text[lang] for text in (q.text, q.short) for lang in LANGS} | {q.id, *q.aliases}
            numbered = [""] if q.number is None else ["", *(f"{prefix} {q.number} " for prefix in _PREFIXES)]
            for key in {match_key(front + text) for front in numbered for text in texts}:
                worded.setdefault(key, set()).add(q.id)
        # A wording that two questions share names neither.
        self._questions = {key: ids.pop() for key, ids in worded.items() if len(ids) == 1}
        for q in chart.questions.values():
            names = [q.id, *q.aliases, *(f"{prefix} {q.number}" for prefix in _PREFIXES if q.number is not None)]
            self._questions.update((match_key(name), q.id) for name in names)

    def question(self, heading: str) -> str | None:
        """The id of the question that ``heading`` names, if any."""
        return next((self._questions[key] for key in _keys(heading) if key in self._questions), None)

    def field(self, heading: str) -> tuple[str, int] | None:
        """The mission field that ``heading`` names and how preferred that name is (0 most), if any."""
        return next((_FIELDS[key] for key in _keys(heading) if key in _FIELDS), None)

    def score(self, record: Sequence[str]) -> Score:
        """How well a row does as a header. A row of nothing but numbers is none: Thai forms number their columns.

        A few numbers beside other words may be a mission's data, so they count with a worded heading or when complete.
        """
        worded: set[str] = set()
        numbers: set[str] = set()
        fields: set[str] = set()
        words = False
        for cell in filter(str.strip, record):
            bare = is_bare_number(cell)
            words = words or not bare
            if found := self.question(cell):
                (numbers if bare else worded).add(found)
            elif field := self.field(cell):
                fields.add(field[0])
        clear = bool(worded) or len(fields) > 1 or (bool(fields) and len(numbers) > 1)
        if not words or not (clear or len(numbers) == self._main):
            numbers.clear()
        return int(clear), len(worded | numbers), len(fields)


@lru_cache(maxsize=16)
def headings_of(chart: Chart) -> Headings:
    """The headings of a chart, made once."""
    return Headings(chart)


def match_columns(chart: Chart, header: Sequence[str]) -> Columns:
    """The columns of ``header`` that hold the chart's questions and the mission's fields.

    Of two columns for one question the first counts; of two for one field the preferred name (Thai before English).
    Our own results at its end answer nothing, whatever the chart calls its questions.
    """
    headings = headings_of(chart)
    header = header[: kept_columns(header)]
    # One lone number is more likely a first row of data than a heading.
    lone = len({match_key(cell) for cell in header if is_bare_number(cell)}) == 1
    questions: dict[str, int] = {}
    repeated: list[tuple[str, int]] = []
    fields: dict[str, tuple[int, int]] = {}
    for position, heading in enumerate(header):
        if lone and is_bare_number(heading):
            continue
        if question := headings.question(heading):
            if question in questions:
                repeated.append((question, position))
            else:
                questions[question] = position
        elif found := headings.field(heading):
            field, rank = found
            fields[field] = min(fields.get(field, (rank, position)), (rank, position))
    return Columns(questions, {field: position for field, (_, position) in fields.items()}, tuple(repeated))


def numbers_columns(record: Sequence[str], name_at: int | None = None) -> bool:
    """Whether the row only numbers the columns, (1) (2) (3) …, as Thai forms do beneath their header.

    Bare numbers may be data, unless one stands where a mission's name is expected, at ``name_at``.
    """
    if any(len(cell) > _LONGEST for cell in record):
        return False
    cells = [cell.strip() for cell in record if cell.strip()]
    keys = [match_key(cell).removeprefix("-") for cell in cells]
    if len(keys) < 3 or keys != [str(n) for n in range(1, len(keys) + 1)]:
        return False
    named = name_at is not None and name_at < len(record) and bool(record[name_at].strip())
    return named or not any(map(str.isdecimal, cells))


@lru_cache(maxsize=20_000)
def is_bare_number(cell: str) -> bool:
    """Whether the cell is only a small number, Thai or Arabic, perhaps in brackets."""
    return len(cell) <= _LONGEST_ORDINAL and bool(_ORDINAL.fullmatch(match_key(cell)))


@lru_cache(maxsize=20_000)
def _keys(heading: str) -> tuple[str, ...]:
    """The keys to look a heading up by: whole, then without its remarks in brackets."""
    plain = normalise(heading) if len(heading) <= _LONGEST else ""
    if not plain:
        return ()
    bare = _REMARK.sub(" ", plain)
    return (match_key(plain), match_key(bare)) if bare.strip() and bare != plain else (match_key(plain),)
