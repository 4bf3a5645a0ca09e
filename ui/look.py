"""A run of a page: who is at it is read once, at its beginning, and holds for all its parts."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from ui.language import one_language

_T = TypeVar("_T")
_LOOK = "who_look"


@contextmanager
def one_look() -> Iterator[None]:
    """One run: what ``looked_up`` finds in it is found once."""
    st.session_state[_LOOK] = {}
    try:
        with one_language():
            yield
    finally:
        st.session_state.pop(_LOOK, None)


def looking() -> bool:
    """Whether a run is going on in which who is at the page is read once."""
    return _LOOK in st.session_state


def looked_up(what: Hashable, find: Callable[[], _T]) -> _T:
    """What ``find`` gives, found once in a run of a page."""
    look: dict[Hashable, _T] | None = st.session_state.get(_LOOK)
    if look is None:  # a callback
        return find()
    if what not in look:
        look[what] = find()
    return look[what]
