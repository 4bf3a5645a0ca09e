"""The way in for large files, on a server as uvicorn serves it: to the disk, for whoever may, and nothing else."""

import asyncio
import http.client
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME, XSRF_COOKIE_NAME
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from record import jobs
from record.jobs import Job
from record.sign_in import SignInRules, admit, end_sign_in, sign_in_id
from record.store import Store
from tests.record.job_steps import found, until
from tests.record.working_group import MALEE, PRASERT, make_group
from tests.servers import UVICORN, awaited, started
from tests.test_asgi import STRONG, with_secrets
from ui.uploads import HOUR, PATH, SMALL, TICKET, Ledger, Share, _next

ROWS = b"id,q1\n" + b"1,yes\n" * 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("uploads")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(jobs.JOBS_VARIABLE, str(folder / "jobs"))
        yield folder


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{folder}/r.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def room(folder: Path, store: Store) -> Iterator[str]:
    """A server where nobody signs in."""
    assert store.dialect == "sqlite"
    with started(UVICORN, BLUEPRINT_DATABASE_URL=f"sqlite:///{folder}/r.db", HOME=str(folder)) as address:
        yield address


@contextmanager
def visited(address: str, cookie: str = "") -> Iterator[list[ForwardMsg]]:
    """What the open page of files was told."""
    token = generate_xsrf_token_string()
    headers = {"Cookie": f"{XSRF_COOKIE_NAME}={token}; {cookie}", "Origin": address}
    spoken = [Subprotocol("streamlit"), Subprotocol(token)]
    line = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(line, subprotocols=spoken, additional_headers=headers, max_size=None) as socket:
        asked = ClientState(page_name="bulk", query_string="lang=en")
        socket.send(BackMsg(rerun_script=asked).SerializeToString())
        told: list[ForwardMsg] = []
        while not told or told[-1].WhichOneof("type") != "script_finished":
            told.append(ForwardMsg.FromString(bytes(socket.recv(timeout=300, decode=False))))
        yield told


@contextmanager
def page(address: str, cookie: str = "") -> Iterator[str]:
    """An open page of files; its ticket, "" when it has none."""
    with visited(address, cookie) as told:
        said = b"".join(message.SerializeToString() for message in told)
        ticket = re.search(rb'"ticket": ?"([\w-]+)"', said)
        yield ticket[1].decode() if ticket else ""


def sent(address: str, ticket: str, data: bytes = ROWS, name: str = "missions.csv", **headers: str) -> tuple[int, str]:
    """The status of an upload, and the job that it became."""
    there = urlsplit(address)
    line = http.client.HTTPConnection(there.hostname or "", there.port, timeout=300)
    told = {TICKET: ticket} | {name.replace("_", "-"): value for name, value in headers.items()}
    line.request("POST", f"{PATH}?name={quote(name)}", body=data, headers=told)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, json.loads(body)["job"] if answer.status == 200 else ""


def of(address: str) -> Path:
    """What the system tells of the process that serves there, a child of this one."""
    port = f":{urlsplit(address).port:04X} "
    listening = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if port in line}
    children = [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]
    for process in (Path("/proc", pid) for pid in children):
        opened = {os.readlink(each) for each in (process / "fd").iterdir()}
        if opened & {f"socket:[{inode}]" for inode in listening}:
            return process
    raise AssertionError("no such child")


def peak(process: Path) -> int:
    """The most memory that a process has used, in MB."""
    (line,) = [line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def test_a_file_arrives_as_a_job_and_is_nobodys_who_does_not_know_it(room: str, store: Store) -> None:
    with page(room) as ticket:
        assert ticket
        status, id_ = sent(room, ticket, name="../ภารกิจ 1.csv")
    assert status == 200
    job: Job = found(store, id_)
    assert (job.name, job.size, job.state, job.owner) == ("ภารกิจ 1.csv", len(ROWS), "chosen", None)
    assert job.source.read_bytes() == ROWS


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process's memory")
def test_a_large_file_is_on_the_disk_and_not_in_memory(room: str, store: Store) -> None:
    with page(room) as ticket:
        sent(room, ticket)
        before = peak(of(room))
        status, id_ = sent(room, ticket, bytes(150_000_000))
        assert status == 200
        assert peak(of(room)) - before < 60, "MB"
    jobs.remove(store, found(store, id_))


def test_without_the_ticket_of_an_open_page_nothing_comes_in(room: str, folder: Path) -> None:
    before = set((folder / "jobs").iterdir())
    with page(room) as ticket:
        assert sent(room, "")[0] == 403
        assert sent(room, ticket[:-1] + "!")[0] == 403
        assert sent(room, ticket, Origin="https://evil.example")[0] == 403
        assert sent(room, ticket, Sec_Fetch_Site="cross-site")[0] == 403
        assert sent(room, ticket, Origin=room, Sec_Fetch_Site="same-origin")[0] == 200
    until(lambda: sent(room, ticket)[0] == 403)  # the page is closed
    assert len(set((folder / "jobs").iterdir()) - before) >= 1


def test_what_has_no_size_or_too_much_of_it_is_refused_unread(room: str) -> None:
    there = urlsplit(room)
    with page(room) as ticket:
        for headers, status in (({"Transfer-Encoding": "chunked"}, 411), ({"Content-Length": str(2**40)}, 413)):
            line = http.client.HTTPConnection(there.hostname or "", there.port, timeout=300)
            line.putrequest("POST", PATH)
            for name, value in {TICKET: ticket, **headers}.items():
                line.putheader(name, value)
            line.endheaders()
            assert line.getresponse().status == status
            line.close()


def test_an_upload_that_breaks_off_leaves_nothing_and_a_second_one_waits(room: str, folder: Path) -> None:
    there = urlsplit(room)
    before = set((folder / "jobs").iterdir())
    with page(room) as ticket:
        line = http.client.HTTPConnection(there.hostname or "", there.port, timeout=300)
        line.putrequest("POST", PATH)
        line.putheader(TICKET, ticket)
        line.putheader("Content-Length", "100000000")
        line.endheaders(b"x" * 3_000_000)
        until(lambda: set((folder / "jobs").iterdir()) - before)
        assert sent(room, ticket)[0] == 429, "one at a time"
        line.close()
        until(lambda: set((folder / "jobs").iterdir()) == before)
        assert sent(room, ticket)[0] == 200


def test_streamlits_own_way_takes_only_small_files(room: str) -> None:
    with visited(room) as told:
        offered = [message.delta.new_element.file_uploader.max_upload_size_mb for message in told]
    assert [most for most in offered if most] == [SMALL]


def cookie_of(email: str, address: str) -> tuple[str, dict[str, object]]:
    """The cookie of a member who signed in at that address, and what the provider said of them."""
    told: dict[str, object] = {"iss": "x", "sub": email, "email": email, "email_verified": True, "nonce": email}
    told |= {"is_logged_in": True, "origin": address}
    return f"{USER_COOKIE_NAME}={create_signed_value(STRONG, USER_COOKIE_NAME, json.dumps(told)).decode()}", told


def test_where_people_sign_in_an_upload_is_its_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_secrets(tmp_path, STRONG)
    monkeypatch.setenv(jobs.JOBS_VARIABLE, str(tmp_path / "jobs"))
    url = f"sqlite:///{tmp_path}/r.db"
    store = make_group(Store(url)).store
    with started(UVICORN, BLUEPRINT_DATABASE_URL=url, HOME=str(tmp_path)) as address:
        (malee, told), (prasert, other) = cookie_of(MALEE, address), cookie_of(PRASERT, address)
        for claims in (told, other):
            admit(store, claims, SignInRules())
        with page(address) as ticket:
            assert ticket == "", "nobody gets one before signing in"
        assert sent(address, "x")[0] == 403
        with page(address, malee) as ticket:
            assert ticket
            assert sent(address, ticket)[0] == 403, "without her cookie"
            assert sent(address, ticket, Cookie=prasert)[0] == 403, "with somebody else's"
            status, id_ = sent(address, ticket, Cookie=malee)
            assert status == 200
            assert found(store, id_, MALEE).owner == MALEE
            assert jobs.find(store, PRASERT, id_) is None
            end_sign_in(store, MALEE, sign_in_id(told))
            assert sent(address, ticket, Cookie=malee)[0] == 403, "signed out in another tab"
    assert [path.name for path in (tmp_path / "jobs").iterdir()] == [id_]
    store.close()


def test_a_page_and_an_address_send_no_more_than_their_share() -> None:
    clock = [0.0]
    ledger = Ledger(Share(bytes=100, files=3, at_once=1), Share(bytes=150, files=9, at_once=2), lambda: clock[0])

    def whole(page: str, size: int, address: str = "192.0.2.1") -> bool:
        coming = ledger.admit(page, address, size)
        if coming:
            coming.ended = True
        return coming is not None

    assert whole("page", 60)
    assert not whole("page", 60), "more bytes than a page may send"
    assert whole("page", 10)
    assert whole("page", 1)
    assert not whole("page", 1), "a fourth file"
    assert not whole("another", 90), "more than the address may send"
    assert whole("another", 90, "192.0.2.2")
    first = ledger.admit("third", "192.0.2.3", 1)
    assert first
    assert not whole("third", 1), "at the same time"
    clock[0] += HOUR
    assert whole("page", 60), "an hour later"
    assert not whole("third", 1), "and that one still comes"
    first.ended = True
    assert whole("third", 1)


def test_a_sender_that_falls_silent_is_not_waited_for() -> None:
    async def nothing() -> bytes:
        await asyncio.Event().wait()
        return b""

    with pytest.raises(TimeoutError):
        awaited(_next(nothing, 0.01))
