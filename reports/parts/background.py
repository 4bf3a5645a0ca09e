"""Why the review is made: the laws and policies it rests on, and its time limit."""

from reports.document import Block, Column, Note, NumberedList, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.summary import SummaryInput


def background(loc: ReportLocalizer, summary: SummaryInput) -> Section:
    """Legal basis with its sources, the principle, the time limit and the terms used; what the chart does not say is
    left out.
    """
    profile, chart = loc.profile, loc.chart
    parts: list[Block | Section] = []
    if profile.background:
        statements = NumberedList(tuple(Paragraph(loc.text(statement.text)) for statement in profile.background))
        sources = [
            loc.say("background.source", n=n, source=loc.source(statement.source))
            for n, statement in enumerate(profile.background, 1)
        ]
        notes = (Note(loc.say("background.sources", sources=" ".join(sources))), Note(loc.say("background.limits")))
        parts.append(Section(loc.say("background.law_heading"), 2, (statements, *notes)))
    if chart.principle:
        parts.append(Section(loc.say("background.need_heading"), 2, (Paragraph(loc.text(chart.principle)),)))
    if chart.review:
        parts.append(Section(loc.say("background.clock_heading"), 2, (Paragraph(_clock(loc, summary)),)))
    if profile.glossary:
        rows = tuple((loc.text(term.term), loc.text(term.meaning)) for term in profile.glossary)
        columns = (Column(loc.say("column.term"), width=4), Column(loc.say("column.meaning"), width=12))
        table = Table(loc.say("background.terms_name"), loc.say("background.terms"), columns, rows)
        parts.append(Section(loc.say("background.terms_heading"), 2, (table,)))
    return Section(
        loc.say("background.heading"), 1, tuple(parts) or (Paragraph(loc.say("background.none")),), new_page=True
    )


def _clock(loc: ReportLocalizer, summary: SummaryInput) -> str:
    if summary.started and summary.due:
        return loc.say("background.clock_known", started=loc.date(summary.started), due=loc.date(summary.due))
    return loc.say("background.clock_unknown", n=loc.chart.review.months if loc.chart.review else 0)
