"""Comments on the pages: folded with their number, sent, answered, resolved; and waiting for whom they call."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from record.reviews import edit_review
from record.talk import Thread, comment, resolve
from tests.record.reading import threads_of
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, Group, of_mission
from tests.ui.steps import HOSTILE, press_key, said, still
from text.words import LANGS, Lang

APP = Path(__file__).parents[2] / "app.py"


def opened(group: Group, who: str, lang: Lang = "th", mission: int | None = None, question: str = "") -> AppTest:
    """The page of a mission, with its comments unfolded."""
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.session_state["me"] = who
    number = mission or group.m1
    for name, value in {"lang": lang, "mission": str(number), "question": question}.items():
        if value:
            app.query_params[name] = value
    app.session_state[f"talk-open-{number}-{question}"] = True
    return still(app.run())


def threads(group: Group) -> list[Thread]:
    return of_mission(threads_of, group.store, group.m1)


def folded(app: AppTest) -> list[str]:
    return [box.label for box in app.expander if "ข้อหารือ" in box.label or "omment" in box.label]


def write(app: AppTest, label: str, words: str) -> None:
    next(area for area in app.text_area if area.label == label).set_value(words)


@pytest.mark.parametrize("lang", LANGS)
def test_a_comment_is_sent_answered_and_resolved(group: Group, lang: Lang) -> None:
    app = opened(group, MALEE, lang, question="necessary")
    assert folded(app) == [{"th": "ข้อหารือ (ยังไม่มี)", "en": "Comments (none yet)"}[lang]]
    write(app, {"th": "ข้อความ", "en": "Text"}[lang], f"@prasert ดูที {HOSTILE}")
    next(box for box in app.multiselect if "@" in box.label).set_value([CHAIR])
    press_key(app, f"talk-send-{group.m1}-necessary")
    assert [(each.first.by, each.first.mentions) for each in threads(group)] == [(MALEE, [CHAIR, PRASERT])]
    assert {"th": "ส่งแล้ว แจ้งถึง chair, prasert", "en": r"Sent\. For chair, prasert\."}[lang] in said(app)
    assert "&lt;script&gt;alert(1)" in said(app)
    assert "<script>alert(1)" not in said(app).replace(r"\<script\>", "")
    assert folded(app) == [{"th": "ข้อหารือ (ยังไม่ปิด 1 จาก 1)", "en": "Comments (1 of 1 open)"}[lang]]
    uid = threads(group)[0].first.uid
    app = opened(group, PRASERT, lang, question="necessary")
    assert f"talk-{uid}-resolve" not in [button.key for button in app.button], (
        "nobody's but the writer's and the chair's"
    )
    write(app, {"th": "ตอบข้อหารือของ malee", "en": "Reply to malee"}[lang], "ดูแล้ว @กขค")
    press_key(app, f"talk-{uid}-send")
    assert [reply.text for reply in threads(group)[0].replies] == ["ดูแล้ว @กขค"]
    assert "กขค" in app.success[0].value, "nobody of that name"
    app = opened(group, CHAIR, lang, question="necessary")
    press_key(app, f"talk-{uid}-resolve")
    assert not threads(group)[0].open
    assert "ดูแล้ว" not in said(app)
    app.toggle[0].set_value(True).run()
    assert "ดูแล้ว" in said(still(app))
    press_key(app, f"talk-{uid}-reopen")
    assert threads(group)[0].open


def test_an_empty_comment_is_refused_beside_its_box(group: Group) -> None:
    app = opened(group, MALEE, question="necessary")
    press_key(app, f"talk-send-{group.m1}-necessary")
    assert [error.value for error in app.error] == ["กรุณากรอกข้อความหารือ"]


def test_comments_on_other_questions_are_not_on_the_page_of_a_question(group: Group) -> None:
    comment(group.store, MALEE, group.m1, "core", "ข้ออื่น")
    app = opened(group, CHAIR, question="necessary")
    assert folded(app) == ["ข้อหารือ (ยังไม่มี)"]


def test_whoever_is_called_finds_the_comments_unfolded(group: Group) -> None:
    comment(group.store, MALEE, group.m1, "necessary", "@prasert ช่วยดู")
    for who, is_open in ((PRASERT, True), (CHAIR, False)):
        app = AppTest.from_file(str(APP), default_timeout=300)
        app.session_state["me"] = who
        app.query_params["mission"] = str(group.m1)
        still(app.run())
        assert ("ช่วยดู" in said(app)) == is_open


def test_the_secretariat_comments_on_a_question_it_chooses(group: Group) -> None:
    comment(group.store, MALEE, group.m1, "core", "ข้ออื่น")
    app = opened(group, SECRETARY)
    assert folded(app) == ["ข้อหารือทุกข้อของภารกิจ (ยังไม่ปิด 1 จาก 1)"]
    assert "ข้ออื่น" in said(app)
    next(box for box in app.selectbox if box.label == "ข้อที่หารือ").set_value("necessary")
    write(app, "ข้อความ", "บันทึกจากฝ่ายเลขานุการ")
    press_key(app, f"talk-send-{group.m1}-")
    assert [(each.first.by, each.first.question) for each in threads(group)] == [
        (MALEE, "core"),
        (SECRETARY, "necessary"),
    ]


def test_an_administrator_and_a_closed_review_read_only(group: Group) -> None:
    comment(group.store, MALEE, group.m1, "core", "อ่านได้")
    app = opened(group, ADMIN)
    assert "อ่านได้" in said(app)
    assert not [button for button in app.button if (button.key or "").startswith("talk-")]
    review = group.review
    words = {"ministry": review.ministry, "title_th": review.title_th, "title_en": "", "started": review.started}
    edit_review(group.store, CHAIR, review.id, 1, **words, status="closed")  # type: ignore[arg-type]
    app = opened(group, MALEE)
    assert "อ่านได้" in said(app)
    assert not [button for button in app.button if (button.key or "").startswith("talk-")]


def test_a_reply_to_what_was_resolved_meanwhile_keeps_its_words(group: Group) -> None:
    first = comment(group.store, MALEE, group.m1, "necessary", "ขอหารือ")
    app = opened(group, PRASERT, question="necessary")
    write(app, "ตอบข้อหารือของ malee", "กำลังพิมพ์")
    resolve(group.store, MALEE, group.m1, first.uid)
    press_key(app, f"talk-{first.uid}-send")
    assert "ข้อหารือนี้ปิดแล้ว" in app.error[0].value
    assert "กำลังพิมพ์" in [area.value for area in app.text_area]
    assert not threads(group)[0].replies


def waiting_page() -> None:
    from ui import waiting

    waiting.page()


def test_what_calls_a_member_waits_for_them(group: Group) -> None:
    comment(group.store, MALEE, group.m1, "duplicated", "@prasert ช่วยดู")
    app = AppTest.from_function(waiting_page, default_timeout=300)
    app.session_state["me"] = PRASERT
    still(app.run())
    assert "1 ภารกิจมีข้อหารือแจ้งถึงท่าน" in said(app)
