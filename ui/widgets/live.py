"""Saying that someone else changed what is open, within seconds and without moving what is being typed."""

import streamlit as st

from record.store_error import StoreError
from record.whole import WholeMission, changed_since
from text.dates import moment_in_words
from ui.language import lang, plain, say
from ui.who import record

_EVERY = 5.0
"""Seconds between two looks."""


def watch(whole: WholeMission) -> None:
    """From now on, say when someone else changes the mission that this run shows."""
    st.session_state["live_seen"] = whole.newest.seq if whole.newest else 0
    _look(whole.reader, whole.mission.id)


@st.fragment(run_every=_EVERY)
def _look(me: str, mission: int) -> None:
    try:
        found = changed_since(record(), me, mission, st.session_state.get("live_seen", 0))
    except StoreError:
        return
    if found is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="live"):
        at = moment_in_words(found.at, lang())
        st.markdown(f":material/sync: {say('record.live', name=plain(found.by), at=at)}", width="stretch")
        if st.button(say("record.live_show"), key="live_show"):
            st.rerun()
