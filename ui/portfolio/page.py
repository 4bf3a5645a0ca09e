"""The portfolio of one review: filters, numbers, the missions, what is to be discussed, and sign-off."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from missions.files.output import write_csv
from record.chart_versions import chart_for
from record.links import link_problems
from record.members import members_of, names_of
from record.mission_status import MissionStatus, last_change, mission_statuses, progress
from record.models import Review
from record.opinions import review_agreement
from record.reviews import due, mission_of
from record.store import CHAIR, CONDUCT, EXPORTERS, Roles
from text.dates import day_in_words
from ui.language import lang, plain, say
from ui.portfolio import attention, numbers, sign
from ui.portfolio.filter import filtered, ministry_of
from ui.portfolio.rows import decision_name, state_of_list
from ui.reviews.facts import days_left
from ui.routes import asked, go
from ui.who import identify, record
from ui.widgets.kept import kept

_ROLES = ("chair", "member", "secretariat", "administrator")
_VIEWS = ("numbers", "missions", "attention", "sign")
_SAID = (
    *("code", "name", "ministry", "department", "disposition", "decision_state", "sign_off", "agreement", "assignee"),
    *("budget", "positions", "decided", "incomplete", "signed", "reopened", "unsigned", "disagreed", "not_disagreed"),
)
_T = TypeVar("_T")


def page() -> None:
    """The review that the address names, for those who take part in it. Raises ``StoreError``."""
    me = identify()
    if me is None:
        return
    review_id = _asked_for(me.email)
    if review_id is None:
        st.title(say("page.portfolio"), anchor=False)
        st.info(say("portfolio.no_review"))
        if st.button(say("portfolio.to_reviews"), type="primary", key="portfolio_to_reviews"):
            go("reviews")
        return
    with record().read_review(me.email, review_id) as read:
        review, roles, chart = read.review, read.roles, chart_for(read.review)
        stamp = last_change(read)
        rows = kept("portfolio_mission_statuses", stamp, lambda: mission_statuses(read))
        names, group = names_of(read), {member.email for member, _ in members_of(read)}
    _head(review, roles)
    if not rows:
        st.info(say("portfolio.empty"))
        return
    shown = filtered(chart, review, rows, {email: name for email, name in names.items() if email in group})
    _metrics(shown)
    view = _view(roles)
    if not shown:
        st.warning(say("portfolio.nothing"))
    elif view == "missions":
        _missions(chart, review, shown, names)
    elif view == "attention":
        codes = {row.mission.code for row in shown}
        with record().read_review(me.email, review_id) as read:
            agreement = kept("portfolio_agreement", stamp, lambda: review_agreement(read))
            problems = kept("portfolio_links", stamp, lambda: link_problems(read))
        attention.show(chart, me.email, shown, agreement, [each for each in problems if each.mission in codes])
    elif view == "sign":
        sign.show(chart, review, me.email, shown)
    else:
        numbers.show(chart, review, shown)


def _asked_for(me: str) -> int | None:
    """The review of the address, or that of the mission that a browser's "back" leaves there. Raises ``StoreError``."""
    review, mission = asked("review"), asked("mission")
    if review is None and mission is not None:
        return mission_of(record(), me, mission)[1].id
    return review


def _head(review: Review, roles: Roles) -> None:
    """Which review this is, how long it has left, and where one can go from here."""
    facts = [
        plain(review.ministry),
        *([say("portfolio.due", day=day_in_words(end, lang())), days_left(review)] if (end := due(review)) else []),
        say("portfolio.role", roles=", ".join(say(f"portfolio.role_{role}") for role in _ROLES if role in roles)),
    ]
    if review.status == "closed":
        facts.insert(0, f"**{say('portfolio.closed')}**")
    st.title(plain(review.title(lang())), anchor=False)
    st.markdown(" · ".join(facts))
    with st.container(horizontal=True):
        if st.button(say("portfolio.back"), icon=":material/arrow_back:", key="portfolio_back"):
            go("reviews")
        if roles & CONDUCT and st.button(
            say("portfolio.administer"), icon=":material/settings:", key="portfolio_administer"
        ):
            go("reviews", review=review.id)
        if roles & EXPORTERS and st.button(say("page.summary"), icon=":material/description:", key="portfolio_summary"):
            go("summary", review=review.id)


def _metrics(shown: Sequence[MissionStatus]) -> None:
    numbers = progress(shown)
    with st.container(horizontal=True):
        for name in ("missions", "decided", "incomplete", "disagreed", "signed", "reopened"):
            st.metric(say(f"portfolio.{name}"), f"{getattr(numbers, name):,}", border=True, width=150)


def _view(roles: Roles) -> str:
    """The part of the page that is looked at; in the address, as the filters are. Only the chair signs."""
    views = _VIEWS if roles & CHAIR else _VIEWS[:-1]
    labels = {view: say(f"portfolio.view_{view}") for view in views}
    named = st.query_params.get("view")
    view = named if named and named in views else views[0]
    st.session_state["portfolio_view"] = view

    def keep() -> None:
        if (chosen := st.session_state.get("portfolio_view")) in _VIEWS[1:]:
            st.query_params["view"] = chosen
        else:
            st.query_params.pop("view", None)

    st.segmented_control(
        say("portfolio.view"),
        views,
        required=True,
        key="portfolio_view",
        format_func=lambda view: labels.get(view, view),
        label_visibility="collapsed",
        on_change=keep,
    )
    return view


def _missions(chart: Chart, review: Review, shown: Sequence[MissionStatus], names: Mapping[str, str]) -> None:
    """Every mission in a row; one is opened by its row, or by its name for those who cannot point."""
    st.caption(say("portfolio.table_help"))
    table = mission_table(chart, review, shown, names)
    event = st.dataframe(
        table.drop(columns=[say("portfolio.ministry"), say("portfolio.decision_state")]),
        hide_index=True,
        height=520 if len(shown) > 13 else "content",
        on_select="rerun",
        selection_mode="single-row",
        key=f"portfolio_table_{state_of_list(shown)}",
        column_config={
            say("portfolio.name"): st.column_config.TextColumn(width=300),
            say("portfolio.department"): st.column_config.TextColumn(width=190),
            say("portfolio.budget"): st.column_config.NumberColumn(format="localized"),
            say("portfolio.positions"): st.column_config.NumberColumn(format="localized"),
        },
        placeholder=say("portfolio.no_data"),
        alt=say("portfolio.view_missions"),
    )
    _open(shown)
    st.download_button(
        say("portfolio.get_csv"),
        lambda: write_csv(table),
        file_name=f"portfolio-{review.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="portfolio_csv",
    )
    if rows := [row for row in event.selection.rows if 0 <= row < len(shown)]:
        go("walk", mission=shown[rows[0]].mission.id)


def _open(shown: Sequence[MissionStatus]) -> None:
    ids = {row.mission.id: f"{row.mission.code} · {row.mission.name(lang())}" for row in shown}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            say("portfolio.open_which"),
            list(ids),
            index=None,
            key="portfolio_open",
            format_func=lambda mission: ids.get(mission, ""),
            placeholder=say("portfolio.open_placeholder"),
        )
        if st.button(say("portfolio.open"), type="primary", disabled=chosen is None, key="portfolio_go"):
            go("walk", mission=chosen)


def mission_table(
    chart: Chart, review: Review, shown: Sequence[MissionStatus], names: Mapping[str, str]
) -> pd.DataFrame:
    """The missions as a table, money in baht."""
    said = {name: say(f"portfolio.{name}") for name in _SAID}
    missions = [row.mission for row in shown]
    return pd.DataFrame(
        {
            said["code"]: [mission.code for mission in missions],
            said["name"]: [row.mission.name(lang()) for row in shown],
            said["ministry"]: [ministry_of(row, review) for row in shown],
            said["department"]: [mission.department for mission in missions],
            said["disposition"]: [decision_name(chart, row) for row in shown],
            said["decision_state"]: [said[row.decision.status] for row in shown],
            said["sign_off"]: [said[row.signed] for row in shown],
            said["agreement"]: [said["disagreed" if row.disagreement else "not_disagreed"] for row in shown],
            said["assignee"]: [names.get(mission.assignee or "", "") for mission in missions],
            said["budget"]: pd.Series([mission.budget for mission in missions], dtype="object"),
            said["positions"]: pd.Series([mission.positions for mission in missions], dtype="Int64"),
        }
    )
