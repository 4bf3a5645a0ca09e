"""A decision in words, and the parts of the chart that it rests on."""

from engine.decision import Decision
from flowchart.chart import DUTY_KINDS, Box, Chart, Edge
from flowchart.localizer import ChartLocalizer
from text.words import Lang, Words

_words = Words.beside(__file__)


def edges_taken(chart: Chart, decision: Decision) -> tuple[Edge, ...]:
    """The edges of the chart along the decision's path."""
    return tuple(chart.edge(step.question, step.answer) for step in decision.path)


def box_of(chart: Chart, decision: Decision) -> Box | None:
    """The box of the original chart that the mission ended in, None while it is incomplete."""
    boxes = [edge.box for edge in edges_taken(chart, decision) if edge.box]
    return chart.boxes[boxes[-1]] if boxes and decision.disposition else None


def uncertain_edges(chart: Chart, decision: Decision) -> tuple[Edge, ...]:
    """The edges on the path that the original chart does not show: inferred, or added."""
    return tuple(edge for edge in edges_taken(chart, decision) if edge.provenance != "slide")


def sub_form_label(chart: Chart, decision: Decision, lang: Lang) -> str:
    """The sub-form in words, "" when there is none."""
    if not decision.sub_form:
        return ""
    return ChartLocalizer(chart, lang).answer(decision.path[-1].question, decision.sub_form)


def explain(chart: Chart, decision: Decision, lang: Lang) -> list[str]:
    """The decision in sentences: what, why, what is open, what follows, and how certain it is."""
    loc = ChartLocalizer(chart, lang)

    def say(key: str, **names: object) -> str:
        return _words(f"explain.{key}", lang, **names)

    lines: list[str] = []
    if decision.disposition:
        disposition = chart.dispositions[decision.disposition]
        lines.append(say("decided", disposition=disposition.label[lang], meaning=disposition.meaning[lang]))
        if decision.sub_form:
            lines.append(say("sub_form", sub_form=sub_form_label(chart, decision, lang)))
        box = box_of(chart, decision)
        if box:
            lines.append(say("box", box=box.text[lang]))
    elif decision.next_question:
        lines.append(say("incomplete", question=loc.question(decision.next_question)))
    lines += [
        say("step", question=loc.question(step.question), answer=loc.answer(step.question, step.answer))
        for step in decision.path
    ]
    lines += [say("open", question=loc.question(question)) for question in decision.open_details]
    if len(decision.possible) > 1:
        lines.append(say("possible", dispositions=loc.dispositions(decision.possible)))
    if decision.unused:
        lines.append(say("unused", questions=loc.join(map(loc.question, decision.unused))))
    lines += [
        say(edge.provenance, question=loc.question(edge.question), note=loc.note(edge))
        for edge in uncertain_edges(chart, decision)
    ]
    if decision.disposition:
        for kind in DUTY_KINDS:
            duties = disposition.duties(kind, {decision.sub_form})
            if duties:
                lines.append(say(kind))
                lines += [say("duty", text=loc.text(duty.text), source=loc.source(duty.source)) for duty in duties]
    lines.append(say("chart", chart=decision.chart))
    return lines
