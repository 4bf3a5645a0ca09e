"""What an open page costs in memory: ``python -m bench.memory``, the server with 10 missions open and with 110."""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from bench.load import PATIENCE, Person, Session, prepare, serving
from bench.soak import memory

FEW = 10
CLICKS = 4


async def opened(port: int, process: int, people: Sequence[Person]) -> tuple[float, float]:
    """Megabytes in use with a few pages, and with one of everybody, each after some clicks."""
    few = 0.0
    async with AsyncExitStack() as lines:
        for n, person in enumerate(people, 1):
            line = connect(
                f"ws://127.0.0.1:{port}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                max_size=None,
                open_timeout=PATIENCE,
            )
            page = Session(await lines.enter_async_context(line), "")
            await person.begin(page)
            for _ in range(CLICKS):
                await person.click(page)
            if n == FEW:
                few = memory(process)
        return few, memory(process)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=110)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/record.db"
        people = prepare(database, given.sessions)
        with serving("asgi:app", database) as (port, _, process):
            few, all_ = asyncio.run(opened(port, process, people))
    each = (all_ - few) / (given.sessions - FEW)
    print(f"{few:.0f} MB with {FEW} open pages, {all_:.0f} MB with {given.sessions}: {each:.2f} MB each")


if __name__ == "__main__":
    main()
