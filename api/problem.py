"""What went wrong, told as RFC 9457 problem details in the caller's language."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.language import has, lang_of, say
from engine.rules import AnswerError
from flowchart.charts import UnknownChartError
from missions.files.problems import FileError
from record.store_error import StoreError
from text.words import Lang

MEDIA_TYPE = "application/problem+json"
_TOLD, _LONGEST = 5, 100
"""Malformed parts that are told of one request, and characters that are shown of where each is."""
_STORE = {
    "not_allowed": 403,
    "not_found": 404,
    "no_review": 404,
    "conflict": 409,
    "outdated": 409,
    "signed": 409,
    "closed": 409,
    "busy": 503,
    "unavailable": 503,
    "damaged": 500,
    "failed": 503,
    "full": 503,
    "read_only": 503,
}
"""The status of an error of the record; 422 for all others, which are about what was sent."""


class Problem(BaseModel):
    """Problem details (RFC 9457). ``code`` is stable; ``title`` and ``detail`` are for people, in their language."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str


class ProblemError(Exception):
    """A problem of this room's own: its code names its text."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None, **names: object) -> None:
        self.status, self.code, self.headers, self.names = status, code, headers, names
        super().__init__(code)


def respond(lang: Lang, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> Response:
    """A problem as an answer."""
    phrase = f"status.{status}"
    title = say(phrase, lang) if has(phrase) else HTTPStatus(status).phrase
    found = Problem(title=title, status=status, detail=detail, code=code)
    told = {"content-language": lang, **(headers or {})}
    return JSONResponse(found.model_dump(), status, headers=told, media_type=MEDIA_TYPE)


def tell_problems(app: FastAPI) -> None:
    """Have every error of the app told as a problem."""

    def told(kind: type[Exception], tell: Callable[[Request, Exception], Response]) -> None:
        app.add_exception_handler(kind, tell)

    told(ProblemError, _own)
    told(RequestValidationError, _malformed)
    told(HTTPException, _http)
    told(AnswerError, lambda request, error: _said(request, 422, "answer", error))
    told(UnknownChartError, lambda request, error: _said(request, 404, "chart", error))
    told(FileError, lambda request, error: _said(request, 422, "file", error))
    told(StoreError, lambda request, error: _said(request, _STORE.get(_code(error), 422), _code(error), error))


def _own(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101  registered for these alone
    lang = lang_of(request)
    return respond(lang, error.status, error.code, say(f"problem.{error.code}", lang, **error.names), error.headers)


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    lang = lang_of(request)
    found = dict.fromkeys(_reason(each, lang) for each in error.errors()[:_TOLD])
    return respond(lang, 422, "malformed", say("problem.malformed", lang, found="; ".join(found)))


def _reason(error: Mapping[str, Any], lang: Lang) -> str:
    """Where something is malformed, and what is allowed there."""
    place = ".".join(str(part) for part in error["loc"][1:])[:_LONGEST]
    if error["type"] == "json_invalid":
        return say("reason.json_invalid", lang, place=int(place) + 1)
    if not place:
        return say("reason.no_body", lang)
    key = f"reason.{error['type']}"
    reason = say(key if has(key) else "reason.other", lang, **error.get("ctx", {}))
    return say("problem.malformed_at", lang, place=place, reason=reason)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    lang = lang_of(request)
    key = f"problem.http_{error.status_code}"
    detail = say(key if has(key) else "problem.http", lang)
    return respond(lang, error.status_code, f"http_{error.status_code}", detail, dict(error.headers or {}))


def _said(request: Request, status: int, code: str, error: Exception) -> Response:
    lang = lang_of(request)
    sentence: str = error.sentence(lang)  # type: ignore[attr-defined]
    return respond(lang, status, code, sentence, {"retry-after": "1"} if status == 503 else None)


def _code(error: Exception) -> str:
    return str(getattr(error, "code", ""))
