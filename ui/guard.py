"""What stands between a server's visitors and the pages: what browsers may do, who may send and fetch files."""

import base64
import hashlib
import logging
import os
import re
import time

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from ui.first_visit import page
from ui.logs import REQUEST, reference
from ui.metering import Visit
from ui.request_sign_in import member_behind
from ui.sign_in import signs_in

_ASKED = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"}
"""What our pages ask of the server. Of the rest, ``clear_cache`` empties everyone's caches, even before sign-in."""
_OPERATIONS = {"deferred_file", "dataframe_chunk"}
"""What they ask of it besides. The rest writes into the folders of whoever runs the server."""
_MOST, _LONGEST = 10_000, 200
"""Entries of a list in a message, and letters of a name that Streamlit looks up, and logs when it finds nothing.

Two million names of files, in 6 MB from anybody who can reach the address, stopped the server for a minute.
"""
_FOR_OPERATORS = ("/_stcore/metrics", "/_stcore/agent")
_UPLOADS = "/_stcore/upload_file/"
_ASKED_ALL_THE_TIME = ("/api/ready", "/api/live")
_FILES = ("/media/", _UPLOADS)
"""Where files come from and go to."""
PAGE_QUOTA, ADDRESS_QUOTA = (
    int(os.environ.get(name, default)) * 2**20
    for name, default in (("BLUEPRINT_UPLOAD_MB_PER_PAGE", "200"), ("BLUEPRINT_UPLOAD_MB_PER_ADDRESS", "1000"))
)
"""Bytes that one open page, and all pages of one address, may have uploaded and not closed."""

_logger = logging.getLogger("blueprint")


def _own_scripts() -> str:
    """The scripts that stand in the page, as a security policy names them."""
    scripts = re.findall(r"<script>(.*?)</script>", page(), re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{value}'" for value in hashes)


HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            # Components come as blobs; Streamlit's reader of messages tries WebAssembly, which runs no text as script.
            f"script-src 'self' {_own_scripts()} blob: 'wasm-unsafe-eval'",
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
    """Tells browsers what the pages may do, and lets nothing through that only Streamlit's developers would ask.

    Files go up and down only for whoever is signed in at that moment, where people sign in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._quota = UploadQuota()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "websocket":
            visit = Visit()
            try:
                await self._app(scope, _without_unasked(receive, visit), _seen(send, visit))
            finally:
                visit.leaves()
        elif scope["type"] == "http":
            of_request = reference(Headers(scope=scope).get("x-request-id"))
            token = REQUEST.set(of_request)
            try:
                app, counted = await self._answering(scope, receive)
                answer = self._forgetting(scope, _with_headers(scope, send, of_request))
                try:
                    await app(scope, counted, answer)
                except ClientDisconnect:  # an upload that was broken off, by its sender or as it was too much
                    await _too_much(scope, receive, answer)
            finally:
                REQUEST.reset(token)
        else:
            await self._app(scope, receive, send)

    async def _answering(self, scope: Scope, receive: Receive) -> tuple[ASGIApp, Receive]:
        """What answers a request: the app, or a refusal; and the request as it may come in."""
        path = scope["path"]
        if not is_host_allowed(Headers(scope=scope).get("host")):
            return _wrong_host, receive
        if path.startswith(_FOR_OPERATORS):
            return _not_found, receive
        if path.startswith(_FILES) and not await run_in_threadpool(_is_signed_in, scope):
            return _sign_in_first, receive
        if path.startswith(_UPLOADS):
            page, _, file = path[len(_UPLOADS) :].partition("/")
            address = (scope.get("client") or ("",))[0]
            if scope["method"] in ("PUT", "POST"):
                if not self._quota.has_room(page, address):
                    return _too_much, receive
                return self._app, self._quota.counted(page, file, address, receive)
        return self._app, receive

    def _forgetting(self, scope: Scope, send: Send) -> Send:
        """The answer; a file that it says was taken away no longer counts. To ask for it is not enough."""
        path = scope["path"]
        if scope["method"] != "DELETE" or not path.startswith(_UPLOADS):
            return send
        page, _, file = path[len(_UPLOADS) :].partition("/")

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 300:
                self._quota.forget(page, file)
            await send(message)

        return sent


class UploadQuota:
    """Counts what each page and each address has uploaded: Streamlit keeps it in memory while the page is open."""

    def __init__(self, per_page: int = PAGE_QUOTA, per_address: int = ADDRESS_QUOTA) -> None:
        self._per_page, self._per_address = per_page, per_address
        self._sizes: dict[str, dict[str, int]] = {}
        self._addresses: dict[str, str] = {}

    def has_room(self, page: str, address: str) -> bool:
        """Whether another upload may begin. What closed pages uploaded is no longer kept, so no longer counts."""
        open_pages = runtime.get_instance()
        self._sizes = {each: files for each, files in self._sizes.items() if open_pages.is_active_session(each)}
        self._addresses = {each: owner for each, owner in self._addresses.items() if each in self._sizes}
        of_address = sum(self._of(each) for each, owner in self._addresses.items() if owner == address)
        return self._of(page) < self._per_page and of_address < self._per_address

    def _of(self, page: str) -> int:
        return sum(self._sizes.get(page, {}).values())

    def forget(self, page: str, file: str) -> None:
        """A file was taken away again."""
        self._sizes.get(page, {}).pop(file, None)

    def counted(self, page: str, file: str, address: str, receive: Receive) -> Receive:
        """The request, which breaks off once it is more than there is room for."""
        sizes = self._sizes.setdefault(page, {})
        self._addresses[page] = address

        async def received() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                sizes[file] = sizes.get(file, 0) + len(message.get("body", b""))
                if self._of(page) > self._per_page:
                    return {"type": "http.disconnect"}
            return message

        return received


def _is_signed_in(scope: Scope) -> bool:
    """Whether a sign-in that counts now is behind the request's cookie; anybody is, where nobody signs in."""
    return not signs_in() or member_behind(HTTPConnection(scope)) is not None


def _without_unasked(receive: Receive, visit: Visit) -> Receive:
    async def received() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            if asked := _asked(message.get("bytes") or b""):  # no page sends text, on which Streamlit fails
                visit.asks(asked)
                return message

    return received


def _asked(data: bytes) -> BackMsg | None:
    try:
        message = BackMsg.FromString(data)
    except DecodeError:
        return None
    run, operation = message.rerun_script, message.backend_operation_request
    if message.WhichOneof("type") not in _ASKED or operation.WhichOneof("payload") not in (None, *_OPERATIONS):
        return None
    lists = run.widget_states.widgets, run.cached_message_hashes, message.file_urls_request.file_names
    names = run.fragment_id, run.page_script_hash, run.page_name
    fits = all(len(each) <= _MOST for each in lists)
    return message if fits and all(len(name) <= _LONGEST and name.isprintable() for name in names) else None


def _seen(send: Send, visit: Visit) -> Send:
    async def sent(message: Message) -> None:
        await send(message)
        if message["type"] == "websocket.send":
            visit.told(message.get("bytes"))

    return sent


def _with_headers(scope: Scope, send: Send, of_request: str) -> Send:
    begun = time.perf_counter()

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            _log(scope, message["status"], time.perf_counter() - begun)
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers["x-request-id"] = of_request
            if scope["scheme"] == "https":
                message["headers"] = [(name, _over_https_only(name, value)) for name, value in message["headers"]]
        await send(message)

    return sent


def _log(scope: Scope, status: int, seconds: float) -> None:
    """Tell of a request to the API, and of any that failed; only the first parts of an address name nobody."""
    place = "/".join(scope["path"].split("/")[:4])
    if status >= 500 or (place.startswith("/api/") and place not in _ASKED_ALL_THE_TIME):
        figures = {"method": scope["method"], "place": place, "status": status, "ms": round(seconds * 1000, 1)}
        _logger.info("answered", extra={"figures": figures})


def _over_https_only(name: bytes, value: bytes) -> bytes:
    """A header as it was or, when it sets a cookie, with a cookie that never travels in the clear."""
    secure = name.lower() != b"set-cookie" or b"; secure" in value.lower()
    return value if secure else value + b"; Secure"


_not_found = PlainTextResponse("Not found", 404)
_wrong_host = PlainTextResponse("This server does not answer to that name", 421)
_sign_in_first = PlainTextResponse("Sign in first", 403)
_too_much = PlainTextResponse("Too much was uploaded. Close pages that are not needed and try again", 429)
