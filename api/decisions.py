"""Charts, decisions and files of missions: what needs no record."""

import asyncio
import json
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from api.bearer import caller_where_people_sign_in
from api.classifying import KINDS, classify_upload
from api.language import lang_of
from api.problem import ProblemError
from engine.explain import explain
from engine.rules import decide
from engine.whatif import what_if
from flowchart import charts
from flowchart.chart import Chart
from missions.files.limited import AT_LENGTH, Limits
from missions.files.reading import run_until
from text.words import Lang

router = APIRouter()
MOST_MEGABYTES = 200
"""The largest file that may be sent; more belongs to the page of large files or the command line."""
_PIECE = 1 << 16
_LOOK = 1.0
"""Seconds from one look whether the caller is still there to the next."""
_places = asyncio.Semaphore(2)
"""Files that callers have classified at the same time: pages read theirs beside, and no thread waits."""
ChartName = Annotated[str, Field(max_length=100, description="id or id@version")]


class DecideRequest(BaseModel):
    """One mission's answers by question id; a missing or empty answer is not known yet."""

    model_config = ConfigDict(extra="forbid")
    answers: dict[str, str] = Field(max_length=100, examples=[{}])
    chart: ChartName | None = None
    explain: bool = False


class StepTaken(BaseModel):
    """A question on the path and the answer taken."""

    question: str
    answer: str


class DecisionTold(BaseModel):
    """A decision, as ``decide`` gives it; ``sentences`` only where ``explain`` was asked for."""

    status: str
    disposition: str | None
    sub_form: str | None
    path: list[StepTaken]
    exit_question: str | None
    next_question: str | None
    open_details: list[str]
    unused: list[str]
    possible: list[str]
    chart: str
    chart_hash: str
    sentences: list[str] | None = None


class WhatIfRequest(BaseModel):
    """One mission's answers, as for a decision."""

    model_config = ConfigDict(extra="forbid")
    answers: dict[str, str] = Field(max_length=100, examples=[{}])
    chart: ChartName | None = None


class FlipTold(BaseModel):
    """Answers that would move the mission when they are changed together, and what it would get."""

    changes: list[StepTaken]
    disposition: str | None
    next_question: str | None
    possible: list[str]


class NarrowingTold(BaseModel):
    """An open question, and the dispositions that each of its answers would leave possible."""

    question: str
    possible: dict[str, list[str]]


class WhatIfTold(BaseModel):
    """The decision, and what would change it."""

    decision: DecisionTold
    flips: list[FlipTold]
    narrowing: list[NarrowingTold]


class ChartTold(BaseModel):
    """What a chart is called."""

    id: str
    version: str
    hash: str
    title: dict[str, str]
    in_force: str | None


@router.get("/charts", response_model=list[ChartTold], operation_id="list_charts")
def list_charts() -> list[dict[str, Any]]:
    """Every chart there is."""
    return [_told(chart) for chart in charts.all_charts()]


@router.get("/charts/{chart_id}/{version}", operation_id="get_chart")
def get_chart(chart_id: str, version: str) -> dict[str, Any]:
    """A chart as data: questions, answers, edges, dispositions."""
    chart = charts.get(chart_id, version)
    return chart.model_dump(mode="json", exclude_none=True) | {"hash": chart.hash}


@router.post("/decide", response_model=DecisionTold, operation_id="decide")
async def decide_one(request: Request, asked: DecideRequest) -> Response:
    """Decide one mission."""
    told = decided(asked, lang_of(request) if asked.explain else None)
    return Response(told, media_type="application/json")


def decided(asked: DecideRequest, lang: Lang | None) -> bytes:
    """The decision as JSON, with sentences where a language is given.

    Raises ``UnknownChartError`` and ``AnswerError``.
    """
    return _decided(_chart(asked.chart), tuple(sorted(asked.answers.items())), lang)


@router.post(
    "/classify",
    operation_id="classify",
    dependencies=[Depends(caller_where_people_sign_in)],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS},
        }
    },
    responses={200: {"content": {"application/x-ndjson": {}, "text/csv": {}}}},
)
async def classify(request: Request, chart: Annotated[ChartName | None, Query()] = None) -> Response:
    """Classify a file of missions, or JSON lines; what comes back has the same rows and the result columns."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent not in KINDS:
        raise ProblemError(415, "media_type", kinds=", ".join(KINDS))
    wanted, lang = _chart(chart), lang_of(request)
    folder = await run_in_threadpool(tempfile.TemporaryDirectory)
    try:
        size = await _received(request, Path(folder.name, "in"))
        task = partial(classify_upload, wanted, charts.file_of(wanted), folder.name, KINDS[sent], lang)
        result = await _classified(request, task, AT_LENGTH.for_size(size))
    except BaseException:
        await run_in_threadpool(folder.cleanup)
        raise
    kind = "application/x-ndjson" if KINDS[sent] == "lines" else "text/csv; charset=utf-8"
    return StreamingResponse(_pieces(Path(result), folder), media_type=kind)


async def _classified(request: Request, task: Callable[[], str], limits: Limits) -> str:
    """What the task gives, in one of the places that callers have; nothing of it goes on once the caller has left."""
    left = threading.Event()

    async def look() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(_LOOK)
        left.set()

    looking = asyncio.create_task(look())
    try:
        async with _places:
            return await run_in_threadpool(run_until, task, limits, left.is_set)
    finally:
        looking.cancel()


async def _received(request: Request, target: Path) -> int:
    """Write what is sent to a file, as it comes. Returns its size."""
    size = 0
    try:
        with target.open("wb") as file:
            async for piece in request.stream():
                size += len(piece)
                if size > MOST_MEGABYTES * 1_000_000:
                    raise ProblemError(413, "too_large", megabytes=MOST_MEGABYTES)
                file.write(piece)
    except ClientDisconnect:
        raise ProblemError(400, "broken_off") from None
    return size


async def _pieces(file: Path, folder: "tempfile.TemporaryDirectory[str]") -> AsyncIterator[bytes]:
    try:
        with file.open("rb") as result:
            while piece := await run_in_threadpool(result.read, _PIECE):
                yield piece
    finally:
        folder.cleanup()


@router.post("/whatif", response_model=WhatIfTold, operation_id="whatif")
def tell_what_if(asked: WhatIfRequest) -> dict[str, Any]:
    """Tell what would change one mission's decision, or which open question narrows it most."""
    found = asdict(what_if(_chart(asked.chart), asked.answers))
    found["narrowing"] = [
        {"question": each["question"], "possible": dict(each["possible"])} for each in found["narrowing"]
    ]
    return found


@lru_cache(maxsize=20_000)
def _decided(chart: Chart, answers: tuple[tuple[str, str], ...], lang: Lang | None) -> bytes:
    """A decision as JSON, with sentences where a language is given. Many missions are answered alike."""
    decision = decide(chart, dict(answers))
    told = asdict(decision)
    if lang:
        told["sentences"] = explain(chart, decision, lang)
    return json.dumps(told, ensure_ascii=False).encode()


def _chart(name: str | None) -> Chart:
    return charts.default() if name is None else charts.named(name)


def _told(chart: Chart) -> dict[str, Any]:
    day = chart.in_force.isoformat() if chart.in_force else None
    title = chart.title.model_dump()
    return {"id": chart.id, "version": chart.version, "hash": chart.hash, "title": title, "in_force": day}
