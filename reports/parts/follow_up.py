"""What follows from the results: laws and tasks, a schedule, and the lists and forms of the chart's report profile."""

from flowchart.chart import DUTY_KINDS
from reports.document import Block, Cell, Column, Note, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.parts.calendar import calendar
from reports.parts.forms import forms
from reports.parts.further import further
from reports.summary import SummaryInput
from reports.tally import Tally

_STEPS = ("tell", "answer", "plan", "report")
"""The steps of a schedule that the chart's profile does not give: when and by whom is to be filled in."""


def follow_up(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Section:
    """From instruments to the forms."""
    return Section(
        loc.say("follow.heading"),
        1,
        (
            Section(loc.say("follow.law_heading"), 2, _law(loc, tally), landscape=True),
            Section(loc.say("follow.schedule_heading"), 2, _schedule(loc)),
            Section(loc.say("calendar.heading"), 2, calendar(loc, summary)),
            *further(loc, summary),
            *forms(loc, summary),
        ),
        new_page=True,
        landscape=True,
    )


def _law(loc: ReportLocalizer, tally: Tally) -> tuple[Block, ...]:
    rows: list[tuple[Cell, ...]] = []
    for disposition in loc.chart.dispositions.values():
        missions = tally.of(disposition.id)
        if not missions:
            continue
        sub_forms = {mission.decision.sub_form for mission in missions}
        label = loc.text(disposition.label)
        for kind in DUTY_KINDS:
            for duty in disposition.duties(kind, sub_forms):
                what = (loc.text(duty.text), loc.text(duty.source.cite), loc.checked(duty.source))
                rows.append((label, loc.say(f"follow.{kind}"), *what))
    if not rows:
        return (Paragraph(loc.say("follow.law_none" if tally.decided else "follow.law_undecided")),)
    columns = (
        Column(loc.say("column.disposition"), width=3.2),
        Column(loc.say("follow.kind"), width=2),
        Column(loc.say("column.detail"), width=8),
        Column(loc.say("column.source"), width=9),
        Column(loc.say("column.checked"), width=3.5),
    )
    table = Table(loc.say("follow.law_name"), loc.say("follow.law_table"), columns, tuple(rows))
    return Note(loc.say("follow.checked_note")), table


def _schedule(loc: ReportLocalizer) -> tuple[Block, ...]:
    schedule = loc.profile.schedule
    columns = (
        Column(loc.say("column.step"), width=8),
        Column(loc.say("column.within"), width=2.5),
        Column(loc.say("column.responsible"), width=4),
    )
    if schedule:
        rows = tuple((loc.text(s.step), loc.text(s.within), loc.text(s.by)) for s in schedule.steps)
    else:
        rows = tuple((loc.say(f"follow.steps.{step}"), "", "") for step in _STEPS)
    notes = [loc.text(schedule.note)] if schedule and schedule.note else []
    if schedule and schedule.source:
        notes.append(loc.say("form.source", source=loc.source(schedule.source)))
    table = Table(loc.say("follow.schedule_name"), loc.say("follow.schedule"), columns, rows)
    return *map(Note, notes or [loc.say("follow.schedule_note")]), table
