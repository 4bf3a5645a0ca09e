"""The chart as a picture, with a mission's trail lit: SVG for documents, plain text, and HTML for the browser.

``path`` holds the steps taken as (question id, answer code), ``current`` the question the mission
stands at, ``disposition`` what it has been given. All three views say the same.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from flowchart.chart import Chart, Edge
from flowchart.layout import Coverage, Trail, lay_out
from flowchart.picture_html import html_of
from flowchart.picture_svg import svg_of, svg_pages_of
from flowchart.picture_text import text_of
from flowchart.trail_localizer import TrailLocalizer
from text.words import Lang

CSS = Path(__file__).with_name("picture.css").read_text(encoding="utf-8")
"""The style sheet for ``html``."""

Steps = Sequence[tuple[str, str]]


def svg(chart: Chart, lang: Lang, path: Steps = (), current: str | None = None, disposition: str | None = None) -> str:
    """A standalone SVG, in the proportions of an A4 page, readable in black and white."""
    return svg_of(TrailLocalizer(chart, lay_out(chart), Trail(chart, path, current, disposition), lang))


def coverage_svg(chart: Chart, lang: Lang, edges: Collection[Edge]) -> str:
    """As ``svg``, with every edge lit that one of many missions took."""
    return svg_of(TrailLocalizer(chart, lay_out(chart), Coverage(chart, edges=frozenset(edges)), lang))


def svg_pages(chart: Chart, lang: Lang) -> list[str]:
    """The chart as one SVG, or as several when it is too tall to be read on one page."""
    return svg_pages_of(TrailLocalizer(chart, lay_out(chart), Trail(chart), lang))


def text(chart: Chart, lang: Lang, path: Steps = (), current: str | None = None, disposition: str | None = None) -> str:
    """The same as structured plain text."""
    return text_of(TrailLocalizer(chart, lay_out(chart), Trail(chart, path, current, disposition), lang))


def html(
    chart: Chart,
    lang: Lang,
    path: Steps = (),
    current: str | None = None,
    disposition: str | None = None,
    clickable: Collection[str] = (),
) -> str:
    """The same as HTML to be styled by ``CSS``; questions in ``clickable`` are buttons with ``data-question``."""
    return html_of(TrailLocalizer(chart, lay_out(chart), Trail(chart, path, current, disposition), lang), clickable)
