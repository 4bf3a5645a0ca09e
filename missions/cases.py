"""Cases of a chart: answers and what must follow from them, written by whoever knows the rules, and run.

They stand beside the chart as ``<version>.cases.csv`` and are read as any file of missions: Thai or English headings,
saved by Excel or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.decision import Decision
from engine.rules import decide
from flowchart import charts
from flowchart.chart import Chart, Edge
from flowchart.paths import Step
from missions.files.columns import match_columns
from missions.files.problems import FileError, Problem
from missions.files.read import read_sheet
from missions.files.rows import read_answers
from missions.files.sheet import Sheet
from text.thai import match_key
from text.word_lists import read_word_lists
from text.words import LANGS

SUFFIX = ".cases.csv"
_HEADINGS = read_word_lists(Path(__file__).with_name("cases.yaml"))
_INCOMPLETE = {match_key(word) for word in _HEADINGS.pop("incomplete")}
_ROW = "expected"


@dataclass(frozen=True)
class Case:
    """Answers, and what must follow: a disposition (None: not decided yet) and, where it is said, a detail."""

    row: int
    answers: dict[str, str]
    expected: str | None
    detail: str | None
    why: str


@dataclass(frozen=True)
class Outcome:
    """A case that was run."""

    case: Case
    decision: Decision

    @property
    def passes(self) -> bool:
        """Whether the chart decides as the case says."""
        right = self.decision.disposition == self.case.expected
        return right and self.case.detail in (None, self.decision.sub_form)


@dataclass(frozen=True)
class Run:
    """What the cases of a chart came to: their decisions, cells not understood, and edges that none of them takes."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    reached: tuple[Edge, ...]
    unreached: tuple[Edge, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases that the chart decides otherwise."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passes)

    @property
    def sound(self) -> bool:
        """Whether every case was understood and decided as it says."""
        return not self.failed and not self.problems


def cases_file(chart: Chart) -> Path | None:
    """The file of cases beside the chart, if there is one."""
    file = charts.file_of(chart)
    path = file.with_name(file.name.removesuffix(".yaml") + SUFFIX)
    return path if path.is_file() else None


def run_beside(chart: Chart) -> Run | None:
    """Run the cases beside the chart, if there are any. Raises ``FileError`` where their file cannot be read."""
    file = cases_file(chart)
    return run_cases(chart, *read_cases(chart, read_sheet(file.read_bytes(), chart))) if file else None


def read_cases(chart: Chart, sheet: Sheet) -> tuple[list[Case], list[Problem]]:
    """The cases of a file, and what in it was not understood. Raises ``FileError`` without a column of results."""
    columns = match_columns(chart, sheet.header)
    places = _places(sheet.header)
    if _ROW not in places:
        raise FileError("no_expected", names=", ".join(_HEADINGS[_ROW]))
    answers, problems = read_answers(chart, sheet, columns)
    cases = []
    for number, cells, answered in zip(sheet.row_numbers, sheet.rows, answers.to_dict("records"), strict=True):
        expected, detail, why = (cells[places[name]].strip() if name in places else "" for name in _HEADINGS)
        known = _named(chart, expected)
        found = _detail(chart, detail) if detail else None
        if known is None or (detail and found is None):
            at, value = (_ROW, expected) if known is None else ("detail", detail)
            problems.append(Problem(number, sheet.header[places[at]], value, "unknown_expected"))
            continue
        given = {str(question): str(answer) for question, answer in answered.items() if answer}
        cases.append(Case(number, given, known or None, found, why))
    return cases, sorted(problems, key=lambda problem: problem.row or 0)


def run_cases(chart: Chart, cases: Iterable[Case], problems: Iterable[Problem] = ()) -> Run:
    """Decide every case, and find the edges that none of them takes."""
    outcomes = tuple(Outcome(case, decide(chart, case.answers)) for case in cases)
    taken = {step for outcome in outcomes for step in outcome.decision.path}
    reached = tuple(edge for edge in chart.edges if Step(edge.question, edge.answer) in taken)
    unreached = tuple(edge for edge in chart.edges if Step(edge.question, edge.answer) not in taken)
    return Run(outcomes, tuple(problems), reached, unreached)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where the columns stand that are no answers."""
    keys = [match_key(heading) for heading in header]
    found: dict[str, int] = {}
    for name, words in _HEADINGS.items():
        at = next((keys.index(key) for word in words if (key := match_key(word)) in keys), None)
        if at is not None:
            found[name] = at
    return found


def _named(chart: Chart, text: str) -> str | None:
    """The disposition that a cell names, "" for none yet; None when it names nothing."""
    if match_key(text) in _INCOMPLETE:
        return ""
    for disposition in chart.dispositions.values():
        if match_key(text) in {match_key(name) for name in (disposition.id, *(disposition.label[x] for x in LANGS))}:
            return disposition.id
    return None


def _detail(chart: Chart, text: str) -> str | None:
    """The answer of a question that gives a detail which a cell names."""
    for question in chart.questions.values():
        if question.default_disposition:
            for code, answer in question.answers.items():
                if match_key(text) in {match_key(name) for name in (code, *(answer.label[lang] for lang in LANGS))}:
                    return code
    return None
