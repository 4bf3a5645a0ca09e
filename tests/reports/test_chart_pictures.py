"""The picture of the chart in a document: whole where it fits a page, else in parts, each as wide as the text."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from flowchart import charts
from reports import write
from reports.blueprint import blueprint_summary
from reports.document import Block, Figure, Section
from reports.figures import size_of
from tests.charts import SAMPLES
from tests.reports.conftest import summary_of


def figures(parts: Sequence[Block | Section]) -> Iterator[Figure]:
    for part in parts:
        if isinstance(part, Section):
            yield from figures(part.parts)
        elif isinstance(part, Figure) and part.bars is None:
            yield part


@pytest.mark.parametrize(("chart", "parts"), [("blueprint", 1), ("program_review_1994", 2)])
def test_a_chart_too_tall_for_a_page_is_shown_in_parts(
    chart: str, parts: int, text_of_pdf: Callable[[bytes], str]
) -> None:
    sample = SAMPLES / f"{chart}.csv"
    summary = summary_of(charts.latest(chart), sample.read_bytes(), file_name=sample.name)
    found = list(figures(blueprint_summary(summary, "en").sections))
    assert len(found) == parts
    for figure in found:
        wide, high = size_of(figure.svg)
        assert high / wide < 257 / 170
    printed = " ".join(text_of_pdf(write(summary, "pdf", "en")).split())
    assert all(" ".join(figure.caption.split()) in printed for figure in found)
    assert ("part 2 of 2" in printed) == (parts == 2)
