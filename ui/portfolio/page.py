"""The portfolio of one review: filters, numbers, the missions, what is to be discussed, and sign-off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from engine.columns import FLIP_COLUMNS
from engine.flips import flip_table_of
from engine.table import table_of
from flowchart.chart import Chart
from record.chart_versions import chart_for
from record.links import link_problems
from record.members import members_of, names_of
from record.mission_status import MissionStatus, last_change, mission_statuses, progress
from record.models import Review
from record.opinions import review_agreement
from record.reviews import due, mission_of
from record.store import CHAIR, CONDUCT, EXPORTERS, Roles
from reports import Name, SummaryInput
from reports.from_record import summary_of_review
from reports.writing import Content
from text.dates import day_in_words
from ui.language import lang, localizer, plain, say
from ui.portfolio import attention, moves, numbers, several, sign, views
from ui.portfolio.filter import filtered, ministry_of, narrow
from ui.portfolio.rows import decision_name, table_file
from ui.reviews.facts import days_left, ministry
from ui.routes import asked, go, link
from ui.who import identify, record
from ui.widgets.fields import amount
from ui.widgets.imported import say_if_imported
from ui.widgets.kept import kept
from ui.widgets.live import watch_list
from ui.widgets.mission_table import Column, opened
from ui.widgets.mission_table import mission_table as rows_table
from ui.widgets.paper import offer_paper, without_answers
from ui.widgets.said import state_of

_AT_ONCE = 300
"""Missions that the list shows at once."""
_TABLE = "portfolio_missions"
_ROLES = ("chair", "member", "secretariat", "administrator")
_VIEWS = ("numbers", "moves", "missions", "attention", "sign")
_SAID = (
    *("code", "name", "ministry", "department", "disposition", "decision_state", "held_at", "possible", "narrows"),
    *("sign_off", "agreement", "assignee"),
    *("budget", "positions", "decided", "incomplete", "signed", "reopened", "unsigned"),
)
_FIGURES = {
    **dict.fromkeys(("decided", "incomplete"), "status"),
    **dict.fromkeys(("none", "waiting", "agree", "differ", "settled", "contradicted"), "opinions"),
    **dict.fromkeys(("signed", "reopened"), "status"),
}
"""The numbers shown, each with the filter that narrows the list to what it counts."""
_ALWAYS = ("decided", "incomplete", "none", "differ", "signed")
"""Numbers that are shown when they are 0 too."""


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
    _head(me.email, review, roles)
    watch_list(me.email, [review])
    if not rows:
        st.info(say("portfolio.empty"))
        return
    people = {email: name for email, name in names.items() if email in group}
    shown = filtered(chart, review, rows, people, _metrics, lambda: views.show(review, me.email))
    view = _view(roles)
    if not shown:
        st.warning(say("portfolio.nothing"))
    elif view == "missions":
        _missions(chart, review, roles, me.email, shown, names)
    elif view == "attention":
        codes = {row.mission.code for row in shown}
        with record().read_review(me.email, review_id) as read:
            agreement = kept("portfolio_agreement", stamp, lambda: review_agreement(read))
            problems = kept("portfolio_links", stamp, lambda: link_problems(read))
        attention.show(chart, me.email, shown, agreement, [each for each in problems if each.mission in codes])
    elif view == "moves":
        moves.show(chart, review, shown, me.email)
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


def _head(me: str, review: Review, roles: Roles) -> None:
    """Which review this is, how long it has left, and where one can go from here."""
    facts = [
        ministry(me, review),
        *([say("portfolio.due", day=day_in_words(end, lang())), days_left(review)] if (end := due(review)) else []),
        say("portfolio.role", roles=", ".join(say(f"portfolio.role_{role}") for role in _ROLES if role in roles)),
    ]
    if review.status == "closed":
        facts.insert(0, f"**{say('portfolio.closed')}**")
    with st.container(horizontal=True, vertical_alignment="center", key="context"):
        link("reviews", say("portfolio.back"))
        st.title(plain(review.title(lang())), anchor=False)
        st.caption(" · ".join(filter(None, facts)), width="content")
        if roles & CONDUCT:
            link("reviews", say("portfolio.administer"), icon=":material/settings:", review=review.id)
        if roles & EXPORTERS:
            link("summary", say("page.summary"), icon=":material/description:", review=review.id)
    say_if_imported(review)


def _metrics(shown: Sequence[MissionStatus]) -> None:
    """The numbers of the missions shown; each narrows the list to what it counts."""
    numbers = progress(shown)
    with st.container(horizontal=True, key="figures"):
        st.metric(say("portfolio.missions"), f"{numbers.missions:,}", width="content")
        for name, filter_name in _FIGURES.items():
            n = getattr(numbers, name)
            if n or name in _ALWAYS:
                with st.container(key=f"figure_{name}", width="content"):
                    st.metric(say(f"portfolio.figure_{name}"), f"{n:,}", width="content")
                    label = say("portfolio.show_these")
                    st.button(label, key=f"show_{name}", type="tertiary", on_click=narrow, args=(filter_name, name))


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


def _missions(
    chart: Chart, review: Review, roles: Roles, me: str, shown: Sequence[MissionStatus], names: Mapping[str, str]
) -> None:
    """Every mission in a row: its name opens it, its box chooses it for what is done to several."""
    part = shown[:_AT_ONCE]
    if len(shown) > len(part):
        st.caption(say("portfolio.first_of", n=f"{_AT_ONCE:,}", all=f"{len(shown):,}"))

    def open_one() -> None:
        st.session_state["portfolio_opened"] = opened(_TABLE)

    labels = ("code", "name", "disposition", "agreement", "unproven", "sign_off", "assignee", "budget", "positions")
    numbers, wide = ("unproven", "budget", "positions"), ("disposition", "agreement")
    columns = [Column(say(f"portfolio.{n}"), number=n in numbers, link=n == "name", wide=n in wide) for n in labels]
    rows = {row.mission.id: _cells(chart, row, names) for row in part}
    label = say("portfolio.view_missions")
    chosen = rows_table(columns, rows, key=_TABLE, label=label, chosen=(), on_open=open_one)
    ticked = [row for row in part if row.mission.id in chosen]
    several.show(review, roles, me, ticked, names, lambda rows: mission_table(chart, review, rows, names))
    st.download_button(
        say("portfolio.get_csv"),
        partial(table_file, me, review, lang(), lambda: mission_table(chart, review, shown, names)),
        file_name=f"portfolio-{review.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="portfolio_csv",
    )
    if shown:
        contents: tuple[Content, ...] = ("sheet", "worksheet") if roles & EXPORTERS else ("worksheet",)
        of_them = partial(_on_paper, chart, review, me, ticked or shown)
        about = say("paper.of_chosen" if ticked else "paper.of_list", n=f"{len(ticked or shown):,}")
        offer_paper(of_them, contents, str(review.id), "portfolio", about)
    if mission := st.session_state.pop("portfolio_opened", None):
        go("walk", mission=mission)


def _on_paper(chart: Chart, review: Review, me: str, rows: Sequence[MissionStatus], content: Content) -> SummaryInput:
    """The missions with all that is decided of them, for who may take the review out; or to be answered by hand.

    Raises ``StoreError``.
    """
    if content == "sheet":
        codes = {row.mission.code for row in rows}
        whole = summary_of_review(record(), me, review.id)
        return replace(whole, missions=tuple(mission for mission in whole.missions if mission.code in codes))
    listed = [
        (
            row.mission.code,
            Name(row.mission.name_th, row.mission.name_en),
            Name(row.mission.ministry or review.ministry, row.mission.ministry_en or ""),
            Name(row.mission.department, row.mission.department_en or ""),
        )
        for row in rows
    ]
    return without_answers(chart, listed)


def _cells(chart: Chart, row: MissionStatus, names: Mapping[str, str]) -> list[str]:
    mission = row.mission
    budget = "" if mission.budget is None else amount("budget_satang", mission.budget_satang or 0)
    return [
        mission.code,
        mission.name(lang()),
        decision_name(chart, row),
        state_of(row.opinions),
        f"{len(row.unproven):,}" if row.decision.path else "",
        say(f"portfolio.{row.signed}"),
        names.get(mission.assignee or "", ""),
        budget,
        "" if mission.positions is None else f"{mission.positions:,}",
    ]


def mission_table(
    chart: Chart, review: Review, shown: Sequence[MissionStatus], names: Mapping[str, str]
) -> pd.DataFrame:
    """The missions as a table, money in baht."""
    said = {name: say(f"portfolio.{name}") for name in _SAID}
    missions, loc = [row.mission for row in shown], localizer(chart)
    flips = flip_table_of(chart)
    numbers = flips.numbers(table_of(chart).codes_of([row.answers for row in shown])).tolist()
    narrows = [text[FLIP_COLUMNS.index("narrows_most")] for text in flips.texts()]
    return pd.DataFrame(
        {
            said["code"]: [mission.code for mission in missions],
            said["name"]: [row.mission.name(lang()) for row in shown],
            said["ministry"]: [ministry_of(row, review) for row in shown],
            said["department"]: [mission.department for mission in missions],
            said["disposition"]: [decision_name(chart, row) for row in shown],
            said["decision_state"]: [said[row.decision.status] for row in shown],
            said["held_at"]: [loc.question(q) if (q := row.decision.next_question) else "" for row in shown],
            said["possible"]: [
                " | ".join(map(loc.disposition, row.decision.possible)) if len(row.decision.possible) > 1 else ""
                for row in shown
            ],
            said["narrows"]: [loc.question(q) if (q := narrows[number]) else "" for number in numbers],
            said["sign_off"]: [said[row.signed] for row in shown],
            said["agreement"]: [state_of(row.opinions) for row in shown],
            say("group.contradicted"): [len(row.opinions.unsettled) or "" for row in shown],
            say("portfolio.unproven"): [len(row.unproven) for row in shown],
            said["assignee"]: [names.get(mission.assignee or "", "") for mission in missions],
            said["budget"]: pd.Series([mission.budget for mission in missions], dtype="object"),
            said["positions"]: pd.Series([mission.positions for mission in missions], dtype="Int64"),
        }
    )
