"""How many missions got which decision, as a table and as bars."""

from collections.abc import Mapping

import altair as alt
import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from missions.bulk.tally import MOST_MINISTRIES
from text.words import Lang
from ui.language import say

BAR = 28
"""Height of a bar in pixels; Thai labels with marks above and below need it."""
LABELS = alt.Axis(labelLimit=260, labelOverlap=False)
_INCOMPLETE = "#858b93"


def decision_names(chart: Chart, code: Lang) -> dict[str, str]:
    """The name of each decision by its id, and last, by "", that of the incomplete."""
    return {d.id: d.label[code] for d in chart.dispositions.values()} | {"": say("bulk.incomplete")}


def colours(chart: Chart, order: list[str]) -> alt.Scale:
    """The same colour for a disposition in every picture; ``order`` are their names, the last is for the incomplete."""
    return alt.Scale(domain=order, range=[*chart.colours.values(), _INCOMPLETE])


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
    bars = (
        alt.Chart(data, height=alt.Step(BAR))
        .mark_bar()
        .encode(
            x=alt.X("count:Q", title=say("bulk.count"), axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("disposition:N", sort=order, title=None, axis=LABELS),
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
    legend = alt.Legend(orient="bottom", columns=1, labelLimit=320, values=present)  # one column: on a phone too
    bars = (
        alt.Chart(data, height=alt.Step(BAR))
        .mark_bar()
        .encode(
            x=alt.X("sum(count):Q", title=say("bulk.count"), axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("ministry:N", title=None, sort="-x", axis=LABELS),
            color=alt.Color("disposition:N", title=None, sort=order, scale=colours(chart, order), legend=legend),
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
