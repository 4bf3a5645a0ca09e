"""The chart that a review is pinned to, so that an old review is replayed by its own chart.

A chart that came with an imported review is kept in the change that tells of the import, and known from when a review
of it is read. Its report profile is kept there too, and serves that review alone.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import QueryContext, Session

from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import ChartError, Defect, read_carried
from flowchart.profile import ReportProfile, profile_of, read_carried_profile
from record.chain import IMPORT
from record.models import Change, Review
from record.row import Json
from record.store_error import StoreError


def chart_for(review: Review) -> Chart:
    """The chart that the review was started with. Raises ``StoreError`` when this program does not have that version.

    A chart of the same version that decides otherwise is not that chart.
    """
    chart = _known(review)
    if chart is None or chart.hash != review.chart_hash:
        raise StoreError("chart", value=_stamp(review))
    return chart


def chart_to_answer(review: Review) -> Chart:
    """As ``chart_for``, for a write. Raises ``StoreError`` too where the chart fails the checks of this program."""
    chart = chart_for(review)
    if charts.defects_of(chart):
        raise StoreError("chart_unsound", value=chart.key)
    return chart


def carried_chart(review: Review, carried: Json) -> tuple[Chart, tuple[Defect, ...]]:
    """The chart of a review that comes with its chart, and why that fails the checks of this program if it does.

    It is the one that is known here, if there is one. Raises ``StoreError``: what was carried is not the chart that the
    review was decided by, nothing can be decided by it, or its id and version are those of another chart here.
    """
    known = _known(review)
    if known is not None and known.hash == review.chart_hash:
        return known, charts.defects_of(known)
    if carried is None:
        raise StoreError("chart", value=_stamp(review))
    if known is not None:
        raise StoreError("chart_taken", value=_stamp(review), known=known.stamp)
    try:
        chart, defects = read_carried(carried, _stamp(review))
    except ChartError as error:
        raise StoreError("carried_chart", value=_stamp(review), defect=error.defects[0].code) from None
    if (chart.id, chart.version, chart.hash) != (review.chart_id, review.chart_version, review.chart_hash):
        raise StoreError("carried_chart", value=_stamp(review), defect="hash")
    return chart, defects


def find_carried(review: Review, context: QueryContext) -> None:
    """When a review is read, know the chart that was imported with it."""
    if context.session is None or _known(review) is not None:
        return
    for after in _imports(context.session.connection(), review):
        try:
            charts.adopt_imported(*carried_chart(review, after["chart"]))
        except (StoreError, KeyError):
            continue  # whoever asks for the chart is told that it is not there
        return


def profile_as_data(session: Session, review: Review) -> Json:
    """The report profile of a review's chart, to go into a copy; None where there is none, or none to be read."""
    chart = chart_for(review)
    if not charts.has_own(chart):
        told = (after["profile"] for after in _imports(session.connection(), review) if "profile" in after)
        return next(told, None)
    try:
        profile = profile_of(chart)
    except ChartError:
        return None
    return profile.model_dump(mode="json", by_alias=True, exclude_defaults=True) or None


def carried_profile(session: Session, review: Review) -> ReportProfile | None:
    """The report profile that came with an imported review; None where the review's chart is one of this program.

    It is empty where the copy had none, or one that fails the checks of this program.
    """
    chart = chart_for(review)
    if charts.has_own(chart):
        return None
    try:
        return read_carried_profile(profile_as_data(session, review) or {}, _stamp(review), chart)
    except ChartError:
        return ReportProfile()


def _imports(connection: Connection, review: Review) -> Iterator[dict[str, Any]]:
    """What the changes that tell of the review's imports hold, the last first."""
    query = select(Change.after).where(Change.chain == review.uid, Change.kind == IMPORT).order_by(Change.seq.desc())
    return (after for after in connection.execute(query).scalars() if isinstance(after, dict))


def _known(review: Review) -> Chart | None:
    try:
        return charts.get(review.chart_id, review.chart_version)
    except charts.UnknownChartError:
        return None


def _stamp(review: Review) -> str:
    return f"{review.chart_id}@{review.chart_version}#{review.chart_hash[:8]}"
