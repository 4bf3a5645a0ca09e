"""How many missions got which decision, as a table and as bars."""

import json
from collections.abc import Iterable, Mapping
from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from missions.bulk.tally import MOST_MINISTRIES
from text.widths import wrap
from text.words import Lang
from ui.language import say

_BAR, _LINE = 28, 16
"""Pixels for a bar, and for each further line of its label; Thai with marks above and below needs them."""
_LETTERS, _ROOM, _LINES = 12, 190, 3
"""The size of the letters of a label, how wide it may be, and of how many lines."""
_INCOMPLETE = "#858b93"


def decision_names(chart: Chart, code: Lang) -> dict[str, str]:
    """The name of each decision by its id, and last, by "", that of the incomplete."""
    return {d.id: d.label[code] for d in chart.dispositions.values()} | {"": say("bulk.incomplete")}


def colours(chart: Chart, order: list[str]) -> alt.Scale:
    """The same colour for a disposition in every picture; ``order`` are their names, the last is for the incomplete."""
    return alt.Scale(domain=order, range=[*chart.colours.values(), _INCOMPLETE])


def _labels(names: Iterable[str]) -> tuple[alt.Axis, alt.Step]:
    """The axis with these names beside the bars, in lines where they are long, and the height of a bar with its gap."""
    lines = {name: wrap(name, _LETTERS, _ROOM) or [""] for name in names}
    shown = {
        name: [*cut[: _LINES - 1], f"{cut[_LINES - 1]}…"] if len(cut) > _LINES else cut for name, cut in lines.items()
    }
    most = max(map(len, shown.values()), default=1)
    wrapped = f"({json.dumps(shown)})[datum.label]"
    axis = alt.Axis(labelLimit=_ROOM + 20, labelOverlap=False, labelExpr=wrapped, labelLineHeight=_LINE)
    return axis, alt.Step(_BAR + _LINE * (most - 1))


def show_counts(chart: Chart, counts: dict[str, int]) -> None:
    """The number of missions under the name of each decision."""
    st.header(say("bulk.by_disposition"), anchor=False)
    order, total = list(counts), sum(counts.values())
    table = pd.DataFrame(
        {
            say("bulk.disposition"): order,
            say("bulk.count"): [f"{n:,}" for n in counts.values()],
            say("bulk.percent"): [f"{100 * n / max(total, 1):.1f}" for n in counts.values()],
        }
    )
    left, right = st.columns([2, 3])
    with left, st.container(key="numbers_counts"):
        st.table(table, hide_index=True)
    data = pd.DataFrame({"disposition": order, "count": list(counts.values())})
    axis, step = _labels(order)
    bars = (
        alt.Chart(data, height=step)
        .mark_bar()
        .encode(
            x=alt.X("count:Q", title=say("bulk.count"), axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("disposition:N", sort=order, title=None, axis=axis),
            color=alt.Color("disposition:N", scale=colours(chart, order), legend=None),
        )
    )
    right.altair_chart(bars, alt=say("bulk.by_disposition"))


def show_ministries(
    chart: Chart, counts: Mapping[str, Mapping[str, int]], code: Lang, *, too_many: bool = False
) -> None:
    """The missions of each ministry ("" for none) by decision ("" for incomplete), where there are several.

    Of ``too_many`` it only says so.
    """
    if too_many or len(counts) > MOST_MINISTRIES:
        st.header(say("bulk.by_ministry"), anchor=False)
        st.info(say("bulk.many_ministries", most=MOST_MINISTRIES), icon=":material/info:")
        return
    if len(counts) < 2:
        return
    st.header(say("bulk.by_ministry"), anchor=False)
    names = decision_names(chart, code)
    rows = [
        (ministry or say("bulk.no_ministry"), names[decision], n)
        for ministry, decisions in counts.items()
        for decision, n in decisions.items()
        if decision in names
    ]
    data = pd.DataFrame(rows, columns=["ministry", "disposition", "count"])
    order = list(names.values())
    present = [name for name in order if name in set(data["disposition"])]
    colour = dict(zip(order, [*chart.colours.values(), _INCOMPLETE], strict=True))
    squares = "".join(f'<li><span style="background: {colour[name]}"></span>{escape(name)}</li>' for name in present)
    st.html(f'<ul class="legend">{squares}</ul>')  # a legend of the picture's own is cut on a phone
    axis, step = _labels(data["ministry"].unique())
    bars = (
        alt.Chart(data, height=step)
        .mark_bar()
        .encode(
            x=alt.X("sum(count):Q", title=say("bulk.count"), axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("ministry:N", title=None, sort="-x", axis=axis),
            color=alt.Color("disposition:N", sort=order, scale=colours(chart, order), legend=None),
            tooltip=[
                alt.Tooltip("ministry:N", title=say("bulk.ministry_name")),
                alt.Tooltip("disposition:N", title=say("bulk.disposition")),
                alt.Tooltip("count:Q", title=say("bulk.count")),
            ],
        )
    )
    st.altair_chart(bars, alt=say("bulk.by_ministry"))
    table = data.pivot_table(index="ministry", columns="disposition", values="count", aggfunc="sum", fill_value=0)
    table = table.reindex(columns=present).rename_axis(index=say("bulk.ministry_name"), columns=None)
    numbers = {name: st.column_config.NumberColumn(format="localized") for name in present}
    st.dataframe(table.reset_index(), hide_index=True, column_config=numbers)
