"""The report profile of a chart: what its documents say besides the chart itself, as data.

It stands beside the chart as ``<version>.report.yaml``. A chart without one gets documents with the generic parts.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from flowchart import charts
from flowchart.chart import Chart, Name, Part, Source, Text
from flowchart.checks import Found, check_file, source_defects
from text.located import Place

Value: TypeAlias = Literal[
    "code", "name", "ministry", "department", "counterpart", "disposition", "sub_form", "budget", "positions"
]
"""What a column of an annex shows of a mission."""


class Statement(Part):
    """A statement of the background, and what it rests on."""

    text: Text
    source: Source


class Term(Part):
    """A term of the glossary."""

    term: Text
    meaning: Text
    source: Source | None = None


class AnnexColumn(Part):
    """A column of an annex; without ``value`` its cells are empty, to be filled in."""

    heading: Text
    value: Value | None = None


class Annex(Part):
    """A list of the missions that a disposition concerns, or a form to fill in (``grid``).

    ``applies_to`` (``for`` in the file) names the missions: those whose disposition ``delegates`` or ``plans``, or a
    list of dispositions.
    """

    id: Name
    title: Text
    note: Text | None = None
    source: Source | None = None
    applies_to: Annotated[Literal["delegates", "plans"] | tuple[Name, ...], Field(alias="for")]
    sub_forms: tuple[Name, ...] = ()
    columns: Annotated[tuple[AnnexColumn, ...], Field(min_length=1)]
    grid: tuple[tuple[Text, ...], ...] = ()

    def concerns(self, chart: Chart, disposition: str | None, sub_form: str | None) -> bool:
        """Whether a mission with that disposition and sub-form is listed; one whose sub-form is open is."""
        if disposition is None:
            return False
        if isinstance(self.applies_to, str):
            wanted: bool = getattr(chart.dispositions[disposition], self.applies_to)
        else:
            wanted = disposition in self.applies_to
        return wanted and (not self.sub_forms or sub_form is None or sub_form in self.sub_forms)


class ReportProfile(Part):
    """What a chart's documents say: legal background, method, glossary, annexes. Everything may be absent."""

    background: tuple[Statement, ...] = ()
    method: tuple[Text, ...] = ()
    glossary: tuple[Term, ...] = ()
    annexes: tuple[Annex, ...] = ()


@lru_cache(maxsize=16)
def profile_of(chart: Chart) -> ReportProfile:
    """The chart's report profile; an empty one when there is none. Raises ``ChartError`` when it is not sound."""
    file = charts.file_of(chart)
    path = file.with_name(file.name.removesuffix(".yaml") + charts.PROFILE_SUFFIX)
    return load_profile(path, chart) if path.is_file() else ReportProfile()


def load_profile(path: Path, chart: Chart) -> ReportProfile:
    """Read and check a report profile. Raises ``ChartError``; ``OSError`` when it cannot be read."""
    return check_file(path, ReportProfile, lambda profile: _defects(profile, chart))


def _defects(profile: ReportProfile, chart: Chart) -> Iterator[Found]:
    yield from source_defects(_sources(profile), chart)
    for n, annex in enumerate(profile.annexes):
        if isinstance(annex.applies_to, tuple):
            for disposition in annex.applies_to:
                if disposition not in chart.dispositions:
                    yield "unknown_target", ("annexes", n, "for"), annex.id, disposition


def _sources(profile: ReportProfile) -> Iterator[tuple[Source, Place, str]]:
    for n, statement in enumerate(profile.background):
        yield statement.source, ("background", n, "source"), "background"
    for n, term in enumerate(profile.glossary):
        if term.source:
            yield term.source, ("glossary", n, "source"), "glossary"
    for n, annex in enumerate(profile.annexes):
        if annex.source:
            yield annex.source, ("annexes", n, "source"), annex.id
