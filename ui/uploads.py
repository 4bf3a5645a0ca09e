"""Large files on their way in: ``POST /api/upload``, straight to the disk, where Streamlit would hold them in memory.

A page gives its browser a ticket, a secret that no other site can know or send. The file becomes a job of whoever holds
the ticket and is signed in when it begins and when it has arrived; else nothing is left of it.
"""

import asyncio
import os
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse
from streamlit import config, runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from missions.files.problems import FileError
from record.jobs import Arriving, Owner
from record.store import Store
from record.store_error import StoreError
from ui.request_sign_in import member_behind
from ui.sign_in import signs_in
from ui.who import job_owner

PATH = "/api/upload"
TICKET = "x-upload-ticket"
"""The header that carries the ticket. No form of another site can send one."""
SMALL = 20
"""MB that go through Streamlit, and so through memory, where there is this way."""
LARGEST = int(os.environ.get("BLUEPRINT_UPLOAD_MB", "500")) * 2**20
HOUR = 3600.0
_PIECE = 1 << 20


@dataclass(frozen=True)
class Share:
    """What a page or an address may send: bytes and files an hour, and files at the same time."""

    bytes: int
    files: int
    at_once: int


PER_PAGE, PER_ADDRESS = Share(4 * LARGEST, 30, 1), Share(20 * LARGEST, 300, 4)


@dataclass
class _Coming:
    """A file that came or is coming in."""

    page: str
    address: str
    size: int
    at: float
    ended: bool = False


@dataclass
class Ledger:
    """What each page and each address has sent in the last hour."""

    per_page: Share = PER_PAGE
    per_address: Share = PER_ADDRESS
    clock: Callable[[], float] = time.monotonic
    _kept: deque[_Coming] = field(default_factory=deque)

    def admit(self, page: str, address: str, size: int) -> _Coming | None:
        """Note a file that is to come; None when that is more than the page's or the address's share."""
        now = self.clock()
        self._kept = deque(each for each in self._kept if not each.ended or now - each.at < HOUR)
        for share, kept in (
            (self.per_page, [each for each in self._kept if each.page == page]),
            (self.per_address, [each for each in self._kept if each.address == address]),
        ):
            coming = sum(not each.ended for each in kept)
            if len(kept) >= share.files or coming >= share.at_once or sum(e.size for e in kept) + size > share.bytes:
                return None
        self._kept.append(noted := _Coming(page, address, size, now))
        return noted


class Uploads:
    """The way in of one server: its tickets, and what has come."""

    def __init__(self, ledger: Ledger | None = None, silence: float = 30.0, largest: int = LARGEST) -> None:
        self._ledger = ledger or Ledger()
        self._silence, self._largest = silence, largest
        self._tickets: dict[str, tuple[str, Owner]] = {}
        self.is_open = False
        """Whether this process serves the way in; ``streamlit run`` does not."""

    def open(self) -> None:
        """Serve it from now on, and let only small files through Streamlit."""
        config.set_option("server.maxUploadSize", SMALL)
        self.is_open = True

    def ticket(self, page: str, owner: Owner) -> str:
        """The ticket of an open page, the same while it is the same person's."""
        pages = runtime.get_instance()
        self._tickets = {name: held for name, held in self._tickets.items() if pages.is_active_session(held[0])}
        for name, held in self._tickets.items():
            if held == (page, owner):
                return name
        self._tickets[name := secrets.token_urlsafe(32)] = (page, owner)
        return name

    async def answer(self, request: Request) -> JSONResponse:
        """Take a file in. What went wrong is told by the status; the page has the words."""
        held = self._tickets.get(request.headers.get(TICKET, ""))
        if not held or not _of_this_site(request) or not runtime.get_instance().is_active_session(held[0]):
            return _refused(403)
        page, owner = held
        if not await run_in_threadpool(_may, request, owner):
            return _refused(403)
        announced = request.headers.get("content-length", "")
        if not announced.isdecimal() or "transfer-encoding" in request.headers:
            return _refused(411)
        size = int(announced)
        if size > self._largest:
            return _refused(413)
        noted = self._ledger.admit(page, request.client.host if request.client else "", size)
        if noted is None:
            return _refused(429)
        try:
            return await self._take(request, owner, size)
        finally:
            noted.ended = True

    async def _take(self, request: Request, owner: Owner, size: int) -> JSONResponse:
        arriving: Arriving | None = None
        try:
            arriving = await run_in_threadpool(Arriving, size)
            await self._write(request, arriving, size)
            if arriving.size != size or not await run_in_threadpool(_may, request, owner):
                return _refused(400 if arriving.size != size else 403)
            name = request.query_params.get("name", "")
            job = await run_in_threadpool(arriving.arrived, Store.from_environment(), owner, name)
            arriving = None
            return JSONResponse({"job": job})
        except (ClientDisconnect, TimeoutError):
            return _refused(408)
        except FileError:
            return _refused(507)
        except StoreError:
            return _refused(503)
        finally:
            if arriving:
                arriving.give_up()

    async def _write(self, request: Request, arriving: Arriving, size: int) -> None:
        pieces, gathered = bytearray(), 0
        async with aclosing(request.stream()) as stream:
            while piece := await _next(partial(anext, stream, b""), self._silence):
                pieces += piece
                gathered += len(piece)
                if gathered > size:
                    return
                if len(pieces) >= _PIECE:
                    await run_in_threadpool(arriving.write, bytes(pieces))
                    pieces.clear()
        await run_in_threadpool(arriving.write, bytes(pieces))


async def _next(piece: Callable[[], Awaitable[bytes]], silence: float) -> bytes:
    """The next bytes of a request. Raises ``TimeoutError`` for one that says nothing for so many seconds."""
    async with asyncio.timeout(silence):
        return await piece()


def _of_this_site(request: Request) -> bool:
    """Whether the request comes from a page of this server, as far as the browser tells."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return False
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _may(request: HTTPConnection, owner: Owner) -> bool:
    """Whether the request is of the person to whom the ticket was given, and who is signed in at this moment."""
    if not signs_in():
        return owner is None
    member = member_behind(request)
    return member is not None and member.email == owner


def _refused(status: int) -> JSONResponse:
    # The rest of the file is not waited for.
    return JSONResponse({"job": None}, status, headers={"connection": "close"})


uploads = Uploads()
"""The way in of this process."""


def ticket() -> str | None:
    """The ticket for the page that is being run; None where there is no such way in. Raises ``StoreError``."""
    context = get_script_run_ctx()
    if not uploads.is_open or context is None:
        return None
    return uploads.ticket(context.session_id, job_owner())
