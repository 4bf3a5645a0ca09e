"""Charts that tests of every room need."""

from pathlib import Path

import pytest

from flowchart.chart import Chart, blueprint
from tests.charts import SMALL, chart_from


@pytest.fixture(scope="session")
def chart() -> Chart:
    """The chart that comes with the product."""
    return blueprint()


@pytest.fixture
def small_chart(tmp_path: Path) -> Chart:
    """A chart of three questions."""
    return chart_from(tmp_path, SMALL)
