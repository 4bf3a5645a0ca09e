"""The walkthrough: one mission, one question at a time, the chart beside it."""

import streamlit as st

from missions.mission import sample_missions
from ui.admission import known
from ui.language import plain, say
from ui.routes import asked, go
from ui.walk import choose, stored
from ui.walk.draft import Draft, drafts
from ui.widgets.chart_choice import current_chart


def page() -> None:
    """Choose a mission, or go on with the one that the URL names: a number is one on the record.

    The choice is where a visit begins. It loads neither the record nor what shows a mission.
    """
    number = asked("mission")
    if number is not None:
        from ui.walk import on_record

        on_record.show(number)
        return
    if (review := asked("review")) is not None:
        # On the way to a review, the page's clock or what was typed asked for a run of this page with that address:
        # Streamlit makes one request of both, for the page of the last.
        go("portfolio", review=review)
    if not st.session_state.setdefault("been_home", False) and not st.query_params.get("mission"):
        st.session_state["been_home"] = True
        if me := known():
            from ui import waiting

            if waiting.takes_part(me):
                go("waiting")
    chart = current_chart()
    mission, samples = st.query_params.get("mission", ""), sample_missions(chart)
    if mission not in drafts(chart) and mission in samples:
        drafts(chart)[mission] = Draft(samples[mission], chart, at=chart.start.id)
    draft = drafts(chart).get(mission)
    if draft is None and mission and not stored.recalled():
        st.caption(say("stored.looking"))
        stored.keep()
    elif draft is None:
        if mission:
            st.warning(say("choose.not_found", mission=plain(mission[:60])))
        choose.missions()
    else:
        from ui.walk import drafted

        drafted.show(chart, draft)
