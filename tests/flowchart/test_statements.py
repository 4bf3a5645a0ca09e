"""Every statement of a chart says what it rests on, and the document that lists them is what the chart says."""

import re
from pathlib import Path

import pytest

from flowchart import charts
from flowchart.chart import Chart
from flowchart.profile import profile_of
from flowchart.statements import statements, statements_markdown
from text.words import LANGS, Lang

DOMAIN = Path(__file__).parents[2] / "docs" / "domain.md"


def test_the_document_is_what_the_command_prints() -> None:
    tables = [statements_markdown(chart, profile_of(chart), "en") for chart in charts.all_charts() if is_bundled(chart)]
    assert DOMAIN.read_text(encoding="utf-8").endswith("\n".join(tables))


def is_bundled(chart: Chart) -> bool:
    return charts.file_of(chart).is_relative_to(charts.BUNDLED)


@pytest.mark.parametrize("lang", LANGS)
def test_no_source_is_named_by_a_line_of_a_file_of_ours(chart: Chart, lang: Lang) -> None:
    for found in statements(chart, profile_of(chart)):
        assert not re.search(r"\bS[12]\b|\bline \d|บรรทัด", found.source.cite[lang]), found.source.cite
    for edge in chart.edges:
        assert not (edge.note and re.search(r"\bS[12]\b|\bline \d|บรรทัด", edge.note[lang])), edge


def test_what_was_seen_says_where_and_the_same_law_has_one_flag(chart: Chart) -> None:
    flags: dict[str, set[str]] = {}
    for found in statements(chart, profile_of(chart)):
        assert found.source.place or found.source.checked != "seen"
        flags.setdefault(found.source.cite.th, set()).add(found.source.checked)
    assert {cite: flag for cite, flag in flags.items() if len(flag) > 1} == {}
