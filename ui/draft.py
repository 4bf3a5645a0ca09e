"""What has been typed for a mission in this session: answers, reasons and evidence by question id.

The draft is the truth and the widgets mirror it, so that Back, a jump on the chart or a switch of
page or language never loses a word.
"""

from dataclasses import dataclass, field

import streamlit as st

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import UNKNOWN, Chart
from missions.mission import Mission

MAX_WORDS = 4000
"""The longest reason or evidence kept, in characters."""


@dataclass
class Draft:
    """The answers given for a mission. An answer of ``UNKNOWN`` was given as "not known yet"."""

    mission: Mission
    at: str | None
    """The question on the page; None shows the result."""
    answers: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    no_longer: tuple[str, ...] = ()
    """Answers that the last change took off the path."""

    def decision(self, chart: Chart) -> Decision:
        """What follows from the answers so far."""
        return decide(chart, self.answers)

    def keep(self, chart: Chart, question: str, answer: str | None, reason: str, evidence: str) -> None:
        """Take over what the widgets hold. An answer that the chart does not have is not taken."""
        if isinstance(answer, str) and (answer == UNKNOWN or answer in chart.questions[question].answers):
            unused = self.decision(chart).unused
            self.answers[question] = answer
            self.no_longer = tuple(q for q in self.decision(chart).unused if q not in unused)
        self.reasons[question] = reason[:MAX_WORDS]
        self.evidence[question] = evidence[:MAX_WORDS]

    def go_on(self, chart: Chart) -> None:
        """Move to the question to ask next, or to the result when there is none or it is not known yet."""
        following = self.decision(chart).next_question
        self.at = following if following and following not in self.answers else None

    def before(self, chart: Chart) -> str | None:
        """The question on the path before the one on the page."""
        asked = [step.question for step in self.decision(chart).path]
        if self.at in asked:
            asked = asked[: asked.index(self.at)]
        return asked[-1] if asked else None


def drafts() -> dict[str, Draft]:
    """This session's drafts by mission id."""
    found: dict[str, Draft] = st.session_state.setdefault("drafts", {})
    return found
