"""The versions of the chart that this program can still read, so that an old review is replayed by its own chart."""

from functools import cache

from flowchart.chart import BLUEPRINT, Chart, load_chart
from record.models import Review
from record.store_error import StoreError


@cache
def charts() -> dict[tuple[str, str], Chart]:
    """Every chart there is, by id and version: the current one and the older files ``id-version.yaml`` beside it."""
    found = [load_chart(path) for path in (BLUEPRINT, *sorted(BLUEPRINT.parent.glob(f"{BLUEPRINT.stem}-*.yaml")))]
    return {(chart.id, chart.version): chart for chart in found}


def chart_for(review: Review) -> Chart:
    """The chart that the review was started with. Raises ``StoreError`` when this program does not have that version.

    A chart of the same version that decides otherwise is not that chart.
    """
    chart = charts().get((review.chart_id, review.chart_version))
    if chart is None or chart.hash != review.chart_hash:
        raise StoreError("chart", value=f"{review.chart_id}@{review.chart_version}#{review.chart_hash[:8]}")
    return chart
