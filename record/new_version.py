"""Another version of its chart for a review: what it would do, and moving the review to it by an act of its chair."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from engine.impact import Impact, impact
from flowchart.chart import Chart
from missions.cases import run_beside
from missions.files.problems import FileError
from record.chain import MOVE
from record.chart_versions import chart_for
from record.exchange import LOGGED, OF_MISSION
from record.limits import checked_text
from record.models import Answer, Change, Draft, Mission, Settlement, SignOff
from record.row import Json
from record.signed import state_of
from record.store import CHAIR, CONDUCT, ReviewRead, ReviewWrite, Store
from record.store_error import StoreError

Mapped = Mapping[str, str]
"""Where ids changed: ``question`` to ``question``, ``question=answer`` to ``question=answer``."""
_OfMission = TypeVar("_OfMission", Answer, SignOff)
_ANSWERING = ("answers", "opinions", "settlements", "proposals")
"""The lists of a mission whose rows answer a question."""


@dataclass(frozen=True)
class Moved:
    """What a move does: rows without a place, which the log keeps, and what becomes of each mission, by its code.

    ``unsigned`` are the missions whose signature counts no more, ``signed_again`` those whose counts again.
    """

    unplaced: tuple[tuple[str, str, str], ...]
    impacts: Mapping[str, Impact]
    unsigned: tuple[str, ...]
    signed_again: tuple[str, ...]

    @property
    def decided_otherwise(self) -> tuple[str, ...]:
        """The missions that are given something else."""
        return tuple(code for code, found in self.impacts.items() if found.moves)


def try_move(store: Store, by: str, review_id: int, chart: Chart, mapping: Mapped | None = None) -> Moved:
    """What ``move_review`` would do: it is done, and nothing of it kept. By chair, administrator or ``OPERATOR``.

    Raises ``StoreError``.
    """
    with store.tried(by, review_id, CONDUCT) as write:
        return _move(write, chart, mapping or {})


def move_review(
    store: Store,
    by: str,
    review_id: int,
    chart: Chart,
    mapping: Mapped | None = None,
    why: str = "",
    *,
    seen: str | None = None,
) -> Moved:
    """Have a review go on with another version of its chart. By the chair. Raises ``StoreError``.

    Answers, opinions, settlements and proposals go over by id, or by ``mapping``. One without a place is taken off the
    mission and stays in the log; evidence and comments stay where they are. A signature counts no more where the
    mission is decided otherwise or its answers were renamed. To move back puts back what the move took off or renamed.
    While a case of the chart fails, ``why`` must say why it is adopted nevertheless (code ``cases_fail``).
    ``seen`` is the hash of the review's last change when the chair was shown what this does (code ``outdated``).
    """
    mapping = mapping or {}
    checked_text("reason", why)
    failing = failing_cases(chart)
    if failing and not why.strip():
        raise StoreError("cases_fail", value=chart.key, n=failing)
    with store.review(by, review_id, CHAIR) as write:
        if seen not in (None, write.tip.hash):
            raise StoreError("outdated")
        old, first = chart_for(write.review).stamp, write.tip.seq + 1
        moved = _move(write, chart, mapping)
        told = write.review.as_json()
        write.review.chart_version, write.review.chart_hash = chart.version, chart.hash
        write.review.version += 1
        write.change("review", "", told, write.review.as_json())
        rows: list[Any] = [list(row) for row in moved.unplaced]
        facts: dict[str, Json] = {"from": old, "to": chart.stamp, "why": why, "failing": failing, "first": first}
        facts |= {"mapping": dict(mapping), "unplaced": rows, "decided_otherwise": list(moved.decided_otherwise)}
        write.change(MOVE, write.review.uid, None, facts)
    return moved


def moves_of(read: ReviewRead) -> list[Change]:
    """Every move of a review to another version of its chart, the newest first."""
    query = select(Change).where(Change.chain == read.review.uid, Change.kind == MOVE)
    return list(read.session.scalars(query.order_by(Change.seq.desc())))


def failing_cases(chart: Chart) -> int:
    """How many cases beside the chart fail or are not understood."""
    try:
        run = run_beside(chart)
    except FileError:
        return 1
    return len(run.failed) + len(run.problems) if run else 0


def read_mapping(data: bytes) -> dict[str, str]:
    """A mapping from a CSV of two columns, old id and new id. Raises ``StoreError``."""
    try:
        rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if any(row)]
    except (UnicodeError, csv.Error):
        rows = [[]]
    if any(len(row) != 2 or row[0].count("=") != row[1].count("=") or row[0].count("=") > 1 for row in rows):
        raise StoreError("mapping_form")
    return {old.strip(): new.strip() for old, new in rows}


def _move(write: ReviewWrite, chart: Chart, mapping: Mapped) -> Moved:
    """Take the rows of every mission over to another version."""
    old = chart_for(write.review)
    if old.id != chart.id:
        raise StoreError("other_chart", value=chart.key, known=old.key)
    if old.hash == chart.hash and old.version == chart.version:
        raise StoreError("same_chart", value=chart.key)
    missions = _missions(write)
    sign_offs = _rows(write, SignOff)
    before = _rows(write, Answer)
    were = {mission.code: state_of(sign_offs[mission.id], before[mission.id], old) for mission in missions}
    given = {mission.code: {row.question: row.value for row in before[mission.id]} for mission in missions}
    undone = _changes_of_last_move_from(write, chart)
    by_code = {mission.code: mission for mission in missions}
    _take_back_renamed(write, by_code, undone)
    unplaced = [row for mission in missions for row in _place_rows(write, mission, chart, mapping)]
    _put_back(write, by_code, undone, chart)
    impacts, states, after = {}, {}, _rows(write, Answer)
    for mission in missions:
        kept = {row.question: row.value for row in after[mission.id]}
        impacts[mission.code] = impact(old, chart, given[mission.code], kept)
        states[mission.code] = state_of(sign_offs[mission.id], after[mission.id], chart)
    unsigned = tuple(code for code, state in states.items() if were[code] == "signed" != state)
    return Moved(tuple(unplaced), impacts, unsigned, tuple(c for c, s in states.items() if were[c] != "signed" == s))


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


def _rows(write: ReviewWrite, kind: type[_OfMission]) -> dict[int, list[_OfMission]]:
    """The rows of a kind by mission, sign-offs in order; an empty list where there are none."""
    write.session.flush()
    found: dict[int, list[_OfMission]] = defaultdict(list)
    query = select(kind).join(Mission, Mission.id == kind.mission_id).where(Mission.review_id == write.review.id)
    for row in write.session.scalars(query.order_by(SignOff.seq) if kind is SignOff else query):
        found[row.mission_id].append(row)
    return found


def _missions(write: ReviewWrite) -> list[Mission]:
    query = select(Mission).where(Mission.review_id == write.review.id).order_by(Mission.code)
    return list(write.session.scalars(query))
