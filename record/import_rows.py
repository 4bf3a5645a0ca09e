"""Missions of a file into a review: added the first time, their fields brought up to date later, answers kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.rules import decide
from flowchart.chart import UNKNOWN, Chart
from missions.files.columns import Columns
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.replacements import Replacement
from missions.files.rows import DATES, NUMBERS, WHOLE, FileRows, MissionRow, Value, read_date, read_rows
from missions.files.sheet import Sheet
from record.chart_versions import chart_for, chart_to_answer
from record.limits import LONGEST, checked_answer, checked_number, checked_question, checked_text
from record.models import Answer, Mission
from record.row import Json
from record.store import CONDUCT, ReviewRead, ReviewWrite, Store
from record.store_error import StoreError

FIELDS = (
    "ministry",
    "ministry_en",
    "department",
    "department_en",
    "name_th",
    "name_en",
    "description",
    "legal_basis",
    "budget_satang",
    "positions",
    "other_agency",
    "settled_by",
    "dissent",
    *DETAIL_FIELDS,
)
"""What a file may say of a mission, besides its code and answers."""


@dataclass(frozen=True)
class FieldChange:
    """A field of a mission that the file says otherwise."""

    code: str
    field: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Comparison:
    """A file against a review: codes to be added, fields to be changed, and codes that only the review has.

    Missions that the file lacks stay, and no answer of a mission already there is touched.
    """

    added: tuple[str, ...]
    changed: tuple[FieldChange, ...]
    missing: tuple[str, ...]


def rows_of(chart: Chart, sheet: Sheet, columns: Columns, replacements: Iterable[Replacement] = ()) -> FileRows:
    """The missions of a sheet as a review takes them.

    A reason or evidence for the mission as a whole becomes that of the answer which decided it, or was given last.
    """

    @cache
    def deciding(given: tuple[tuple[str, str], ...]) -> str:
        path = decide(chart, dict(given)).path
        return path[-1].question if path else chart.start.id

    def by_question(texts: Mapping[str, str], row: MissionRow) -> dict[str, str]:
        found = dict(texts)
        if whole := found.pop(WHOLE, ""):
            question = deciding(tuple(row.answers.items()))
            found[question] = "\n".join(filter(None, (whole, found.get(question, ""))))
        return found

    read = read_rows(chart, sheet, columns, replacements)
    rows = [
        replace(row, reasons=by_question(row.reasons, row), evidence=by_question(row.evidence, row))
        for row in read.rows
    ]
    return replace(read, rows=rows)


def compare(read: ReviewRead, rows: Sequence[MissionRow]) -> Comparison:
    """What ``update_missions`` would change. Raises ``StoreError`` for rows that cannot be taken."""
    return _comparison(read.session, read.review.id, checked_rows(chart_for(read.review), rows))


def update_missions(
    store: Store, by: str, review_id: int, rows: Sequence[MissionRow], expected: Comparison | None = None
) -> Comparison:
    """Add the missions that are new and bring the fields of the others up to date, by code. By chair or administrator.

    With ``expected``, what ``compare`` gave: nothing is done when by now it would be something else (code
    ``outdated``). Raises ``StoreError``.
    """
    with store.review(by, review_id, CONDUCT) as write:
        wanted = checked_rows(chart_to_answer(write.review), rows)
        found = _comparison(write.session, review_id, wanted)
        if expected not in (None, found):
            raise StoreError("outdated")
        missions = _missions(write.session, review_id)
        by_code: dict[str, dict[str, Value]] = {}
        for change in found.changed:
            by_code.setdefault(change.code, {})[change.field] = change.after
        for code, fields in by_code.items():
            set_fields(write, missions[code], fields)
        add_missions(write, [row for row in wanted if row.code in set(found.added)])
    return found


def checked_rows(chart: Chart, rows: Sequence[MissionRow]) -> list[MissionRow]:
    """The rows with everything checked. Raises ``StoreError`` naming the mission."""
    seen: set[str] = set()
    for row in rows:
        code = checked_text("code", row.code)
        if not code.strip():
            raise StoreError("missing_code")
        if code in seen:
            raise StoreError("repeated_code", value=code)
        seen.add(code)
        try:
            checked_fields(row.fields)
            for question, value in row.answers.items():
                checked_answer(chart, question, value)
            for name, texts in (("reason", row.reasons), ("evidence", row.evidence)):
                for question, text in texts.items():
                    checked_question(chart, question)
                    checked_text(name, text)
        except StoreError as error:
            raise error.at(code) from None
    return list(rows)


def checked_fields(fields: Mapping[str, Value]) -> None:
    """Check fields of a mission. Raises ``StoreError``."""
    for name, value in fields.items():
        if name in NUMBERS:
            checked_number(name, value)
        elif name in FIELDS and name in LONGEST:
            text = checked_text(name, value, needed=name == "name_th")
            if name in DATES and text and read_date(text) != text:
                raise StoreError("date", field=name)
        else:
            raise StoreError("no_field", value=name, allowed=", ".join(FIELDS))


def add_missions(write: ReviewWrite, rows: Sequence[MissionRow]) -> None:
    """Add missions, with the answers that the file gives as the first agreed ones."""
    blank: dict[str, Value] = {name: None if name in NUMBERS else "" for name in FIELDS}
    missions = []
    for row in rows:
        fields = blank | dict(row.fields)
        if not fields["name_th"]:
            raise StoreError("missing", field="name_th").at(row.code)
        missions.append(Mission(review_id=write.review.id, code=row.code, version=1, assignee=None, **fields))
    write.session.add_all(missions)
    write.session.flush()
    for mission, row in zip(missions, rows, strict=True):
        write.change("mission", "", None, mission.as_json(), mission=mission.code)
        for question in {**row.answers, **row.reasons, **row.evidence}:
            answer = Answer(mission_id=mission.id, question=question, version=1, by=write.by, at=write.at)
            answer.value = row.answers.get(question, UNKNOWN)
            answer.reason, answer.evidence = row.reasons.get(question, ""), row.evidence.get(question, "")
            write.add(answer, "answer", question, mission=mission.code)


def set_fields(write: ReviewWrite, mission: Mission, fields: Mapping[str, Value]) -> None:
    """Set fields of a mission, with the change that tells of it."""
    before = mission.as_json()
    for name, value in fields.items():
        setattr(mission, name, value)
    mission.version += 1
    write.change("mission", "", before, mission.as_json(), mission=mission.code)


def _comparison(session: Session, review_id: int, rows: Sequence[MissionRow]) -> Comparison:
    missions = _missions(session, review_id)
    codes = {row.code for row in rows}
    return Comparison(
        added=tuple(row.code for row in rows if row.code not in missions),
        changed=tuple(_changes(missions, rows)),
        missing=tuple(code for code in missions if code not in codes),
    )


def _changes(missions: Mapping[str, Mission], rows: Sequence[MissionRow]) -> Iterator[FieldChange]:
    for row in rows:
        if mission := missions.get(row.code):
            for name, after in row.fields.items():
                before: Json = getattr(mission, name)
                if before is None and after == "":
                    continue  # a text that is kept only where there is one
                if before != after and not isinstance(before, bool | float | list | dict):
                    yield FieldChange(row.code, name, before, after)


def _missions(session: Session, review_id: int) -> dict[str, Mission]:
    found = session.scalars(select(Mission).where(Mission.review_id == review_id).order_by(Mission.code))
    return {mission.code: mission for mission in found}
