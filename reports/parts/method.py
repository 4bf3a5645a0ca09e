"""How the missions were classified: the chart as a picture and in words, its version, how certain its reading is."""

from flowchart import picture
from reports.document import Column, Figure, Outline, Paragraph, Section, Table, in_digits
from reports.summary import SummaryInput
from reports.voice import Voice

_INDENTS = (0, 2, 6, 8)
"""How far the chart's own text is indented at each depth."""


def method(voice: Voice, summary: SummaryInput) -> Section:
    """The chart and how it was used."""
    title = voice.chart_text(voice.chart.title)
    return Section(
        voice.say("method.heading"),
        1,
        (
            Paragraph(voice.say("method.how", title=title)),
            Section(voice.say("method.facts_heading"), 2, _facts(voice, summary)),
            Section(
                voice.say("method.certain_heading"),
                2,
                (Paragraph(voice.chart_text(voice.chart.caution)), _readings(voice)),
                new_page=bool(summary.working_group),
            ),
            Section(
                voice.say("method.picture", title=title),
                2,
                (Figure(title, _alt(voice), picture.svg(voice.chart, voice.lang)),),
                new_page=True,
            ),
            Section(voice.say("method.text_heading"), 2, (_outline(voice),), new_page=True),
        ),
        new_page=True,
    )


def _facts(voice: Voice, summary: SummaryInput) -> tuple[Table, ...]:
    def day(key: str) -> str:
        value = getattr(summary, key)
        return voice.date(value) if value else voice.say("no_data")

    group = summary.working_group
    rows = (
        *([(voice.say("method.review"), summary.review[voice.lang])] if summary.review else []),
        (voice.say("method.chart_version"), voice.chart.stamp),
        (voice.say("method.chart_hash"), voice.chart.hash),
        (voice.say("method.group"), voice.say("method.people", n=len(group)) if group else voice.say("no_data")),
        (voice.say("method.started"), day("started")),
        (voice.say("method.due"), day("due")),
        (voice.say("method.made_on"), day("made_on")),
    )
    columns = (Column(voice.say("column.item"), width=4.2), Column(voice.say("column.detail"), width=11.8))
    facts = Table(voice.say("method.facts_name"), voice.say("method.facts"), columns, rows)
    if not group:
        return (facts,)
    people = tuple((person.name, voice.say(f"role.{person.role}")) for person in group)
    columns = (Column(voice.say("column.name"), width=8), Column(voice.say("column.role"), width=8))
    return facts, Table(voice.say("method.group"), voice.say("method.group_table"), columns, people)


def _readings(voice: Voice) -> Table:
    rows = tuple(
        (
            voice.question(edge.question),
            voice.answer(edge.question, edge.answer),
            voice.say(f"method.{edge.reading}"),
            voice.chart_text(edge.note),
        )
        for edge in voice.chart.edges
        if edge.reading != "slide"
    )
    columns = (
        Column(voice.say("column.question"), width=4),
        Column(voice.say("column.answer"), width=4),
        Column(voice.say("column.reading"), width=2),
        Column(voice.say("column.note"), width=5),
    )
    return Table(voice.say("method.readings_name"), voice.say("method.readings"), columns, rows)


def _alt(voice: Voice) -> str:
    lines = [text for _, text in _outline(voice).lines]
    return in_digits(" ".join(lines), voice.digits)


def _outline(voice: Voice) -> Outline:
    lines = []
    for line in picture.text(voice.chart, voice.lang).splitlines()[2:]:
        text = line.lstrip()
        if text:
            depth = sum(len(line) - len(text) > indent for indent in _INDENTS[:-1])
            lines.append((depth, in_digits(text.removeprefix("- "), voice.digits)))
    return Outline(tuple(lines))
