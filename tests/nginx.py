"""nginx with the configuration of deploy/, and processes beside it, as tests start and stop them."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import ROOT

DEPLOY = ROOT / "deploy"
HOST = "blueprint.example.go.th"
"""The host that the configuration names."""


def needs(program: str) -> str:
    """Where a program of the system is; without it the test is left out, but never in CI."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"no {program} to test with")
        pytest.skip(f"no {program} found")
    return found


def certified(folder: Path) -> dict[str, str]:
    """A certificate that signs itself: what to replace in the configuration for it to be used."""
    certificate, key = folder / "blueprint.crt", folder / "blueprint.key"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN={HOST} -addext subjectAltName=DNS:{HOST}".split()
    subprocess.run([needs("openssl"), *made, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    return {"/etc/ssl/blueprint.crt": str(certificate), "/etc/ssl/blueprint.key": str(key)}


def at_ports(plain: int, secure: int) -> dict[str, str]:
    """What to replace in the configuration to have it served at these ports of this computer."""
    return {"listen 80;": f"listen 127.0.0.1:{plain};", "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl"}


def configuration(folder: Path, replaced: dict[str, str]) -> Path:
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
        f"events {{ worker_connections 1024; }}\nhttp {{ access_log off; {temporary}\n{text}\n}}\n",
        encoding="utf-8",
    )
    return main


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process, from when it answers at its port."""
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL) as process:
        try:
            over = time.monotonic() + 180
            while not _answers(port):
                assert process.poll() is None, "it ended"
                assert time.monotonic() < over
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()  # nginx, killed, would leave its worker behind


@contextmanager
def fronted(folder: Path, port: int, replaced: dict[str, str]) -> Iterator[None]:
    """nginx of the configuration, from when it answers at its port."""
    with running([needs("nginx"), "-c", str(configuration(folder, replaced))], port):
        yield
