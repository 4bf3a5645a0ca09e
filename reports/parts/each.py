"""Each mission on a line: what becomes of it, why, on what evidence, and who disagreed."""

from reports.document import Cell, Column, Note, Paragraph, Section, Table
from reports.safe import mention
from reports.summary import ReviewedMission, SummaryInput
from reports.voice import Voice

WITH_COUNTERPART = ("merge", "transfer")
"""Dispositions that name another agency."""
MOST_PIECES = 2
"""How many pieces of evidence a line shows; the annex lists them all."""


def each_mission(voice: Voice, summary: SummaryInput) -> Section:
    """The table of all missions."""
    heading = voice.say("each.heading")
    if not summary.missions:
        return Section(heading, 1, (Paragraph(voice.say("each.none")),), new_page=True)
    evidence = any(mission.all_evidence for mission in summary.missions)
    remarks = [_remarks(voice, mission) for mission in summary.missions]
    columns = [
        Column(voice.say("column.code"), "code", 1.5),
        Column(voice.say("column.mission"), width=6),
        Column(voice.say("column.department"), width=4),
        Column(voice.say("column.disposition"), width=3.6),
        Column(voice.say("column.reason"), width=7),
    ]
    if evidence:
        columns.append(Column(voice.say("column.evidence"), width=4))
    if any(remarks):
        columns.append(Column(voice.say("column.remarks"), width=4))
    rows = tuple(
        (*_row(voice, mission, evidence), *([remark or None] if any(remarks) else []))
        for mission, remark in zip(summary.missions, remarks, strict=True)
    )
    notes = [] if any(mission.reason for mission in summary.missions) else [Note(voice.say("each.no_reason"))]
    if not evidence:
        notes.append(Note(voice.say("each.no_evidence")))
    return Section(
        heading,
        1,
        (
            Paragraph(voice.say("each.intro")),
            *notes,
            Table(voice.say("each.name"), voice.say("each.table"), tuple(columns), rows),
        ),
        new_page=True,
        landscape=True,
    )


def _row(voice: Voice, mission: ReviewedMission, evidence: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [
        mission.code,
        voice.name(mission.name),
        voice.name(mission.department),
        outcome(voice, mission),
        mission.reason or _path(voice, mission),
    ]
    if evidence:
        cells.append(_evidence(voice, mission.all_evidence) or None)
    return tuple(cells)


def _evidence(voice: Voice, pieces: tuple[str, ...]) -> str:
    """The pieces if there are few; else the first of them, and how many more the annex lists."""
    if len(pieces) <= MOST_PIECES:
        return voice.join(list(pieces))
    return voice.say("each.more_evidence", first=mention(pieces[0]), n=len(pieces) - 1)


def outcome(voice: Voice, mission: ReviewedMission) -> str:
    """The disposition, with its sub-form in brackets."""
    decision = mission.decision
    label = voice.disposition(decision.disposition)
    if not decision.sub_form:
        return label
    return f"{label} ({voice.answer(decision.path[-1].question, decision.sub_form)})"


def _path(voice: Voice, mission: ReviewedMission) -> str:
    steps = []
    for step in mission.decision.path:
        number = voice.chart.questions[step.question].number
        name = voice.say("question_n", number=number) if number else voice.question(step.question)
        steps.append(voice.say("each.path_step", question=name, answer=voice.answer(step.question, step.answer)))
    return voice.say("each.by_path", path=voice.join(steps)) if steps else ""


def _remarks(voice: Voice, mission: ReviewedMission) -> str:
    remarks = []
    decision = mission.decision
    if decision.next_question:
        remarks.append(voice.say("each.problem_open", question=voice.question(decision.next_question)))
    if mission.counterpart:
        remarks.append(voice.say("each.counterpart", agency=mission.counterpart[voice.lang]))
    elif decision.disposition in WITH_COUNTERPART:
        remarks.append(voice.say("each.no_counterpart"))
    if mission.settled_by:
        remarks.append(voice.say("each.settled", person=mission.settled_by))
    if mission.minority_view:
        remarks.append(voice.say("each.minority", view=mission.minority_view))
    for found in mission.disagreements:
        question = voice.question(found.question)
        if found.on:
            remarks.append(voice.say("each.disagreement_settled", question=question, person=found.by))
        else:
            remarks.append(voice.say("each.disagreement_open", question=question))
    if mission.reopened:
        remarks.append(voice.say("each.reopened"))
    return " · ".join(remarks)
