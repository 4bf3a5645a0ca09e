"""A review by any chart, lived through: imported, answered, disputed, settled, linked and signed."""

from dataclasses import dataclass
from datetime import date

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart
from flowchart.paths import paths_of
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from record.answering import answers_of, save_answer
from record.import_rows import rows_of
from record.links import link, link_kinds
from record.members import add_member, set_role
from record.mission_status import mission_statuses
from record.models import Review
from record.opinions import give_opinion, settle
from record.reviews import create_review, missions_of
from record.signing import sign_off
from record.store import Store
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, of_mission, of_review


@dataclass
class LivedIn:
    """A review; its first mission was disputed, settled and signed, and is linked to its second one."""

    store: Store
    chart: Chart
    review: Review
    given: list[Decision]
    """What the answers of the file decide, mission by mission, before any was changed."""
    decided: Decision
    """What the group decided on the first mission."""

    @property
    def missions(self) -> list[int]:
        return [mission.id for mission in of_review(missions_of, self.store, self.review.id)]


def review_by(store: Store, chart: Chart, missions: bytes) -> LivedIn:
    """The missions of a file, reviewed by a chart: the first one takes the longest way to a counterpart or out."""
    sheet = read_sheet(missions, chart)
    rows = rows_of(chart, sheet, match_columns(chart, sheet.header))
    assert not rows.problems
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")
    for email in (CHAIR, MALEE, PRASERT):
        add_member(store, ADMIN, email, email.split("@")[0])
    titles = {"ministry": "กระทรวง", "title_th": "รอบแรก", "title_en": "First round"}
    review = create_review(store, ADMIN, chart=chart, **titles, started=date(2026, 8, 31), rows=rows.rows)
    set_role(store, ADMIN, review.id, CHAIR, "chair")
    set_role(store, ADMIN, review.id, MALEE, "member")
    set_role(store, ADMIN, review.id, PRASERT, "member")
    first, second = (mission.id for mission in of_review(missions_of, store, review.id)[:2])
    ends = [path for path in paths_of(chart) if not path.open_question]
    path = max(ends, key=lambda p: (bool(chart.dispositions[p.disposition or ""].counterpart), len(p.steps)))
    answers = {step.question: step.answer for step in path.steps}
    asked, chosen = next(iter(answers.items()))
    other = next(answer for answer in chart.questions[asked].answers if answer != chosen)
    for who, value in ((CHAIR, chosen), (MALEE, chosen), (PRASERT, other)):
        give_opinion(store, who, first, asked, value, f"เหตุผลของ {who}", expected_version=0)
    settle(store, CHAIR, first, asked, chosen, "ยุติตามหลักฐาน")
    for question, answer in list(answers.items())[1:]:
        known = of_mission(answers_of, store, first).get(question)
        save_answer(store, MALEE, first, question, answer, "เหตุผล", expected_version=known.version if known else 0)
    if path.disposition in link_kinds(chart):
        link(store, MALEE, first, second, path.disposition)
    statuses = {row.mission.id: row for row in of_review(mission_statuses, store, review.id)}
    sign_off(store, CHAIR, [first], {first: statuses[first].answers_hash})
    return LivedIn(store, chart, review, [decide(chart, row.answers) for row in rows.rows], decide(chart, answers))
