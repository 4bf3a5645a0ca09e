"""The chart on a page: the question the mission stands at, the path it took, and buttons to go back."""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from flowchart.chart import Chart
from flowchart.picture import CSS, html
from text.words import Lang

_HERE = Path(__file__).parent
_THEME = (_HERE / "flow.css").read_text(encoding="utf-8")
_SCRIPT = (_HERE / "flow.js").read_text(encoding="utf-8")
_mount = st.components.v2.component("flow", html='<div class="flow"></div>', css=f"{CSS}\n{_THEME}", js=_SCRIPT)


def flow(
    chart: Chart,
    lang: Lang,
    *,
    path: Sequence[tuple[str, str]] = (),
    current: str | None = None,
    disposition: str | None = None,
    clickable: Collection[str] = (),
    key: str,
    on_click: Callable[[], None] = lambda: None,
) -> None:
    """Draw the chart. ``on_click`` runs when a question in ``clickable`` is pressed; it asks ``clicked`` which.

    When the mission moves to another question, the page goes to its top, where the new question stands.
    """
    markup = _markup(chart, lang, tuple(path), current, disposition, frozenset(clickable))
    _mount(
        data={"html": markup, "lang": lang, "standing": current or disposition or ""},
        key=key,
        on_clicked_change=on_click,
    )


_markup = lru_cache(maxsize=256)(html)


def clicked(key: str, clickable: Collection[str]) -> str | None:
    """The question that was pressed. The value comes from the browser: anything not in ``clickable`` is dropped."""
    state: Any = st.session_state.get(key)
    value = state.get("clicked") if state else None
    return value if isinstance(value, str) and value in clickable else None
