"""Another version of its chart for a review: what it would do, and moving the review to it by an act of its chair."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.impact import Impact, impact
from flowchart.chart import Chart
from missions.cases import cases_file, read_cases, run_cases
from missions.files.problems import FileError
from missions.files.read import read_sheet
from record.answering import answers_by_question
from record.chain import MOVE
from record.chart_versions import chart_for
from record.exchange import LOGGED, OF_MISSION
from record.limits import checked_text
from record.models import Change, Draft, Mission, Settlement
from record.row import Json
from record.store import CHAIR, ReviewRead, ReviewWrite, Store
from record.store_error import StoreError

Mapped = Mapping[str, str]
"""Where ids changed: ``question`` to ``question``, ``question=answer`` to ``question=answer``."""
_ANSWERING = ("answers", "opinions", "settlements", "proposals")
"""The lists of a mission whose rows answer a question."""


@dataclass(frozen=True)
class Moved:
    """What a move did: rows without a place, which the log keeps, and the codes of missions decided otherwise."""

    unplaced: tuple[tuple[str, str, str], ...]
    decided_otherwise: tuple[str, ...]


def review_impact(read: ReviewRead, new: Chart) -> list[tuple[Mission, Impact]]:
    """What the agreed answers of each mission, by code, would come to by another chart. Raises ``StoreError``."""
    old = chart_for(read.review)
    return [(mission, impact(old, new, _answers(read.session, mission))) for mission in _missions(read)]


def move_review(
    store: Store, by: str, review_id: int, chart: Chart, mapping: Mapped | None = None, why: str = ""
) -> Moved:
    """Have a review go on with another version of its chart. By the chair. Raises ``StoreError``.

    Answers, opinions, settlements and proposals go over by id, or by ``mapping``. One without a place is taken off the
    mission and stays in the log; evidence and comments stay where they are. A signature counts no more where the
    mission is decided otherwise or its answers were renamed. To move back puts back what the move took off or renamed.
    While a case of the chart fails, ``why`` must say why it is adopted nevertheless (code ``cases_fail``).
    """
    mapping = mapping or {}
    checked_text("reason", why)
    failing = _failing(chart)
    if failing and not why.strip():
        raise StoreError("cases_fail", value=chart.key, n=failing)
    with store.review(by, review_id, CHAIR) as write:
        review = write.review
        old = chart_for(review)
        if old.id != chart.id:
            raise StoreError("other_chart", value=chart.key, known=old.key)
        if old.hash == chart.hash and old.version == chart.version:
            raise StoreError("same_chart", value=chart.key)
        missions = _missions(write)
        first = write.tip.seq + 1
        before = {mission.code: _answers(write.session, mission) for mission in missions}
        undone = _changes_of_last_move_from(write, chart)
        by_code = {mission.code: mission for mission in missions}
        _take_back_renamed(write, by_code, undone)
        unplaced = [row for mission in missions for row in _place_rows(write, mission, chart, mapping)]
        _put_back(write, by_code, undone, chart)
        after = {mission.code: _answers(write.session, mission) for mission in missions}
        otherwise = tuple(c for c in before if impact(old, chart, before[c], after[c]).moves)
        told = review.as_json()
        review.chart_version, review.chart_hash = chart.version, chart.hash
        review.version += 1
        write.change("review", "", told, review.as_json())
        rows: list[Any] = [list(row) for row in unplaced]
        facts: dict[str, Json] = {"from": old.stamp, "to": chart.stamp, "why": why, "failing": failing, "first": first}
        facts |= {"mapping": dict(mapping), "unplaced": rows, "decided_otherwise": list(otherwise)}
        write.change(MOVE, review.uid, None, facts)
    return Moved(tuple(unplaced), otherwise)


def read_mapping(data: bytes) -> dict[str, str]:
    """A mapping from a CSV of two columns, old id and new id. Raises ``StoreError``."""
    try:
        rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if any(row)]
    except (UnicodeError, csv.Error):
        rows = [[]]
    if any(len(row) != 2 or row[0].count("=") != row[1].count("=") or row[0].count("=") > 1 for row in rows):
        raise StoreError("mapping_form")
    return {old.strip(): new.strip() for old, new in rows}


def _place_rows(write: ReviewWrite, mission: Mission, chart: Chart, mapping: Mapped) -> Iterator[tuple[str, str, str]]:
    """Rename what is mapped and take off what has no place; of the latter mission, question and answer are given."""
    for name in _ANSWERING:
        kind, key = OF_MISSION[name]
        for row in write.session.scalars(select(kind).where(kind.mission_id == mission.id)).all():
            told = row.as_json()
            question, value = _target(mapping, row.question, row.value)
            fits = _has_place(chart, question, value)
            if fits and (question, value) == (row.question, row.value):
                continue
            _remove(write, mission, name, row)
            renamed = told | {"question": question, "value": value}
            if fits and write.session.get(kind, _identity(kind, mission, key, renamed)) is None:
                _add(write, mission, name, renamed)
            else:
                yield mission.code, row.question, row.value
    for draft in write.session.scalars(select(Draft).where(Draft.mission_id == mission.id)).all():
        if not _has_place(chart, draft.question, draft.value or ""):
            write.session.delete(draft)


def _changes_of_last_move_from(write: ReviewWrite, chart: Chart) -> Sequence[Change]:
    """What the last move away from this chart did to rows, in order; nothing where there was none."""
    chain = select(Change).where(Change.chain == write.review.uid)
    for move in write.session.scalars(chain.where(Change.kind == MOVE).order_by(Change.seq.desc())):
        if isinstance(move.after, Mapping) and move.after.get("from") == chart.stamp:
            during = chain.where(Change.seq >= move.after["first"], Change.seq < move.seq)
            return write.session.scalars(during.order_by(Change.seq)).all()
    return ()


def _take_back_renamed(write: ReviewWrite, missions: Mapping[str, Mission], undone: Sequence[Change]) -> None:
    """Take off what a move wrote under another id and nobody has touched since."""
    for change, name, mission in _of_rows(missions, undone):
        if change.before is None and change.after is not None:
            kind, key = OF_MISSION[name]
            row = write.session.get(kind, _identity(kind, mission, key, change.after))
            if row is not None and row.as_json() == change.after:
                _remove(write, mission, name, row)


def _put_back(write: ReviewWrite, missions: Mapping[str, Mission], undone: Sequence[Change], chart: Chart) -> None:
    """Put back what a move took off, where nothing stands in its place."""
    for change, name, mission in _of_rows(missions, undone):
        row = change.before
        if row is not None and change.after is None and _has_place(chart, row["question"], row["value"]):
            kind, key = OF_MISSION[name]
            if write.session.get(kind, _identity(kind, mission, key, row)) is None:
                _add(write, mission, name, row)


def _of_rows(missions: Mapping[str, Mission], changes: Sequence[Change]) -> Iterator[tuple[Change, str, Mission]]:
    names = {LOGGED[name]: name for name in _ANSWERING}
    for change in changes:
        if change.kind in names and change.mission is not None and change.mission in missions:
            yield change, names[change.kind], missions[change.mission]


def _remove(write: ReviewWrite, mission: Mission, name: str, row: Any) -> None:
    write.session.delete(row)
    write.session.flush()
    told = row.as_json()
    write.change(LOGGED[name], _subject(name, told), told, None, mission=mission.code)


def _add(write: ReviewWrite, mission: Mission, name: str, told: dict[str, Any]) -> None:
    row = OF_MISSION[name][0].from_json(told, mission_id=mission.id)
    if isinstance(row, Settlement):
        row.seq = write.tip.seq + 1
    write.add(row, LOGGED[name], _subject(name, told), mission=mission.code)
    write.session.flush()


def _subject(name: str, told: Mapping[str, Any]) -> str:
    return "/".join(str(told[column]) for column in OF_MISSION[name][1])


def _identity(kind: Any, mission: Mission, key: Sequence[str], told: Mapping[str, Any]) -> tuple[Any, ...]:
    row = kind.from_json(told, mission_id=mission.id)
    return (mission.id, *(getattr(row, column) for column in key))


def _target(mapping: Mapped, question: str, value: str) -> tuple[str, str]:
    found = mapping.get(f"{question}={value}")
    if found is not None:
        renamed, _, answer = found.partition("=")
        return renamed, answer
    return mapping.get(question, question), value


def _has_place(chart: Chart, question: str, value: str) -> bool:
    return question in chart.questions and (not value or value in chart.questions[question].answers)


def _failing(chart: Chart) -> int:
    """How many cases beside the chart fail or are not understood."""
    file = cases_file(chart)
    if file is None:
        return 0
    try:
        run = run_cases(chart, *read_cases(chart, read_sheet(file.read_bytes(), chart)))
    except FileError:
        return 1
    return len(run.failed) + len(run.problems)


def _missions(read: ReviewRead | ReviewWrite) -> list[Mission]:
    query = select(Mission).where(Mission.review_id == read.review.id).order_by(Mission.code)
    return list(read.session.scalars(query))


def _answers(session: Session, mission: Mission) -> dict[str, str]:
    return {answer.question: answer.value for answer in answers_by_question(session, mission.id).values()}
