"""What the slide says, written a second time and in another way, to check the engine against.

Nothing of the engine or of the chart is used here.
"""

from collections.abc import Mapping
from typing import NamedTuple

YES_NO = ("yes", "no")
ANSWERS: dict[str, tuple[str, ...]] = {
    "necessary": YES_NO,
    "duplicated": YES_NO,
    "core": YES_NO,
    "devolvable": YES_NO,
    "other_form": YES_NO,
    "wholly_state": YES_NO,
    "reviewed": YES_NO,
    "consolidation": ("cancel", "merge", "transfer"),
    "conversion": ("transform", "outsource", "neither"),
    "recipient": ("delegate_provincial", "devolve_local", "both"),
    "form": ("public_organisation", "sdu", "state_enterprise", "statutory_autonomous", "legal_entity_fund"),
    "contracting": ("feasible", "not_feasible"),
}
LABELS = {
    "cancel": "ยกเลิก",
    "merge": "รวมภารกิจ",
    "transfer": "โอนงาน",
    "decentralise": "กระจายอำนาจ",
    "public_organisation": "จัดตั้งเป็นหน่วยงานของรัฐรูปแบบอื่น",
    "outsource": "จ้างเหมา",
    "od_plan": "วางแผนพัฒนาองค์การ",
    "retain": "คงไว้ (จบการวิเคราะห์)",
}
STANDS = {"recipient": "decentralise", "form": "public_organisation", "contracting": "outsource"}


class Expected(NamedTuple):
    """What must be decided."""

    status: str
    disposition: str | None
    sub_form: str | None
    exit_question: str | None
    next_question: str | None
    path: list[tuple[str, str]]
    possible: list[str]
    unused: list[str]


def leads_to(question: str, answer: str) -> str:
    """The question or disposition that an answer leads to."""
    if question == "necessary":
        return "duplicated" if answer == "yes" else "cancel"
    if question == "duplicated":
        return "consolidation" if answer == "yes" else "core"
    if question == "core":
        return "devolvable" if answer == "yes" else "conversion"
    if question == "devolvable":
        return "recipient" if answer == "yes" else "other_form"
    if question == "other_form":
        return "form" if answer == "yes" else "wholly_state"
    if question == "wholly_state":
        return "reviewed" if answer == "yes" else "contracting"
    if question == "reviewed":
        return "retain" if answer == "yes" else "od_plan"
    if question == "conversion" and answer == "transform":
        return "form"
    if answer in ("neither", "not_feasible"):
        return "reviewed"
    if question in STANDS:
        return STANDS[question]
    return answer  # cancel, merge, transfer, outsource


def outcomes(node: str, answers: Mapping[str, str]) -> set[str]:
    """The dispositions that can follow from a question or disposition."""
    if node in LABELS:
        return {node}
    if answers.get(node):
        return outcomes(leads_to(node, answers[node]), answers)
    return {found for answer in ANSWERS[node] for found in outcomes(leads_to(node, answer), answers)}


def expected(answers: Mapping[str, str]) -> Expected:
    """What must be decided for answers by question; "" is not known."""
    node = "necessary"
    path: list[tuple[str, str]] = []
    while node not in LABELS and answers.get(node):
        path.append((node, answers[node]))
        node = leads_to(*path[-1])
    asked = [question for question, _ in path]
    ended = node in LABELS
    disposition = node if ended else STANDS.get(node)
    possible = outcomes(node, answers)
    return Expected(
        status="decided" if disposition else "incomplete",
        disposition=disposition,
        sub_form=path[-1][1] if ended and asked[-1] in STANDS else None,
        exit_question=[q for q in asked if ANSWERS[q] == YES_NO][-1] if disposition else None,
        next_question=None if ended else node,
        path=path,
        possible=[d for d in LABELS if d in possible],
        unused=[q for q in ANSWERS if answers.get(q) and q not in asked],
    )
