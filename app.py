"""The door for the browser: pages and language. Nothing else."""

from pathlib import Path

import streamlit as st

from text.version import version
from ui import chart, chart_file, summary, waiting
from ui.bulk import page as bulk
from ui.language import language_switch, say
from ui.notices import notice, other_notices
from ui.parts import failures_told
from ui.portfolio import page as portfolio
from ui.reviews import page as reviews
from ui.routes import came_to, settle_in
from ui.walk import check, settle
from ui.walk import page as walk
from ui.warm import warm_up
from ui.who import admitted, known, one_look
from ui.widgets.keys import keys, keys_help


def run() -> None:
    """One run: the frame of every page, and the page that the address names."""
    st.set_page_config(page_title=say("app"), page_icon="static/icon.png", layout="wide")
    me = known()
    n = waiting.number(me)
    mine = say("page.waiting_n", n=n) if n else say("page.waiting")
    places = [
        st.Page(
            waiting.page,
            title=mine,
            url_path="waiting",
            visibility="visible" if me else "hidden",
        ),
        st.Page(settle.page, title=say("page.settle"), url_path="settle", visibility="hidden"),
        st.Page(check.page, title=say("page.check"), url_path="check", visibility="hidden"),
        st.Page(
            walk.page, title=say("page.walk"), url_path="walk", visibility="hidden"
        ),  # the default's own path is "/"
        st.Page(walk.page, title=say("page.walk"), url_path="start", default=True),
        st.Page(reviews.page, title=say("page.reviews"), url_path="reviews"),
        st.Page(portfolio.page, title=say("page.portfolio"), url_path="portfolio", visibility="hidden"),
        st.Page(bulk.page, title=say("page.bulk"), url_path="bulk"),
        st.Page(summary.page, title=say("page.summary"), url_path="summary"),
        st.Page(chart.page, title=say("page.chart"), url_path="chart"),
        st.Page(chart_file.page, title=say("page.chart_file"), url_path="chart-file", visibility="hidden"),
    ]
    page = st.navigation(settle_in(places), position="top")
    st.html(Path(__file__).parent / "ui" / "theme.css")
    st.html(f"<style>:root {{ --choose-file: '{say('choose_file')}'; }}</style>")
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
    st.caption(say("version", version=version()), text_alignment="right")


warm_up()
with one_look():
    run()
