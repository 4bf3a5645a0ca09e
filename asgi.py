"""The door for a ministry's server, ``uvicorn asgi:app``: the pages of app.py, guarded, and a sign of being ready."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route
from streamlit import config

from api.app import make_app
from api.at_once import DecideAtOnce
from record.members import find_member
from record.store import OPERATOR, Store
from record.store_error import StoreError
from ui.closed_pages import forget_closed_pages
from ui.first_visit import FirstVisit
from ui.guard import Guard
from ui.logs import write_lines
from ui.metering import serve_figures
from ui.sign_in import dangers, several_workers, signs_in
from ui.uploads import PATH, uploads
from ui.warm import warm_up

_HERE = Path(__file__).parent
METRICS_PORT = "BLUEPRINT_METRICS_PORT"


def ready(_: Request) -> JSONResponse:
    """Whether the record can be read, for whoever sends visitors to this process."""
    try:
        find_member(Store.from_environment(), OPERATOR)
    except StoreError as error:
        return JSONResponse({"ready": False, "record": error.code}, 503)
    return JSONResponse({"ready": True})


def live(_: Request) -> JSONResponse:
    """Whether this process answers at all, for whoever restarts it; the record is not asked."""
    return JSONResponse({"live": True})


def robots(_: Request) -> PlainTextResponse:
    """What search engines may look at: nothing, the pages are for those who work on a review."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


@asynccontextmanager
async def _prepared(_: st.App) -> AsyncIterator[None]:
    write_lines()
    # It would tell the codes with which people sign in, and Streamlit turns it on whatever uvicorn was told.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    if st.secrets.load_if_toml_exists() and "auth" in st.secrets:
        # Nobody can sign in at any other address than this, so that it needs no setting of its own.
        host = urlsplit(st.secrets["auth"].get("redirect_uri", "")).hostname
        config.set_option("server.allowedHosts", [*config.get_option("server.allowedHosts"), *filter(None, [host])])
    uploads.open()
    warm_up()
    figures = serve_figures(int(port)) if (port := os.environ.get(METRICS_PORT)) else None
    forgetting = asyncio.create_task(forget_closed_pages())
    try:
        yield
    finally:
        forgetting.cancel()
        if figures:
            figures.shutdown()


def _refuse_unsafe_start() -> None:
    if workers := several_workers():
        os.kill(os.getppid(), signal.SIGTERM)  # it would start one after another for ever
        sys.exit(workers)
    if found := dangers("en"):
        sys.exit("\n".join(found))


_refuse_unsafe_start()
_ROUTES = [
    Route("/api/ready", ready),
    Route("/api/live", live),
    Route("/robots.txt", robots),
    Route(PATH, uploads.answer, methods=["POST"]),
    Mount("/api", make_app(signs_in)),
]
_MIDDLEWARE = [Middleware(Guard), Middleware(FirstVisit), Middleware(DecideAtOnce)]
app = st.App(_HERE / "app.py", lifespan=_prepared, routes=_ROUTES, middleware=_MIDDLEWARE)
