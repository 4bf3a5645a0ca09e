"""The pages in one process: fast, without a browser."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from flowchart import charts
from missions.files.xlsx import write_xlsx
from missions.mission import sample_missions
from record.lengths import WORDS as LONGEST
from tests.charts import SAMPLE
from tests.missions.bombs import WORKBOOKS
from tests.ui.steps import press, still
from text.version import version
from ui.walk.draft import Draft, Given
from ui.walk.stored import MAX_NAME

APP = Path(__file__).parents[2] / "app.py"
WORDS = {
    "th": {
        "next": "ไปต่อ",
        "decision": "ผลการจำแนก",
        "first": "ข้อ 1 จาก 7",
        "start": "เริ่มทบทวน",
    },
    "en": {
        "next": "Continue",
        "decision": "Decision",
        "first": "Question 1 of 7",
        "start": "Start the review",
    },
}
CHANGES = {"th": "คำตอบใดจะทำให้ผลเปลี่ยน", "en": "What would change this"}


def opened(lang: str = "th", **query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=300)
    for name, value in {"lang": lang, **query}.items():
        app.query_params[name] = value
    return still(app.run())


def answered(app: AppTest, lang: str, answer: str) -> AppTest:
    app.radio[0].set_value(answer)
    return press(app, WORDS[lang]["next"])


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_walk_to_a_decision(lang: str) -> None:
    app = opened(lang, mission="M064")
    assert app.title[0].value == sample_missions(charts.default())["M064"].name("en" if lang == "en" else "th")
    answered(app, lang, "no")
    assert {"th": "ยกเลิก", "en": "Cancel"}[lang] in [heading.value for heading in app.header]
    assert WORDS[lang]["decision"] in [caption.value for caption in app.caption]
    [folded] = [expander for expander in app.expander if expander.label == CHANGES[lang]]
    assert {"th": "หากตอบ “ข้อ 1", "en": "If “1. "}[lang] in folded.markdown[0].value.replace("\\", "")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_page_ends_with_the_version(lang: str) -> None:
    assert version() in opened(lang).caption[-1].value


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_new_mission_needs_a_name(lang: str) -> None:
    app = press(opened(lang), WORDS[lang]["start"])
    assert len(app.error) == 1
    app.text_input[0].set_value("  งานใหม่ ")
    press(app, WORDS[lang]["start"])
    assert app.title[0].value == "งานใหม่"


@pytest.mark.parametrize("forged", ["perhaps", "merge", 1, ["yes"], {}])
def test_a_forged_answer_is_not_taken(forged: object) -> None:
    chart = charts.default()
    draft = Draft(sample_missions(chart)["M001"], chart, at="necessary")
    draft.keep(chart, "necessary", Given(forged, "x" * (LONGEST + 1)))  # type: ignore[arg-type]
    assert draft.answers == {}
    assert draft.reasons["necessary"] == "x" * LONGEST


def test_an_unheard_of_language_is_thai() -> None:
    assert opened("xx").title[0].value == "ทบทวนภารกิจภาครัฐ"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_language_changes_in_the_middle_and_nothing_is_lost(lang: str) -> None:
    app = answered(opened(lang, mission="M001"), lang, "yes")
    app.text_area[0].set_value("เหตุผล reason")
    other = "en" if lang == "th" else "th"
    app.segmented_control[0].set_value(other)
    still(app.run())
    assert app.text_area[0].value == "เหตุผล reason"
    question = charts.default().questions["duplicated"]
    assert app.radio[0].label == question.text["th" if other == "th" else "en"]


def chart_page() -> None:
    from ui import chart

    chart.page()


def bulk_page() -> None:
    from ui.bulk import page as bulk

    bulk.page()


def summary_page() -> None:
    from ui import summary

    summary.page()


def alone(page: Callable[[], None], lang: str) -> AppTest:
    """A page without the navigation around it, which the test framework cannot use with pages that are functions."""
    app = AppTest.from_function(page, default_timeout=300)
    app.query_params["lang"] = lang
    return still(app.run())


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_chart_page(lang: str) -> None:
    app = alone(chart_page, lang)
    assert len(app.table) == 1
    assert len(app.expander) == 1 + 12 + 8


@pytest.mark.parametrize("lang", ["th", "en"])
def test_bulk(lang: str) -> None:
    app = alone(bulk_page, lang)
    app.file_uploader[0].upload("missions.csv", SAMPLE.read_bytes(), "text/csv")
    still(app.run())
    press(app, {"th": "จำแนก", "en": "Classify"}[lang])
    assert "81" in app.success[0].value
    results = app.dataframe[-1].value
    assert results.iloc[0, :2].tolist() == ["2", "M001"], "which mission each result is of"
    other = {"th": "en", "en": "th"}[lang]
    app.session_state["lang"] = other
    still(app.run())
    again = app.dataframe[-1].value
    assert str(again.iloc[0, 3]) != str(results.iloc[0, 3]), "in the other language too"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_how_one_file_is_read_is_not_how_the_next_one_is(lang: str) -> None:
    app = alone(bulk_page, lang)
    app.file_uploader[0].upload("a.csv", "บัญชี\nฉบับที่ 1\nภารกิจ,ข้อ 1\nก,ใช่\n".encode(), "text/csv")
    still(app.run())
    app.number_input(key="header_row").set_value(3)
    still(app.run())
    app.file_uploader[0].upload("b.csv", "ภารกิจ,ข้อ 1\nก,ใช่\nข,ใช่\nค,ใช่\nง,ไม่ใช่\n".encode(), "text/csv")
    still(app.run())
    press(app, {"th": "จำแนก", "en": "Classify"}[lang])
    assert "4" in app.success[0].value


def test_rows_that_are_no_missions_are_said() -> None:
    app = alone(bulk_page, "en")
    app.file_uploader[0].upload("a.csv", "ที่,ภารกิจ,ข้อ 1\n(1),(2),(3)\n1,งาน,ใช่\n,รวม,\nหมายเหตุ,,\n".encode(), "text/csv")
    app.run()
    said = [caption.value for caption in app.caption]
    assert any("Row 2 only numbers the columns" in text for text in said)
    assert any("totals or notes" in text and "(row 4, 5)" in text for text in said)


@pytest.mark.parametrize("page", ["bulk", "summary"])
def test_a_bomb_is_refused_in_a_sentence_and_the_page_goes_on(page: str) -> None:
    app = alone(bulk_page if page == "bulk" else summary_page, "th")
    app.file_uploader[0].upload("bomb.xlsx", WORKBOOKS["letters beyond XFD"](), "")
    app.run()
    assert "ต้องใช้หน่วยความจำมากกว่าที่กำหนด" in app.error[0].value
    app.file_uploader[0].upload("good.csv", "ภารกิจ,ข้อ 1\nก,ไม่ใช่\n".encode(), "text/csv")
    app.run()
    assert not app.error


def test_columns_whose_names_collide_are_shown() -> None:
    app = alone(bulk_page, "en")
    app.file_uploader[0].upload("a.csv", b"a,a,a [2],Question 1\nx,y,z,yes\n", "text/csv")
    still(app.run())
    assert app.dataframe[0].value.shape == (1, 4)


def test_the_name_of_a_sheet_in_a_refusal_is_shown_as_it_is() -> None:
    app = alone(bulk_page, "en")
    app.file_uploader[0].upload("a.xlsx", write_xlsx(pd.DataFrame({"Question 1": ["yes"]}))[0], "")
    still(app.run())
    app.session_state["sheet"] = ":red[**x**]"
    still(app.run())
    assert "\\*\\*x\\*\\*" in app.error[0].value


@pytest.mark.parametrize("lang", ["th", "en"])
def test_after_another_answer_is_chosen_the_page_asks_whether_the_old_reason_holds(lang: str) -> None:
    app = opened(lang, mission="M064")
    app.text_area[0].set_value("กฎหมายยังใช้อยู่")
    answered(app, lang, "yes")
    app.button(key="go_back").click().run()
    assert "reason_clear" not in {button.key for button in app.button}
    still(app.radio[0].set_value("no").run())
    app.button(key="reason_clear").click().run()
    assert app.text_area[0].value == ""
    assert "reason_clear" not in {button.key for button in still(app).button}


def recall() -> None:
    import streamlit as st

    from flowchart import charts
    from ui.walk.draft import drafts
    from ui.walk.stored import take

    take(st.session_state["held"])
    for draft in drafts(charts.default()).values():
        st.text(f"{draft.mission.name_th}|{draft.answers}|{draft.reasons}")


def held(**missions: object) -> str:
    return json.dumps({f"{charts.default().key}/{key.replace('_', '-')}": item for key, item in missions.items()})


ODD = [
    "",
    "null",
    "[1]",
    "{",
    "[" * 100_000,
    held(new_0="x", new_00000000=5, new_00000001={"name": 5, "parts": {}}, new_00000002={"name": "ก", "parts": 7}),
    held(new_XYZ={"name": "ก", "parts": {}}, M999={"name": "ก", "parts": {}}, new_00000003={"parts": {}}),
    json.dumps({"nochart/new-00000000": {"name": "ก", "parts": {}}, "": {}, "new": 5}),
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:20])
def test_what_a_browser_gives_back_may_be_anything(text: str) -> None:
    app = AppTest.from_function(recall, default_timeout=300)
    app.session_state["held"] = text
    assert not still(app.run()).text


def test_of_what_a_browser_gives_back_only_what_fits_the_chart_is_taken() -> None:
    parts = {"necessary": ["yes", "ก" * (LONGEST + 5), 7], "core": ["maybe", "", ""], "other": ["yes", "", ""]}
    app = AppTest.from_function(recall, default_timeout=300)
    app.session_state["held"] = held(new_0000000a={"name": "งาน" * 200, "owner": [], "parts": parts})
    (line,) = still(app.run()).text
    name, answers, reasons = line.value.split("|")
    assert len(name) == MAX_NAME
    assert answers == "{'necessary': 'yes'}"
    assert reasons == str({"necessary": "ก" * LONGEST, "core": ""})
