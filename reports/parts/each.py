"""Each mission on a line: what becomes of it, why, on what evidence, and who disagreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from missions.files.detail_fields import DETAIL_FIELDS
from reports.document import MOST_ROWS, Block, Cell, Column, Note, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.sanitize import mention
from reports.summary import Disagreement, Name, ReviewedMission, SummaryInput, View
from reports.tally import Tally
from text.words import Lang

_LAW = "legal_instrument"
MOST_COLUMNS = 14
"""Dispositions that stand side by side on a page."""
MOST_CODES = 60
"""Codes that a cell lists; the answers in the workbook tell the others."""
MOST_PIECES = 2
"""How many pieces of evidence a line shows; the annex lists them all."""


def each_mission(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Section:
    """The missions of each ministry, grouped by disposition; in the workbook all of them in one table."""
    heading = loc.say("each.heading")
    if not summary.missions:
        return Section(heading, 1, (Paragraph(loc.say("each.none")),), new_page=True)
    missions = summary.missions
    whole = _whole(loc, missions)
    notes = [] if any(mission.reason for mission in missions) else [Note(loc.say("each.no_reason"))]
    if not any(mission.all_evidence for mission in missions):
        notes.append(Note(loc.say("each.no_evidence")))
    if loc.lang == "en" and any(_speaks_thai(mission) for mission in missions):
        notes.append(Note(loc.say("each.thai_reasons"), everywhere=True))
    parts: list[Block | Section] = [Paragraph(loc.say("each.intro")), *notes, whole]
    if len(missions) > MOST_ROWS:
        parts.append(Note(loc.say("each.in_workbook", n=len(missions), sheet=whole.name)))
    ministries = tally.ministries
    for n, ministry in enumerate(ministries, 1):
        of_it = tuple(m for m in missions if m.ministry == ministry)
        blocks: list[Block] = [departments(loc, tally, ministry, n)]
        if len(missions) <= MOST_ROWS:
            blocks.append(_table(loc, of_it, f"each {n}", loc.say("each.of", ministry=loc.name(ministry))))
        parts += [Section(loc.name(ministry), 2, tuple(blocks), landscape=True)] if len(ministries) > 1 else blocks
    parts += _facts(loc, missions)
    return Section(heading, 1, tuple(parts), new_page=True, landscape=True)


def departments(loc: ReportLocalizer, tally: Tally, ministry: Name, number: int) -> Table:
    """The departments of a ministry by the dispositions that occur there; line by line where these are many."""
    offices = [department for named, department in tally.departments if named == ministry]
    outcomes = [o for o in tally.outcomes if any(tally.count(ministry, office, o) for office in offices)]
    caption = loc.say("each.departments", ministry=loc.name(ministry))
    counts = [[tally.count(ministry, office, outcome) for outcome in outcomes] for office in offices]
    sums = [sum(of_outcome) for of_outcome in zip(*counts, strict=True)]
    if len(outcomes) > MOST_COLUMNS:
        rows: list[tuple[Cell, ...]] = [
            (loc.name(office), loc.disposition(outcome), n)
            for office, of_office in zip(offices, counts, strict=True)
            for outcome, n in zip(outcomes, of_office, strict=True)
            if n
        ]
        rows.append((loc.say("total"), "", sum(sums)))
        by_outcome = [Column(loc.say("column.disposition"), width=7)]
    else:
        rows = [(loc.name(office), *row, sum(row)) for office, row in zip(offices, counts, strict=True)]
        rows.append((loc.say("total"), *sums, sum(sums)))
        by_outcome = [Column(loc.disposition(outcome), "count", 2) for outcome in outcomes]
    columns = (Column(loc.say("column.department"), width=7), *by_outcome, Column(loc.say("total"), "count", 1.6))
    return Table(f"departments {number}", caption, columns, tuple(rows), total=True, on="paper")


def _table(loc: ReportLocalizer, missions: Sequence[ReviewedMission], name: str, caption: str) -> Table:
    """Missions on paper, grouped by disposition."""
    order = [*loc.chart.dispositions, None]
    missions = sorted(missions, key=lambda mission: order.index(mission.decision.disposition))
    evidence = any(mission.all_evidence for mission in missions)
    remarks = [_remarks(loc, mission) for mission in missions]
    columns = [
        Column(loc.say("column.disposition"), width=3.6),
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=6),
        Column(loc.say("column.department"), width=4),
        Column(loc.say("column.reason"), width=7),
    ]
    if evidence:
        columns.append(Column(loc.say("column.evidence"), width=4))
    if any(remarks):
        columns.append(Column(loc.say("column.remarks"), width=4))
    rows = tuple(
        (*_row(loc, mission, evidence), *([remark or None] if any(remarks) else []))
        for mission, remark in zip(missions, remarks, strict=True)
    )
    return Table(name, caption, tuple(columns), rows, on="paper")


def _row(loc: ReportLocalizer, mission: ReviewedMission, evidence: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [
        outcome(loc, mission),
        mission.code,
        loc.name(mission.name),
        loc.name(mission.department),
        mission.reason or _path(loc, mission),
    ]
    if evidence:
        cells.append(_evidence(loc, mission.all_evidence) or None)
    return tuple(cells)


def _whole(loc: ReportLocalizer, missions: Sequence[ReviewedMission]) -> Table:
    """Everything known of every mission, a row each, for a workbook to sort, filter and sum."""
    columns = (
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=6),
        Column(loc.say("column.other_name"), width=6),
        Column(loc.say("column.ministry"), width=4),
        Column(loc.say("column.other_ministry"), width=4),
        Column(loc.say("column.department"), width=4),
        Column(loc.say("column.other_department"), width=4),
        Column(loc.say("column.disposition"), width=3.6),
        Column(loc.say("column.sub_form"), width=3.6),
        Column(loc.say("column.reason"), width=7),
        Column(loc.say("column.evidence"), width=5),
        Column(loc.say("column.counterpart"), width=4),
        Column(loc.say("column.description"), width=5),
        Column(loc.say("column.legal_basis"), width=5),
        Column(loc.budget_heading, "money", 3),
        Column(loc.say("column.positions"), "count", 2),
        Column(loc.say("column.settled_by"), width=3),
        Column(loc.say("column.dissent"), width=4),
        Column(loc.say("column.signed_on"), "date", 2.5),
        Column(loc.say("column.signed_by"), width=3),
        Column(loc.say("column.remarks"), width=5),
    )
    details = [name for name in DETAIL_FIELDS if any(name in mission.details for mission in missions)]
    other: Lang = "en" if loc.lang == "th" else "th"
    rows = tuple(
        (
            mission.code,
            loc.name(mission.name),
            getattr(mission.name, other) or None,
            loc.name(mission.ministry),
            getattr(mission.ministry, other) or None,
            loc.name(mission.department),
            getattr(mission.department, other) or None,
            loc.disposition(mission.decision.disposition),
            loc.sub_form(mission.decision) or None,
            mission.reason or _path(loc, mission),
            loc.join(mission.all_evidence) or None,
            mission.counterpart[loc.lang] or None,
            mission.description or None,
            mission.legal_basis or None,
            None if mission.budget is None else float(mission.budget),
            mission.positions,
            mission.settled_by or loc.join(dict.fromkeys(d.by for d in mission.disagreements if d.by)) or None,
            mission.minority_view or _dissent(loc, mission) or None,
            mission.signed_at,
            mission.signed_by or None,
            _remarks(loc, mission) or None,
            *(_detail_cell(mission, name) for name in details),
        )
        for mission in missions
    )
    return Table(
        loc.say("each.name"),
        loc.say("each.table"),
        (*columns, *(_detail_column(loc, name) for name in details)),
        rows,
        on="book",
    )


def _detail_column(loc: ReportLocalizer, name: str) -> Column:
    kind = DETAIL_FIELDS[name].kind
    return Column(loc.detail_name(name), kind if kind in ("money", "date") else "text", 3)


def _detail_cell(mission: ReviewedMission, name: str) -> Cell:
    """A detail as a value to count with: money in the currency, a day as a day."""
    value = mission.details.get(name)
    if isinstance(value, int):
        return value / 100
    return date.fromisoformat(value) if value and DETAIL_FIELDS[name].kind == "date" else value


def _dissent(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    return " · ".join(view_of(loc, found, view) for found in mission.disagreements for view in found.minority)


def view_of(loc: ReportLocalizer, found: Disagreement, view: View) -> str:
    """What a member answered, and why."""
    return loc.say("uncertain.view", person=view.by, answer=loc.answer(found.question, view.value), reason=view.reason)


def _facts(loc: ReportLocalizer, missions: Sequence[ReviewedMission]) -> list[Section]:
    """What is known of the missions besides their answers: the law they rest on beside the one they need, and means."""

    def told(mission: ReviewedMission) -> bool:
        means = mission.budget is not None or mission.positions is not None
        return bool(mission.description or mission.legal_basis or _LAW in mission.details) or means

    known = list(filter(told, missions))
    if not known:
        return []
    means = any(m.budget is not None or m.positions is not None for m in known)
    columns = (
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=4.5),
        Column(loc.say("column.description"), width=5),
        Column(loc.say("column.legal_basis"), width=4),
        Column(loc.say("column.instruments"), width=8),
        *(
            [Column(loc.budget_heading, "money", 2.8), Column(loc.say("column.positions"), "count", 1.8)]
            if means
            else []
        ),
    )
    rows = tuple(
        (
            mission.code,
            loc.name(mission.name),
            mission.description or None,
            mission.legal_basis or None,
            _instruments(loc, mission) or None,
            *((None if mission.budget is None else float(mission.budget), mission.positions) if means else ()),
        )
        for mission in known
    )
    blocks = where_it_fits(loc, Table(loc.say("each.facts_name"), loc.say("each.facts"), columns, rows))
    return [Section(loc.say("each.facts_heading"), 2, blocks, landscape=True)]


def where_it_fits(loc: ReportLocalizer, table: Table) -> tuple[Block, ...]:
    """A table on paper, as the workbook has its content in another one too; a long one is there, as a note says."""
    if len(table.rows) <= MOST_ROWS:
        return (replace(table, on="paper"),)
    return Note(loc.say("each.in_workbook", n=len(table.rows), sheet=table.name)), replace(table, on="book")


def _instruments(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    """The legal instruments that the mission's disposition needs."""
    decision = mission.decision
    given = [loc.say("each.instrument_given", text=told)] if (told := loc.detail(mission, _LAW)) else []
    if not decision.disposition:
        return "".join(given)
    duties = loc.chart.dispositions[decision.disposition].duties("instruments", {decision.sub_form})
    return " · ".join([*given, *(loc.text(duty.text) for duty in duties)])


def _speaks_thai(mission: ReviewedMission) -> bool:
    """Whether a reason or a piece of evidence of the mission is in Thai."""
    return any(map(_is_thai, (mission.reason, *mission.reasons.values(), *mission.all_evidence)))


def _is_thai(text: str) -> bool:
    return any("\u0e00" <= letter <= "\u0e7f" for letter in text)


def _evidence(loc: ReportLocalizer, pieces: tuple[str, ...]) -> str:
    """The pieces if there are few; else the first of them, and how many more the annex lists."""
    if len(pieces) <= MOST_PIECES:
        return loc.join(list(pieces))
    return loc.say("each.more_evidence", first=mention(pieces[0]), n=len(pieces) - 1)


def some_codes(loc: ReportLocalizer, codes: list[str]) -> str:
    """Codes of missions as far as a cell can bear, and how many more there are."""
    first = ", ".join(codes[:MOST_CODES])
    return loc.say("uncertain.more", first=first, n=len(codes) - MOST_CODES) if len(codes) > MOST_CODES else first


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
