"""Another engine's decision table over enumerated answers, and the chart that says the same.

The table is read as a tree: which input each rule asks first, then next. An input that leads on differently in
different places becomes several questions, as a chart asks each of its questions in one place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, TypeAlias

import yaml

from flowchart.chart import UNKNOWN
from flowchart.checks import MOST_QUESTIONS
from flowchart.exchange.exchange_error import ExchangeError, words
from text.words import LANGS

HitPolicy: TypeAlias = Literal["UNIQUE", "ANY", "FIRST"]
_MOST_STEPS = 20_000
"""Sets of rules looked at, so that a table made to be looked at for ever is refused."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An input of the table: its name, its words, and all its answers where the table lists them."""

    name: str
    label: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: for each input that it looks at the answers it takes (``UNKNOWN`` among them), and its result."""

    number: int
    takes: dict[int, frozenset[str]]
    result: str


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table as it was read."""

    name: str
    label: str
    policy: HitPolicy
    inputs: tuple[Asked, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """A question of the tree: its input, the result that holds while it is open, and where its answers lead."""

    asked: int
    default: str
    targets: tuple[tuple[str, "_Node | str"], ...]


def chart_text(table: DecisionTable) -> str:
    """The chart file that says the same as ``table``. Raises ``ExchangeError`` with what a chart cannot say."""
    if not table.inputs or not any(rule.takes for rule in table.rules):
        raise ExchangeError("no_question")
    root = _Tree(table).node(table.rules, {})
    if isinstance(root, str):
        raise ExchangeError("no_question")
    return _Writer(table, root).text()


@dataclass
class _Tree:
    table: DecisionTable
    steps: "count[int]" = field(default_factory=count)

    def node(self, rules: Sequence[Rule], given: dict[int, str]) -> "_Node | str":
        """What the rules that still apply come to, once the given answers hold."""
        if next(self.steps) > _MOST_STEPS:
            raise ExchangeError("too_many", most=MOST_QUESTIONS)
        if not rules:
            raise ExchangeError("hole", when=self._when(given))
        free = [rule for rule in rules if not rule.takes.keys() - given.keys()]
        if free and ((self.table.policy == "FIRST" and free[0] is rules[0]) or len(free) == len(rules)):
            self._refuse_overlap(free if self.table.policy != "FIRST" else free[:1], given)
            return free[0].result
        asked = self._next(rules, given)
        unknown = [r for r in rules if UNKNOWN in r.takes.get(asked, ())]
        default = next((rule.result for rule in unknown), UNKNOWN)
        targets = tuple(
            (answer, self.node(self._applying(rules, asked, answer), given | {asked: answer}))
            for answer in self._answers(asked)
        )
        told = any(UNKNOWN in rule.takes.get(asked, ()) for rule in rules)
        if not told and len({target for _, target in targets}) == 1 and not all(asked in r.takes for r in rules):
            return targets[0][1]  # every answer leads to the same, and not every rule wanted to know
        return _Node(asked, default, targets)

    def _next(self, rules: Sequence[Rule], given: dict[int, str]) -> int:
        """The input to ask: the first that every rule looks at, else the first that any does."""
        open_inputs = [n for n in range(len(self.table.inputs)) if n not in given]
        by_all = [n for n in open_inputs if all(n in rule.takes for rule in rules)]
        return (by_all or [n for n in open_inputs if any(n in rule.takes for rule in rules)])[0]

    @staticmethod
    def _applying(rules: Sequence[Rule], asked: int, answer: str) -> list[Rule]:
        return [rule for rule in rules if asked not in rule.takes or answer in rule.takes[asked]]

    def _answers(self, asked: int) -> tuple[str, ...]:
        listed = self.table.inputs[asked].answers
        taken = dict.fromkeys(a for rule in self.table.rules for a in sorted(rule.takes.get(asked, ())))
        return tuple(answer for answer in (listed or taken) if answer != UNKNOWN)

    def _refuse_overlap(self, rules: Sequence[Rule], given: dict[int, str]) -> None:
        for rule in rules:
            if rule.result != rules[0].result:
                when = self._when(given)
                raise ExchangeError("overlap", one=rules[0].number, other=rule.number, when=when)

    def _when(self, given: dict[int, str]) -> str:
        return ", ".join(f"{self.table.inputs[n].name} = {answer}" for n, answer in given.items())


class _Writer:
    """Writes a tree as a chart file: equal parts of the tree are one question."""

    def __init__(self, table: DecisionTable, root: _Node) -> None:
        self._table = table
        self._taken: set[str] = set()
        self._questions: dict[_Node, str] = {}
        self._edges: list[dict[str, str]] = []
        self._answers = [_ids(self._answers_of(n)) for n in range(len(table.inputs))]
        results = dict.fromkeys(rule.result for rule in table.rules if rule.result)
        self._names = {n: _id(asked.name, f"q{n + 1}") for n, asked in enumerate(table.inputs)}
        self._root = self._walked(root)
        # After the questions: a question keeps its name, as files of missions call their columns by it.
        self._dispositions = {result: self._free(_id(result, f"d{n}")) for n, result in enumerate(results, 1)}

    def text(self) -> str:
        """The file."""
        used = {self._target(edge["to"]) for edge in self._edges}
        document = {
            "id": _id(self._table.name, "imported"),
            "version": "0.1.0",
            "title": _both(self._table.label),
            "questions": {q: self._question(node, q) for node, q in sorted(self._questions.items(), key=self._place)},
            "edges": [edge | {"to": self._target(edge["to"]), "provenance": "slide"} for edge in self._edges],
            "dispositions": {
                d: {"label": _both(result), "meaning": _both(result)}
                for result, d in self._dispositions.items()
                if d in used
            },
        }
        head = "".join(f"# {words('imported_head', lang)}\n" for lang in LANGS)
        return head + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)

    def _place(self, item: tuple[_Node, str]) -> tuple[int, str]:
        return item[0].asked, item[1]

    def _question(self, node: _Node, question: str) -> dict[str, object]:
        label = self._table.inputs[node.asked].label
        told: dict[str, object] = {"start": True} if question == self._root else {}
        if node.default:
            told["default_disposition"] = self._dispositions[node.default]
        answers = {self._answers[node.asked][answer]: {"label": _both(answer)} for answer, _ in node.targets}
        return told | {"text": _both(label), "short": _both(label), "answers": answers}

    def _walked(self, node: "_Node | str") -> str:
        """The question of a node, made when it is met first; a result as it is, marked to be named later."""
        if isinstance(node, str):
            return f"={node}"
        if node not in self._questions:
            if len(self._questions) >= MOST_QUESTIONS:
                raise ExchangeError("too_many", most=MOST_QUESTIONS)
            question = self._questions[node] = self._free(self._names[node.asked])
            for answer, target in node.targets:
                edge = {"question": question, "answer": self._answers[node.asked][answer], "to": ""}
                self._edges.append(edge)
                edge["to"] = self._walked(target)
        return self._questions[node]

    def _target(self, target: str) -> str:
        return self._dispositions[target[1:]] if target.startswith("=") else target

    def _answers_of(self, asked: int) -> list[str]:
        return list(_Tree(self._table)._answers(asked))

    def _free(self, name: str) -> str:
        names = (name if n == 1 else f"{name[:36]}_{n}" for n in count(1))
        found = next(name for name in names if name not in self._taken)
        self._taken.add(found)
        return found


def _ids(values: Sequence[str]) -> dict[str, str]:
    """An id of its own for each value."""
    found: dict[str, str] = {}
    for n, value in enumerate(values, 1):
        name = _id(value, f"a{n}")
        found[value] = name if name not in found.values() else f"{name[:34]}_{n}"
    return found


def _id(text: str, otherwise: str) -> str:
    """A text as an id of a chart; ``otherwise`` where it holds too few letters that an id may have."""
    name = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text).lower()).strip("_")[:40].strip("_")
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) and text.isascii() else otherwise


def _both(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGS, text)
