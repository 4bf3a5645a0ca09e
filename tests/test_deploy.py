"""What deploy/ offers an operator works: nginx before a process, with its limits and its TLS, and systemd's unit."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.nginx import DEPLOY, HOST, at_ports, certified, configuration, fronted, needs, running
from tests.record.job_steps import until
from tests.servers import free_port

OLD = {"ssl_protocols       TLSv1.2 TLSv1.3;": "ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;"}


def answered(line: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    with closing(line):
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
        return answer


@dataclass(frozen=True)
class Front:
    """nginx before one process: the other is down."""

    plain: int
    secure: int
    certificate: str
    replaced: dict[str, str]
    """What was replaced in the configuration."""

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """What a browser is answered by HTTPS."""
        trusted = ssl.create_default_context(cafile=self.certificate)
        trusted.check_hostname = False  # it is for the host of the configuration, and this is localhost
        line = http.client.HTTPSConnection("localhost", self.secure, context=trusted, timeout=300)
        return answered(line, path, headers)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    plain, secure, process = free_port(), free_port(), free_port()
    replaced = certified(folder) | at_ports(plain, secure)
    replaced |= {"127.0.0.1:8501": f"127.0.0.1:{process}", "127.0.0.1:8502": f"127.0.0.1:{free_port()}"}
    front = Front(plain, secure, replaced["/etc/ssl/blueprint.crt"], replaced)
    command = [sys.executable, "-m", "uvicorn", "asgi:app", "--log-level=error", f"--port={process}"]
    settings = {"BLUEPRINT_DATABASE_URL": f"sqlite:///{folder}/record.db", "BLUEPRINT_ONE_ROOM": "open"}
    with running(command, process, **settings), fronted(folder, secure, replaced):
        yield front


def test_nginx_takes_the_configuration_as_it_is(tmp_path: Path) -> None:
    checked = [needs("nginx"), "-t", "-c", str(configuration(tmp_path, certified(tmp_path)))]
    done = subprocess.run(checked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("host", [HOST, "elsewhere.example", f"{HOST}.elsewhere.example", "127.0.0.1"])
def test_who_comes_by_http_is_sent_to_https_and_never_elsewhere(front: Front, host: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=300)
    answer = answered(line, "/walk?mission=7", {"Host": host})
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/walk?mission=7")


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/api/ready", 200), ("/api/nothing", 404)])
def test_every_answer_by_https_says_that_the_host_is_only_for_https(front: Front, path: str, status: int) -> None:
    answer = front.get(path)
    assert answer.status == status
    [said] = answer.headers.get_all("Strict-Transport-Security") or []
    name, _, seconds = said.partition("=")
    assert name == "max-age"
    assert int(seconds) >= 31_536_000


def test_cookies_come_back_by_https_only_and_a_browser_stays_where_it_is(front: Front) -> None:
    answer = front.get("/")
    given = answer.headers.get_all("Set-Cookie") or []
    assert [cookie for cookie in given if cookie.startswith("route=")]
    for cookie in given:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; ")), cookie
    again = front.get("/", Cookie="route=visitor-1")
    assert not [cookie for cookie in again.headers.get_all("Set-Cookie") or [] if cookie.startswith("route=")]


def shakes_hands(port: int, version: str) -> bool:
    """Whether a client that speaks only this version of TLS is let in."""
    client = [
        needs("openssl"),
        "s_client",
        f"-{version}",
        "-cipher",
        "ALL:@SECLEVEL=0",
        "-connect",
        f"127.0.0.1:{port}",
    ]
    done = subprocess.run(client, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    return done.returncode == 0 and "Cipher is (NONE)" not in done.stdout


def test_only_what_counts_as_secure_is_spoken(front: Front, tmp_path: Path) -> None:
    assert {version: shakes_hands(front.secure, version) for version in ("tls1", "tls1_1", "tls1_2", "tls1_3")} == {
        "tls1": False,
        "tls1_1": False,
        "tls1_2": True,
        "tls1_3": True,
    }
    secure = free_port()
    with fronted(tmp_path, secure, certified(tmp_path) | at_ports(free_port(), secure) | OLD):
        assert shakes_hands(secure, "tls1_1"), "a client that could not speak it would prove nothing"


def test_a_browser_may_ask_for_many_files_at_once(front: Front) -> None:
    trusted = ssl.create_default_context(cafile=front.certificate)
    trusted.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", front.secure), timeout=300) as line,
        trusted.wrap_socket(line, server_hostname=HOST) as secure,
    ):
        assert secure.selected_alpn_protocol() == "h2"


def test_half_a_request_is_dropped(tmp_path: Path) -> None:
    door = free_port()
    replaced = certified(tmp_path) | at_ports(free_port(), door)
    replaced |= {"client_header_timeout 10s": "client_header_timeout 1s"}
    trusted = ssl.create_default_context(cafile=replaced["/etc/ssl/blueprint.crt"])
    with (
        fronted(tmp_path, door, replaced),
        socket.create_connection(("127.0.0.1", door), timeout=300) as line,
        trusted.wrap_socket(line, server_hostname=HOST) as secure,
    ):
        secure.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        answer = secure.recv(1024)
        assert answer == b"" or b" 408 " in answer


def test_one_address_opens_no_more_pages_than_its_share_and_others_go_on(front: Front, tmp_path: Path) -> None:
    door = free_port()
    replaced = front.replaced | at_ports(free_port(), door) | {"blueprint_pages 500;": "blueprint_pages 2;"}
    trusted = ssl.create_default_context(cafile=front.certificate)
    trusted.check_hostname = False

    def opened() -> AbstractContextManager[ClientConnection]:
        return connect(f"wss://localhost:{door}/_stcore/stream", ssl=trusted, subprotocols=[Subprotocol("streamlit")])

    with fronted(tmp_path, door, replaced), ExitStack() as pages:
        first = pages.enter_context(opened())
        second = pages.enter_context(opened())
        with pytest.raises(InvalidStatus) as refused, opened():
            pass
        assert refused.value.response.status_code == 429
        assert replace(front, secure=door).get("/").status == 200, "only open pages are counted"
        second.ping().wait(300)
        first.close()
        until(lambda: opens(opened))


def opens(opened: Callable[[], AbstractContextManager[ClientConnection]]) -> bool:
    """Whether there is room for another page: nginx may still have to see that one was closed."""
    try:
        with opened():
            return True
    except InvalidStatus:
        return False


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    text = (DEPLOY / "blueprint@.service").read_text(encoding="utf-8")
    for line in ("Restart=always", "NoNewPrivileges=yes", "ProtectSystem=strict", "User=blueprint"):
        assert f"\n{line}\n" in text
    assert re.search(r"^MemoryMax=\d+G$", text, re.MULTILINE)
    if analyze is None:
        pytest.skip("no systemd-analyze found")
    unit = tmp_path / "blueprint@8501.service"
    unit.write_text(text.replace("/opt/blueprint/.venv/bin/python", sys.executable), encoding="utf-8")
    done = subprocess.run([analyze, "verify", "--man=no", unit], capture_output=True, text=True)
    assert "blueprint@8501" not in done.stderr, done.stderr
