"""What the cases beside a chart came to."""

import pandas as pd
import streamlit as st

from engine.impact import outcome_told
from flowchart.chart import Chart
from missions.cases import Run
from missions.files.problems import problems_frame
from ui.language import lang, say
from ui.widgets.file_reading import problem_table
from ui.widgets.long_table import long_table


def show_cases(chart: Chart, run: Run, failing: str) -> int:
    """How many cases fail or are not understood, after showing them; ``failing`` is the key of what says so."""
    counts = {"cases": f"{len(run.outcomes):,}", "reached": len(run.reached), "edges": len(chart.edges)}
    n = len(run.failed) + len(run.problems)
    if not n:
        st.markdown(say("cases.hold", **counts))
        return 0
    st.warning(say(failing, n=n, **counts), icon=":material/report:")
    if run.failed:
        long_table(_failed(chart, run), say("cases.title"))
    if run.problems:
        problem_table(problems_frame(run.problems, lang()))
    return n


def _failed(chart: Chart, run: Run) -> pd.DataFrame:
    cases = [(outcome.case, outcome.decision) for outcome in run.failed]
    return pd.DataFrame(
        {
            say("cases.row"): [case.row for case, _ in cases],
            say("cases.expected"): [outcome_told(chart, case.expected, case.detail, lang()) for case, _ in cases],
            say("cases.decided"): [outcome_told(chart, d.disposition, d.sub_form, lang()) for _, d in cases],
            say("cases.why"): [case.why or "–" for case, _ in cases],
        }
    )
