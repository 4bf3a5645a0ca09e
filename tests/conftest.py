"""Charts that tests of every room need."""

import ctypes
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, settings

from flowchart import charts
from flowchart.chart import Chart
from missions.vectors import VECTORS_VARIABLE
from record.database import PATIENCE
from tests.charts import SMALL, chart_from

# How long an example takes says how busy the machine is.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def _vectors_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests work out of names is kept apart from what the program keeps."""
    os.environ[VECTORS_VARIABLE] = str(tmp_path_factory.mktemp("vectors") / "vectors.db")


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    """A database that says nothing for some seconds is busy, not gone: a test that finds it gone says so itself."""
    os.environ[PATIENCE] = "90"


@pytest.fixture(scope="module", autouse=True)
def _memory_given_back() -> Iterator[None]:
    """Give memory that is free back to the system: a page that is run leaves a quarter of a MB with the allocator."""
    yield
    gc.collect()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


@pytest.fixture(scope="session")
def chart() -> Chart:
    """The chart that comes with the product."""
    return charts.default()


@pytest.fixture
def small_chart(tmp_path: Path) -> Chart:
    """A chart of three questions."""
    return chart_from(tmp_path, SMALL)


@pytest.fixture
def xlsx() -> Callable[..., bytes]:
    """Makes a workbook from the rows of each named sheet."""

    def make(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, str):
                            sheet.write_string(number, column, value)
                        elif value is not None:
                            sheet.write(number, column, value)
        return stream.getvalue()

    return make
