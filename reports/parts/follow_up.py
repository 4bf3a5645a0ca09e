"""What follows from the results: laws and tasks, a schedule, the outline of a plan, the delegation ledger."""

from typing import Literal

from flowchart.chart import Duty
from reports.document import Block, Cell, Column, Note, NumberedList, Paragraph, Section, Table
from reports.safe import mention
from reports.summary import ReviewedMission
from reports.tally import Tally
from reports.voice import Voice

_PLANNED = "od_plan"
_DECENTRALISED = "decentralise"
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


def follow_up(voice: Voice, tally: Tally) -> Section:
    """From instruments to the ledger."""
    return Section(
        voice.say("follow.heading"),
        1,
        (
            Section(voice.say("follow.law_heading"), 2, _law(voice, tally)),
            Section(voice.say("follow.schedule_heading"), 2, _schedule(voice)),
            Section(voice.say("od.heading"), 2, _plan(voice, tally.of(_PLANNED)), landscape=bool(tally.of(_PLANNED))),
            _delegation(voice, tally),
        ),
        new_page=True,
    )


def _law(voice: Voice, tally: Tally) -> tuple[Block, ...]:
    kinds: tuple[Literal["instruments", "tasks"], ...] = ("instruments", "tasks")
    rows: list[tuple[Cell, ...]] = []
    for disposition in voice.chart.dispositions.values():
        missions = tally.of(disposition.id)
        if not missions:
            continue
        sub_forms = {mission.decision.sub_form for mission in missions}
        label = voice.chart_text(disposition.label)
        for kind in kinds:
            duties: tuple[Duty, ...] = getattr(disposition, kind)
            wanted = [d for d in duties if not d.sub_forms or None in sub_forms or sub_forms & set(d.sub_forms)]
            for duty in wanted:
                checked = voice.say("follow.verified" if duty.verified else "follow.unverified")
                what = (voice.chart_text(duty.text), voice.chart_text(duty.source), checked)
                rows.append((label, voice.say(f"follow.{kind}"), *what))
    if not rows:
        return (Paragraph(voice.say("follow.law_none")),)
    columns = (
        Column(voice.say("column.disposition"), width=3.2),
        Column(voice.say("follow.kind"), width=2.3),
        Column(voice.say("column.detail"), width=6),
        Column(voice.say("column.source"), width=4),
        Column(voice.say("column.checked"), width=2),
    )
    table = Table(voice.say("follow.law_name"), voice.say("follow.law_table"), columns, tuple(rows))
    return Note(voice.say("follow.checked_note")), table


def _schedule(voice: Voice) -> tuple[Block, ...]:
    rows = tuple(
        (voice.say(f"follow.steps.{step}"), voice.say(f"follow.within.{step}"), voice.say(f"follow.by.{who}"))
        for step, who in _STEPS
    )
    columns = (
        Column(voice.say("column.step"), width=8),
        Column(voice.say("column.within"), width=2.5),
        Column(voice.say("column.responsible"), width=4),
    )
    table = Table(voice.say("follow.schedule_name"), voice.say("follow.schedule"), columns, rows)
    return Note(voice.say("follow.schedule_note")), table


def _plan(voice: Voice, missions: tuple[ReviewedMission, ...]) -> tuple[Block, ...]:
    if not missions:
        return (Paragraph(voice.say("od.none")),)
    rows = tuple(
        (voice.say(f"od.{category}"), voice.say(f"od.{category}_todo"), "", "", "", "") for category in _CATEGORIES
    )
    columns = (
        Column(voice.say("od.category"), width=4),
        Column(voice.say("od.activity"), width=6),
        *(Column(voice.say(f"od.dimension.{dimension}"), width=3.2) for dimension in _DIMENSIONS),
    )
    return (
        Paragraph(voice.say("od.intro", n=len(missions))),
        Table(voice.say("od.name"), voice.say("od.table"), columns, rows),
        Note(voice.say("od.fill")),
        Note(voice.say("od.missions", codes=", ".join(mention(mission.code) for mission in missions))),
    )


def _delegation(voice: Voice, tally: Tally) -> Section:
    heading = voice.say("delegation.heading")
    missions = [mission for mission in tally.of(_DECENTRALISED) if mission.decision.sub_form != _DEVOLVED]
    if not missions:
        return Section(heading, 2, (Paragraph(voice.say("delegation.none")),))
    rows = tuple(_delegated(voice, mission) for mission in missions)
    columns = (
        Column(voice.say("column.code"), "code", 1.6),
        Column(voice.say("delegation.power"), width=6),
        Column(voice.say("delegation.delegator"), width=5),
        Column(voice.say("delegation.delegate"), width=4),
        Column(voice.say("delegation.rules"), width=5),
        Column(voice.say("delegation.order"), width=3),
    )
    return Section(
        heading,
        2,
        (
            Paragraph(voice.say("delegation.intro")),
            NumberedList(tuple(Paragraph(voice.say(f"delegation.duty_{n}")) for n in range(1, 5))),
            Note(voice.say("delegation.source")),
            Table(voice.say("delegation.name"), voice.say("delegation.table"), columns, rows),
        ),
        new_page=True,
        landscape=True,
    )


def _delegated(voice: Voice, mission: ReviewedMission) -> tuple[Cell, ...]:
    known = mission.decision.sub_form is not None
    return (
        mission.code,
        voice.name(mission.name),
        voice.say("delegation.head_of", department=voice.name(mission.department)),
        voice.say("delegation.governor" if known else "delegation.open"),
        voice.say("to_fill"),
        "",
    )
