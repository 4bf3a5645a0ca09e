"""What would change a decision: the same as trying every change on every pattern of answers."""

import itertools
import os
from math import prod

import numpy as np
import pytest

from engine.columns import FLIP_COLUMNS
from engine.explain import explain_changes
from engine.flips import FlipTable, flips_of
from engine.rules import decide
from engine.table import Bits, Codes, table_of
from engine.whatif import Flip, WhatIf, what_if
from flowchart import charts
from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from flowchart.paths import paths_of
from text.words import LANGS, Lang

CHARTS = charts.all_charts()
CHUNK = 200_000
MANY = 10_000_000
RANDOM = 300


class Patterns:
    """Every pattern of answers to a chart, by number."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.questions = tuple(chart.questions)
        self.sizes = [len(q.answers) + 1 for q in chart.questions.values()]
        self.strides = [prod(self.sizes[n + 1 :]) for n in range(len(self.sizes))]
        self.count = prod(self.sizes)

    def decided(self) -> None:
        """Decide them all: the disposition of each, the others that its answers leave possible, and its path."""
        chart, table = self.chart, table_of(self.chart)
        outcomes = np.concatenate([table.outcomes(self.codes(start)) for start in range(0, self.count, CHUNK)])
        texts = table.texts("th")
        bit = {"": 0} | {d: 1 << n for n, d in enumerate(chart.dispositions)}
        present = np.array([bit[text[1]] for text in texts], dtype=np.int64)
        possible = np.array([sum(map(bit.__getitem__, text[6].split("|"))) for text in texts], dtype=np.int64)
        paths = np.array([text[7] for text in texts])
        self.present, self.possible = present[outcomes], possible[outcomes]
        self.path_numbers = np.unique(paths, return_inverse=True)[1].reshape(-1)[outcomes]

    def codes(self, start: int) -> Codes:
        numbers = np.arange(start, min(start + CHUNK, self.count))
        return np.stack(np.unravel_index(numbers, self.sizes), axis=1).astype(np.int8)

    def tried(self) -> tuple[Codes, Bits, Bits]:
        """The smallest changes of each pattern, found by making every change there is to the answers of its path."""
        size = np.full(self.count, 127, dtype=np.int8)
        to, hinges = np.zeros(self.count, dtype=np.int64), np.zeros(self.count, dtype=np.int64)
        for number in range(self.path_numbers.max() + 1):
            rows = np.flatnonzero(self.path_numbers == number)
            first = np.unravel_index(rows[0], self.sizes)
            if not self.present[rows[0]]:
                continue
            answers = {q: int(code) for q, code in zip(self.questions, first, strict=True)}
            node, path = self.chart.start.id, []
            while node in self.questions and answers[node]:
                path.append(node)
                node = self.chart.edges_from(node)[answers[node] - 1].to
            places = [self.questions.index(question) for question in path]
            for changed in itertools.product(*(range(1, self.sizes[place]) for place in places)):
                moved = [(p, code - int(first[p])) for p, code in zip(places, changed, strict=True) if code != first[p]]
                other = rows + sum(self.strides[place] * by for place, by in moved)
                leads = self.possible[other] & ~self.present[rows]
                moves = (leads != 0) & (self.present[other] != self.present[rows])
                better = rows[moves & (len(moved) < size[rows])]
                size[better], to[better], hinges[better] = len(moved), 0, 0
                same = moves & (len(moved) == size[rows])
                to[rows[same]] |= leads[same]
                hinges[rows[same]] |= sum(1 << place for place, _ in moved)
        size[size == 127] = 0
        return size, to, hinges


@pytest.fixture(scope="module", params=CHARTS, ids=lambda chart: chart.key)
def patterns(request: pytest.FixtureRequest) -> Patterns:
    return Patterns(request.param)


@pytest.mark.slow
def test_the_smallest_changes_of_every_pattern_are_those_that_trying_all_changes_finds(patterns: Patterns) -> None:
    if patterns.count > MANY and not os.environ.get("BLUEPRINT_LONG_TESTS"):
        pytest.skip("BLUEPRINT_LONG_TESTS=1 asks for 34 million patterns: a minute and 2 GB")
    patterns.decided()
    size, to, hinges = patterns.tried()
    assert (size > 0).any()
    for start in range(0, len(size), CHUNK):
        found = flips_of(patterns.chart, patterns.codes(start))
        part = slice(start, start + CHUNK)
        assert np.array_equal(found.present, patterns.present[part])
        assert np.array_equal(found.size, size[part])
        assert np.array_equal(found.to, to[part])
        assert np.array_equal(found.hinges, hinges[part])


def answers_of(patterns: Patterns, number: int) -> dict[str, str]:
    codes = np.unravel_index(number, patterns.sizes)
    return {q.id: ("", *q.answers)[int(code)] for q, code in zip(patterns.chart.questions.values(), codes, strict=True)}


def some(patterns: Patterns) -> list[dict[str, str]]:
    """The answers of every path alone, and random patterns."""
    alone = [{step.question: step.answer for step in path.steps} for path in paths_of(patterns.chart)]
    chosen = np.random.default_rng(13).integers(patterns.count, size=RANDOM)
    return [*alone, *(answers_of(patterns, int(number)) for number in chosen)]


def test_one_mission_is_told_the_same_as_many(patterns: Patterns) -> None:
    chart = patterns.chart
    answers = some(patterns)
    places = {q.id: {a: n for n, a in enumerate(("", *q.answers))} for q in chart.questions.values()}
    codes = np.array([[places[q][given.get(q, "")] for q in places] for given in answers], dtype=np.int8)
    table = FlipTable(chart)
    numbers = table.numbers(codes)
    texts = table.texts()
    for given, number in zip(answers, numbers.tolist(), strict=True):
        found = what_if(chart, given)
        flips = found.flips
        least = [flip for flip in flips if len(flip.changes) == len(flips[0].changes)]
        to = {d for flip in least for d in flip.possible}
        hinges = {step.question for flip in least for step in flip.changes}
        assert texts[number] == (
            str(len(flips[0].changes)) if flips else "",
            "|".join(d for d in chart.dispositions if d in to),
            "|".join(q for q in chart.questions if q in hinges),
            found.narrowing[0].question if found.narrowing else "",
        )
    assert any(text[-1] for text in texts)
    assert len(FLIP_COLUMNS) == len(texts[0])


def moved(chart: Chart, given: dict[str, str], changes: dict[str, str]) -> tuple[str | None, set[str]] | None:
    before, after = decide(chart, given), decide(chart, given | changes)
    others = set(after.possible) - {before.disposition}
    return (after.disposition, others) if others and after.disposition != before.disposition else None


def test_every_minimal_set_of_answers_is_found_and_no_other(patterns: Patterns) -> None:
    chart = patterns.chart
    for given in some(patterns)[::4]:
        found = what_if(chart, given)
        path = [step.question for step in found.decision.path]
        assert all((flip.disposition, set(flip.possible)) == moved(chart, given, changed(flip)) for flip in found.flips)
        minimal: list[set[str]] = []
        for size in range(1, 4 if found.decision.disposition else 0):
            for questions in itertools.combinations(path, size):
                others = ([a for a in chart.questions[q].answers if a != given[q]] for q in questions)
                if not any(fewer <= set(questions) for fewer in minimal) and any(
                    moved(chart, given, dict(zip(questions, answers, strict=True)))
                    for answers in itertools.product(*others)
                ):
                    minimal.append(set(questions))
        sets = [{step.question for step in flip.changes} for flip in found.flips if len(flip.changes) < 4]
        assert [questions for n, questions in enumerate(sets) if questions not in sets[:n]] == minimal
        assert sizes(found) == sorted(sizes(found))


def changed(flip: Flip) -> dict[str, str]:
    return {step.question: step.answer for step in flip.changes}


def sizes(found: WhatIf) -> list[int]:
    return [len(flip.changes) for flip in found.flips]


def test_an_open_question_is_told_with_what_each_answer_leaves_possible_and_the_best_comes_first(
    patterns: Patterns,
) -> None:
    chart = patterns.chart
    seen = 0
    for given in some(patterns):
        found = what_if(chart, given)
        worst = []
        for narrowing in found.narrowing:
            left = {
                answer: decide(chart, given | {narrowing.question: answer}).possible for answer, _ in narrowing.possible
            }
            assert dict(narrowing.possible) == left
            worst.append(max(map(len, left.values())))
        assert worst == sorted(worst)
        if found.narrowing:
            seen += 1
            possible = found.decision.possible
            for question in chart.questions:
                if not given.get(question):
                    counts = [
                        len(decide(chart, given | {question: answer}).possible)
                        for answer in chart.questions[question].answers
                    ]
                    assert max(counts) >= worst[0] or min(counts) == len(possible)
    assert seen > 5


@pytest.mark.parametrize("lang", LANGS)
def test_each_change_and_each_answer_of_the_best_question_is_a_sentence(patterns: Patterns, lang: Lang) -> None:
    chart, loc = patterns.chart, ChartLocalizer(patterns.chart, lang)
    for given in some(patterns):
        found = what_if(chart, given)
        lines = explain_changes(chart, found, lang)
        answers = [len(narrowing.possible) for narrowing in found.narrowing[:1]]
        alone = not found.flips and found.decision.disposition is not None
        assert len(lines) == len(found.flips) + alone + sum(1 + count for count in answers)
        for flip, line in zip(found.flips, lines, strict=False):
            said = [loc.answer(step.question, step.answer) for step in flip.changes]
            said += [loc.disposition(disposition) for disposition in flip.possible]
            assert all(words in line for words in said)
