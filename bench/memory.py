"""What an open page costs in memory: ``python -m bench.memory``, the server with 10 missions open and with 110.

With ``--portfolio N`` the pages are the portfolio of a review of N missions, its numbers and then its list.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from bench.load import PATIENCE, Person, Session, at_work, memory, serving
from bench.portfolio import MEMBER, large_review
from record.store import Store

FEW = 10
CLICKS = 4


@dataclass
class Reader:
    """Looks at the portfolio of a review, at its numbers and its list in turn."""

    person: Person
    review: int
    looks: int = 0

    async def begin(self, page: Session) -> None:
        """Say who this is, on the page of a mission."""
        await self.person.begin(page)

    async def click(self, page: Session) -> float:
        """Look at the other part."""
        self.looks += 1
        page.page, page.query = "portfolio", f"review={self.review}&view={('missions', 'numbers')[self.looks % 2]}"
        return await page.run()


async def opened(port: int, process: int, people: Sequence[Person | Reader]) -> tuple[float, float]:
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
    parser.add_argument("--portfolio", type=int, metavar="N", help="the portfolio of a review of N missions")
    given = parser.parse_args()
    if given.portfolio:
        with tempfile.TemporaryDirectory() as folder:
            database = f"sqlite:///{folder}/record.db"
            store = Store(database)
            review, missions = large_review(store, given.portfolio)
            store.close()
            readers = [Reader(Person(MEMBER, missions[:1], {}, ""), review) for _ in range(given.sessions)]
            with serving("asgi:app", database) as (port, _, process):
                few, all_ = asyncio.run(opened(port, process, readers))
    else:
        with at_work(given.sessions) as (port, process, people):
            few, all_ = asyncio.run(opened(port, process, people))
    each = (all_ - few) / (given.sessions - FEW)
    print(f"{few:.0f} MB with {FEW} open pages, {all_:.0f} MB with {given.sessions}: {each:.2f} MB each")


if __name__ == "__main__":
    main()
