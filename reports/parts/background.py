"""Why the review is made: the laws and policies it rests on, and its time limit."""

from reports.document import Note, NumberedList, Paragraph, Section
from reports.summary import SummaryInput
from reports.voice import Voice

_BASES = ("section_3_1", "section_33", "strategy", "clock")


def background(voice: Voice, summary: SummaryInput) -> Section:
    """Legal basis with the lines of its sources, the principle, the six months."""
    document = voice.chart.documents["S1"]
    title = voice.chart_text(document.title)
    if summary.started and summary.due:
        clock = voice.say("background.clock_known", started=voice.date(summary.started), due=voice.date(summary.due))
    else:
        clock = voice.say("background.clock_unknown")
    return Section(
        voice.say("background.heading"),
        1,
        (
            Section(
                voice.say("background.law_heading"),
                2,
                (
                    NumberedList(tuple(Paragraph(voice.say(f"background.{basis}")) for basis in _BASES)),
                    Note(voice.say("background.sources", title=title, file=document.file)),
                    Note(voice.say("background.limits")),
                ),
            ),
            Section(voice.say("background.need_heading"), 2, (Paragraph(voice.chart_text(voice.chart.principle)),)),
            Section(voice.say("background.clock_heading"), 2, (Paragraph(clock),)),
        ),
        new_page=True,
    )
