"""The panels of a mission on the record: its history, its data and counterpart, and the evidence of a question."""

import ast
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio, Selectbox

import record as record_package
from record.answering import answers_of, edit_mission, save_answer
from record.attachments import LARGEST_FILE, add_file, add_link, add_reference, evidence_of, remove_evidence
from record.chain import IMPORT, MOVE
from record.links import link, links_of, unlink
from record.members import set_role
from record.models import Mission
from record.opinions import give_opinion, settle
from record.reviews import edit_review, mission_of
from record.row import Json
from record.signed import answers_hash
from record.signing import sign_off
from record.store import GROUP
from record.talk import comment, resolve
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, Group, of_mission
from tests.ui.steps import HOSTILE, press_key, said, still
from text.words import LANGS, Lang
from ui.walk.history import TOLD
from ui.widgets.wording import differences

ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt; **หนา** $x$ &quot;quotes&quot; &#x27;q&#x27; 👩🏽‍🔬 \u202eกลับ"
PDF = b"%PDF-1.7 hello"


def panel() -> None:
    import streamlit as st

    from record.chart_versions import chart_for
    from record.reviews import mission_of
    from record.whole import whole_mission
    from ui.notices import notice, other_notices
    from ui.walk import attached, details, history
    from ui.who import record

    notice()
    me = st.session_state["me"]
    mission, review, roles = mission_of(record(), me, st.session_state["mission"])
    if st.session_state["panel"] == "history":
        history.show(mission, me)
    elif st.session_state["panel"] == "details":
        details.show(chart_for(review), mission, roles, me)
    else:
        attached.show(whole_mission(record(), me, mission.id), "core", roles)
    other_notices()


def opened(panel_name: str, mission: int, who: str, lang: Lang = "th") -> AppTest:
    app = AppTest.from_function(panel, default_timeout=300)
    app.query_params["lang"] = lang
    boxes = {f"attach-{mission}-core"}
    for name, value in {"panel": panel_name, "mission": mission, "me": who, "opened_boxes": boxes}.items():
        app.session_state[name] = value
    return still(app.run())


def submit(app: AppTest, label: str) -> AppTest:
    return still(next(button for button in app.button if button.label == label).click().run())


def forge(widget: Selectbox[str] | Radio[str], value: str) -> None:
    """What someone who writes to the server by hand can send: a choice that was not offered."""
    widget.options.append(widget.format_func(value))
    widget.set_value(value)


def kept(group: Group, mission: int) -> Mission:
    return mission_of(group.store, ADMIN, mission)[0]


def test_every_panel_is_known_by_its_key_and_so_stays_open_when_its_label_changes() -> None:
    for file in (Path(__file__).parents[2] / "ui").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "expander":
                given_names = {word.arg for word in call.keywords}
                assert "key" in given_names, f"{file.name}:{call.lineno}"
                assert "on_change" not in given_names or file.name == "opened.py", "ui.widgets.opened.panel keeps it"


# --- history


def test_every_kind_of_change_of_a_mission_has_sentences() -> None:
    of_missions: set[object] = set()
    of_others: set[object] = set()
    for file in Path(next(iter(record_package.__path__))).glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = call.func.attr if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""
            if isinstance(call, ast.Call) and name in ("change", "record", "add"):
                kinds = [arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant) and arg.value]
                whose = of_missions if name == "record" or any(k.arg == "mission" for k in call.keywords) else of_others
                whose.update(kinds)
    assert of_missions | {IMPORT, MOVE} == set(TOLD)
    assert of_others == {"review", "member", "membership", "identity", "token"}


def live(group: Group) -> None:
    """One of each change on the second mission."""
    store, m = group.store, group.m2
    save_answer(store, MALEE, m, "necessary", "yes", "เหตุผลแรก", expected_version=1)
    save_answer(store, PRASERT, m, "necessary", "no", "เหตุผลใหม่", expected_version=2)
    give_opinion(store, MALEE, m, "core", "yes", "ความเห็นแรก", expected_version=0)
    give_opinion(store, MALEE, m, "core", "no", "ความเห็นหลัง", expected_version=1)
    give_opinion(store, PRASERT, m, "core", "yes", "ความเห็นประเสริฐ", expected_version=0)
    settle(store, CHAIR, m, "core", "yes", "ชี้ขาดเพราะ")
    edit_mission(store, CHAIR, m, 1, {"budget_satang": 150_000_050, "description": "พิมพ์", "assignee": MALEE})
    add_reference(store, MALEE, m, "core", "พ.ร.บ. การพิมพ์")
    add_link(store, MALEE, m, "core", "https://example.go.th/a")
    uid = add_file(store, MALEE, m, "core", "รายงาน.pdf", PDF).uid
    remove_evidence(store, CHAIR, m, uid)
    link(store, MALEE, m, group.m1, "merge")
    link(store, MALEE, m, group.m1, "transfer")
    unlink(store, MALEE, m, group.m1)
    said = comment(store, MALEE, m, "core", "ขอหารือเรื่องแรก")
    comment(store, PRASERT, m, "core", "คำตอบ", reply_to=said.uid)
    resolve(store, CHAIR, m, said.uid)
    resolve(store, MALEE, m, said.uid, resolved=False)
    sign_off(store, CHAIR, [m], {m: answers_hash(of_mission(answers_of, store, m).values())})


SENTENCES = {
    "th": """ลงนามรับรองผลการจำแนก|นำภารกิจเข้าสู่การทบทวน|คำตอบจากแฟ้มที่นำเข้า|แก้ไขเหตุผลหรือหลักฐานของ|เปลี่ยนคำตอบ|ให้ความเห็นใน
        เปลี่ยนความเห็นใน|ชี้ขาด|เก็บความเห็นที่ต่างไว้ 1|1,500,000.50|แก้ไขคำอธิบายภารกิจ|เพิ่มเอกสารอ้างอิง|เพิ่มลิงก์|เพิ่มแฟ้ม|นำแฟ้ม
        ตั้งข้อหารือใน|ขอหารือเรื่องแรก|ตอบข้อหารือใน|ปิดข้อหารือใน|เปิดข้อหารือใน
        ระบุภารกิจคู่|(<bdi>โอนงาน</bdi>)|นำภารกิจคู่|<bdi>ยกเลิก</bdi>|<bdi>ผู้ดูแล</bdi>|<time""",
    "en": """Signed the decision|Brought the mission|Answer from the file|Changed the reason or evidence
        Changed the answer|Gave an opinion|Changed the opinion|Settled|kept with it: 1|1,500,000.50
        Changed “Description”|Added a reference|Added a link|Added the file|Removed the file
        Commented on|ขอหารือเรื่องแรก|Replied to a comment|Resolved a comment|Opened a comment
        Named the counterpart|(<bdi>Transfer</bdi>)|Removed the counterpart “|<bdi>Cancel</bdi>|<time""",
}


@pytest.mark.parametrize("lang", LANGS)
def test_a_history_tells_everything_newest_first(group: Group, lang: Lang) -> None:
    live(group)
    text = said(opened("history", group.m2, SECRETARY, lang))
    wanted = [words.strip() for words in SENTENCES[lang].replace("\n", "|").split("|")]
    assert [words for words in wanted if words not in text] == []
    assert text.index(wanted[0]) < text.index(wanted[1])
    assert {"th": "ประเภท “", "en": "of the kind “"}[lang] not in text
    assert "<del>" in text
    assert "<ins>" in text


def test_an_opinion_is_not_told_before_ones_own(group: Group) -> None:
    give_opinion(group.store, PRASERT, group.m1, "core", "no", "ลับก่อน", expected_version=0)
    give_opinion(group.store, PRASERT, group.m1, "core", "yes", "ลับหลัง", expected_version=1)
    settle(group.store, CHAIR, group.m1, "core", "no", "เพราะกฎหมาย")
    for who in (MALEE, CHAIR):
        text = said(opened("history", group.m1, who))
        assert "ลับ" not in text
        assert text.count("กรุณาให้ความเห็นของท่านในข้อนี้ก่อน") == 2
        assert "แก้ไขความเห็นใน" in text
    for who in (PRASERT, SECRETARY):
        assert "ลับ" in said(opened("history", group.m1, who))
    give_opinion(group.store, MALEE, group.m1, "core", "", "", expected_version=0)
    assert "ลับ" in said(opened("history", group.m1, MALEE))


def test_hostile_words_in_a_history_show_as_typed(group: Group) -> None:
    edit_mission(group.store, CHAIR, group.m1, 1, {"name_th": HOSTILE, "other_agency": HOSTILE})
    save_answer(group.store, MALEE, group.m1, "core", "yes", HOSTILE, HOSTILE, expected_version=0)
    save_answer(group.store, MALEE, group.m1, "core", "yes", HOSTILE + "<b>", "", expected_version=1)
    link(group.store, MALEE, group.m2, group.m1, "merge")
    with group.store.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE member SET name = :name WHERE email = :email"), {"name": HOSTILE, "email": MALEE}
        )
    for mission in (group.m1, group.m2):
        text = said(opened("history", mission, PRASERT))
        assert "<script>" not in text
        assert ESCAPED in text


ODD: list[Json] = [
    *(None, {}, [], "text", 5),
    {"question": ["core"], "value": {"a": 1}, "kind": "javascript", "minority": "x"},
    {"decision": "cancel", "text": None, "budget_satang": "much", "question": "no such", "reason": 7},
]


@pytest.mark.parametrize("lang", LANGS)
def test_a_log_from_elsewhere_may_say_anything(group: Group, lang: Lang) -> None:
    with group.store.mission(MALEE, group.m1, GROUP) as write:
        for kind in (*TOLD, "<i>future</i>"):
            for n, state in enumerate(ODD):
                write.record(kind, "core/<b>x</b>", ODD[n - 1], state)
    app = opened("history", group.m1, SECRETARY, lang)
    while app.button:
        press_key(app, f"history-{group.m1}-more")
    assert "&lt;i&gt;future&lt;/i&gt;" in said(app)
    assert said(app).count("<li>") == 1 + len(ODD) * (len(TOLD) + 1)


def test_fifty_at_first(group: Group) -> None:
    for version in range(60):
        save_answer(group.store, MALEE, group.m1, "core", "yes", f"เหตุผลที่ {version}", expected_version=version)
    app = opened("history", group.m1, PRASERT)
    assert said(app).count("<li>") == 50
    press_key(app, f"history-{group.m1}-more")
    assert said(app).count("<li>") == 61
    assert not app.button


def test_the_longest_words_in_a_history(group: Group) -> None:
    first, second = "ตรวจสภาพ รถยนต์ " * 1_250, "ตรวจสอบ รถยนต์ " * 1_250
    save_answer(group.store, MALEE, group.m1, "core", "yes", first, expected_version=0)
    save_answer(group.store, MALEE, group.m1, "core", "yes", second, expected_version=1)
    assert "tabindex" in said(opened("history", group.m1, PRASERT))


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("น้ำมันเก่า", "น้ำหมักเก่า", [("น้ำ", "น้ำ"), ("มัน", "หมัก"), ("เก่า", "เก่า")]),
        ("the old cat sat", "the new cat sat", [("the ", "the "), ("old", "new"), (" cat sat", " cat sat")]),
        ("กา", "ก่า", [("ก", "ก่"), ("า", "า")]),
        ("👩🏽‍🔬", "👩🏽‍🚀", [("👩🏽‍🔬", "👩🏽‍🚀")]),
        ("", "ใหม่", [("", "ใหม่")]),
        ("เดิม", "", [("เดิม", "")]),
    ],
)
def test_differences(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    assert [(old, new) for old, new, _ in differences(before, after)] == parts


@settings(max_examples=200)
@given(st.text("กข่ำ้เ ab1\u200d👩🏽", max_size=40), st.text("กข่ำ้เ ab1\u200d👩🏽", max_size=40))
def test_differences_lose_nothing_and_part_no_marks(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(old for old, _, _ in parts) == before
    assert "".join(new for _, new, _ in parts) == after
    assert not any(text[:1] in set("่้ำ\u200d") for old, new, _ in parts[1:] for text in (old, new))


# --- details

SAVE = {"th": "บันทึกข้อมูลภารกิจ", "en": "Save the mission"}
MINE = {"th": "บันทึกข้อมูลของท่านแทน", "en": "Save mine instead"}
THEIRS = {"th": "ใช้ข้อมูลที่บันทึกไว้แล้ว", "en": "Keep what is saved"}
LINK = {"th": "ระบุเป็นภารกิจคู่", "en": "Name as counterpart"}


def editing(group: Group, who: str = CHAIR, lang: Lang = "th", mission: int = 0) -> AppTest:
    number = mission or group.m1
    app = opened("details", number, who, lang)
    return still(app.toggle(key=f"details-{number}-open").set_value(True).run())


def type_in(app: AppTest, group: Group, **fields: str) -> AppTest:
    for name, text in fields.items():
        kind = app.text_area if name in ("description", "legal_basis") else app.text_input
        kind(key=f"details-{group.m1}-{name}").set_value(text)
    return app


@pytest.mark.parametrize("lang", LANGS)
def test_the_facts_for_everyone_the_form_for_chair_and_administrator(group: Group, lang: Lang) -> None:
    for who in (MALEE, SECRETARY, CHAIR, ADMIN):
        app = opened("details", group.m1, who, lang)
        assert "1,500,000.50" in said(app)
        assert {"th": "ยังไม่ระบุ", "en": "Not given"}[lang] in said(app)
        assert bool(app.toggle) == (who in (CHAIR, ADMIN))
        assert bool(app.selectbox) == (who in (CHAIR, MALEE))


@pytest.mark.parametrize("lang", LANGS)
def test_the_chair_corrects_a_mission(group: Group, lang: Lang) -> None:
    app = editing(group, lang=lang)
    type_in(app, group, budget_satang="๒,๕๐๐,๐๐๐.๒๕ บาท", positions="๑๒", description="ก" * 10_000, name_en=HOSTILE)
    app.selectbox(key=f"details-{group.m1}-assignee").set_value(MALEE)
    submit(app, SAVE[lang])
    mission = kept(group, group.m1)
    assert (mission.budget_satang, mission.positions, mission.assignee) == (250_000_025, 12, MALEE)
    assert (mission.description, mission.name_en, mission.ministry) == ("ก" * 10_000, HOSTILE, "คมนาคม")
    assert ESCAPED in said(app)
    assert "<script>" not in said(app)
    assert not app.toggle[0].value
    app = editing(group)
    app.selectbox(key=f"details-{group.m1}-assignee").set_value(None)
    type_in(app, group, budget_satang="")
    submit(app, SAVE["th"])
    assert (kept(group, group.m1).assignee, kept(group, group.m1).budget_satang) == (None, None)
    assert group.sound()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("field", "text"),
    [("budget_satang", "มาก"), ("budget_satang", "1.005"), ("budget_satang", "-1"), ("budget_satang", "9" * 30),
     ("budget_satang", "Infinity"), ("positions", "1.5"), ("positions", "<b>99999999</b>")],
)  # fmt: skip
def test_a_number_that_is_none_keeps_what_was_typed(group: Group, field: str, text: str, lang: Lang) -> None:
    app = editing(group, lang=lang)
    type_in(app, group, name_th="ชื่อใหม่", **{field: text})
    submit(app, SAVE[lang])
    assert {"th": "จึงยังไม่ได้บันทึก", "en": "so nothing was saved"}[lang] in app.error[0].value
    assert "<b>" not in app.error[0].value
    assert app.text_input(key=f"details-{group.m1}-{field}").value == text
    assert app.text_input(key=f"details-{group.m1}-name_th").value == "ชื่อใหม่"
    assert kept(group, group.m1).version == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_name_is_needed(group: Group, lang: Lang) -> None:
    app = submit(type_in(editing(group, lang=lang), group, name_th="  "), SAVE[lang])
    assert {"th": "กรุณากรอกชื่อภารกิจ", "en": "is needed"}[lang] in app.error[0].value
    assert kept(group, group.m1).version == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_people_edit_and_choose(group: Group, choice: str, lang: Lang) -> None:
    first, second = editing(group, CHAIR, lang), editing(group, ADMIN, lang)
    submit(type_in(first, group, name_th="ชื่อของประธาน", department="กรมของประธาน"), SAVE[lang])
    submit(type_in(second, group, name_th="ชื่อของผู้ดูแล", description="คำอธิบายของผู้ดูแล"), SAVE[lang])
    assert kept(group, group.m1).name_th == "ชื่อของประธาน"
    assert "ชื่อของประธาน" in said(second)
    assert "ชื่อของผู้ดูแล" in said(second)
    assert second.text_input(key=f"details-{group.m1}-name_th").value == "ชื่อของผู้ดูแล"
    assert second.text_input(key=f"details-{group.m1}-department").value == "กรมของประธาน"
    submit(second, {"mine": MINE, "theirs": THEIRS}[choice][lang])
    mission = kept(group, group.m1)
    names = {"mine": ("ชื่อของผู้ดูแล", "คำอธิบายของผู้ดูแล"), "theirs": ("ชื่อของประธาน", "")}
    assert (mission.name_th, mission.description, mission.department) == (*names[choice], "กรมของประธาน")
    assert not second.warning


def test_an_assignee_who_left_the_review_does_not_stand_in_the_way(group: Group) -> None:
    edit_mission(group.store, CHAIR, group.m1, 1, {"assignee": PRASERT})
    set_role(group.store, ADMIN, group.review.id, PRASERT, None)
    submit(type_in(editing(group), group, department="กรมใหม่"), SAVE["th"])
    assert (kept(group, group.m1).department, kept(group, group.m1).assignee) == ("กรมใหม่", PRASERT)


@pytest.mark.parametrize("forged", ["nobody@example.go.th", "x\0", "<b>", "7"])
def test_a_forged_assignee_is_not_taken(group: Group, forged: str) -> None:
    app = editing(group)
    forge(app.selectbox(key=f"details-{group.m1}-assignee"), forged)
    submit(app, SAVE["th"])
    assert kept(group, group.m1).assignee is None


@pytest.mark.parametrize("lang", LANGS)
def test_a_chair_who_is_one_no_more(group: Group, lang: Lang) -> None:
    app = type_in(editing(group, CHAIR, lang), group, name_th="ชื่อใหม่")
    set_role(group.store, ADMIN, group.review.id, CHAIR, "secretariat")
    submit(app, SAVE[lang])
    assert {"th": "ไม่มีสิทธิ์", "en": "role does not allow"}[lang] in app.error[0].value
    assert kept(group, group.m1).version == 1


def test_a_closed_review_has_no_forms(group: Group) -> None:
    review = group.review
    titles = {"ministry": review.ministry, "title_th": review.title_th, "title_en": review.title_en}
    edit_review(group.store, ADMIN, review.id, review.version, **titles, started=review.started, status="closed")
    app = opened("details", group.m1, CHAIR)
    assert not app.toggle
    assert not app.selectbox


@pytest.mark.parametrize("lang", LANGS)
def test_a_counterpart_is_named_seen_from_both_sides_and_removed(group: Group, lang: Lang) -> None:
    app = opened("details", group.m1, MALEE, lang)
    app.selectbox(key=f"link-{group.m1}-other").set_value(group.m3)
    app.radio(key=f"link-{group.m1}-kind").set_value("transfer")
    submit(app, LINK[lang])
    assert [(each.other_id, each.kind) for each in of_mission(links_of, group.store, group.m1)] == [
        (group.m3, "transfer")
    ]
    assert {"th": "โอนงาน ไปยัง **M3", "en": "Transfer to **M3"}[lang] in said(app)
    assert {"th": "M3 จะสิ้นสุดหรือย้าย", "en": "M3 itself ends or goes elsewhere"}[lang] in app.warning[0].value
    assert app.selectbox(key=f"link-{group.m1}-other").value is None
    other = opened("details", group.m3, CHAIR, lang)
    assert {"th": "โอนงาน จาก **M1", "en": "Transfer from **M1"}[lang] in said(other)
    assert other.warning
    assert not opened("details", group.m2, CHAIR, lang).warning
    press_key(other, f"unlink-{group.m3}-{group.m1}")
    assert of_mission(links_of, group.store, group.m1) == []


def test_a_mission_to_be_merged_wants_a_counterpart(group: Group) -> None:
    for question, value in (("necessary", "yes"), ("duplicated", "yes"), ("consolidation", "merge")):
        save_answer(group.store, MALEE, group.m1, question, value, expected_version=0)
    assert "ยังไม่ได้ระบุภารกิจหรือหน่วยงานคู่" in opened("details", group.m1, SECRETARY).warning[0].value


@pytest.mark.parametrize("lang", LANGS)
def test_no_counterpart_chosen(group: Group, lang: Lang) -> None:
    app = submit(opened("details", group.m1, MALEE, lang), LINK[lang])
    assert {"th": "กรุณาเลือกภารกิจคู่ก่อน", "en": "Choose the other mission"}[lang] in app.error[0].value


@pytest.mark.parametrize(("part", "value"), [("other", "2"), ("other", "M2"), ("kind", "swallow"), ("kind", "")])
def test_a_forged_counterpart_is_not_taken(group: Group, part: str, value: str) -> None:
    app = opened("details", group.m1, MALEE)
    app.selectbox(key=f"link-{group.m1}-other").set_value(group.m3)
    forge((app.selectbox if part == "other" else app.radio)(key=f"link-{group.m1}-{part}"), value)
    submit(app, LINK["th"])
    assert app.error
    assert of_mission(links_of, group.store, group.m1) == []


def test_a_member_who_is_one_no_more_names_no_counterpart(group: Group) -> None:
    app = opened("details", group.m1, MALEE)
    set_role(group.store, ADMIN, group.review.id, MALEE, "secretariat")
    app.selectbox(key=f"link-{group.m1}-other").set_value(group.m3)
    submit(app, LINK["th"])
    assert "ไม่มีสิทธิ์" in app.error[0].value
    assert of_mission(links_of, group.store, group.m1) == []


# --- attached

ADD = {
    "reference": {"th": "เพิ่มเอกสารอ้างอิง", "en": "Add the reference"},
    "link": {"th": "เพิ่มลิงก์", "en": "Add the link"},
    "file": {"th": "เพิ่มแฟ้ม", "en": "Add the file"},
}


def uploaded(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return still(app.run())


@pytest.mark.parametrize("lang", LANGS)
def test_evidence_of_each_kind_is_added_and_removed(group: Group, lang: Lang) -> None:
    app = opened("attached", group.m1, MALEE, lang)
    assert {"th": "ยังไม่มีหลักฐานแนบ", "en": "Nothing is attached"}[lang] in said(app)
    assert "\\.docx" in said(app)
    assert "10 MB" in said(app)
    app.text_area(key=f"reference-{group.m1}-core").set_value("พ" * 10_000)
    submit(app, ADD["reference"][lang])
    app.text_input(key=f"address-{group.m1}-core").set_value('https://example.go.th/?a=1&b="x"')
    submit(app, ADD["link"][lang])
    uploaded(app, "รายงาน.pdf", PDF)
    app.text_input(key=f"caption-{group.m1}-core").set_value("ผลการศึกษา")
    submit(app, ADD["file"][lang])
    found = of_mission(evidence_of, group.store, group.m1)
    assert [(each.kind, each.question, each.by) for each in found] == [
        (kind, "core", MALEE) for kind in ("reference", "link", "file")
    ]
    assert (found[2].file_name, found[2].text, found[2].size) == ("รายงาน.pdf", "ผลการศึกษา", len(PDF))
    assert 'href="https://example.go.th/?a=1&amp;b=&quot;x&quot;"' in said(app)
    assert {"th": "1 KB · เพิ่มโดย malee", "en": "1 KB · Added by malee"}[lang] in said(app)
    assert app.text_area(key=f"reference-{group.m1}-core").value == ""
    assert app.file_uploader[0].value is None
    assert len(app.get("download_button")) == 1
    for evidence in found:
        press_key(app, f"remove-{group.m1}-core-{evidence.uid}")
    assert of_mission(evidence_of, group.store, group.m1) == []
    assert group.sound()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x", "https://", "example.go.th", "https://a b"])
def test_an_address_that_is_none_stays_typed(group: Group, address: str, lang: Lang) -> None:
    app = opened("attached", group.m1, MALEE, lang)
    app.text_input(key=f"address-{group.m1}-core").set_value(address)
    submit(app, ADD["link"][lang])
    assert "http://" in app.error[0].value.replace("\\", "")
    assert app.text_input(key=f"address-{group.m1}-core").value == address
    assert of_mission(evidence_of, group.store, group.m1) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("<b>ปลอม</b>.pdf", b"MZ", {"th": "เป็นชนิดที่ไม่รับ", "en": "of a kind that is not taken"}),
        ("ใหญ่.pdf", PDF + bytes(LARGEST_FILE), {"th": "ไม่เกิน 10 เมกะไบต์", "en": "at most 10 MB"}),
    ],
)
def test_a_file_that_is_not_taken_says_why(
    group: Group, name: str, content: bytes, words: dict[Lang, str], lang: Lang
) -> None:
    app = opened("attached", group.m1, MALEE, lang)
    app.text_input(key=f"caption-{group.m1}-core").set_value("พิมพ์ไว้แล้ว")
    uploaded(app, name, content)
    assert words[lang] in app.error[0].value
    assert "<b>" not in app.error[0].value
    assert app.text_input(key=f"caption-{group.m1}-core").value == "พิมพ์ไว้แล้ว"
    assert next(button for button in app.button if button.label == ADD["file"][lang]).disabled
    assert of_mission(evidence_of, group.store, group.m1) == []


def test_hostile_evidence_shows_as_typed(group: Group) -> None:
    name = "<img src=x onerror=alert(1)> **x** \u202efdp.pdf"
    add_file(group.store, MALEE, group.m1, "core", name, PDF, HOSTILE)
    add_reference(group.store, MALEE, group.m1, "core", HOSTILE)
    uid = add_link(group.store, MALEE, group.m1, "core", "https://example.go.th").uid
    with group.store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE evidence SET text = 'javascript:alert(1)' WHERE uid = :uid"), {"uid": uid})
        connection.execute(
            sa.text("UPDATE member SET name = :name WHERE email = :email"), {"name": HOSTILE, "email": MALEE}
        )
    text = said(opened("attached", group.m1, PRASERT))
    assert "<script>" not in text
    assert "<img" not in text
    assert "href" not in text
    assert "javascript:alert(1)" in text
    assert text.count(ESCAPED) == 2
    assert "**หนา**" not in "\n".join(caption.value for caption in opened("attached", group.m1, PRASERT).caption)


def test_who_only_reads_adds_and_removes_nothing(group: Group) -> None:
    add_reference(group.store, MALEE, group.m1, "core", "พ.ร.บ. ก")
    add_reference(group.store, MALEE, group.m1, "necessary", "ของข้ออื่น")
    app = opened("attached", group.m1, SECRETARY)
    assert "พ.ร.บ. ก" in said(app)
    assert "ของข้ออื่น" not in said(app)
    assert not app.button
    assert not app.file_uploader


@pytest.mark.parametrize("lang", LANGS)
def test_a_member_who_is_one_no_more_adds_and_removes_nothing(group: Group, lang: Lang) -> None:
    uid = add_reference(group.store, MALEE, group.m1, "core", "พ.ร.บ. ก").uid
    refused = {"th": "ไม่มีสิทธิ์", "en": "role does not allow"}[lang]
    removing, adding, filing = (opened("attached", group.m1, MALEE, lang) for _ in range(3))
    uploaded(filing, "ก.pdf", PDF)
    set_role(group.store, ADMIN, group.review.id, MALEE, "secretariat")
    assert refused in press_key(removing, f"remove-{group.m1}-core-{uid}").error[0].value
    adding.text_area(key=f"reference-{group.m1}-core").set_value("พ.ร.บ. ข")
    assert refused in submit(adding, ADD["reference"][lang]).error[0].value
    assert refused in submit(filing, ADD["file"][lang]).error[0].value
    assert [each.uid for each in of_mission(evidence_of, group.store, group.m1)] == [uid]


@pytest.mark.parametrize("forged", ["", " ", "\n", "a\0b"])
def test_a_forged_reference_is_not_taken(group: Group, forged: str) -> None:
    app = opened("attached", group.m1, MALEE)
    app.session_state[f"reference-{group.m1}-core"] = forged
    submit(app, ADD["reference"]["th"])
    assert app.error
    assert of_mission(evidence_of, group.store, group.m1) == []
