"""How the missions were classified: the chart as a picture and in words, its version, how certain its reading is."""

import re

from flowchart import picture
from reports.document import Block, Column, Figure, Outline, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.summary import SummaryInput
from text.numbers import Digits, in_digits

_SHOWN = re.compile(">([^<>]+)<")
"""What an SVG shows as text."""
_INDENTS = (0, 2, 6, 8)
"""How far the chart's own text is indented at each depth."""


def method(loc: ReportLocalizer, summary: SummaryInput) -> Section:
    """The chart and how it was used."""
    title = loc.text(loc.chart.title)
    return Section(
        loc.say("method.heading"),
        1,
        (
            *map(Paragraph, _how(loc, title)),
            Section(loc.say("method.facts_heading"), 2, _facts(loc, summary)),
            Section(
                loc.say("method.certain_heading"),
                2,
                (*([Paragraph(loc.text(loc.chart.caution))] if loc.chart.caution else []), _readings(loc)),
                new_page=bool(summary.working_group),
            ),
            Section(
                loc.say("method.picture", title=title),
                2,
                pictures(loc, title),
                new_page=True,
            ),
            Section(loc.say("method.text_heading"), 2, (_outline(loc),), new_page=True),
        ),
        new_page=True,
    )


def _how(loc: ReportLocalizer, title: str) -> tuple[str, ...]:
    """The paragraphs of the profile, else what holds of any chart."""
    named = {"questions": loc.number(len(loc.chart.counted)), "title": title}
    told = tuple(loc.text(text).format(**named) for text in loc.profile.method)
    return told or (loc.say("method.how", title=title),)


def _facts(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Table, ...]:
    def day(key: str) -> str:
        value = getattr(summary, key)
        return loc.date(value) if value else loc.say("no_data")

    group = summary.working_group
    rows = (
        *([(loc.say("method.review"), summary.review[loc.lang])] if summary.review else []),
        (loc.say("method.chart_version"), loc.chart.stamp),
        (loc.say("method.chart_hash"), loc.chart.hash),
        (
            loc.say("method.group"),
            loc.say("method.people", n=len(group)) if group else loc.say("no_data"),
        ),
        (loc.say("method.started"), day("started")),
        (loc.say("method.due"), day("due")),
        (loc.say("method.made_on"), day("made_on")),
    )
    columns = (Column(loc.say("column.item"), width=4.2), Column(loc.say("column.detail"), width=11.8))
    facts = Table(loc.say("method.facts_name"), loc.say("method.facts"), columns, rows)
    if not group:
        return (facts,)
    people = tuple((person.name, loc.say(f"role.{person.role}")) for person in group)
    columns = (Column(loc.say("column.name"), width=8), Column(loc.say("column.role"), width=8))
    return facts, Table(loc.say("method.group"), loc.say("method.group_table"), columns, people)


def _readings(loc: ReportLocalizer) -> Block:
    rows = tuple(
        (
            loc.question(edge.question),
            loc.answer(edge.question, edge.answer),
            loc.provenance(edge),
            loc.note(edge),
        )
        for edge in loc.chart.edges
        if edge.provenance != "slide"
    )
    if not rows:
        return Paragraph(loc.say("method.readings_none"))
    columns = (
        Column(loc.say("column.question"), width=4),
        Column(loc.say("column.answer"), width=4),
        Column(loc.say("column.reading"), width=2),
        Column(loc.say("column.note"), width=5),
    )
    return Table(loc.say("method.readings_name"), loc.say("method.readings"), columns, rows)


def pictures(loc: ReportLocalizer, title: str) -> tuple[Figure, ...]:
    """The chart, in parts when it is too tall for one page."""
    pages = [_in_digits(page, loc.digits) for page in picture.svg_pages(loc.chart, loc.lang)]
    if len(pages) == 1:
        return (Figure(title, _alt(loc), pages[0]),)
    captions = [loc.say("method.part", title=title, n=n, all=len(pages)) for n in range(1, len(pages) + 1)]
    alts = [_alt(loc), *captions[1:]]
    return tuple(Figure(*part) for part in zip(captions, alts, pages, strict=True))


def _in_digits(svg: str, digits: Digits) -> str:
    """The picture with the numbers of its texts in ``digits``; its measures stay as they are."""
    return _SHOWN.sub(lambda found: f">{in_digits(found[1], digits)}<", svg)


def _alt(loc: ReportLocalizer) -> str:
    lines = [text for _, text in _outline(loc).lines]
    return in_digits(" ".join(lines), loc.digits)


def _outline(loc: ReportLocalizer) -> Outline:
    lines = []
    for line in picture.text(loc.chart, loc.lang).splitlines()[2:]:
        text = line.lstrip()
        if text:
            depth = sum(len(line) - len(text) > indent for indent in _INDENTS[:-1])
            lines.append((depth, in_digits(text.removeprefix("- "), loc.digits)))
    return Outline(tuple(lines))
