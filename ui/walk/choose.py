"""Choosing the mission to review: from the bundled sample, a new one, or one in progress."""

import streamlit as st

from flowchart.chart import Chart
from missions.mission import Mission, sample_missions
from ui.language import lang, localizer, plain, say
from ui.notices import notice, refuse
from ui.routes import link
from ui.walk import address
from ui.walk.draft import Draft, drafts
from ui.walk.stored import MAX_NAME, forget_button, keep, new_id
from ui.widgets.chart_choice import choose_chart, current_chart


def missions() -> None:
    """What this is and whose plan, and three doors: our working group, one mission, one file."""
    code = lang()
    st.title(say("app"), anchor=False)
    chart = current_chart()
    names = localizer(chart).join(d.label[code] for d in chart.dispositions.values())
    st.markdown(say("choose.intro", n=len(chart.counted), title=chart.title[code], dispositions=names))
    if chart.plan:
        st.caption(say("choose.plan", plan=chart.plan[code]))
    group, one, file = st.columns(3)
    with group, st.container(border=True, key="door_group"):
        st.header(say("choose.group"), anchor=False)
        st.markdown(say("choose.group_help"))
        link("reviews", say("choose.to_reviews"), icon=":material/groups:")
    with one, st.container(border=True, key="door_one"):
        st.header(say("choose.new"), anchor=False)
        choose_chart()
        _new(chart)
        st.caption(say("choose.kept"))
    with file, st.container(border=True, key="door_file"):
        st.header(say("choose.file"), anchor=False)
        st.markdown(say("choose.file_help"))
        link("bulk", say("choose.to_bulk"), icon=":material/table_view:")
    if drafts(chart):
        st.header(say("choose.going_on"), anchor=False)
        st.caption(say("stored.here"))
        for draft in drafts(chart).values():
            st.button(
                plain(draft.mission.name(code)),
                key=f"open-{draft.mission.id}",
                icon=":material/edit_note:",
                on_click=_open,
                args=(draft,),
            )
        forget_button()
    with st.expander(say("choose.sample"), icon=":material/science:", key="sample_open"):
        _sample(chart)
    if chart.principle:
        st.markdown(f"> **{say('choose.principle')}** {chart.principle[code]}")
    keep()


def _new(chart: Chart) -> None:
    """The form of a mission of one's own."""

    def start() -> None:
        name = (st.session_state.get("new_name") or "").strip()[:MAX_NAME]
        owner = (st.session_state.get("new_owner") or "").strip()[:MAX_NAME]
        if name:
            named = Mission(new_id(), name, department_th=owner, department_en=owner)
            _open(Draft(named, chart, at=chart.start.id))
        else:
            refuse(say("choose.name_missing"), "new")

    st.text_input(say("choose.new_name"), key="new_name", max_chars=MAX_NAME)
    st.text_input(say("choose.new_owner"), key="new_owner", max_chars=MAX_NAME)
    notice("new")
    st.button(say("choose.start_new"), type="primary", on_click=start)


def _sample(chart: Chart) -> None:
    """The missions that come with the chart, to try it with."""
    code, sample = lang(), sample_missions(chart)

    def start() -> None:
        chosen = st.session_state.get("sample")
        if chosen in sample:
            _open(drafts(chart).get(chosen) or Draft(sample[chosen], chart, at=chart.start.id))
        else:
            refuse(say("choose.sample_missing"), "sample")

    st.selectbox(
        say("choose.sample_help", n=len(sample)),
        list(sample),
        key="sample",
        index=None,
        placeholder=say("choose.sample_placeholder"),
        format_func=lambda m: f"{sample[m].name(code)} · {sample[m].owner(code)}",
    )
    notice("sample")
    st.button(say("choose.start_sample"), on_click=start)


def leave() -> None:
    """Back to the choice; the draft is kept."""
    kept = st.query_params.to_dict()
    st.query_params.from_dict({name: kept[name] for name in kept if name not in ("mission", address.QUESTION)})


def _open(draft: Draft) -> None:
    drafts(draft.chart)[draft.mission.id] = draft
    st.query_params.update({"mission": draft.mission.id, address.QUESTION: draft.at or address.RESULT})
