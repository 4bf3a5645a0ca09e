"""The chart beside the question: in view on a wide screen, folded away when the room is needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from ui.language import say

_FOLDED = "chart_folded"


@contextmanager
def where(*, above: bool = False) -> Iterator[None]:
    """One row for what says where this is. Nothing of it changes its row when another part comes or grows.

    ``above``: what else is on the line stands below it.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="where_above" if above else "where"):
        yield


def fold_switch() -> None:
    """The button that folds the chart away and brings it back."""

    def fold() -> None:
        st.session_state[_FOLDED] = not st.session_state.get(_FOLDED, False)

    label = "walk.show_chart" if st.session_state.get(_FOLDED) else "walk.hide_chart"
    st.button(say(label), key="fold", type="tertiary", icon=":material/account_tree:", on_click=fold)


@contextmanager
def beside(chart: Callable[[], None], below: Callable[[], None] = lambda: None) -> Iterator[None]:
    """The work, and the chart beside it with what stands below it; folded, only that follows the work."""
    if st.session_state.get(_FOLDED):
        yield
        below()
        return
    left, right = st.columns([11, 10], gap="large")
    with left:
        yield
    with right, st.container(key="chart_side"):
        chart()
        below()
