"""A chart file while it is written: its defects with their lines, its cases, and what it decides for sample missions.

It is read in a process of its own, as the rule engine never gives back the memory of a chart's rules.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from engine.impact import Outcome, outcome_of
from engine.rules import decide
from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import ChartError, Defect, load_chart
from flowchart.profile import load_profile
from missions.cases import SUFFIX, Run, read_cases, run_cases
from missions.files.columns import match_columns
from missions.files.limited import IN_PAGE, Limits
from missions.files.problems import FileError
from missions.files.read import read_sheet
from missions.files.rows import read_rows
from missions.mission import sample_file
from text.located import read_located

_LONGEST = 200
"""Characters of a line that are shown with a defect."""
_Result = TypeVar("_Result")


class RunApart(Protocol):
    """A way to run a function in a process of its own: ``run_limited`` or, where there are threads, ``run_apart``."""

    def __call__(self, function: Callable[[], _Result], limits: Limits) -> _Result:
        """What the function gives. Raises what it raises, and ``FileError`` where it takes more than its limits."""


@dataclass(frozen=True)
class ChartFile:
    """What a chart file says, with what stands beside it.

    ``chart`` is None where it cannot be drawn. ``defects`` come with the text of their line. ``run`` is of the cases,
    if there are any that can be read; ``refused`` says why they cannot. ``decided`` is by the id of a sample mission.
    """

    chart: Chart | None = None
    defects: tuple[tuple[Defect, str], ...] = ()
    run: Run | None = None
    refused: FileError | None = None
    decided: Mapping[str, Outcome] = field(default_factory=dict)


def files_beside(path: Path) -> tuple[Path, Path, Path]:
    """The chart file, and where its report profile and its cases stand if it has any."""
    stem = path.name.removesuffix(".yaml")
    return path, path.with_name(stem + charts.PROFILE_SUFFIX), path.with_name(stem + SUFFIX)


def read_chart_file(path: Path, apart: RunApart) -> ChartFile:
    """Read the file as it is now. Raises ``FileError`` when that takes too much."""
    try:
        found = apart(partial(_read, path), IN_PAGE)
        taken = _taken(found.chart, path) if found.chart else []
        return replace(found, defects=_with_lines(path, taken) + found.defects)
    except OSError as error:
        name, detail = Path(error.filename or path).name, error.strerror or type(error).__name__
        return ChartFile(defects=((Defect(code="unreadable", file=name, line=1, node="-", detail=detail), ""),))


def held(chart: Chart, path: Path) -> Chart | None:
    """The chart of that id and version as this process read it from the file; None where it did not."""
    try:
        known = charts.get(chart.id, chart.version)
    except charts.UnknownChartError:
        return None
    return known if charts.file_of(known).absolute() == path.absolute() else None


def _read(path: Path) -> ChartFile:
    _, profile, cases = files_beside(path)
    try:
        chart = load_chart(path)
    except ChartError as error:
        return ChartFile(defects=_with_lines(path, error.defects))
    defects: tuple[tuple[Defect, str], ...] = ()
    run = refused = None
    try:
        if profile.is_file():
            load_profile(profile, chart)
    except ChartError as error:
        defects = _with_lines(profile, error.defects)
    try:
        if cases.is_file():
            run = run_cases(chart, *read_cases(chart, read_sheet(cases.read_bytes(), chart)))
    except FileError as error:
        refused = error
    return ChartFile(chart, defects, run, refused, _decided(chart))


def _taken(chart: Chart, path: Path) -> list[Defect]:
    """The defect of a file whose id and version another content has already."""
    try:
        known = charts.get(chart.id, chart.version)
    except charts.UnknownChartError:
        return []
    if known == chart or held(chart, path):
        return []
    line = read_located(path).line(("version",))
    return [Defect(code="version_taken", file=path.name, line=line, node="version", detail=chart.key)]


def _with_lines(path: Path, defects: Iterable[Defect]) -> tuple[tuple[Defect, str], ...]:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return tuple((each, lines[each.line - 1].strip()[:_LONGEST] if each.line <= len(lines) else "") for each in defects)


def _decided(chart: Chart) -> dict[str, Outcome]:
    """What the chart decides for the bundled missions of its id; nothing where it has none."""
    sample = sample_file(chart)
    if sample is None:
        return {}
    try:
        sheet = read_sheet(sample.read_bytes(), chart)
    except FileError:  # a chart that asks none of the questions that the samples answer
        return {}
    rows = read_rows(chart, sheet, match_columns(chart, sheet.header)).rows
    return {row.code: outcome_of(decide(chart, row.answers)) for row in rows}
