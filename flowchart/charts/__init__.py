"""The registry of charts: one instance of each chart and version in a process.

Bundled charts lie here as ``<id>/<version>.yaml``. A ministry's own lie in the folder that ``BLUEPRINT_CHARTS`` names.
Only the doors (pages, commands) ask for ``default``; below them a chart is always a parameter.
"""

import os
import threading
from datetime import date
from functools import cache
from pathlib import Path

from flowchart.chart import Chart
from flowchart.checks import ChartError, Defect, load_chart
from text.words import Lang, Words

BUNDLED = Path(__file__).parent
OWN_CHARTS = "BLUEPRINT_CHARTS"
"""The environment variable that names a folder of further charts."""
DEFAULT_CHART = "BLUEPRINT_CHART"
"""The environment variable that names the chart to begin with, as ``id`` or ``id@version``."""

PROFILE_SUFFIX = ".report.yaml"
"""How the file of a report profile ends; it stands beside its chart and has its name otherwise."""

_words = Words(Path(__file__).parents[1] / "words.yaml")


class UnknownChartError(LookupError):
    """There is no chart of that name here."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(self.sentence("en"))

    def sentence(self, lang: Lang) -> str:
        """Which chart was asked for, which there are and what to do."""
        return _words("unknown_chart", lang, name=self.name, known=", ".join(map("@".join, _registry.listed())))


class _Registry:
    """The charts of this process. A bundled file is read when it is asked for; ``load`` adds others."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._charts: dict[tuple[str, str], Chart] = {}
        self._files: dict[tuple[str, str], Path] = {}
        self._imported: dict[tuple[str, str], tuple[Chart, tuple[Defect, ...]]] = {}
        self._own_listed = False
        self.defects: list[Defect] = []

    def find(self, chart_id: str, version: str) -> Chart | None:
        with self._lock:
            self._list_own()
            if (chart_id, version) not in self._charts and version in _bundled().get(chart_id, ()):
                self.load(BUNDLED / chart_id / f"{version}.yaml")
            found, _ = self._imported.get((chart_id, version), (None, ()))
            return self._charts.get((chart_id, version), found)

    def listed(self) -> list[tuple[str, str]]:
        """Id and version of every chart, the bundled first."""
        with self._lock:
            self._list_own()
            return list(
                dict.fromkeys([(i, v) for i, versions in _bundled().items() for v in versions] + [*self._charts])
            )

    def load(self, path: Path) -> Chart:
        return self.adopt(load_chart(path), path)

    def adopt(self, chart: Chart, path: Path | None = None) -> Chart:
        with self._lock:
            key = chart.id, chart.version
            file = path or Path(chart.key)
            known = self._charts.setdefault(key, chart)
            if known is not chart and known != chart:
                raise ChartError(
                    [Defect(code="version_taken", file=file.name, line=1, node="version", detail=chart.key)]
                )
            self._files.setdefault(key, file)
            return known

    def adopt_imported(self, chart: Chart, defects: tuple[Defect, ...]) -> Chart:
        with self._lock:
            known = self.find(chart.id, chart.version)
            if known is None:
                self._imported[chart.id, chart.version] = chart, defects
            return known or chart

    def imported(self) -> dict[Chart, tuple[Defect, ...]]:
        with self._lock:
            return dict(found for key, found in self._imported.items() if key not in self._charts)

    def file(self, chart: Chart) -> Path:
        return self._files.get((chart.id, chart.version), Path(chart.key))

    def _list_own(self) -> None:
        if self._own_listed:
            return
        self._own_listed = True
        for path in own_files():
            try:
                self.load(path)
            except ChartError as error:
                self.defects += error.defects
            except OSError as error:
                detail = error.strerror or type(error).__name__
                self.defects.append(Defect(code="unreadable", file=path.name, line=1, node="-", detail=detail))


_registry = _Registry()


def all_charts() -> tuple[Chart, ...]:
    """Every chart there is, the bundled first, each id by version."""
    return tuple(get(*key) for key in _registry.listed())


def get(chart_id: str, version: str) -> Chart:
    """The chart of that id and version. Raises ``UnknownChartError``."""
    found = _registry.find(chart_id, version)
    if found is None:
        raise UnknownChartError(f"{chart_id}@{version}")
    return found


def latest(chart_id: str) -> Chart:
    """The highest version of a chart. Raises ``UnknownChartError``."""
    versions = [version for known, version in _registry.listed() if known == chart_id]
    if not versions:
        raise UnknownChartError(chart_id)
    return get(chart_id, max(versions, key=version_number))


def in_force(chart_id: str, day: date) -> Chart:
    """The version of a chart for a review that begins on a day: the one that came into force last, until then.

    A version without a date is in force from ever. Where none is yet, it is the one that comes first.
    Raises ``UnknownChartError``.
    """
    versions = [get(known, version) for known, version in _registry.listed() if known == chart_id]
    if not versions:
        raise UnknownChartError(chart_id)
    since = {chart: (chart.in_force or date.min, version_number(chart.version)) for chart in versions}
    begun = [chart for chart in versions if since[chart][0] <= day]
    return max(begun, key=since.__getitem__) if begun else min(versions, key=since.__getitem__)


def named(name: str) -> Chart:
    """The chart that ``id`` (its latest version) or ``id@version`` names. Raises ``UnknownChartError``."""
    chart_id, at, version = name.partition("@")
    return get(chart_id, version) if at else latest(chart_id)


def load(path: Path) -> Chart:
    """The chart of a file, which this process then knows by its id and version.

    Raises ``ChartError``, with code ``version_taken`` when another content has that id and version, and ``OSError``.
    """
    chart = load_chart(path)
    _registry.find(chart.id, chart.version)  # a bundled one of that name is the one to compare with
    return _registry.adopt(chart, path)


def adopt(chart: Chart, file: Path | None = None) -> Chart:
    """This process's instance of a chart that came from another process, which had it from ``file``.

    Raises ``ChartError`` as ``load`` does.
    """
    _registry.find(chart.id, chart.version)
    return _registry.adopt(chart, file)


def adopt_imported(chart: Chart, defects: tuple[Defect, ...]) -> Chart:
    """This process's instance of a chart that came with an imported review, and why it fails today's checks if it does.

    It is found by ``get`` alone: nothing new begins with it.
    """
    return _registry.adopt_imported(chart, defects)


def has_own(chart: Chart) -> bool:
    """Whether the chart is one of this program or of its folder, and not only here because a review came with it."""
    return (chart.id, chart.version) in _registry.listed()


def defects_of(chart: Chart) -> tuple[Defect, ...]:
    """Why a chart that came with a review fails the checks of this program; nothing where it does not."""
    return _registry.imported().get(chart, ())


def file_of(chart: Chart) -> Path:
    """The file that a chart was loaded from; only its key where it came from another process."""
    return _registry.file(chart)


def defects() -> tuple[Defect, ...]:
    """What is wrong with the files of ``BLUEPRINT_CHARTS`` that were passed over: to be said on the chart page."""
    _registry.listed()
    return tuple(_registry.defects)


def own_files() -> tuple[Path, ...]:
    """The chart files in the folder of ``BLUEPRINT_CHARTS`` as it is now, those that cannot be used included."""
    folder = os.environ.get(OWN_CHARTS)
    found = sorted(Path(folder).rglob("*.yaml")) if folder else []
    return tuple(path for path in found if not path.name.endswith(PROFILE_SUFFIX))


def default() -> Chart:
    """The chart to begin with: that of ``BLUEPRINT_CHART``, else the first bundled one. For the doors only.

    Where no version is named it is the one in force today. Raises ``UnknownChartError``.
    """
    name = os.environ.get(DEFAULT_CHART) or next(iter(_bundled()))
    return named(name) if "@" in name else in_force(name, date.today())


def version_number(version: str) -> tuple[int, ...]:
    """A version as numbers, to be compared."""
    return tuple(map(int, version.split(".")))


@cache
def _bundled() -> dict[str, tuple[str, ...]]:
    """The versions of each bundled chart, by id."""
    folders = sorted(path for path in BUNDLED.iterdir() if any(path.glob("*.yaml")))
    return {
        folder.name: tuple(
            sorted(
                (path.stem for path in folder.glob("*.yaml") if not path.name.endswith(PROFILE_SUFFIX)),
                key=version_number,
            )
        )
        for folder in folders
    }
