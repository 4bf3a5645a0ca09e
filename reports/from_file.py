"""A summary's input from a file that was read and classified."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart
from missions.bulk.classify import Classified, classify_sheet
from missions.files.columns import Columns, match_columns
from missions.files.details import Details, match_details, read_amount
from missions.files.problems import FileError, Problem
from missions.files.read import Sheet, read_sheet
from missions.files.rows import read_answers
from reports.sanitize import plain
from reports.summary import Name, ReviewedMission, Source, SummaryInput
from text.dates import today
from text.words import Lang

_SEVERAL = re.compile(r"\s*[;\n]\s*")


def from_classified(
    chart: Chart,
    sheet: Sheet,
    columns: Columns,
    classified: Classified,
    *,
    file_name: str = "",
    data: bytes = b"",
    title: str = "",
    made_on: date | None = None,
) -> SummaryInput:
    """The missions of ``sheet`` as a summary takes them; ``data`` are the file's bytes, for their SHA-256."""
    answers, _ = read_answers(chart, sheet, columns)
    read = _Reader(sheet, columns, match_details(chart, sheet, columns))
    decided = lru_cache(maxsize=None)(lambda pattern: decide(chart, dict(pattern)))
    missions = tuple(
        read.mission(row, number, {q: a for q, a in zip(answers.columns, given, strict=True) if a}, decided)
        for number, (row, given) in enumerate(
            zip(sheet.rows, answers.itertuples(index=False, name=None), strict=True), 1
        )
    )
    sha256 = hashlib.sha256(data).hexdigest() if data else ""
    source = Source(plain(file_name), sha256, (*classified.problems, *read.problems))
    return SummaryInput(chart, missions, source, made_on or today(), title=plain(title))


def summary_of_file(chart: Chart, data: bytes, lang: Lang, *, file_name: str = "", title: str = "") -> SummaryInput:
    """The summary of a file as it was sent: read, classified and taken over. Raises ``FileError``."""
    sheet = read_sheet(data, chart)
    columns = match_columns(chart, sheet.header)
    if not columns.questions:
        raise FileError("no_question", names=", ".join(chart.questions))
    classified = classify_sheet(chart, sheet, columns, lang)
    return from_classified(chart, sheet, columns, classified, file_name=file_name, data=data, title=title)


class _Reader:
    """Reads missions from the rows of a sheet, and keeps what is wrong with their numbers in ``problems``."""

    def __init__(self, sheet: Sheet, columns: Columns, details: Details) -> None:
        self.problems: list[Problem] = []
        self._sheet, self._details = sheet, details
        self._at = columns.fields | details.fields

    def mission(
        self,
        row: list[str],
        number: int,
        answers: Mapping[str, str],
        decided: Callable[[tuple[tuple[str, str], ...]], Decision],
    ) -> ReviewedMission:
        def text(field: str) -> str:
            return plain(row[self._at[field]]) if field in self._at else ""

        def name(field: str) -> Name:
            return Name(text(field), text(f"{field}_en"))

        reasons = {q: said for q, at in self._details.reasons.items() if (said := plain(row[at]))}
        evidence = {q: pieces for q, at in self._details.evidence.items() if (pieces := _pieces(row[at]))}
        if "evidence" in self._at and (pieces := _pieces(row[self._at["evidence"]])):
            evidence[""] = pieces
        budget, positions = (self._amount(row, number, field) for field in ("budget", "positions"))
        return ReviewedMission(
            code=text("id") or str(number),
            name=name("name"),
            ministry=name("ministry"),
            department=name("department"),
            answers=answers,
            decision=decided(tuple(answers.items())),
            reason=text("reason"),
            reasons=reasons,
            evidence=evidence,
            budget=budget,
            positions=None if positions is None else round(positions),
            counterpart=Name(text("other_agency")),
            settled_by=text("settled_by"),
            minority_view=text("minority_view"),
        )

    def _amount(self, row: list[str], number: int, field: str) -> float | None:
        """The number in that field, None when it is none or not there."""
        at = self._at.get(field)
        if at is None or not row[at].strip():
            return None
        found = read_amount(row[at])
        if found is None:
            place = self._sheet.row_numbers[number - 1]
            self.problems.append(Problem(place, self._sheet.header[at], row[at], "not_a_number"))
        return None if found is None else float(found)


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(plain, _SEVERAL.split(text))))
