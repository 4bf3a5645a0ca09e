"""What would change a decision, and what would settle an open one. Walked on the chart; nothing of it decides.

A change *moves* a mission when its disposition would no longer hold and another could: at once, or once a question that
opens is answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.decision import Decision
from engine.rules import checked, decide
from flowchart.chart import UNKNOWN, Chart
from flowchart.paths import Step


@dataclass(frozen=True, slots=True)
class Flip:
    """Answers on the path that move a mission when they are changed together, and fewer of them do not.

    ``disposition`` is what it would get, None where ``next_question`` opens first. ``possible`` are the dispositions
    that could follow, without the present one.
    """

    changes: tuple[Step, ...]
    disposition: str | None
    next_question: str | None
    possible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """An open question, and the dispositions that each of its answers would leave possible."""

    question: str
    possible: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """``flips`` of a decided mission, by size, then by question; ``narrowing`` of an open one, the best first."""

    decision: Decision
    flips: tuple[Flip, ...]
    narrowing: tuple[Narrowing, ...]


def what_if(chart: Chart, answers: Mapping[str, str]) -> WhatIf:
    """What would change the decision on these answers. Raises ``AnswerError`` as ``decide`` does."""
    given = checked(chart, answers)
    decision = decide(chart, given)
    return WhatIf(decision, tuple(_flips(chart, given, decision)), tuple(_narrowing(chart, given, decision)))


def _flips(chart: Chart, given: Mapping[str, str], decision: Decision) -> Iterator[Flip]:
    if not decision.disposition:
        return
    place = {question: n for n, question in enumerate(chart.order)}
    path = {step.question for step in decision.path}
    found: dict[tuple[str, ...], list[Flip]] = {}
    for changes, node in _ways(chart, given, path, chart.start.id, ()):
        if flip := _flip(chart, given, decision.disposition, changes, node):
            found.setdefault(tuple(step.question for step in changes), []).append(flip)
    sufficient: list[set[str]] = []
    for questions in sorted(found, key=lambda names: (len(names), [place[name] for name in names])):
        if not any(fewer <= set(questions) for fewer in sufficient):
            sufficient.append(set(questions))
            yield from found[questions]


def _ways(
    chart: Chart, given: Mapping[str, str], path: set[str], node: str, changes: tuple[Step, ...]
) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Every way from ``node`` with answers of the path kept or changed: the changes made, and the node at its end."""
    while (answer := given.get(node, UNKNOWN)) != UNKNOWN:
        to = chart.edge(node, answer).to
        if node in path:
            for edge in chart.edges_from(node):
                if edge.to != to:  # an answer that leads to the same node moves nothing
                    yield from _ways(chart, given, path, edge.to, (*changes, Step(node, edge.answer)))
        node = to
    yield changes, node


def _flip(chart: Chart, given: Mapping[str, str], present: str, changes: tuple[Step, ...], node: str) -> Flip | None:
    """Where changes that end at ``node`` lead, if they move the mission."""
    question = node if node in chart.questions else None
    disposition = chart.questions[question].default_disposition if question else node
    possible = tuple(d for d in chart.possible(node, given) if d != present)
    return Flip(changes, disposition, question, possible) if possible and disposition != present else None


def _narrowing(chart: Chart, given: Mapping[str, str], decision: Decision) -> list[Narrowing]:
    here = decision.next_question
    if not here or len(decision.possible) < 2:
        return []
    reached = chart.reachable(here, given)
    found = [
        Narrowing(
            question,
            tuple(
                (answer, chart.possible(here, {**given, question: answer}))
                for answer in chart.questions[question].answers
            ),
        )
        for question in chart.order
        if question in reached and not given[question]
    ]
    counts = {n.question: sorted((len(possible) for _, possible in n.possible), reverse=True) for n in found}
    helpful = [n for n in found if counts[n.question][-1] < len(decision.possible)]
    return sorted(helpful, key=lambda n: (counts[n.question][0], sum(counts[n.question]) / len(n.possible)))
