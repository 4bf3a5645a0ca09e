"""What a second process adds: ``python -m bench.processes``, as root, on Linux. Both stand behind nginx of deploy/.

Each process may use only a part of one processor (a control group), so that nginx, PostgreSQL and the sessions do not
want for any themselves: otherwise two processes, on two cores that they share with those, could not show what they add.
More sessions click than one process so held down can serve, and clicks a second are compared.
"""

import argparse
import asyncio
import os
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.load import HEAD, Load, Result, prepare, serving
from tests.nginx import at_ports, certified, fronted
from tests.record.postgres import running_cluster
from tests.servers import free_port

_PERIOD = 100_000
"""Microseconds after which a process may use its part again."""


@contextmanager
def held_down(process: int, share: float) -> Iterator[None]:
    """A process with at most that share of one processor, by a control group of either version."""
    root = Path("/sys/fs/cgroup")
    old = root / "cpu"
    group = (old if old.is_dir() else root) / f"bench-{process}"
    group.mkdir()
    try:
        part = int(share * _PERIOD)
        if old.is_dir():
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(part))
        else:
            (group / "cpu.max").write_text(f"{part} {_PERIOD}")
        (group / "cgroup.procs").write_text(str(process))
        yield
    finally:
        for each in (group / "cgroup.procs").read_text().split():
            (group.parent / "cgroup.procs").write_text(each)
        group.rmdir()


def measured(database: str, processes: int, share: float, sessions: int, seconds: float) -> Result:
    """So many sessions at work on so many processes."""
    people = prepare(database, sessions)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        served = [stack.enter_context(serving("asgi:app", database)) for _ in range(processes)]
        for _, _, process in served:
            stack.enter_context(held_down(process, share))
        door, ports = free_port(), [port for port, _, _ in served]
        replaced = certified(folder) | at_ports(free_port(), door)
        replaced |= {f"127.0.0.1:{8501 + n}": f"127.0.0.1:{ports[n % processes]}" for n in range(2)}
        stack.enter_context(fronted(folder, door, replaced))
        trusted = ssl.create_default_context(cafile=replaced["/etc/ssl/blueprint.crt"])
        trusted.check_hostname = False  # it is for the host of the configuration
        load = Load(f"wss://localhost:{door}", think=1, trusted=trusted)
        figures, numbers = [figures for _, figures, _ in served], [process for *_, process in served]
        return asyncio.run(load.measure(people, seconds, numbers, figures))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--share", type=float, default=0.35, help="of one processor, for each process")
    given = parser.parse_args()
    os.environ["BLUEPRINT_ONE_ROOM"] = "open"  # who comes through a proxy is not on this computer
    print(HEAD, flush=True)
    rates = []
    with running_cluster() as cluster:
        for processes in (1, 2):
            found = measured(cluster.url(), processes, given.share, given.sessions, given.seconds)
            print(found.line(f"{processes} held to {given.share:.2f}"), flush=True)
            rates.append(len(found.clicks) / found.seconds)
    print(f"two processes serve {rates[1] / rates[0]:.2f} times what one does")


if __name__ == "__main__":
    main()
