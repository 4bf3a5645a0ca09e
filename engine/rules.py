"""The chart as a durable-rules ruleset, and ``decide``: answers in, decision out.

durable-rules is embedded in the one way that was measured to be always right: its ``Ruleset`` is
used without a ``Host`` (a Host starts timer threads that steal pending actions), each mission is one
event under one fixed session id, there is one rule per path, and every result is checked.
"""

import itertools
import os
import threading
from collections.abc import Mapping
from typing import Any

from durable import engine as durable

from engine.decision import Decision
from flowchart.chart import UNKNOWN, Chart
from flowchart.paths import Path, paths_of
from text.words import Lang, Words

_words = Words.beside(__file__)
_names = itertools.count()


class AnswerError(ValueError):
    """An answer that the chart does not have. Nothing was decided."""

    def __init__(self, code: str, question: object, answer: object, allowed: tuple[str, ...]) -> None:
        self.code, self.question, self.answer, self.allowed = code, question, answer, allowed
        super().__init__(self.sentence("en"))

    def sentence(self, lang: Lang) -> str:
        """What was not understood, what is allowed and what to do."""
        shown = {"question": _shown(self.question), "answer": _shown(self.answer)}
        return _words(f"refused.{self.code}", lang, allowed=", ".join(self.allowed), **shown)


class RulesError(RuntimeError):
    """The rule engine did not give exactly one result for the event it was handed."""


class Rules:
    """A private durable-rules ruleset for one chart. Not thread-safe: ``decide`` holds a lock around it."""

    def __init__(self, chart: Chart) -> None:
        self._fired: list[tuple[str, Path]] = []
        self._ids = itertools.count(1)
        definition = {f"path_{n}": self._rule(path) for n, path in enumerate(paths_of(chart))}
        self._ruleset = durable.Ruleset(f"{chart.id}_{os.getpid()}_{next(_names)}", None, definition)

    def _rule(self, path: Path) -> dict[str, Any]:
        answers = {step.question: step.answer for step in path.steps}
        if path.open_question:
            answers[path.open_question] = UNKNOWN

        def run(closure: Any) -> None:
            self._fired.append((closure.m.id, path))

        return {"all": [{"m": {"$and": [{_field(q): _value(a)} for q, a in answers.items()]}}], "run": run}

    def path(self, answers: Mapping[str, str]) -> Path:
        """The path that answers for all questions follow. Raises ``RulesError``."""
        event_id = str(next(self._ids))
        event = {"sid": "mission", "id": event_id, **{_field(q): _value(a) for q, a in answers.items()}}
        self._fired.clear()
        completed: list[tuple[Any, Any]] = []

        def complete(error: Any, state: Any) -> None:
            completed.append((error, state))

        try:
            self._ruleset.do_actions(self._ruleset.assert_event(event), complete)
        except durable.MessageNotHandledException as error:
            raise RulesError(error.message) from error
        if len(completed) != 1 or completed[0][0] or not completed[0][1] or completed[0][1].get("exception"):
            raise RulesError(f"event {event_id} did not complete: {completed!r:.200}")
        if len(self._fired) != 1 or self._fired[0][0] != event_id:
            raise RulesError(f"event {event_id} fired {[fired for fired, _ in self._fired]}")
        return self._fired[0][1]


def _shown(value: object) -> str:
    """The start of a refused value, as text that can be written anywhere."""
    return f"{value!s:.60}".encode("utf-8", "backslashreplace").decode()


def _field(question: str) -> str:
    return f"answer_{question}"  # so that no question is taken for the library's own id or sid


def _value(answer: str) -> str:
    return answer or "?"  # no answer may be called so


class _Rulesets:
    """One ruleset per chart and process, behind one lock.

    A ruleset per thread would never be freed: Streamlit runs each click in a new thread. Threads
    would not be faster either, as the library holds the interpreter lock.
    """

    def __init__(self) -> None:
        self.reset()
        os.register_at_fork(after_in_child=self.reset)

    def reset(self) -> None:
        self._lock = threading.Lock()
        self._rules: dict[Chart, Rules] = {}

    def path(self, chart: Chart, answers: Mapping[str, str]) -> Path:
        with self._lock:
            rules = self._rules.pop(chart, None) or Rules(chart)
            path = rules.path(answers)
            self._rules[chart] = rules  # only after success: a ruleset that failed is thrown away
        return path


_rulesets = _Rulesets()


def checked(chart: Chart, answers: Mapping[str, str]) -> dict[str, str]:
    """The answer to every question of the chart, ``UNKNOWN`` where none was given.

    Raises ``AnswerError`` for a question or an answer that the chart does not have, or that is not plain text.
    """
    for question, answer in answers.items():
        if type(question) is not str or question not in chart.questions:
            raise AnswerError("question", question, answer, tuple(chart.questions))
        allowed = chart.questions[question].answers
        if type(answer) is not str or (answer != UNKNOWN and answer not in allowed):
            raise AnswerError("answer", question, answer, tuple(allowed))
    return {question: answers.get(question, UNKNOWN) for question in chart.questions}


def decide(chart: Chart, answers: Mapping[str, str]) -> Decision:
    """Decide one mission from its answers, given by question id; a missing or empty answer is "not known yet".

    Raises ``AnswerError`` for an answer that the chart does not have.
    """
    complete = checked(chart, answers)
    path = _rulesets.path(chart, complete)
    used = {step.question for step in path.steps}
    possible: tuple[str, ...]
    if path.open_question:
        possible = chart.possible(path.open_question, complete)
    else:
        possible = (path.disposition,) if path.disposition else ()
    return Decision(
        status="decided" if path.disposition else "incomplete",
        disposition=path.disposition,
        sub_form=path.sub_form,
        path=path.steps,
        exit_question=path.exit_question,
        next_question=path.open_question,
        open_details=(path.open_question,) if path.open_question and path.disposition else (),
        unused=tuple(q for q, answer in complete.items() if answer and q not in used),
        possible=possible,
        chart=chart.stamp,
        chart_hash=chart.hash,
    )
