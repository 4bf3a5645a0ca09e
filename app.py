"""The door for the browser. Nothing else.

``streamlit run app.py`` serves ``app``, which runs this file again, as the main program, whenever a page is shown.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit import cli_util
from streamlit.web.server import server_util

from ui import warm
from ui.first_visit import FirstVisit
from ui.routes import load


@asynccontextmanager
async def _opened(_: st.App) -> AsyncIterator[None]:
    warm.beside_pages()
    if not st.get_option("server.headless"):
        cli_util.open_browser(server_util.get_url(server_util.get_display_address(st.get_option("server.address"))))
    yield


if __name__ == "__main__":
    load("ui.frame").run()
    warm.shown()
else:
    far = st.get_option("server.address") != "localhost"
    app = st.App(__file__, lifespan=_opened, middleware=[Middleware(FirstVisit, packs=far)])
