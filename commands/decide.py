"""Deciding one mission."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import LangOption, fail, help_text, words
from text.words import Lang

if TYPE_CHECKING:
    from engine.decision import Decision
    from flowchart.chart import Chart


def decide(
    answers: Annotated[list[str] | None, typer.Argument(metavar="QUESTION=ANSWER", help=help_text("answers"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
    lang: LangOption = "th",
) -> None:
    """Decide one mission and print the decision."""
    from engine.explain import explain
    from flowchart.chart import blueprint

    chart = blueprint()
    decision = decision_of(chart, answers or [], lang)
    if as_json:
        typer.echo(json.dumps(asdict(decision), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(explain(chart, decision, lang)))


def decision_of(chart: "Chart", given: Sequence[str], lang: Lang) -> "Decision":
    """Decide from ``question=answer`` words; questions and answers as accepted in files."""
    from engine.rules import AnswerError, decide
    from missions.files.answers import Vocabulary
    from missions.files.columns import Headings

    answers: dict[str, str] = {}
    headings = Headings(chart)
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            fail(words("error.answer_form", lang, text=pair))
        question = headings.question(name) or name
        if question in answers:
            fail(words("error.answer_twice", lang, question=name))
        code = Vocabulary(chart.questions[question]).code(value) if question in chart.questions else None
        answers[question] = value if code is None else code
    try:
        return decide(chart, answers)
    except AnswerError as error:
        fail(error.sentence(lang))
