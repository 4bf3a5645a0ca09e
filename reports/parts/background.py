"""Why the review is made: the laws and policies it rests on, and its time limit."""

from reports.document import Note, NumberedList, Paragraph, Section
from reports.localizer import ReportLocalizer
from reports.summary import SummaryInput

_BASES = ("section_3_1", "section_33", "strategy", "clock")


def background(loc: ReportLocalizer, summary: SummaryInput) -> Section:
    """Legal basis with the lines of its sources, the principle, the six months."""
    document = loc.chart.documents["S1"]
    title = loc.chart_text(document.title)
    if summary.started and summary.due:
        clock = loc.say("background.clock_known", started=loc.date(summary.started), due=loc.date(summary.due))
    else:
        clock = loc.say("background.clock_unknown")
    return Section(
        loc.say("background.heading"),
        1,
        (
            Section(
                loc.say("background.law_heading"),
                2,
                (
                    NumberedList(tuple(Paragraph(loc.say(f"background.{basis}")) for basis in _BASES)),
                    Note(loc.say("background.sources", title=title, file=document.file)),
                    Note(loc.say("background.limits")),
                ),
            ),
            Section(
                loc.say("background.need_heading"),
                2,
                (Paragraph(loc.chart_text(loc.chart.principle)),),
            ),
            Section(loc.say("background.clock_heading"), 2, (Paragraph(clock),)),
        ),
        new_page=True,
    )
