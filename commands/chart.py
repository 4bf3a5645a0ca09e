"""Checking a chart and showing it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from commands.decide import decision_of
from commands.language import LANG, LocalizedCommand, help_text, say
from commands.terminal import fail, group, write

app = group("chart")
_PathOption: TypeAlias = Annotated[str, typer.Option("--answers", help=help_text("path"))]


@app.command("check", cls=LocalizedCommand, help=help_text("check"))
def check(file: Annotated[Path | None, typer.Argument(metavar="FILE", help=help_text("file"))] = None) -> None:
    """Check a chart file and print every defect."""
    from flowchart.chart import BLUEPRINT, ChartError, load_chart

    file = file or BLUEPRINT
    try:
        chart = load_chart(file)
    except ChartError as error:
        fail("\n".join(f"{defect.code}: {defect.sentence(LANG)}" for defect in error.defects))
    except OSError as error:
        key = "error.not_found" if isinstance(error, FileNotFoundError) else "error.not_readable"
        fail(say(key, file=file))
    follow_ups = len(chart.questions) - len(chart.main)
    counts = {"main": len(chart.main), "follow_ups": follow_ups, "edges": len(chart.edges)}
    typer.echo(say("chart_ok", stamp=chart.stamp, dispositions=len(chart.dispositions), **counts))


@app.command("picture", cls=LocalizedCommand, help=help_text("picture"))
def draw_picture(
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=help_text("picture_output"))],
    answers: _PathOption = "",
) -> None:
    """Write the chart as SVG or PNG, with a path lit when answers are given; ``-`` takes SVG."""
    from flowchart import picture

    kind = ".svg" if output == "-" else Path(output).suffix.lower()
    if kind not in (".svg", ".png"):
        fail(say("error.picture_suffix", file=output))
    svg = _drawn(picture.svg, answers)
    if kind == ".svg":
        write(output, f"{svg}\n".encode())
    else:
        from reports.figures import png

        write(output, png(svg))


@app.command("text", cls=LocalizedCommand, help=help_text("text"))
def print_text(answers: _PathOption = "") -> None:
    """Print the chart as structured text."""
    from flowchart import picture

    typer.echo(_drawn(picture.text, answers))


def _drawn(draw: Callable[..., str], answers: str) -> str:
    from flowchart.chart import blueprint

    chart = blueprint()
    given = answers.replace(",", " ").split()
    if not given:
        return draw(chart, LANG)
    decision = decision_of(chart, given)
    path = [(step.question, step.answer) for step in decision.path]
    return draw(chart, LANG, path=path, current=decision.next_question, disposition=decision.disposition)
