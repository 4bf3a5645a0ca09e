"""Deciding one mission."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands.language import LANG, help_text, nearest, say
from commands.terminal import ChartOption, chart_of, fail

if TYPE_CHECKING:
    from engine.decision import Decision
    from flowchart.chart import Chart


def decide(
    answers: Annotated[list[str] | None, typer.Argument(metavar="QUESTION=ANSWER", help=help_text("answers"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
    chart_name: ChartOption = None,
) -> None:
    """Decide one mission and print the decision."""
    from engine.explain import explain

    chart = chart_of(chart_name)
    decision = decision_of(chart, answers or [])
    if as_json:
        typer.echo(json.dumps(asdict(decision), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(explain(chart, decision, LANG)))


def decision_of(chart: "Chart", given: Sequence[str]) -> "Decision":
    """Decide from ``question=answer`` words; questions and answers as accepted in files."""
    from engine.rules import decide
    from missions.files.columns import headings_of
    from missions.files.vocabulary import vocabularies

    answers: dict[str, str] = {}
    headings = headings_of(chart)
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            fail(say("error.answer_form", text=pair))
        question = headings.question(name)
        if question is None:
            known = [*chart.questions, *chart.aliases]
            fail(say("error.question", question=name, allowed=", ".join(chart.questions)) + nearest(name, known))
        if question in answers:
            fail(say("error.answer_twice", question=name))
        vocabulary = vocabularies(chart)[question]
        code = vocabulary.code(value)
        if code is None:
            meant = vocabulary.nearest(value)
            allowed = ", ".join(chart.questions[question].answers)
            refused = say("error.answer", question=name, value=value, allowed=allowed)
            fail(refused + say("nearest", nearest=meant) if meant else refused)
        answers[question] = code
    return decide(chart, answers)
