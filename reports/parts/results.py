"""What came out: by disposition, by question, by department, with budget and positions where they are known."""

from reports.document import Bars, Column, Figure, Note, Paragraph, Section, Table
from reports.figures import bar_chart
from reports.parts.cover import totals
from reports.tally import Tally
from reports.voice import Voice


def results(voice: Voice, tally: Tally) -> Section:
    """Tables and bar charts over all missions."""
    heading = voice.say("results.heading")
    if not tally.all:
        return Section(heading, 1, (Paragraph(voice.say("results.empty")),), new_page=True)
    counts = {"all": tally.all, "decided": tally.decided, "incomplete": tally.incomplete}
    percent = voice.percent(tally.decided, tally.all)
    exits = _exits(voice, tally)
    return Section(
        heading,
        1,
        (
            Paragraph(voice.say("results.intro", percent=percent, **counts)),
            bars(voice, totals(voice, tally), voice.say("results.chart"), 0, 1),
            Section(
                voice.say("results.exits_heading"),
                2,
                (exits, bars(voice, exits, voice.say("results.exits_chart"), 0, 2)),
            ),
            _resources(voice, tally),
            Section(voice.say("results.departments_heading"), 2, (_departments(voice, tally),), landscape=True),
        ),
        new_page=True,
    )


def bars(voice: Voice, table: Table, caption: str, label_column: int, value_column: int) -> Figure:
    """A bar chart of one column of ``table``, its total left out."""
    rows = table.rows[:-1] if table.total else table.rows
    labels = tuple(str(row[label_column]) for row in rows)
    values = tuple(int(row[value_column] or 0) for row in rows)
    data = Bars(table.name, label_column, value_column, labels, values)
    told = voice.join([voice.say("results.bar", label=label, n=n) for label, n in zip(labels, values, strict=True)])
    alt = voice.say("results.chart_alt", caption=caption, data=told)
    return Figure(caption, alt, bar_chart(data, voice.lang, voice.digits), data)


def _exits(voice: Voice, tally: Tally) -> Table:
    return Table(
        voice.say("results.exits_name"),
        voice.say("results.exits"),
        (
            Column(voice.say("column.question"), width=6),
            Column(voice.say("column.came"), "count", 2.2),
            Column(voice.say("column.left"), "count", 2.6),
        ),
        tuple((voice.question(question), came, left) for question, came, left in tally.exits),
    )


def _departments(voice: Voice, tally: Tally) -> Table:
    several = len({ministry for ministry, _ in tally.departments}) > 1
    rows: list[tuple[str | int | float, ...]] = []
    for ministry, department in tally.departments:
        name = voice.name(department)
        counts = [tally.count(ministry, department, outcome) for outcome in tally.outcomes]
        label = f"{voice.name(ministry)} · {name}" if several else name
        rows.append((label, *counts, sum(counts), sum(counts) / tally.all))
    rows.append((voice.say("total"), *(tally.by_outcome[outcome] for outcome in tally.outcomes), tally.all, 1.0))
    return Table(
        voice.say("results.departments_name"),
        voice.say("results.departments"),
        (
            Column(voice.say("column.department"), width=7.6),
            *(Column(voice.disposition(outcome), "count", 1.72) for outcome in tally.outcomes),
            Column(voice.say("total"), "count", 1.2),
            Column(voice.say("column.percent"), "percent", 1.3),
        ),
        tuple(rows),
        total=True,
    )


def _resources(voice: Voice, tally: Tally) -> Section:
    heading = voice.say("results.resources_heading")
    budget, positions = tally.budget(), tally.positions()
    if not budget.known and not positions.known:
        return Section(heading, 2, (Paragraph(voice.say("results.resources_none")),))
    rows: list[tuple[str | int | float | None, ...]] = []
    for outcome in tally.outcomes:
        of_budget, of_positions = tally.budget(outcome), tally.positions(outcome)
        rows.append(
            (
                voice.disposition(outcome),
                of_budget.total if of_budget.known else None,
                of_budget.known,
                of_positions.total if of_positions.known else None,
                of_positions.known,
            )
        )
    whole = (budget.total if budget.known else None, budget.known)
    people = (positions.total if positions.known else None, positions.known)
    rows.append((voice.say("total"), *whole, *people))
    known = Column(voice.say("column.known"), "count", 2)
    columns = (
        Column(voice.say("column.disposition"), width=4),
        Column(voice.say("column.budget"), "money", 3),
        known,
        Column(voice.say("column.positions"), "count", 2),
        known,
    )
    table = Table(voice.say("results.resources_name"), voice.say("results.resources"), columns, tuple(rows), total=True)
    counts = {"budget": budget.known, "positions": positions.known, "all": tally.all}
    return Section(heading, 2, (table, Note(voice.say("results.resources_known", **counts))))
