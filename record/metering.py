"""What the database costs this process: statements, and the time they and the waiting for a connection took."""

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event


@dataclass
class Meter:
    """Sums since the process began. Threads add to them without a lock: a lost statement in a million does no harm."""

    statements: int = 0
    seconds: float = 0.0
    waited: float = 0.0


METER = Meter()


def count_statements() -> None:
    """From now on, count every statement of every engine. Once a process."""
    event.listen(Engine, "before_cursor_execute", _begins)
    event.listen(Engine, "after_cursor_execute", _ended)


def _begins(connection: Connection, _cursor: object, *_: Any) -> None:
    connection.info["metered"] = time.perf_counter()


def _ended(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
    took = time.perf_counter() - connection.info["metered"]
    if statement.startswith("BEGIN"):  # of SQLite, where a writer waits here for the one before
        METER.waited += took
    else:
        METER.statements += 1
        METER.seconds += took
