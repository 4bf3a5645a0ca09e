"""Whether anything was written to a mission, asked of the record once a second for all windows of this process."""

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeAlias

from record.models import OFFICE
from record.newest import Place, newest_writes
from record.store import Store

_SOONEST = 1.0
"""Seconds between two questions to the record."""

Stamp: TypeAlias = tuple[int, ...]


class WriteBoard:
    """What was written last where. Safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._asked_at = float("-inf")
        self._ends: dict[str, int] = {}
        self._last: dict[Place, int] = {}
        self._turn = 0

    def stamp(self, store: Store, chain: str, mission: str) -> Stamp:
        """Another stamp once the mission, its review or who its members are was written to. Raises ``StoreError``."""
        if self._clock() - self._asked_at >= _SOONEST and self._lock.acquire(blocking=False):
            try:
                self._ask(store)
            finally:
                self._lock.release()
        of_all = self._last.get((chain, None), 0), self._ends.get(OFFICE, 0)
        return self._turn, self._last.get((chain, mission), 0), *of_all

    def _ask(self, store: Store) -> None:
        self._asked_at = self._clock()
        ends, found = newest_writes(store, self._ends)
        if any(ends.get(chain, 0) < seq for chain, seq in self._ends.items()):  # a record of before was put back
            self._turn += 1
        self._last.update(found)
        self._ends = ends


writes = WriteBoard()
"""What was written last where, as this process knows it."""
