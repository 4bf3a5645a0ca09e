"""The door for the browser: pages and language. Nothing else."""

from pathlib import Path

import streamlit as st

from ui import bulk, chart, walk
from ui.language import language_switch, say

st.set_page_config(page_title=say("app"), page_icon="static/icon.png", layout="wide")
page = st.navigation(
    [
        st.Page(walk.page, title=say("page.walk"), icon=":material/account_tree:", url_path="walk", default=True),
        st.Page(bulk.page, title=say("page.bulk"), icon=":material/table_view:", url_path="bulk"),
        st.Page(chart.page, title=say("page.chart"), icon=":material/schema:", url_path="chart"),
    ],
    position="top",
)
st.html(Path(__file__).parent / "ui" / "theme.css")
with st.container(horizontal=True, horizontal_alignment="right"):
    language_switch()
page.run()
