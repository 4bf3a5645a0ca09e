"""The chart as structured plain text: for a screen reader, an email or a plain document."""

from collections.abc import Iterator

from flowchart.chart import Edge, Question
from flowchart.layout import Row
from flowchart.telling import Telling


def text_of(telling: Telling) -> str:
    """Every question with its answers, where each leads, and what a mission chose, a line each."""
    lines = [telling.chart.title[telling.lang], telling.word("version", stamp=telling.chart.stamp), *telling.standing()]
    for row in telling.layout.rows:
        lines += ["", *_row(telling, row)]
    return "\n".join(lines) + "\n"


def _row(telling: Telling, row: Row) -> Iterator[str]:
    question = row.question
    heading = question.text[telling.lang]
    if question.number is not None:
        heading = f"{telling.name(question)} {heading}"
    yield heading + _marks(telling, current=telling.trail.current == question.id)
    follow_ups = {way.edge.answer: way.follow_ups for way in row.exits}
    for edge in telling.chart.edges_from(question.id):
        shown = follow_ups.get(edge.answer, ())
        yield f"  - {_edge(telling, edge, below=edge.to in [follow_up.id for follow_up in shown])}"
        for follow_up in shown:
            yield from _follow_up(telling, follow_up)


def _follow_up(telling: Telling, question: Question) -> Iterator[str]:
    text = telling.word("follow_up", text=question.text[telling.lang])
    yield f"      {text}{_marks(telling, current=telling.trail.current == question.id)}"
    if question.stands:
        stands = telling.word("stands", target=telling.chart.dispositions[question.stands].label[telling.lang])
        yield f"      {stands}"
    for edge in telling.chart.edges_from(question.id):
        yield f"        - {_edge(telling, edge)}"


def _edge(telling: Telling, edge: Edge, *, below: bool = False) -> str:
    """An answer and where it leads, unless that stands ``below``; its reading; a mark when it was chosen."""
    boxes = [telling.word("box", text=telling.chart.boxes[edge.box].text[telling.lang])] if edge.box else []
    target = ", ".join(boxes if below and boxes else [*boxes, telling.destination(edge)])
    reading = telling.reading(edge)
    told = f"{telling.answer(edge)}: {target}" + (f" ({reading})" if reading else "")
    return told + _marks(telling, chosen=telling.trail.took(edge))


def _marks(telling: Telling, *, current: bool = False, chosen: bool = False) -> str:
    words = [telling.word(key) for key, holds in (("current", current), ("chosen", chosen)) if holds]
    return "".join(f" [{word}]" for word in words)
