"""A PostgreSQL server of our own for the tests: made, started, stopped and removed."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
)


class NoPostgresError(Exception):
    """There is no PostgreSQL server to start."""


class Cluster:
    """A running server that listens on a Unix socket only. ``url`` empties its database, ``copied`` fills it."""

    def __init__(self) -> None:
        programs = _programs()
        self._user = _unprivileged()
        self._folder = Path(tempfile.mkdtemp(prefix="pg", dir=memory()))
        if self._user:
            shutil.chown(self._folder, self._user)
        self._data = self._folder / "data"
        self._control = programs / "pg_ctl"
        self.programs = programs
        self._version = _version(programs)
        self._kept: set[str] = set()
        try:
            # An order of letters that is not SQLite's, as servers have; before version 15 there is no such option.
            order = ["--locale-provider=icu", "--icu-locale=en-US"] if self._version >= 15 else []
            settings = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", *order, "--no-sync"]
            self._run(programs / "initdb", "-D", self._data, *settings)
            self._start()
        except subprocess.CalledProcessError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise NoPostgresError(f"PostgreSQL did not start: {error.stderr.strip()}") from None

    def _start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
        self._run(self._control, "-D", self._data, "-w", "-l", self._folder / "log", "-o", options, "start")

    def _run(self, *command: object) -> None:
        # The server keeps our pipes open, so pg_ctl's words go to a file.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run([*map(str, command)], user=self._user, cwd="/", stdout=said, stderr=said, check=False)
            said.seek(0)
            if done.returncode:
                raise subprocess.CalledProcessError(done.returncode, str(command[0]), stderr=said.read())

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self._data

    def url(self) -> str:
        """The address of the database, emptied."""
        server = sa.create_engine(
            f"{self._url}&options=-c%20default_transaction_read_only%3Doff", poolclass=sa.NullPool
        )
        with server.begin() as connection:
            connection.exec_driver_sql(_END_OTHERS)
            connection.exec_driver_sql("ALTER DATABASE postgres RESET ALL")
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        return self._url

    def copied(self, name: str, make: Callable[[str], object]) -> str:
        """The address of the database, as ``make`` once made it of an empty one: the copy ``name`` is kept."""
        server = sa.create_engine(
            self._url.replace("/postgres?", "/template1?"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )
        how = " STRATEGY file_copy" if self._version >= 15 else ""  # the only one there was before
        with server.connect() as connection:
            if name not in self._kept:
                make(self.url())
                connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE postgres{how}")
                self._kept.add(name)
            connection.exec_driver_sql("DROP DATABASE postgres WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE postgres TEMPLATE {name}{how}")
        return self._url

    @property
    def _url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self._folder}"

    @contextmanager
    def tiny_disk(self) -> Iterator[Path]:
        """A disk of one megabyte that the server may write on. Raises ``OSError`` without the right to mount one."""
        disk = self._folder / "disk"
        disk.mkdir()
        mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False
        )
        if mount.returncode:
            raise OSError(mount.stderr)
        try:
            if self._user:
                shutil.chown(disk, self._user)
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", disk], check=True)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """The server, stopped in the midst of everything, and started again."""
        self._run(self._control, "-D", self._data, "-m", "immediate", "stop")
        try:
            yield
        finally:
            self._start()

    def stop(self) -> None:
        """End the server, and remove all that it had."""
        self._run(self._control, "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A server for the tests that need one: without PostgreSQL they are skipped, but never in CI."""
    try:
        running = Cluster()
    except NoPostgresError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the PostgreSQL half cannot run: {reason}")
        pytest.skip(f"the PostgreSQL half is left out: {reason}")
    try:
        yield running
    finally:
        running.stop()


def memory() -> Path | None:
    """A folder in memory with room for a few databases, if there is one: waiting for a disk proves nothing here."""
    folder = Path("/dev/shm")  # noqa: S108
    roomy = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2**30
    return folder if roomy else None


def _programs() -> Path:
    """The folder of initdb and pg_ctl, of the newest version there is."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: [int(n) for n in re.findall(r"\d+", str(p))]
    )
    if config := shutil.which("pg_config"):
        told = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
        folders.insert(0, Path(told))
    found = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    if not found:
        raise NoPostgresError("no initdb and pg_ctl on this machine (on Debian: apt-get install postgresql)")
    return found[-1]


def _version(programs: Path) -> int:
    """The major version of the server."""
    told = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", told)[0])


def _unprivileged() -> str | None:
    """Whom to run the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
