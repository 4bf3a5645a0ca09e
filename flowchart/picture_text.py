"""The chart as structured plain text: for a screen reader, an email or a plain document."""

from collections.abc import Iterator

from flowchart.chart import Edge, Question
from flowchart.layout import Row
from flowchart.trail_localizer import TrailLocalizer


def text_of(loc: TrailLocalizer) -> str:
    """Every question with its answers, where each leads, and what a mission chose, a line each."""
    lines = [
        loc.chart.title[loc.lang],
        loc.word("version", stamp=loc.chart.stamp),
        *loc.standing(),
    ]
    for row in loc.layout.rows:
        lines += ["", *_row(loc, row)]
    return "\n".join(lines) + "\n"


def _row(loc: TrailLocalizer, row: Row) -> Iterator[str]:
    question = row.question
    heading = question.text[loc.lang]
    if question.number is not None:
        heading = f"{loc.question_number(question.id)} {heading}"
    yield heading + _marks(loc, current=loc.trail.current == question.id)
    follow_ups = {way.edge.answer: way.follow_ups for way in row.exits}
    for edge in loc.chart.edges_from(question.id):
        shown = follow_ups.get(edge.answer, ())
        yield f"  - {_edge(loc, edge, below=edge.to in [follow_up.id for follow_up in shown])}"
        for follow_up in shown:
            yield from _follow_up(loc, follow_up)


def _follow_up(loc: TrailLocalizer, question: Question) -> Iterator[str]:
    text = loc.word("follow_up", text=question.text[loc.lang])
    yield f"      {text}{_marks(loc, current=loc.trail.current == question.id)}"
    if question.default_disposition:
        stands = loc.word("stands", target=loc.chart.dispositions[question.default_disposition].label[loc.lang])
        yield f"      {stands}"
    for edge in loc.chart.edges_from(question.id):
        yield f"        - {_edge(loc, edge)}"


def _edge(loc: TrailLocalizer, edge: Edge, *, below: bool = False) -> str:
    """An answer and where it leads, unless that stands ``below``; its provenance; a mark when it was chosen."""
    boxes = [loc.word("box", text=loc.chart.boxes[edge.box].text[loc.lang])] if edge.box else []
    target = ", ".join(boxes if below and boxes else [*boxes, loc.destination(edge)])
    provenance = loc.tag(edge)
    told = f"{loc.taken(edge)}: {target}" + (f" ({provenance})" if provenance else "")
    return told + _marks(loc, chosen=loc.trail.took(edge))


def _marks(loc: TrailLocalizer, *, current: bool = False, chosen: bool = False) -> str:
    words = [loc.word(key) for key, holds in (("current", current), ("chosen", chosen)) if holds]
    return "".join(f" [{word}]" for word in words)
