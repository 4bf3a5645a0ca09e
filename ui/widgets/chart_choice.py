"""Which chart a page works with: the only one, or the one chosen, kept in the address and for the other pages."""

from collections.abc import Iterable

import streamlit as st

from flowchart import charts
from flowchart.chart import Chart
from ui.language import lang, say

_KEY = "chart"


def current_chart() -> Chart:
    """The chart in use. A value that no choice offers counts as the default."""
    wanted = st.query_params.get(_KEY) or st.session_state.get("chart_kept")
    known = {chart.key: chart for chart in charts.all_charts()}
    return known.get(str(wanted)) or charts.default()


def choose_chart(further: Iterable[Chart] = ()) -> Chart:
    """The choice of a chart, shown when there is more than one, and the chart in use.

    ``further`` are charts that only this page shows: they came with imported reviews.
    """
    found = {chart.key: chart for chart in (*charts.all_charts(), *further)}
    wanted = st.query_params.get(_KEY)
    chart = found[wanted] if wanted in found else current_chart()
    if len(found) > 1:
        st.session_state[_KEY] = chart.key
        names = {key: _name(each) for key, each in found.items()}
        picked = st.selectbox(
            say("chart.choice"),
            list(found),
            key=_KEY,
            format_func=lambda key: names.get(key, ""),
            on_change=_taken,
        )
        chart = found.get(picked, chart)
        if chart.key != charts.default().key or _KEY in st.query_params:
            st.query_params[_KEY] = chart.key
        st.session_state["chart_kept"] = chart.key
    return chart


def take_chart(chart: Chart) -> None:
    """Have the next run work with a chart. For callbacks."""
    st.query_params[_KEY] = chart.key


def _taken() -> None:
    st.query_params[_KEY] = st.session_state[_KEY]


def _name(chart: Chart) -> str:
    """What a chart is called in the choice: its title, whose plan, and the version where there are several."""
    versions = sum(other.id == chart.id for other in charts.all_charts())
    plan = f" · {chart.plan[lang()]}" if chart.plan else ""
    name = f"{chart.title[lang()]}{plan}" + (f" ({chart.version})" if versions > 1 else "")
    return name if charts.has_own(chart) else say("chart.imported", chart=f"{name} · {chart.key}")
