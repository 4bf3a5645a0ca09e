"""One instance of each chart and process, charts of one's own, and two contents under one name."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from flowchart import charts
from flowchart.checks import ChartError
from tests.charts import SMALL, changed, chart_from

ROOT = Path(__file__).parents[2]


def test_there_is_one_instance_of_each_chart() -> None:
    chart = charts.default()
    assert charts.get(chart.id, chart.version) is chart
    assert charts.latest(chart.id) is chart
    assert charts.named(chart.key) is charts.named(chart.id) is chart
    assert charts.load(charts.file_of(chart)) is chart
    assert charts.adopt(pickle.loads(pickle.dumps(chart))) is chart  # noqa: S301


def test_every_bundled_chart_is_listed_once() -> None:
    keys = [chart.key for chart in charts.all_charts()]
    assert len(keys) == len(set(keys)) >= 2
    assert keys[0] == charts.default().key


def test_a_chart_that_is_not_there_is_named_in_both_languages() -> None:
    with pytest.raises(charts.UnknownChartError) as error:
        charts.named("nowhere@1.0.0")
    for lang in ("th", "en"):
        assert "nowhere@1.0.0" in error.value.sentence(lang)
        assert charts.default().key in error.value.sentence(lang)


def test_another_content_under_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "taken.yaml"
    path.write_text(changed(SMALL, ("id: small", "id: taken_once")), encoding="utf-8")
    assert charts.load(path).key == "taken_once@1.0.0"
    path.write_text(changed(SMALL, ("id: small", "id: taken_once"), ("en: Small chart", "en: Other")), encoding="utf-8")
    with pytest.raises(ChartError) as error:
        charts.load(path)
    assert [d.code for d in error.value.defects] == ["version_taken"]


def test_a_chart_with_the_name_of_a_bundled_one_is_refused(tmp_path: Path) -> None:
    chart = charts.default()
    impostor = changed(SMALL, ("id: small", f"id: {chart.id}"), ("version: 1.0.0", f"version: {chart.version}"))
    path = tmp_path / "impostor.yaml"
    path.write_text(impostor, encoding="utf-8")
    with pytest.raises(ChartError, match="version_taken"):
        charts.load(path)


_LIST = """
from flowchart import charts
print(*[chart.key for chart in charts.all_charts()])
print(*[(defect.code, defect.file) for defect in charts.defects()])
print(charts.default().key)
"""


def test_the_charts_of_a_folder_of_ones_own_are_listed_and_their_errors_said(tmp_path: Path) -> None:
    chart_from(tmp_path, SMALL)
    (tmp_path / "broken.yaml").write_text("id: broken", encoding="utf-8")
    (tmp_path / "small.report.yaml").write_text("not: a chart", encoding="utf-8")
    environment = {"PYTHONPATH": str(ROOT), charts.OWN_CHARTS: str(tmp_path), charts.DEFAULT_CHART: "small"}
    done = subprocess.run([sys.executable, "-c", _LIST], env=environment, capture_output=True, text=True, check=True)
    listed, defects, default = done.stdout.splitlines()
    assert listed.split()[-1] == "small@1.0.0"
    assert "('malformed', 'broken.yaml')" in defects
    assert default == "small@1.0.0"
