"""Saying that someone else changed what is open, within seconds and without moving what is being typed."""

import streamlit as st

from record.audit import newest_change
from record.models import Mission
from record.store_error import StoreError
from text.dates import moment_in_words
from ui.language import lang, plain, say
from ui.who import record

_EVERY = 5.0
"""Seconds between two looks."""


def watch(me: str, mission: Mission) -> None:
    """From now on, say when someone else changes the mission that this run shows."""
    try:
        with record().read_mission(me, mission.id) as read:
            found = newest_change(read)
    except StoreError:
        return
    st.session_state["live_seen"] = found[0].seq if found else 0
    _look(me, mission)


@st.fragment(run_every=_EVERY)
def _look(me: str, mission: Mission) -> None:
    try:
        with record().read_mission(me, mission.id) as read:
            found = newest_change(read)
    except StoreError:
        return
    if found is None or found[0].seq <= st.session_state.get("live_seen", 0) or found[0].by == me:
        return
    change, name = found
    with st.container(horizontal=True, vertical_alignment="center", key="live"):
        at = moment_in_words(change.at, lang())
        st.markdown(f":material/sync: {say('record.live', name=plain(name), at=at)}", width="stretch")
        if st.button(say("record.live_show"), key="live_show"):
            st.rerun()
