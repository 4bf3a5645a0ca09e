"""Pages of charts that number their questions oddly or name them as files name their columns."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.charts import ODD, SMALL, changed
from tests.ui.steps import still

GAPS = changed(SMALL, ("    number: 1\n", "    number: 40\n"), ("    number: 2\n", "    number: 7\n"))


def question_page(path: str, question: str) -> None:
    from pathlib import Path

    from flowchart.checks import load_chart
    from missions.mission import Mission
    from ui.walk.draft import Draft
    from ui.walk.question import head

    chart = load_chart(Path(path))
    given = {"needed": "yes", "ready": "yes"} if "needed" in chart.questions else {}
    draft = Draft(Mission("A", "งาน"), chart, question, given)
    head(chart, draft, chart.questions[question])


def columns_page(path: str) -> None:
    from pathlib import Path

    import streamlit as st

    from flowchart.checks import load_chart
    from missions.files.read import read_sheet
    from ui.widgets.file_reading import columns

    chart = load_chart(Path(path))
    found = columns(chart, read_sheet(b"code,path,ministry,status\nA,name,old,\n", chart), lambda: None)
    st.text(" ".join(sorted(found.questions)))


@pytest.mark.parametrize(
    ("chart", "question", "place"),
    [
        (SMALL, "ready", ["Question 2 of 2"]),
        (SMALL, "extent", ["Question 2 of 2 · follow-up"]),
        (GAPS, "needed", ["Question 40"]),
        (GAPS, "extent", ["Question 7 · follow-up"]),
        (ODD, "path", []),
        (ODD, "status", ["follow-up"]),
    ],
)
def test_a_question_says_its_place_only_where_it_has_one(
    tmp_path: Path, chart: str, question: str, place: list[str]
) -> None:
    path = tmp_path / "chart.yaml"
    path.write_text(chart, encoding="utf-8")
    app = AppTest.from_function(question_page, default_timeout=300, kwargs={"path": str(path), "question": question})
    app.query_params["lang"] = "en"
    assert [caption.value for caption in still(app.run()).caption] == place


def test_a_question_may_be_called_as_a_field_of_missions(tmp_path: Path) -> None:
    path = tmp_path / "chart.yaml"
    text = changed(ODD, ("  name:\n    text", "  ministry:\n    text"), ("to: name,", "to: ministry,"))
    path.write_text(text.replace("question: name,", "question: ministry,"), encoding="utf-8")
    app = still(AppTest.from_function(columns_page, default_timeout=300, kwargs={"path": str(path)}).run())
    assert app.text[0].value == "ministry path status"
