"""A chair sees what another version of the chart would do to a review before moving it, moves it, and moves it back."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowchart.localizer import ChartLocalizer
from missions.cases import SUFFIX
from record.new_version import move_review, moves_of
from record.reviews import edit_review
from record.store import URL_VARIABLE, Store
from tests.record.test_new_version import RENAMED, Moving
from tests.record.working_group import ADMIN, CHAIR, MALEE
from tests.ui.steps import press_key, said, still
from tests.ui.test_review_list import keys, opened
from text.words import LANGS, Lang


@pytest.fixture
def moving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Moving:
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/record.db")
    return Moving(Store.from_environment(), tmp_path)


def part(moving: Moving, lang: Lang = "th", me: str = CHAIR) -> AppTest:
    return opened(me, lang, review=str(moving.review.id), part="version")


def chosen(app: AppTest, moving: Moving, version: str) -> AppTest:
    return still(app.selectbox(key=f"version_of_{moving.review.id}").set_value(f"{moving.old.id}@{version}").run())


def tables(app: AppTest) -> str:
    return "\n".join(table.value.to_csv(index=False) for table in app.dataframe)


def metrics(app: AppTest) -> list[str]:
    """Missions that change, signatures that count no more, those that count again, answers without a place."""
    return [metric.value for metric in app.metric]


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_version_would_do_is_seen_then_done_and_can_be_undone(moving: Moving, lang: Lang) -> None:
    before = moving.rows()
    app = part(moving, lang)
    assert "version_move" not in keys(app), "nothing is chosen yet"
    chosen(app, moving, "2.0.0")
    assert metrics(app) == ["1", "1", "0", "0"]
    shown = tables(app)
    loc = ChartLocalizer(moving.old, lang)
    edge = [loc.question("ready"), loc.answer("ready", "no"), {"th": "นำไปสู่", "en": "leads to"}[lang]]
    keep, stop = loc.disposition("keep"), loc.disposition("stop")
    assert f"{' › '.join(edge)},{keep},{stop}" in shown, "what differs"
    assert f"M1,งานหนึ่ง,{keep},{stop}," in shown
    assert {"th": "จะสิ้นผล", "en": "counts no more"}[lang] in shown
    assert "M3" not in shown
    assert app.get("download_button")
    press_key(app, "version_move")
    assert moving.chart() is moving.old, "it asks first"
    sure = {"th": "ผลจะเปลี่ยน 1 ภารกิจ การลงนามจะสิ้นผล 1 ภารกิจ", "en": "change: 1; signatures that count no more: 1"}
    assert sure[lang] in app.warning[-1].value
    press_key(app, "move_version-yes")
    assert moving.chart() is moving.new
    assert moving.signed() == {"M1": "reopened", "M2": "signed", "M3": "signed"}
    assert {"th": "รอบนี้ใช้ผังรุ่น 2", "en": "The review uses version 2"}[lang] in app.success[0].value
    press_key(app, "version_back")
    assert metrics(app) == ["1", "0", "1", "0"]
    press_key(app, "version_move")
    press_key(app, "move_version-yes")
    assert moving.chart() is moving.old
    assert moving.rows() == before
    assert moving.signed() == {"M1": "signed", "M2": "signed", "M3": "signed"}


@pytest.mark.parametrize("lang", LANGS)
def test_answers_without_a_place_are_listed_unless_a_mapping_gives_them_one(moving: Moving, lang: Lang) -> None:
    app = chosen(part(moving, lang), moving, "3.0.0")
    assert metrics(app) == ["1", "1", "0", "2"]
    question = moving.old.questions["extent"]
    row = f"{question.short[lang]},{question.answers['nothing'].label[lang]},2,1"
    assert row in tables(app).replace('"', "")
    app.session_state["opened_boxes"] = {"version_mapping"}
    still(app.run())
    mapping = "\ufeff" + "".join(f"{old},{new}\r\n" for old, new in RENAMED.items())
    app.file_uploader[0].upload("map.csv", b"one column\n", "text/csv")
    still(app.run())
    assert {"th": "สองคอลัมน์", "en": "two columns"}[lang] in app.error[0].value
    assert "version_move" not in keys(app)
    app.file_uploader[0].upload("map.csv", mapping.encode(), "text/csv")
    still(app.run())
    assert metrics(app) == ["0", "1", "0", "0"], "the renamed answers are not those that were signed"
    press_key(app, "version_move")
    press_key(app, "move_version-yes")
    assert {a.question for a in moving.answers("M2")} == {"needed", "ready", "share"}


def test_moving_back_on_the_page_puts_back_what_had_no_place(moving: Moving) -> None:
    before = moving.rows()
    app = chosen(part(moving), moving, "3.0.0")
    for step, there in (("version_move", moving.old), ("move_version-yes", moving.renamed)):
        press_key(app, step)
        assert moving.chart() is there
    assert moving.signed()["M2"] == "reopened"
    assert moving.rows() != before
    for step in ("version_back", "version_move", "move_version-yes"):
        press_key(app, step)
    assert moving.chart() is moving.old
    assert moving.rows() == before
    assert set(moving.signed().values()) == {"signed"}


@pytest.mark.parametrize("lang", LANGS)
def test_a_version_whose_cases_fail_is_used_only_with_the_chairs_reason(moving: Moving, lang: Lang) -> None:
    cases = "needed,ready,expected,why\nyes,no,keep,ตามมติ\nno,,stop,\n"
    (moving.folder / f"2.0.0{SUFFIX}").write_text(cases, encoding="utf-8")
    app = chosen(part(moving, lang), moving, "2.0.0")
    assert {"th": "ประธานต้องระบุเหตุผล", "en": "the chair must say why"}[lang] in app.warning[0].value
    assert "ตามมติ" in tables(app)
    press_key(app, "version_move")
    assert {"th": "ระบุเหตุผลที่จะใช้ผังนี้", "en": "say why it is adopted"}[lang] in app.error[0].value
    assert "move_version-yes" not in keys(app)
    app.text_area(key=f"version_why_{moving.review.id}").set_value("คณะรัฐมนตรีมีมติแล้ว")
    press_key(app, "version_move")
    press_key(app, "move_version-yes")
    assert moving.chart() is moving.new
    with moving.store.read_review(CHAIR, moving.review.id) as read:
        assert [(move.after or {})["why"] for move in moves_of(read)] == ["คณะรัฐมนตรีมีมติแล้ว"]
    assert "คณะรัฐมนตรีมีมติแล้ว" in said(app)


def test_an_administrator_sees_it_and_leaves_the_move_to_the_chair(moving: Moving) -> None:
    app = chosen(part(moving, me=ADMIN), moving, "2.0.0")
    assert metrics(app) == ["1", "1", "0", "0"]
    assert "version_move" not in keys(app)
    assert "ประธาน" in app.info[-1].value
    member = opened(MALEE, review=str(moving.review.id), part="version")
    assert not member.selectbox


def test_a_closed_review_shows_what_differs_and_stays(moving: Moving) -> None:
    review = moving.review
    kept = {name: getattr(review, name) for name in ("ministry", "title_th", "title_en", "started")}
    edit_review(moving.store, CHAIR, review.id, review.version, status="closed", **kept)
    app = chosen(part(moving), moving, "2.0.0")
    assert "รอบนี้ปิดแล้ว" in app.info[-1].value
    assert app.dataframe
    assert "version_move" not in keys(app)


def test_a_move_by_numbers_that_are_out_of_date_is_refused(moving: Moving) -> None:
    app = chosen(part(moving), moving, "2.0.0")
    press_key(app, "version_move")
    move_review(moving.store, CHAIR, moving.review.id, moving.renamed)
    press_key(app, "move_version-yes")
    assert "กรุณาตรวจข้อมูลล่าสุด" in app.error[0].value
    assert moving.chart() is moving.renamed
