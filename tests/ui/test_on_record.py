"""A mission on the record, on the page: what is shown, saved, refused and brought back."""

import os
import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool
from streamlit.testing.v1 import AppTest

from flowchart import charts
from record import store
from record.answering import answers_of, edit_mission, save_answer
from record.attachments import evidence_of
from record.members import set_role
from record.models import DRAFT_KINDS, DraftKind, Review
from record.opinions import give_opinion, opinions_of
from record.reviews import edit_review, mission_of
from record.signed import answers_hash
from record.signing import sign_off
from record.store import Store
from record.whole import whole_mission
from tests.record.reading import drafts_of, settlements_of
from tests.record.working_group import (
    ADMIN,
    CHAIR,
    MALEE,
    PRASERT,
    SECRETARY,
    STRANGER,
    Group,
    make_group,
    of_mission,
    signed_state,
)
from tests.ui.steps import HOSTILE, press, press_key, said, still
from text.words import LANGS, Lang
from ui.walk.draft import Given
from ui.walk.editor import MissionEditor

PATHS = {"m1": 0, "m2": 2, "m3": 1}
"""How many questions the missions of the group are answered."""
APP = Path(__file__).parents[2] / "app.py"
SAYS = {
    "next": {"th": "ไปต่อ", "en": "Continue"},
    "sign": {"th": "ตรวจคำตอบและลงนาม", "en": "Check the answers and sign"},
    "mine": {"th": "ใช้คำตอบของท่านแทน", "en": "Save mine instead"},
    "theirs": {"th": "ใช้คำตอบที่บันทึกไว้แล้ว", "en": "Keep what is saved"},
    "both": {"th": "นำข้อความทั้งสองมารวมกันแล้วแก้ต่อ", "en": "Put both texts together and edit"},
    "settle": {"th": "บันทึกการชี้ขาด", "en": "Settle"},
    "adopt": {"th": "บันทึกเป็นคำตอบของคณะทำงาน", "en": "Make them the group's answers"},
}


def opened(mission: int, who: str, lang: Lang = "th", **query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.session_state["me"] = who
    for name, value in {"lang": lang, "mission": str(mission), **query}.items():
        app.query_params[name] = value
    return still(app.run())


def opened_at(page: str, mission: int, who: str, lang: Lang = "th") -> AppTest:
    """The page ``settle`` or ``check`` of a mission."""
    app = AppTest.from_function(a_page, default_timeout=300, args=(page,))
    app.session_state["me"] = who
    for name, value in {"lang": lang, "mission": str(mission)}.items():
        app.query_params[name] = value
    return still(app.run())


def a_page(name: str) -> None:
    from ui.notices import other_notices
    from ui.walk import check, settle

    {"check": check, "settle": settle}[name].page()
    other_notices()


def press_the(app: AppTest, key: str, lang: Lang = "th") -> AppTest:
    return press(app, SAYS[key][lang])


def give(app: AppTest, answer: str, reason: str = "", lang: Lang = "th") -> AppTest:
    app.radio[0].set_value(answer)
    if reason:
        app.text_area[0].set_value(reason)
    return press_the(app, "next", lang)


def keys_of(app: AppTest) -> list[str | None]:
    return [button.key for button in app.button]


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_what_is_ticked_of_the_evidence_is_saved_with_the_answer(group: Group) -> None:
    app = opened(group.m1, MALEE)
    app.session_state["opened_boxes"] = {"checklist-necessary"}
    app.run()
    tick = next(box for box in app.checkbox if str(box.key).startswith("tick-"))
    tick.check().run()
    next(box for box in app.text_input if str(box.key).startswith("tick-of-")).set_value("นร 0505/1")
    press_the(app, "next")
    assert of_mission(evidence_of, group.store, group.m1) == [], "no answer was chosen"
    give(app, "no")
    (found,) = of_mission(evidence_of, group.store, group.m1)
    assert found.text.endswith(": นร 0505/1")
    assert (found.question, found.by) == ("necessary", MALEE)


@pytest.mark.parametrize("lang", LANGS)
def test_the_chair_takes_a_mission_to_its_signature(group: Group, lang: Lang) -> None:
    app = opened(group.m1, CHAIR, lang)
    give(app, "no", "ไม่มีผู้ใช้บริการแล้ว", lang)
    answer = of_mission(answers_of, group.store, group.m1)["necessary"]
    assert (answer.value, answer.reason, answer.by) == ("no", "ไม่มีผู้ใช้บริการแล้ว", CHAIR)
    assert {"th": "ยกเลิก", "en": "Cancel"}[lang] in [heading.value for heading in app.header]
    press_the(app, "sign", lang)
    assert "ไม่มีผู้ใช้บริการแล้ว" in said(app)
    press_key(app, "sign_now")
    assert signed_state(group.store, group.m1) == "unsigned", "the chair has not said to have read it"
    app.checkbox[0].check()
    press_key(app, "sign_now")
    assert signed_state(group.store, group.m1) == "signed"
    assert {"th": "ลงนามแล้วโดย chair", "en": "Signed by chair"}[lang] in said(app)
    assert "sign_now" not in keys_of(app)


def test_before_signing_the_chair_sees_what_speaks_against_it(group: Group) -> None:
    for who, value in ((MALEE, "yes"), (CHAIR, "yes")):
        give_opinion(group.store, who, group.m3, "necessary", value, expected_version=0)
    app = press_the(opened(group.m3, CHAIR), "sign")
    text = said(app)
    assert "ขัดกับความเห็นของสมาชิก 2 คน" in text
    assert "**ไม่มีหลักฐาน**" in text
    assert "รอความเห็นอีก 1 คน" in text
    assert "เห็นตรงกัน" not in text


def test_agreement_is_not_claimed_while_someone_is_silent(group: Group) -> None:
    for who in (MALEE, PRASERT):
        give_opinion(group.store, who, group.m1, "necessary", "no", expected_version=0)
    app = opened(group.m1, MALEE)
    assert "**ไม่ใช่ 2** (malee, prasert) · **ยังไม่ให้ความเห็น 1** (chair)" in said(app)
    assert "เห็นตรงกัน" not in said(app)
    assert "ร้อยละ" not in said(app)
    give_opinion(group.store, CHAIR, group.m1, "necessary", "no", expected_version=0)
    save_answer(group.store, CHAIR, group.m1, "necessary", "no", expected_version=0)
    assert "**เห็นตรงกัน**" in said(opened(group.m1, MALEE))


def sign(group: Group) -> None:
    answers = of_mission(answers_of, group.store, group.m3).values()
    sign_off(group.store, CHAIR, [group.m3], {group.m3: answers_hash(answers)})


@pytest.mark.parametrize("lang", LANGS)
def test_a_member_s_change_of_a_signed_answer_is_a_proposal(group: Group, lang: Lang) -> None:
    sign(group)
    app = opened(group.m3, MALEE, lang, question="necessary")
    assert {"th": "เป็นข้อเสนอให้ประธานพิจารณา", "en": "becomes a proposal"}[lang] in said(app)
    give(app, "yes", "ยังมีผู้ใช้บริการ", lang)
    assert {"th": "เสนอการแก้ไขต่อประธานแล้ว", "en": "was proposed to the chair"}[lang] in said(app)
    assert signed_state(group.store, group.m3) == "signed"
    chair = opened(group.m3, CHAIR, lang)
    assert "ยังมีผู้ใช้บริการ" in said(chair)
    press_key(chair, "accept-0")
    assert of_mission(answers_of, group.store, group.m3)["necessary"].value == "yes"
    assert signed_state(group.store, group.m3) == "reopened"


def test_the_chair_is_asked_before_a_change_takes_the_signature_off(group: Group) -> None:
    sign(group)
    app = opened(group.m3, CHAIR, question="necessary")
    give(app, "yes", "ยังมีผู้ใช้บริการ")
    assert "แก้ไขคำตอบที่ลงนามแล้ว" in app.error[0].value
    assert signed_state(group.store, group.m3) == "signed"
    assert app.text_area[0].value == "ยังมีผู้ใช้บริการ", "what was typed is kept"
    app.checkbox[0].check()
    press_the(app, "next")
    assert signed_state(group.store, group.m3) == "reopened"


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_a_signature_says_what_the_answers_on_it_are(group: Group, lang: Lang) -> None:
    heads = {
        "th": ("คำตอบที่จะลงนาม", "คำตอบที่ลงนามไว้", "คำตอบที่มีอยู่"),
        "en": ("The answers to be signed", "The answers that were signed", "The answers so far"),
    }[lang]
    assert heads[0] in said(opened_at("check", group.m3, CHAIR, lang))
    sign(group)
    app = opened_at("check", group.m3, CHAIR, lang)
    assert heads[1] in said(app)
    assert heads[0] not in said(app)
    app = opened_at("check", group.m2, CHAIR, lang)
    assert heads[2] in said(app)
    assert {"th": "ยังลงนามไม่ได้ เพราะค้างที่", "en": "It cannot be signed yet"}[lang] in said(app)


def test_agreeing_opinions_that_the_answer_contradicts_are_no_dissent(group: Group) -> None:
    for who in (CHAIR, MALEE, PRASERT):
        give_opinion(group.store, who, group.m3, "necessary", "yes", expected_version=0)
    words = said(opened_at("check", group.m3, CHAIR))
    assert "คำตอบขัดกับความเห็น 3" in words
    assert "ความเห็นแย้ง" not in words


@pytest.mark.parametrize("lang", LANGS)
def test_an_own_opinion_that_is_not_complete_says_whose_it_is(group: Group, lang: Lang) -> None:
    app = opened(group.m3, MALEE, lang, way="opinion", question="-")
    assert {"th": "ผลตามความเห็นของท่าน", "en": "Where your own answers lead"}[lang] in said(app)


def test_what_changed_since_the_signature_is_shown_and_put_back(group: Group) -> None:
    sign(group)
    save_answer(group.store, CHAIR, group.m3, "necessary", "yes", "เปลี่ยนใจ", expected_version=1)
    for question, value in (("duplicated", "yes"), ("consolidation", "merge")):
        save_answer(group.store, MALEE, group.m3, question, value, expected_version=0)
    app = opened(group.m3, CHAIR)
    assert "**ไม่ใช่ → ใช่** (chair" in said(app)
    press_key(app, "put_back")
    assert signed_state(group.store, group.m3) == "reopened", "it asks first"
    press_key(app, "put_back-yes")
    assert signed_state(group.store, group.m3) == "signed"


def test_only_the_chair_signs(group: Group) -> None:
    assert SAYS["sign"]["th"] in labels(opened(group.m3, CHAIR))
    assert SAYS["sign"]["th"] not in labels(opened(group.m3, MALEE))


@pytest.mark.parametrize("who", [SECRETARY, ADMIN])
def test_who_only_reads_is_told_so(group: Group, who: str) -> None:
    app = opened(group.m2, who)
    assert "ดูได้อย่างเดียว" in app.info[0].value
    assert not app.radio
    assert not app.text_area


@pytest.mark.parametrize("mission", ["m1", "m2", "m3"])
def test_who_only_reads_gets_no_button_that_does_nothing(group: Group, mission: str) -> None:
    app = opened(getattr(group, mission), SECRETARY, question="-")
    assert {button.key for button in app.button} <= {"fold", "next_item", "room_close", "who_change"}, labels(app)
    assert "ไปภารกิจถัดไปที่ยังไม่มีผล" in labels(app), "nothing waits for who only reads"
    reads, writes = (
        len(opened_at("check", getattr(group, mission), who).get("page_link")) for who in (SECRETARY, MALEE)
    )
    held = mission != "m3"  # a link leads to the question that is still to be answered
    assert writes - reads == PATHS[mission] + held


def test_a_stranger_sees_nothing(group: Group) -> None:
    app = opened(group.m1, STRANGER)
    assert "ไม่มีสิทธิ์" in app.error[0].value
    assert "ตรวจสภาพรถ" not in said(app)


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize(("mission", "lang", "said"), [(999_999, "th", "ไม่พบรายการนี้"), (0, "en", "not found")])
def test_no_such_mission(mission: int, lang: Lang, said: str) -> None:
    assert said in opened(mission, MALEE, lang).error[0].value


def test_a_draft_comes_back_in_another_window(group: Group) -> None:
    first = opened(group.m1, MALEE)
    first.text_area[0].set_value("พิมพ์ค้างไว้")
    still(first.run())
    first.radio[0].set_value("yes")
    still(first.run())
    second = opened(group.m1, MALEE)
    assert (second.text_area[0].value, second.radio[0].value) == ("พิมพ์ค้างไว้", "yes")
    assert of_mission(answers_of, group.store, group.m1) == {}
    assert opened(group.m1, PRASERT).text_area[0].value == ""
    press_the(second, "next")
    assert of_mission(drafts_of, group.store, group.m1, MALEE) == {}
    assert of_mission(answers_of, group.store, group.m1)["necessary"].reason == "พิมพ์ค้างไว้"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("choice", ["mine", "theirs", "both"])
def test_two_people_on_one_question_choose(group: Group, choice: str, lang: Lang) -> None:
    first, second = opened(group.m1, MALEE, lang), opened(group.m1, PRASERT, lang)
    give(first, "yes", "ของมาลี", lang)
    give(second, "no", "ของประเสริฐ", lang)
    assert "ของมาลี" in said(second)
    assert "ของประเสริฐ" in said(second)
    assert not second.error
    assert of_mission(answers_of, group.store, group.m1)["necessary"].reason == "ของมาลี"
    press_the(second, choice, lang)
    if choice == "both":
        assert second.text_area[0].value == "ของมาลี\nของประเสริฐ"
        press_the(second, "next", lang)
    kept = of_mission(answers_of, group.store, group.m1)["necessary"]
    wanted = {"mine": ("no", "ของประเสริฐ"), "theirs": ("yes", "ของมาลี"), "both": ("no", "ของมาลี\nของประเสริฐ")}
    assert (kept.value, kept.reason) == wanted[choice]
    assert of_mission(drafts_of, group.store, group.m1, PRASERT) == {}
    assert group.sound()


def test_two_windows_of_one_person(group: Group) -> None:
    first, second = (opened(group.m1, MALEE, way="opinion") for _ in range(2))
    give(first, "yes", "หน้าต่างแรก")
    give(second, "no", "หน้าต่างที่สอง")
    assert "ท่านเองในอีกหน้าต่างหนึ่ง" in said(second)
    press_the(second, "both")
    assert second.text_area[0].value == "หน้าต่างแรก\nหน้าต่างที่สอง"


def test_opinions_stay_unseen_until_one_has_given_ones_own(group: Group) -> None:
    give_opinion(group.store, PRASERT, group.m1, "necessary", "no", "ลับก่อน", expected_version=0)
    app = opened(group.m1, MALEE, way="opinion")
    assert "ลับก่อน" not in said(app)
    give(app, "yes")
    app = opened(group.m1, MALEE)
    assert "ลับก่อน" in said(app)
    assert of_mission(opinions_of, group.store, group.m1)[0].by == MALEE


@pytest.mark.parametrize("lang", LANGS)
def test_the_chair_settles_with_a_reason(group: Group, lang: Lang) -> None:
    for who, value in ((MALEE, "yes"), (PRASERT, "no"), (CHAIR, "")):
        give_opinion(group.store, who, group.m1, "necessary", value, f"เพราะ {value}", expected_version=0)
    app = opened_at("settle", group.m1, CHAIR, lang)
    assert "เพราะ no" in said(app)
    press_the(app, "settle", lang)
    assert {"th": "กรุณาเลือกคำตอบ", "en": "Choose an answer"}[lang] in app.error[0].value
    app.radio[0].set_value("yes")
    press_the(app, "settle", lang)
    assert {"th": "กรุณากรอก", "en": "is needed"}[lang] in app.error[0].value
    assert of_mission(settlements_of, group.store, group.m1) == []
    assert app.radio[0].value == "yes"
    app.text_area[0].set_value("กฎหมายยังใช้บังคับ")
    press_the(app, "settle", lang)
    settled = of_mission(settlements_of, group.store, group.m1)[0]
    assert (settled.value, settled.reason, len(settled.minority)) == ("yes", "กฎหมายยังใช้บังคับ", 1)
    assert {"th": "ชี้ขาดแล้ว", "en": "Settled"}[lang] in app.success[0].value


def test_who_has_not_given_an_opinion_sees_no_side_of_a_disagreement(group: Group) -> None:
    for who, value in ((MALEE, "yes"), (CHAIR, "no")):
        give_opinion(group.store, who, group.m1, "necessary", value, "ลับก่อน", expected_version=0)
    assert "ลับก่อน" not in said(opened_at("settle", group.m1, PRASERT))
    assert "ลับก่อน" in said(opened_at("settle", group.m1, SECRETARY))
    assert not opened_at("settle", group.m1, SECRETARY).radio, "and gets no button that does nothing"


def test_only_what_the_quorum_said_is_taken_over(group: Group) -> None:
    for who in (MALEE, PRASERT):
        give_opinion(group.store, who, group.m2, "necessary", "yes", "", expected_version=0)
        give_opinion(group.store, who, group.m2, "duplicated", "no", "", expected_version=0)
        give_opinion(group.store, who, group.m1, "necessary", "no", "เลิกใช้แล้ว", expected_version=0)
    lacking = "ยังขาดความเห็นที่ตรงกันอีก 1 คน จึงยังบันทึกเป็นคำตอบของคณะทำงานไม่ได้: ข้อ 1 "
    told = said(opened(group.m2, CHAIR, question="-"))
    assert told.count("ยังขาดความเห็นที่ตรงกัน") == 1, "one sentence for all questions"
    assert ", ข้อ 2 " in told.partition(lacking)[2].partition("\n")[0]
    app = opened(group.m1, CHAIR, way="opinion", question="-")
    assert lacking in said(app)
    assert "adopt" not in keys_of(app)
    app = opened(group.m1, CHAIR, way="opinion")
    app.radio[0].set_value("no")
    press_the(app, "next")
    press_the(app, "adopt")
    answer = of_mission(answers_of, group.store, group.m1)["necessary"]
    assert (answer.value, answer.reason) == ("no", "malee: เลิกใช้แล้ว\nprasert: เลิกใช้แล้ว")


def test_a_role_taken_away_in_the_middle(group: Group) -> None:
    app = opened(group.m1, MALEE)
    set_role(group.store, ADMIN, group.review.id, MALEE, None)
    app.radio[0].set_value("no")
    app.text_area[0].set_value("พิมพ์แล้ว")
    press_the(app, "next")
    assert "ไม่มีสิทธิ์" in " ".join(error.value for error in app.error)
    assert of_mission(answers_of, group.store, group.m1) == {}


def test_a_review_closed_in_the_middle(group: Group) -> None:
    app = opened(group.m1, MALEE)
    _close(group, group.review)
    give(app, "no", "สายไป")
    assert "ปิดแล้ว" in said(app)
    assert of_mission(answers_of, group.store, group.m1) == {}
    assert not app.radio


def test_a_closed_review_has_no_days_left(group: Group) -> None:
    counted = re.compile("เหลือเวลา|เกินกำหนด|วันสุดท้าย")
    for closed in (False, True):
        if closed:
            _close(group, group.review)
        assert bool(counted.search(said(opened(group.m1, MALEE)))) != closed


def _close(group: Group, review: Review) -> None:
    words = {"ministry": review.ministry, "title_th": review.title_th, "title_en": review.title_en}
    edit_review(group.store, ADMIN, review.id, review.version, **words, started=review.started, status="closed")


@pytest.mark.parametrize("forged", ["perhaps", "merge", 1, ["yes"], {}])
@pytest.mark.parametrize("kind", DRAFT_KINDS)
def test_a_forged_answer_is_not_taken(group: Group, forged: object, kind: DraftKind) -> None:
    chart = charts.default()
    here = MissionEditor(group.missions[0], chart, MALEE, kind)
    here.refresh(whole_mission(group.store, MALEE, group.m1))
    assert not here.give(chart, "necessary", Given(forged, "คำ"))  # type: ignore[arg-type]
    assert of_mission(answers_of, group.store, group.m1) == {}
    assert of_mission(opinions_of, group.store, group.m1) == []
    kept = of_mission(lambda read: drafts_of(read, kind), group.store, group.m1, MALEE)["necessary"]
    assert (kept.value, kept.reason) == (None, "คำ")


def test_hostile_words_show_as_typed(group: Group) -> None:
    mission = mission_of(group.store, ADMIN, group.m1)[0]
    edit_mission(group.store, ADMIN, group.m1, mission.version, {"name_th": HOSTILE, "department": HOSTILE})
    save_answer(group.store, MALEE, group.m1, "necessary", "no", HOSTILE, HOSTILE, expected_version=0)
    app = opened(group.m1, PRASERT)
    assert "\\<script\\>" in app.title[0].value
    assert "<script>" not in said(app)
    assert ":red[" not in said(app)


def test_ten_thousand_characters_are_kept(group: Group) -> None:
    app = opened(group.m1, MALEE)
    give(app, "yes", "ก" * 10_000)
    assert of_mission(answers_of, group.store, group.m1)["necessary"].reason == "ก" * 10_000


@pytest.mark.parametrize("lang", LANGS)
def test_a_database_that_is_busy_loses_no_word(group: Group, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    url = os.environ["BLUEPRINT_DATABASE_URL"]
    impatient = Store(url, wait_seconds=0.05)
    monkeypatch.setitem(store._opened, url, impatient)
    app = opened(group.m1, MALEE, lang)
    app.radio[0].set_value("yes")
    app.text_area[0].set_value("ยังอยู่")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as other:
        other.execute("BEGIN IMMEDIATE")
        press_the(app, "next", lang)
        assert {"th": "กรุณารอสักครู่", "en": "Wait a moment"}[lang] in app.error[0].value
        other.rollback()
    assert app.text_area[0].value == "ยังอยู่"
    press_the(app, "next", lang)
    assert of_mission(answers_of, group.store, group.m1)["necessary"].reason == "ยังอยู่"
    impatient.close()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("PRAGMA query_only=on", {"th": "เปิดให้อ่านได้อย่างเดียว", "en": "can only be read"}),
        ("PRAGMA max_page_count=1", {"th": "พื้นที่จัดเก็บเต็ม", "en": "The disk is full"}),
    ],
)
def test_a_database_that_takes_no_more_loses_no_word(
    group: Group, fault: str, said: dict[Lang, str], lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = os.environ["BLUEPRINT_DATABASE_URL"]
    broken = Store(url)
    app = opened(group.m1, MALEE, lang)
    app.radio[0].set_value("yes")
    app.text_area[0].set_value("ก" * 9_000)
    with monkeypatch.context() as patch:
        for engine in broken.engines:
            event.listen(engine, "connect", lambda connection, _: connection.execute(fault))
        broken.close()  # the connections that are still without the fault
        patch.setitem(store._opened, url, broken)
        press_the(app, "next", lang)
        assert said[lang] in app.error[0].value
    assert of_mission(answers_of, group.store, group.m1) == {}
    assert app.text_area[0].value == "ก" * 9_000
    press_the(app, "next", lang)
    assert of_mission(answers_of, group.store, group.m1)["necessary"].reason == "ก" * 9_000
    broken.close()


@pytest.mark.parametrize("lang", LANGS)
def test_a_database_of_a_newer_program(tmp_path: Path, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "newer.db"
    record = Store(f"sqlite:///{file}")
    make_group(record)
    record.close()
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = 'r9999'")
    monkeypatch.setenv("BLUEPRINT_DATABASE_URL", f"sqlite:///{file}")
    said = opened(1, MALEE, lang).error[0].value
    assert {"th": "โปรแกรมรุ่นใหม่กว่า", "en": "newer version"}[lang] in said


def test_a_record_that_can_only_be_read_for_a_while_is_shown_and_takes_the_answer_afterwards(group: Group) -> None:
    app = opened(group.m1, MALEE)
    only_read = True

    def turned(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA query_only = {'ON' if only_read else 'OFF'}")

    event.listen(Pool, "checkout", turned)
    try:
        assert "M1" in said(opened(group.m1, PRASERT)), "who only looks is not held up"
        app.radio(key=f"answer-{group.m1}-necessary-answer-0").set_value("yes")
        press_the(app, "next")
        assert any("อ่านได้อย่างเดียว" in error.value for error in app.error)
        only_read = False
        press_the(app, "next")
    finally:
        event.remove(Pool, "checkout", turned)
    assert not app.error
    assert of_mission(answers_of, group.store, group.m1)["necessary"].value == "yes"
