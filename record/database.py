"""Connections to the database: SQLite in a file, or PostgreSQL, each set so that what is committed is on the disk."""

import os
import sqlite3
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import ArgumentError, OperationalError

from record.store_error import StoreError

WRITES = "blueprint_writes"
"""The execution option of a connection that is going to write."""
PATIENCE = "BLUEPRINT_DATABASE_PATIENCE"
"""The variable of the environment that says for how many seconds PostgreSQL may be silent."""
_PING = 2.0
"""Seconds in which a connection must show that it still works."""

_SQLITE = {5: "busy", 6: "busy", 8: "read_only", 11: "damaged", 13: "full", 14: "unavailable", 26: "damaged"}
"""SQLite's primary result codes (https://sqlite.org/rescode.html)."""

_POSTGRESQL = {
    "55P03": "busy",
    "57014": "busy",
    "40001": "busy",
    "40P01": "busy",
    "53300": "busy",
    "25006": "read_only",
    "42501": "read_only",
    "53100": "full",
    "XX001": "damaged",
    "XX002": "damaged",
}
"""PostgreSQL's SQLSTATE codes (its manual, appendix A)."""


def engine_for(url: URL, wait_seconds: float) -> Engine:
    """An engine for one database, safe for threads and for processes forked from this one.

    ``wait_seconds`` is how long a transaction waits for others. Raises ``ArgumentError`` for a kind of database
    that this is not for, and ``StoreError`` when the folder of a file cannot be made.
    """
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "postgresql+psycopg":
        seconds = patience()
        wait_seconds = min(wait_seconds, seconds - 1)  # a wait for others ends before the patience with the server
        settings = {
            "lock_timeout": f"{wait_seconds * 1000:.0f}",
            "statement_timeout": f"{seconds * 1000:.0f}",
            "synchronous_commit": "on",
            "timezone": "UTC",
        }
        given = url.query.get("options", "")
        options = " ".join([str(given), *(f"-c {name}={value}" for name, value in settings.items())])
        arguments: dict[str, Any] = {"options": options, "connect_timeout": 3}
    elif url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        arguments = {"timeout": wait_seconds, "check_same_thread": False}
        _make_private(url)
        if only_reads(url):
            # A medium that cannot be written to has no room for SQLite's own files beside the database, nor needs them.
            url = url.set(
                database=f"file:{quote(str(url.database))}", query={"mode": "ro", "immutable": "1", "uri": "true"}
            )
    else:
        raise ArgumentError("neither SQLite in a file nor PostgreSQL")
    engine = create_engine(
        url, connect_args=arguments, pool_pre_ping=True, pool_timeout=wait_seconds, hide_parameters=True
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
    else:
        _be_impatient(engine, seconds)
    _forget_after_fork(engine)
    return engine


def patience() -> float:
    """Seconds after which a server that says nothing counts as gone: short for pages, long for the command line."""
    try:
        return max(2.0, float(os.environ.get(PATIENCE, "")))
    except ValueError:
        return 6.0


def _be_impatient(engine: Engine, seconds: float) -> None:
    """Give up on a server that hangs, which keeps its sockets open and would be waited for without end."""
    import psycopg  # only where PostgreSQL is used

    class Impatient(psycopg.Connection[Any]):
        """A connection that is closed when its server says nothing for too long, so that another is made."""

        patience = seconds

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval, timeout or self.patience)
            except psycopg.errors._WaitTimeout:
                self.close()
                raise psycopg.OperationalError("the server does not answer") from None

    ping = engine.dialect.do_ping

    def short_ping(connection: Any) -> bool:
        """Whether a connection that lay idle still works; a server that hangs shows soon."""
        connection.patience = _PING
        try:
            return ping(connection)
        finally:
            connection.patience = seconds

    engine.dialect.do_ping = short_ping  # type: ignore[method-assign,assignment]
    event.listen(engine, "do_connect", lambda _dialect, _record, args, named: Impatient.connect(*args, **named))


def store_error(error: exc.SQLAlchemyError) -> StoreError:
    """The ``StoreError`` that says what ``error`` means."""
    if isinstance(error, exc.TimeoutError):
        return StoreError("busy")
    if isinstance(error, exc.DBAPIError):
        state = getattr(error.orig, "sqlstate", None)
        if state:
            gone = state.startswith(("08", "28", "3D", "57P"))
            return StoreError("unavailable" if gone else _POSTGRESQL.get(state, "failed"))
        number = getattr(error.orig, "sqlite_errorcode", None)
        if number is not None:
            return StoreError(_SQLITE.get(number & 0xFF, "failed"))
        if str(error.orig).startswith("Could not decode"):  # SQLite's own words for a text that is not UTF-8
            return StoreError("damaged")
        if isinstance(error, exc.OperationalError) or error.connection_invalidated:
            return StoreError("unavailable")
    return StoreError("failed")


def only_reads(url: URL) -> bool:
    """Whether the database is a file on a medium that can only be read, as a backup may be, and is all there."""
    if url.get_backend_name() != "sqlite" or not url.database or "uri" in url.query:
        return False
    path, unsaved = Path(url.database), Path(f"{url.database}-wal")
    if not path.is_file() or os.access(path, os.W_OK) or not os.access(path, os.R_OK):
        return False
    return not unsaved.exists() or not unsaved.stat().st_size


def _make_private(url: URL) -> None:
    """Make the file of a new database, and its folder, so that only this user may read them, and keep an old one so."""
    if not url.database or "uri" in url.query:
        return
    path = Path(url.database)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError:
        if not path.is_file():
            raise StoreError("unavailable") from None
    with suppress(OSError):  # somebody else's file, or a medium that only reads: SQLite says what it can do with it
        path.chmod(0o600)


def _connected(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver would begin too late
    connection.execute("PRAGMA foreign_keys=on")
    connection.execute("PRAGMA synchronous=full")  # on the disk before a commit returns


def _begun(connection: Connection) -> None:
    # A transaction that reads first and writes later could not wait for another writer, so writers say so at once.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writes_ahead(connection: Connection) -> bool:
    """Whether readers and a writer do not wait for each other: always in PostgreSQL, in SQLite when so told once."""
    if connection.dialect.name != "sqlite":
        return True
    return connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def write_ahead(connection: Connection) -> None:
    """Tell SQLite so; it is kept in the file. The connection must not be in a transaction."""
    driver = connection.connection.driver_connection
    try:
        if driver is not None:
            driver.execute("PRAGMA journal_mode=wal")
    except sqlite3.OperationalError as error:  # SQLAlchemy does not see what goes to the driver itself
        raise OperationalError(None, None, error) from None


def _forget_after_fork(engine: Engine) -> None:
    """A child process must not use, nor close, its parent's connections."""
    known = weakref.ref(engine)

    def forget() -> None:
        if found := known():
            found.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
