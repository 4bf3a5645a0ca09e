"""Decisions by HTTP without the way through the app, which costs several times what a decision does."""

from pydantic import ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.decisions import DecideRequest, decided
from engine.rules import AnswerError
from flowchart.charts import UnknownChartError

PATH = "/api/v1/decide"


class DecideAtOnce:
    """Answers an ordinary ``POST`` to ``PATH``. What is out of the ordinary is the app's to answer or refuse."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        first: Message | None = await receive()
        told = _told(scope, first or {})
        if told is None:

            async def again() -> Message:
                nonlocal first
                message, first = first, None
                return message or await receive()

            await self._app(scope, again, send)
            return
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(told)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": told})


def _told(scope: Scope, message: Message) -> bytes | None:
    """The decision that a request asks for; None where it is not all there, not right, or asks for sentences."""
    if message.get("type") != "http.request" or message.get("more_body"):
        return None
    if (b"content-type", b"application/json") not in scope["headers"]:
        return None
    try:
        asked = DecideRequest.model_validate_json(message.get("body", b""))
        return None if asked.explain else decided(asked, None)
    except (ValidationError, AnswerError, UnknownChartError):
        return None
