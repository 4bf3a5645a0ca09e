"""What is done to several missions of the list at once, and which letters a member wants."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from record.members import set_role
from record.opinions import give_opinion
from record.outbox import own_choice, reminders_for
from record.reviews import mission_of
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, Group
from tests.ui.steps import press_key, said, still
from text.words import LANGS, Lang


def several_page() -> None:
    import streamlit as st

    from record.chart_versions import chart_for
    from record.members import names_of
    from record.mission_status import mission_statuses
    from ui.notices import other_notices
    from ui.portfolio import several
    from ui.portfolio.page import mission_table
    from ui.who import record

    me = st.session_state["me"]
    with record().read_review(me, 1) as read:
        rows, names, roles, review = mission_statuses(read), names_of(read), read.roles, read.review
    chosen = [row for row in rows if row.mission.code in st.session_state["chosen"]]
    chart = chart_for(review)
    several.show(review, roles, me, chosen, names, lambda these: mission_table(chart, review, these, names))
    other_notices()


def waiting_page() -> None:
    from ui import waiting

    waiting.page()


def opened(me: str, *chosen: str, lang: Lang = "th") -> AppTest:
    app = AppTest.from_function(several_page, default_timeout=300)
    app.session_state["me"], app.session_state["chosen"] = me, chosen
    app.query_params["lang"] = lang
    return still(app.run())


def waiting(me: str, lang: Lang = "th") -> AppTest:
    app = AppTest.from_function(waiting_page, default_timeout=300)
    app.session_state["me"] = me
    app.query_params["lang"] = lang
    return still(app.run())


def keys(app: AppTest) -> set[str]:
    return {button.key or "" for button in app.button}


@pytest.mark.parametrize(
    ("who", "can"),
    [
        (CHAIR, {"several_assign", "several_remind"}),
        (ADMIN, {"several_assign", "several_remind"}),
        (SECRETARY, {"several_remind"}),
        (MALEE, set()),
    ],
)
def test_each_role_sees_what_it_may_do(group: Group, who: str, can: set[str]) -> None:
    assert group
    assert keys(opened(who, "M1", "M2")) == can
    assert len(opened(who, "M1").get("download_button")) == 2
    assert not opened(who).get("download_button"), "nothing is chosen"


def test_the_chosen_are_assigned(group: Group) -> None:
    app = opened(CHAIR, "M1", "M3")
    app.selectbox(key="several_assignee").set_value(PRASERT)
    press_key(app, "several_assign")
    assert [mission_of(group.store, ADMIN, m)[0].assignee for m in (group.m1, group.m2, group.m3)] == [
        *(PRASERT, None, PRASERT)
    ]


def test_the_chosen_are_taken_from_whoever_has_them_only_when_that_is_chosen(group: Group) -> None:
    app = opened(CHAIR, "M1", "M3")
    app.selectbox(key="several_assignee").set_value(PRASERT)
    press_key(app, "several_assign")
    app = opened(CHAIR, "M1", "M3")
    press_key(app, "several_assign")
    assert "ยังไม่ได้เลือกผู้รับผิดชอบ" in app.error[0].value
    assert mission_of(group.store, ADMIN, group.m1)[0].assignee == PRASERT
    app.selectbox(key="several_assignee").set_value("")
    press_key(app, "several_assign")
    assert "ยกเลิกการมอบหมาย 2 ภารกิจแล้ว" in app.success[0].value
    assert mission_of(group.store, ADMIN, group.m1)[0].assignee is None


def test_the_page_says_how_missions_are_chosen(group: Group) -> None:
    assert group
    assert "ยังไม่ได้เลือกภารกิจ" in said(opened(MALEE))
    assert "No mission is chosen" in said(opened(CHAIR, lang="en"))


@pytest.mark.parametrize("lang", LANGS)
def test_those_are_reminded_for_whom_the_chosen_wait(group: Group, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BLUEPRINT_SMTP_HOST", raising=False)
    store = group.store
    give_opinion(store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    give_opinion(store, MALEE, group.m1, "duplicated", "no", expected_version=0)
    app = opened(SECRETARY, "M1", "M2", lang=lang)
    press_key(app, "several_remind")
    assert reminders_for(store, PRASERT, datetime.now(UTC)) == [], "it asks first"
    assert "chair, malee, prasert" in app.warning[0].value
    press_key(app, "remind-yes")
    assert {"th": "ยังไม่ได้ตั้งค่าการส่งอีเมล", "en": "This installation sends no"}[lang] in app.success[0].value
    ((notice, _, by),) = reminders_for(store, PRASERT, datetime.now(UTC))
    assert (notice.facts["missions"], by) == (2, "secretary")
    assert {"th": "secretary เตือนท่าน", "en": "secretary reminded you"}[lang] in said(waiting(PRASERT, lang))


def test_nobody_is_reminded_of_what_waits_for_nobody(group: Group) -> None:
    for who in (MALEE, PRASERT):
        set_role(group.store, ADMIN, group.review.id, who, "secretariat")
    app = opened(CHAIR, "M1")
    press_key(app, "several_remind")
    assert "ไม่มีผู้ที่ต้องเตือน" in app.error[0].value
    assert "remind-yes" not in keys(app)


def test_letters_are_chosen_only_where_letters_are_sent(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BLUEPRINT_SMTP_HOST", raising=False)
    assert "mail_save" not in {button.key for button in waiting(PRASERT).button}
    for name, value in (("SMTP_HOST", "localhost"), ("SMTP_FROM", "a@b.go.th"), ("PUBLIC_URL", "https://b.go.th")):
        monkeypatch.setenv(f"BLUEPRINT_{name}", value)
    app = waiting(PRASERT, "en")
    app.checkbox(key="mail_digest").uncheck()
    press_key(app, "mail_save")
    found = own_choice(group.store, PRASERT)
    assert (found.digest, found.at_once, found.lang) == (False, True, "en")
    assert not waiting(PRASERT).checkbox(key="mail_digest").value
    assert own_choice(group.store, MALEE).digest
