"""A mission being walked through in this window: answers, reasons and evidence by question id.

What is kept here is the truth and the widgets mirror it, so that Back, a jump on the chart or a switch of page or
language never loses a word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import UNKNOWN, Chart
from missions.mission import Mission
from record.lengths import WORDS


@dataclass(frozen=True)
class Given:
    """What the page holds for a question. ``answer`` is None while none is chosen, ``UNKNOWN`` for "not known yet"."""

    answer: str | None = None
    reason: str = ""
    evidence: str = ""


@dataclass
class Draft:
    """The answers given for a mission. An answer of ``UNKNOWN`` was given as "not known yet"."""

    mission: Mission
    chart: Chart
    at: str | None
    """The question on the page; None shows the result."""
    answers: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    reason_of: dict[str, str] = field(default_factory=dict)
    """The answer that a reason was given for, where it may be another than the present one."""
    no_longer: tuple[str, ...] = ()
    """Answers that the last change took off the path."""
    addressed: str | None = None
    """The question that the page's address names, "" where it names none; None before the draft was on a page."""
    began: str = ""
    """What the page showed when its address named no question."""
    touched: bool = False
    """Whether this run was asked for by what is done on the page, not by its address."""
    takes_evidence: bool = True
    """Whether an answer may come with evidence in words."""
    widgets: Mapping[str, str] = field(default_factory=dict)
    """The keys of the widgets on the page, by the part of the answer that they hold."""
    shows_at_once: bool = True
    """Whether an answer shows on the chart as soon as it is chosen."""
    _decided: tuple[Chart, Mapping[str, str], Decision] | None = field(default=None, repr=False, compare=False)

    @property
    def started(self) -> bool:
        """Whether anything was given."""
        return any(self.answers.values()) or any(self.reasons.values()) or any(self.evidence.values())

    @property
    def may_write(self) -> bool:
        """Whether the person at the page may answer."""
        return True

    def decision(self, chart: Chart) -> Decision:
        """What follows from the answers so far."""
        if self._decided is None or self._decided[0] is not chart or self._decided[1] != self.answers:
            self._decided = chart, dict(self.answers), decide(chart, self.answers)
        return self._decided[2]

    def key(self, part: str, question: str) -> str:
        """The key of the widget that holds a part of the answer to a question."""
        return f"{part}-{self.chart.key}-{self.mission.id}-{question}"

    def shown(self, question: str) -> Given:
        """What the widgets of a question start from."""
        reason, evidence = self.reasons.get(question, ""), self.evidence.get(question, "")
        return Given(self.answers.get(question), reason, evidence)

    def unsaved(self, question: str) -> str:  # noqa: ARG002
        """That what is shown of a question is not saved, in words; "" where everything is kept at once."""
        return ""

    def keep(self, chart: Chart, question: str, given: Given) -> None:
        """Take over what the widgets hold. An answer that the chart does not have is not taken."""
        former = self.answers.get(question, "")
        if given.answer is not None and is_answer(chart, question, given.answer):
            self.take(chart, question, given.answer)
        if given.reason != self.reasons.get(question, ""):
            self.reason_of[question] = self.answers.get(question, "")
        else:
            self.reason_of[question] = self.reason_of.get(question) or former
        self.reasons[question] = given.reason[:WORDS]
        self.evidence[question] = given.evidence[:WORDS]

    def give(self, chart: Chart, question: str, given: Given) -> bool:
        """Take over what the widgets hold as the answer, if there is one; False if it was not taken."""
        self.keep(chart, question, given)
        self.reason_of.pop(question, None)
        return question in self.answers

    def take(self, chart: Chart, question: str, answer: str) -> None:
        """Make this the answer, and note which others no longer count."""
        unused = self.decision(chart).unused
        self.answers[question] = answer
        self.no_longer = tuple(q for q in self.decision(chart).unused if q not in unused)

    def go_to(self, question: str) -> None:
        """Move to a question, whatever the address said when this was asked."""
        self.at, self.touched = question, True

    def go_on(self, chart: Chart) -> None:
        """Move to the question to ask next, or to the result when there is none or it is not known yet."""
        following = self.decision(chart).next_question
        self.at = following if following and following not in self.answers else None

    def proofs(self, question: str) -> list[str]:
        """The texts of the evidence for a question."""
        return [line.strip() for line in self.evidence.get(question, "").splitlines()]

    def prove(self, question: str, lines: Sequence[str], typed: str) -> bool:
        """Add lines to the evidence for a question, of which ``typed`` is the key of the widget."""
        former = str(st.session_state.get(typed) or "")
        text = "\n".join(filter(None, (former.strip(), *lines)))[:WORDS]
        self.evidence[question] = st.session_state[typed] = text
        return True

    def offer_box(self, key: str) -> None:
        """Note that a box beside the answer is on the page, for what is typed in it to outlast the page."""

    def has_typed(self, key: str) -> None:
        """Note that what was typed in the box of that key is wanted no more, or was taken."""

    def before(self, chart: Chart) -> str | None:
        """The question on the path before the one on the page."""
        asked = [step.question for step in self.decision(chart).path]
        if self.at in asked:
            asked = asked[: asked.index(self.at)]
        return asked[-1] if asked else None


def is_answer(chart: Chart, question: str, answer: object) -> bool:
    """Whether a widget's value is an answer that the question takes: it comes from the browser and may be anything."""
    return isinstance(answer, str) and (answer == UNKNOWN or answer in chart.questions[question].answers)


def drafts(chart: Chart) -> dict[str, Draft]:
    """This session's drafts on a chart by mission id."""
    found: dict[str, dict[str, Draft]] = st.session_state.setdefault("drafts", {})
    return found.setdefault(chart.key, {})
