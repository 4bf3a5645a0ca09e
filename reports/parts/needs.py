"""What carrying the results out takes: by disposition and in total, then mission by mission where it was given."""

from collections.abc import Sequence
from decimal import Decimal

from missions.files.detail_fields import DETAIL_FIELDS
from reports.document import Block, Cell, Column, Note, Table
from reports.localizer import ReportLocalizer
from reports.parts.each import where_it_fits
from reports.summary import ReviewedMission
from reports.tally import Tally

_FIELDS = [field for field in DETAIL_FIELDS.values() if field.group == "needs"]
_MOST_VALUES = 3
"""Different values of a field that a cell names; the table of missions has them all."""


def needs(loc: ReportLocalizer, tally: Tally) -> tuple[Block, ...]:
    """The sums, and what was given of each mission; what nobody gave is a marked place."""
    missions = [mission for outcome in tally.chart.dispositions for mission in tally.of(outcome)]
    given = [mission for mission in missions if _is_given(mission)]
    known = sum(_is_given(m) or m.budget is not None or m.positions is not None for m in missions)
    rows = [
        (loc.disposition(outcome), *_sums(loc, tally.of(outcome)))
        for outcome in tally.chart.dispositions
        if tally.by_outcome[outcome]
    ]
    columns = (
        Column(loc.say("column.disposition"), width=4),
        Column(loc.say("column.missions"), "count", 1.8),
        Column(loc.budget_heading, "money", 3),
        Column(loc.say("column.positions"), "count", 2),
        *(Column(loc.detail_name(field.name), "money" if field.kind == "money" else "text", 3) for field in _FIELDS),
    )
    total = (loc.say("total"), *_sums(loc, missions))
    whole = Table(loc.say("needs.name"), loc.say("needs.table"), columns, (*rows, total), total=True)
    blocks: list[Block] = [Note(loc.say("needs.note", n=known, all=len(missions))), whole]
    if given:
        blocks += where_it_fits(loc, _each(loc, given))
    return tuple(blocks)


def _is_given(mission: ReviewedMission) -> bool:
    return any(field.name in mission.details for field in _FIELDS)


def _sums(loc: ReportLocalizer, missions: Sequence[ReviewedMission]) -> tuple[Cell, ...]:
    """How many, the sums of what is known, and the different words given."""
    budgets = [mission.budget for mission in missions if mission.budget is not None]
    positions = [mission.positions for mission in missions if mission.positions is not None]
    cells: list[Cell] = [
        len(missions),
        float(sum(budgets)) if budgets else loc.say("place"),
        sum(positions) if positions else loc.say("place"),
    ]
    for field in _FIELDS:
        values = [mission.details[field.name] for mission in missions if field.name in mission.details]
        if not values:
            cells.append(loc.say("place"))
        elif field.kind == "money":
            cells.append(float(sum(Decimal(value) for value in values) / 100))
        else:
            told = dict.fromkeys(loc.detail(m, field.name) for m in missions if field.name in m.details)
            first = loc.join(list(told)[:_MOST_VALUES])
            more = len(told) - _MOST_VALUES
            cells.append(loc.say("needs.more", first=first, n=more) if more > 0 else first)
    return tuple(cells)


def _each(loc: ReportLocalizer, missions: Sequence[ReviewedMission]) -> Table:
    columns = (
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=5),
        *(Column(loc.detail_name(field.name), width=3) for field in _FIELDS),
    )
    rows = tuple(
        (m.code, loc.name(m.name), *(loc.detail(m, field.name) or loc.say("place") for field in _FIELDS))
        for m in missions
    )
    return Table(loc.say("needs.each_name"), loc.say("needs.each"), columns, rows)
