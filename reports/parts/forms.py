"""What a chart's report profile adds: lists of the missions that a disposition concerns, and forms to fill in."""

from flowchart.chart import Text
from flowchart.profile import Annex, AnnexColumn, Detail, Value
from reports.document import Block, Cell, Column, Note, NumberedList, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.summary import ReviewedMission, SummaryInput

MOST_FORMS = 60
"""Forms that a document holds; where more missions need one, all of them are in the workbook alone."""
_WIDTHS: dict[Value | None, float] = {
    "code": 1.6,
    "name": 5,
    "ministry": 4,
    "department": 4,
    "counterpart": 4,
    "disposition": 3.5,
    "sub_form": 4,
    "budget": 3,
    "positions": 2,
    None: 3.6,
}
_FORM_WIDTHS = (4.0, 6.0)
"""Of the first columns of a form: what is asked. The others are to be filled in."""


def forms(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Section, ...]:
    """A section for each annex of the profile; one that concerns no mission says so, or is left out."""
    sections = []
    for annex in loc.profile.annexes:
        missions = tuple(
            m for m in summary.missions if annex.concerns(loc.chart, m.decision.disposition, m.decision.sub_form)
        )
        if missions:
            sections.append(_section(loc, annex, missions))
        elif annex.none:
            sections.append(Section(loc.text(annex.title), 2, (Paragraph(loc.text(annex.none)),)))
    return tuple(sections)


def _section(loc: ReportLocalizer, annex: Annex, missions: tuple[ReviewedMission, ...]) -> Section:
    blocks: list[Block | Section] = []
    if annex.intro:
        blocks.append(Paragraph(loc.text(annex.intro)))
    if annex.points:
        blocks.append(NumberedList(tuple(Paragraph(loc.text(point)) for point in annex.points)))
    notes = [loc.text(annex.note)] if annex.note else []
    if annex.source:
        notes.append(loc.say("form.source", source=loc.source(annex.source)))
    blocks += map(Note, notes)
    blocks += _filled(loc, annex, missions) if annex.grid else [_list(loc, annex, missions)]
    on_paper = not annex.grid or len(missions) <= MOST_FORMS
    return Section(loc.text(annex.title), 2, tuple(blocks), new_page=on_paper, landscape=True)


def _list(loc: ReportLocalizer, annex: Annex, missions: tuple[ReviewedMission, ...]) -> Table:
    """A row for each mission."""
    rows = tuple(tuple(_value(loc, mission, column) for column in annex.columns) for mission in missions)
    columns = tuple(_column(loc, column) for column in annex.columns)
    return Table(_name(loc, annex), loc.text(annex.title), columns, rows)


def _filled(loc: ReportLocalizer, annex: Annex, missions: tuple[ReviewedMission, ...]) -> list[Block | Section]:
    """A form for each mission, and in the workbook one table of all of them."""
    columns = tuple(
        Column(loc.text(column.heading), width=_FORM_WIDTHS[n] if n < len(_FORM_WIDTHS) else 3.2)
        for n, column in enumerate(annex.columns)
    )
    told = [mission_heading(loc, mission) for mission in missions]
    whole = Table(
        _name(loc, annex),
        loc.text(annex.title),
        (Column(loc.say("column.code"), "code", 1.6), Column(loc.say("column.mission"), width=5), *columns),
        tuple(
            (mission.code, loc.name(mission.name), *row) for mission in missions for row in _grid(loc, annex, mission)
        ),
        on="book",
    )
    blocks: list[Block | Section] = [whole]
    if len(missions) > MOST_FORMS:
        return [*blocks, Note(loc.say("form.in_workbook", n=len(missions), sheet=whole.name))]
    for n, (mission, heading) in enumerate(zip(missions, told, strict=True)):
        facts = Paragraph(_facts(loc, mission), "plain")
        table = Table(f"{annex.id} {n}", heading, columns, _grid(loc, annex, mission), on="paper")
        blocks.append(Section(heading, 3, (facts, table), landscape=True))
    return blocks


def _grid(loc: ReportLocalizer, annex: Annex, mission: ReviewedMission) -> tuple[tuple[Cell, ...], ...]:
    """The form of a mission: what is asked, what is known of it, and marked places."""

    def cell(part: Text | Detail) -> str:
        if not isinstance(part, Detail):
            return loc.text(part)
        return (part.detail and loc.detail(mission, part.detail)) or loc.say("place")

    missing = len(annex.columns)
    return tuple((*map(cell, cells), *[loc.say("place")] * (missing - len(cells))) for cells in annex.grid)


def mission_heading(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    """A mission in a heading: its code and name."""
    return f"{mission.code} {loc.name(mission.name)}"


def _facts(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    """What is known of a mission that needs a plan; what is not is a marked place."""
    return loc.say(
        "form.facts",
        department=loc.name(mission.department),
        budget=loc.place_for(None if mission.budget is None else loc.number(mission.budget)),
        positions=loc.place_for(None if mission.positions is None else loc.number(mission.positions)),
        reason=loc.place_for(mission.reason),
        owner=loc.place_for(loc.detail(mission, "owner")),
        date=loc.place_for(loc.detail(mission, "target_date")),
    )


def _name(loc: ReportLocalizer, annex: Annex) -> str:
    """The name of the workbook's sheet: what Excel allows of the title."""
    title = "".join(" " if sign in "[]:*?/\\'" else sign for sign in loc.text(annex.title))
    return " ".join(title.split())[:31].rstrip()


def _column(loc: ReportLocalizer, column: AnnexColumn) -> Column:
    kind = {"code": "code", "budget": "money", "positions": "count"}.get(column.value or "", "text")
    return Column(loc.text(column.heading), kind, _WIDTHS[column.value])  # type: ignore[arg-type]


def _value(loc: ReportLocalizer, mission: ReviewedMission, column: AnnexColumn) -> Cell:
    decision = mission.decision
    if column.detail and (told := loc.detail(mission, column.detail)):
        return told
    match column.value:
        case None:
            return loc.say("place")
        case "code":
            return mission.code
        case "name" | "ministry" | "department":
            return loc.name(getattr(mission, column.value))
        case "counterpart":
            return mission.counterpart[loc.lang] or loc.say("place")
        case "disposition":
            return loc.disposition(decision.disposition)
        case "sub_form":
            return loc.sub_form(decision)
        case "budget":
            return None if mission.budget is None else float(mission.budget)
        case "positions":
            return mission.positions
