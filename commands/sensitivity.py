"""What single answers of a file's missions would change, as a table."""

from typing import Annotated

import typer

from commands.language import LANG, help_text, say
from commands.terminal import ChartOption, TrustOption, chart_of, fail, read, tell_problems, write


def sensitivity(
    source: Annotated[str, typer.Argument(metavar="IN", help=help_text("input"))],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT.csv", help=help_text("sensitivity_out"))
    ] = None,
    *,
    trust: TrustOption = False,
    chart_name: ChartOption = None,
) -> None:
    """Print how many missions could move if each answer were reconsidered, and what the numbers hang on."""
    from engine.table import table_of
    from flowchart.localizer import ChartLocalizer
    from missions.files.columns import match_columns
    from missions.files.output import csv_line
    from missions.files.problems import FileError
    from missions.files.read import read_sheet
    from missions.files.reading import read_alone
    from missions.files.rows import read_answers
    from missions.sensitivity import sensitivity as worked_out

    chart = chart_of(chart_name)
    loc = ChartLocalizer(chart, LANG)
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
    ministries = [row[at].strip() if at is not None else "" for row in sheet.rows]
    found = worked_out(chart, table_of(chart).codes(answers), ministries)
    for disposition, missions in found.decided.items():
        counts = {"missions": f"{missions:,}", "single": f"{found.single[disposition]:,}"}
        typer.echo(say("sensitivity.disposition", disposition=loc.disposition(disposition), **counts))
    for question in (question for question in chart.order if question in found.movable):
        typer.echo(say("sensitivity.question", question=loc.question(question), n=f"{found.movable[question]:,}"))
        pairs: dict[tuple[str, str], int] = {}
        for move in found.moves:
            if move.question == question:
                pairs[move.disposition, move.to] = pairs.get((move.disposition, move.to), 0) + move.missions
        for (before, after), n in sorted(pairs.items(), key=lambda pair: -pair[1]):
            named = {"before": loc.disposition(before), "after": loc.disposition(after)}
            typer.echo(say("sensitivity.move", n=f"{n:,}", **named))
    if output:
        rows = [(m.question, m.ministry, m.disposition, m.to, m.missions) for m in found.moves]
        lines = [("question", "ministry", "disposition", "could_become", "missions"), *rows]
        write(output, ("\ufeff" + "".join(f"{csv_line(line)}\r\n" for line in lines)).encode())
