"""What is done to several missions at once: assigning them to someone, and taking them out as a list."""

from collections.abc import Mapping, Sequence

import streamlit as st

from record.answering import edit_mission
from record.members import members_of
from record.mission_status import MissionStatus
from record.models import Review
from record.store import CONDUCT, Roles
from ui.language import say
from ui.notices import attempt, done, notice
from ui.who import record


def show(review: Review, roles: Roles, me: str, chosen: Sequence[MissionStatus], names: Mapping[str, str]) -> None:
    """The number of missions chosen, and what the person may do to them. Raises ``StoreError``."""
    notice("several")
    if not chosen or not roles & CONDUCT or review.status != "open":
        return
    with record().read_review(me, review.id) as read:
        group = {member.email: member.name for member, _ in members_of(read)}
    key = "several_assignee"

    def assign() -> None:
        who = st.session_state.get(key)

        def write() -> None:
            for row in chosen:
                edit_mission(record(), me, row.mission.id, row.mission.version, {"assignee": who})

        if attempt(write, "several"):
            name = names.get(who, who) if who else say("portfolio.nobody")
            done(say("portfolio.assigned", n=f"{len(chosen):,}", name=name), "several")

    with st.container(horizontal=True, vertical_alignment="bottom", border=True):
        st.markdown(f"**{say('portfolio.chosen', n=f'{len(chosen):,}')}**", width="content")
        st.selectbox(
            say("portfolio.assignee"),
            list(group),
            index=None,
            key=key,
            placeholder=say("portfolio.nobody"),
            format_func=lambda email: group.get(email, ""),
        )
        st.button(say("portfolio.assign"), key="several_assign", icon=":material/person_add:", on_click=assign)
