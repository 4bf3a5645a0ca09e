"""How many decisions a second one process gives by HTTP on this machine: ``python -m bench.api``.

The client keeps a few connections open and sends the next request when the last is answered; it runs on the same
machine and takes a share of it. So beside requests a second of the clock those per second of the server's processor
time are given. The requests are the paths of the default chart, over and over: decisions known already are told again.
"""

import argparse
import asyncio
import json
import statistics
import time

import psutil

from flowchart import charts
from flowchart.paths import paths_of
from tests.servers import UVICORN, started


def requests() -> list[bytes]:
    """A request for each path of the default chart."""
    chart = charts.default()
    found = []
    for path in paths_of(chart):
        body = json.dumps({"answers": {step.question: step.answer for step in path.steps}}).encode()
        head = "POST /api/v1/decide HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        found.append(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return found


async def visit(port: int, until: float, asked: list[bytes], took: list[float]) -> None:
    """Ask one question after another over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    n = 0
    while (begun := time.perf_counter()) < until:
        writer.write(asked[n % len(asked)])
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        took.append(time.perf_counter() - begun)
        n += 1
    writer.close()


async def measure(port: int, seconds: float, connections: int) -> list[float]:
    """The seconds that each request took."""
    asked, took = requests(), []  # type: tuple[list[bytes], list[float]]
    await visit(port, time.perf_counter() + 1, asked, [])  # warm up
    until = time.perf_counter() + seconds
    await asyncio.gather(*(visit(port, until, asked, took) for _ in range(connections)))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    with started([*UVICORN], BLUEPRINT_DATABASE_URL="sqlite:////tmp/bench-api.db") as address:
        port = int(address.rpartition(":")[2])
        server = next(
            process
            for process in psutil.Process().children(recursive=True)
            if any(each.laddr.port == port for each in process.net_connections("tcp"))
        )
        before = server.cpu_times()
        took = asyncio.run(measure(port, options.seconds, options.connections))
        after = server.cpu_times()
    spent = after.user + after.system - before.user - before.system
    print(f"requests/s of the clock:          {len(took) / options.seconds:,.0f}")
    print(f"requests per processor second:    {len(took) / spent:,.0f}  (server alone; its warm-up second included)")
    print(f"p50 {statistics.median(took) * 1000:.1f} ms, p99 {statistics.quantiles(took, n=100)[98] * 1000:.1f} ms")


if __name__ == "__main__":
    main()
