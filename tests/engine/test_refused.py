"""Answers the chart does not have are refused before the rules are asked; what goes wrong inside them comes out."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine import rules
from engine.rules import AnswerError, Rules, RulesError, checked, decide
from flowchart.chart import Chart
from flowchart.paths import paths_of
from text.words import LANGS

THAI = re.compile(r"[\u0E00-\u0E7F]")


class Yes(str):
    """Equal to "yes", of the same hash, and not plain text."""

    __slots__ = ()


FORGED: dict[str, object] = {
    "None": None,
    "True": True,
    "False": False,
    "0": 0,
    "1": 1,
    "1.0": 1.0,
    "nan": float("nan"),
    "NA": pd.NA,
    "numpy text": np.str_("yes"),
    "numpy boolean": np.bool_(True),
    "subclass of text": Yes("yes"),
    "bytes": b"yes",
    "list": ["yes"],
    "tuple": ("yes",),
    "dict": {"yes": "yes"},
    "set": {"yes"},
    "maybe": "maybe",
    "capital": "Yes",
    "leading space": " yes",
    "trailing newline": "yes\n",
    "label": "ใช่",
    "code of another question": "merge",
    "unknown spelt out": "unknown",
    "70,000 characters": "yes" + "s" * 69_997,
    "65,536 and the answer": "y" * 65_536 + "yes",
    "lone surrogate": "\ud800",
    "NUL": "yes\0",
    "only NUL": "\0",
    "blank": " ",
    "JSON": '{"$neq": "yes"}',
}
STRANGE_QUESTIONS: dict[str, Any] = {
    "unknown": "nesessary",
    "alias": "q1",
    "empty": "",
    "capital": "Necessary",
    "id of the library": "id",
    "session of the library": "sid",
    "disposition": "retain",
    "None": None,
    "number": 1,
    "bytes": b"necessary",
    "tuple": ("necessary",),
    "numpy text": np.str_("necessary"),
    "subclass of text": Yes("necessary"),
    "lone surrogate": "\udfff",
    "NUL": "necessary\0",
}


def asked(chart: Chart) -> tuple[int, str]:
    """Which ruleset serves the chart, and how many missions it was asked."""
    ruleset = rules._rulesets._rules[chart]
    return id(ruleset), repr(ruleset._ids)


def assert_refused(chart: Chart, answers: Mapping[Any, Any], code: str, allowed: tuple[str, ...]) -> None:
    """``decide`` refuses, says so in both languages, does not ask the ruleset, and goes on working."""
    first = {"necessary": "no"}
    assert decide(chart, first).disposition == "cancel"
    before = asked(chart)
    with pytest.raises(AnswerError) as refused:
        decide(chart, answers)
    assert asked(chart) == before
    assert (refused.value.code, refused.value.allowed) == (code, allowed)
    for lang in LANGS:
        sentence = refused.value.sentence(lang)
        assert bool(THAI.search(sentence.replace("ใช่", ""))) == (lang == "th")
        assert all(name in sentence for name in allowed)
        assert len(sentence) < 600
        assert sentence.encode()
    assert str(refused.value) == refused.value.sentence("en")
    assert decide(chart, first).disposition == "cancel"
    assert decide(chart, {"necessary": "yes"}).next_question == "duplicated"
    assert asked(chart) != before


@pytest.mark.parametrize("answer", FORGED.values(), ids=FORGED)
def test_a_forged_answer_is_refused_before_the_rules_are_asked(chart: Chart, answer: object) -> None:
    assert_refused(chart, {"necessary": answer}, "answer", ("yes", "no"))


def test_a_forged_answer_off_the_path_is_refused_too(chart: Chart) -> None:
    assert_refused(chart, {"necessary": "no", "contracting": "yes"}, "answer", ("feasible", "not_feasible"))


@pytest.mark.parametrize("question", STRANGE_QUESTIONS.values(), ids=STRANGE_QUESTIONS)
def test_a_strange_question_is_refused_before_the_rules_are_asked(chart: Chart, question: object) -> None:
    assert_refused(chart, {"duplicated": "yes", question: "yes"}, "question", tuple(chart.questions))


@pytest.mark.parametrize("answer", ["", "yes"])
def test_a_strange_question_is_refused_even_without_an_answer(chart: Chart, answer: str) -> None:
    assert_refused(chart, {"q1": answer}, "question", tuple(chart.questions))


def test_the_refusal_names_question_and_answer(chart: Chart) -> None:
    with pytest.raises(AnswerError) as refused:
        decide(chart, {"core": "maybe"})
    assert (refused.value.question, refused.value.answer) == ("core", "maybe")
    for lang in LANGS:
        assert "core" in refused.value.sentence(lang)
        assert "maybe" in refused.value.sentence(lang)


def test_checked_fills_in_what_is_not_known(chart: Chart) -> None:
    complete = checked(chart, {"reviewed": "yes", "core": ""})
    assert list(complete) == list(chart.questions)
    assert {question: answer for question, answer in complete.items() if answer} == {"reviewed": "yes"}


def test_the_rules_return_the_path_whose_answers_they_are_given(chart: Chart) -> None:
    ruleset = Rules(chart)
    returned = [ruleset.path(checked(chart, {s.question: s.answer for s in path.steps})) for path in paths_of(chart)]
    assert returned == list(paths_of(chart))


def test_a_mission_no_rule_answers_for_is_an_error_and_not_a_default(chart: Chart) -> None:
    ruleset = Rules(chart)
    with pytest.raises(RulesError):
        ruleset.path({"necessary": "perhaps"})
    assert ruleset.path(checked(chart, {"necessary": "no"})).disposition == "cancel"
