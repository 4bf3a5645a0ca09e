"""A mission that is walked through in this window, without a record."""

import streamlit as st

from flowchart.chart import Chart
from ui.language import lang, plain, say
from ui.parts import part
from ui.walk import address, alike, choose, result, side, stored
from ui.walk.draft import Draft, drafts
from ui.walk.question import WORK, ask, picture


def show(chart: Chart, draft: Draft) -> None:
    """The question that the mission has come to, or its result, with the chart beside it."""
    code = lang()
    with st.container(horizontal=True, vertical_alignment="center", key="context"):
        with side.where():
            label = say("walk.another")
            st.button(label, icon=":material/arrow_back:", type="tertiary", on_click=choose.leave, key="another")
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
