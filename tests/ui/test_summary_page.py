"""The page of the cabinet summary: a review for those who may take it out, a file for anybody."""

import pytest
from streamlit.testing.v1 import AppTest

from record.store import URL_VARIABLE
from reports import OFFICIAL
from reports.typesetting import is_installed
from tests.charts import SAMPLE
from tests.record.working_group import ADMIN, CHAIR, MALEE, SECRETARY, STRANGER, Group
from tests.reports.test_nothing_lost import text_of_docx
from tests.ui.steps import press, still

MAKE = {"th": "สร้างเอกสาร Word PDF และ Excel", "en": "Make the Word, PDF and Excel files"}


def summary_page() -> None:
    from ui import summary

    summary.page()


def opened(who: str | None = None, lang: str = "th", **query: str) -> AppTest:
    app = AppTest.from_function(summary_page, default_timeout=300)
    for name, value in {"lang": lang, **query}.items():
        app.query_params[name] = value
    if who:
        app.session_state["me"] = who
    return still(app.run())


@pytest.mark.parametrize("who", [CHAIR, SECRETARY, ADMIN])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_an_address_opens_with_its_review(group: Group, who: str, lang: str) -> None:
    app = opened(who, lang, review=str(group.review.id))
    assert app.radio[0].value == "review"
    assert app.selectbox[0].value == group.review.id
    assert app.radio(key="summary_comments").value == "none", "comments stay out unless they are chosen"
    assert [metric.value for metric in app.metric] == ["3", "1", "2"]
    assert [button.label for button in app.button if button.label == MAKE[lang]]


@pytest.mark.parametrize("who", [MALEE, STRANGER])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_others_are_told_that_they_may_not(group: Group, who: str, lang: str) -> None:
    app = opened(who, lang, review=str(group.review.id))
    assert len(app.warning) == 1
    assert len(app.info) == 1
    assert not app.metric


@pytest.mark.parametrize("review", ["99", "x", "-1", "9" * 30])
def test_an_address_of_no_review(group: Group, review: str) -> None:
    app = opened(CHAIR, review=review)
    app.radio[0].set_value("review")
    still(app.run())
    assert app.selectbox[0].options
    assert app.selectbox[0].value is None
    assert group.review.id


def test_who_it_is_is_asked_for_a_review_only(group: Group) -> None:
    asked = opened(review=str(group.review.id))
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
def test_a_forged_choice_chooses_nothing(group: Group, key: str, forged: object) -> None:
    app = AppTest.from_function(summary_page, default_timeout=300)
    app.session_state["me"] = CHAIR
    app.session_state["summary_source"] = "review"
    app.session_state[key] = forged
    still(app.run())
    assert not app.metric
    assert group.review.id


def test_the_documents_of_a_review_are_made(group: Group) -> None:
    app = press(opened(CHAIR, review=str(group.review.id)), MAKE["th"])
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
def test_the_digits_are_those_of_the_language(group: Group, lang: str, digits: str) -> None:
    app = opened(CHAIR, lang, review=str(group.review.id))
    assert app.radio(key=f"summary_digits_{lang}").value == digits


def test_a_letter_is_made_of_what_is_filled_in(group: Group) -> None:
    app = opened(CHAIR, review=str(group.review.id))
    still(app.multiselect(key="letter_forms").set_value(["letter"]).run())
    app.text_input(key="letter_number").set_value("กขค 12")
    still(app.text_area(key="letter_enclosures").set_value("รายงาน = 3").run())
    app = press(app, MAKE["th"])
    assert not app.error
    _, made = app.session_state["summary_made"]
    said = text_of_docx(made["docx"])
    assert "กขค ๑๒" in said
    assert "จำนวน ๓ ฉบับ" in said


def test_a_date_of_a_letter_that_is_none_is_refused_there(group: Group) -> None:
    app = opened(CHAIR, review=str(group.review.id))
    still(app.multiselect(key="letter_forms").set_value(["memo"]).run())
    still(app.text_input(key="letter_date").set_value("พรุ่งนี้").run())
    assert ["พรุ่งนี้" in error.value for error in app.error] == [True]


def test_a_font_that_is_not_installed_is_refused_on_the_page(group: Group) -> None:
    if is_installed(OFFICIAL):
        pytest.skip("the font is installed here")
    app = opened(CHAIR, review=str(group.review.id))
    still(app.radio(key="summary_font").set_value("official").run())
    assert any(OFFICIAL.font in warning.value for warning in app.warning)
