"""A part of a page that is made only once somebody opens it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def folded(label: str, *, key: str, icon: str) -> Iterator[bool]:
    """A folded box, and whether to fill it: from its first opening on, so that nothing typed in it is lost."""
    with st.expander(label, icon=icon, key=key, on_change="rerun") as box:
        seen: set[str] = st.session_state.setdefault("opened_boxes", set())
        if box.open:
            seen.add(key)
        yield key in seen
