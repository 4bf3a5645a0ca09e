"""The report profile of a chart: what its documents say besides the chart itself, as data.

It stands beside the chart as ``<version>.report.yaml``. A chart without one gets documents with the generic parts.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from flowchart import charts
from flowchart.chart import Chart, Name, Part, Source, Text
from flowchart.checks import Found, check_data, check_file, source_defects
from text.located import Place
from text.words import LANGS

Value: TypeAlias = Literal[
    "code", "name", "ministry", "department", "counterpart", "disposition", "sub_form", "budget", "positions"
]
"""What a column of an annex shows of a mission."""
METHOD_NAMES = {"questions", "title"}
"""What may stand in braces in a paragraph of the method."""


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
    """A column of an annex: a ``detail`` of the mission (``missions/files/details.yaml``), else its ``value``.

    What is not known of a mission is a marked place.
    """

    heading: Text
    value: Value | None = None
    detail: Name | None = None


class Detail(Part):
    """A cell of a form that holds a detail of the mission, or is to be filled in."""

    detail: Name | None = None


class TakenAnswer(Part):
    """An answer to a question, as it stands on the way of a decision."""

    question: Name
    answer: Name


class Feasibility(Part):
    """The answers that are to rest on a feasibility analysis, and what says so."""

    answers: Annotated[tuple[TakenAnswer, ...], Field(min_length=1)]
    source: Source


class Annex(Part):
    """A list of the missions that a disposition concerns, or a form to fill in for each of them (``grid``).

    ``applies_to`` (``for`` in the file) names the missions: those whose disposition ``delegates`` or ``plans``, or a
    list of dispositions. ``intro`` and the numbered ``points`` stand before the table, ``none`` in place of everything
    when no mission is concerned.
    """

    id: Name
    title: Text
    intro: Text | None = None
    points: tuple[Text, ...] = ()
    note: Text | None = None
    none: Text | None = None
    source: Source | None = None
    applies_to: Annotated[Literal["delegates", "plans"] | tuple[Name, ...], Field(alias="for")]
    sub_forms: tuple[Name, ...] = ()
    columns: Annotated[tuple[AnnexColumn, ...], Field(min_length=1)]
    grid: tuple[tuple[Text | Detail, ...], ...] = ()

    def concerns(self, chart: Chart, disposition: str | None, sub_form: str | None) -> bool:
        """Whether a mission with that disposition and sub-form is listed; one whose sub-form is open is."""
        if disposition is None:
            return False
        if isinstance(self.applies_to, str):
            wanted: bool = getattr(chart.dispositions[disposition], self.applies_to)
        else:
            wanted = disposition in self.applies_to
        return wanted and (not self.sub_forms or sub_form is None or sub_form in self.sub_forms)


class Cover(Part):
    """What the first page says: the document's ``name``, its ``kind``, what ``follow_up`` is asked for, a ``note``."""

    name: Text | None = None
    kind: Text | None = None
    follow_up: Text | None = None
    note: Text | None = None


class Step(Part):
    """A step of the schedule: what is done, within which time, and by whom."""

    step: Text
    within: Text
    by: Text
    days: int = 0
    months: int = 0
    """The same time in numbers, from the decision; 0 where it has none."""


class Schedule(Part):
    """The steps proposed to follow the decision, and what the times rest on."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    note: Text | None = None
    source: Source | None = None


class Signatory(Part):
    """A position that signs, and the role in the working group by which its holder's name is known."""

    position: Text
    role: Literal["chair", "member", "secretariat"] | None = None


class ReportProfile(Part):
    """What a chart's documents say besides the chart. Everything may be absent; a document then has generic words."""

    cover: Cover = Cover()
    currency: Text | None = None
    background: tuple[Statement, ...] = ()
    method: tuple[Text, ...] = ()
    glossary: tuple[Term, ...] = ()
    schedule: Schedule | None = None
    feasibility: Feasibility | None = None
    opinions: tuple[Name, ...] = ()
    """The details that hold a consultation or an agency's opinion which is to be asked for."""
    signatories: tuple[Signatory, ...] = ()
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


def read_carried_profile(value: Any, name: str, chart: Chart) -> ReportProfile:
    """A report profile as data that came from elsewhere with its chart. Raises ``ChartError``."""
    return check_data(value, name, ReportProfile, lambda profile: _defects(profile, chart))


def sources(profile: ReportProfile) -> Iterator[tuple[Source, Place, str]]:
    """Every source of a profile, with its place in the file and what names it."""
    for n, statement in enumerate(profile.background):
        yield statement.source, ("background", n, "source"), "background"
    for n, term in enumerate(profile.glossary):
        if term.source:
            yield term.source, ("glossary", n, "source"), "glossary"
    if profile.schedule and profile.schedule.source:
        yield profile.schedule.source, ("schedule", "source"), "schedule"
    if profile.feasibility:
        yield profile.feasibility.source, ("feasibility", "source"), "feasibility"
    for n, annex in enumerate(profile.annexes):
        if annex.source:
            yield annex.source, ("annexes", n, "source"), annex.id


def _defects(profile: ReportProfile, chart: Chart) -> Iterator[Found]:
    yield from source_defects(sources(profile), chart)
    for n, text in enumerate(profile.method):
        for lang in LANGS:
            yield from _unknown_names(text[lang], ("method", n, lang))
    taken = {(edge.question, edge.answer) for edge in chart.edges}
    for n, wanted in enumerate(profile.feasibility.answers if profile.feasibility else ()):
        if (wanted.question, wanted.answer) not in taken:
            yield "unknown_target", ("feasibility", "answers", n), "feasibility", f"{wanted.question}: {wanted.answer}"
    answers = {answer for question in chart.questions.values() for answer in question.answers}
    known: set[str] = set()
    for n, annex in enumerate(profile.annexes):
        here = ("annexes", n)
        if annex.id in known:
            yield "duplicate_id", (*here, "id"), annex.id, ""
        known.add(annex.id)
        if isinstance(annex.applies_to, tuple):
            for disposition in annex.applies_to:
                if disposition not in chart.dispositions:
                    yield "unknown_target", (*here, "for"), annex.id, disposition
        for sub_form in annex.sub_forms:
            if sub_form not in answers:
                yield "unknown_sub_form", (*here, "sub_forms"), annex.id, sub_form
        for row, cells in enumerate(annex.grid):
            if len(cells) > len(annex.columns):
                yield "long_row", (*here, "grid", row), annex.id, f"{len(cells)} > {len(annex.columns)}"


def _unknown_names(text: str, place: Place) -> Iterator[Found]:
    """What stands in braces and is not filled in. A name with a width or a form is none: it could make any length."""
    try:
        parts = [(name, form, turned) for _, name, form, turned in Formatter().parse(text) if name is not None]
    except ValueError as error:
        yield "unknown_name", place, "method", str(error)
        return
    named = {f"{name}!{turned}" if turned else f"{name}:{form}" if form else name for name, form, turned in parts}
    for name in sorted(named - METHOD_NAMES):
        yield "unknown_name", place, "method", f"{{{name}}}"
