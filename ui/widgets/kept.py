"""What a page works out once and keeps for the window until what it was made from is another."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

_T = TypeVar("_T")


def kept(name: str, key: object, make: Callable[[], _T]) -> _T:
    """What ``make`` gave for ``key``; made again when the key is not that of the last time.

    One value is kept for each ``name`` and window; keys are compared with ``==``.
    """
    cache: dict[str, tuple[object, _T]] = st.session_state.setdefault("kept", {})
    if name not in cache or cache[name][0] != key:
        cache[name] = key, make()
    return cache[name][1]
