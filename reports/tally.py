"""The numbers of a summary, each counted once, here."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from engine.explain import uncertain_edges
from flowchart.profile import ReportProfile
from reports.summary import Name, ReviewedMission, SummaryInput


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum over the missions that have the figure. ``known`` of ``missions`` have it."""

    total: float
    known: int
    missions: int


class Tally:
    """Counts over the missions of ``summary``. The outcome None is "not decided yet"."""

    def __init__(self, summary: SummaryInput) -> None:
        self._missions = summary.missions
        self.chart = summary.chart
        self.all = len(self._missions)
        self.by_outcome: Counter[str | None] = Counter(m.decision.disposition for m in self._missions)
        self._by_department = Counter((m.ministry, m.department, m.decision.disposition) for m in self._missions)
        self._exits = Counter(m.decision.exit_question for m in self._missions if m.decision.disposition)
        self.incomplete = self.by_outcome[None]
        self.decided = self.all - self.incomplete
        pairs = dict.fromkeys((m.ministry, m.department) for m in self._missions)
        first = {ministry: n for n, ministry in enumerate(dict.fromkeys(ministry for ministry, _ in pairs))}
        self._departments = tuple(sorted(pairs, key=lambda pair: first[pair[0]]))
        self.reopened = sum(m.reopened for m in self._missions)
        self.signed_by_outcome = Counter(m.decision.disposition for m in self._missions if m.is_signed)
        self.signed = self.signed_by_outcome.total()
        self.contested = sum(m.is_signed and not m.is_settled for m in self._missions)
        self.contradicted = sum(bool(m.contradictions) for m in self._missions)
        self.by_opinions = Counter(m.opinion_state for m in self._missions)
        """Missions by how the opinions on them stand; "" of a file, which has none."""
        self.dissent = sum(m.has_dissent for m in self._missions)
        self.interpreted = sum(bool(uncertain_edges(self.chart, m.decision)) for m in self._missions)
        self.unproven = sum(bool(m.unproven) for m in self._missions)
        self.awaiting = sum(awaits_feasibility(summary.profile, m) for m in self._missions)
        settled = Counter(m.decision.disposition for m in self._missions if m.is_asked)
        asked = self.by_outcome if summary.draft else settled
        self.asked: Counter[str] = Counter({outcome: n for outcome, n in asked.items() if outcome})
        """Missions by disposition that the receiver is asked to decide on: those settled and signed; in a draft all."""

    @property
    def outcomes(self) -> tuple[str | None, ...]:
        """Every disposition of the chart, then "not decided yet"."""
        return (*self.chart.dispositions, None)

    def count(self, ministry: Name, department: Name, outcome: str | None) -> int:
        """How many missions of a department have an outcome."""
        return self._by_department[ministry, department, outcome]

    @property
    def departments(self) -> tuple[tuple[Name, Name], ...]:
        """Ministry and department of the missions, by ministry, in the order they first appear."""
        return self._departments

    @property
    def ministries(self) -> tuple[Name, ...]:
        """The ministries in the order they first appear; of missions without one an empty name."""
        return tuple(dict.fromkeys(ministry for ministry, _ in self.departments))

    def of_ministry(self, ministry: Name, outcome: str | None) -> int:
        """How many missions of a ministry have an outcome."""
        return sum(self.count(*pair, outcome) for pair in self.departments if pair[0] == ministry)

    @property
    def exits(self) -> tuple[tuple[str, int, int], ...]:
        """Per counted question: its id, how many missions came to it, how many left the chart there decided."""
        rows = []
        for question in self.chart.counted:
            came = sum(
                any(step.question == question.id for step in m.decision.path) or m.decision.next_question == question.id
                for m in self._missions
            )
            rows.append((question.id, came, self._exits[question.id]))
        return tuple(rows)

    def of(self, *outcomes: str | None) -> tuple[ReviewedMission, ...]:
        """The missions with one of the outcomes."""
        return tuple(m for m in self._missions if m.decision.disposition in outcomes)

    def budget(self, *outcomes: str | None) -> Amount:
        """Baht a year of the missions with one of the outcomes; of all when none is named."""
        return _sum([m.budget for m in (self.of(*outcomes) if outcomes else self._missions)])

    def positions(self, *outcomes: str | None) -> Amount:
        """Positions of the missions with one of the outcomes; of all when none is named."""
        return _sum([m.positions for m in (self.of(*outcomes) if outcomes else self._missions)])


def needs_feasibility(profile: ReportProfile, mission: ReviewedMission) -> bool:
    """Whether the mission's decision is to rest on a feasibility analysis, as the chart's profile says."""
    wanted = profile.feasibility
    taken = {(step.question, step.answer) for step in mission.decision.path}
    return wanted is not None and any((each.question, each.answer) in taken for each in wanted.answers)


def awaits_feasibility(profile: ReportProfile, mission: ReviewedMission) -> bool:
    """Whether that analysis is not on record: a reference to it or its result."""
    return needs_feasibility(profile, mission) and not mission.tells("feasibility")


def _sum(figures: "list[Decimal | None] | list[int | None]") -> Amount:
    known = [figure for figure in figures if figure is not None]
    total = sum(known)  # exact, to the satang
    return Amount(total if isinstance(total, int) else float(total), len(known), len(figures))
