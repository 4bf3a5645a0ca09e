"""Checking a chart and showing it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from commands.decide import decision_of
from commands.language import LANG, LocalizedCommand, help_text, say
from commands.terminal import ChartOption, chart_of, fail, fail_with, group, read, write

app = group("chart")
_PathOption: TypeAlias = Annotated[str, typer.Option("--answers", help=help_text("path"))]


@app.command("check", cls=LocalizedCommand, help=help_text("check"))
def check(
    name: Annotated[str | None, typer.Argument(metavar="ID[@VERSION]|FILE", help=help_text("file"))] = None,
    *,
    watched: Annotated[bool, typer.Option("--watch", help=help_text("watch"))] = False,
) -> None:
    """Check a chart file and its report profile, and print every defect."""
    if watched:
        from commands.watching import watch

        if name is None or not Path(name).is_file():
            fail(say("error.watch_file"))
        watch(Path(name))
    from flowchart import charts
    from flowchart.checks import ChartError
    from flowchart.profile import profile_of

    chart = chart_of(name)
    if name is None and (defects := charts.defects()):
        fail_with(defects)
    try:
        profile_of(chart)
    except ChartError as error:
        fail_with(error.defects)
    follow_ups = len(chart.questions) - len(chart.main)
    counts = {"main": len(chart.main), "follow_ups": follow_ups, "edges": len(chart.edges)}
    typer.echo(say("chart_ok", stamp=chart.stamp, dispositions=len(chart.dispositions), **counts))


@app.command("list", cls=LocalizedCommand, help=help_text("chart_list"))
def print_list() -> None:
    """Print every chart, a line each: its id and version, and title."""
    from flowchart import charts

    for chart in charts.all_charts():
        typer.echo(f"{chart.key}  {chart.title[LANG]}")


@app.command("sources", cls=LocalizedCommand, help=help_text("chart_sources"))
def print_sources(
    name: Annotated[str | None, typer.Argument(metavar="ID[@VERSION]|FILE", help=help_text("file"))] = None,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help=help_text("markdown"))] = False,
) -> None:
    """Print every statement that has a source: how it was checked and what remains open."""
    from flowchart.checks import ChartError
    from flowchart.profile import profile_of
    from flowchart.statements import statement_rows, statements_markdown

    chart = chart_of(name)
    try:
        profile = profile_of(chart)
    except ChartError as error:
        fail_with(error.defects)
    if markdown:
        typer.echo(statements_markdown(chart, profile, LANG), nl=False)
    else:
        for row in statement_rows(chart, profile, LANG):
            typer.echo("\t".join(row))


@app.command("picture", cls=LocalizedCommand, help=help_text("picture"))
def draw_picture(
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=help_text("picture_output"))],
    answers: _PathOption = "",
    chart: ChartOption = None,
) -> None:
    """Write the chart as SVG or PNG, with a path lit when answers are given; ``-`` takes SVG."""
    from flowchart import picture

    check_picture(output)
    write_picture(output, _drawn(picture.svg, chart, answers))


def check_picture(output: str) -> None:
    """End with a sentence when a picture cannot be written under that name."""
    if output != "-" and Path(output).suffix.lower() not in (".svg", ".png"):
        fail(say("error.picture_suffix", file=output))


def write_picture(output: str, svg: str) -> None:
    """Write a picture as SVG, or as PNG where the name says so."""
    if Path(output).suffix.lower() == ".png":
        from reports.figures import png

        write(output, png(svg))
    else:
        write(output, f"{svg}\n".encode())


@app.command("text", cls=LocalizedCommand, help=help_text("text"))
def print_text(answers: _PathOption = "", chart: ChartOption = None) -> None:
    """Print the chart as structured text."""
    from flowchart import picture

    typer.echo(_drawn(picture.text, chart, answers))


@app.command("export", cls=LocalizedCommand, help=help_text("chart_export"))
def export(
    name: Annotated[str | None, typer.Argument(metavar="ID[@VERSION]|FILE", help=help_text("file"))] = None,
    *,
    to: Annotated[str, typer.Option("--to", metavar="dmn|jdm|sql|mermaid|json-schema", help=help_text("chart_to"))],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=help_text("chart_output"))] = "-",
) -> None:
    """Write the chart for another engine."""
    from flowchart.exchange import EXPORTS
    from flowchart.exchange.exchange_error import ExchangeError

    chart = chart_of(name)
    form = next((form for form in EXPORTS if form == to), None)
    if form is None:
        fail(say("error.chart_form", form=to, forms=", ".join(EXPORTS)))
    try:
        write(output, EXPORTS[form](chart, LANG).encode())
    except ExchangeError as error:
        fail(error.sentence(LANG))


@app.command("import", cls=LocalizedCommand, help=help_text("chart_import"))
def import_table(
    file: Annotated[str, typer.Argument(metavar="FILE.dmn|FILE.json", help=help_text("chart_table"))],
    output: Annotated[str, typer.Option("-o", "--output", metavar="CHART.yaml", help=help_text("chart_output"))] = "-",
    decision: Annotated[str | None, typer.Option("--decision", help=help_text("chart_decision"))] = None,
    result: Annotated[str | None, typer.Option("--result", help=help_text("chart_result"))] = None,
) -> None:
    """Write the chart that says the same as a decision table of another engine."""
    import tempfile

    from flowchart.checks import ChartError, load_chart
    from flowchart.exchange.decision_table import chart_text
    from flowchart.exchange.exchange_error import ExchangeError
    from flowchart.exchange.reading import read_table
    from missions.files.limited import IN_PAGE, run_limited
    from missions.files.problems import FileError

    data = read(file)
    try:
        text = run_limited(lambda: chart_text(read_table(data, decision, result)), IN_PAGE)
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder, Path(file).with_suffix(".yaml").name)
            made.write_text(text, encoding="utf-8")
            load_chart(made)
    except (ExchangeError, FileError) as error:
        fail(error.sentence(LANG))
    except ChartError as error:
        fail_with(error.defects)
    write(output, text.encode())


def _drawn(draw: Callable[..., str], name: str | None, answers: str) -> str:
    chart = chart_of(name)
    given = answers.replace(",", " ").split()
    if not given:
        return draw(chart, LANG)
    decision = decision_of(chart, given)
    path = [(step.question, step.answer) for step in decision.path]
    return draw(chart, LANG, path=path, current=decision.next_question, disposition=decision.disposition)
