"""Whether the server's memory stays flat under work: ``python -m bench.soak``, 50 sessions for five minutes."""

import argparse
import asyncio
import time
from collections.abc import Sequence

from bench.load import Load, Person, at_work, memory

GROWTH = 1.10
"""How much larger the last fifth may be than the second fifth."""


async def sampled(load: Load, people: Sequence[Person], minutes: float, process: int) -> list[float]:
    """The memory every five seconds while all are at work."""
    tasks = [asyncio.create_task(load.session(each, n / 12)) for n, each in enumerate(people)]
    found, over = [], time.monotonic() + 60 * minutes
    while time.monotonic() < over:
        await asyncio.sleep(5)
        found.append(memory(process))
        print(f"{len(found) * 5:5} s {load.open:4} sessions {found[-1]:7.0f} MB", flush=True)
    load.over = True
    await asyncio.gather(*tasks)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    given = parser.parse_args()
    with at_work(given.sessions) as (port, process, people):
        load = Load(f"ws://127.0.0.1:{port}", 5)
        found = asyncio.run(sampled(load, people, given.minutes, process))
    fifth = max(1, len(found) // 5)
    first, last = sum(found[fifth : 2 * fifth]) / fifth, sum(found[-fifth:]) / fifth
    print(f"{first:.0f} MB in the second fifth, {last:.0f} MB in the last: {last / first:.2f}; lost: {load.lost}")
    raise SystemExit(0 if last <= GROWTH * first and not load.lost else 1)


if __name__ == "__main__":
    main()
