"""Missions, answers and opinions of the reviews that a token is for, by the same functions as the pages."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from api.bearer import caller
from api.problem import ProblemError
from engine.decision import Decision
from record.answering import answers_of, edit_mission, save_answer
from record.lengths import CODE
from record.mission_status import MissionStatus, mission_statuses
from record.models import Answer, Mission, Opinion
from record.opinions import give_opinion, visible_opinions
from record.reviews import reviews
from record.signing import decision_of
from record.store import Store, find_review

router = APIRouter()
Caller = Annotated[str, Depends(caller)]
Uid = Annotated[str, Path(max_length=32)]
Code = Annotated[str, Path(max_length=CODE)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AnswerSent(_Sent):
    """An answer; ``expected_version`` is that of the answer the program read, 0 where there was none."""

    value: str
    reason: str = ""
    evidence: str = ""
    expected_version: Version


class OpinionSent(_Sent):
    """The program's own opinion; ``expected_version`` as of an answer."""

    value: str
    reason: str = ""
    expected_version: Version


class FieldsSent(_Sent):
    """Fields of a mission that change; budgets in satang (1/100 baht)."""

    expected_version: Version
    fields: dict[str, str | int | None] = Field(min_length=1, max_length=50)


class ReviewTold(BaseModel):
    """A review."""

    uid: str
    ministry: str
    title_th: str
    title_en: str
    chart: str
    status: str


class AnswerTold(BaseModel):
    """An agreed answer."""

    question: str
    value: str
    reason: str
    evidence: str
    version: int
    by: str
    at: datetime


class OpinionTold(BaseModel):
    """A member's opinion."""

    question: str
    value: str
    reason: str
    version: int
    by: str
    at: datetime


class MissionTold(BaseModel):
    """A mission, what its answers decide and whether that is signed."""

    code: str
    version: int
    fields: dict[str, Any]
    status: str
    disposition: str | None
    sub_form: str | None
    next_question: str | None
    signed: str | None = None
    answers: list[AnswerTold] | None = None


@router.get("/reviews", response_model=list[ReviewTold], operation_id="list_reviews")
def list_reviews(by: Caller) -> list[ReviewTold]:
    """The reviews that the token is for."""
    return [
        ReviewTold(
            uid=review.uid,
            ministry=review.ministry,
            title_th=review.title_th,
            title_en=review.title_en,
            chart=f"{review.chart_id}@{review.chart_version}#{review.chart_hash[:8]}",
            status=review.status,
        )
        for review in reviews(_store(), by)
    ]


@router.get("/reviews/{uid}/missions", response_model=list[MissionTold], operation_id="list_missions")
def list_missions(by: Caller, uid: Uid) -> list[MissionTold]:
    """The missions of a review, by code, with their decisions."""
    store = _store()
    with store.read_review(by, find_review(store, by, uid)) as read:
        return [_of_status(status) for status in mission_statuses(read)]


@router.patch("/reviews/{uid}/missions/{code:path}", response_model=MissionTold, operation_id="edit_mission")
def change_mission(by: Caller, uid: Uid, code: Code, sent: FieldsSent) -> MissionTold:
    """Change fields of a mission."""
    store = _store()
    edit_mission(store, by, _mission_id(store, by, uid, code), sent.expected_version, sent.fields)
    return get_mission(by, uid, code)


@router.put(
    "/reviews/{uid}/missions/{code:path}/answers/{question}", response_model=AnswerTold, operation_id="save_answer"
)
def put_answer(by: Caller, uid: Uid, code: Code, question: Code, sent: AnswerSent) -> AnswerTold:
    """Save the agreed answer to a question."""
    store = _store()
    mission = _mission_id(store, by, uid, code)
    return _answer(
        save_answer(
            store, by, mission, question, sent.value, sent.reason, sent.evidence, expected_version=sent.expected_version
        )
    )


@router.get(
    "/reviews/{uid}/missions/{code:path}/opinions", response_model=list[OpinionTold], operation_id="list_opinions"
)
def list_opinions(by: Caller, uid: Uid, code: Code) -> list[OpinionTold]:
    """The opinions on a mission that the token may see."""
    store = _store()
    with store.read_mission(by, _mission_id(store, by, uid, code)) as read:
        return [_opinion(opinion) for opinion in visible_opinions(read)]


@router.put(
    "/reviews/{uid}/missions/{code:path}/opinions/{question}", response_model=OpinionTold, operation_id="give_opinion"
)
def put_opinion(by: Caller, uid: Uid, code: Code, question: Code, sent: OpinionSent) -> OpinionTold:
    """Save the program's own opinion."""
    store = _store()
    mission = _mission_id(store, by, uid, code)
    given = give_opinion(store, by, mission, question, sent.value, sent.reason, expected_version=sent.expected_version)
    return _opinion(given)


@router.get("/reviews/{uid}/missions/{code:path}", response_model=MissionTold, operation_id="get_mission")
def get_mission(by: Caller, uid: Uid, code: Code) -> MissionTold:
    """A mission with its answers."""
    store = _store()
    with store.read_mission(by, _mission_id(store, by, uid, code)) as read:
        answers = [_answer(answer) for answer in answers_of(read).values()]
        return _mission(read.mission, decision_of(read)).model_copy(update={"answers": answers})


def _store() -> Store:
    return Store.from_environment()


def _mission_id(store: Store, by: str, uid: str, code: str) -> int:
    with store.read_review(by, find_review(store, by, uid)) as read:
        wanted = select(Mission.id).where(Mission.review_id == read.review.id, Mission.code == code)
        found = read.session.scalar(wanted)
    if found is None:
        raise ProblemError(404, "no_mission", mission=code)
    return found


def _of_status(status: MissionStatus) -> MissionTold:
    return _mission(status.mission, status.decision).model_copy(update={"signed": status.signed})


def _mission(mission: Mission, decision: Decision) -> MissionTold:
    row = mission.as_json()
    return MissionTold(
        code=mission.code,
        version=mission.version,
        fields={name: value for name, value in row.items() if name not in ("code", "version")},
        status=decision.status,
        disposition=decision.disposition,
        sub_form=decision.sub_form,
        next_question=decision.next_question,
    )


def _answer(row: Answer) -> AnswerTold:
    return AnswerTold.model_validate(row, from_attributes=True)


def _opinion(row: Opinion) -> OpinionTold:
    return OpinionTold.model_validate(row, from_attributes=True)
