"""Real missions end where their reviewers say: for every chart that comes with sample missions."""

import pandas as pd
import pytest

from engine.rules import decide
from engine.table import classify
from flowchart import charts
from flowchart.chart import Chart
from tests.charts import SAMPLES

NAMED_OTHERWISE = {"end": "retain"}
"""The slide's "end of analysis" is the disposition "retain"."""
COUNTS = {"blueprint": 81, "program_review_1994": 10}
NOT_REPEATED = {"blueprint": {"feasible"}}
"""Details that the reviewers do not repeat as a sub-form."""
WITHOUT_SAMPLE = {"program_review_1994": {"maintain", "share_with_provinces"}}
"""Dispositions for which no public case was found."""


@pytest.fixture(scope="module", params=COUNTS)
def chart(request: pytest.FixtureRequest) -> Chart:
    """A chart with sample missions."""
    return charts.latest(request.param)


@pytest.fixture(scope="module")
def missions(chart: Chart) -> pd.DataFrame:
    found = pd.read_csv(SAMPLES / f"{chart.id}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    found["expected_outcome"] = found["expected_outcome"].replace(NAMED_OTHERWISE)
    return found.set_index("id")


def test_every_bundled_chart_has_sample_missions() -> None:
    assert {chart.id for chart in charts.all_charts()} >= set(COUNTS)
    assert {path.stem for path in SAMPLES.glob("*.csv")} == set(COUNTS)


def test_each_has_an_answer_column_for_each_question(chart: Chart, missions: pd.DataFrame) -> None:
    assert len(missions) == missions.index.nunique() == COUNTS[chart.id]
    assert set(chart.questions) <= set(missions.columns)


def test_each_ends_in_the_expected_disposition_at_the_expected_question(chart: Chart, missions: pd.DataFrame) -> None:
    classified = classify(chart, missions)
    assert classified["disposition"].astype("str").to_dict() == missions["expected_outcome"].to_dict()
    assert classified["exit_question"].astype("str").to_dict() == missions["expected_exit_question"].to_dict()


def test_each_expected_sub_form_is_found(chart: Chart, missions: pd.DataFrame) -> None:
    found = classify(chart, missions)["sub_form"].astype("str")
    named = missions["expected_sub_form"] != ""
    assert found[named].to_dict() == missions.loc[named, "expected_sub_form"].to_dict()
    assert set(found[~named]) == {""} | NOT_REPEATED.get(chart.id, set())


def test_no_answer_of_a_sample_is_left_over(chart: Chart, missions: pd.DataFrame) -> None:
    classified = classify(chart, missions)
    assert set(classified["unused"].astype("str")) == {""}


def test_each_is_decided_alike_alone(chart: Chart, missions: pd.DataFrame) -> None:
    alone = [
        decide(chart, dict(zip(chart.questions, answers, strict=True))).disposition
        for answers in missions[list(chart.questions)].to_numpy().tolist()
    ]
    assert alone == missions["expected_outcome"].tolist()


def test_every_disposition_of_which_there_is_a_case_occurs(chart: Chart, missions: pd.DataFrame) -> None:
    assert set(missions["expected_outcome"]) == set(chart.dispositions) - WITHOUT_SAMPLE.get(chart.id, set())
