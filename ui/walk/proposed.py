"""Changes of a signed mission that members propose: the chair accepts or refuses them."""

import streamlit as st

from flowchart.chart import Chart
from record.answering import answers_of
from record.models import Mission, Proposal
from record.proposals import accept, proposals_of, refuse
from record.store import CHAIR, Roles
from text.dates import moment_in_words
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, notice
from ui.who import record
from ui.widgets.wording import marked, passage


def show(chart: Chart, mission: Mission, roles: Roles, me: str) -> None:
    """What waits for the chair, beside what is signed. Raises ``StoreError``."""
    with record().read_mission(me, mission.id) as read:
        found, answers = proposals_of(read), answers_of(read)
    if not found:
        return
    st.header(say("proposed.heading"), anchor=False)
    for n, (proposal, name) in enumerate(found):
        question = chart.questions[proposal.question]
        now = answers.get(proposal.question)
        with st.container(border=True):
            values = [localizer(chart).answer(question.id, now.value) if now else say("check.no_answer")]
            values.append(localizer(chart).answer(question.id, proposal.value))
            moved = " → ".join(values) if values[0] != values[1] else values[0]
            st.markdown(f"{plain(localizer(chart).question(proposal.question))}: **{moved}**")
            st.caption(say("proposed.by", name=plain(name), at=moment_in_words(proposal.at, lang())))
            for part in ("reason", "evidence"):
                old, new = getattr(now, part, ""), getattr(proposal, part)
                if old != new:
                    st.html(passage(f"<b>{say(f'walk.{part}')}</b> {marked(old, new)}"))
            _choose(proposal, roles, me, n)
    notice("proposed")


def _choose(proposal: Proposal, roles: Roles, me: str, n: int) -> None:
    at = (record(), me, proposal.mission_id, proposal.question, proposal.by)

    def take() -> None:
        attempt(lambda: accept(*at), "proposed")

    def drop() -> None:
        attempt(lambda: refuse(*at), "proposed")

    with st.container(horizontal=True):
        if roles & CHAIR:
            st.button(say("proposed.accept"), key=f"accept-{n}", icon=":material/check:", on_click=take)
            st.button(say("proposed.refuse"), key=f"refuse-{n}", icon=":material/close:", on_click=drop)
        elif proposal.by == me:
            st.button(say("proposed.withdraw"), key=f"refuse-{n}", icon=":material/undo:", on_click=drop)
