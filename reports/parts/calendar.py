"""The implementation calendar: who does what by when, from the dates that were given."""

from datetime import date, timedelta

from reports.document import Block, Cell, Column, Note, Paragraph, Table
from reports.localizer import ReportLocalizer
from reports.parts.each import outcome
from reports.parts.forms import mission_heading
from reports.summary import SummaryInput


def calendar(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Block, ...]:
    """Targets of missions and what follows the day the result is due, by date, and what has no date yet."""
    rows: list[tuple[date, str, str]] = []
    for mission in summary.missions:
        if target := mission.details.get("target_date"):
            owner = loc.detail(mission, "owner") or loc.say("place")
            what = loc.say("calendar.target", mission=mission_heading(loc, mission), disposition=outcome(loc, mission))
            rows.append((date.fromisoformat(str(target)), owner, what))
    steps = loc.profile.schedule.steps if loc.profile.schedule else ()
    if summary.due:
        rows.append((summary.due, loc.say("calendar.group"), loc.say("calendar.due")))
        rows += [
            (_later(summary.due, step.days, step.months), loc.text(step.by), loc.text(step.step))
            for step in steps
            if step.days or step.months
        ]
    rows.sort(key=lambda row: row[0])
    reports = tuple(
        (mission_heading(loc, m), loc.detail(m, "delegator") or loc.say("place"), loc.detail(m, "delegation_reports"))
        for m in summary.missions
        if "delegation_reports" in m.details
    )
    open_ = sum(bool(m.decision.disposition) and "target_date" not in m.details for m in summary.missions)
    notes: list[Block] = [Note(loc.say("calendar.reckoned", date=loc.date(summary.due)))] if summary.due else []
    blocks: list[Block] = [*notes, _table(loc, rows)] if rows else []
    if reports:
        columns = (
            Column(loc.say("column.mission"), width=8),
            Column(loc.detail_name("delegator"), width=4),
            Column(loc.detail_name("delegation_reports"), width=4),
        )
        blocks.append(Table(loc.say("calendar.reports_name"), loc.say("calendar.reports"), columns, reports))
    return (*blocks, Paragraph(loc.say("calendar.open", n=open_)))


def _table(loc: ReportLocalizer, rows: list[tuple[date, str, str]]) -> Table:
    columns = (
        Column(loc.say("calendar.when"), "date", 3),
        Column(loc.say("column.responsible"), width=4),
        Column(loc.say("calendar.what"), width=9),
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple(rows)
    return Table(loc.say("calendar.name"), loc.say("calendar.table"), columns, cells)


def _later(day: date, days: int, months: int) -> date:
    """A day so many months and days later; the last day of the month where the month is shorter."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1)) + timedelta(days=days)
