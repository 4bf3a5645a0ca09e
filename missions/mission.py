"""A mission, and the bundled sample of real missions of Thai ministries."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flowchart.chart import Chart
from text.words import Lang

_SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True, slots=True)
class Mission:
    """One mission (ภารกิจ) of a department. Texts are in Thai; the English ones may be empty."""

    id: str
    name_th: str
    name_en: str = ""
    ministry_th: str = ""
    ministry_en: str = ""
    department_th: str = ""
    department_en: str = ""
    description_th: str = ""
    legal_basis: str = ""

    def name(self, lang: Lang) -> str:
        """The name in ``lang``, or in Thai where there is no other."""
        return (lang == "en" and self.name_en) or self.name_th

    def owner(self, lang: Lang) -> str:
        """Ministry and department in ``lang``."""
        names = (self.ministry_en, self.department_en) if lang == "en" else (self.ministry_th, self.department_th)
        return " · ".join(name for name in names if name)


def sample_file(chart: Chart) -> Path | None:
    """The bundled file of real missions with answers to the chart's questions, if there is one."""
    path = _SAMPLES / f"{chart.id}.csv"
    return path if path.is_file() else None


def sample_missions(chart: Chart) -> dict[str, Mission]:
    """The chart's bundled missions by id; none where it has no sample."""
    sample = sample_file(chart)
    return _missions(sample) if sample else {}


@cache
def _missions(sample: Path) -> dict[str, Mission]:
    with sample.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: _mission(row) for row in csv.DictReader(file)}


@cache
def sample_answers(chart: Chart) -> dict[str, dict[str, str]]:
    """The answers of the chart's bundled missions, by mission and question."""
    sample = sample_file(chart)
    if sample is None:
        return {}
    with sample.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: {q: row[q] for q in chart.questions if row[q]} for row in csv.DictReader(file)}


def _mission(row: dict[str, str]) -> Mission:
    return Mission(
        id=row["id"],
        name_th=row["mission_th"],
        name_en=row["mission_en"],
        ministry_th=row["ministry_th"],
        ministry_en=row["ministry_en"],
        department_th=row["department_th"],
        department_en=row["department_en"],
        description_th=row["description_th"],
        legal_basis=row["legal_basis"],
    )
