"""Sign-off of many missions at once: what will be signed as a table, and apart what needs a look of its own."""

from collections.abc import Sequence

import streamlit as st

from flowchart.chart import Chart
from record.mission_status import MissionStatus, exceptions
from record.models import Review
from record.signing import sign_off
from ui.language import lang, say
from ui.notices import attempt, done, notice, refuse
from ui.portfolio.rows import decision_name, state_of_list
from ui.routes import go
from ui.who import record
from ui.widgets.mission_table import Column, mission_table, opened
from ui.widgets.said import state_of

_SEEN = "portfolio_seen"


def show(chart: Chart, review: Review, me: str, shown: Sequence[MissionStatus]) -> None:
    """The missions that wait for a signature, those chosen, and the button."""
    st.session_state.pop(_SEEN, None)  # what an earlier run showed is no longer on the page
    notice("signed")
    if review.status == "closed":
        st.info(say("portfolio.sign_closed"), icon=":material/lock:")
        return
    waiting = [row for row in shown if row.decision.status == "decided" and row.signed != "signed"]
    if not waiting:
        st.info(say("portfolio.sign_nothing"))
        return
    odd = [row for row in waiting if exceptions(row)]
    plain_rows = [row for row in waiting if not exceptions(row)]
    st.markdown(say("portfolio.sign_intro"))
    st.header(say("portfolio.sign_ready", n=f"{len(plain_rows):,}"), anchor=False)
    chosen = _table(chart, plain_rows, "ready", ticked=True) if plain_rows else set()
    if not plain_rows:
        st.caption(say("portfolio.sign_none_ready"))
    if odd:
        st.header(say("portfolio.sign_odd", n=f"{len(odd):,}"), anchor=False)
        st.caption(say("portfolio.sign_odd_help"))
        chosen |= _table(chart, odd, "odd", ticked=False)
    if wanted := st.session_state.pop("sign_opened", None):
        go("check", mission=wanted)
    _sign(me, [row for row in waiting if row.mission.id in chosen])


def _table(chart: Chart, rows: Sequence[MissionStatus], name: str, *, ticked: bool) -> set[int]:
    """Missions with what speaks for or against signing them; the ids of those chosen."""
    key = f"sign_{name}_{state_of_list(rows)}"

    def open_one() -> None:
        st.session_state["sign_opened"] = opened(key)

    columns = [Column(say("portfolio.code")), Column(say("portfolio.name"), link=True)]
    columns += [
        Column(say(f"portfolio.{name}"), wide=name != "agreement") for name in ("disposition", "agreement", "remarks")
    ]
    cells = {
        row.mission.id: [
            row.mission.code,
            row.mission.name(lang()),
            decision_name(chart, row),
            state_of(row.opinions),
            ", ".join(say(f"portfolio.odd_{reason}", n=len(row.unproven)) for reason in exceptions(row)),
        ]
        for row in rows
    }
    label = say(f"portfolio.sign_{name}", n=f"{len(rows):,}")
    chosen = set(cells) if ticked else set()
    return mission_table(columns, cells, key=key, label=label, place="check", chosen=chosen, on_open=open_one)


def _sign(me: str, chosen: Sequence[MissionStatus]) -> None:
    """The signature under the chosen ones, and under nothing else."""
    read = f"portfolio_read_{state_of_list(chosen)}"
    st.session_state[_SEEN] = {row.mission.id: row.answers_hash for row in chosen}

    def sign() -> None:
        seen = st.session_state.pop(_SEEN, None) or {}
        if not st.session_state.get(read):
            refuse(say("check.tick_first"), "sign")
        elif seen and attempt(lambda: sign_off(record(), me, list(seen), seen), "sign"):
            done(say("portfolio.sign_done", n=f"{len(seen):,}"), "signed")

    with st.container(border=True, key="sign"):
        if not chosen:
            st.caption(say("portfolio.sign_none"))
            return
        taken = sum(bool(exceptions(row)) for row in chosen)
        st.checkbox(say("portfolio.sign_read", n=f"{len(chosen):,}", odd=f"{taken:,}"), key=read)
        notice("sign")
        label = say("portfolio.sign_button", n=f"{len(chosen):,}")
        st.button(label, type="primary", icon=":material/draw:", key="portfolio_sign", on_click=sign)
