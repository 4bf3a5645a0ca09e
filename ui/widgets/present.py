"""Who is on a mission now: what the windows of this process say, and, by the record, those of the others.

The process asks and tells the record for all its windows at once, each at most every five seconds, and only while
somebody looks at a mission.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock
from uuid import uuid4

from record.presence import Here, elsewhere, tell
from record.store import Store
from record.store_error import StoreError

_GONE = 15.0
"""Seconds after which a window that does not look again is no longer there."""
_SOONEST, _LATEST = 5.0, 20.0
"""Seconds between two writes when somebody came or left, and when nothing changed."""


class PresenceBoard:
    """Who looks at what in one process. Safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock, self._process = clock, Lock(), uuid4().hex
        self._windows: dict[str, tuple[Here, float]] = {}
        self._told: frozenset[Here] = frozenset()
        self._told_at = self._asked_at = float("-inf")
        self._others: frozenset[Here] = frozenset()

    def look(self, store: Store, window: str, mission: int, me: str) -> frozenset[str]:
        """Say that the window looks at the mission, and give the e-mails of the others who do."""
        now = self._clock()
        with self._lock:
            self._windows[window] = (mission, me), now
            here = self._here(now)
            tells = (here != self._told and now - self._told_at >= _SOONEST) or now - self._told_at >= _LATEST
            asks = now - self._asked_at >= _SOONEST
            if tells:
                self._told, self._told_at = here, now
            if asks:
                self._asked_at = now
        with suppress(StoreError):  # whoever is busy now is told the next time
            if tells:
                tell(store, self._process, here, datetime.now(UTC))
            if asks:
                self._others = elsewhere(store, self._process, datetime.now(UTC))
        return frozenset(_people((*here, *self._others), mission)) - {me}

    def _here(self, now: float) -> frozenset[Here]:
        self._windows = {window: seen for window, seen in self._windows.items() if now - seen[1] < _GONE}
        return frozenset(here for here, _ in self._windows.values())


def _people(all_: Iterable[Here], mission: int) -> Iterable[str]:
    return (email for where, email in all_ if where == mission)


board = PresenceBoard()
"""Who looks at what in this process."""
