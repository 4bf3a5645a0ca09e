"""Checking a chart and showing it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from commands.decide import decision_of
from commands.terminal import LangOption, fail, group, help_text, words, write
from text.words import Lang

app = group("chart")
_PathOption: TypeAlias = Annotated[str, typer.Option("--answers", help=help_text("path"))]


@app.command("check", help=help_text("check"))
def check(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=help_text("file"))] = None, lang: LangOption = "th"
) -> None:
    """Check a chart file and print every defect."""
    from flowchart.chart import BLUEPRINT, ChartError, load_chart

    file = file or BLUEPRINT
    try:
        chart = load_chart(file)
    except ChartError as error:
        fail("\n".join(f"{defect.code}: {defect.sentence(lang)}" for defect in error.defects))
    except OSError as error:
        key = "error.not_found" if isinstance(error, FileNotFoundError) else "error.not_readable"
        fail(words(key, lang, file=file))
    follow_ups = len(chart.questions) - len(chart.main)
    counts = {"main": len(chart.main), "follow_ups": follow_ups, "edges": len(chart.edges)}
    typer.echo(words("chart_ok", lang, stamp=chart.stamp, dispositions=len(chart.dispositions), **counts))


@app.command("picture", help=help_text("picture"))
def draw_picture(
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT.svg", help=help_text("picture_output"))],
    answers: _PathOption = "",
    lang: LangOption = "th",
) -> None:
    """Write the chart as SVG, with a path lit when answers are given."""
    from flowchart import picture

    write(output, (_drawn(picture.svg, answers, lang) + "\n").encode(), lang)


@app.command("text", help=help_text("text"))
def print_text(answers: _PathOption = "", lang: LangOption = "th") -> None:
    """Print the chart as structured text."""
    from flowchart import picture

    typer.echo(_drawn(picture.text, answers, lang))


def _drawn(draw: Callable[..., str], answers: str, lang: Lang) -> str:
    from flowchart.chart import blueprint

    chart = blueprint()
    given = answers.replace(",", " ").split()
    if not given:
        return draw(chart, lang)
    decision = decision_of(chart, given, lang)
    path = [(step.question, step.answer) for step in decision.path]
    return draw(chart, lang, path=path, current=decision.next_question, disposition=decision.disposition)
