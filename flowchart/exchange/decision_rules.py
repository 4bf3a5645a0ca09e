"""A chart as a table of rules, as other engines know them: one for each path, so that exactly one applies."""

import re
from dataclasses import dataclass

from flowchart.chart import UNKNOWN, Chart
from flowchart.exchange.exchange_error import ExchangeError
from flowchart.paths import Path, paths_of

OUTPUTS = ("status", "disposition", "sub_form", "exit_question", "next_question", "path", "chart")
"""What a rule gives, as the columns of the same names that we add to a file; "" where there is nothing to say.

``possible`` and ``unused`` are not among them: they depend on answers beside the path.
"""
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        "and between date duration else every external false for function if in instance item not null of or return "
        "satisfies some then time true as assert async await break class continue def del elif except finally from "
        "global import is lambda nonlocal pass raise try while with yield",
    )
)
"""Words of FEEL and of the languages that its engines are written in, which no input may be called."""


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """The answers that a path takes, ``UNKNOWN`` where it stops, and what follows."""

    answers: dict[str, str]
    outputs: dict[str, str]


def decision_rules(chart: Chart) -> list[DecisionRule]:
    """A rule for each path of the chart, in its order."""
    return [DecisionRule(_answers(path), outputs_of(chart, path)) for path in paths_of(chart)]


def outputs_of(chart: Chart, path: Path) -> dict[str, str]:
    """``OUTPUTS`` of a path."""
    values = (
        "decided" if path.disposition else "incomplete",
        path.disposition or UNKNOWN,
        path.sub_form or UNKNOWN,
        path.exit_question or UNKNOWN,
        path.open_question or UNKNOWN,
        " > ".join(f"{step.question}={step.answer}" for step in path.steps),
        chart.stamp,
    )
    return dict(zip(output_names(chart), values, strict=True))


def output_names(chart: Chart) -> tuple[str, ...]:
    """What the outputs are called beside the chart's questions: one that is called as a question gets ``_result``."""
    return tuple(f"{name}_result" if name in chart.questions else name for name in OUTPUTS)


def refuse_reserved_names(chart: Chart) -> None:
    """Raise ``ExchangeError`` for a question whose id is a word of the other engine's language."""
    for question in chart.questions:
        if question in _RESERVED:
            raise ExchangeError("reserved", question=question)


def _answers(path: Path) -> dict[str, str]:
    answers = {step.question: step.answer for step in path.steps}
    return answers | ({path.open_question: UNKNOWN} if path.open_question else {})
