"""The production entry, as uvicorn serves it."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from record.sign_in import SignInRules, admit, end_sign_in, sign_in_id
from record.store import Store
from tests.record.job_steps import until
from tests.record.working_group import MALEE, make_group
from tests.servers import ADDRESS, ROOT, UVICORN, awaited, started
from ui.guard import UploadQuota

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

from ui.guard import Guard

page = Path(__file__).with_name("seen.py")
guarded = st.App(page, middleware=[Middleware(Guard)])
bare = st.App(page)
"""
OFFERING = """
import streamlit as st

st.download_button("get", b"of one page only", file_name="offered.txt")
"""
FORGETTING = """
import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit import config

from ui.closed_pages import forget_closed_pages

config.set_option("server.disconnectedSessionTTL", 1)


@asynccontextmanager
async def prepared(_):
    task = asyncio.create_task(forget_closed_pages(0.1))
    yield
    task.cancel()


app = st.App(Path(__file__).with_name("seen.py"), lifespan=prepared)
"""
OVERLAPPING = """
import time

import streamlit as st


@st.cache_resource
def runs():
    return []


runs().append("begun")
until = time.monotonic() + 0.1
while time.monotonic() < until:
    pass
runs().append("done")
st.text(" ".join(runs()))
"""
EMPTY = BackMsg(clear_cache=True).SerializeToString()
PADDING = b"\xc2\x3e\xa0\x8d\x06" + b"x" * 100_000
"""A field that the protocol does not know, number 1,000, and so passes over."""


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310
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


def test_an_answer_names_its_request_in_the_log(tmp_path: Path) -> None:
    command = [sys.executable, "-m", *UVICORN]
    environment = os.environ | {"BLUEPRINT_DATABASE_URL": f"sqlite:///{tmp_path}/r.db"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stderr=subprocess.PIPE) as server:
        assert server.stderr
        address = next(found.group() for line in server.stderr if (found := re.search(ADDRESS, line)))
        _, headers, _ = get(f"{address}/api/v1/charts/none/1.0.0", **{"X-Request-ID": "of-the-proxy-1"})
        server.terminate()
        (line,) = (json.loads(line) for line in server.stderr if line.startswith("{"))
    assert headers["x-request-id"] == line["request"] == "of-the-proxy-1"
    assert (line["place"], line["status"], line["method"]) == ("/api/v1/charts", 404, "GET")
    assert line["ms"] > 0


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
            answer = ForwardMsg.FromString(bytes(socket.recv(timeout=300, decode=False)))
            said = answer.delta.new_element.text.body or said
            if (
                answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                and answer.WhichOneof("type") == "script_finished"
            ):
                return said


def test_one_page_never_runs_twice_at_the_same_time(tmp_path: Path) -> None:
    # Two runs at once change the same widgets' values: one of them then ends in an error that the user sees.
    (tmp_path / "seen.py").write_text(OVERLAPPING, encoding="utf-8")
    (tmp_path / "serving.py").write_text(SERVING, encoding="utf-8")
    (tmp_path / ".streamlit").symlink_to(ROOT / ".streamlit")
    click = BackMsg(rerun_script=ClientState()).SerializeToString()
    with started(["uvicorn", "serving:bare", f"--app-dir={tmp_path}", "--port=0"], HOME=str(tmp_path)) as address:
        runs = visited(address, *[click] * 20).split()
    assert runs == ["begun", "done"] * (len(runs) // 2)


def test_a_file_finds_its_place_while_the_page_begins_to_run(served: str) -> None:
    # Streamlit forgets what it has not yet sent when a run begins: a file chosen at that moment was never sent.
    line = f"{served.replace('http', 'ws', 1)}/_stcore/stream"
    run = BackMsg(rerun_script=ClientState()).SerializeToString()
    asked = {f"file {n}" for n in range(20)}
    with connect(line, subprotocols=[Subprotocol("streamlit")]) as socket:
        for name in sorted(asked):
            socket.send(run)
            socket.send(
                BackMsg(file_urls_request=FileURLsRequest(request_id=name, file_names=["a.csv"])).SerializeToString()
            )
        answered: set[str] = set()
        while answered != asked:
            answer = ForwardMsg.FromString(bytes(socket.recv(timeout=300, decode=False)))
            if answer.WhichOneof("type") == "file_urls_response":
                answered.add(answer.file_urls_response.response_id)


def forged(kind: str, page: str) -> BackMsg:
    """A message that no page of ours sends."""
    message = BackMsg()
    run, operation = message.rerun_script, message.backend_operation_request
    if kind == "names of files":
        message.file_urls_request.file_names.extend(["a"] * 2_000_000)
    elif kind == "widgets":
        run.widget_states.widgets.extend(WidgetState(id=f"$$ID-{n}-{n}", string_value="") for n in range(200_000))
    elif kind == "hashes":
        run.cached_message_hashes.extend(["0" * 32] * 200_000)
    elif kind == "part of the page":
        run.fragment_id = "x\nforged line"
    elif kind == "skills":
        operation.request_id, operation.session_id = "forged", page
        operation.dismiss_skills_nudge.SetInParent()
    return message


@pytest.mark.parametrize("kind", ["names of files", "widgets", "hashes", "part of the page", "skills", "text"])
def test_a_forged_message_is_as_if_it_was_never_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    # Two million names of files stopped the server for a minute, for everybody, before anybody signed in.
    (tmp_path / "seen.py").write_text(PAGE, encoding="utf-8")
    (tmp_path / "serving.py").write_text(SERVING, encoding="utf-8")
    run, subprotocols = BackMsg(rerun_script=ClientState()).SerializeToString(), [Subprotocol("streamlit")]
    with started(["uvicorn", "serving:guarded", f"--app-dir={tmp_path}", "--port=0"], HOME=str(tmp_path)) as address:
        line = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        with connect(line, subprotocols=subprotocols, max_size=None) as socket:
            socket.send(run)
            page = next(said for said in told(socket) if said.WhichOneof("type") == "new_session")
            ended = next(said for said in told(socket) if said.WhichOneof("type") == "script_finished")
            assert ended.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            session = page.new_session.initialize.session_id
            socket.send("forged" if kind == "text" else forged(kind, session).SerializeToString())
            socket.send(
                BackMsg(file_urls_request=FileURLsRequest(request_id="ours", file_names=["a"])).SerializeToString()
            )
            assert next(answers(socket)) == "ours"
    assert "forged" not in capsys.readouterr().out


def told(socket: ClientConnection) -> Iterator[ForwardMsg]:
    """What a page says to its browser."""
    while True:
        yield ForwardMsg.FromString(bytes(socket.recv(timeout=300, decode=False)))


def answers(socket: ClientConnection) -> Iterator[str]:
    """What it says to what was asked, by the name of the request, or of the run that it began."""
    for said in told(socket):
        kind = said.WhichOneof("type")
        if kind == "file_urls_response":
            yield said.file_urls_response.response_id
        elif kind in ("new_session", "backend_operation_response"):
            yield kind


def test_what_was_uploaded_counts_until_it_is_taken_away_indeed(tmp_path: Path) -> None:
    # To ask for it without the token of the page took it from the count, and left it in memory.
    database = f"sqlite:///{tmp_path}/record.db"
    with started(UVICORN, BLUEPRINT_DATABASE_URL=database, BLUEPRINT_UPLOAD_MB_PER_PAGE="1") as address:
        token = get(f"{address}/_stcore/health")[1]["set-cookie"].split("=", 1)[1].split(";")[0].strip('"')
        known = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
        line = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        with connect(line, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
            socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
            page = next(said for said in told(socket) if said.WhichOneof("type") == "new_session")
            place = f"{address}/_stcore/upload_file/{page.new_session.initialize.session_id}"

            def sent(method: str, file: str, size: int = 2_000, *, token: bool = True) -> int:
                head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
                body = head + b"x" * size + b"\r\n--x--\r\n"
                kind = {"Content-Type": "multipart/form-data; boundary=x"}
                headers, body_sent = kind | (known if token else {}), body if method == "PUT" else None
                request = urllib.request.Request(f"{place}/{file}", body_sent, headers, method=method)  # noqa: S310
                try:
                    with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310
                        return int(answer.status)
                except urllib.error.HTTPError as refused:
                    return refused.code

            assert sent("PUT", "1", 1_048_000) == 204
            assert sent("PUT", "2") == 429, "more than the share, so it broke off"
            assert [sent("DELETE", file, token=False) for file in "12"] == [403, 403]
            assert sent("PUT", "3") == 429
            assert [sent("DELETE", file) for file in "12"] == [204, 204]
            assert sent("PUT", "3") == 204


def test_what_a_page_offered_is_gone_soon_after_it_was_closed(tmp_path: Path) -> None:
    (tmp_path / "seen.py").write_text(OFFERING, encoding="utf-8")
    (tmp_path / "forgetting.py").write_text(FORGETTING, encoding="utf-8")
    served = ["uvicorn", "forgetting:app", f"--app-dir={tmp_path}", "--port=0", "--no-access-log"]
    with started(served, HOME=str(tmp_path)) as address:
        line = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        with connect(line, subprotocols=[Subprotocol("streamlit")]) as socket:
            socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
            offered = ""
            while not offered:
                answer = ForwardMsg.FromString(bytes(socket.recv(timeout=300, decode=False)))
                offered = answer.delta.new_element.download_button.url
            assert get(address + offered)[::2] == (200, b"of one page only")
        until(lambda: get(address + offered)[0] == 404)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "localhost.evil.example", "", "127.0.0.1@evil"])
def test_plain_http_answers_to_its_own_names_only(served: str, host: str) -> None:
    assert get(served + "/", Host=host)[0] in (400, 421)
    assert get(served + "/api/ready", Host="localhost")[0] == 200


SECRETS = """
[auth]
redirect_uri = "http://localhost/oauth2callback"
cookie_secret = "{secret}"
client_id = "tests"
client_secret = "tests"
server_metadata_url = "http://localhost/none"
"""
STRONG = "of the tests, and of nothing else at all"


def with_secrets(folder: Path, secret: str, mode: int = 0o600) -> None:
    file = folder / ".streamlit" / "secrets.toml"
    file.parent.mkdir()
    file.write_text(SECRETS.format(secret=secret), encoding="utf-8")
    file.chmod(mode)


@pytest.mark.parametrize(
    ("secret", "mode", "options", "said"),
    [
        ("", 0o600, [], "cookie_secret"),
        ("x", 0o600, [], "cookie_secret"),
        (STRONG, 0o644, [], "chmod 600"),
        (STRONG, 0o600, ["--workers=2"], "--workers"),
    ],
)
def test_an_unsafe_start_is_refused(tmp_path: Path, secret: str, mode: int, options: list[str], said: str) -> None:
    with_secrets(tmp_path, secret, mode)
    done = subprocess.run(
        [sys.executable, "-m", *UVICORN, *options],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "BLUEPRINT_DATABASE_URL": f"sqlite:///{tmp_path}/r.db"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert said in done.stderr
    assert "running on" not in done.stderr or "--workers=2" in options


def test_nothing_goes_up_or_down_before_signing_in(tmp_path: Path) -> None:
    with_secrets(tmp_path, STRONG)
    url = f"sqlite:///{tmp_path}/r.db"
    group = make_group(Store(url))
    with started(UVICORN, BLUEPRINT_DATABASE_URL=url, HOME=str(tmp_path)) as address:
        told = {"iss": "x", "sub": "1", "email": MALEE, "email_verified": True, "is_logged_in": True, "nonce": "n"}
        signed = create_signed_value(STRONG, USER_COOKIE_NAME, json.dumps(told)).decode()
        cookie = f"{USER_COOKIE_NAME}={signed}"
        for path in ("/media/0123.pdf", "/_stcore/upload_file/a/b"):
            assert get(address + path)[0] == 403, path
            assert get(address + path, Cookie=cookie)[0] != 403, path
            assert get(address + path, Cookie=cookie.replace(".", "!"))[0] == 403, path
        admit(group.store, told, SignInRules())
        end_sign_in(group.store, MALEE, sign_in_id(told))
        assert get(f"{address}/media/0123.pdf", Cookie=cookie)[0] == 403, "signed out in another tab"
        assert get(f"{address}/")[0] == 200
    assert (tmp_path / "r.db").stat().st_mode & 0o777 == 0o600


def test_one_page_uploads_no_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    open_pages = {"page", "another", "third"}
    pages = SimpleNamespace(is_active_session=open_pages.__contains__)
    monkeypatch.setattr("ui.guard.runtime.get_instance", lambda: pages)
    quota = UploadQuota(per_page=10, per_address=15)

    def upload(page: str, file: str, *sizes: int) -> list[str]:
        chunks = iter([{"type": "http.request", "body": b"x" * size} for size in sizes])

        async def receive() -> Message:
            return next(chunks)

        counted = quota.counted(page, file, "192.0.2.1", receive)
        return [awaited(_one(counted))["type"] for _ in sizes]

    assert upload("page", "1", 4, 4) == ["http.request"] * 2
    assert quota.has_room("page", "192.0.2.1")
    assert upload("page", "2", 4) == ["http.disconnect"]
    assert not quota.has_room("page", "192.0.2.1")
    quota.forget("page", "2")
    assert quota.has_room("page", "192.0.2.1")
    upload("another", "3", 9)
    assert not quota.has_room("third", "192.0.2.1"), "of the address"
    assert quota.has_room("third", "192.0.2.2")
    open_pages.discard("another")
    assert quota.has_room("third", "192.0.2.1"), "what a closed page uploaded is gone"


async def _one(receive: Receive) -> Message:
    return await receive()
