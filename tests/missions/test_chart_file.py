"""A chart file while it is written: its defects with their lines, its cases, and what it decides for the samples."""

from pathlib import Path

import pytest

from flowchart import charts
from missions.cases import SUFFIX
from missions.chart_file import held, read_chart_file
from missions.files.limited import run_limited
from missions.mission import sample_answers
from tests.charts import SMALL, changed


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The default chart as a new version, changed."""
    text = charts.file_of(charts.default()).read_text(encoding="utf-8")
    path = folder / "99.0.0.yaml"
    path.write_text(changed(text, ("version: 1.0.0", "version: 99.0.0"), *changes), encoding="utf-8")
    return path


def test_every_defect_comes_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(changed(SMALL, ("to: ready", "to: nowhere")), encoding="utf-8")
    found = read_chart_file(path, run_limited)
    assert (found.chart, found.decided) == (None, {})
    lines = path.read_text(encoding="utf-8").split("\n")
    assert ("unknown_target", "needed=yes") in {(defect.code, defect.node) for defect, _ in found.defects}
    for defect, text in found.defects:
        assert text == lines[defect.line - 1].strip()[:200]


def test_a_chart_with_an_unsound_profile_is_still_drawn(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.with_name("99.0.0" + charts.PROFILE_SUFFIX).write_text("method:\n  - {th: ก, en: '{nobody}'}\n", "utf-8")
    found = read_chart_file(path, run_limited)
    assert found.chart
    assert [(defect.code, defect.file, text) for defect, text in found.defects] == [
        ("unknown_name", "99.0.0.report.yaml", "- {th: ก, en: '{nobody}'}")
    ]


def test_cases_and_samples_are_decided_by_the_file_as_it_is_now(tmp_path: Path) -> None:
    path = written(tmp_path)
    first = read_chart_file(path, run_limited)
    cases = charts.file_of(charts.default()).with_suffix(SUFFIX).read_bytes()
    path.with_suffix(SUFFIX).write_bytes(cases)
    changed_file = written(tmp_path, ('answer: "no", to: cancel', 'answer: "no", to: transfer'))
    now = read_chart_file(changed_file, run_limited)
    assert first.run is None
    assert now.run
    assert now.run.failed
    assert {outcome.decision.disposition for outcome in now.run.failed} == {"transfer"}
    moved = {code for code, outcome in now.decided.items() if outcome != first.decided[code]}
    assert moved == {code for code, given in sample_answers(charts.default()).items() if given["necessary"] == "no"}


def test_a_copy_that_keeps_the_version_but_not_the_content_is_told_so_and_drawn(tmp_path: Path) -> None:
    path = written(tmp_path, ('answer: "no", to: cancel', 'answer: "no", to: transfer'))
    path.write_text(path.read_text("utf-8").replace("version: 99.0.0", "version: 1.0.0"), "utf-8")
    found = read_chart_file(path, run_limited)
    assert [(defect.code, text) for defect, text in found.defects] == [("version_taken", "version: 1.0.0")]
    assert found.chart
    assert held(found.chart, path) is None


def test_the_file_that_this_process_read_may_change_its_content(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(changed(SMALL, ("id: small", "id: small_edited")), encoding="utf-8")
    known = charts.load(path)
    path.write_text(changed(SMALL, ("id: small", "id: small_edited"), ("en: Stop}", "en: End}")), encoding="utf-8")
    found = read_chart_file(path, run_limited)
    assert found.defects == ()
    assert found.chart
    assert held(found.chart, path) is known != found.chart


@pytest.mark.parametrize("name", ["a folder", "gone.yaml"])
def test_a_file_that_cannot_be_read_is_a_defect(tmp_path: Path, name: str) -> None:
    (tmp_path / "a folder").mkdir()
    found = read_chart_file(tmp_path / name, run_limited)
    assert [defect.code for defect, _ in found.defects] == ["unreadable"]


def test_cases_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.with_suffix(SUFFIX).write_text("necessary\nyes\n", encoding="utf-8")
    found = read_chart_file(path, run_limited)
    assert found.refused
    assert found.refused.code == "no_expected"
    assert found.chart
