"""A summary's input from a review of the record, read whole in one look and a handful of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from flowchart.chart import Chart
from record import models
from record.chart_versions import carried_profile, chart_for
from record.mission_status import MissionStatus, mission_statuses
from record.models import (
    Answer,
    ChainTip,
    Evidence,
    Link,
    Membership,
    Mission,
    Review,
    Settlement,
    SignOff,
    told_fields,
)
from record.opinions import MissionOpinions
from record.reviews import due, ministry_in_english
from record.store import EXPORTERS, Store
from record.talk import threads
from reports.sanitize import pieces
from reports.summary import (
    Change,
    CommentChoice,
    CommentTold,
    Contradiction,
    Deed,
    Disagreement,
    Name,
    Participant,
    ReviewedMission,
    Role,
    Source,
    SummaryInput,
    View,
)
from text.dates import THAILAND, today

_ORDER: tuple[Role, ...] = ("chair", "member", "secretariat")
_TOLD = ("mission", "answer", "settlement", "evidence", "link", "sign_off")
"""What a mission's history tells. What members thought is theirs until it is settled."""

_OfMission = TypeVar("_OfMission", Answer, Settlement, Evidence, SignOff)


def summary_of_review(
    store: Store, reader: str, review_id: int, *, title: str = "", comments: CommentChoice = "none"
) -> SummaryInput:
    """The summary of a review as it stands, decided by its own version of the chart. Raises ``StoreError``.

    What members said in comments is told only of those that are chosen.

    By chair, secretariat or administrator, or by ``OPERATOR`` at the command line.
    """
    with store.read_review(reader, review_id, EXPORTERS) as read:
        session, review = read.session, read.review
        chart = chart_for(review)
        statuses = mission_statuses(read)
        kept = _Reader(session, review, chart, [status.mission for status in statuses], comments)
        head = session.get_one(ChainTip, review.uid)
        return SummaryInput(
            chart,
            tuple(map(kept.mission, statuses)),
            Source(
                review.title_th, review=review.uid, head=head.hash, log=head.seq, vouched=review.vouched is not False
            ),
            today(),
            title=title,
            owner=Name(review.ministry, ministry_in_english(read)),
            review=Name(review.title_th, review.title_en),
            working_group=_working_group(session, review),
            started=review.started,
            due=due(review),
            comments=comments,
            carried=carried_profile(session, review),
        )


class _Reader:
    """Everything that is kept of the missions of a review, by mission."""

    def __init__(
        self, session: Session, review: Review, chart: Chart, missions: Sequence[Mission], comments: CommentChoice
    ) -> None:
        self._review, self._chart, self._chosen = review, chart, comments
        self._names = {member.email: member.name for member in session.scalars(select(models.Member))}
        self._codes = {mission.id: mission for mission in missions}

        def of_missions(kind: type[_OfMission], *order: Any) -> dict[int, list[_OfMission]]:
            query = select(kind).join(Mission, Mission.id == kind.mission_id).filter_by(review_id=review.id)
            return _by(lambda row: row.mission_id, session.scalars(query.order_by(*order)))

        self._answers = of_missions(Answer, Answer.question)
        self._evidence = of_missions(Evidence, Evidence.id)
        self._settlements = of_missions(Settlement, Settlement.seq)
        self._sign_offs = of_missions(SignOff, SignOff.seq)
        self._links = _links(session, review, chart)
        said = select(models.Comment).join(Mission, Mission.id == models.Comment.mission_id)
        said = said.where(Mission.review_id == review.id).order_by(models.Comment.seq)
        self._comments = _by(lambda row: row.mission_id, session.scalars(said) if comments != "none" else ())
        changes = select(models.Change).where(models.Change.chain == review.uid, models.Change.kind.in_(_TOLD))
        self._changes = _by(lambda row: row.mission, session.scalars(changes.order_by(models.Change.seq)))

    def mission(self, standing: MissionStatus) -> ReviewedMission:
        kept, decision = standing.mission, standing.decision
        answers = self._answers[kept.id]
        reasons = {answer.question: answer.reason for answer in answers if answer.reason.strip()}
        given = [reasons[step.question] for step in decision.path if step.question in reasons]
        signed = next(reversed(self._sign_offs[kept.id]), None)
        return ReviewedMission(
            code=kept.code,
            name=Name(kept.name_th, kept.name_en),
            ministry=Name(kept.ministry or self._review.ministry, kept.ministry_en or ""),
            department=Name(kept.department, kept.department_en or ""),
            answers={answer.question: answer.value for answer in answers if answer.value},
            decision=decision,
            reason=given[-1] if given and decision.disposition else "",
            reasons=reasons,
            evidence=_evidence(answers, self._evidence[kept.id]),
            budget=kept.budget,
            positions=kept.positions,
            counterpart=self._counterpart(kept),
            description=kept.description,
            legal_basis=kept.legal_basis,
            details=kept.details or {},
            settled_by=kept.settled_by or "",
            minority_view=kept.dissent or "",
            disagreements=disagreements_told(self._settlements[kept.id], standing.opinions, self._names),
            opinion_state=standing.opinions.state,
            opinions_awaited=standing.opinions.waiting,
            contradictions=contradictions_told(standing.opinions),
            signed_by=self._named(signed.by) if signed else "",
            signed_at=_day(signed.at) if signed else None,
            reopened=standing.signed == "reopened",
            changes=tuple(self._history(self._changes[kept.code])),
            comments=tuple(self._talk(self._comments[kept.id])),
        )

    def _named(self, email: str) -> str:
        return self._names.get(email, email)

    def _counterpart(self, mission: Mission) -> Name:
        """The agency outside the review, and the missions in it."""
        others = [self._codes[other] for other in self._links[mission.id]]
        outside = [mission.other_agency] if mission.other_agency.strip() else []
        return Name(
            ", ".join([*outside, *(f"{other.code} {other.name_th or other.name_en}" for other in others)]),
            ", ".join([*outside, *(f"{other.code} {other.name_en or other.name_th}" for other in others)]),
        )

    def _talk(self, comments: Iterable[models.Comment]) -> Iterator[CommentTold]:
        """The chosen comments on a mission, each followed by its replies, in the order of the chart's questions."""
        order = {question: n for n, question in enumerate(self._chart.order)}
        chosen = [thread for thread in threads(comments) if thread.open or self._chosen == "all"]
        for thread in sorted(chosen, key=lambda thread: order.get(thread.first.question, len(order))):
            for said in thread.comments:
                reply = said is not thread.first
                yield CommentTold(said.question, self._named(said.by), _day(said.at), said.text, thread.open, reply)

    def _history(self, changes: Sequence[models.Change]) -> Iterator[Change]:
        """One entry for all that a person did to the mission on a day, after it was entered."""
        settled = {(change.at, _question(change)) for change in changes if change.kind == "settlement"}
        entered = changes[0].at if changes else None
        told = [c for c in changes if c.at != entered and (c.kind != "answer" or (c.at, _question(c)) not in settled)]
        for (day, by), together in groupby(told, lambda change: (_day(change.at), change.by)):
            yield Change(day, self._named(by), tuple(dict.fromkeys(map(_deed, together))))


def disagreements_told(
    settlements: Iterable[models.Settlement], opinions: MissionOpinions, names: Mapping[str, str]
) -> tuple[Disagreement, ...]:
    """What was settled, in order of time, then what still is to be: of that nobody's view is told yet."""
    told = []
    for settled in settlements:
        minority = (View(names.get(view["by"], view["by"]), view["value"], view["reason"]) for view in settled.minority)
        by = names.get(settled.by, settled.by)
        told.append(
            Disagreement(settled.question, _day(settled.at), by, settled.value, settled.reason, tuple(minority))
        )
    return (*told, *([Disagreement(opinions.disagreement.question)] if opinions.disagreement else []))


def contradictions_told(opinions: MissionOpinions) -> tuple[Contradiction, ...]:
    """The answers that contradict opinions, and how many, where the chair has not settled it so."""
    return tuple(Contradiction(each.question, each.answer or "", len(each.contrary)) for each in opinions.unsettled)


def _working_group(session: Session, review: Review) -> tuple[Participant, ...]:
    """The members of the review: the chair first, the secretariat last."""
    query = select(models.Member.name, Membership.role).join(Membership, Membership.email == models.Member.email)
    here = query.where(Membership.review_id == review.id, models.of_people(Membership.email))
    found = [Participant(name, role) for name, role in session.execute(here)]
    return tuple(sorted(found, key=lambda person: (_ORDER.index(person.role), person.name)))


def _links(session: Session, review: Review, chart: Chart) -> dict[int, list[int]]:
    """The missions that each mission is merged with (either side may have said so) or transferred to."""
    missions = select(Mission.id).where(Mission.review_id == review.id)
    query = select(Link).where(or_(Link.mission_id.in_(missions), Link.other_id.in_(missions)))
    others: dict[int, list[int]] = defaultdict(list)
    for link in session.scalars(query.order_by(Link.mission_id, Link.other_id)):
        others[link.mission_id].append(link.other_id)
        if chart.dispositions[link.kind].counterpart == "partner":
            others[link.other_id].append(link.mission_id)
    return others


def _evidence(answers: Iterable[Answer], attached: Iterable[Evidence]) -> Mapping[str, tuple[str, ...]]:
    """By question: what was written beside the answer, piece by piece, then references, links and files."""
    found: dict[str, list[str]] = defaultdict(list)
    for answer in answers:
        found[answer.question] += pieces(answer.evidence)
    for piece in attached:
        caption = f"{piece.file_name} ({piece.text})" if piece.text.strip() else piece.file_name or ""
        found[piece.question].append(caption if piece.kind == "file" else piece.text)
    return {question: tuple(texts) for question, texts in found.items() if texts}


def _day(at: datetime) -> date:
    return at.astimezone(THAILAND).date()


def _question(change: models.Change) -> str:
    return change.subject.partition("/")[0]


def _deed(change: models.Change) -> Deed:
    """A change of the record as the history tells it."""
    before, after = change.before or {}, change.after or {}
    if change.kind == "mission":
        before, after = told_fields(before), told_fields(after)
        fields = (name for name in {**before, **after} if name != "version" and before.get(name) != after.get(name))
        return Deed("edited", others=tuple(fields))
    if change.kind == "answer":
        was, now = before.get("value", ""), after.get("value", "")
        return Deed(("changed" if was != now else "reworded") if before else "answered", _question(change), was, now)
    if change.kind == "settlement":
        return Deed("settled", _question(change), after=after.get("value", ""))
    if change.kind == "evidence":
        return Deed("evidence_added" if after else "evidence_removed", (after or before).get("question", ""))
    if change.kind == "link":
        return Deed("linked" if after else "unlinked", others=(change.subject,))
    return Deed("signed")


_Key = TypeVar("_Key", int, "str | None")
_Row = TypeVar("_Row")


def _by(key: Callable[[_Row], _Key], rows: Iterable[_Row]) -> dict[_Key, list[_Row]]:
    groups: dict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
