"""Every way through a chart, to a disposition or to the first question not answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from flowchart.chart import Chart


@dataclass(frozen=True, slots=True)
class Step:
    """One question on the path and the answer that was taken."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the chart: the steps taken, the question left open (if any) and what holds there."""

    steps: tuple[Step, ...]
    open_question: str | None
    disposition: str | None
    sub_form: str | None
    exit_question: str | None

    @property
    def end(self) -> str:
        """The node where the path ends: the open question or the disposition."""
        return self.open_question or self.disposition or ""


@lru_cache(maxsize=16)
def paths_of(chart: Chart) -> tuple[Path, ...]:
    """All paths of ``chart``. Every set of answers, unknown ones included, follows exactly one of them."""
    paths = tuple(_walk(chart, chart.start.id, ()))
    sizes = {q.id: len(q.answers) + 1 for q in chart.questions.values()}
    covered = 0
    for path in paths:
        asked = {step.question for step in path.steps} | {path.open_question}
        covered += prod(size for question, size in sizes.items() if question not in asked)
    # The paths branch apart, so no pattern follows two; that they add up to all patterns shows none is left out.
    if covered != prod(sizes.values()):
        raise AssertionError(f"the paths of {chart.stamp} cover {covered} of {prod(sizes.values())} patterns")
    return paths


def _walk(chart: Chart, node: str, steps: tuple[Step, ...]) -> Iterator[Path]:
    if node in chart.dispositions:
        yield _path(chart, steps, None, node)
        return
    yield _path(chart, steps, node, chart.questions[node].default_disposition)
    for edge in chart.edges_from(node):
        yield from _walk(chart, edge.to, (*steps, Step(node, edge.answer)))


def _path(chart: Chart, steps: tuple[Step, ...], open_question: str | None, disposition: str | None) -> Path:
    counted = [step.question for step in steps if chart.questions[step.question].number or not chart.main]
    last = steps[-1] if steps else None
    # An answer that leads to another disposition takes the standing one back: it is no sub-form of the other.
    gives_detail = (
        last is not None and not open_question and chart.questions[last.question].default_disposition == disposition
    )
    return Path(
        steps=steps,
        open_question=open_question,
        disposition=disposition,
        sub_form=last.answer if last and gives_detail else None,
        exit_question=counted[-1] if counted and disposition else None,
    )
