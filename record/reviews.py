"""Reviews: starting one, its time limit, and closing it."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from sqlalchemy import ColumnElement, select, true

from flowchart.chart import Chart
from missions.files.rows import MissionRow
from record.chain import new_tip
from record.chart_versions import chart_for
from record.import_rows import add_missions, checked_rows
from record.limits import checked_choice, checked_date, checked_text
from record.models import REVIEW_STATUSES, Membership, Mission, Review, ReviewStatus
from record.store import (
    ADMINISTRATOR,
    CONDUCT,
    OPERATOR,
    Read,
    ReviewRead,
    ReviewWrite,
    Roles,
    Store,
    roles_of,
)
from record.store_error import StoreError

FEWEST, MOST = 2, 1_000
"""The quorum that a review may set: one person's answer is one person's answer."""
_IN_ENGLISH = (
    select(Mission.ministry_en)
    .where(Mission.review_id == Review.id, Mission.ministry == Review.ministry, Mission.ministry_en != "")
    .order_by(Mission.code)
    .limit(1)
    .correlate(Review)
    .scalar_subquery()
)
"""The English name of a review's ministry, where the file of its missions gave one."""


def create_review(
    store: Store,
    by: str,
    *,
    chart: Chart,
    ministry: str,
    title_th: str,
    title_en: str,
    started: date,
    rows: Sequence[MissionRow] = (),
) -> Review:
    """Start a review with the missions of a file, answers included. By an administrator. Raises ``StoreError``.

    Missions without a code are given one: N-0001, N-0002 and so on. The review stays with ``chart``.
    """
    review = Review(
        uid=uuid4().hex,
        ministry=checked_text("ministry", ministry, needed=True),
        title_th=checked_text("title_th", title_th, needed=True),
        title_en=checked_text("title_en", title_en),
        started=checked_date("started", started),
        chart_id=chart.id,
        chart_version=chart.version,
        chart_hash=chart.hash,
        status="open",
        version=1,
    )
    wanted = checked_rows(chart, _with_codes(rows))
    with store.office(by) as office:
        office.session.add(review)
        office.session.flush()
        tip = new_tip(review.uid)
        office.session.add(tip)
        office.change("review", review.uid, None, review.as_json())
        write = ReviewWrite(office.session, by, tip, review)
        write.change("review", "", None, review.as_json())
        add_missions(write, wanted)
    return review


def edit_review(
    store: Store,
    by: str,
    review_id: int,
    expected_version: int,
    *,
    ministry: str,
    title_th: str,
    title_en: str,
    started: date,
    status: ReviewStatus,
) -> Review:
    """Change what is said of a review, or close or open it; a closed one takes no other write.

    By chair or administrator. Raises ``StoreError``, with code ``outdated`` when someone changed it since.
    """
    fields = {
        "ministry": checked_text("ministry", ministry, needed=True),
        "title_th": checked_text("title_th", title_th, needed=True),
        "title_en": checked_text("title_en", title_en),
        "started": checked_date("started", started),
        "status": checked_choice("status", status, REVIEW_STATUSES),
    }
    with store.review(by, review_id, CONDUCT, closed=True) as write:
        review = write.review
        if review.version != expected_version:
            raise StoreError("outdated")
        before = review.as_json()
        for name, value in fields.items():
            setattr(review, name, value)
        if review.as_json() != before:
            review.version += 1
            write.change("review", "", before, review.as_json())
    return review


def set_quorum(store: Store, by: str, review_id: int, quorum: int | None) -> Review:
    """Say how many members must give the same answer before it counts as agreed; None: all who are asked.

    By chair or administrator. Raises ``StoreError``.
    """
    if quorum is not None and (type(quorum) is not int or not FEWEST <= quorum <= MOST):
        raise StoreError("quorum", fewest=FEWEST)
    with store.review(by, review_id, CONDUCT) as write:
        before = write.review.as_json()
        write.review.quorum = quorum
        if write.review.as_json() != before:
            write.review.version += 1
            write.change("review", "", before, write.review.as_json())
    return write.review


def reviews(store: Store, reader: str) -> list[Review]:
    """The reviews that the person takes part in, all for an administrator or ``OPERATOR``; the latest start first."""
    with store.read(reader) as read:
        query = select(Review).where(_taken_part_in(read)).order_by(Review.started.desc(), Review.id.desc())
        return list(read.session.scalars(query))


def ministries_in_english(store: Store, reader: str) -> dict[int, str]:
    """The English names of the ministries of those reviews, by id, where the files of their missions gave one."""
    with store.read(reader) as read:
        query = select(Review.id, _IN_ENGLISH).where(_taken_part_in(read), _IN_ENGLISH.is_not(None))
        return {review: name or "" for review, name in read.session.execute(query)}


def _taken_part_in(read: Read) -> ColumnElement[bool]:
    """What is true of the reviews that the reader takes part in; of all, for an administrator or ``OPERATOR``."""
    if read.reader == OPERATOR or ADMINISTRATOR in roles_of(read.session, read.reader, None):
        return true()
    return Review.id.in_(select(Membership.review_id).where(Membership.email == read.reader))


def review_of(store: Store, reader: str, review_id: int) -> tuple[Review, Roles]:
    """A review and what the reader is in it. Raises ``StoreError``, ``not_allowed`` for one who is nothing in it."""
    with store.read_review(reader, review_id) as read:
        return read.review, read.roles


def mission_of(store: Store, reader: str, mission_id: int) -> tuple[Mission, Review, Roles]:
    """A mission, its review and what the reader is in it. Raises ``StoreError`` as ``review_of`` does."""
    with store.read_mission(reader, mission_id) as read:
        return read.mission, read.review, read.roles


def missions_of(read: ReviewRead) -> list[Mission]:
    """The missions of a review, by code."""
    query = select(Mission).where(Mission.review_id == read.review.id).order_by(Mission.code)
    return list(read.session.scalars(query))


def ministry_in_english(read: ReviewRead) -> str:
    """The English name of a review's ministry, where the file of its missions gave one; else ""."""
    return read.session.scalar(select(_IN_ENGLISH).select_from(Review).where(Review.id == read.review.id)) or ""


def due_after(chart: Chart, started: date) -> date | None:
    """The day a review by the chart is due: so many calendar months after its start; None without a time limit.

    It is the last day of the month where that month has no such day.
    """
    if chart.review is None:
        return None
    months = started.month - 1 + chart.review.months
    year, month = started.year + months // 12, months % 12 + 1
    return date(year, month, min(started.day, monthrange(year, month)[1]))


def due(review: Review) -> date | None:
    """The day the review is due by its chart. Raises ``StoreError`` when this program does not have that chart."""
    return due_after(chart_for(review), review.started)


def _with_codes(rows: Sequence[MissionRow]) -> list[MissionRow]:
    taken = {row.code for row in rows}
    free = (code for n in range(1, 2 * len(rows) + 1) if (code := f"N-{n:04}") not in taken)
    return [row if row.code else row.with_code(next(free)) for row in rows]
