"""What single answers of many missions would change, as a table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from commands.language import LANG, help_text, say
from commands.terminal import ChartOption, TrustOption, chart_of, fail, read, record, tell_problems, write

if TYPE_CHECKING:
    from flowchart.chart import Chart
    from missions.sensitivity import Sensitivity


def sensitivity(
    source: Annotated[str | None, typer.Argument(metavar="IN", help=help_text("one_input"))] = None,
    review: Annotated[str | None, typer.Option("--review", metavar="ID", help=help_text("impact_review"))] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT.csv", help=help_text("sensitivity_out"))
    ] = None,
    *,
    trust: TrustOption = False,
    chart_name: ChartOption = None,
) -> None:
    """Print how many missions could move if each answer were reconsidered, and what the numbers hang on."""
    if (source is None) == (review is None):
        fail(say("error.file_or_review"))
    if review is None:
        chart = chart_of(chart_name)
        found = _of_file(source or "", chart, trust=trust)
    elif chart_name is not None:
        fail(say("error.chart_of_review"))
    else:
        chart, found = _of_review(review)
    for line in _lines(chart, found):
        typer.echo(line)
    if output:
        from missions.files.output import csv_line

        rows = [(m.question, m.ministry, m.disposition, m.to, m.missions) for m in found.moves]
        lines = [("question", "ministry", "disposition", "could_become", "missions"), *rows]
        write(output, ("\ufeff" + "".join(f"{csv_line(line)}\r\n" for line in lines)).encode())


def _lines(chart: "Chart", found: "Sensitivity") -> list[str]:
    """First what each number hangs on, then what could move through each question."""
    from flowchart.localizer import ChartLocalizer

    loc = ChartLocalizer(chart, LANG)
    asked = [question for question in chart.order if question in found.movable]
    lines = [say("sensitivity.total", n=f"{len(found.leads):,}", decided=f"{sum(found.decided.values()):,}")]
    for disposition in chart.dispositions:
        ranges = {question: found.bounds(disposition, question) for question in asked}
        missions, single = found.decided.get(disposition, 0), found.single.get(disposition, 0)
        if not missions and not any(most for _, most in ranges.values()):
            continue
        counts = {"missions": f"{missions:,}", "single": f"{single:,}"}
        lines.append(say("sensitivity.disposition", disposition=loc.disposition(disposition), **counts))
        for question, (least, most) in ranges.items():
            if least != most:
                name = loc.question(question)
                lines.append(say("sensitivity.range", question=name, least=f"{least:,}", most=f"{most:,}"))
    for question in asked:
        lines.append(say("sensitivity.question", question=loc.question(question), n=f"{found.movable[question]:,}"))
        pairs: dict[tuple[str, str], int] = {}
        for move in found.moves:
            if move.question == question:
                pairs[move.disposition, move.to] = pairs.get((move.disposition, move.to), 0) + move.missions
        for (before, after), n in sorted(pairs.items(), key=lambda pair: -pair[1]):
            named = {"before": loc.disposition(before), "after": loc.disposition(after)}
            lines.append(say("sensitivity.move", n=f"{n:,}", **named))
    return lines


def _of_file(source: str, chart: "Chart", *, trust: bool) -> "Sensitivity":
    from engine.table import table_of
    from missions.files.columns import match_columns
    from missions.files.problems import FileError
    from missions.files.read import read_sheet
    from missions.files.reading import read_alone
    from missions.files.rows import read_answers
    from missions.sensitivity import sensitivity

    try:
        sheet = (read_sheet if trust else read_alone)(read(source), chart)
        columns = match_columns(chart, sheet.header)
        if not columns.questions:
            raise FileError("no_question", names=", ".join(chart.questions))
    except FileError as error:
        fail(error.sentence(LANG))
    answers, problems = read_answers(chart, sheet, columns)
    tell_problems([*sheet.problems, *problems])
    at = columns.fields.get("ministry")
    ministries: Sequence[str] = [row[at].strip() if at is not None else "" for row in sheet.rows]
    return sensitivity(chart, table_of(chart).codes(answers), ministries)


def _of_review(uid: str) -> "tuple[Chart, Sensitivity]":
    from missions.sensitivity import sensitivity_of
    from record.chart_versions import chart_for
    from record.mission_status import mission_statuses
    from record.store import OPERATOR, find_review

    with record(made=True) as store, store.read_review(OPERATOR, find_review(store, OPERATOR, uid)) as seen:
        chart = chart_for(seen.review)
        rows = mission_statuses(seen)
        ministries = [row.mission.ministry.strip() or seen.review.ministry for row in rows]
    return chart, sensitivity_of(chart, [row.answers for row in rows], ministries)
