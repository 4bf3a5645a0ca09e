"""Which process works at a job: its number alone does not tell, for numbers are given out again."""

import os
import platform
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_DEAD = ("Z", "X", "x")
"""States of a process that ended and was not yet waited for."""


@dataclass(frozen=True)
class WorkingProcess:
    """A process: where its number counts, the number, and when it started there ("" where the system does not tell)."""

    host: str
    pid: int
    start: str

    @classmethod
    def this(cls) -> "WorkingProcess":
        """The process that this runs in."""
        return cls(this_host(), os.getpid(), _start(os.getpid()) or "")

    def works(self, lease_until: datetime, now: datetime) -> bool:
        """Whether it is at work. The lease tells only where nothing better does: clocks are set forward and back."""
        if self.start and self.host == this_host():
            return _start(self.pid) == self.start
        return now <= lease_until


def this_host() -> str:
    """What tells this computer, since it was started, and this container from others."""
    parts = [platform.node()[:80]]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip())
        parts.append(os.readlink("/proc/self/ns/pid"))
    return " ".join(parts)


def _start(pid: int) -> str | None:
    """When a process of this host started, in ticks since the system did; None when there is no such process."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *rest = said.rpartition(")")[2].split()  # the name before it may hold anything
    return None if state in _DEAD else rest[18]
