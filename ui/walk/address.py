"""The question on the page in the page's address: a link leads to it, and the browser's Back goes a question back."""

import streamlit as st

from flowchart.chart import Chart
from ui.routes import comes_from_elsewhere
from ui.walk.draft import Draft

QUESTION = "question"
RESULT = "-"
"""What the address says for the result."""
_WALKED = "walked"


def follow(chart: Chart, draft: Draft) -> None:
    """Go to the question that the address names, when it is another than this window wrote there last.

    An address without a question is where the mission was come to: "back" leads to what was shown there. What is done
    on the page before the browser shows the new address comes with the old one, and leads nowhere.
    """
    asked = st.query_params.get(QUESTION, "")
    touched, draft.touched = draft.touched, False
    came = comes_from_elsewhere() or st.session_state.get(_WALKED) is not draft
    st.session_state[_WALKED] = draft
    if asked == draft.addressed or touched or (came and not asked):
        return
    draft.addressed = asked
    wanted = asked or draft.began
    if wanted in chart.questions:
        draft.at = wanted
    elif wanted == RESULT:
        draft.at = None


def late(draft: Draft) -> bool:
    """Whether what was just done on the page was meant for the question before: a second press, for instance."""
    return (st.query_params.get(QUESTION) or draft.began) != (draft.at or RESULT)


def write(draft: Draft) -> None:
    """Have the address name the question to be shown, unless the mission was come to just there.

    Before the question is drawn: whatever is then done on the page comes with this address.
    """
    here = draft.at or RESULT
    named = st.query_params.get(QUESTION, "")
    if draft.addressed is None and not named:
        draft.began, draft.addressed = here, ""
    if named or here != draft.began:
        draft.addressed = here
        if named != here:
            st.query_params[QUESTION] = here
