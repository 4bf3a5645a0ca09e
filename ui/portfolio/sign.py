"""Sign-off of many missions at once: the chair sees what will be signed, and signs that and nothing else."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from record.mission_status import MissionStatus
from record.models import Review
from record.signing import sign_off
from ui.language import lang, say
from ui.portfolio.rows import decision_name, state_of_list
from ui.who import attempt, record


def show(chart: Chart, review: Review, me: str, shown: Sequence[MissionStatus]) -> None:
    """The missions that wait for a signature, those chosen, and the button."""
    st.session_state.pop("portfolio_seen", None)  # what an earlier run showed is no longer on the page
    if signed := st.session_state.pop("portfolio_signed", None):
        st.success(say("portfolio.sign_done", n=f"{signed:,}"), icon=":material/verified:")
    if review.status == "closed":
        st.info(say("portfolio.sign_closed"), icon=":material/lock:")
        return
    waiting = [row for row in shown if row.decision.status == "decided" and row.signed != "signed"]
    if not waiting:
        st.info(say("portfolio.sign_nothing"))
        return
    st.markdown(say("portfolio.sign_intro"))
    chosen = _chosen(chart, waiting)
    if not chosen:
        st.caption(say("portfolio.sign_none"))
        return
    st.subheader(say("portfolio.sign_what", n=f"{len(chosen):,}"), anchor=False)
    alt = say("portfolio.sign_what", n=f"{len(chosen):,}")
    st.dataframe(_table(chart, chosen), hide_index=True, column_config=_widths(), alt=alt)
    if differing := sum(row.disagreement is not None for row in chosen):
        st.warning(say("portfolio.sign_differ", n=f"{differing:,}"), icon=":material/call_split:")
    st.session_state["portfolio_seen"] = {row.mission.id: row.answers_hash for row in chosen}

    def sign() -> None:
        seen = st.session_state.pop("portfolio_seen", None) or {}
        if seen and attempt(lambda: sign_off(record(), me, list(seen), seen)):
            st.session_state["portfolio_signed"] = len(seen)

    label = say("portfolio.sign_button", n=f"{len(chosen):,}")
    st.button(label, type="primary", icon=":material/draw:", key="portfolio_sign", on_click=sign)


def _chosen(chart: Chart, waiting: Sequence[MissionStatus]) -> list[MissionStatus]:
    """Those chosen by their rows, or all."""
    state = state_of_list(waiting)
    everything = st.checkbox(say("portfolio.sign_all", n=f"{len(waiting):,}"), key=f"portfolio_sign_all_{state}")
    if everything:
        return list(waiting)
    st.caption(say("portfolio.sign_pick"))
    event = st.dataframe(
        _table(chart, waiting),
        hide_index=True,
        column_config=_widths(),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"portfolio_sign_rows_{state}",
        alt=say("portfolio.sign_pick"),
    )
    return [waiting[row] for row in sorted(event.selection.rows) if 0 <= row < len(waiting)]


def _table(chart: Chart, rows: Sequence[MissionStatus]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("portfolio.code"): [row.mission.code for row in rows],
            say("portfolio.name"): [row.mission.name(lang()) for row in rows],
            say("portfolio.disposition"): [decision_name(chart, row) for row in rows],
            say("portfolio.agreement"): [
                say("portfolio.disagreed" if row.disagreement else "portfolio.not_disagreed") for row in rows
            ],
            say("portfolio.sign_off"): [say(f"portfolio.{row.signed}") for row in rows],
        }
    )


def _widths() -> dict[str, Any]:
    return {
        say("portfolio.name"): st.column_config.TextColumn(width=420),
        say("portfolio.disposition"): st.column_config.TextColumn(width=380),
    }
