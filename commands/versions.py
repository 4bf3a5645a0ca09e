"""Versions of a chart: what differs, what it would do, and the cases that must hold. Part of the group ``chart``."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from commands.chart import app, check_picture, write_picture
from commands.language import LANG, LocalizedCommand, help_text, say
from commands.terminal import TrustOption, chart_of, fail, read, record, tell_problems, write

if TYPE_CHECKING:
    from engine.impact import Impact
    from flowchart.chart import Chart
    from record.new_version import Moved

_CHART = "ID[@VERSION]|FILE"


@app.command("diff", cls=LocalizedCommand, help=help_text("chart_diff"))
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=help_text("chart_old"))],
    new: Annotated[str, typer.Argument(metavar="NEW", help=help_text("chart_new"))],
) -> None:
    """Print what differs between two charts: what decides, what it means, and what is only words."""
    from flowchart.difference import WEIGHTS, differences
    from flowchart.difference_localizer import DifferenceLocalizer

    one, other = chart_of(old), chart_of(new)
    found, loc = differences(one, other), DifferenceLocalizer(one, other, LANG)
    typer.echo(say("diff.charts", old=one.stamp, new=other.stamp))
    for weight in WEIGHTS:
        of_weight = [difference for difference in found if difference.weight == weight]
        typer.echo(say(f"diff.{weight}", n=len(of_weight)))
        for difference in of_weight:
            place, before, after = loc.place(difference), loc.before(difference), loc.after(difference)
            if before is None or after is None:
                told = say("diff.held", place=place, text=after or before)
                typer.echo(say("diff.gone" if after is None else "diff.added", part=told))
            else:
                typer.echo(say("diff.changed", place=place, before=before, after=after))


@app.command("impact", cls=LocalizedCommand, help=help_text("chart_impact"))
def impact(
    old: Annotated[str, typer.Argument(metavar="OLD", help=help_text("chart_old"))],
    new: Annotated[str, typer.Argument(metavar="NEW", help=help_text("chart_new"))],
    source: Annotated[str | None, typer.Argument(metavar="IN.csv", help=help_text("one_input"))] = None,
    review: Annotated[str | None, typer.Option("--review", metavar="ID", help=help_text("impact_review"))] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT.csv", help=help_text("impact_out"))
    ] = None,
    *,
    trust: TrustOption = False,
) -> None:
    """Print which missions another version of a chart gives another disposition, and through which edge."""
    from engine.impact import impact_told

    one, other = chart_of(old), chart_of(new)
    if (source is None) == (review is None):
        fail(say("error.file_or_review"))
    moved = None
    if review is None:
        found = _of_file(source or "", one, other, trust=trust)
    else:
        found, moved = _of_review(review, one, other)
    moving = [(code, name, each) for code, name, each in found if each.moves]
    typer.echo(say("impact.total", missions=f"{len(found):,}", moving=f"{len(moving):,}"))
    for (before, after, through), n in Counter(
        impact_told(one, other, each, LANG) for _, _, each in moving
    ).most_common():
        typer.echo(say("impact.group", n=f"{n:,}", before=before, after=after, through=through))
    unplaced = Counter(f"{step.question}={step.answer}" for _, _, each in found for step in each.unplaced)
    if moved:
        placeless = {(code, f"{question}={answer}") for code, question, answer in moved.unplaced}
        unplaced = Counter(answer for _, answer in placeless)
    for answer, n in unplaced.most_common():
        typer.echo(say("impact.unplaced", n=f"{n:,}", answer=answer))
    if moved and (moved.unsigned or moved.signed_again):
        counts = {"unsigned": f"{len(moved.unsigned):,}", "signed_again": f"{len(moved.signed_again):,}"}
        typer.echo(say("impact.signatures", **counts))
    if output:
        from missions.files.output import csv_line

        rows = [
            say("impact.heads").split(", "),
            *([code, name, *impact_told(one, other, m, LANG)] for code, name, m in moving),
        ]
        write(output, "".join(f"{csv_line(row)}\r\n" for row in rows).encode("utf-8-sig"))


@app.command("test", cls=LocalizedCommand, help=help_text("chart_test"))
def run_tests(
    name: Annotated[str | None, typer.Argument(metavar=_CHART, help=help_text("file"))] = None,
    cases: Annotated[str | None, typer.Option("--cases", metavar="CASES.csv", help=help_text("chart_cases"))] = None,
    picture: Annotated[
        str | None, typer.Option("--picture", metavar="OUT.svg|OUT.png", help=help_text("coverage"))
    ] = None,
) -> None:
    """Run the cases of a chart; exit 3 when one fails or is not understood."""
    from engine.impact import outcome_told
    from flowchart.localizer import ChartLocalizer
    from flowchart.picture import coverage_svg
    from missions.cases import cases_file, read_cases, run_cases
    from missions.files.problems import FileError
    from missions.files.reading import read_alone

    if picture:
        check_picture(picture)
    chart = chart_of(name)
    file = cases or cases_file(chart)
    if file is None:
        fail(say("error.no_cases", chart=chart.key))
    try:
        run = run_cases(chart, *read_cases(chart, read_alone(read(str(file)), chart)))
    except FileError as error:
        fail(error.sentence(LANG))
    loc = ChartLocalizer(chart, LANG)
    for outcome in run.failed:
        told = {"row": outcome.case.row, "why": outcome.case.why or "–"}
        told["expected"] = outcome_told(chart, outcome.case.expected, outcome.case.detail, LANG)
        told["decided"] = outcome_told(chart, outcome.decision.disposition, outcome.decision.sub_form, LANG)
        typer.echo(say("cases.fails", **told))
    for edge in run.unreached:
        typer.echo(
            say("cases.unreached", question=loc.question(edge.question), answer=loc.answer(edge.question, edge.answer))
        )
    tell_problems(run.problems)
    counts = {"cases": len(run.outcomes), "failed": len(run.failed)}
    edges = {"reached": len(run.reached), "edges": len(chart.edges)}
    typer.echo(say("cases.total", chart=chart.stamp, **counts, **edges))
    if picture:
        write_picture(picture, coverage_svg(chart, LANG, run.reached))
    raise typer.Exit(0 if run.sound else 3)


def _of_file(source: str, old: "Chart", new: "Chart", *, trust: bool) -> "list[tuple[str, str, Impact]]":
    from engine.impact import impact
    from missions.files.columns import match_columns
    from missions.files.problems import FileError
    from missions.files.read import read_sheet
    from missions.files.reading import read_alone
    from missions.files.rows import read_rows

    try:
        sheet = (read_sheet if trust else read_alone)(read(source), old)
    except FileError as error:
        fail(error.sentence(LANG))
    rows = read_rows(old, sheet, match_columns(old, sheet.header))
    tell_problems([*sheet.problems, *rows.problems])
    known: dict[frozenset[tuple[str, str]], Impact] = {}
    found = []
    for row in rows.rows:
        pattern = frozenset(row.answers.items())
        if pattern not in known:  # many missions are answered alike; the rules are asked once
            known[pattern] = impact(old, new, row.answers)
        found.append((row.code, row.text("name_th"), known[pattern]))
    return found


def _of_review(uid: str, old: "Chart", new: "Chart") -> "tuple[list[tuple[str, str, Impact]], Moved]":
    """What the move itself would do: also what was taken off by an earlier move and would come back."""
    from record.chart_versions import chart_for
    from record.new_version import try_move
    from record.reviews import missions_of
    from record.store import OPERATOR, find_review

    with record(made=True) as store:
        number = find_review(store, OPERATOR, uid)
        with store.read_review(OPERATOR, number) as seen:
            used, names = chart_for(seen.review), {each.code: each.name(LANG) for each in missions_of(seen)}
        if used is not old:
            fail(say("error.chart_not_of_review", chart=used.key))
        moved = try_move(store, OPERATOR, number, new)
    return [(code, names.get(code, ""), found) for code, found in moved.impacts.items()], moved
