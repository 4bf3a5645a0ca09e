"""Real missions of Thai ministries end where their reviewers say."""

import pandas as pd
import pytest

from engine.rules import decide
from engine.table import classify
from flowchart.chart import Chart
from tests.charts import SAMPLE

NAMED_OTHERWISE = {"end": "retain"}
"""The slide's "end of analysis" is the disposition "retain"."""


@pytest.fixture(scope="module")
def missions() -> pd.DataFrame:
    return pd.read_csv(SAMPLE, dtype=str, keep_default_na=False, encoding="utf-8-sig").set_index("id")


def test_there_are_eighty_one_with_an_answer_column_for_each_question(chart: Chart, missions: pd.DataFrame) -> None:
    assert len(missions) == missions.index.nunique() == 81
    assert set(chart.questions) <= set(missions.columns)


def test_each_ends_in_the_expected_disposition_at_the_expected_question(chart: Chart, missions: pd.DataFrame) -> None:
    classified = classify(chart, missions)
    expected = missions["expected_outcome"].replace(NAMED_OTHERWISE)
    assert classified["disposition"].astype("str").to_dict() == expected.to_dict()
    assert classified["exit_question"].astype("str").to_dict() == missions["expected_exit_question"].to_dict()


def test_each_expected_sub_form_is_found(chart: Chart, missions: pd.DataFrame) -> None:
    found = classify(chart, missions)["sub_form"].astype("str")
    named = missions["expected_sub_form"] != ""
    assert found[named].to_dict() == missions.loc[named, "expected_sub_form"].to_dict()
    # That contracting out is feasible is the only detail that the reviewers do not repeat as a sub-form.
    assert set(found[~named]) == {"", "feasible"}


def test_each_is_decided_alike_alone(chart: Chart, missions: pd.DataFrame) -> None:
    alone = [
        decide(chart, dict(zip(chart.questions, answers, strict=True))).disposition
        for answers in missions[list(chart.questions)].to_numpy().tolist()
    ]
    assert alone == missions["expected_outcome"].replace(NAMED_OTHERWISE).tolist()


def test_every_disposition_but_none_more_occurs(chart: Chart, missions: pd.DataFrame) -> None:
    assert set(missions["expected_outcome"].replace(NAMED_OTHERWISE)) == set(chart.dispositions)
