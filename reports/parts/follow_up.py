"""What follows from the results: laws and tasks, a schedule, the outline of a plan, the delegation ledger."""

from typing import Literal

from flowchart.chart import DUTY_KINDS
from reports.document import Block, Cell, Column, Note, NumberedList, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.sanitize import mention
from reports.summary import ReviewedMission
from reports.tally import Tally

_DEVOLVED = "devolve_local"
"""The one way of decentralising that delegates no power: it moves the duty itself."""
_STEPS = (
    ("tell", "ministry"),
    ("answer", "group"),
    ("plan", "owner"),
    ("law", "owner"),
    ("report", "opdc"),
    ("review", "ministry"),
)
_CATEGORIES = ("leadership", "strategy", "customers", "information", "people", "process", "outcome")
_DIMENSIONS = ("effectiveness", "efficiency", "service", "development")


def follow_up(loc: ReportLocalizer, tally: Tally) -> Section:
    """From instruments to the ledger."""
    return Section(
        loc.say("follow.heading"),
        1,
        (
            Section(loc.say("follow.law_heading"), 2, _law(loc, tally)),
            Section(loc.say("follow.schedule_heading"), 2, _schedule(loc)),
            Section(
                loc.say("od.heading"),
                2,
                _plan(loc, _concerned(loc, tally, "plans")),
                landscape=bool(_concerned(loc, tally, "plans")),
            ),
            _delegation(loc, tally),
        ),
        new_page=True,
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
        return (Paragraph(loc.say("follow.law_none")),)
    columns = (
        Column(loc.say("column.disposition"), width=3.2),
        Column(loc.say("follow.kind"), width=2.3),
        Column(loc.say("column.detail"), width=6),
        Column(loc.say("column.source"), width=4),
        Column(loc.say("column.checked"), width=2),
    )
    table = Table(loc.say("follow.law_name"), loc.say("follow.law_table"), columns, tuple(rows))
    return Note(loc.say("follow.checked_note")), table


def _schedule(loc: ReportLocalizer) -> tuple[Block, ...]:
    rows = tuple(
        (
            loc.say(f"follow.steps.{step}"),
            loc.say(f"follow.within.{step}"),
            loc.say(f"follow.by.{who}"),
        )
        for step, who in _STEPS
    )
    columns = (
        Column(loc.say("column.step"), width=8),
        Column(loc.say("column.within"), width=2.5),
        Column(loc.say("column.responsible"), width=4),
    )
    table = Table(loc.say("follow.schedule_name"), loc.say("follow.schedule"), columns, rows)
    return Note(loc.say("follow.schedule_note")), table


def _concerned(loc: ReportLocalizer, tally: Tally, what: Literal["plans", "delegates"]) -> tuple[ReviewedMission, ...]:
    return tally.of(*(d.id for d in loc.chart.dispositions.values() if getattr(d, what)))


def _plan(loc: ReportLocalizer, missions: tuple[ReviewedMission, ...]) -> tuple[Block, ...]:
    if not missions:
        return (Paragraph(loc.say("od.none")),)
    rows = tuple(
        (loc.say(f"od.{category}"), loc.say(f"od.{category}_todo"), "", "", "", "") for category in _CATEGORIES
    )
    columns = (
        Column(loc.say("od.category"), width=4),
        Column(loc.say("od.activity"), width=6),
        *(Column(loc.say(f"od.dimension.{dimension}"), width=3.2) for dimension in _DIMENSIONS),
    )
    return (
        Paragraph(loc.say("od.intro", n=len(missions))),
        Table(loc.say("od.name"), loc.say("od.table"), columns, rows),
        Note(loc.say("od.fill")),
        Note(loc.say("od.missions", codes=", ".join(mention(mission.code) for mission in missions))),
    )


def _delegation(loc: ReportLocalizer, tally: Tally) -> Section:
    heading = loc.say("delegation.heading")
    missions = [m for m in _concerned(loc, tally, "delegates") if m.decision.sub_form != _DEVOLVED]
    if not missions:
        return Section(heading, 2, (Paragraph(loc.say("delegation.none")),))
    rows = tuple(_delegated(loc, mission) for mission in missions)
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("delegation.power"), width=6),
        Column(loc.say("delegation.delegator"), width=5),
        Column(loc.say("delegation.delegate"), width=4),
        Column(loc.say("delegation.rules"), width=5),
        Column(loc.say("delegation.order"), width=3),
    )
    return Section(
        heading,
        2,
        (
            Paragraph(loc.say("delegation.intro")),
            NumberedList(tuple(Paragraph(loc.say(f"delegation.duty_{n}")) for n in range(1, 5))),
            Note(loc.say("delegation.source")),
            Table(loc.say("delegation.name"), loc.say("delegation.table"), columns, rows),
        ),
        new_page=True,
        landscape=True,
    )


def _delegated(loc: ReportLocalizer, mission: ReviewedMission) -> tuple[Cell, ...]:
    known = mission.decision.sub_form is not None
    return (
        mission.code,
        loc.name(mission.name),
        loc.say("delegation.head_of", department=loc.name(mission.department)),
        loc.say("delegation.governor" if known else "delegation.open"),
        loc.say("to_fill"),
        "",
    )
