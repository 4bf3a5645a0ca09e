"""Versions of a chart: what differs between two, and which is in force."""

from datetime import date
from pathlib import Path

import pytest

from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import ChartError
from flowchart.difference import differences
from tests.charts import SMALL, changed, chart_from


def told(folder: Path, *changes: tuple[str, str]) -> dict[str, set[str]]:
    """The places that differ, by weight."""
    old = chart_from(folder, SMALL)
    new = chart_from(folder, changed(SMALL, *changes))
    found: dict[str, set[str]] = {}
    for difference in differences(old, new):
        found.setdefault(difference.weight, set()).add(".".join(difference.place))
    return found


def test_equal_charts_do_not_differ(tmp_path: Path) -> None:
    assert told(tmp_path) == {}


def test_an_edge_that_leads_elsewhere_decides(tmp_path: Path) -> None:
    edge = ("answer: no, to: keep, provenance: inferred", "answer: no, to: stop, provenance: inferred")
    assert told(tmp_path, edge) == {"decides": {"edges.ready=no.to"}}


def test_a_new_answer_and_its_edge_decide(tmp_path: Path) -> None:
    answer = ("      nothing: {label", "      half: {label: {th: ครึ่ง, en: Half}}\n      nothing: {label")
    edge = (
        "  - {question: extent, answer: nothing",
        "  - {question: extent, answer: half, to: keep, provenance: extension}\n  - {question: extent, answer: nothing",
    )
    assert told(tmp_path, answer, edge) == {"decides": {"questions.extent.answers.half", "edges.extent=half"}}


def test_a_text_is_only_words_and_what_a_disposition_entails_is_not(tmp_path: Path) -> None:
    text, flag = (
        ("en: Stop doing it", "en: Do it no more"),
        ("    label: {th: ทำต่อ, en: Keep}", "    plans: true\n    label: {th: ทำต่อ, en: Keep}"),
    )
    assert told(tmp_path, text, flag) == {
        "words": {"dispositions.stop.meaning.en"},
        "means": {"dispositions.keep.plans"},
    }


def test_what_decides_is_what_the_hash_covers(tmp_path: Path) -> None:
    """Each change that gives another hash is told as one that decides, and no other is."""
    old = chart_from(tmp_path, SMALL)
    for change in (
        ("answer: no, to: keep, provenance: inferred", "answer: no, to: stop, provenance: inferred"),
        ("default_disposition: hand_over", "default_disposition: keep"),
        ("th: ยังจำเป็น, en: Still needed", "th: จำเป็น, en: Needed"),
        ("number: 2", "number: 3"),
        ("provenance: inferred", "provenance: extension"),
    ):
        new = chart_from(tmp_path, changed(SMALL, change))
        assert (new.hash != old.hash) == any(found.weight == "decides" for found in differences(old, new)), change


def test_a_day_in_force_does_not_change_the_hash(tmp_path: Path) -> None:
    dated = chart_from(tmp_path, changed(SMALL, ("caution:", "in_force: 2026-10-01\ncaution:")))
    assert dated.in_force == date(2026, 10, 1)
    assert dated.hash == chart_from(tmp_path, SMALL).hash
    assert charts.named("blueprint@1.0.0").hash.startswith("2ea9809e")
    with pytest.raises(ChartError):
        chart_from(tmp_path, changed(SMALL, ("caution:", "in_force: next year\ncaution:")))


def test_the_version_in_force_is_the_last_that_began(tmp_path: Path) -> None:
    start = SMALL[: SMALL.index("title:")]
    loaded: dict[str, Chart] = {}
    for version, day in (("1.0.0", ""), ("2.0.0", "in_force: 2026-10-01\n"), ("1.1.0", "in_force: 2027-01-01\n")):
        path = tmp_path / f"{version}.yaml"
        path.write_text(f"id: dated\nversion: {version}\n{day}{SMALL[len(start) :]}", encoding="utf-8")
        loaded[version] = charts.load(path)
    assert charts.in_force("dated", date(2026, 9, 30)) is loaded["1.0.0"]
    assert charts.in_force("dated", date(2026, 10, 1)) is loaded["2.0.0"]
    assert charts.in_force("dated", date(2030, 1, 1)) is loaded["1.1.0"]
    with pytest.raises(charts.UnknownChartError):
        charts.in_force("undated", date(2030, 1, 1))
