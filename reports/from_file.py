"""A summary's input from a file."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart
from missions.files.columns import Columns, match_columns
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.problems import FileError
from missions.files.rows import WHOLE, MissionRow, read_rows
from missions.files.sheet import Sheet
from reports.sanitize import pieces, plain
from reports.summary import Name, ReviewedMission, Source, SummaryInput
from text.dates import today


def summary_of_file(
    chart: Chart,
    data: bytes,
    read: Callable[[bytes, Chart], Sheet],
    *,
    file_name: str = "",
    title: str = "",
    made_on: date | None = None,
) -> SummaryInput:
    """The summary of a file as it was sent, opened by ``read``. Raises ``FileError``."""
    sheet = read(data, chart)
    columns = match_columns(chart, sheet.header)
    if not columns.questions:
        raise FileError("no_question", names=", ".join(chart.questions))
    sha256 = hashlib.sha256(data).hexdigest()
    return _summary(chart, sheet, columns, Source(plain(file_name), sha256), plain(title), made_on or today())


def _summary(chart: Chart, sheet: Sheet, columns: Columns, source: Source, title: str, made_on: date) -> SummaryInput:
    read = read_rows(chart, sheet, columns)
    decided = lru_cache(maxsize=None)(lambda pattern: decide(chart, dict(pattern)))
    missions = tuple(_mission(row, n, decided(tuple(row.answers.items()))) for n, row in enumerate(read.rows, 1))
    problems = tuple(sorted([*sheet.problems, *read.problems], key=lambda problem: problem.row or 0))
    source = replace(source, problems=problems, foot_rows=sheet.foot_rows)
    return SummaryInput(chart, missions, source, made_on, title=title)


def _mission(row: MissionRow, number: int, decision: Decision) -> ReviewedMission:
    budget = row.number("budget_satang")
    reasons = {question: plain(text) for question, text in row.reasons.items()}
    return ReviewedMission(
        code=plain(row.code) or str(number),
        name=_name(row, "name_th", "name_en"),
        ministry=_name(row, "ministry", "ministry_en"),
        department=_name(row, "department", "department_en"),
        answers=row.answers,
        decision=decision,
        reason=reasons.pop(WHOLE, ""),
        reasons=reasons,
        evidence={question: told for question, text in row.evidence.items() if (told := pieces(text))},
        budget=None if budget is None else Decimal(budget).scaleb(-2),
        positions=row.number("positions"),
        counterpart=_name(row, "other_agency"),
        description=plain(row.text("description")),
        legal_basis=plain(row.text("legal_basis")),
        details=_details(row),
        settled_by=plain(row.text("settled_by")),
        minority_view=plain(row.text("dissent")),
    )


def _details(row: MissionRow) -> dict[str, str | int]:
    found = {name: row.fields.get(name) for name in DETAIL_FIELDS}
    return {name: plain(value) if isinstance(value, str) else value for name, value in found.items() if value}


def _name(row: MissionRow, thai: str, english: str = "") -> Name:
    return Name(plain(row.text(thai)), plain(row.text(english)))
