"""The numbers of a portfolio: what was decided, with money and positions, by agency, and question by question."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from record.mission_status import MissionStatus
from record.models import Mission, Review
from ui.language import lang, localizer, plain, say
from ui.portfolio.filter import agency_names, department_of, ministry_of, narrow, walk_of
from ui.widgets.counts import decision_names
from ui.widgets.streams import pressed, show_streams

Colour = tuple[int, int, int]

_MOST = 30
"""Agencies that the heat map shows."""
_OF = {True: "department", False: "ministry"}
_ROW = 36
"""Height of a row of a table in pixels."""
_LIGHT: tuple[Colour, Colour] = (238, 242, 247), (11, 74, 138)
_DARK: tuple[Colour, Colour] = (33, 43, 56), (140, 196, 247)
"""The colours of a small and of a large number on a light page and on a dark one: what is large stands out on both."""
_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)


def show(chart: Chart, review: Review, shown: Sequence[MissionStatus]) -> None:
    """The numbers of the missions shown."""
    key = "portfolio_streams"

    def to_stream() -> None:
        if code := pressed(key):
            narrow("stream", code)

    show_streams(chart, map(walk_of, shown), key=key, on_press=to_stream)
    _by_disposition(chart, shown)
    _heat_map(chart, review, shown)
    _questions(chart, shown)


def _by_disposition(chart: Chart, shown: Sequence[MissionStatus]) -> None:
    """Missions, budget and positions of each decision, and how many missions have the figures."""
    st.header(say("portfolio.by_disposition"), anchor=False)
    missions = [row.mission for row in shown]
    labels, groups = [], []
    for disposition, label in decision_names(chart, lang()).items():
        labels.append(label)
        groups.append([row.mission for row in shown if (row.decision.disposition or "") == disposition])
    columns = {say("portfolio.disposition"): [*labels, say("portfolio.sum")]}
    groups.append(missions)
    columns[say("portfolio.count")] = [f"{len(group):,}" for group in groups]
    columns[say("portfolio.count_percent")] = [_percent(len(group), len(missions)) for group in groups]
    for name, figure, units in (("budget", _budget, -2), ("positions", _positions, 0)):
        whole = sum(_known(missions, figure))
        columns[say(f"portfolio.{name}")] = [_total(group, figure, units) for group in groups]
        columns[say(f"portfolio.{name}_percent")] = [
            _percent(sum(known), whole) if (known := _known(group, figure)) else "" for group in groups
        ]
    with st.container(key="numbers_numbers_1"):
        st.table(pd.DataFrame(columns), hide_index=True, alt=say("portfolio.by_disposition"))
    st.caption(
        say(
            "portfolio.have_data",
            budget=f"{len(_known(missions, _budget)):,}",
            positions=f"{len(_known(missions, _positions)):,}",
            all=f"{len(missions):,}",
        )
    )


def _budget(mission: Mission) -> int | None:
    return mission.budget_satang


def _positions(mission: Mission) -> int | None:
    return mission.positions


def _known(missions: Sequence[Mission], figure: Callable[[Mission], int | None]) -> list[int]:
    return [value for mission in missions if (value := figure(mission)) is not None]


def _total(missions: Sequence[Mission], figure: Callable[[Mission], int | None], units: int) -> str:
    """The sum of what is known, and of how many missions that is when it is not all."""
    known = _known(missions, figure)
    if not known:
        return say("portfolio.no_data") if missions else ""
    total = f"{Decimal(sum(known)).scaleb(units):,.0f}"
    if len(known) == len(missions):
        return total
    return say("portfolio.of_known", total=total, known=f"{len(known):,}", n=f"{len(missions):,}")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else ""


def _heat_map(chart: Chart, review: Review, shown: Sequence[MissionStatus]) -> None:
    """How many missions of each ministry, or department of the one ministry, got which decision."""
    one = len({ministry_of(row, review) for row in shown}) == 1
    heading = say("portfolio.heat_department" if one else "portfolio.heat_ministry")
    names, called = decision_names(chart, lang()), agency_names(shown, review)
    cells = Counter(
        (department_of(row) if one else ministry_of(row, review), row.decision.disposition or "") for row in shown
    )
    sums: Counter[str] = Counter()
    for (agency, _), count in cells.items():
        sums[agency] += count
    largest = [agency for agency, _ in sorted(sums.items(), key=lambda item: (-item[1], item[0]))][:_MOST]
    table = pd.DataFrame(
        {label: [cells[agency, decision] for agency in largest] for decision, label in names.items()},
        index=pd.Index([plain(called[agency]) for agency in largest], name=say(f"portfolio.{_OF[one]}")),
    )
    most = max(cells.values())
    st.header(heading, anchor=False)
    if len(sums) > _MOST:
        st.caption(say("portfolio.heat_most", n=_MOST, all=f"{len(sums):,}"))
    with st.container(key="numbers_numbers_2"):
        st.table(table.style.map(lambda count: paint(count / most)).format("{:,}"), alt=heading)


def paint(share: float) -> str:
    """The style of a cell: deeper for a larger share of the largest number; no number has no colour."""
    if not share:
        return ""
    fills = shade(share), shade(share, dark=True)
    fill, text = (", ".join(map(_hex, colours)) for colours in (fills, map(ink, fills)))
    return f"background-color: light-dark({fill}); color: light-dark({text})"


def shade(share: float, *, dark: bool = False) -> Colour:
    """The colour of a cell, the further from the page's for a larger share (0 to 1) of the largest number."""
    ends = zip(*(_DARK if dark else _LIGHT), strict=True)
    red, green, blue = (round(small + (large - small) * share) for small, large in ends)
    return red, green, blue


def ink(fill: Colour) -> Colour:
    """Black or white, whichever reads better on ``fill``."""
    return max(_BLACK, _WHITE, key=lambda colour: contrast(colour, fill))


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()


def _questions(chart: Chart, shown: Sequence[MissionStatus]) -> None:
    """How many missions leave the chart at each question, and how many it holds."""
    st.header(say("portfolio.exits"), anchor=False)
    decisions = [row.decision for row in shown]
    leave = Counter(decision.exit_question for decision in decisions)
    held = Counter(decision.next_question for decision in decisions if decision.status == "incomplete")
    detail = Counter(question for decision in decisions for question in decision.open_details)
    asked = [q for q in chart.order if chart.questions[q].number or leave[q] or held[q] or detail[q]]
    table = pd.DataFrame(
        {
            say("portfolio.question"): [localizer(chart).question(question) for question in asked],
            say("portfolio.leave"): [leave[question] for question in asked],
            say("portfolio.held"): [held[question] for question in asked],
            say("portfolio.detail_open"): [detail[question] for question in asked],
        }
    )
    bars = ("leave", "held", "detail_open")
    st.dataframe(
        table,
        hide_index=True,
        height=_ROW * (len(asked) + 1) + 2,
        row_height=_ROW,
        column_config={
            say(f"portfolio.{name}"): st.column_config.ProgressColumn(format="%d", min_value=0, max_value=len(shown))
            for name in bars
        },
        alt=say("portfolio.exits"),
    )
