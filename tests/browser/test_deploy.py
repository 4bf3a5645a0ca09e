"""What deploy/ offers an operator works: nginx before two processes, of which one is killed, and systemd's unit."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from record.answering import drafts_of
from tests.browser.test_killed_server import prepared
from tests.browser.visitor import Visitor, visiting
from tests.record.working_group import of_mission
from tests.servers import ROOT, free_port

DEPLOY = ROOT / "deploy"
ON_AGAIN = 2.0
"""Seconds within which everyone is on again."""


def needs(program: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"no {program} to test with")
        pytest.skip(f"no {program} found")
    return found


def configuration(folder: Path, **replaced: str) -> Path:
    """The configuration in an nginx of its own, with parts of it replaced."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "main.conf"
    main.write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; daemon off;\n"
        f"events {{ worker_connections 512; }}\nhttp {{ access_log off; {temporary}\n{text}\n}}\n",
        encoding="utf-8",
    )
    return main


def answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def until(holds: object, seconds: float = 60) -> None:
    over = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < over
        time.sleep(0.05)


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: answers(port))
            yield process
        finally:
            process.terminate()  # nginx, killed, would leave its worker behind


def test_nginx_takes_the_configuration_as_it_is(tmp_path: Path) -> None:
    nginx, openssl = needs("nginx"), needs("openssl")
    certificate, key = tmp_path / "blueprint.crt", tmp_path / "blueprint.key"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    subprocess.run([openssl, *made, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    files = {"/etc/ssl/blueprint.crt": str(certificate), "/etc/ssl/blueprint.key": str(key)}
    done = subprocess.run([nginx, "-t", "-c", configuration(tmp_path, **files)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_when_one_of_two_processes_dies_everyone_is_on_again_and_nothing_is_lost(tmp_path: Path) -> None:
    nginx, database = needs("nginx"), f"sqlite:///{tmp_path}/record.db"
    store, users = prepared(database)
    door, first, second = free_port(), free_port(), free_port()
    plain = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{door};",
        "  ssl_certificate     /etc/ssl/blueprint.crt;\n": "",
        "  ssl_certificate_key /etc/ssl/blueprint.key;\n": "",
        "127.0.0.1:8501": f"127.0.0.1:{first}",
        "127.0.0.1:8502": f"127.0.0.1:{second}",
    }
    settings = {"BLUEPRINT_DATABASE_URL": database, "BLUEPRINT_ONE_ROOM": "open"}
    server = [sys.executable, "-m", "uvicorn", "asgi:app", "--log-level=error", "--port"]
    with ExitStack() as stack:
        killed = stack.enter_context(running([*server, str(first)], first, **settings))
        stack.enter_context(running([*server, str(second)], second, **settings))
        stack.enter_context(running([nginx, "-c", str(configuration(tmp_path, **plain))], door))
        address, cookies = f"http://localhost:{door}", [f"route=visitor-{n}" for n in range(len(users))]

        def opened(n: int) -> Visitor:
            return stack.enter_context(visiting(address, f"mission={users[n].mission}", cookies[n]))

        pages = [opened(n) for n in range(len(users))]
        for page, user in zip(pages, users, strict=True):
            page.choose("ท่านคือผู้ใด", f"{user.email} · {user.email}")
            page.write("เหตุผล", "ก่อนเครื่องดับ")
            assert page.says("เก็บเป็นร่าง")
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        lost = []
        for n, (page, user) in enumerate(zip(pages, users, strict=True)):
            try:
                page.write("เหตุผล", "ก่อนเครื่องดับ อีกครั้ง")
            except (OSError, EOFError, WebSocketException):
                lost.append((n, user))
        assert 0 < len(lost) < len(users), "each process had some of them"
        begun = time.monotonic()
        again = [opened(n) for n, _ in lost]
        assert time.monotonic() - begun < ON_AGAIN * len(lost)
        for page, (_, user) in zip(again, lost, strict=True):
            page.choose("ท่านคือผู้ใด", f"{user.email} · {user.email}")
            kept = of_mission(drafts_of, store, user.mission, user.email)
            assert [draft.reason for draft in kept.values()] == ["ก่อนเครื่องดับ"]
    store.close()


def test_half_a_request_is_dropped(tmp_path: Path) -> None:
    nginx, door = needs("nginx"), free_port()
    plain = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{door};",
        "  ssl_certificate     /etc/ssl/blueprint.crt;\n": "",
        "  ssl_certificate_key /etc/ssl/blueprint.key;\n": "",
        "client_header_timeout 10s": "client_header_timeout 1s",
    }
    with (
        running([nginx, "-c", str(configuration(tmp_path, **plain))], door),
        socket.create_connection(("127.0.0.1", door), timeout=30) as line,
    ):
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        answer = line.recv(1024)
        assert answer == b"" or b" 408 " in answer


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
