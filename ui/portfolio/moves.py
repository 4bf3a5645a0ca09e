"""What the numbers of a portfolio hang on: which missions another answer to one question could move, and where to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from missions.sensitivity import Sensitivity, sensitivity_of
from record.mission_status import MissionStatus
from record.models import Review
from ui.language import lang, localizer, plain, say
from ui.portfolio.filter import agency_names, department_of, ministry_of
from ui.portfolio.numbers import paint
from ui.portfolio.rows import decision_name, state_of_list, table_file
from ui.routes import go
from ui.widgets.fields import amount
from ui.widgets.kept import kept
from ui.widgets.mission_table import Column, mission_table, opened
from ui.widgets.streams import code_of, pressed, show_moves

_MOST = 30
"""Moves of agencies that the table shows."""
_AT_ONCE = 300
"""Missions that the list shows."""
_FLOW, _LIST = "moves_flow", "moves_missions"
_QUESTION, _PAIR = "moves_question", "moves_pair"
_ALL = ""


def show(chart: Chart, review: Review, shown: Sequence[MissionStatus], me: str) -> None:
    """The part of the page about the missions shown."""
    st.header(say("moves.heading"), anchor=False)
    st.markdown(say("moves.help"))
    unproven = st.toggle(say("moves.unproven"), key="moves_unproven", help=say("moves.unproven_help"))
    one = len({ministry_of(row, review) for row in shown}) == 1
    of = [department_of(row) if one else ministry_of(row, review) for row in shown]
    open_to = tuple(row.unproven for row in shown) if unproven else None
    found = kept(
        "moves",
        (chart.hash, tuple(of), open_to, state_of_list(shown)),
        lambda: sensitivity_of(chart, [row.answers for row in shown], of, open_to),
    )
    if undecided := len(shown) - sum(found.decided.values()):
        st.caption(say("moves.undecided", n=f"{undecided:,}"))
    if not found.movable:
        st.info(say("moves.none_unproven" if unproven else "moves.none"))
        return
    _ranges(chart, found)
    _one_question(chart, review, shown, found, me, one=one)


def _ranges(chart: Chart, found: Sensitivity) -> None:
    """How far the number of each disposition hangs on the answers to each question."""
    asked = [question for question in chart.order if question in found.movable]
    bounds = {each: [found.bounds(each, question) for question in asked] for each in chart.dispositions}
    there = [each for each in bounds if found.decided.get(each) or any(most for _, most in bounds[each])]
    loc = localizer(chart)
    now = {
        loc.disposition(each): [f"{found.decided.get(each, 0):,}", f"{found.single.get(each, 0):,}"] for each in there
    }
    cells = {
        loc.disposition(each): [f"{least:,}–{most:,}" if least != most else "" for least, most in bounds[each]]
        for each in there
    }
    widest = max(most - least for each in there for least, most in bounds[each])
    shares = {
        loc.disposition(each): ["", "", *(paint((most - least) / widest) for least, most in bounds[each])]
        for each in there
    }
    names = [say("moves.now"), say("moves.single"), *(plain(loc.question(each)) for each in asked)]
    index = pd.Index(names, name=say("portfolio.question"))
    table = pd.DataFrame({name: [*now[name], *cells[name]] for name in now}, index=index)
    styles = pd.DataFrame(shares, index=index)
    with st.container(key="numbers_moves_1"):
        st.table(table.style.apply(lambda _: styles, axis=None), alt=say("moves.heading"))
    st.caption(say("moves.range_help"))


def _one_question(
    chart: Chart,
    review: Review,
    shown: Sequence[MissionStatus],
    found: Sensitivity,
    me: str,
    *,
    one: bool,
) -> None:
    """What could become of the missions if the answers to one question were reconsidered."""
    st.header(say("moves.one"), anchor=False)
    asked = sorted(found.movable, key=lambda question: -found.movable[question])
    labels = {question: localizer(chart).question(question) for question in asked}
    if st.session_state.get(_QUESTION) not in labels:
        st.session_state[_QUESTION] = asked[0]
    question = st.selectbox(say("portfolio.question"), asked, key=_QUESTION, format_func=lambda q: labels.get(q, q))
    if question not in labels:
        return
    answered = sum(any(step.question == question for step in row.decision.path) for row in shown)
    st.markdown(say("moves.could", n=f"{found.movable[question]:,}", answered=f"{answered:,}"))
    pairs: Counter[tuple[str, str]] = Counter()
    moves = [move for move in found.moves if move.question == question]
    for move in moves:
        pairs[move.disposition, move.to] += move.missions

    def choose() -> None:
        st.session_state[_PAIR] = pressed(_FLOW) or _ALL

    show_moves(chart, pairs, key=_FLOW, on_press=choose)
    st.caption(say("moves.twice"))
    loc, called = localizer(chart), agency_names(shown, review)
    table = pd.DataFrame(
        [
            (called[move.ministry], loc.disposition(move.disposition), loc.disposition(move.to), move.missions)
            for move in sorted(moves, key=lambda move: -move.missions)
        ],
        columns=[
            say(f"portfolio.{'department' if one else 'ministry'}"),
            *(say(f"streams.{name}") for name in ("before", "after", "count")),
        ],
    )
    heading = say("moves.by_department" if one else "moves.by_ministry")
    st.subheader(heading, anchor=False)
    if len(table) > _MOST:
        st.caption(say("moves.most", n=_MOST, all=f"{len(table):,}"))
    first = table.columns[0]
    with st.container(key="moves_3"):
        st.table(table.head(_MOST).assign(**{first: table[first].head(_MOST).map(plain)}), hide_index=True, alt=heading)
    name = f"moves-{review.id}-{question}.csv"
    st.download_button(
        say("portfolio.get_csv"),
        partial(table_file, me, review, lang(), lambda: table),
        file_name=name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="moves_csv",
    )
    _missions(chart, shown, found, question, {code_of(pair): pair for pair in pairs})


def _missions(
    chart: Chart,
    shown: Sequence[MissionStatus],
    found: Sensitivity,
    question: str,
    pairs: Mapping[str, tuple[str, str]],
) -> None:
    """The missions that hang on the answer: without evidence for it first, then by budget."""
    st.subheader(say("moves.missions"), anchor=False)
    loc = localizer(chart)
    if st.session_state.get(_PAIR) not in pairs:
        st.session_state[_PAIR] = _ALL
    labels = {_ALL: say("portfolio.all")}
    labels |= {code: f"{loc.disposition(before)} → {loc.disposition(after)}" for code, (before, after) in pairs.items()}
    code = st.selectbox(say("moves.which"), list(labels), key=_PAIR, format_func=lambda c: labels.get(c, c))
    before, after = pairs.get(code, ("", ""))
    hanging = [
        (row, leads[question])
        for row, leads in zip(shown, found.leads, strict=True)
        if question in leads and (not after or (row.decision.disposition == before and after in leads[question]))
    ]
    hanging.sort(key=lambda each: (question not in each[0].unproven, -(each[0].mission.budget_satang or 0)))
    if len(hanging) > _AT_ONCE:
        st.caption(say("portfolio.first_of", n=f"{_AT_ONCE:,}", all=f"{len(hanging):,}"))
    columns = [
        Column(say("portfolio.code")),
        Column(say("portfolio.name"), link=True),
        Column(say("portfolio.disposition"), wide=True),
        Column(say("moves.could_become"), wide=True),
        Column(say("moves.evidence")),
        Column(say("portfolio.budget"), number=True),
    ]
    cells = {
        row.mission.id: [
            row.mission.code,
            row.mission.name(lang()),
            decision_name(chart, row),
            loc.dispositions(to),
            say("moves.no_evidence" if question in row.unproven else "moves.has_evidence"),
            "" if row.mission.budget is None else amount("budget_satang", row.mission.budget_satang or 0),
        ]
        for row, to in hanging[:_AT_ONCE]
    }

    def open_one() -> None:
        st.session_state["moves_opened"] = opened(_LIST)

    mission_table(columns, cells, key=_LIST, label=say("moves.missions"), on_open=open_one)
    if mission := st.session_state.pop("moves_opened", None):
        go("walk", mission=mission)
