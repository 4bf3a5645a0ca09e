"""One review beside another, years or ministries apart: how many missions moved, from where to where, and which."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from record.beside import Beside, beside
from record.chart_versions import chart_for
from record.mission_status import MissionStatus, mission_statuses
from record.models import Member, Review
from record.reviews import reviews
from ui.language import lang, plain, say
from ui.portfolio.rows import decision_name
from ui.reviews.facts import names_of_reviews
from ui.routes import asked, go, link
from ui.who import record
from ui.widgets.counts import decision_names
from ui.widgets.mission_table import Column, mission_table, opened

_SIDES = ("former", "later")


def show(me: Member) -> None:
    """Choose two reviews and see what became of the missions of the one in the other. Raises ``StoreError``."""
    with st.container(horizontal=True, vertical_alignment="center", key="context"):
        link("reviews", say("reviews.back"))
        st.title(say("beside.title"), anchor=False)
    st.markdown(say("beside.intro"))
    mine = {review.id: review for review in reviews(record(), me.email)}
    left, right = st.columns(2)
    names = names_of_reviews(me.email, mine.values())
    with left:
        former = mine.get(_pick("former", names))
    with right:
        later = mine.get(_pick("later", names))
    if former is None or later is None:
        return
    if former.id == later.id:
        st.warning(say("beside.same"))
        return
    (one, rows_before), (other, rows_after) = _rows(me, former), _rows(me, later)
    found = beside(rows_before, rows_after)
    _numbers(found)
    if found.pairs:
        _moves(one, other, found)
        _moved(one, other, found)
    for name, chart, rows in (("only_former", one, found.only_former), ("only_later", other, found.only_later)):
        if rows:
            _only(name, chart, rows)


def _pick(side: str, names: dict[int, str]) -> int:
    """The id of one of the two reviews, 0 for none; kept in the address."""
    wanted, key = asked(side), f"beside_{side}"
    if wanted in names and key not in st.session_state:
        st.session_state[key] = wanted

    def keep() -> None:
        st.query_params[side] = str(st.session_state.get(key))

    chosen = st.selectbox(
        say(f"beside.{side}"),
        list(names),
        index=None,
        key=key,
        placeholder=say("beside.pick"),
        format_func=lambda review: names.get(review, ""),
        on_change=keep,
    )
    return chosen or 0


def _rows(me: Member, review: Review) -> tuple[Chart, Sequence[MissionStatus]]:
    with record().read_review(me.email, review.id) as read:
        return chart_for(read.review), mission_statuses(read)


def _numbers(found: Beside) -> None:
    numbers = {
        "paired": len(found.pairs),
        "stayed": len(found.pairs) - len(found.moved),
        "moved": len(found.moved),
        "only_former": len(found.only_former),
        "only_later": len(found.only_later),
    }
    with st.container(horizontal=True, key="figures"):
        for name, n in numbers.items():
            st.metric(say(f"beside.{name}"), f"{n:,}", width="content")


def _moves(one: Chart, other: Chart, found: Beside) -> None:
    """From which disposition, a row each, to which."""
    st.header(say("beside.moves"), anchor=False)
    st.caption(say("beside.moves_help"))
    before, after = decision_names(one, lang()), decision_names(other, lang())
    froms = [name for name in before if any(a == name for a, _ in found.moves)]
    tos = [name for name in after if any(b == name for _, b in found.moves)]
    table = pd.DataFrame(
        {after[to]: [f"{n:,}" if (n := found.moves[origin, to]) else "" for origin in froms] for to in tos},
        index=pd.Index([before[origin] for origin in froms], name=say("beside.from_to")),
    )
    with st.container(key="numbers_beside"):
        st.table(table, alt=say("beside.moves"))


def _moved(one: Chart, other: Chart, found: Beside) -> None:
    """Every mission that moved, with the way to it in the later review."""
    st.header(say("beside.moved_missions", n=f"{len(found.moved):,}"), anchor=False)
    if not found.moved:
        st.caption(say("beside.none_moved"))
        return
    columns = [Column(say("portfolio.code")), Column(say("portfolio.name"), link=True)]
    columns += [Column(say(f"beside.{side}_decision"), wide=True) for side in _SIDES]
    cells = {
        b.mission.id: [b.mission.code, b.mission.name(lang()), decision_name(one, a), decision_name(other, b)]
        for a, b in found.moved
    }
    key = "beside_missions"

    def open_one() -> None:
        st.session_state["beside_opened"] = opened(key)

    mission_table(columns, cells, key=key, label=say("beside.moved"), on_open=open_one)
    if mission := st.session_state.pop("beside_opened", None):
        go("walk", mission=mission)


def _only(name: str, chart: Chart, rows: Sequence[MissionStatus]) -> None:
    with st.expander(say(f"beside.{name}_missions", n=f"{len(rows):,}"), key=f"beside_open-{name}"):
        table = pd.DataFrame(
            {
                say("portfolio.code"): [row.mission.code for row in rows],
                say("portfolio.name"): [plain(row.mission.name(lang())) for row in rows],
                say("portfolio.disposition"): [decision_name(chart, row) for row in rows],
            }
        )
        st.table(table, hide_index=True)
