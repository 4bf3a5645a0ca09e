"""The page of the cabinet summary: a review for those who may take it out, a file for anybody."""

import pytest
from streamlit.testing.v1 import AppTest

from record.store import URL_VARIABLE
from tests.charts import SAMPLE
from tests.record.house import ADMIN, CHAIR, MALEE, SECRETARY, STRANGER, House
from tests.ui.steps import press, still

MAKE = {"th": "สร้างเอกสาร Word PDF และ Excel", "en": "Make the Word, PDF and Excel files"}


def summary_page() -> None:
    from ui import summary

    summary.page()


def opened(who: str | None = None, lang: str = "th", **query: str) -> AppTest:
    app = AppTest.from_function(summary_page, default_timeout=60)
    for name, value in {"lang": lang, **query}.items():
        app.query_params[name] = value
    if who:
        app.session_state["me"] = who
    return still(app.run())


@pytest.mark.parametrize("who", [CHAIR, SECRETARY, ADMIN])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_an_address_opens_with_its_review(house: House, who: str, lang: str) -> None:
    app = opened(who, lang, review=str(house.review.id))
    assert app.radio[0].value == "review"
    assert app.selectbox[0].value == house.review.id
    assert [metric.value for metric in app.metric] == ["3", "1", "2"]
    assert [button.label for button in app.button if button.label == MAKE[lang]]


@pytest.mark.parametrize("who", [MALEE, STRANGER])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_others_are_told_that_they_may_not(house: House, who: str, lang: str) -> None:
    app = opened(who, lang, review=str(house.review.id))
    assert len(app.warning) == 1
    assert len(app.info) == 1
    assert not app.metric


@pytest.mark.parametrize("review", ["99", "x", "-1", "9" * 30])
def test_an_address_of_no_review(house: House, review: str) -> None:
    app = opened(CHAIR, review=review)
    app.radio[0].set_value("review")
    still(app.run())
    assert app.selectbox[0].options
    assert app.selectbox[0].value is None
    assert house.review.id


def test_who_it_is_is_asked_for_a_review_only(house: House) -> None:
    asked = opened(review=str(house.review.id))
    assert asked.selectbox[0].key == "who"
    assert not asked.metric
    app = opened()
    assert [box.key for box in app.selectbox] == ["chart"]
    app.file_uploader[0].upload("missions.csv", SAMPLE.read_bytes(), "text/csv")
    still(app.run())
    assert app.metric[0].value == "81"


def test_a_file_needs_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "nonsense://")
    app = opened()
    app.file_uploader[0].upload("missions.csv", SAMPLE.read_bytes(), "text/csv")
    still(app.run())
    assert app.metric[0].value == "81"


@pytest.mark.parametrize("forged", ["nonsense", 99, 1.5])
@pytest.mark.parametrize("key", ["summary_source", "summary_review"])
def test_a_forged_choice_chooses_nothing(house: House, key: str, forged: object) -> None:
    app = AppTest.from_function(summary_page, default_timeout=60)
    app.session_state["me"] = CHAIR
    app.session_state["summary_source"] = "review"
    app.session_state[key] = forged
    still(app.run())
    assert not app.metric
    assert house.review.id


def test_the_documents_of_a_review_are_made(house: House) -> None:
    app = press(opened(CHAIR, review=str(house.review.id)), MAKE["th"])
    assert not app.error
    _, made = app.session_state["summary_made"]
    assert {kind: data[:2] for kind, data in made.items()} == {"docx": b"PK", "pdf": b"%P", "xlsx": b"PK"}


def test_a_file_with_answers_not_understood_says_so() -> None:
    app = opened()
    app.file_uploader[0].upload("a.csv", "รหัส,ภารกิจ,ข้อ 1\nA1,งาน,ไม่ไช่\n".encode(), "text/csv")
    still(app.run())
    assert "1" in app.warning[0].value
    assert "ไม่ไช่" in str(app.table[0].value.iloc[0, 1])


@pytest.mark.parametrize(("lang", "digits"), [("th", "thai"), ("en", "arabic")])
def test_the_digits_are_those_of_the_language(house: House, lang: str, digits: str) -> None:
    app = opened(CHAIR, lang, review=str(house.review.id))
    assert app.radio(key=f"summary_digits_{lang}").value == digits
