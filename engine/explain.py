"""A decision in words, and the parts of the chart that it rests on."""

from engine.decision import Decision
from engine.whatif import WhatIf
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


def explain_changes(chart: Chart, found: WhatIf, lang: Lang) -> list[str]:
    """What would change a decision, or settle an open one, in sentences."""
    loc = ChartLocalizer(chart, lang)

    def say(key: str, **names: object) -> str:
        return _words(f"whatif.{key}", lang, **names)

    lines = []
    for flip in found.flips:
        changed = (
            say("change", question=loc.question(step.question), answer=loc.answer(step.question, step.answer))
            for step in flip.changes
        )
        changes = say("and").join(changed)
        if flip.next_question:
            open_question, possible = loc.question(flip.next_question), loc.dispositions(flip.possible)
            lines.append(say("opened", changes=changes, question=open_question, dispositions=possible))
        else:
            lines.append(say("decided", changes=changes, disposition=loc.disposition(flip.disposition)))
    if found.decision.disposition and not lines:
        lines.append(say("nothing"))
    for narrowing in found.narrowing[:1]:
        lines.append(say("narrows", question=loc.question(narrowing.question)))
        lines += [
            say("left", answer=loc.answer(narrowing.question, answer), dispositions=loc.dispositions(possible))
            for answer, possible in narrowing.possible
        ]
    return lines
