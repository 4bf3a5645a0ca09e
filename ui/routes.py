"""Where the pages are: going from one to another, with what the address should say."""

from collections.abc import Callable
from importlib import import_module
from threading import Lock
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import StreamlitPage

MODULES = {
    "walk": "ui.walk.page",
    "waiting": "ui.waiting",
    "settle": "ui.walk.settle",
    "check": "ui.walk.check",
    "reviews": "ui.reviews.page",
    "portfolio": "ui.portfolio.page",
    "bulk": "ui.bulk.page",
    "summary": "ui.summary",
    "chart": "ui.chart",
    "chart-file": "ui.chart_file",
}
"""The module of each page."""
_pages: dict[str, StreamlitPage] = {}
_loading = Lock()


def load(module: str) -> ModuleType:
    """Load a module, one at a time: what several threads load, pages for instance, must not wait in a circle."""
    with _loading:
        return import_module(module)


def page_of(place: str) -> Callable[[], None]:
    """What shows a page; its module is loaded when it is first shown."""

    def page() -> None:
        load(MODULES[place]).page()

    return page


def settle_in(pages: list[StreamlitPage]) -> list[StreamlitPage]:
    """Tell the pages of one another."""
    _pages.update({page.url_path or "walk": page for page in pages})
    return pages


def came_to(page: StreamlitPage) -> None:
    """Note which page this run shows, and which the run before it showed."""
    st.session_state["page_before"] = st.session_state.get("page_here", page.url_path)
    st.session_state["page_here"] = page.url_path


def stayed() -> None:
    """Note that a part of the page runs, and not the page that was come to."""
    st.session_state["page_before"] = st.session_state.get("page_here")


def here() -> str:
    """The page that the last run showed."""
    return str(st.session_state.get("page_here", ""))


def comes_from_elsewhere() -> bool:
    """Whether the run before this one showed another page."""
    return bool(st.session_state.get("page_before") != st.session_state.get("page_here"))


def go(place: str, **query: object) -> None:
    """Go to a page, ``walk`` for instance; ``query`` is what its address says: ``/walk?mission=42``."""
    st.switch_page(_pages[place], query_params={name: str(value) for name, value in query.items() if value is not None})


def link(place: str, label: str, *, icon: str | None = None, **query: object) -> None:
    """A link to a page; ``query`` is what its address says."""
    if place not in _pages:  # a page that a test runs alone
        st.markdown(label)
        return
    wanted = {name: str(value) for name, value in query.items() if value is not None}
    st.page_link(_pages[place], label=label, icon=icon, query_params=wanted)


def asked(name: str) -> int | None:
    """A number that the address gives, such as the id of a review; None when it gives none."""
    value = st.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
