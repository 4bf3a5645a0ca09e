"""The mission on the page as a file for a meeting: on one page as it stands, or a blank worksheet."""

from dataclasses import replace

import streamlit as st

from flowchart.chart import Chart
from reports import Name, ReviewedMission, Source, SummaryInput, blank
from reports.from_record import contradictions_told, disagreements_told
from reports.writing import Content
from text.dates import THAILAND
from ui.walk.draft import Draft
from ui.walk.editor import MissionEditor
from ui.widgets.paper import offer_paper


def show(chart: Chart, draft: Draft) -> None:
    """The downloads. A member's own opinion is not the group's decision, so only the worksheet is offered beside it."""
    own = isinstance(draft, MissionEditor) and draft.kind != "answer"
    contents: tuple[Content, ...] = ("worksheet",) if own else ("sheet", "worksheet")
    with st.container(horizontal=True):
        made = found(chart, draft)
        offer_paper(lambda _: made, contents, draft.mission.id, f"{draft.mission.id}-{own}")


def found(chart: Chart, draft: Draft) -> SummaryInput:
    """The mission with what is known of it, as reports take one."""
    mission = draft.mission
    evidence = {question: (text.strip(),) for question, text in draft.evidence.items() if text.strip()}
    known = ReviewedMission(
        mission.id,
        Name(mission.name_th, mission.name_en),
        Name(mission.ministry_th, mission.ministry_en),
        Name(mission.department_th, mission.department_en),
        {question: answer for question, answer in draft.answers.items() if answer},
        draft.decision(chart),
        reasons={question: reason.strip() for question, reason in draft.reasons.items() if reason.strip()},
        evidence=evidence,
    )
    if not isinstance(draft, MissionEditor):
        return blank(chart, (known,))
    whole, review = draft.whole, draft.review
    signature, opinions = whole.signature, whole.opinions
    for question, pieces in draft.attached.items():
        evidence[question] = (*evidence.get(question, ()), *(piece for piece in pieces if piece))
    known = replace(
        known,
        evidence=evidence,
        opinion_state=opinions.state,
        opinions_awaited=opinions.waiting,
        contradictions=contradictions_told(opinions),
        minority_view=whole.mission.dissent or "",
        disagreements=disagreements_told(whole.settlements, opinions, whole.names),
        signed_by=whole.names.get(signature.by, signature.by) if signature else "",
        signed_at=signature.at.astimezone(THAILAND).date() if signature else None,
        reopened=draft.signed == "reopened",
    )
    source = Source(review.title_th, review=review.uid, vouched=review.vouched is not False)
    return replace(blank(chart, (known,)), source=source, review=Name(review.title_th, review.title_en))
