"""The walkthrough: one mission, one question at a time, the chart beside it."""

import streamlit as st

from flowchart.chart import Chart
from missions.mission import sample_missions
from ui import waiting
from ui.language import lang, plain, say
from ui.parts import part
from ui.routes import asked, go
from ui.walk import address, alike, choose, on_record, result, side, stored
from ui.walk.draft import Draft, drafts
from ui.walk.question import WORK, ask, picture
from ui.who import known
from ui.widgets.chart_choice import current_chart


def page() -> None:
    """Choose a mission, or go on with the one that the URL names: a number is one on the record."""
    number = asked("mission")
    if number is not None:
        on_record.show(number)
        return
    if not st.session_state.setdefault("been_home", False) and not st.query_params.get("mission"):
        st.session_state["been_home"] = True
        if (me := known()) and waiting.takes_part(me):
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
        _review(chart, draft)


def _review(chart: Chart, draft: Draft) -> None:
    code = lang()
    with st.container(horizontal=True, vertical_alignment="center", key="context"):
        st.button(say("walk.another"), icon=":material/arrow_back:", type="tertiary", on_click=choose.leave)
        st.title(plain(draft.mission.name(code)[:300]), anchor=False)
        st.caption(plain(draft.mission.owner(code)), width="content")
        side.fold_switch()
    _work(chart, draft)


@part(WORK)
def _work(chart: Chart, draft: Draft) -> None:
    if drafts(chart).get(draft.mission.id) is not draft:  # deleted in another window
        st.rerun()
    address.follow(chart, draft)
    address.write(draft)
    with side.beside(lambda: picture(chart, draft)):
        if draft.at is None:
            result.show(chart, draft, say("result.heading"))
        else:
            question = chart.questions[draft.at]
            ask(chart, draft, question, lambda: alike.show(chart, draft, question))
            st.caption(say("stored.here"))
    stored.keep(draft)
