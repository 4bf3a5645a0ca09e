"""Choosing the mission to review: from the bundled sample, a new one, or one in progress."""

import streamlit as st

from missions.mission import Mission, sample_missions
from ui.language import lang, localizer, plain, say
from ui.routes import go
from ui.walk.draft import Draft, drafts
from ui.widgets.chart_choice import choose_chart

MAX_NAME = 300
"""The longest name of a new mission, in characters."""


def missions() -> None:
    """The start of the walkthrough."""
    code = lang()
    st.title(say("app"), anchor=False)
    chart = choose_chart()
    names = localizer(chart).join(d.label[code] for d in chart.dispositions.values())
    st.markdown(say("choose.intro", n=len(chart.main), title=chart.title[code], dispositions=names))
    sample = sample_missions(chart)

    def start_sample() -> None:
        chosen = st.session_state.get("sample")
        if chosen in sample:
            _open(drafts(chart).get(chosen) or Draft(sample[chosen], chart, at=chart.start.id))
        else:
            st.session_state["choose_error"] = "sample_missing"

    def start_new() -> None:
        name = (st.session_state.get("new_name") or "").strip()[:MAX_NAME]
        owner = (st.session_state.get("new_owner") or "").strip()[:MAX_NAME]
        if name:
            number = 1 + sum(draft_id.startswith("new-") for draft_id in drafts(chart))
            named = Mission(f"new-{number}", name, department_th=owner, department_en=owner)
            _open(Draft(named, chart, at=chart.start.id))
        else:
            st.session_state["choose_error"] = "name_missing"

    error = st.session_state.pop("choose_error", None)
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True):
        st.subheader(say("choose.sample"), anchor=False)
        st.selectbox(
            say("choose.sample_help", n=len(sample)),
            list(sample),
            key="sample",
            index=None,
            placeholder=say("choose.sample_placeholder"),
            format_func=lambda m: f"{sample[m].name(code)} · {sample[m].owner(code)}",
        )
        if error == "sample_missing":
            st.error(say("choose.sample_missing"))
        st.button(say("choose.start_sample"), type="primary", on_click=start_sample)
    with right, st.container(border=True):
        st.subheader(say("choose.new"), anchor=False)
        st.text_input(say("choose.new_name"), key="new_name", max_chars=MAX_NAME)
        st.text_input(say("choose.new_owner"), key="new_owner", max_chars=MAX_NAME)
        if error == "name_missing":
            st.error(say("choose.name_missing"))
        st.button(say("choose.start_new"), on_click=start_new)
    if drafts(chart):
        st.subheader(say("choose.going_on"), anchor=False)
        for draft in drafts(chart).values():
            st.button(
                plain(draft.mission.name(code)),
                key=f"open-{draft.mission.id}",
                icon=":material/edit_note:",
                on_click=_open,
                args=(draft,),
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("choose.kept"), width="stretch")
        if st.button(say("choose.to_reviews"), icon=":material/groups:"):
            go("reviews")
    if chart.principle:
        st.markdown(f"> **{say('choose.principle')}** {chart.principle[code]}")


def leave() -> None:
    """Back to the choice; the draft is kept."""
    st.query_params.pop("mission", None)


def _open(draft: Draft) -> None:
    drafts(draft.chart)[draft.mission.id] = draft
    st.query_params["mission"] = draft.mission.id
