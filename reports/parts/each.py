"""Each mission on a line: what becomes of it, why, on what evidence, and who disagreed."""

from reports.document import Cell, Column, Note, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.sanitize import mention
from reports.summary import ReviewedMission, SummaryInput

MOST_PIECES = 2
"""How many pieces of evidence a line shows; the annex lists them all."""


def each_mission(loc: ReportLocalizer, summary: SummaryInput) -> Section:
    """The table of all missions."""
    heading = loc.say("each.heading")
    if not summary.missions:
        return Section(heading, 1, (Paragraph(loc.say("each.none")),), new_page=True)
    evidence = any(mission.all_evidence for mission in summary.missions)
    remarks = [_remarks(loc, mission) for mission in summary.missions]
    columns = [
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=6),
        Column(loc.say("column.department"), width=4),
        Column(loc.say("column.disposition"), width=3.6),
        Column(loc.say("column.reason"), width=7),
    ]
    if evidence:
        columns.append(Column(loc.say("column.evidence"), width=4))
    if any(remarks):
        columns.append(Column(loc.say("column.remarks"), width=4))
    rows = tuple(
        (*_row(loc, mission, evidence), *([remark or None] if any(remarks) else []))
        for mission, remark in zip(summary.missions, remarks, strict=True)
    )
    notes = [] if any(mission.reason for mission in summary.missions) else [Note(loc.say("each.no_reason"))]
    if not evidence:
        notes.append(Note(loc.say("each.no_evidence")))
    return Section(
        heading,
        1,
        (
            Paragraph(loc.say("each.intro")),
            *notes,
            Table(loc.say("each.name"), loc.say("each.table"), tuple(columns), rows),
        ),
        new_page=True,
        landscape=True,
    )


def _row(loc: ReportLocalizer, mission: ReviewedMission, evidence: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [
        mission.code,
        loc.name(mission.name),
        loc.name(mission.department),
        outcome(loc, mission),
        mission.reason or _path(loc, mission),
    ]
    if evidence:
        cells.append(_evidence(loc, mission.all_evidence) or None)
    return tuple(cells)


def _evidence(loc: ReportLocalizer, pieces: tuple[str, ...]) -> str:
    """The pieces if there are few; else the first of them, and how many more the annex lists."""
    if len(pieces) <= MOST_PIECES:
        return loc.join(list(pieces))
    return loc.say("each.more_evidence", first=mention(pieces[0]), n=len(pieces) - 1)


def outcome(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    """The disposition, with its sub-form in brackets."""
    decision = mission.decision
    label = loc.disposition(decision.disposition)
    sub_form = loc.sub_form(decision)
    return f"{label} ({sub_form})" if sub_form else label


def _path(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    steps = []
    for step in mission.decision.path:
        number = loc.chart.questions[step.question].number
        name = loc.say("question_n", number=number) if number else loc.question(step.question)
        steps.append(loc.say("each.path_step", question=name, answer=loc.answer(step.question, step.answer)))
    return loc.say("each.by_path", path=loc.join(steps)) if steps else ""


def _remarks(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    remarks = []
    decision = mission.decision
    if decision.next_question:
        remarks.append(loc.say("each.problem_open", question=loc.question(decision.next_question)))
    if mission.counterpart:
        remarks.append(loc.say("each.counterpart", agency=mission.counterpart[loc.lang]))
    elif decision.disposition and loc.chart.dispositions[decision.disposition].counterpart:
        remarks.append(loc.say("each.no_counterpart"))
    if mission.settled_by:
        remarks.append(loc.say("each.settled", person=mission.settled_by))
    if mission.minority_view:
        remarks.append(loc.say("each.minority", view=mission.minority_view))
    for found in mission.disagreements:
        question = loc.question(found.question)
        if found.on:
            remarks.append(loc.say("each.disagreement_settled", question=question, person=found.by))
        else:
            remarks.append(loc.say("each.disagreement_open", question=question))
    if mission.reopened:
        remarks.append(loc.say("each.reopened"))
    return " · ".join(remarks)
