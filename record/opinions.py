"""Each on their own: members' opinions, where their paths part, and how the chair settles it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.rules import decide
from flowchart.chart import UNKNOWN, Chart
from record.agreement import ReviewAgreement, agreement
from record.answering import agree, answers_by_question, drop_draft, keep_draft
from record.chart_versions import chart_for, chart_to_answer
from record.lengths import WORDS
from record.limits import checked_answer, checked_text
from record.models import Answer, Member, Membership, Mission, Opinion, Review, Settlement, is_program, of_people
from record.reviews import FEWEST
from record.store import CHAIR, GROUP, MissionRead, ReviewRead, Roles, Store, get_review
from record.store_error import Conflict
from record.words import words
from text.words import LANGS

OpinionState: TypeAlias = Literal["none", "waiting", "agree", "differ", "settled"]
"""How the opinions on a mission stand.

``none``: nobody gave one. ``waiting``: no two differ, but a question on their way lacks the quorum. ``agree``: every
question on their way has it. ``differ``: they part at a question that is not settled. ``settled``: as ``agree``, where
the chair settled at least one of the questions.
"""
OPINION_STATES: tuple[OpinionState, ...] = ("none", "waiting", "agree", "differ", "settled")


@dataclass(frozen=True)
class Side:
    """The members who gave one answer to a question: its code ("" is "not known yet") and why."""

    value: str
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True)
class QuestionOpinions:
    """Who said what on a question.

    ``sides`` come largest first, "not known yet" last: it waits for information and contradicts nobody. ``silent`` are
    the members of the group who gave no opinion. ``short`` is how many more members must give the same answer for the
    quorum. ``answer`` is the group's answer, None without one; ``settled`` when the chair settled it so.
    """

    question: str
    sides: tuple[Side, ...]
    silent: tuple[str, ...]
    short: int
    answer: str | None
    settled: bool

    @property
    def known(self) -> tuple[Side, ...]:
        """The sides that give an answer."""
        return tuple(side for side in self.sides if side.value != UNKNOWN)

    @property
    def differs(self) -> bool:
        """Whether members gave different answers."""
        return len(self.known) > 1

    @property
    def agreed(self) -> str | None:
        """The answer that the quorum gave and nobody contradicts; None while there is none."""
        return self.known[0].value if len(self.known) == 1 and not self.short else None

    @property
    def contrary(self) -> tuple[Opinion, ...]:
        """The opinions that the group's answer contradicts."""
        if not self.answer:
            return ()
        return tuple(o for side in self.known if side.value != self.answer for o in side.opinions)


@dataclass(frozen=True)
class MissionOpinions:
    """How the opinions on a mission stand.

    ``waiting`` is how many opinions are missing at the first question that lacks the quorum. ``questions`` are those
    that the opinions and settlements lead to, in order. ``contradicted`` are questions on the way of the group's
    answers at which the group's answer is not that of every member who gave one.
    """

    state: OpinionState
    waiting: int
    questions: tuple[QuestionOpinions, ...]
    contradicted: tuple[QuestionOpinions, ...]

    @property
    def disagreement(self) -> QuestionOpinions | None:
        """The first question, not settled, at which members gave different answers."""
        return next((each for each in self.questions if each.differs and not each.settled), None)

    @property
    def unsettled(self) -> tuple[QuestionOpinions, ...]:
        """The questions whose answer contradicts opinions without the chair having settled it so."""
        return tuple(each for each in self.contradicted if not each.settled)

    @property
    def dissent(self) -> int:
        """The number of opinions that the group's answers contradict."""
        return sum(len(each.contrary) for each in self.contradicted)


def quorum_of(review: Review, group: Collection[str]) -> int:
    """How many members must give the same answer before it counts as agreed: all, unless the review sets a number."""
    return max(FEWEST, review.quorum or len(group))


def compare_opinions(
    chart: Chart,
    opinions: Iterable[Opinion],
    answers: Mapping[str, Answer],
    settled: Mapping[str, str],
    group: Collection[str],
    quorum: int,
) -> MissionOpinions:
    """Follow the opinions along the chart, to the first question where they part or end.

    ``settled`` gives the value of the last settlement of each question; while that is the group's answer, it is
    followed, whatever the opinions. ``group`` are the members who are asked. What a program wrote counts for nobody.
    """
    given: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        if not is_program(opinion.by):
            given[opinion.question].append(opinion)

    def at(question: str) -> QuestionOpinions:
        here = given[question]
        by_value: dict[str, list[Opinion]] = defaultdict(list)
        for opinion in here:
            by_value[opinion.value].append(opinion)
        values = sorted(by_value, key=lambda value: (value == UNKNOWN, -len(by_value[value]), value))
        largest = max((sum(o.by in group for o in by_value[v]) for v in values if v != UNKNOWN), default=0)
        answer = answers[question].value if question in answers else None
        return QuestionOpinions(
            question,
            tuple(Side(value, tuple(by_value[value])) for value in values),
            tuple(member for member in group if member not in {o.by for o in here}),
            max(0, quorum - largest),
            answer,
            bool(answer) and settled.get(question) == answer,
        )

    found: list[QuestionOpinions] = []
    node = chart.start.id
    while node in chart.questions:
        here = at(node)
        found.append(here)
        value = here.answer if here.settled else here.known[0].value if len(here.known) == 1 else None
        if not value:
            break
        node = chart.edge(node, value).to
    decision = decide(chart, {question: answer.value for question, answer in answers.items()})
    path = [at(step.question) for step in decision.path]
    short = next((each.short for each in found if not each.settled and each.short), 0)
    return MissionOpinions(_state(found, short, any(given.values())), short, tuple(found), _contradicted(path))


def _state(found: Sequence[QuestionOpinions], short: int, given: bool) -> OpinionState:
    if any(each.differs and not each.settled for each in found):
        return "differ"
    if not given and not any(each.settled for each in found):
        return "none"
    if short:
        return "waiting"
    return "settled" if any(each.settled for each in found) else "agree"


def _contradicted(path: Iterable[QuestionOpinions]) -> tuple[QuestionOpinions, ...]:
    return tuple(each for each in path if each.contrary)


def give_opinion(
    store: Store, by: str, mission_id: int, question: str, value: str, reason: str = "", *, expected_version: int
) -> Opinion:
    """Save the member's own answer; "" says "not known yet". By member or chair.

    ``expected_version`` is that of the opinion the writer saw, 0 when there was none: in two tabs of one person the
    later to save gets ``Conflict``, and their text is kept as a draft. Raises ``StoreError``.
    """
    conflict: Conflict[Opinion] | None = None
    with store.mission(by, mission_id, GROUP) as write:
        question, value = checked_answer(chart_to_answer(write.review), question, value)
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
    """The opinions on a mission that the reader may see."""
    return seen_by(read.reader, read.roles, opinions_of(read))


def seen_by(reader: str, roles: Roles, opinions: Iterable[Opinion]) -> list[Opinion]:
    """Those of a mission's opinions that somebody of these roles may see.

    Of the group, one sees others' on a question only after giving one's own; secretariat and administrators, who give
    none, see all.
    """
    found = list(opinions)
    if not roles & GROUP:
        return found
    given = {opinion.question for opinion in found if opinion.by == reader}
    return [opinion for opinion in found if opinion.question in given]


def mission_opinions(read: MissionRead) -> MissionOpinions:
    """How the opinions on a mission stand. Raises ``StoreError``."""
    return _compared(read.session, read.mission)


def group_of(session: Session, review: Review) -> list[str]:
    """The e-mails of those who are asked for an opinion in a review: its members and its chair."""
    here = (Membership.review_id == review.id, Membership.role.in_(GROUP), of_people(Membership.email))
    return list(session.scalars(select(Membership.email).where(*here).order_by(Membership.email)))


def adopt(store: Store, by: str, mission_id: int) -> list[str]:
    """Make what the quorum agrees on the group's answers, along the chart to where that ends. By the chair.

    Each reason given becomes a line of the answer's reason, after its author's name; together they are cut with a note
    where they are longer than one may be. Gives the questions whose answer changed. Raises ``StoreError``.
    """
    with store.mission(by, mission_id, CHAIR) as write:
        session = write.session
        compared = _compared(session, write.mission)
        answers = answers_by_question(session, mission_id)
        adopted = adoptable(compared)
        authors = {o.by for each in adopted for side in each.sides for o in side.opinions}
        names = {
            member.email: member.name for member in session.scalars(select(Member).where(Member.email.in_(authors)))
        }
        for each in adopted:
            reason, _ = reasons_together(each, names)
            evidence = answers[each.question].evidence if each.question in answers else ""
            agree(write, each.question, each.agreed or "", checked_text("reason", reason), evidence)
    return [each.question for each in adopted]


def reasons_together(question: QuestionOpinions, names: Mapping[str, str]) -> tuple[str, bool]:
    """The reasons of a question's opinions, a line each after its author's name, and whether they had to be cut."""
    given = [o for side in question.known for o in side.opinions if o.reason.strip()]
    text = "\n".join(f"{names.get(o.by, o.by)}: {o.reason.strip()}" for o in given)
    if len(text) <= WORDS:
        return text, False
    note = "\n" + " · ".join(words("reasons_cut", lang, longest=f"{WORDS:,}") for lang in LANGS)
    return text[: WORDS - len(note)] + note, True


def adoptable(opinions: MissionOpinions) -> list[QuestionOpinions]:
    """The questions whose agreed answer ``adopt`` would make the group's: up to the first that lacks the quorum."""
    found = []
    for each in opinions.questions:
        if not each.settled and each.agreed is None:
            break
        if not each.settled and each.agreed != each.answer:
            found.append(each)
    return found


def settle(store: Store, by: str, mission_id: int, question: str, value: str, reason: str) -> Settlement:
    """Settle a question, on which opinions may differ: the chair's answer becomes the agreed one, with a reason.

    Opinions stay as they are, and those that contradict it are kept with the settlement; "not known yet" contradicts
    nothing. To settle again what stands just so changes nothing. By the chair. Raises ``StoreError``.
    """
    with store.mission(by, mission_id, CHAIR) as write:
        question, value = checked_answer(chart_to_answer(write.review), question, value)
        checked_text("reason", reason, needed=True)
        opinions = [opinion for opinion in _opinions(write.session, mission_id) if opinion.question == question]
        minority = [opinion.as_json() for opinion in opinions if opinion.value not in (value, UNKNOWN)]
        former = write.session.get(Answer, (mission_id, question))
        last = write.session.scalars(_settlements(mission_id).where(Settlement.question == question)).all()
        stands = former and (former.value, former.reason, former.by) == (value, reason, by)
        if last and stands and (last[-1].value, last[-1].reason, last[-1].by) == (value, reason, by):
            return last[-1]
        agree(write, question, value, reason, former.evidence if former else "")
        settlement = Settlement(mission_id=mission_id, question=question, value=value, reason=reason)
        settlement.minority, settlement.by, settlement.seq = minority, by, write.tip.seq + 1
        settlement.at = write.moment_beside([each.at for each in last])
        write.add(settlement, "settlement", f"{question}/{settlement.at.isoformat()}", mission=write.mission.code)
    return settlement


def _settlements(mission_id: int) -> Select[Settlement]:
    return select(Settlement).where(Settlement.mission_id == mission_id).order_by(Settlement.seq)


def review_agreement(read: ReviewRead) -> ReviewAgreement:
    """Agreement over a review's missions in numbers, and Fleiss' kappa from enough missions on. Raises ``StoreError``.

    For the disposition those members count whose own opinions decide the mission; for a question, those who gave an
    answer to it.
    """
    chart = chart_for(read.review)
    query = select(Opinion).join(Mission, Mission.id == Opinion.mission_id).where(Mission.review_id == read.review.id)
    opinions: Sequence[Opinion] = read.session.scalars(
        query.where(Opinion.value != UNKNOWN, of_people(Opinion.by))
    ).all()
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


def _compared(session: Session, mission: Mission) -> MissionOpinions:
    review = get_review(session, mission.review_id)
    settled = {settlement.question: settlement.value for settlement in session.scalars(_settlements(mission.id))}
    answers, group = answers_by_question(session, mission.id), group_of(session, review)
    opinions = _opinions(session, mission.id)
    return compare_opinions(chart_for(review), opinions, answers, settled, group, quorum_of(review, group))


def _opinions(session: Session, mission_id: int) -> list[Opinion]:
    order = (Opinion.question, Opinion.by)
    return list(session.scalars(select(Opinion).where(Opinion.mission_id == mission_id).order_by(*order)))
