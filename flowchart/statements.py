"""Every statement that a chart and its report profile make with a source, as one list to be checked by people."""

from collections.abc import Iterator
from dataclasses import dataclass

from flowchart.chart import DUTY_KINDS, Chart, Source, Text
from flowchart.localizer import ChartLocalizer
from flowchart.profile import ReportProfile
from text.words import Lang


@dataclass(frozen=True, slots=True)
class Sourced:
    """A statement: where it stands in the chart, what it says, and its source."""

    where: Text
    text: Text
    source: Source


def statements(chart: Chart, profile: ReportProfile) -> Iterator[Sourced]:
    """The statements in the order of the chart, then those of the profile."""
    if chart.review and chart.review.source:
        yield Sourced(chart.title, chart.review.receiver, chart.review.source)
    for question in chart.questions.values():
        if question.source:
            yield Sourced(question.short, question.text, question.source)
    for disposition in chart.dispositions.values():
        for kind in DUTY_KINDS:
            for duty in getattr(disposition, kind):
                yield Sourced(disposition.label, duty.text, duty.source)
    for asked, lines in chart.evidence.items():
        for line in lines:
            yield Sourced(chart.questions[asked].short, line.text, line.source)
    for statement in profile.background:
        yield Sourced(chart.title, statement.text, statement.source)
    for term in profile.glossary:
        if term.source:
            yield Sourced(term.term, term.meaning, term.source)
    if profile.schedule and profile.schedule.source and profile.schedule.note:
        yield Sourced(chart.title, profile.schedule.note, profile.schedule.source)
    for annex in profile.annexes:
        if annex.source:
            yield Sourced(annex.title, annex.intro or annex.title, annex.source)


def statement_rows(chart: Chart, profile: ReportProfile, lang: Lang) -> list[tuple[str, ...]]:
    """A heading and a row each: where, statement, source, place read, how checked, what remains open."""
    loc = ChartLocalizer(chart, lang)
    heads = tuple(loc.word(f"statement.{name}") for name in ("where", "text", "source", "place", "checked", "open"))
    rows = [
        (
            loc.text(found.where),
            loc.text(found.text),
            loc.text(found.source.cite),
            loc.place(found.source) or "–",
            loc.checked(found.source),
            loc.word(f"open.{found.source.checked}"),
        )
        for found in statements(chart, profile)
    ]
    return [heads, *rows]


def statements_markdown(chart: Chart, profile: ReportProfile, lang: Lang) -> str:
    """The list as a table in Markdown, with its heading and how many statements are checked in which way."""
    heads, *rows = statement_rows(chart, profile, lang)
    loc = ChartLocalizer(chart, lang)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[4]] = counts.get(row[4], 0) + 1
    told = "; ".join(f"{checked}: {n}" for checked, n in sorted(counts.items(), key=lambda item: -item[1]))
    lines = [f"## {loc.text(chart.title)} ({chart.key})", "", loc.word("statement.limits"), "", f"{told}.", ""]
    lines += [_line(heads), _line(("---",) * len(heads)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
