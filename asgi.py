"""The door for a ministry's server, ``uvicorn asgi:app``: the pages of app.py, guarded, and a sign of being ready."""

import base64
import hashlib
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg

from record.members import find_member
from record.store import OPERATOR, Store
from record.store_error import StoreError
from ui.warm import warm_up

_HERE = Path(__file__).parent
_ASKED = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"}
"""What our pages ask of the server. Of the rest, ``clear_cache`` empties everyone's caches, even before sign-in."""
_FOR_OPERATORS = ("/_stcore/metrics", "/_stcore/agent")


def _own_scripts() -> str:
    """The scripts that stand in Streamlit's own page, as a security policy names them."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{value}'" for value in hashes)


HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {_own_scripts()} blob:",  # components come as blobs
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Tells browsers what the pages may do, and lets nothing through that only Streamlit's developers would ask."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "websocket":
            await self._app(scope, _without_unasked(receive), send)
        elif scope["type"] == "http":
            app = _not_found if scope["path"].startswith(_FOR_OPERATORS) else self._app
            await app(scope, receive, _with_headers(scope, send))
        else:
            await self._app(scope, receive, send)


def _without_unasked(receive: Receive) -> Receive:
    async def received() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or message.get("bytes") is None or _is_asked(message["bytes"]):
                return message

    return received


def _is_asked(data: bytes) -> bool:
    try:
        return BackMsg.FromString(data).WhichOneof("type") in _ASKED
    except DecodeError:
        return False


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if scope["scheme"] == "https":
                message["headers"] = [(name, _over_https_only(name, value)) for name, value in message["headers"]]
        await send(message)

    return sent


def _over_https_only(name: bytes, value: bytes) -> bytes:
    """A header as it was or, when it sets a cookie, with a cookie that never travels in the clear."""
    secure = name.lower() != b"set-cookie" or b"; secure" in value.lower()
    return value if secure else value + b"; Secure"


_not_found = PlainTextResponse("Not found", 404)


def ready(_: Request) -> JSONResponse:
    """Whether the record can be read, for whoever sends visitors to this process."""
    try:
        find_member(Store.from_environment(), OPERATOR)
    except StoreError as error:
        return JSONResponse({"ready": False, "record": error.code}, 503)
    return JSONResponse({"ready": True})


@asynccontextmanager
async def _prepared(_: st.App) -> AsyncIterator[None]:
    # It would tell the codes with which people sign in, and Streamlit turns it on whatever uvicorn was told.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    if st.secrets.load_if_toml_exists() and "auth" in st.secrets:
        # Nobody can sign in at any other address than this, so that it needs no setting of its own.
        host = urlsplit(st.secrets["auth"].get("redirect_uri", "")).hostname
        config.set_option("server.allowedHosts", [*config.get_option("server.allowedHosts"), *filter(None, [host])])
    warm_up()
    yield


app = st.App(_HERE / "app.py", lifespan=_prepared, routes=[Route("/api/ready", ready)], middleware=[Middleware(Guard)])
