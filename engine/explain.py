"""A decision in words, and the parts of the chart that it rests on."""

from engine.decision import Decision
from flowchart.chart import Box, Chart, Edge
from text.words import Lang, Words

_words = Words.beside(__file__)


def edges_taken(chart: Chart, decision: Decision) -> tuple[Edge, ...]:
    """The edges of the chart along the decision's path."""
    return tuple(chart.edge(step.question, step.answer) for step in decision.path)


def box_of(chart: Chart, decision: Decision) -> Box | None:
    """The slide's box that the mission ended in, None while it is incomplete."""
    boxes = [edge.box for edge in edges_taken(chart, decision) if edge.box]
    return chart.boxes[boxes[-1]] if boxes and decision.disposition else None


def beyond_the_slide(chart: Chart, decision: Decision) -> tuple[Edge, ...]:
    """The edges on the path that the slide does not show: inferred, or added by this product."""
    return tuple(edge for edge in edges_taken(chart, decision) if edge.provenance != "slide")


def sub_form_label(chart: Chart, decision: Decision, lang: Lang) -> str:
    """The sub-form in words, "" when there is none."""
    if not decision.sub_form:
        return ""
    return chart.questions[decision.path[-1].question].answers[decision.sub_form].label[lang]


def question_name(chart: Chart, question: str, lang: Lang) -> str:
    """A question's short name with its number, if it has one."""
    found = chart.questions[question]
    return f"{found.number}. {found.short[lang]}" if found.number else found.short[lang]


def labels(chart: Chart, dispositions: tuple[str, ...], lang: Lang) -> str:
    """Dispositions in words, for a sentence."""
    return _words("or", lang).join(chart.dispositions[d].label[lang] for d in dispositions)


def explain(chart: Chart, decision: Decision, lang: Lang) -> list[str]:
    """The decision in sentences: what, why, what is open, what follows, and how certain the reading is."""

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
        lines.append(say("incomplete", question=question_name(chart, decision.next_question, lang)))
    for step in decision.path:
        answer = chart.questions[step.question].answers[step.answer].label[lang]
        lines.append(say("step", question=question_name(chart, step.question, lang), answer=answer))
    lines += [say("open", question=question_name(chart, question, lang)) for question in decision.open_details]
    if len(decision.possible) > 1:
        lines.append(say("possible", dispositions=labels(chart, decision.possible, lang)))
    if decision.unused:
        unused = ", ".join(question_name(chart, question, lang) for question in decision.unused)
        lines.append(say("unused", questions=unused))
    lines += [
        say(edge.provenance, question=question_name(chart, edge.question, lang), note=edge.note[lang])
        for edge in beyond_the_slide(chart, decision)
    ]
    if decision.disposition:
        for kind in ("instruments", "tasks"):
            lines.append(say(kind))
            for duty in disposition.duties(kind, decision.sub_form):
                unverified = "" if duty.verified else say("unverified")
                lines.append(say("duty", text=duty.text[lang], source=duty.source[lang], unverified=unverified))
    lines.append(say("chart", chart=decision.chart))
    return lines
