"""Finding a mission in all reviews that the person may read."""

import streamlit as st

from record.finding import MOST, find_missions
from record.models import Member
from ui.language import lang, plain, say
from ui.routes import link
from ui.who import record

_LONGEST = 200


def show(me: Member) -> None:
    """A field, and the missions that hold what is typed in it, each a link. Raises ``StoreError``."""
    words = st.text_input(
        say("find.label"),
        key="find_missions",
        type="search",
        max_chars=_LONGEST,
        placeholder=say("find.hint"),
        persist_state="session",
    )
    if not (words or "").strip():
        return
    found, n = find_missions(record(), me.email, str(words)[:_LONGEST])
    if not found:
        st.info(say("find.nothing"))
        return
    said = say("find.first", n=f"{MOST:,}", all=f"{n:,}") if n > len(found) else say("find.found", n=f"{n:,}")
    with st.container(border=True, key="found"):
        st.markdown(f"**{said}**")
        for each in found:
            mission = each.mission
            with st.container(horizontal=True, vertical_alignment="center"):
                link("walk", plain(f"{mission.code} {mission.name(lang())[:200]}"), mission=mission.id)
                ministry, department = mission.agencies(lang())
                agency = department or ministry or each.review.ministry
                st.caption(plain(f"{agency} · {each.review.title(lang())}"), width="content")
