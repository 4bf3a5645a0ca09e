"""The portfolio of a review, page by page and number by number."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from engine.whatif import what_if
from flowchart import charts
from missions.files.output import write_csv
from record.agreement import FEWEST_SUBJECTS, Agreement
from record.answering import answers_of, edit_mission, save_answer
from record.attachments import add_reference
from record.members import set_role
from record.mission_status import MissionStatus, exceptions, mission_statuses
from record.models import Mission, Review
from record.opinions import give_opinion, settle
from record.reviews import edit_review
from record.signing import sign_offs_of
from record.store_error import StoreError
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, STRANGER, Group, of_mission, of_review
from tests.ui.steps import press_key, still
from text.words import LANGS, Words
from ui.portfolio.attention import kappa_words
from ui.portfolio.filter import choices_of, matches
from ui.portfolio.numbers import contrast, ink, shade
from ui.portfolio.page import _cells, _on_paper, mission_table
from ui.portfolio.rows import state_of_list, table_file
from ui.summary import _allowed

WORDS = Words.beside(str(Path(__file__).parents[2] / "ui" / "x"))
VIEWS = ("numbers", "moves", "missions", "attention", "sign")


def portfolio_page() -> None:
    import streamlit as st

    from record.store_error import StoreError
    from ui.notices import notice, other_notices
    from ui.portfolio import page as portfolio

    notice()
    try:
        portfolio.page()
        other_notices()
    except StoreError as error:  # as the door says it
        st.error(error.code)


def opened(me: str, **query: str | list[str]) -> AppTest:
    app = AppTest.from_function(portfolio_page, default_timeout=300)
    app.session_state["me"] = me
    for name, value in {"review": "1", "lang": "en", **query}.items():
        app.query_params[name] = value
    return still(app.run())


def count(app: AppTest) -> str:
    """How many missions the page says it shows."""
    return next(text.value for text in app.markdown if "missions shown" in text.value)


def metrics(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def disagree(group: Group) -> None:
    give_opinion(group.store, CHAIR, group.m1, "necessary", "yes", expected_version=0)
    give_opinion(group.store, MALEE, group.m1, "necessary", "no", expected_version=0)


def of_code(group: Group, code: str) -> MissionStatus:
    return next(row for row in of_review(mission_statuses, group.store, group.review.id) if row.mission.code == code)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("me", [ADMIN, CHAIR, MALEE, SECRETARY])
def test_every_view_for_everyone(group: Group, me: str, view: str, lang: str) -> None:
    disagree(group)
    app = opened(me, view=view, lang=lang)
    assert not app.error
    assert app.title[0].value == {"th": "การทบทวนภารกิจ ๒๕๖๙", "en": "Review 2026"}[lang]
    assert metrics(app) == ["3", "1", "2", "2", "1", "0"], "missions, decided, incomplete, no opinions, differ, signed"


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize(
    ("me", "review", "said"),
    [(STRANGER, "1", "not_allowed"), (CHAIR, "99", "not_found"), (ADMIN, "0", "not_found")],
)
def test_a_review_that_is_not_for_the_reader(me: str, review: str, said: str) -> None:
    app = opened(me, review=review)
    assert [error.value for error in app.error] == [said]
    assert not app.metric


def test_the_review_of_a_mission(group: Group) -> None:
    app = opened(CHAIR, review="", mission=str(group.m2))
    assert metrics(app)[0] == "3"
    assert [error.value for error in opened(STRANGER, review="", mission=str(group.m2)).error] == ["not_allowed"]


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("review", ["", "x", "-1", "1" * 30, "๑"])
def test_an_address_without_a_review(review: str) -> None:
    app = opened(CHAIR, review=review)
    assert app.info[0].value == WORDS("portfolio.no_review", "en")
    assert [button.key for button in app.button if button.key == "portfolio_to_reviews"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"disposition": "cancel"}, 1),
        ({"disposition": "incomplete"}, 2),
        ({"disposition": ["cancel", "incomplete"]}, 3),
        ({"status": "decided"}, 1),
        ({"status": ["decided", "unsigned"]}, 1),
        ({"status": ["signed", "unsigned"]}, 3),
        ({"status": ["decided", "signed"]}, 0),
        ({"opinions": "differ"}, 1),
        ({"opinions": "none"}, 2),
        ({"opinions": ["agree", "settled", "waiting"]}, 0),
        ({"opinions": "differ", "status": "decided"}, 0),
        ({"ministry": "คมนาคม"}, 1),
        ({"ministry": "กระทรวงคมนาคม"}, 2),
        ({"department": "-"}, 3),
        ({"assignee": "none"}, 2),
        ({"q": "ราชกิจจา"}, 1),
        ({"q": "PRINT ing"}, 1),
        ({"q": "m๑"}, 1),
        ({"q": "สภาพ ตรวจ"}, 1),
        ({"q": "ไม่มีคำนี้"}, 0),
        ({"q": "x" * 5000}, 0),
    ],
)
def test_the_address_filters(group: Group, query: dict[str, str | list[str]], shown: int) -> None:
    disagree(group)
    edit_mission(group.store, CHAIR, group.m2, 1, {"assignee": MALEE})
    app = opened(CHAIR, **query)
    assert count(app).startswith(f"{shown} of 3")
    assert metrics(app)[0] == str(shown)
    if not shown:
        assert WORDS("portfolio.nothing", "en") in [warning.value for warning in app.warning]


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("name", ["ministry", "department", "disposition", "status", "opinions", "assignee"])
def test_an_unheard_of_filter_is_said_and_not_used(name: str) -> None:
    app = opened(CHAIR, **{name: ["<b>*x*</b>", "", "None"]})
    assert count(app).startswith("3 of 3")
    assert r"\<b\>\*x\*\</b\>" in app.warning[0].value


@pytest.mark.usefixtures("group")
def test_a_filter_goes_into_the_address_and_is_cleared() -> None:
    app = opened(CHAIR)
    app.multiselect(key="portfolio_disposition").set_value(["cancel", "incomplete"])
    app.text_input(key="portfolio_search").set_value("ราชกิจจา")
    still(app.run())
    assert app.query_params["disposition"] == ["cancel", "incomplete"]
    assert app.query_params["q"] == "ราชกิจจา"
    assert count(app).startswith("1 of 3")
    still(app.button(key="portfolio_clear").click().run())
    assert set(app.query_params) == {"review", "lang"}
    assert count(app).startswith("3 of 3")
    assert app.multiselect(key="portfolio_disposition").value == []


@pytest.mark.usefixtures("group")
def test_the_view_goes_into_the_address() -> None:
    app = opened(CHAIR)
    app.segmented_control(key="portfolio_view").set_value("attention")
    still(app.run())
    assert app.query_params["view"] == "attention"
    assert app.subheader or app.header
    assert not opened(CHAIR, view="<script>").error


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("forged", [["x"], ["decided", "x"], [""]])
def test_a_forged_filter_does_no_harm(forged: list[str]) -> None:
    app = opened(CHAIR)
    still(app.multiselect(key="portfolio_status").set_value(forged).run())
    assert count(app).startswith("1 of 3" if "decided" in forged else "3 of 3")


def test_no_address_holds_an_e_mail(group: Group) -> None:
    edit_mission(group.store, CHAIR, group.m2, 1, {"assignee": MALEE})
    rows = of_review(mission_statuses, group.store, group.review.id)
    offered = choices_of(charts.default(), group.review, rows, {MALEE: "มาลี", PRASERT: "มาลี"})["assignee"]
    assert not [value for value in offered if "@" in value]
    assert list(offered.values())[1:] == [f"มาลี · {MALEE}", f"มาลี · {PRASERT}"]


def test_what_others_write_is_seen(group: Group) -> None:
    app = opened(CHAIR)
    save_answer(group.store, MALEE, group.m1, "necessary", "no", expected_version=0)
    assert metrics(still(app.run()))[1] == "2"


@pytest.mark.parametrize("reader", [PRASERT, CHAIR, SECRETARY])
def test_the_sides_are_for_those_who_gave_their_own_opinion(group: Group, reader: str) -> None:
    disagree(group)
    own_first = WORDS("portfolio.own_first", "en")

    def said() -> str:
        return "\n".join(text.value for text in opened(reader, view="attention").markdown)

    if reader == PRASERT:
        assert own_first in said()
        assert "Yes: 1" not in said()
        give_opinion(group.store, PRASERT, group.m1, "necessary", "no", expected_version=0)
    assert own_first not in said()
    assert "Yes: 1" in said()


def test_counterparts_that_do_not_fit(group: Group) -> None:
    for question, value in {"duplicated": "yes", "consolidation": "merge"}.items():
        version = of_mission(answers_of, group.store, group.m2)[question].version if question == "duplicated" else 0
        save_answer(group.store, CHAIR, group.m2, question, value, expected_version=version)
    assert any("M2" in text.value and "counterpart" in text.value for text in opened(CHAIR, view="attention").markdown)
    other = opened(CHAIR, view="attention", disposition="cancel")
    assert WORDS("portfolio.no_links", "en") in [caption.value for caption in other.caption]


@pytest.mark.usefixtures("group")
def test_only_the_chair_signs() -> None:
    for me in (ADMIN, MALEE, SECRETARY):
        assert "portfolio_sign" not in [button.key for button in opened(me, view="sign").button]


@pytest.fixture
def ready(group: Group) -> Group:
    """The third mission has every opinion and evidence."""
    for who in (CHAIR, MALEE, PRASERT):
        give_opinion(group.store, who, group.m3, "necessary", "no", expected_version=0)
    add_reference(group.store, MALEE, group.m3, "necessary", "มติคณะรัฐมนตรี")
    return group


def read(app: AppTest) -> AppTest:
    app.checkbox[0].check()
    return still(app.run())


def test_the_chair_signs_what_is_shown(ready: Group) -> None:
    app = opened(CHAIR, view="sign")
    press_key(app, "portfolio_sign")
    assert of_mission(sign_offs_of, ready.store, ready.m3) == [], "the chair has not said to have read it"
    press_key(read(app), "portfolio_sign")
    assert len(of_mission(sign_offs_of, ready.store, ready.m3)) == 1
    assert app.success[0].value == r"1 signed\."
    assert WORDS("portfolio.sign_nothing", "en") in [info.value for info in app.info]
    assert metrics(app)[-1] == "1"


@pytest.mark.parametrize("reason", ["none", "waiting", "differ", "contradicted", "unproven", "unopened", "proposed"])
def test_what_needs_a_look_of_its_own_is_not_ticked(group: Group, reason: str) -> None:
    if reason not in ("none", "unopened", "unproven"):
        add_reference(group.store, MALEE, group.m3, "necessary", "มติคณะรัฐมนตรี")
    opinions = {"waiting": ("no", "no", ""), "differ": ("no", "no", "yes"), "contradicted": ("yes", "yes", "yes")}
    for who, value in zip((CHAIR, MALEE, PRASERT), opinions.get(reason, ()), strict=False):
        give_opinion(group.store, who, group.m3, "necessary", value, expected_version=0)
    row = of_code(group, "M3")
    if reason == "proposed":
        row = replace(row, proposals=1)
    assert reason in exceptions(row)
    app = opened(CHAIR, view="sign")
    assert not [button for button in app.button if button.key == "portfolio_sign"]
    assert WORDS("portfolio.sign_odd", "en", n=1) in [header.value for header in app.header]


def test_the_list_says_once_that_the_answer_contradicts_opinions(group: Group) -> None:
    for who in (CHAIR, MALEE, PRASERT):
        give_opinion(group.store, who, group.m3, "necessary", "yes", expected_version=0)
    listed = _cells(charts.default(), of_code(group, "M3"), {})
    assert [cell for cell in listed if "ขัดกับความเห็น" in cell] == ["รอความเห็นอีก 3 คน · คำตอบขัดกับความเห็น 3"]


def test_a_difference_that_was_settled_is_not_denied(group: Group) -> None:
    for who, value in ((CHAIR, "no"), (MALEE, "no"), (PRASERT, "yes")):
        give_opinion(group.store, who, group.m3, "necessary", value, expected_version=0)
    settle(group.store, CHAIR, group.m3, "necessary", "no", "เหตุผล")
    app = opened(CHAIR, view="attention")
    assert WORDS("portfolio.differ", "en", n=0) in [header.value for header in app.header]
    assert "not settled" in WORDS("portfolio.differ", "en", n=0)
    assert any("differ and are not settled" in caption.value for caption in app.caption)


def test_a_change_after_it_was_shown_is_not_signed(ready: Group) -> None:
    app = read(opened(CHAIR, view="sign"))
    save_answer(ready.store, MALEE, ready.m3, "necessary", "no", "เหตุผลใหม่", expected_version=1)
    press_key(app, "portfolio_sign")
    assert of_mission(sign_offs_of, ready.store, ready.m3) == []
    assert "M3" in app.error[0].value
    assert not app.checkbox[0].value


def test_one_who_is_chair_no_more_signs_nothing(ready: Group) -> None:
    from record.members import set_role

    app = read(opened(CHAIR, view="sign"))
    set_role(ready.store, ADMIN, ready.review.id, CHAIR, "member")
    press_key(app, "portfolio_sign")
    assert of_mission(sign_offs_of, ready.store, ready.m3) == []
    assert len(app.error) == 1


def test_a_closed_review_is_not_signed(group: Group) -> None:
    review = group.review
    titles = {"ministry": review.ministry, "title_th": review.title_th, "title_en": review.title_en}
    edit_review(group.store, CHAIR, review.id, 1, **titles, started=review.started, status="closed")
    app = opened(CHAIR, view="sign")
    assert WORDS("portfolio.sign_closed", "en") in [info.value for info in app.info]
    assert not app.checkbox
    assert not [caption for caption in app.caption if re.search(r"days?.left|overdue", caption.value)]


def test_another_list_is_another_state(group: Group) -> None:
    rows = of_review(mission_statuses, group.store, group.review.id)
    before = state_of_list(rows)
    assert state_of_list(rows) == before
    assert state_of_list(rows[1:]) != before
    save_answer(group.store, MALEE, group.m3, "necessary", "no", "เหตุผลใหม่", expected_version=1)
    assert state_of_list(of_review(mission_statuses, group.store, group.review.id)) != before


def test_the_table_as_a_file(group: Group) -> None:
    edit_mission(group.store, CHAIR, group.m2, 1, {"name_th": "=1+1", "positions": 0})
    rows = of_review(mission_statuses, group.store, group.review.id)
    first, second, third = (
        write_csv(mission_table(charts.default(), group.review, rows, {}))[3:].decode().splitlines()[1:]
    )
    assert first.startswith("M1,ตรวจสภาพรถ,คมนาคม,,ยังไม่ครบ,")
    assert first.endswith(",1500000.50,7")
    assert ",'=1+1," in second
    assert second.endswith(",,0")
    assert third.endswith(",,")


def test_the_file_tells_what_is_still_possible_and_which_question_narrows_it_most(group: Group) -> None:
    chart = charts.default()
    rows = of_review(mission_statuses, group.store, group.review.id)
    table = mission_table(chart, group.review, rows, {})
    names = ["คำถามที่ต้องตอบต่อ", "ผลที่ยังเป็นไปได้", "คำถามที่ตัดทางเลือกได้มากที่สุด"]
    first, second, third = ([str(table[name].iloc[n]) for name in names] for n in range(3))
    every = [d.label["th"] for d in chart.dispositions.values()]
    assert first == ["ข้อ 1 ยังจำเป็นต้องปฏิบัติ", " | ".join(every), first[2]]
    gone = {"cancel", "merge", "transfer"}  # by the answers of M2 they cannot follow any more
    left = [d.label["th"] for d in chart.dispositions.values() if d.id not in gone]
    assert second[:2] == ["ข้อ 3 เป็นภารกิจหลัก", " | ".join(left)]
    for row, given in ((first, {}), (second, {"necessary": "yes", "duplicated": "no"})):
        best = what_if(chart, given).narrowing[0].question
        assert chart.questions[best].short["th"] in row[2]
    assert third == ["", "", ""]


@pytest.mark.usefixtures("group")
def test_numbers_say_where_there_is_no_data() -> None:
    table = opened(CHAIR).table[0].value.set_index("Disposition")
    assert table.loc["Incomplete", "Budget (baht)"] == "1,500,000 (1 of 2)"
    assert table.loc["Cancel", "Budget (baht)"] == "no data yet"
    assert table.loc["Merge", "Budget (baht)"] == ""
    assert [table.loc["Total", name] for name in ("Missions", "Positions")] == ["3", "7 (1 of 3)"]


@pytest.mark.usefixtures("group")
def test_merge_and_the_total_are_two_rows_in_thai() -> None:
    rows = opened(CHAIR, lang="th").table[0].value.iloc[:, 0].tolist()
    assert len(rows) == len(set(rows)) == len(charts.default().dispositions) + 2


@pytest.mark.parametrize("share", [n / 100 for n in range(101)])
def test_every_number_on_the_heat_map_can_be_read(share: float) -> None:
    for fill in (shade(share), shade(share, dark=True)):
        assert contrast(ink(fill), fill) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("kappa", "word"),
    [
        (None, "same"),
        (-0.01, "below"),
        (0.0, "slight"),
        (0.2, "slight"),
        (0.4, "fair"),
        (0.6, "moderate"),
        (0.8, "substantial"),
        (0.81, "almost"),
        (1.0, "almost"),
    ],
)
def test_kappa_in_words(kappa: float | None, word: str) -> None:
    assert kappa_words(Agreement(FEWEST_SUBJECTS, 1, kappa)) == WORDS(f"portfolio.kappa_{word}", "th")


def test_a_mission_is_found_however_it_is_spelt(group: Group) -> None:
    row = of_code(group, "M1")
    row.mission.description = "น้ำ ประปา"  # nikhahit and sara aa instead of sara am
    nothing: dict[str, set[str]] = {
        n: set() for n in ("ministry", "department", "disposition", "status", "opinions", "assignee")
    }
    assert matches(row, group.review, nothing, ["น้ำประปา"])
    assert isinstance(row.mission, Mission)
    assert isinstance(group.review, Review)


def test_what_was_made_for_download_is_refused_once_the_role_is_gone(group: Group) -> None:
    review = group.review
    rows = of_review(mission_statuses, group.store, review.id)

    def made() -> pd.DataFrame:
        return mission_table(charts.default(), review, rows, {})

    set_role(group.store, ADMIN, review.id, MALEE, "secretariat")
    assert table_file(MALEE, review, "th", made)
    assert _allowed(MALEE, review.uid, b"made") == b"made"
    set_role(group.store, ADMIN, review.id, MALEE, "member")
    with pytest.raises(StoreError, match="not_allowed"):
        _allowed(MALEE, review.uid, b"made")
    set_role(group.store, ADMIN, review.id, MALEE, None)
    with pytest.raises(StoreError, match="not_allowed"):
        table_file(MALEE, review, "th", made)
    with pytest.raises(StoreError, match="not_allowed"):
        _allowed("", review.uid, b"made")
    assert _allowed("", "", b"of a file") == b"of a file"


def test_a_table_is_written_in_the_language_of_the_page_that_offered_it(group: Group) -> None:
    """It is made beside the page, where no language is chosen."""
    rows = of_review(mission_statuses, group.store, group.review.id)

    def made() -> pd.DataFrame:
        return mission_table(charts.default(), group.review, rows, {})

    thai, english = (table_file(MALEE, group.review, code, made).decode("utf-8-sig") for code in LANGS)
    assert thai.startswith("รหัส,")
    assert english.startswith("Code,")


def test_chosen_missions_go_on_paper_filled_for_who_may_take_them_out_and_blank_for_every_member(group: Group) -> None:
    chart, review = charts.default(), group.review
    save_answer(group.store, CHAIR, group.m1, "necessary", "no", "เลิกแล้ว", expected_version=0)
    rows = of_review(mission_statuses, group.store, review.id)
    chosen = [rows[0], rows[2]]
    filled = _on_paper(chart, review, CHAIR, chosen, "sheet")
    assert [(m.code, m.decision.disposition) for m in filled.missions] == [("M1", "cancel"), ("M3", "cancel")]
    assert filled.missions[0].reasons == {"necessary": "เลิกแล้ว"}
    blank = _on_paper(chart, review, MALEE, chosen, "worksheet")
    assert [(m.code, m.answers, m.reasons) for m in blank.missions] == [("M1", {}, {}), ("M3", {}, {})]
    with pytest.raises(StoreError, match="not_allowed"):
        _on_paper(chart, review, MALEE, chosen, "sheet")


@pytest.mark.parametrize(("me", "offered"), [(CHAIR, ["sheet", "worksheet"]), (MALEE, ["worksheet"])])
def test_the_list_offers_paper_to_whom_it_may_be_given(group: Group, me: str, offered: list[str]) -> None:
    keys = [str(each.key) for each in opened(me, view="missions").get("download_button")]
    assert group.sound()
    assert [content for content in ("sheet", "worksheet") if f"paper-portfolio-{content}-pdf" in keys] == offered


def test_filters_are_kept_under_a_name_and_used_again(group: Group) -> None:
    app = opened(MALEE, status="decided")
    app.text_input(key="view_name").set_value("ที่มีผลแล้ว *")
    press_key(app, "views_save")
    assert "is kept" in app.success[0].value
    app = opened(MALEE, status="incomplete", q="x")
    press_key(app, "view_open_0")
    assert "q" not in app.query_params
    assert count(app).startswith("1 of 3")
    press_key(app, "view_delete_0")
    assert "You keep no views yet" in " ".join(caption.value for caption in app.caption)
    assert "view_open_0" not in [button.key for button in opened(PRASERT).button], "for one member alone"
    assert group.sound()


def test_an_english_page_calls_an_agency_by_its_english_name(group: Group) -> None:
    edit_mission(group.store, ADMIN, group.m1, 1, {"ministry_en": "Ministry of Transport"})
    assert "Ministry of Transport" in opened(CHAIR, lang="en").table[1].value.index
    assert "คมนาคม" in opened(CHAIR, lang="th").table[1].value.index
