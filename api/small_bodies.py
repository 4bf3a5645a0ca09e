"""What is sent as JSON is held in memory: it may be only as large as what is asked or told here can be."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 1_000_000
"""Bytes; an answer with reason and evidence of full length, every letter escaped, is a quarter of it."""


class SmallBodies:
    """Refuses larger ones everywhere but at ``but``, which writes what comes to a file and counts it itself."""

    def __init__(self, app: ASGIApp, but: str) -> None:
        self._app, self._but = app, but

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["path"].endswith(self._but):
            await self._app(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size <= MOST:
                return message
            while message.get("more_body"):  # what is left is thrown away, so that the sender hears why
                message = await receive()
            raise HTTPException(413)

        await self._app(scope, counted, send)
