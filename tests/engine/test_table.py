"""A frame of missions in, the frame with the result columns out."""

import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from engine.columns import RESULT_COLUMNS
from engine.rules import AnswerError, decide
from engine.table import Table, classify, table_of, texts_of
from flowchart import charts
from flowchart.chart import Chart
from tests.charts import ODD, SMALL, changed, chart_from
from tests.engine.oracle import ANSWERS
from text.words import LANGS, Lang

MISSIONS = [
    {"necessary": "no"},
    {"necessary": "yes", "duplicated": "yes", "consolidation": "merge", "core": "no"},
    {"necessary": "yes", "duplicated": "no", "core": "no", "conversion": "transform"},
    {"necessary": "yes", "duplicated": "no", "core": "yes", "devolvable": "yes", "recipient": "both"},
    {},
]


def decided(chart: Chart, answers: dict[str, str], lang: Lang = "th") -> tuple[str, ...]:
    """The result columns when the mission is decided alone."""
    decision = decide(chart, answers)
    return texts_of(chart, decision, list(decision.unused), list(decision.possible), lang)


def rows(classified: pd.DataFrame) -> list[tuple[str, ...]]:
    """The result columns row by row."""
    return list(zip(*(classified[column].tolist() for column in RESULT_COLUMNS), strict=True))


def random_missions(count: int, seed: int) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    return pd.DataFrame({q: chance.choice(["", *answers], count) for q, answers in ANSWERS.items()})


@pytest.fixture
def missions() -> pd.DataFrame:
    return pd.DataFrame([[mission.get(q, "") for q in ANSWERS] for mission in MISSIONS], columns=list(ANSWERS))


@pytest.mark.parametrize("lang", LANGS)
def test_each_row_is_as_when_decided_alone(chart: Chart, missions: pd.DataFrame, lang: Lang) -> None:
    assert rows(classify(chart, missions, lang)) == [decided(chart, answers, lang) for answers in MISSIONS]


def test_the_labels_are_in_the_language_asked_for(chart: Chart, missions: pd.DataFrame) -> None:
    thai, english = (classify(chart, missions, lang)["disposition_label"].tolist() for lang in LANGS)
    assert thai == ["ยกเลิก", "รวมภารกิจ", "จัดตั้งเป็นหน่วยงานของรัฐรูปแบบอื่น", "กระจายอำนาจ", ""]
    assert english == ["Cancel", "Merge", "Public organisation or other state agency", "Decentralise", ""]
    assert classify(chart, missions)["disposition_label"].tolist() == thai


def test_other_columns_their_order_and_the_index_are_kept(chart: Chart, missions: pd.DataFrame) -> None:
    given = missions.assign(budget=[1.5, 2.0, np.nan, 4.0, 5.0], name="งาน")[::-1]
    given = given[["name", *list(ANSWERS)[::-1], "budget"]].set_index(pd.Index([9, 7, 7, 3, 1], name="number"))
    before = given.copy(deep=True)
    classified = classify(chart, given)
    assert list(classified.columns) == [*before.columns, *RESULT_COLUMNS]
    assert_frame_equal(classified[before.columns], before)
    assert_frame_equal(given, before)
    assert rows(classified) == [decided(chart, answers) for answers in reversed(MISSIONS)]


def test_result_columns_are_categories_of_text_without_gaps(chart: Chart, missions: pd.DataFrame) -> None:
    classified = classify(chart, missions)
    for column in RESULT_COLUMNS:
        assert isinstance(classified[column].dtype, pd.CategoricalDtype)
        assert not classified[column].isna().any()
        assert classified[column].cat.categories.dtype == "str"


def test_a_missing_column_is_not_known(chart: Chart) -> None:
    given = pd.DataFrame({"necessary": ["yes", "no"], "reviewed": ["no", "no"]})
    assert rows(classify(chart, given)) == [
        decided(chart, {"necessary": "yes", "reviewed": "no"}),
        decided(chart, {"necessary": "no", "reviewed": "no"}),
    ]


@pytest.mark.parametrize("missing", ["", None, np.nan, pd.NA, pd.NaT, float("-nan")], ids=repr)
def test_an_empty_value_is_not_known(chart: Chart, missing: object) -> None:
    given = pd.DataFrame({"necessary": pd.Series(["yes", missing, "no"], dtype=object)})
    assert classify(chart, given)["next_question"].tolist() == ["duplicated", "necessary", ""]


def test_a_column_of_nothing_but_gaps_is_not_known(chart: Chart) -> None:
    given = pd.DataFrame({"necessary": ["yes", "yes"], "duplicated": [np.nan, np.nan]})
    assert classify(chart, given)["next_question"].tolist() == ["duplicated", "duplicated"]


@pytest.mark.parametrize(
    "dtype",
    [
        object,
        "str",
        "string",
        "string[python]",
        "category",
        pd.CategoricalDtype(["no", "", "maybe", "yes"]),
        pd.CategoricalDtype(["no", "yes"], ordered=True),
        "string[pyarrow]",
        "large_string[pyarrow]",
    ],
    ids=str,
)
def test_every_kind_of_text_column_is_read(chart: Chart, dtype: str) -> None:
    given = pd.DataFrame({"necessary": pd.Series(["yes", None, "no", "yes"], dtype=dtype)})
    assert classify(chart, given)["next_question"].tolist() == ["duplicated", "necessary", "", "duplicated"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("maybe", "maybe"),
        ("Yes", "Yes"),
        (" ", " "),
        ("ใช่", "ใช่"),
        ("merge", "merge"),
        ("unknown", "unknown"),
        ("y" * 70_000, "yyyyyyyyyy"),
        ("\ud800", "\\ud800"),
        ("yes\0", "yes\0"),
        (True, "True"),
        (1, "1"),
        (0, "0"),
        (1.0, "1.0"),
        (b"yes", "b'yes'"),
        (("yes",), "('yes',)"),
        (Decimal(1), "1"),
    ],
    ids=lambda value: f"{value!r:.20}",
)
def test_a_refused_answer_names_its_column_and_value(chart: Chart, value: object, shown: str) -> None:
    given = pd.DataFrame({"necessary": "yes", "core": pd.Series(["yes", value, "no"], dtype=object)})
    with pytest.raises(AnswerError) as refused:
        classify(chart, given)
    assert (refused.value.code, refused.value.question) == ("answer", "core")
    assert refused.value.answer == value
    assert refused.value.allowed == ("yes", "no")
    for lang in LANGS:
        assert "“core”" in refused.value.sentence(lang)
        assert f"“{shown}" in refused.value.sentence(lang)


def test_the_first_refused_value_of_a_column_is_named(chart: Chart) -> None:
    given = pd.DataFrame({"core": ["yes", "b", "a", "b"]}).astype(pd.CategoricalDtype(["a", "b", "yes"]))
    with pytest.raises(AnswerError) as refused:
        classify(chart, given)
    assert refused.value.answer == "b"


def test_a_category_no_mission_has_is_not_refused(chart: Chart) -> None:
    given = pd.DataFrame({"necessary": pd.Categorical(["no"], categories=["maybe", "no"])})
    assert classify(chart, given)["disposition"].tolist() == ["cancel"]


def test_answers_on_no_path_are_checked_too(chart: Chart) -> None:
    with pytest.raises(AnswerError, match="contracting"):
        classify(chart, pd.DataFrame({"necessary": ["no"], "contracting": ["yes"]}))


@pytest.mark.parametrize(
    "empty",
    [pd.DataFrame(), pd.DataFrame({"necessary": []}), pd.DataFrame({"name": pd.Series([], dtype="str")})],
    ids=["nothing", "a question", "another column"],
)
def test_an_empty_frame_gets_its_columns(chart: Chart, empty: pd.DataFrame) -> None:
    classified = classify(chart, empty)
    assert list(classified.columns) == [*empty.columns, *RESULT_COLUMNS]
    assert len(classified) == 0


def test_rows_without_any_column_are_not_known(chart: Chart) -> None:
    assert rows(classify(chart, pd.DataFrame(index=[3, 3]))) == [decided(chart, {})] * 2


def test_a_small_chart_is_tabled_by_its_own_edges(small_chart: Chart) -> None:
    given = pd.DataFrame({"needed": ["yes", "yes", "no"], "ready": "yes", "extent": ["nothing", "whole", ""]})
    classified = classify(small_chart, given, "en")
    assert classified["disposition_label"].tolist() == ["Keep", "Hand over", "Stop"]
    assert classified["sub_form"].tolist() == ["", "whole", ""]
    assert classified["unused"].tolist() == ["", "", "ready"]
    assert set(classified["chart"]) == {small_chart.stamp}


def test_classifying_again_changes_nothing(chart: Chart) -> None:
    once = classify(chart, random_missions(500, seed=1))
    assert_frame_equal(classify(chart, once), once)


def test_the_result_does_not_depend_on_what_was_classified_before(chart: Chart, missions: pd.DataFrame) -> None:
    table_of.cache_clear()
    first = classify(chart, missions)
    table_of.cache_clear()
    classify(chart, random_missions(5_000, seed=2))
    for n in reversed(range(len(missions))):
        classify(chart, missions.iloc[[n]])
    assert_frame_equal(classify(chart, missions), first)
    assert set(first["disposition"].cat.categories) == set(first["disposition"])


def test_a_column_that_only_has_the_name_of_a_result_is_kept(chart: Chart) -> None:
    given = pd.DataFrame({"status": ["decided"], "necessary": ["yes"], "note": ["-"]})
    classified = classify(chart, given)
    assert list(classified.columns) == [*given.columns, "status_2", *RESULT_COLUMNS[1:]]
    assert_frame_equal(classified[list(given.columns)], given)
    assert classified["status_2"].tolist() == ["incomplete"]


def any_mission() -> st.SearchStrategy[dict[str, str | None]]:
    return st.fixed_dictionaries(
        {}, optional={q: st.sampled_from(["", None, *answers, *answers]) for q, answers in ANSWERS.items()}
    )


@given(st.lists(any_mission(), max_size=12), st.sampled_from(LANGS), st.sampled_from(("object", "str", "category")))
@settings(max_examples=150)
def test_any_frame_is_decided_row_by_row(
    answers: list[dict[str, str | None]], lang: Lang, dtype: Literal["object", "str", "category"]
) -> None:
    frame = pd.DataFrame(answers, index=range(len(answers))).astype(dtype)
    known = [{question: answer for question, answer in mission.items() if answer} for mission in answers]
    assert rows(classify(charts.default(), frame, lang)) == [
        decided(charts.default(), mission, lang) for mission in known
    ]


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns every microsecond."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(count: int, work: Callable[[int], None]) -> None:
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait()
        work(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.slow
@pytest.mark.usefixtures("hurried")
def test_threads_that_fill_one_table_do_not_disturb_each_other(chart: Chart) -> None:
    frames = [[random_missions(300, seed=100 * number + n) for n in range(25)] for number in range(8)]
    alone = [[rows(classify(chart, frame)) for frame in frames_of_one] for frames_of_one in frames]
    table_of.cache_clear()
    classify(chart, frames[0][0])  # all threads find this one table
    found: dict[int, list[list[tuple[str, ...]]]] = {}

    def fill(number: int) -> None:
        found[number] = [rows(classify(chart, frame)) for frame in frames[number]]

    in_threads(len(frames), fill)
    assert [found.get(number) for number in range(len(frames))] == alone


def test_a_chart_with_too_many_patterns_for_a_table_is_classified_all_the_same(tmp_path: Path) -> None:
    """3 to the power of 14 patterns more than the small chart's 27 are too many for a table."""
    start, end = SMALL.index("  ready:\n"), SMALL.index("  extent:\n")
    edges = [line for line in SMALL.splitlines(keepends=True) if line.startswith("  - {question: needed")]
    names = [f"needed_{letter}" for letter in "abcdefghijklmn"]
    questions = [
        changed(SMALL[start:end], ("  ready:", f"  {name}:"), ("    number: 2\n", ""), ("    aliases: [q2]\n", ""))
        for name in names
    ]
    chain = ["needed", *names, "ready"]
    links = [
        edge.replace("question: needed", f"question: {here}").replace("to: ready", f"to: {there}")
        for here, there in pairwise(chain)
        for edge in edges
    ]
    text = changed(SMALL, ("".join(edges), "".join(links)), ("  extent:\n", "".join([*questions, "  extent:\n"])))
    chart = chart_from(tmp_path, text)
    assert len(chart.questions) == 3 + 14
    sizes = [len(q.answers) + 1 for q in chart.questions.values()]
    drawn = np.random.default_rng(7).integers(0, sizes, (400, len(sizes)))
    drawn[:, : len(names)] = np.where(drawn[:, : len(names)] == 2, 1, drawn[:, : len(names)])  # else few get far
    answers = [("", *q.answers) for q in chart.questions.values()]
    chosen = [
        {q: answers[n][code] for n, (q, code) in enumerate(zip(chart.questions, row, strict=True))} for row in drawn
    ]
    chosen += chosen[:50]
    missions = pd.DataFrame([*chosen, *chosen[:50]], dtype="str")
    known = [
        {question: answer for question, answer in mission.items() if answer} for mission in [*chosen, *chosen[:50]]
    ]
    assert rows(classify(chart, missions, "en")) == [decided(chart, mission, "en") for mission in known]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory otherwise")
def test_a_table_takes_memory_only_for_patterns_that_occur() -> None:
    chart = max(charts.all_charts(), key=lambda chart: prod(len(q.answers) + 1 for q in chart.questions.values()))
    sizes = [len(q.answers) + 1 for q in chart.questions.values()]
    drawn = np.random.default_rng(3).integers(0, sizes, (500, len(sizes))).astype(np.int8)
    expected = Table(chart).outcomes(drawn)  # and the parts that are kept for each chart are loaded
    before = psutil.Process().memory_info().rss
    tables = [Table(chart) for _ in range(3)]
    for table in tables:
        assert np.array_equal(table.outcomes(drawn), expected)
    taken = psutil.Process().memory_info().rss - before
    assert taken < 3 * 4 * tables[0].outcomes.size / 4, "a number of four bytes for each pattern there could be"


def test_no_column_of_the_input_is_overwritten(tmp_path: Path) -> None:
    missions = pd.DataFrame({"path": ["status"], "status": ["decided"], "chart": ["mine"]})
    odd = chart_from(tmp_path, ODD)
    found = classify(odd, missions, "en")
    assert_frame_equal(classify(odd, found, "en"), found)
    assert_frame_equal(found[["path", "status", "chart"]], missions)
    assert (found["status_2"][0], found["path_2"][0]) == ("decided", "path=status > status=decided")
    assert found["chart_2"][0].startswith("odd@")
