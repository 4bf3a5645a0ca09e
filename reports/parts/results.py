"""What came out: by disposition, by question, by department, with budget and positions where they are known."""

from reports.document import Bars, Column, Figure, Note, Paragraph, Section, Table
from reports.figures import bar_chart
from reports.localizer import ReportLocalizer
from reports.parts.cover import MOST_NAMED, rounding, totals
from reports.parts.each import MOST_COLUMNS
from reports.parts.needs import needs
from reports.tally import Tally


def results(loc: ReportLocalizer, tally: Tally) -> Section:
    """Tables and bar charts over all missions."""
    heading = loc.say("results.heading")
    if not tally.all:
        return Section(heading, 1, (Paragraph(loc.say("results.empty")),), new_page=True)
    counts = {"all": tally.all, "decided": tally.decided, "incomplete": tally.incomplete}
    percent = loc.percent(tally.decided, tally.all)
    whole = (totals(loc, tally),) if len(tally.chart.dispositions) > MOST_NAMED else ()
    exits, ministries = _exits(loc, tally), _ministries(loc, tally)
    return Section(
        heading,
        1,
        (
            Paragraph(loc.say("results.intro", percent=percent, **counts)),
            *whole,
            bars(loc, totals(loc, tally), loc.say("results.chart"), 0, 1),
            Section(
                loc.say("results.exits_heading"),
                2,
                (exits, bars(loc, exits, loc.say("results.exits_chart"), 0, 2)),
            ),
            _resources(loc, tally),
            Section(loc.say("needs.heading"), 2, needs(loc, tally), landscape=True),
            Section(
                loc.say("results.ministries_heading"),
                2,
                (ministries, *rounding(loc, ministries), _departments(loc, tally)),
                landscape=True,
            ),
        ),
        new_page=True,
    )


def bars(loc: ReportLocalizer, table: Table, caption: str, label_column: int, value_column: int) -> Figure:
    """A bar chart of one column of ``table``, its total left out."""
    rows = table.rows[:-1] if table.total else table.rows
    labels = tuple(str(row[label_column]) for row in rows)
    values = tuple(int(str(row[value_column] or 0)) for row in rows)
    data = Bars(table.name, label_column, value_column, labels, values)
    told = loc.join([loc.say("results.bar", label=label, n=n) for label, n in zip(labels, values, strict=True)])
    alt = loc.say("results.chart_alt", caption=caption, data=told)
    return Figure(caption, alt, bar_chart(data, loc.lang, loc.digits), data)


def _exits(loc: ReportLocalizer, tally: Tally) -> Table:
    return Table(
        loc.say("results.exits_name"),
        loc.say("results.exits"),
        (
            Column(loc.say("column.question"), width=6),
            Column(loc.say("column.came"), "count", 2.2),
            Column(loc.say("column.left"), "count", 2.6),
        ),
        tuple((loc.question(question), came, left) for question, came, left in tally.exits),
    )


def _ministries(loc: ReportLocalizer, tally: Tally) -> Table:
    """Each ministry by disposition; line by line where there are more dispositions than columns can be read."""
    name, caption = loc.say("results.ministries_name"), loc.say("results.ministries")
    ministry_column = Column(loc.say("column.ministry"), width=5)
    rows: list[tuple[str | int | float, ...]] = []
    if len(tally.outcomes) > MOST_COLUMNS:
        for ministry in tally.ministries:
            of = {outcome: tally.of_ministry(ministry, outcome) for outcome in tally.outcomes}
            rows += [(loc.name(ministry), loc.disposition(o), n, n / tally.all) for o, n in of.items() if n]
        rows.append((loc.say("total"), "", tally.all, 1.0))
        columns = (
            ministry_column,
            Column(loc.say("column.disposition"), width=7.6),
            Column(loc.say("column.missions"), "count", 2.5),
            Column(loc.say("column.percent"), "percent", 1.5),
        )
        return Table(name, caption, columns, tuple(rows), total=True)
    for ministry in tally.ministries:
        counts = [tally.of_ministry(ministry, outcome) for outcome in tally.outcomes]
        rows.append((loc.name(ministry), *counts, sum(counts), sum(counts) / tally.all))
    rows.append((loc.say("total"), *(tally.by_outcome[outcome] for outcome in tally.outcomes), tally.all, 1.0))
    return Table(name, caption, (ministry_column, *_counts(loc, tally)), tuple(rows), total=True)


def _departments(loc: ReportLocalizer, tally: Tally) -> Table:
    """Each department by disposition, in the workbook; on paper each ministry has its own."""
    rows: list[tuple[str | int | float, ...]] = []
    for ministry, department in tally.departments:
        counts = [tally.count(ministry, department, outcome) for outcome in tally.outcomes]
        rows.append((loc.name(ministry), loc.name(department), *counts, sum(counts), sum(counts) / tally.all))
    rows.append((loc.say("total"), "", *(tally.by_outcome[outcome] for outcome in tally.outcomes), tally.all, 1.0))
    columns = (
        Column(loc.say("column.ministry"), width=5),
        Column(loc.say("column.department"), width=7.6),
        *_counts(loc, tally),
    )
    name, caption = loc.say("results.departments_name"), loc.say("results.departments")
    return Table(name, caption, columns, tuple(rows), total=True, on="book")


def _counts(loc: ReportLocalizer, tally: Tally) -> tuple[Column, ...]:
    return (
        *(Column(loc.disposition(outcome), "count", 2.5) for outcome in tally.outcomes),
        Column(loc.say("total"), "count", 1.6),
        Column(loc.say("column.percent"), "percent", 1.5),
    )


def _resources(loc: ReportLocalizer, tally: Tally) -> Section:
    heading = loc.say("results.resources_heading")
    budget, positions = tally.budget(), tally.positions()
    if not budget.known and not positions.known:
        return Section(heading, 2, (Paragraph(loc.say("results.resources_none")),))
    rows: list[tuple[str | int | float | None, ...]] = []
    for outcome in tally.outcomes:
        of_budget, of_positions = tally.budget(outcome), tally.positions(outcome)
        rows.append(
            (
                loc.disposition(outcome),
                of_budget.total if of_budget.known else None,
                of_budget.known,
                of_positions.total if of_positions.known else None,
                of_positions.known,
            )
        )
    whole = (budget.total if budget.known else None, budget.known)
    people = (positions.total if positions.known else None, positions.known)
    rows.append((loc.say("total"), *whole, *people))
    known = Column(loc.say("column.known"), "count", 2)
    columns = (
        Column(loc.say("column.disposition"), width=4),
        Column(loc.budget_heading, "money", 3),
        known,
        Column(loc.say("column.positions"), "count", 2),
        known,
    )
    table = Table(loc.say("results.resources_name"), loc.say("results.resources"), columns, tuple(rows), total=True)
    counts = {"budget": budget.known, "positions": positions.known, "all": tally.all}
    return Section(heading, 2, (table, Note(loc.say("results.resources_known", **counts))))
