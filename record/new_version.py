"""What another version of its chart would do to a review."""

from sqlalchemy import select

from engine.impact import Impact, impact
from flowchart.chart import Chart
from record.answering import answers_by_question
from record.chart_versions import chart_for
from record.models import Mission
from record.store import ReviewRead


def review_impact(read: ReviewRead, new: Chart) -> list[tuple[Mission, Impact]]:
    """What the agreed answers of each mission, by code, would come to by another chart. Raises ``StoreError``."""
    old = chart_for(read.review)
    missions = read.session.scalars(select(Mission).where(Mission.review_id == read.review.id).order_by(Mission.code))
    return [(mission, impact(old, new, _answers(read, mission))) for mission in missions]


def _answers(read: ReviewRead, mission: Mission) -> dict[str, str]:
    return {answer.question: answer.value for answer in answers_by_question(read.session, mission.id).values()}
