"""Parts of a page that are folded until somebody opens them, and made only then."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


def panel(label: str, *, key: str, icon: str, opened: bool = False) -> ExpanderContainer:
    """A folded box whose ``open`` says whether to fill it; at first ``opened`` or not, then as it was left."""
    # Streamlit takes a box whose label changed, its number or its language, for another one, which begins anew.
    st.session_state[key] = st.session_state.get(key, opened)
    return st.expander(label, icon=icon, key=key, on_change="rerun")


@contextmanager
def folded(label: str, *, key: str, icon: str) -> Iterator[bool]:
    """A folded box, and whether to fill it: from its first opening on, so that nothing typed in it is lost."""
    with panel(label, key=key, icon=icon) as box:
        seen: set[str] = st.session_state.setdefault("opened_boxes", set())
        if box.open:
            seen.add(key)
        yield key in seen
