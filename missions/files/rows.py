"""The missions of a sheet, read once: a summary and an import take the same rows, with the same problems."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import pandas as pd

from flowchart.chart import UNKNOWN, Chart
from missions.files.answers import AnswerReader
from missions.files.columns import Columns
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.details import match_details, read_amount
from missions.files.problems import Problem
from missions.files.replacements import Replacement
from missions.files.sheet import Sheet
from text.dates import read_day

Value: TypeAlias = str | int | None

MOST_SATANG = 9_000_000_000_000_000
"""The largest budget, in satang (90 trillion baht): a JSON reader may lose digits of anything larger."""
MOST_POSITIONS = 10_000_000
_MONEY = [field.name for field in DETAIL_FIELDS.values() if field.kind == "money"]
NUMBERS = {"budget_satang": MOST_SATANG, "positions": MOST_POSITIONS} | dict.fromkeys(_MONEY, MOST_SATANG)
"""The largest number of each field that holds one."""
DATES = frozenset(field.name for field in DETAIL_FIELDS.values() if field.kind == "date")
"""The fields that hold a day."""
_PARTS = {"budget_satang": 100, "positions": 1} | dict.fromkeys(_MONEY, 100)
"""How many of what is kept make one of what is written: 100 satang a baht."""

_FROM_COLUMNS = {"name": "name_th", "ministry": "ministry", "department": "department"}
_FROM_DETAILS = {
    "name_en": "name_en",
    "ministry_en": "ministry_en",
    "department_en": "department_en",
    "description": "description",
    "legal_basis": "legal_basis",
    "budget": "budget_satang",
    "positions": "positions",
    "other_agency": "other_agency",
    "settled_by": "settled_by",
    "dissent": "dissent",
    **{name: name for name in DETAIL_FIELDS},
}
"""The fields of a row by the names of their columns in ``columns.yaml`` and ``details.yaml``."""
WHOLE = ""
"""Stands for a question where a reason or evidence is that of the mission as a whole."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class MissionRow:
    """One mission of a file. ``fields`` holds only what the file has a column for; ``answers`` only answers given.

    ``reasons`` and ``evidence`` are by question too, or under ``WHOLE``, and may be there without an answer.
    ``budget_satang`` is in satang (1/100 baht).
    """

    code: str
    fields: Mapping[str, Value]
    answers: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    reasons: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    evidence: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def with_code(self, code: str) -> "MissionRow":
        """The same mission under a code."""
        return replace(self, code=code)

    def text(self, name: str) -> str:
        """The text of a field, "" where there is none."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """The number of a field, None where there is none."""
        value = self.fields.get(name)
        return value if isinstance(value, int) else None


@dataclass(frozen=True)
class FileRows:
    """The missions of a file, what was not understood and left out, and headings of columns that nobody takes."""

    rows: list[MissionRow]
    problems: list[Problem]
    unread: list[str]


def read_rows(chart: Chart, sheet: Sheet, columns: Columns, replacements: Iterable[Replacement] = ()) -> FileRows:
    """The missions of a sheet, in its order. The sheet's own problems are not repeated."""
    answers, problems = read_answers(chart, sheet, columns, replacements)
    details = match_details(chart, sheet, columns)
    positions = {_FROM_COLUMNS[name]: at for name, at in columns.fields.items() if name in _FROM_COLUMNS}
    positions |= {_FROM_DETAILS[name]: at for name, at in details.fields.items() if name in _FROM_DETAILS}
    said = (dict(details.reasons), dict(details.evidence))
    for name, of_question in zip(("reason", "evidence"), said, strict=True):
        if name in details.fields:
            of_question[WHOLE] = details.fields[name]
    code_at = columns.fields.get("id")

    rows = []
    for number, cells, answered in zip(sheet.row_numbers, sheet.rows, answers.to_dict("records"), strict=True):
        fields: dict[str, Value] = {}
        for name, at in positions.items():
            if name in NUMBERS:
                found, wrong = _number(name, cells[at])
                if wrong:
                    problems.append(Problem(number, sheet.header[at], cells[at], wrong))
                else:
                    fields[name] = found
            elif name in DATES:
                day = read_date(cells[at])
                if day is None:
                    problems.append(Problem(number, sheet.header[at], cells[at], "not_a_date"))
                else:
                    fields[name] = day
            else:
                fields[name] = cells[at].strip()
        code = "" if code_at is None else cells[code_at].strip()
        given = {str(q): str(a) for q, a in answered.items() if a}
        reasons, evidence = (
            {question: text for question, at in of_question.items() if (text := cells[at].strip())}
            for of_question in said
        )
        rows.append(MissionRow(code, fields, given, reasons, evidence))
    problems.sort(key=lambda problem: problem.row or 0)
    return FileRows(rows, problems, details.unread(sheet, columns, {*_FROM_DETAILS, "reason", "evidence"}))


def read_date(text: str) -> str | None:
    """A day as people write it, or as a workbook gives it, in ISO 8601; "" of nothing, None when it is none."""
    text = text.strip()
    if not text:
        return ""
    found = read_day(text)
    if found is None:
        with suppress(ValueError):
            found = date.fromisoformat(text[:10])
    return found.isoformat() if found else None


def read_number(name: str, text: str) -> int | None:
    """A number as people write it, money in baht; None when it is none, not whole, or larger than is kept."""
    return _number(name, text)[0]


def _number(name: str, text: str) -> tuple[int | None, str]:
    """The number in a field, and the code of what is wrong with it."""
    if not text.strip():
        return None, ""
    amount = read_amount(text)
    if amount is None or amount * _PARTS[name] > NUMBERS[name]:
        return None, "not_a_number"
    found = amount * _PARTS[name]
    return (int(found), "") if found == found.to_integral_value() else (None, "not_whole")


def read_answers(
    chart: Chart, sheet: Sheet, columns: Columns, replacements: Iterable[Replacement] = ()
) -> tuple[pd.DataFrame, list[Problem]]:
    """The answers of each row of ``sheet``, and what is wrong with them, by row.

    The frame has a column for every question of the chart, in its order, holding answer codes, ``UNKNOWN`` where
    there is none or it was not understood. The sheet's own problems are not repeated.
    """
    reader = AnswerReader(chart, sheet.header, columns, replacements)
    codes, problems = reader.codes(sheet.rows, sheet.row_numbers)
    answers = {
        question.id: np.array([UNKNOWN, *question.answers], dtype=object)[codes[:, n]]
        for n, question in enumerate(chart.questions.values())
    }
    return pd.DataFrame(answers, dtype="str"), reader.repeated() + problems
