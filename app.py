"""The door for the browser: pages and language. Nothing else."""

import logging
import uuid
from pathlib import Path

import streamlit as st

from ui import bulk, chart, summary, walk
from ui.language import language_switch, say
from ui.warm import warm_up

warm_up()
st.set_page_config(page_title=say("app"), page_icon="static/icon.png", layout="wide")
page = st.navigation(
    [
        st.Page(walk.page, title=say("page.walk"), icon=":material/account_tree:", url_path="walk", default=True),
        st.Page(bulk.page, title=say("page.bulk"), icon=":material/table_view:", url_path="bulk"),
        st.Page(summary.page, title=say("page.summary"), icon=":material/description:", url_path="summary"),
        st.Page(chart.page, title=say("page.chart"), icon=":material/schema:", url_path="chart"),
    ],
    position="top",
)
st.html(Path(__file__).parent / "ui" / "theme.css")
with st.container(horizontal=True, horizontal_alignment="right"):
    language_switch()
try:
    page.run()
except Exception:  # the user gets a sentence and a reference, the log everything
    reference = uuid.uuid4().hex[:8]
    logging.getLogger("blueprint").exception("page %r failed, reference %s", page.url_path, reference)
    st.error(say("error", reference=reference))
