"""What another version of a chart would decide: from what to what, and through which edge that differs."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart, Edge
from flowchart.localizer import ChartLocalizer
from flowchart.paths import Step
from text.words import Lang, Words

_words = Words.beside(__file__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mission is given: a disposition and its sub-form, None for what is not decided."""

    disposition: str | None
    sub_form: str | None


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of charts does to one mission's decision.

    ``edge`` is the edge of the new chart at which the mission leaves its former way, as (question, answer) and where it
    led and leads; None where no edge of the way leads elsewhere: a question or an answer went, or the start did.
    ``unplaced`` are answers given that the new chart has no place for.
    """

    before: Outcome
    after: Outcome
    edge: tuple[Step, str, str] | None
    unplaced: tuple[Step, ...]

    @property
    def moves(self) -> bool:
        """Whether the mission is given something else."""
        return self.before != self.after


def impact(old: Chart, new: Chart, answers: Mapping[str, str], placed: Mapping[str, str] | None = None) -> Impact:
    """What becomes of a mission with these answers to the old chart.

    ``placed`` are its answers to the new chart where ids changed; without it answers are taken over by id.
    """
    kept = place_answers(new, answers) if placed is None else placed
    unplaced = tuple(Step(q, a) for q, a in answers.items() if a and placed is None and q not in kept)
    before, after = decide(old, answers), decide(new, kept)
    return Impact(outcome_of(before), outcome_of(after), _parting(old, new, before, after), unplaced)


def outcome_of(decision: Decision) -> Outcome:
    """What a decision gives."""
    return Outcome(decision.disposition, decision.sub_form)


def place_answers(chart: Chart, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that the chart has a place for."""
    return {q: a for q, a in answers.items() if q in chart.questions and (not a or a in chart.questions[q].answers)}


def impact_told(old: Chart, new: Chart, found: Impact, lang: Lang) -> tuple[str, str, str]:
    """From what to what, and through which edge, in words."""
    through = _words("impact.other_way", lang)
    if found.edge:
        step, was, now = found.edge
        loc = ChartLocalizer(new, lang)
        names = {"question": loc.question(step.question), "answer": loc.answer(step.question, step.answer)}
        names |= {"before": ChartLocalizer(old, lang).node(was), "after": loc.node(now)}
        through = _words("impact.through", lang, **names)
    before, after = (
        (chart, each.disposition, each.sub_form) for chart, each in ((old, found.before), (new, found.after))
    )
    return outcome_told(*before, lang), outcome_told(*after, lang), through


def outcome_told(chart: Chart, disposition: str | None, sub_form: str | None, lang: Lang) -> str:
    """A disposition, with its sub-form where there is one, in words."""
    label = ChartLocalizer(chart, lang).disposition(disposition)
    if not sub_form:
        return label
    labels = (q.answers[sub_form].label[lang] for q in chart.questions.values() if sub_form in q.answers)
    return f"{label} ({next(labels, sub_form)})"


def _parting(old: Chart, new: Chart, before: Decision, after: Decision) -> tuple[Step, str, str] | None:
    for one, other in zip(before.path, after.path, strict=False):
        if one != other:
            return None
        edges: tuple[Edge, Edge] = old.edge(one.question, one.answer), new.edge(one.question, one.answer)
        if edges[0].to != edges[1].to:
            return one, edges[0].to, edges[1].to
    return None
