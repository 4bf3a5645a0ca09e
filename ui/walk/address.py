"""The question on the page in the page's address: a link leads to it, and the browser's Back goes a question back."""

import streamlit as st

from flowchart.chart import Chart
from ui.walk.draft import Draft

QUESTION = "question"
_RESULT = "-"
"""What the address says for the result."""


def follow(chart: Chart, draft: Draft) -> None:
    """Go to the question that the address names, when it is another than this window wrote there last."""
    asked = st.query_params.get(QUESTION)
    if asked == draft.addressed or asked is None:
        return
    draft.addressed = asked
    if asked in chart.questions:
        draft.at = asked
    elif asked == _RESULT:
        draft.at = None


def write(draft: Draft) -> None:
    """Have the address name the question on the page."""
    draft.addressed = draft.at or _RESULT
    if st.query_params.get(QUESTION) != draft.addressed:
        st.query_params[QUESTION] = draft.addressed
