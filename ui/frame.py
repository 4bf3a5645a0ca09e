"""The frame of every page: which pages there are, language, messages, and what went wrong."""

from pathlib import Path

import streamlit as st

from text.version import version
from ui.admission import admitted, known
from ui.language import language_switch, say
from ui.look import one_look
from ui.notices import notice, other_notices
from ui.parts import failures_told
from ui.routes import came_to, load, page_of, settle_in
from ui.streamlit_changes import change_streamlit
from ui.widgets.keys import keys, keys_help

change_streamlit()


def run() -> None:
    """One run: the frame of every page, and the page that the address names."""
    with one_look():
        _run()


def _run() -> None:
    st.set_page_config(page_title=say("app"), layout="wide")
    me = known()
    n = load("ui.waiting").number(me) if me else 0
    mine = say("page.waiting_n", n=n) if n else say("page.waiting")
    places = [
        st.Page(page_of("waiting"), title=mine, url_path="waiting", visibility="visible" if me else "hidden"),
        st.Page(page_of("settle"), title=say("page.settle"), url_path="settle", visibility="hidden"),
        st.Page(page_of("check"), title=say("page.check"), url_path="check", visibility="hidden"),
        # The default's own path is "/".
        st.Page(page_of("walk"), title=say("page.walk"), url_path="walk", visibility="hidden"),
        st.Page(page_of("walk"), title=say("page.walk"), url_path="start", default=True),
        st.Page(page_of("reviews"), title=say("page.reviews"), url_path="reviews"),
        st.Page(page_of("portfolio"), title=say("page.portfolio"), url_path="portfolio", visibility="hidden"),
        st.Page(page_of("bulk"), title=say("page.bulk"), url_path="bulk"),
        st.Page(page_of("summary"), title=say("page.summary"), url_path="summary"),
        st.Page(page_of("chart"), title=say("page.chart"), url_path="chart"),
        st.Page(page_of("chart-file"), title=say("page.chart_file"), url_path="chart-file", visibility="hidden"),
    ]
    page = st.navigation(settle_in(places), position="top")
    st.html(Path(__file__).parent / "theme.css")
    said = f"--choose-file: '{say('choose_file')}'; --more-pages: '{say('more_pages')}';"
    st.html(f"<style>:root {{ {said} }}</style>")
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="header"):
        keys_help()
        language_switch()
    notice()
    with failures_told():
        came_to(page)
        if admitted():
            page.run()
            other_notices()
        keys()
    with st.container(key="foot"):
        st.caption(say("version", version=version()), text_alignment="right")
