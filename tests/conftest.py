"""Charts that tests of every room need."""

from pathlib import Path

import pytest

from flowchart import charts
from flowchart.chart import Chart
from tests.charts import SMALL, chart_from


@pytest.fixture(scope="session")
def chart() -> Chart:
    """The chart that comes with the product."""
    return charts.default()


@pytest.fixture
def small_chart(tmp_path: Path) -> Chart:
    """A chart of three questions."""
    return chart_from(tmp_path, SMALL)
