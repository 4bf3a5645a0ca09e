"""Rows at the foot of a table that are no missions: totals and notes. They are left out, and that is said."""

import re
from pathlib import Path

from flowchart.chart import UNKNOWN, Chart
from missions.files.columns import Columns
from missions.files.vocabulary import vocabularies
from text.thai import match_key
from text.word_lists import read_word_lists

MOST = 30
"""So many rows may stand at the foot."""

_LISTS = read_word_lists(Path(__file__).with_name("foot.yaml"))
_TOTALS, _NOTES, _UNITS = (frozenset(map(match_key, _LISTS[name])) for name in ("totals", "notes", "units"))
_COUNTED = re.compile(r"([^\d]+)(\d[\d,.]*)(.*)")
_NUMBER = re.compile(r"-?[\d,]*\.?\d+%?")
_LABEL = re.compile(r"\W*(\w+)\s*[:：)\]]")
_LONGEST = 1_000
"""Characters of a cell that may name a total."""


class Foot:
    """Recognises the rows at the foot of one table.

    A row with an id, or with an answer to any question, is a mission whatever it is called.
    """

    def __init__(self, chart: Chart, columns: Columns) -> None:
        self._id_at = columns.fields.get("id")
        self._asked = [(at, vocabularies(chart)[question]) for question, at in columns.questions.items()]

    def __call__(self, row: list[str]) -> bool:
        """Whether the row would be part of the foot if no mission stood beneath it."""
        filled = [at for at, cell in enumerate(row) if cell and not cell.isspace()]
        if not filled or (self._id_at in filled and self._id_at != filled[0]) or self._answers(row):
            return False
        first, others = row[filled[0]], [row[at] for at in filled[1:]]
        if _is_total(first):
            return all(map(_is_number, others))
        return _is_note(first) and len(others) <= 1

    def count(self, rows: list[list[str]]) -> int:
        """How many of the last rows are the foot, where ``rows`` end with the table."""
        found = 0
        for row in reversed(rows[-MOST:]):
            if not self(row):
                break
            found += 1
        return found

    def _answers(self, row: list[str]) -> bool:
        return any(at < len(row) and vocabulary.code(row[at]) not in (None, UNKNOWN) for at, vocabulary in self._asked)


def _is_total(cell: str) -> bool:
    if len(cell) > _LONGEST:
        return False
    key = match_key(cell)
    counted = _COUNTED.fullmatch(key)
    return key in _TOTALS or (counted is not None and counted[1] in _TOTALS and counted[3] in _UNITS)


def _is_number(cell: str) -> bool:
    return len(cell) <= _LONGEST and (not cell.strip() or bool(_NUMBER.fullmatch(match_key(cell))) or _is_total(cell))


def _is_note(cell: str) -> bool:
    """Whether the cell is a note: the word alone, or the word and a colon, or text behind the Thai word."""
    start = cell[:_LONGEST]
    label = _LABEL.match(start)
    if label and match_key(label[1]) in _NOTES:
        return True
    key = match_key(start)
    return key in _NOTES or any(key.startswith(note) for note in _NOTES if not note.isascii())
