"""The list of reviews, a new one, and one administered: what each person sees, does and is refused."""

import json
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from flowchart import charts
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.read import read_sheet
from missions.files.rows import MissionRow
from record.answering import answers_of, save_answer
from record.exchange import export_review
from record.import_rows import update_missions
from record.members import add_member, find_member, members_of, set_role
from record.models import Review
from record.opinions import give_opinion
from record.reviews import create_review, edit_review, missions_of, review_of, reviews
from record.store import URL_VARIABLE, Store
from tests.charts import SAMPLE, SMALL, changed
from tests.record.working_group import (
    ADMIN,
    CHAIR,
    MALEE,
    SECRETARY,
    STRANGER,
    Group,
    of_mission,
    of_review,
    without_the_import,
)
from tests.reports.test_template import filled
from tests.ui.steps import HOSTILE, press, press_key, said, still
from text.dates import today
from text.words import LANGS, Lang, Words
from ui.reviews.facts import time_left
from ui.reviews.file import sort_out
from ui.reviews.page import matching
from ui.reviews.people import name_and_address

WORDS = Words.beside(str(Path(__file__).parents[2] / "ui" / "x"))

OPINIONS = {"none": 3, "waiting": 0, "agree": 0, "differ": 0, "settled": 0}


def the_app() -> None:
    import streamlit as st

    from record.store_error import StoreError
    from ui.notices import notice, other_notices
    from ui.portfolio import page as portfolio
    from ui.reviews import page as reviews
    from ui.routes import go, settle_in

    def start() -> None:
        go("reviews", **st.query_params.to_dict())

    pages = [
        st.Page(start, url_path="start", default=True),
        st.Page(reviews.page, url_path="reviews"),
        st.Page(portfolio.page, url_path="portfolio"),
    ]
    page = st.navigation(settle_in(pages), position="hidden")
    st.text(f"at {page.url_path}")
    notice()
    try:
        page.run()
        other_notices()
    except StoreError as error:  # as the door says it
        st.error(error.code)


def opened(me: str, lang: Lang = "en", **query: str) -> AppTest:
    app = AppTest.from_function(the_app, default_timeout=300)
    app.session_state["me"] = me
    app.session_state["lang"] = lang
    for name, value in query.items():
        app.query_params[name] = value
    return still(app.run())


def versions_in_force(folder: Path, *since: date | None) -> list[Chart]:
    """Versions of one chart that this process has not met: 1.0.0 and on, in force since these days."""
    name, found = f"dated_{uuid4().hex[:12]}", []
    for n, day in enumerate(since, 1):
        dated = f"version: {n}.0.0" + (f"\nin_force: {day}" if day else "")
        path = folder / f"{n}.0.0.yaml"
        path.write_text(changed(SMALL, ("id: small", f"id: {name}"), ("version: 1.0.0", dated)), encoding="utf-8")
        found.append(charts.load(path))
    return found


def upload(app: AppTest, text: str | bytes, name: str = "missions.csv") -> AppTest:
    data = text.encode() if isinstance(text, str) else text
    app.file_uploader[0].upload(name, data, "application/octet-stream")
    return still(app.run())


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def place(app: AppTest) -> str:
    return app.text[0].value.removeprefix("at ")


def many(group: Group, n: int) -> list[Review]:
    return [
        create_review(
            group.store,
            ADMIN,
            chart=charts.default(),
            ministry="กระทรวงการคลัง",
            title_th=f"รอบที่ {i}",
            title_en=f"Round {i}",
            started=today() - timedelta(days=i),
        )
        for i in range(n)
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("me", [ADMIN, CHAIR, MALEE, SECRETARY])
def test_the_list_of_each(group: Group, me: str, lang: Lang) -> None:
    app = opened(me, lang)
    assert app.header[0].value == {"th": "การทบทวนภารกิจ ๒๕๖๙", "en": "Review 2026"}[lang]
    assert {"th": "31 สิงหาคม 2569", "en": "31 August 2026"}[lang] in said(app)
    assert {"th": "28 กุมภาพันธ์ 2570", "en": "28 February 2027"}[lang] in said(app)
    assert WORDS("reviews.numbers", lang, incomplete=2, signed=0, reopened=0, **OPINIONS) in said(app)
    assert ("review_new" in keys(app)) == (me == ADMIN)
    assert (f"review_edit_{group.review.id}" in keys(app)) == (me != MALEE)
    assert place(press_key(app, f"review_go_{group.review.id}")) == "portfolio"


@pytest.mark.usefixtures("group")
def test_nothing_to_see() -> None:
    app = opened(STRANGER)
    assert app.info[0].value == WORDS("reviews.none", "en")
    assert not app.header


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("query", [{"do": "new"}, {"do": "restore"}, {"review": "1"}])
def test_a_stranger_is_refused(query: dict[str, Any]) -> None:
    app = opened(STRANGER, **query)
    assert [error.value for error in app.error] == ["not_allowed"]
    assert "review_create" not in keys(app)


@pytest.mark.parametrize(("gone", "key"), [(0, "record.days_left"), (400, "record.overdue")])
@pytest.mark.usefixtures("group")
def test_time_is_said_in_words(gone: int, key: str) -> None:
    chart = charts.default()
    pinned = {"chart_id": chart.id, "chart_version": chart.version, "chart_hash": chart.hash}
    review = Review(started=today() - timedelta(days=gone), status="open", **pinned)
    assert WORDS(key, "th", n="").split()[0] in time_left(review)
    review.status = "closed"
    assert WORDS("reviews.closed", "th") in time_left(review)
    assert WORDS(key, "th", n="").split()[0] not in time_left(review)


def test_many_reviews_are_shown_by_tens_and_found(group: Group) -> None:
    many(group, 24)
    app = opened(ADMIN)
    assert len(app.header) == 10
    assert WORDS("reviews.shown", "en", first=1, last=10, n=25) in said(app)
    still(app.text_input(key="reviews_search").set_value("round 23").run())
    assert [title.value for title in app.header] == ["Round 23"]
    back = press_key(press_key(app, f"review_edit_{reviews(group.store, ADMIN)[23].id}"), "review_back")
    assert back.text_input(key="reviews_search").value == "round 23"
    still(app.text_input(key="reviews_search").set_value("no such").run())
    assert app.warning[0].value == WORDS("reviews.nothing", "en")


def test_searching() -> None:
    a = Review(title_th="รอบแรก", title_en="First", ministry="กระทรวงการคลัง", status="open")
    b = Review(title_th="รอบสอง", title_en="", ministry="กระทรวงการคลัง", status="closed")
    assert matching([a, b], "", "") == [a, b]
    assert matching([a, b], "คลัง FIRST", "") == [a]
    assert matching([a, b], "คลัง", "closed") == [b]
    assert matching([a, b], "first", "closed") == []


def test_numbers_follow_what_others_write(group: Group) -> None:
    app = opened(CHAIR)
    save_answer(group.store, MALEE, group.m1, "necessary", "no", "", "", expected_version=0)
    still(app.run())
    assert WORDS("reviews.numbers", "en", incomplete=1, signed=0, reopened=0, **OPINIONS) in said(app)


@pytest.mark.parametrize("lang", LANGS)
def test_a_review_is_created_with_its_file(group: Group, lang: Lang) -> None:
    app = press_key(opened(ADMIN, lang), "review_new")
    for name, text in {"ministry": "กระทรวงการคลัง", "title_th": HOSTILE, "title_en": "New"}.items():
        app.text_input(key=f"review_new_{name}").set_value(text)
    app.text_input(key="review_new_started").set_value("31/13/2569")
    still(app.run())
    assert len(app.error) == 1
    app.text_input(key="review_new_started").set_value({"th": "๓๑/๑/๒๕๖๙", "en": "31-01-2026"}[lang])
    upload(app, SAMPLE.read_bytes())
    assert {"th": "31 กรกฎาคม 2569", "en": "31 July 2026"}[lang] in said(app)
    press_key(app, "review_create")
    made = next(review for review in reviews(group.store, ADMIN) if review.id != group.review.id)
    assert (made.title_th, made.title_en, made.ministry) == (HOSTILE, "New", "กระทรวงการคลัง")
    assert made.started == date(2026, 1, 31)
    missions = of_review(missions_of, group.store, made.id)
    assert len(missions) == 81
    assert of_mission(answers_of, group.store, missions[0].id)
    assert place(app) == "portfolio"
    assert app.query_params["review"] == str(made.id)
    assert "81" in app.success[0].value


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_that_was_filled_in_becomes_a_review_and_brings_it_up_to_date(group: Group, lang: Lang) -> None:
    chart = charts.default()
    data, chosen = filled(chart, lang)
    app = upload(opened(ADMIN, lang, do="new"), data, "missions.xlsx")
    assert not app.error
    assert WORDS("reviews.taken", lang, n=len(chosen), answers=sum(map(len, chosen))) in said(app)
    app.text_input(key="review_new_ministry").set_value("กระทรวงการคลัง")
    app.text_input(key="review_new_title_th").set_value("รอบใหม่")
    press_key(app, "review_create")
    made = next(review for review in reviews(group.store, ADMIN) if review.id != group.review.id)
    missions = of_review(missions_of, group.store, made.id)
    taken = {mission.code: of_mission(answers_of, group.store, mission.id) for mission in missions}
    known = {code: {q: given.value for q, given in answers.items() if given.value} for code, answers in taken.items()}
    assert known == {f"A-{n}": answers for n, answers in enumerate(chosen, 2)}
    app = upload(opened(CHAIR, lang, review="1", part="missions"), data, "missions.xlsx")
    assert [metric.value for metric in app.metric][:2] == [str(len(chosen)), "0"]
    press_key(app, "review_update")
    assert len(of_review(missions_of, group.store, group.review.id)) == 3 + len(chosen)


def test_a_new_review_takes_the_version_in_force_on_the_day_it_starts_unless_another_is_chosen(
    group: Group, tmp_path: Path
) -> None:
    first = versions_in_force(tmp_path, None, date(2026, 10, 1), date(2027, 10, 1))[0]
    app = opened(ADMIN, do="new", chart=first.key)
    app.text_input(key="review_new_ministry").set_value("กระทรวงการคลัง")
    app.text_input(key="review_new_title_th").set_value("รอบใหม่")
    for day, version in (("30/9/2026", "1.0.0"), ("1/10/2569", "2.0.0"), ("5/10/2027", "3.0.0"), ("1/1/2027", "2.0.0")):
        still(app.text_input(key="review_new_started").set_value(day).run())
        assert app.selectbox(key="chart").value == f"{first.id}@{version}", day
    press_key(app, "review_create")
    app = opened(ADMIN, do="new", chart=first.key)
    app.text_input(key="review_new_ministry").set_value("กระทรวงการคลัง")
    app.text_input(key="review_new_title_th").set_value("รอบถัดไป")
    still(app.text_input(key="review_new_started").set_value("1/1/2570").run())
    still(app.selectbox(key="chart").set_value(f"{first.id}@3.0.0").run())
    press_key(app, "review_create")
    made = {review.title_th: review.chart_version for review in reviews(group.store, ADMIN)}
    assert (made["รอบใหม่"], made["รอบถัดไป"]) == ("2.0.0", "3.0.0")


def test_a_review_is_created_without_a_file_once_it_has_a_name(group: Group) -> None:
    app = opened(ADMIN, do="new")
    press_key(app, "review_create")
    assert len(app.error) == 1
    assert len(reviews(group.store, ADMIN)) == 1
    app.text_input(key="review_new_ministry").set_value("กระทรวงการคลัง")
    app.text_input(key="review_new_title_th").set_value("รอบใหม่")
    press_key(app, "review_create")
    assert len(reviews(group.store, ADMIN)) == 2
    assert place(app) == "portfolio"


def test_problems_are_listed_and_the_good_rows_go_in(group: Group) -> None:
    app = opened(ADMIN, "th", do="new")
    text = "รหัส,ภารกิจ,ข้อ 1,งบประมาณ\nA,หนึ่ง,ใช่,10\nA,ซ้ำรหัส,ใช่,\nB,,ใช่,\n,ไม่มีรหัส,ก็ได้,x\n"
    upload(app, text)
    assert WORDS("reviews.taken", "th", n=2, answers=1) in said(app)
    assert WORDS("reviews.left_out", "th", n=2) in said(app)
    assert WORDS("reviews.problems", "th", n=4) in said(app)
    assert WORDS("reviews.codes_given", "th", n=1) in said(app)
    app.text_input(key="review_new_ministry").set_value("กระทรวงการคลัง")
    app.text_input(key="review_new_title_th").set_value("รอบใหม่")
    press_key(app, "review_create")
    made = next(review for review in reviews(group.store, ADMIN) if review.id != group.review.id)
    assert {m.code: (m.name_th, m.budget_satang) for m in of_review(missions_of, group.store, made.id)} == {
        "A": ("หนึ่ง", 1000),
        "N-0001": ("ไม่มีรหัส", None),
    }


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize(
    ("text", "name"), [("a,b\n1,2\n", "no_names.csv"), ("PK\x03\x04 no workbook", "x.xlsx"), ("", "empty.csv")]
)
def test_a_file_that_cannot_be_used_leaves_the_form(text: str, name: str) -> None:
    app = upload(opened(ADMIN, do="new"), text, name)
    assert len(app.error) == 1
    assert app.button(key="review_create").label == WORDS("reviews.create", "en")


def test_a_row_that_is_too_long_is_left_out() -> None:
    chart = charts.default()
    sheet = read_sheet(f"id,mission\nA,{'x' * 1001}\nB,good\n".encode(), chart)
    found = sort_out(chart, sheet, match_columns(chart, sheet.header))
    assert [row.code for row in found.rows] == ["B"]
    assert found.problems["row"].tolist() == [2]
    assert found.left_out == 1


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("lang", LANGS)
def test_misspelt_answers_of_an_import_are_corrected_for_all_rows_in_one_press(lang: Lang) -> None:
    app = opened(ADMIN, lang, do="new")
    rows = "".join(f"A{n},งาน {n},{word}\n" for n, word in enumerate(("ไช่", "ไช่", "ใช่", "รอข้อมูลค่ะ")))
    app = upload(app, f"id,mission,ข้อ 1\n{rows}")
    taken = WORDS("reviews.taken", lang, n="4", answers="1")
    assert any(taken in text.value for text in app.markdown)
    boxes = [box for box in app.selectbox if (box.key or "").startswith("replace_")]
    assert ["×2" in box.label for box in boxes] == [True, False]
    press_key(app, "replace_all")
    taken = WORDS("reviews.taken", lang, n="4", answers="3")
    assert any(taken in text.value for text in app.markdown)
    assert len([box for box in app.selectbox if (box.key or "").startswith("replace_")]) == 1
    press_key(app, "replace_back_0")
    assert any(WORDS("reviews.taken", lang, n="4", answers="1") in text.value for text in app.markdown)


FILE = "id,mission,budget\nM1,ตรวจสภาพรถยนต์,2000000\nM2,พิมพ์ราชกิจจานุเบกษา,\nM9,งานใหม่,5\n"


@pytest.mark.parametrize("me", [ADMIN, CHAIR])
@pytest.mark.parametrize("lang", LANGS)
def test_a_file_is_compared_and_then_applied(group: Group, me: str, lang: Lang) -> None:
    app = upload(opened(me, lang, review="1", part="missions"), FILE)
    assert [metric.value for metric in app.metric] == ["1", "1", "1"]
    changes = next(frame.value for frame in app.dataframe if WORDS("reviews.before", lang) in frame.value)
    assert changes[WORDS("reviews.before", lang)].tolist() == ["ตรวจสภาพรถ", "1,500,000.50"]
    assert changes[WORDS("reviews.after", lang)].tolist() == ["ตรวจสภาพรถยนต์", "2,000,000"]
    assert {m.code for m in of_review(missions_of, group.store, group.review.id)} == {"M1", "M2", "M3"}
    press_key(app, "review_update")
    assert app.success[0].value.count("1") == 2
    found = {m.code: m.name_th for m in of_review(missions_of, group.store, group.review.id)}
    assert found["M1"] == "ตรวจสภาพรถยนต์"
    assert set(found) == {"M1", "M2", "M3", "M9"}
    assert not app.metric, "the file is put away"


def test_what_changed_meanwhile_is_shown_again_first(group: Group) -> None:
    app = upload(opened(CHAIR, review="1", part="missions"), FILE)
    update_missions(group.store, ADMIN, group.review.id, [MissionRow("M9", {"name_th": "ของผู้อื่น"})])
    press_key(app, "review_update")
    assert len(app.error) == 1
    assert [metric.value for metric in app.metric] == ["0", "2", "1"]
    press_key(app, "review_update")
    assert not app.error
    assert {m.name_th for m in of_review(missions_of, group.store, group.review.id)} >= {"งานใหม่", "ตรวจสภาพรถยนต์"}


@pytest.mark.usefixtures("group")
def test_a_file_that_changes_nothing_or_has_no_codes() -> None:
    app = upload(opened(CHAIR, review="1", part="missions"), "id,mission\nM1,ตรวจสภาพรถ\n")
    assert WORDS("reviews.same", "en") in said(app)
    assert "review_update" not in keys(app)
    upload(app, "mission\nตรวจสภาพรถ\n")
    assert len(app.error) == 1
    assert "review_update" not in keys(app)


def test_what_was_changed_since_signed_or_contradicts_opinions_is_said_before_closing(group: Group) -> None:
    for who in (CHAIR, MALEE):
        give_opinion(group.store, who, group.m3, "necessary", "yes", expected_version=0)
    app = opened(CHAIR, review="1")
    app.radio(key="review_1_status").set_value("closed")
    press_key(app, "review_save")
    assert "contradicting opinions: 1" in app.warning[0].value.replace("\\", "")


def test_a_closed_review_takes_no_file_and_can_be_opened(group: Group) -> None:
    app = opened(CHAIR, review="1")
    app.radio(key="review_1_status").set_value("closed")
    press_key(app, "review_save")
    assert review_of(group.store, CHAIR, 1)[0].status == "open", "it asks first"
    assert "3" in app.warning[0].value
    press_key(app, "close_review-yes")
    assert review_of(group.store, CHAIR, 1)[0].status == "closed"
    assert "closed" in app.success[0].value
    assert not opened(CHAIR, review="1", part="missions").file_uploader
    app.radio(key="review_1_status").set_value("open")
    press_key(app, "review_save")
    assert review_of(group.store, CHAIR, 1)[0].status == "open"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("choice", ["review_theirs", "review_save"])
def test_two_change_the_particulars(group: Group, choice: str, lang: Lang) -> None:
    app = opened(CHAIR, lang, review="1")
    said_of = {"ministry": "กระทรวงอื่น", "title_th": "ของผู้อื่น", "title_en": "", "started": date(2026, 9, 1)}
    fields: dict[str, Any] = {**said_of, "status": "open"}
    edit_review(group.store, ADMIN, 1, 1, **fields)
    app.text_input(key="review_1_title_th").set_value(HOSTILE)
    press_key(app, "review_save")
    kept = review_of(group.store, CHAIR, 1)[0]
    assert kept.title_th == ("ของผู้อื่น"), "what the chair had not seen is not written over"
    assert app.text_input(key="review_1_title_th").value == HOSTILE
    assert "ของผู้อื่น" in app.warning[0].value
    press_key(app, choice)
    assert not app.warning
    expected = "ของผู้อื่น" if choice == "review_theirs" else HOSTILE
    assert app.text_input(key="review_1_title_th").value == expected
    assert review_of(group.store, CHAIR, 1)[0].title_th == expected


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize(
    ("me", "parts"),
    [
        (ADMIN, ["about", "missions", "version", "people", "backup"]),
        (CHAIR, ["about", "missions", "version", "backup"]),
        (SECRETARY, ["backup"]),
    ],
)
def test_the_parts_of_each(me: str, parts: list[str]) -> None:
    app = opened(me, review="1", part="people")
    labels = [WORDS(f"reviews.part_{part}", "en") for part in parts]
    assert app.segmented_control[0].options == labels
    assert ("people_save" in keys(app)) == (me == ADMIN)


@pytest.mark.usefixtures("group")
def test_a_member_has_nothing_to_administer() -> None:
    app = opened(MALEE, review="1")
    assert app.info[0].value == WORDS("reviews.no_part", "en")
    assert "review_save" not in keys(app)


def test_a_right_that_was_taken_away_counts_at_the_click(group: Group) -> None:
    app = opened(CHAIR, review="1")
    set_role(group.store, ADMIN, 1, CHAIR, "member")
    app.text_input(key="review_1_title_th").set_value("ไม่มีสิทธิ์")
    press_key(app, "review_save")
    assert len(app.error) == 1
    assert review_of(group.store, CHAIR, 1)[0].title_th != "ไม่มีสิทธิ์"


@pytest.mark.parametrize("lang", LANGS)
def test_roles_are_given_changed_and_taken(group: Group, lang: Lang) -> None:
    app = opened(ADMIN, lang, review="1", part="people")
    press_key(app, "people_save")
    assert app.error[0].value.replace("\\", "") == WORDS("reviews.pick_person", lang)
    for role, then in (("secretariat", "secretariat"), ("chair", "chair"), ("none", None)):
        app.selectbox(key="people_person").select(STRANGER)
        app.selectbox(key="people_role").select(role)
        press_key(app, "people_save")
        if then is None:
            assert STRANGER in {m.email for m, _ in of_review(members_of, group.store, 1)}, "it asks first"
            press_key(app, "take_role-yes")
        assert "stranger" in app.success[0].value
        assert {m.email: r for m, r in of_review(members_of, group.store, 1)}.get(STRANGER) == then


@pytest.mark.parametrize("lang", LANGS)
def test_somebody_new_joins(group: Group, lang: Lang) -> None:
    app = opened(ADMIN, lang, review="1", part="people")
    app.text_input(key="people_new_name").set_value(HOSTILE)
    app.text_input(key="people_new_email").set_value("no address")
    press_key(app, "people_add_save")
    assert "no address" in app.error[0].value
    assert app.text_input(key="people_new_name").value == HOSTILE
    app.text_input(key="people_new_email").set_value(" New@Example.go.th ")
    app.selectbox(key="people_new_role").select("chair")
    press_key(app, "people_add_save")
    assert {m.email: r for m, r in of_review(members_of, group.store, 1)}["new@example.go.th"] == "chair"
    member = find_member(group.store, "new@example.go.th")
    assert member is not None
    assert (member.name, member.administrator) == (HOSTILE, False)
    assert app.text_input(key="people_new_name").value == ""


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("มานี ใจดี, manee@example.go.th", ("มานี ใจดี", "manee@example.go.th")),
        ("มานี ใจดี\tmanee@example.go.th", ("มานี ใจดี", "manee@example.go.th")),
        ("มานี ใจดี <manee@example.go.th>;", ("มานี ใจดี", "manee@example.go.th")),
        ('manee@example.go.th "มานี ใจดี"', ("มานี ใจดี", "manee@example.go.th")),
        ("มานี ใจดี", ("", "มานี ใจดี")),
    ],
)
def test_a_pasted_line_is_a_name_and_an_address(line: str, person: tuple[str, str]) -> None:
    assert name_and_address(line) == person


def test_a_long_word_without_an_address_is_read_once() -> None:
    # It was tried from each of its letters on: 40,000 took five seconds, in which no page of the server answered.
    begun, word = process_time(), "a" * 200_000
    assert name_and_address(word) == ("", word)
    assert process_time() - begun < 5


@pytest.mark.usefixtures("group")
def test_amounts_of_missions_to_be_taken_stand_at_the_right() -> None:
    app = upload(opened(ADMIN, "en", do="new"), "code,mission,budget,positions\nM1,ก,1200000,7\n")
    columns = json.loads(app.dataframe[-1].proto.columns)
    names = [WORDS("reviews.budget", "en"), WORDS("reviews.positions", "en")]
    assert [columns[name]["alignment"] for name in names] == ["right", "right"]


def test_people_are_pasted_and_what_is_wrong_stays(group: Group) -> None:
    app = opened(ADMIN, review="1", part="people")
    app.text_area(key="people_lines").set_value("มานี, manee@example.go.th\n\nปิติ, piti@local\nชูใจ chujai@example.go.th")
    press(app, WORDS("reviews.add_lines", "en"))
    here = {m.email: r for m, r in of_review(members_of, group.store, 1)}
    assert (here["manee@example.go.th"], here["chujai@example.go.th"]) == ("member", "member")
    assert "piti@local" not in here, "an address needs a domain"
    assert "piti@local" in app.error[0].value
    assert app.error[0].value.startswith("Line 1"), "the line as it now stands in the box"
    assert app.text_area(key="people_lines").value == "ปิติ, piti@local"


def test_the_quorum_is_set_on_the_page(group: Group) -> None:
    app = opened(CHAIR, review="1")
    app.number_input(key="review_1_quorum").set_value(2)
    press_key(app, "quorum_save")
    assert review_of(group.store, CHAIR, 1)[0].quorum == 2


@pytest.mark.parametrize("lang", LANGS)
def test_a_name_and_who_administers_are_corrected(group: Group, lang: Lang) -> None:
    app = opened(ADMIN, lang, review="1", part="people")
    app.selectbox(key="people_known").select(MALEE)
    still(app.run())
    assert app.text_input(key=f"people_name-{MALEE}").value == "malee"
    app.text_input(key=f"people_name-{MALEE}").set_value("")
    press_key(app, "people_edit_save")
    assert len(app.error) == 1
    app.text_input(key=f"people_name-{MALEE}").set_value(HOSTILE)
    app.checkbox(key=f"people_admin-{MALEE}").check()
    press_key(app, "people_edit_save")
    assert len(app.success) == 1
    member = find_member(group.store, MALEE)
    assert member is not None
    assert (member.name, member.administrator) == (HOSTILE, True)


def test_the_last_administrator_stays_one(group: Group) -> None:
    app = opened(ADMIN, "th", review="1", part="people")
    app.selectbox(key="people_known").select(ADMIN)
    still(app.run())
    app.checkbox(key=f"people_admin-{ADMIN}").uncheck()
    press_key(app, "people_edit_save")
    assert "ต้องมีผู้ดูแลระบบอย่างน้อยหนึ่งคน" in app.error[0].value
    member = find_member(group.store, ADMIN)
    assert member is not None
    assert member.administrator


@pytest.mark.parametrize("lang", LANGS)
def test_a_backup_is_restored_elsewhere(
    group: Group, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = export_review(group.store, ADMIN, group.review.uid)
    app = upload(press_key(opened(ADMIN, lang), "review_restore"), copy, "review.json")
    press_key(app, "review_take_over")
    assert len(app.error) == 1, "it is here already"
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/elsewhere.db")
    other = Store.from_environment()
    add_people(other)
    app = upload(opened(ADMIN, lang, do="restore"), copy.replace("กระทรวงคมนาคม".encode(), b"x"), "review.json")
    press_key(app, "review_take_over")
    assert len(app.error) == 1, "it was altered"
    upload(app, copy, "review.json")
    press_key(app, "review_take_over")
    assert place(app) == "portfolio"
    restored = reviews(other, ADMIN)[0]
    assert without_the_import(export_review(other, ADMIN, restored.uid)) == json.loads(copy)
    other.close()


def add_people(store: Store) -> None:
    add_member(store, ADMIN, ADMIN, "ผู้ดูแล")


def test_a_review_of_a_chart_that_is_gone_does_not_hide_the_others(group: Group) -> None:
    with group.store.engine.begin() as connection:
        connection.execute(update(Review).values(chart_version="0.0.1"))
    many(group, 1)
    app = opened(ADMIN)
    assert len(app.header) == 2
    assert "blueprint" in app.error[0].value


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("query", [{"review": "99"}, {"review": "0"}])
def test_a_review_that_is_not_there(query: dict[str, Any]) -> None:
    assert [error.value for error in opened(ADMIN, **query).error] == ["not_found"]


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("query", [{"review": "x"}, {"do": "anything"}, {"part": "people"}])
def test_an_address_that_means_nothing_is_the_list(query: dict[str, Any]) -> None:
    assert opened(ADMIN, **query).title[0].value == WORDS("page.reviews", "en")


def test_one_review_beside_another_says_what_moved_and_only_to_who_reads_both(group: Group) -> None:
    former = create_review(
        group.store,
        ADMIN,
        chart=charts.default(),
        ministry="กระทรวงคมนาคม",
        title_th="รอบก่อน",
        title_en="",
        started=today() - timedelta(days=400),
        rows=[
            MissionRow("M2", {"name_th": HOSTILE}, {"necessary": "no"}),
            MissionRow("X", {"name_th": "งานเก่า", "ministry": "กระทรวงคมนาคม", "ministry_en": "Ministry of Transport"}),
        ],
    )
    of_both = {"do": "beside", "former": str(former.id), "later": str(group.review.id)}
    app = opened(ADMIN, "en", **of_both)
    assert [metric.value for metric in app.metric] == ["1", "0", "1", "1", "2"]
    assert "Missions with another decision (1)" in said(app)
    called = [option.split(" · ")[1] for option in app.selectbox(key="beside_former").options]
    assert sorted(called) == ["Ministry of Transport", "กระทรวงคมนาคม"], "in English where the file had the name"
    assert not opened(CHAIR, "en", **of_both).metric  # the chair of the one is nobody in the other
    assert not opened(ADMIN, do="beside", former="1", later="1").metric


def test_a_mission_is_found_across_the_reviews(group: Group) -> None:
    for words, told in (("ตรวจสภาพ", "1 mission found"), ("ไม่มีคำนี้", "No mission holds")):
        app = opened(MALEE)
        still(app.text_input(key="find_missions").set_value(words).run())
        assert told in said(app)
    assert group.sound()
