"""Each on their own: members' opinions, where their paths part, and how the chair settles it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.rules import decide
from flowchart.chart import UNKNOWN, Chart
from record.agreement import ReviewAgreement, agreement, percent_agreement
from record.answering import agree, answers_by_question, drop_draft, keep_draft
from record.chart_versions import chart_for
from record.limits import checked_answer, checked_text
from record.models import Answer, Mission, Opinion, Settlement
from record.store import CHAIR, GROUP, MissionRead, ReviewRead, Store
from record.store_error import Conflict


@dataclass(frozen=True)
class Side:
    """The members of one view at the question where paths part: an answer code ("" is "not known yet") and why."""

    value: str
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True)
class Disagreement:
    """The first question not settled yet at which the opinions on a mission lead different ways.

    ``sides`` come largest first. ``percent`` is the share (0 to 100) of pairs of members that agree there.
    """

    question: str
    sides: tuple[Side, ...]
    percent: float


def give_opinion(
    store: Store, by: str, mission_id: int, question: str, value: str, reason: str = "", *, expected_version: int
) -> Opinion:
    """Save the member's own answer; "" says "not known yet". By member or chair.

    ``expected_version`` is that of the opinion the writer saw, 0 when there was none: in two tabs of one person the
    later to save gets ``Conflict``, and their text is kept as a draft. Raises ``StoreError``.
    """
    conflict: Conflict[Opinion] | None = None
    with store.mission(by, mission_id, GROUP) as write:
        question, value = checked_answer(chart_for(write.review), question, value)
        checked_text("reason", reason)
        opinion = write.session.get(Opinion, (mission_id, question, by))
        same = opinion is not None and (opinion.value, opinion.reason) == (value, reason)
        if opinion is not None and opinion.version != expected_version and not same:
            mine = keep_draft(write, question, value, reason, "", kind="opinion", base=expected_version)
            conflict = Conflict(opinion, mine)
        else:
            if opinion is None or not same:
                before = opinion.as_json() if opinion else None
                opinion = opinion or Opinion(mission_id=mission_id, question=question, by=by, version=0)
                opinion.value, opinion.reason = value, reason
                opinion.version, opinion.at = opinion.version + 1, write.at
                write.session.add(opinion)
                write.record("opinion", f"{question}/{by}", before, opinion.as_json())
            drop_draft(write, question, "opinion")
            given = opinion
    if conflict:
        raise conflict
    return given


def opinions_of(read: MissionRead) -> list[Opinion]:
    """All opinions on a mission, by question and member."""
    return _opinions(read.session, read.mission.id)


def visible_opinions(read: MissionRead) -> list[Opinion]:
    """The opinions that the reader may see: of the group, one sees others' on a question only after giving one's own.

    Secretariat and administrators, who give none, see all.
    """
    found = opinions_of(read)
    if not read.roles & GROUP:
        return found
    given = {opinion.question for opinion in found if opinion.by == read.reader}
    return [opinion for opinion in found if opinion.question in given]


def disagreement(read: MissionRead) -> Disagreement | None:
    """Where the opinions on a mission part, None while they do not. Raises ``StoreError``."""
    return first_parting(chart_for(read.review), *_followable(read.session, read.mission.id))


def first_parting(
    chart: Chart, opinions: Iterable[Opinion], answers: Mapping[str, Answer], settled: Collection[str]
) -> Disagreement | None:
    """Follow the opinions along the chart to the first question where they differ.

    One that was settled is followed by the group's answer, whatever the opinions on it.
    """
    for question, here, value in _followed(chart, opinions, answers, settled):
        if value is None:
            values = sorted({o.value for o in here}, key=lambda value: (-sum(o.value == value for o in here), value))
            sides = tuple(Side(value, tuple(o for o in here if o.value == value)) for value in values)
            return Disagreement(question, sides, percent_agreement([o.value for o in here]))
    return None


def adopt(store: Store, by: str, mission_id: int) -> list[str]:
    """Make what all opinions agree on the group's answers, along the chart to where they part or end. By the chair.

    The reasons given become the reason, one a line. Gives the questions whose answer changed. Raises ``StoreError``,
    ``too_long`` when the reasons together are longer than one may be.
    """
    with store.mission(by, mission_id, CHAIR) as write:
        opinions, answers, settled = _followable(write.session, mission_id)
        adopted = _unanimous(chart_for(write.review), opinions, answers, settled)
        for question, (value, reason) in adopted.items():
            agree(write, question, value, reason, answers[question].evidence if question in answers else "")
    return list(adopted)


def unanimous(read: MissionRead) -> dict[str, str]:
    """What ``adopt`` would make the group's answers: by question id. Raises ``StoreError``."""
    found = _unanimous(chart_for(read.review), *_followable(read.session, read.mission.id))
    return {question: value for question, (value, _) in found.items()}


def _followable(session: Session, mission_id: int) -> tuple[list[Opinion], dict[str, Answer], set[str]]:
    """The opinions on a mission, its agreed answers, and the questions that were settled."""
    settled = select(Settlement.question).where(Settlement.mission_id == mission_id)
    return _opinions(session, mission_id), answers_by_question(session, mission_id), set(session.scalars(settled))


def _unanimous(
    chart: Chart, opinions: Iterable[Opinion], answers: Mapping[str, Answer], settled: Collection[str]
) -> dict[str, tuple[str, str]]:
    """The answers, with the reasons given, that all who gave one agree on and that the group's answers are not yet."""
    found = {}
    for question, here, value in _followed(chart, opinions, answers, settled):
        if value and question not in settled and (question not in answers or answers[question].value != value):
            reasons = dict.fromkeys(o.reason.strip() for o in here if o.reason.strip())
            found[question] = value, checked_text("reason", "\n".join(reasons))
    return found


def _followed(
    chart: Chart, opinions: Iterable[Opinion], answers: Mapping[str, Answer], settled: Collection[str]
) -> Iterator[tuple[str, list[Opinion], str | None]]:
    """The questions that the opinions lead to, with those on each and the answer taken; None where they part."""
    given: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        given[opinion.question].append(opinion)
    node = chart.start.id
    while node in chart.questions:
        here = given[node]
        values = {opinion.value for opinion in here} or {UNKNOWN}
        if node in settled and node in answers:
            value: str | None = answers[node].value
        else:
            value = values.pop() if len(values) == 1 else None
        yield node, here, value
        if not value:
            return
        node = chart.edge(node, value).to


def settle(store: Store, by: str, mission_id: int, question: str, value: str, reason: str) -> Settlement:
    """Settle a question, on which opinions may differ: the chair's answer becomes the agreed one, with a reason.

    Opinions stay as they are, and those that differ from it are kept with the settlement. To settle again what stands
    just so changes nothing. By the chair. Raises ``StoreError``.
    """
    with store.mission(by, mission_id, CHAIR) as write:
        question, value = checked_answer(chart_for(write.review), question, value)
        checked_text("reason", reason, needed=True)
        opinions = [opinion for opinion in _opinions(write.session, mission_id) if opinion.question == question]
        minority = [opinion.as_json() for opinion in opinions if opinion.value != value]
        former = write.session.get(Answer, (mission_id, question))
        last = write.session.scalars(_settlements(mission_id).where(Settlement.question == question)).all()
        stands = former and (former.value, former.reason, former.by) == (value, reason, by)
        if last and stands and (last[-1].value, last[-1].reason, last[-1].by) == (value, reason, by):
            return last[-1]
        agree(write, question, value, reason, former.evidence if former else "")
        settlement = Settlement(mission_id=mission_id, question=question, value=value, reason=reason)
        settlement.minority, settlement.by, settlement.at = minority, by, write.at
        write.add(settlement, "settlement", f"{question}/{write.at.isoformat()}", mission=write.mission.code)
    return settlement


def settlements_of(read: MissionRead) -> list[Settlement]:
    """What the chair settled for a mission, in order of time."""
    return list(read.session.scalars(_settlements(read.mission.id)))


def _settlements(mission_id: int) -> Select[Settlement]:
    return select(Settlement).where(Settlement.mission_id == mission_id).order_by(Settlement.at)


def review_agreement(read: ReviewRead) -> ReviewAgreement:
    """Percent agreement and Fleiss' kappa over a review's missions. Raises ``StoreError``.

    For the disposition those members count whose own opinions decide the mission; for a question, those who gave an
    opinion on it, "not known yet" included.
    """
    chart = chart_for(read.review)
    query = select(Opinion).join(Mission, Mission.id == Opinion.mission_id).where(Mission.review_id == read.review.id)
    opinions: Sequence[Opinion] = read.session.scalars(query).all()
    own: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    values: dict[str, dict[int, list[str]]] = {question: defaultdict(list) for question in chart.questions}
    for opinion in opinions:
        own[opinion.mission_id, opinion.by][opinion.question] = opinion.value
        values[opinion.question][opinion.mission_id].append(opinion.value)
    led: dict[int, list[str]] = defaultdict(list)
    for (mission_id, _), answers in own.items():
        if disposition := decide(chart, answers).disposition:
            led[mission_id].append(disposition)
    questions = {question: agreement(list(of_mission.values())) for question, of_mission in values.items()}
    return ReviewAgreement(agreement(list(led.values())), questions)


def _opinions(session: Session, mission_id: int) -> list[Opinion]:
    order = (Opinion.question, Opinion.by)
    return list(session.scalars(select(Opinion).where(Opinion.mission_id == mission_id).order_by(*order)))
