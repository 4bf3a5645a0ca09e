"""A summary's input from a file that was read and classified."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart
from flowchart.words import Lang
from missions.bulk.classify import Classified, classify_sheet
from missions.files.answers import read_answers
from missions.files.columns import Columns, Headings, match_columns
from missions.files.problems import FileError
from missions.files.read import Sheet, read_sheet
from missions.files.thai import THAI_DIGITS, match_key
from missions.files.wordlist import read_word_lists
from reports.safe import plain
from reports.summary import Name, ReviewedMission, Source, SummaryInput

_FIELDS = read_word_lists(Path(__file__).with_name("columns.yaml"))
_OF_QUESTION = {field: _FIELDS.pop(f"{field}_prefixes") for field in ("reason", "evidence")}
_FIELD_OF = {match_key(word): (field, rank) for field, words in _FIELDS.items() for rank, word in enumerate(words)}
_SEVERAL = re.compile(r"\s*[;\n]\s*")
_UNIT = re.compile(r"บาท|baht|thb|฿|อัตรา|positions?|,|\s", re.IGNORECASE)


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
    read = _Reader(chart, sheet, columns)
    decided = lru_cache(maxsize=None)(lambda pattern: decide(chart, dict(pattern)))
    missions = tuple(
        read.mission(row, number, {q: a for q, a in zip(answers.columns, given, strict=True) if a}, decided)
        for number, (row, given) in enumerate(
            zip(sheet.rows, answers.itertuples(index=False, name=None), strict=True), 1
        )
    )
    sha256 = hashlib.sha256(data).hexdigest() if data else ""
    source = Source(plain(file_name), sha256, len(classified.problems))
    return SummaryInput(chart, missions, source, made_on or date.today(), title=plain(title))


def summary_of_file(chart: Chart, data: bytes, lang: Lang, *, file_name: str = "", title: str = "") -> SummaryInput:
    """The summary of a file as it was sent: read, classified and taken over. Raises ``FileError``."""
    sheet = read_sheet(data, chart)
    columns = match_columns(chart, sheet.header)
    if not columns.questions:
        raise FileError("no_question", names=", ".join(chart.questions))
    classified = classify_sheet(chart, sheet, columns, lang)
    return from_classified(chart, sheet, columns, classified, file_name=file_name, data=data, title=title)


class _Reader:
    """Which column of the sheet holds which part of a mission."""

    def __init__(self, chart: Chart, sheet: Sheet, columns: Columns) -> None:
        self._at = dict(columns.fields)
        self._reasons: dict[str, int] = {}
        self._evidence: dict[str, int] = {}
        headings = Headings(chart)
        ranks: dict[str, int] = {}
        for position, heading in enumerate(sheet.header):
            if found := _FIELD_OF.get(match_key(heading)):
                field, rank = found
                if rank < ranks.get(field, rank + 1):
                    ranks[field] = rank
                    self._at[field] = position
            elif question := _question_after(headings, heading, _OF_QUESTION["reason"]):
                self._reasons.setdefault(question, position)
            elif question := _question_after(headings, heading, _OF_QUESTION["evidence"]):
                self._evidence.setdefault(question, position)

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

        reasons = {q: said for q, at in self._reasons.items() if (said := plain(row[at]))}
        evidence = {q: pieces for q, at in self._evidence.items() if (pieces := _pieces(row[at]))}
        if "evidence" in self._at and (pieces := _pieces(row[self._at["evidence"]])):
            evidence[""] = pieces
        positions = _amount(text("positions"))
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
            budget=_amount(text("budget")),
            positions=None if positions is None else round(positions),
            counterpart=Name(text("counterpart")),
            settled_by=text("settled_by"),
            minority_view=text("minority_view"),
        )


def _question_after(headings: Headings, heading: str, prefixes: tuple[str, ...]) -> str | None:
    """The question that a heading such as "เหตุผล ข้อ 1" or "evidence_q1" speaks of."""
    for prefix in prefixes:
        if heading.casefold().startswith(prefix) and (rest := heading[len(prefix) :].strip(" _-:")):
            return headings.question(rest)
    return None


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(plain, _SEVERAL.split(text))))


def _amount(text: str) -> float | None:
    """A number that is not below zero, in Thai or Arabic digits, or None when it is none or not there."""
    bare = _UNIT.sub("", text.translate(THAI_DIGITS))
    return float(bare) if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", bare) else None
