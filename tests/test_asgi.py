"""The production entry, as uvicorn serves it."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from record.store import Store
from tests.servers import UVICORN, started

PAGE = """
import uuid

import streamlit as st


@st.cache_data
def kept():
    return uuid.uuid4().hex


st.text(kept())
"""
SERVING = """
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from asgi import Guard

page = Path(__file__).with_name("seen.py")
guarded = st.App(page, middleware=[Middleware(Guard)])
bare = st.App(page)
"""
EMPTY = BackMsg(clear_cache=True).SerializeToString()
PADDING = b"\xc2\x3e\xa0\x8d\x06" + b"x" * 100_000
"""A field that the protocol does not know, number 1,000, and so passes over."""


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    with started(UVICORN, BLUEPRINT_DATABASE_URL=f"sqlite:///{folder / 'r.db'}", HOME=str(folder)) as address:
        yield address


def test_ready_once_the_record_opens(served: str) -> None:
    status, _, body = get(f"{served}/api/ready")
    assert (status, json.loads(body)) == (200, {"ready": True})


def test_not_ready_with_a_broken_database(tmp_path: Path) -> None:
    broken = tmp_path / "r.db"
    broken.write_bytes(b"this is no database" * 1_000)
    with started(UVICORN, BLUEPRINT_DATABASE_URL=f"sqlite:///{broken}", HOME=str(tmp_path)) as address:
        status, _, body = get(f"{address}/api/ready")
        assert (status, json.loads(body)) == (503, {"ready": False, "record": "damaged"})
        broken.unlink()
        Store(f"sqlite:///{broken}").close()
        assert get(f"{address}/api/ready")[0] == 200, "it is ready as soon as the record can be opened"


def test_every_answer_tells_browsers_what_is_allowed(served: str) -> None:
    for path in ("/", "/bulk", "/api/ready", "/app/static/Sarabun-Regular.woff2", "/_stcore/metrics"):
        _, headers, _ = get(served + path)
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert "script-src 'self' 'sha256-" in headers["content-security-policy"], path
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_never_travel_in_the_clear_where_the_proxy_speaks_https(served: str, scheme: str) -> None:
    _, headers, _ = get(f"{served}/_stcore/health", **{"X-Forwarded-Proto": scheme})
    assert ("Secure" in headers["set-cookie"]) == (scheme == "https")


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_what_is_for_operators_is_not_for_visitors(served: str, path: str) -> None:
    assert get(served + path)[0] == 404


def test_nobody_can_empty_the_caches_of_others(tmp_path: Path) -> None:
    assert before_and_after(tmp_path, "guarded")
    assert not before_and_after(tmp_path, "bare"), "without the guard anybody can: is it still needed?"


def before_and_after(folder: Path, app: str) -> bool:
    """Whether a page keeps what it has in its cache when a visitor tells the server to empty the caches."""
    (folder / "seen.py").write_text(PAGE, encoding="utf-8")
    (folder / "serving.py").write_text(SERVING, encoding="utf-8")
    with started(["uvicorn", f"serving:{app}", f"--app-dir={folder}", "--port=0"], HOME=str(folder)) as address:
        before = visited(address)
        assert before
        assert visited(address) == before
        visited(address, EMPTY)
        visited(address, EMPTY + PADDING)
        return visited(address) == before


def visited(address: str, *first: bytes) -> str:
    """What the page says to a browser that sends these messages before it asks for the page."""
    with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=[Subprotocol("streamlit")]
    ) as socket:
        for message in (*first, BackMsg(rerun_script=ClientState()).SerializeToString()):
            socket.send(message)
        said = ""
        while True:
            answer = ForwardMsg.FromString(bytes(socket.recv(timeout=30, decode=False)))
            said = answer.delta.new_element.text.body or said
            if answer.WhichOneof("type") == "script_finished":
                return said
