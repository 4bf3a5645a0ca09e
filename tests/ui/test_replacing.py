"""Misspelt answers of a file on its page: grouped, corrected in one press, taken back. No worker runs."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flowchart import charts
from tests.ui.steps import press, press_key, said, still
from tests.ui.test_pages import alone, bulk_page

CLASSIFY = {"th": "จำแนก", "en": "Classify"}
ROWS = ["ไช่", " ไช่", "ใช่", "ไช่", "ไม่ไช่", "รอข้อมูลค่ะ"]
TEXT = "รหัส,ภารกิจ,ข้อ 1\n" + "".join(f"{n},งานที่ {n},{word}\n" for n, word in enumerate(ROWS))
both = pytest.mark.parametrize("lang", ["th", "en"])


def classified(lang: str) -> AppTest:
    app = alone(bulk_page, lang)
    app.file_uploader[0].upload("missions.csv", TEXT.encode(), "text/csv")
    still(app.run())
    return press(app, CLASSIFY[lang])


def words(app: AppTest) -> list[Any]:
    """The boxes in which an answer is chosen for a word."""
    return [box for box in app.selectbox if (box.key or "").startswith("replace_")]


def results(app: AppTest) -> list[str]:
    """The problems of each row as its result tells them."""
    return [str(text) for text in app.dataframe[-1].value.iloc[:, -1]]


def downloads(app: AppTest) -> set[str]:
    return {str(button.proto.id).rsplit("-", 1)[-1] for button in app.get("download_button")}


@both
def test_the_most_frequent_word_comes_first_with_the_answer_that_is_nearest(lang: str) -> None:
    boxes = words(classified(lang))
    assert [box.label.partition("”")[0] for box in boxes] == ["“ไช่", "“รอข้อมูลค่ะ", "“ไม่ไช่"]
    assert "×3" in boxes[0].label
    assert "→ ใช่?" in boxes[0].label
    yes, no = {"th": ("ใช่", "ไม่ใช่"), "en": ("Yes", "No")}[lang]
    assert [box.options[box.index or 0] for box in boxes] == [yes, boxes[0].options[0], no]
    assert all(box.options[1:3] == [yes, no] for box in boxes), "the answers of the chart"


@both
def test_one_press_corrects_all_rows_and_says_so(lang: str) -> None:
    app = classified(lang)
    before = app.success[0].value
    press_key(app, "replace_all")
    assert app.success[0].value != before, "it is classified again"
    assert [box.label.partition("”")[0] for box in words(app)] == ["“รอข้อมูลค่ะ"], "what was left is offered still"
    told = said(app)
    assert {"th": "“ไช่” แก้เป็น “ใช่” · 3 แถว", "en": "“ไช่” corrected to “Yes” · 3 rows"}[lang] in told
    assert {"th": "“ไม่ไช่” แก้เป็น “ไม่ใช่” · 1 แถว", "en": "“ไม่ไช่” corrected to “No” · 1 row"}[lang] in told
    rows = results(app)
    assert [{"th": "แก้เป็น", "en": "was corrected"}[lang] in row for row in rows] == [
        True,
        True,
        False,
        True,
        True,
        False,
    ]
    assert {"bulk.get_corrected_csv", "bulk.get_corrected_xlsx", "bulk.get_warnings"} <= downloads(app)


@both
def test_corrections_are_taken_back_one_by_one_and_all(lang: str) -> None:
    app = classified(lang)
    before = results(app)
    words(app)[1].set_value("")
    press_key(app, "replace_all")
    assert not words(app)
    press_key(app, "replace_back_1")
    assert [box.label.partition("”")[0] for box in words(app)] == ["“รอข้อมูลค่ะ"]
    press_key(app, "replace_back")
    assert results(app) == before
    assert "bulk.get_corrected_csv" not in downloads(app)


def test_corrections_are_of_one_file_only() -> None:
    app = press_key(classified("en"), "replace_all")
    app.file_uploader[0].upload("other.csv", TEXT.encode(), "text/csv")
    still(app.run())
    press(app, CLASSIFY["en"])
    assert len(words(app)) == 3


def test_another_chart_has_none_of_the_corrections() -> None:
    app = press_key(classified("th"), "replace_all")
    assert "แก้เป็น" in said(app)
    app.selectbox(key="chart").set_value(charts.all_charts()[-1].key)
    still(app.run())
    assert "แก้เป็น" not in said(app)


def uploaded(text: str, lang: str = "th") -> AppTest:
    app = alone(bulk_page, lang)
    app.file_uploader[0].upload("missions.csv", text.encode(), "text/csv")
    return press(still(app.run()), CLASSIFY[lang])


@both
def test_of_many_words_the_page_says_how_many_more_there_are(lang: str) -> None:
    app = uploaded("รหัส,ภารกิจ,ข้อ 1\n" + "".join(f"{n},งานที่ {n},คำแปลก{n}\n" for n in range(1_060)), lang)
    assert len(words(app)) == 50
    told = next(info.value for info in app.info if "50" in info.value)
    assert {"th": "50 คำที่พบบ่อยที่สุดจากทั้งหมด 1,060 คำ", "en": "50 most frequent of 1,060 words"}[lang] in told


def test_to_correct_nothing_is_answered_beside_the_button() -> None:
    app = classified("th")
    for box in words(app):
        box.select_index(0)
    press_key(app, "replace_all")
    assert [error.value for error in app.error] == ["ยังไม่ได้เลือกคำตอบแทนคำใด กรุณาเลือกคำตอบอย่างน้อยหนึ่งคำก่อน"]


@both
def test_a_column_with_too_many_names_is_not_shown_by_ministry(lang: str) -> None:
    app = uploaded("รหัส,ภารกิจ,กระทรวง,ข้อ 1\n" + "".join(f"{n},งาน,ชื่อ {n},ใช่\n" for n in range(201)), lang)
    assert [info.value for info in app.info if "200" in info.value]
    app = uploaded("รหัส,ภารกิจ,กระทรวง,ข้อ 1\n" + "".join(f"{n},งาน,ชื่อ {n},ใช่\n" for n in range(200)), lang)
    assert not [info.value for info in app.info if "200" in info.value]
