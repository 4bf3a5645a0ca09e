"""The log of a server: one JSON object a line, with the request it belongs to and nothing that anybody typed."""

import json
import logging
import re
import sys
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST = ContextVar("REQUEST", default="")
"""The reference of the request that is being answered; "" outside of one."""
_GIVEN = re.compile(r"[0-9a-zA-Z-]{8,64}")


def reference(given: str | None) -> str:
    """The reference of a request: the proxy's own, if it gave one that can stand in a log, else a new one."""
    return given if given and _GIVEN.fullmatch(given) else uuid.uuid4().hex[:16]


class Lines(logging.Formatter):
    """Writes ``at, level, logger, message, request`` and, of an error, its type and where it came from.

    What an error says is left out: it may quote a mission, a name or an address.
    """

    def message(self, record: logging.LogRecord) -> str:
        """What is told; of ours, nothing that anybody typed."""
        return record.getMessage()

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.message(record),
        }
        if request := REQUEST.get():
            line["request"] = request
        line |= getattr(record, "figures", {})
        if record.exc_info and (error := record.exc_info[1]):
            frames = traceback.extract_tb(error.__traceback__)
            line["error"] = type(error).__name__
            line["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


class _Unfilled(Lines):
    """The same of what others log: their messages without what they fill in."""

    def message(self, record: logging.LogRecord) -> str:
        """The message with its places empty."""
        return str(record.msg)


def write_lines() -> None:
    """Let what this program logs go to standard error in this form, and what Streamlit logs of signing in.

    Anybody can have Streamlit log a sign-in that failed, in words of their own.
    """
    from streamlit.web.server.starlette import starlette_auth_routes  # makes its logger, which it would set up again

    logging.getLogger("blueprint").setLevel(logging.INFO)
    for name, form in (("blueprint", Lines()), (starlette_auth_routes.__name__, _Unfilled())):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(form)
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
