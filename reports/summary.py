"""What a blueprint summary is made from. Where it came from, a file or a record, makes no difference.

Everything beyond the missions, their answers and decisions is optional: a file has no opinions or signatures. What is
not there is told as "no data yet", never made up.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from engine.decision import Decision
from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from flowchart.profile import ReportProfile, profile_of
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.problems import Problem
from reports.letter import Letter
from text.words import LANGS, Lang

DeedKind: TypeAlias = Literal[
    "edited",
    "answered",
    "changed",
    "reworded",
    "settled",
    "evidence_added",
    "evidence_removed",
    "linked",
    "unlinked",
    "signed",
]
Role: TypeAlias = Literal["chair", "member", "secretariat"]
CommentChoice: TypeAlias = Literal["none", "open", "all"]
COMMENT_CHOICES: tuple[CommentChoice, ...] = get_args(CommentChoice)
Wording: TypeAlias = Literal["here", "copy", "general"]
OpinionState: TypeAlias = Literal["", "none", "waiting", "agree", "differ", "settled"]
"""How the members' own answers stand (``record.opinions``); "" of a file, which has none."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in Thai and, where there is one, in English."""

    th: str
    en: str = ""

    def __getitem__(self, lang: Lang) -> str:
        return (self.th or self.en) if lang == "th" else (self.en or self.th)

    def __bool__(self) -> bool:
        return bool(self.th or self.en)


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone of the working group, and as what."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done to a mission: to a question, whose answer was ``before`` and is ``after``, or to ``others``.

    ``others`` are the codes of other missions, or the fields that were edited.
    """

    kind: DeedKind
    question: str = ""
    before: str = ""
    after: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a mission's history: what someone did on one day."""

    on: date
    by: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What one member answered, and why; "" is "not known yet"."""

    by: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question on which members differed, and how the chair settled it. ``on`` is None while nobody has.

    ``minority`` are the views that were not followed.
    """

    question: str
    on: date | None = None
    by: str = ""
    value: str = ""
    reason: str = ""
    minority: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A question whose answer ``contrary`` members contradict, with nothing settled; who they are is theirs to say."""

    question: str
    answer: str
    contrary: int


@dataclass(frozen=True, slots=True)
class CommentTold:
    """A comment on a question, or a reply to the one before it; ``open`` of what is not resolved."""

    question: str
    by: str
    on: date
    text: str
    open: bool
    reply: bool = False


@dataclass(frozen=True, slots=True)
class ReviewedMission:
    """A mission with its answers and its decision. ``reasons`` and ``evidence`` are by question id."""

    code: str
    name: Name
    ministry: Name
    department: Name
    answers: Mapping[str, str]
    decision: Decision
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    budget: Decimal | None = None
    """Baht a year."""
    positions: int | None = None
    counterpart: Name = Name("")
    """The other agency or mission: the one that does the same work, receives it or hosts it."""
    description: str = ""
    legal_basis: str = ""
    details: Mapping[str, str | int] = field(default_factory=dict)
    """What is known besides, by the names of ``DETAIL_FIELDS``: money in satang, days in ISO 8601."""
    settled_by: str = ""
    minority_view: str = ""
    """Who settled a disagreement and the view not followed, as a file tells them in its own words."""
    disagreements: tuple[Disagreement, ...] = ()
    opinion_state: OpinionState = ""
    opinions_awaited: int = 0
    """How many opinions are missing while it waits for them."""
    contradictions: tuple[Contradiction, ...] = ()
    signed_by: str = ""
    signed_at: date | None = None
    reopened: bool = False
    """It was signed, and its answers were changed since."""
    changes: tuple[Change, ...] = ()
    comments: tuple[CommentTold, ...] = ()

    def tells(self, group: str) -> bool:
        """Whether any detail of a group of ``DETAIL_FIELDS`` was given."""
        return any(DETAIL_FIELDS[name].group == group for name in self.details)

    @property
    def is_signed(self) -> bool:
        """Whether what is decided now was signed."""
        return self.signed_at is not None and not self.reopened and self.decision.disposition is not None

    @property
    def is_settled(self) -> bool:
        """Whether nothing that members said stands against the answers, or the chair settled it."""
        return not self.contradictions and self.opinion_state != "differ"

    @property
    def is_asked(self) -> bool:
        """Whether it is settled and signed: only this is put to whoever receives the summary."""
        return self.is_signed and self.is_settled

    @property
    def has_dissent(self) -> bool:
        """Whether somebody's view was not followed."""
        return bool(self.minority_view) or any(found.minority for found in self.disagreements)

    @property
    def unproven(self) -> tuple[str, ...]:
        """The questions on its way whose answer has no evidence, neither of its own nor of the mission as a whole."""
        if self.evidence.get(""):
            return ()
        return tuple(step.question for step in self.decision.path if not self.evidence.get(step.question))

    @property
    def all_evidence(self) -> tuple[str, ...]:
        """Every piece of evidence once, in the order of the questions."""
        return tuple(dict.fromkeys(piece for pieces in self.evidence.values() for piece in pieces))


@dataclass(frozen=True, slots=True)
class Source:
    """Where the missions came from: a file and its SHA-256, or a review on the record.

    ``review`` is the review's id, "" for a file. ``head`` is the hash of the last of its ``log`` changes, which a check
    of the record shows too.
    """

    name: str
    sha256: str = ""
    problems: tuple[Problem, ...] = ()
    """What could not be understood in the file, and so was left out."""
    foot_rows: tuple[int, ...] = ()
    """Rows at the foot of the table in the file that are totals or notes and no missions."""
    review: str = ""
    head: str = ""
    log: int = 0
    vouched: bool = True
    """False for a review that was imported from a copy which no known key signed."""


@dataclass(frozen=True, slots=True)
class SummaryInput:
    """A set of reviewed missions and what is known about the review."""

    chart: Chart
    missions: tuple[ReviewedMission, ...]
    source: Source
    made_on: date
    title: str = ""
    """Replaces the title that is made from the ministry's name."""
    owner: Name = Name("")
    """The ministry whose review it is; empty when the missions' own ministries tell."""
    review: Name = Name("")
    """What the round of review is called."""
    working_group: tuple[Participant, ...] = ()
    started: date | None = None
    due: date | None = None
    as_draft: bool | None = None
    """Whether the document is a draft; None makes one of a file, which has no signatures, and none of a review."""
    letter: Letter | None = None
    """What cover letter and memo say; None leaves them out."""
    comments: CommentChoice = "none"
    """Which comments were chosen to go into the document."""
    scope: tuple[Name, ...] = ()
    """What was chosen out of the source, in words; empty when all of it."""
    carried: ReportProfile | None = None
    """The report profile that came with an imported review, empty where none came; None takes that of the chart."""

    @property
    def profile(self) -> ReportProfile:
        """What the document says besides the chart."""
        return profile_of(self.chart) if self.carried is None else self.carried

    @property
    def wording(self) -> Wording:
        """Where the words of its report profile come from: this program, an imported copy, or nowhere."""
        if self.carried is None:
            return "here"
        return "copy" if self.carried != ReportProfile() else "general"

    @property
    def draft(self) -> bool:
        """Whether the document is a draft: it then proposes what is decided, and says on each page what it is."""
        return not self.source.review if self.as_draft is None else self.as_draft

    @property
    def ministries(self) -> tuple[Name, ...]:
        """The ministries named, in order."""
        return tuple(dict.fromkeys(mission.ministry for mission in self.missions if mission.ministry))

    @property
    def departments(self) -> tuple[Name, ...]:
        """The departments named, in order."""
        return tuple(dict.fromkeys(mission.department for mission in self.missions if mission.department))

    @property
    def content_hash(self) -> str:
        """SHA-256 of the codes and answers that the numbers rest on, in order."""
        rows = [[m.code, m.name.th, {q: a for q, a in sorted(m.answers.items()) if a}] for m in self.missions]
        text = json.dumps(rows, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def only(
        self,
        *,
        ministries: Collection[str] = (),
        departments: Collection[str] = (),
        dispositions: Collection[str] = (),
    ) -> "SummaryInput":
        """The missions of the given ministries, departments (named in either language) and disposition ids.

        What is empty does not restrict. A disposition "" means the missions not decided yet.
        """

        def named(name: Name, chosen: Collection[str]) -> bool:
            return not chosen or name.th in chosen or (bool(name.en) and name.en in chosen)

        kept = tuple(
            mission
            for mission in self.missions
            if named(mission.ministry, ministries)
            and named(mission.department, departments)
            and (not dispositions or (mission.decision.disposition or "") in dispositions)
        )
        offices = [m.ministry for m in kept if ministries] + [m.department for m in kept if departments]
        labels = [self._label(disposition) for disposition in dispositions]
        scope = (*self.scope, *dict.fromkeys(offices), *labels)
        return replace(self, missions=kept, scope=scope, owner=Name("") if ministries else self.owner)

    def _label(self, disposition: str) -> Name:
        return Name(*(ChartLocalizer(self.chart, lang).disposition(disposition) for lang in LANGS))
