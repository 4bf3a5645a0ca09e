"""How a chart is laid out, whatever draws it: the spine of numbered questions, and what leaves it to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from flowchart.chart import Chart, Edge, Question


@dataclass(frozen=True)
class Exit:
    """An edge that leaves the spine, with the follow-up questions shown where it ends (the first one first)."""

    edge: Edge
    follow_ups: tuple[Question, ...]


@dataclass(frozen=True)
class Row:
    """A question of the spine: ``down`` leads to the next one, everything else exits to the right."""

    question: Question
    down: Edge | None
    exits: tuple[Exit, ...]


@dataclass(frozen=True)
class Layout:
    """The rows of a chart; ``homes`` tells beside which question of the spine a follow-up is shown."""

    rows: tuple[Row, ...]
    homes: dict[str, Question]


def lay_out(chart: Chart) -> Layout:
    """The rows of ``chart``. A follow-up is shown once: beside the question that leads straight to it if one does."""
    spine = chart.main if chart.start in chart.main else (chart.start, *chart.main)
    downs: dict[str, Edge] = {}
    for question, following in pairwise(spine):
        for edge in chart.edges_from(question.id):
            if edge.to == following.id:
                downs.setdefault(question.id, edge)
    exits = [(q, e) for q in spine for e in chart.edges_from(q.id) if e != downs.get(q.id)]

    placed: set[str] = {q.id for q in spine}
    shown: dict[tuple[str, str], list[Question]] = {}
    homes: dict[str, Question] = {}

    def place(node: str, question: Question, edge: Edge) -> None:
        if node in chart.questions and node not in placed:
            placed.add(node)
            shown.setdefault((edge.question, edge.answer), []).append(chart.questions[node])
            homes[node] = question

    for question, edge in exits:
        place(edge.to, question, edge)
    for question, edge in exits:
        follow_ups = shown.get((edge.question, edge.answer), [])
        for follow_up in follow_ups:  # grows while it is walked: follow-ups of follow-ups come after
            for onward in chart.edges_from(follow_up.id):
                place(onward.to, question, edge)
    rows = tuple(
        Row(
            question=q,
            down=downs.get(q.id),
            exits=tuple(Exit(e, tuple(shown.get((e.question, e.answer), ()))) for owner, e in exits if owner == q),
        )
        for q in spine
    )
    return Layout(rows, homes)


@dataclass(frozen=True)
class Trail:
    """What one mission has lit on the chart: the steps taken, the question it stands at and its disposition."""

    chart: Chart
    path: Sequence[tuple[str, str]] = ()
    current: str | None = None
    disposition: str | None = None

    @cached_property
    def answers(self) -> dict[str, str]:
        """The answer given to each question on the path."""
        return dict(self.path)

    @cached_property
    def _last(self) -> Edge | None:
        return self.chart.edge(*self.path[-1]) if self.path else None

    def took(self, edge: Edge) -> bool:
        """Whether the mission went along this edge."""
        return self.answers.get(edge.question) == edge.answer

    def reached(self, question: Question) -> bool:
        """Whether the mission has answered this question or stands at it."""
        return question.id in self.answers or question.id == self.current

    def entered(self, way: Exit) -> bool:
        """Whether the mission came into the box of this exit, by its edge or from another box."""
        return self.took(way.edge) or any(self.reached(follow_up) for follow_up in way.follow_ups)

    def decides(self, edge: Edge) -> bool:
        """Whether this edge gave the mission its disposition."""
        return edge == self._last and edge.to == self.disposition

    def rests_on(self, question: Question) -> bool:
        """Whether the disposition is the common result of this follow-up, on arrival or by its answer."""
        last = self._last
        if last is None or common_result(self.chart, question) != self.disposition or self.disposition is None:
            return False
        return last.to == question.id or (last.question == question.id and last.to == self.disposition)


@dataclass(frozen=True)
class Coverage(Trail):
    """What many missions have lit on the chart together: every edge that one of them took."""

    edges: frozenset[Edge] = frozenset()

    def took(self, edge: Edge) -> bool:
        """Whether a mission went along this edge."""
        return edge in self.edges

    def reached(self, question: Question) -> bool:
        """Whether a mission came to this question."""
        return question.start or any(edge.to == question.id for edge in self.edges)


def common_result(chart: Chart, question: Question) -> str | None:
    """The disposition a follow-up gives whatever its answer, or the one that already stands when it is reached."""
    if question.default_disposition:
        return question.default_disposition
    targets = {edge.to for edge in chart.edges_from(question.id)}
    return targets.pop() if len(targets) == 1 and targets <= set(chart.dispositions) else None
