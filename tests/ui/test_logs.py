"""The log of a server: JSON lines that name requests, and nothing that anybody typed."""

import io
import json
import logging
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from streamlit.web.server.starlette import starlette_auth_routes

from tests.servers import awaited
from ui.logs import REQUEST, Lines, reference, write_lines

TYPED = "ภารกิจลับ somchai@example.go.th"


def logged(write: Any) -> dict[str, Any]:
    """The line that a logger writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    logger = logging.Logger("blueprint")
    logger.addHandler(handler)
    write(logger)
    (line,) = stream.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_an_error_is_told_by_type_and_place_and_never_by_what_it_says() -> None:
    def fail(logger: logging.Logger) -> None:
        try:
            raise ValueError(TYPED)
        except ValueError:
            logger.exception("page %r failed, reference %s", "walk", "1a2b")

    line = logged(fail)
    assert line["error"] == "ValueError"
    assert line["frames"][0].endswith(" fail")
    assert "reference 1a2b" in line["message"]
    assert "somchai" not in json.dumps(line, ensure_ascii=False)


def test_a_line_names_its_request_and_its_figures() -> None:
    token = REQUEST.set("0123456789abcdef")
    try:
        line = logged(lambda logger: logger.info("answered", extra={"figures": {"status": 500, "ms": 1.5}}))
    finally:
        REQUEST.reset(token)
    assert (line["request"], line["status"], line["ms"], line["level"]) == ("0123456789abcdef", 500, 1.5, "info")
    assert "request" not in logged(lambda logger: logger.info("answered"))


@pytest.mark.parametrize("given", [None, "", "short", "x" * 65, "with space 12", 'quoted"12345', "line\nbreak12"])
def test_a_reference_that_cannot_stand_in_a_log_is_replaced(given: str | None) -> None:
    assert reference(given) not in (given, "")


def test_the_reference_of_a_proxy_is_kept() -> None:
    assert reference("3f9c1e52-7a10") == "3f9c1e52-7a10"


def test_what_a_stranger_has_streamlit_log_of_signing_in_is_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # /oauth2callback?error=… is written to the log before anybody signed in, escape sequences and all.
    for name in ("blueprint", starlette_auth_routes.__name__):
        for attribute in ("handlers", "propagate", "level"):
            logger = logging.getLogger(name)
            monkeypatch.setattr(logger, attribute, getattr(logger, attribute))
    write_lines()
    address = "http://localhost/oauth2callback"
    monkeypatch.setattr(starlette_auth_routes, "_get_origin_from_secrets", lambda: "http://localhost")
    app = Starlette(routes=starlette_auth_routes.create_auth_routes(""))
    asked = {"error": f"\x1b[2J{TYPED}", "error_description": f"\u2028{TYPED}"}

    async def ask() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return (await client.get(address, params=asked)).status_code

    assert awaited(ask()) == 302
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["level"] == "error"
    assert "somchai" not in line
    assert line.isprintable()
