"""A caller who goes away while a file is classified: nothing of it goes on, and pages keep their places."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

from tests.record.job_steps import until
from tests.servers import UVICORN, started
from tests.test_uploads import of

SLOW = b"mission_id,q1\n" + b"M1,x,1\r" * 8_000_000
"""Rows that are each too long, with line ends of another kind: it takes longer than anything here waits."""


def workers(process: Path) -> int:
    """How many processes read files for a server, besides the one that was started ahead."""
    below = [process.name]
    for pid in below:  # grows
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            below += task.read_text().split()
    return len(below) - 2


def test_what_nobody_waits_for_any_more_is_ended(tmp_path: Path) -> None:
    with started(UVICORN, BLUEPRINT_DATABASE_URL=f"sqlite:///{tmp_path}/r.db", HOME=str(tmp_path)) as address:
        there, server = urlsplit(address), of(address)
        for _ in range(3):  # more than there are places
            line = http.client.HTTPConnection(there.hostname or "", there.port, timeout=60)
            line.request("POST", "/api/v1/classify", body=SLOW, headers={"content-type": "text/csv"})
            until(lambda: workers(server) > 0)
            line.close()
            until(lambda: workers(server) == 0)
