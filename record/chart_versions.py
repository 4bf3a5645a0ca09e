"""The chart that a review is pinned to, so that an old review is replayed by its own chart."""

from flowchart import charts
from flowchart.chart import Chart
from record.models import Review
from record.store_error import StoreError


def chart_for(review: Review) -> Chart:
    """The chart that the review was started with. Raises ``StoreError`` when this program does not have that version.

    A chart of the same version that decides otherwise is not that chart.
    """
    try:
        chart = charts.get(review.chart_id, review.chart_version)
    except charts.UnknownChartError:
        chart = None
    if chart is None or chart.hash != review.chart_hash:
        raise StoreError("chart", value=f"{review.chart_id}@{review.chart_version}#{review.chart_hash[:8]}")
    return chart
