"""The outbox is sent to a real mail server: once, later when it is down, and harmless whatever names hold."""

import re
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from mail.letter import one_line
from mail.sending import Sent, send_due
from mail.settings import MailSettings
from record.answering import answers_of, save_answer
from record.digest import put_digests
from record.members import add_member, edit_member, set_role
from record.models import Notice
from record.opinions import give_opinion, settle
from record.outbox import choose, claim, own_choice, remind, reminders_for
from record.proposals import put_back
from record.signed import answers_hash
from record.signing import sign_off
from record.store import OPERATOR, Store
from record.store_error import StoreError
from record.talk import comment
from tests.mail.conftest import settings_for
from tests.mail.server import Postbox, listening
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, STRANGER, Group, of_mission
from tests.servers import free_port

DAY = date(2026, 11, 21)


def notices(store: Store) -> list[Notice]:
    with store.read(OPERATOR) as read:
        return list(read.session.scalars(select(Notice).order_by(Notice.id)))


def told(store: Store) -> list[tuple[str, str]]:
    return [(each.kind, each.email) for each in notices(store)]


def body(message: EmailMessage) -> str:
    part = message.get_body()
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def sign(group: Group, mission: int) -> None:
    answers = of_mission(answers_of, group.store, mission).values()
    sign_off(group.store, CHAIR, [mission], {mission: answers_hash(answers)})


def test_whoever_a_comment_calls_is_told_once_with_one_link(
    group: Group, postbox: Postbox, settings: MailSettings
) -> None:
    comment(group.store, MALEE, group.m2, "core", "ความลับ @prasert @malee", to=[CHAIR])
    assert told(group.store) == [("mention", CHAIR), ("mention", PRASERT)], "nobody calls themselves"
    assert send_due(group.store, settings) == Sent(sent=2)
    assert send_due(group.store, settings) == Sent()
    assert [each.rcpt_tos for each in postbox.envelopes] == [[CHAIR], [PRASERT]]
    message = postbox.messages[1]
    assert message["Subject"] == "malee แจ้งถึงท่านในข้อหารือ ภารกิจ M2"
    assert isinstance(raw := postbox.envelopes[1].content, bytes)
    assert "=?utf-8?" in raw.decode("ascii"), "what travels is ASCII"
    text = body(message)
    assert re.findall(r"https?://\S+", text) == [
        f"https://blueprint.example.go.th/walk?mission={group.m2}&question=core"
    ]
    assert "พิมพ์ราชกิจจานุเบกษา" in text
    assert "ความลับ" not in text, "what was said stays on the record"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{notices(group.store)[1].uid}@blueprint.example.go.th>"


def test_a_change_after_the_signature_is_told_to_who_is_concerned(group: Group) -> None:
    store = group.store
    sign(group, group.m3)
    save_answer(store, CHAIR, group.m3, "necessary", "yes", "เปลี่ยน", expected_version=1)
    assert told(store) == [], "the chair, who did it, is the only one concerned"
    put_back(store, CHAIR, group.m3)
    set_role(store, ADMIN, group.review.id, SECRETARY, "chair")
    save_answer(store, SECRETARY, group.m3, "necessary", "yes", "เปลี่ยน", expected_version=3)
    save_answer(store, SECRETARY, group.m3, "necessary", "yes", "เปลี่ยนอีก", expected_version=4)
    assert told(store) == [("reopened", CHAIR)], "once, when the signature came off"


def test_a_settlement_that_changes_what_is_signed_is_told_too(group: Group) -> None:
    sign(group, group.m3)
    set_role(group.store, ADMIN, group.review.id, SECRETARY, "chair")
    for who, value in ((MALEE, "yes"), (PRASERT, "no")):
        give_opinion(group.store, who, group.m3, "necessary", value, expected_version=0)
    settle(group.store, SECRETARY, group.m3, "necessary", "yes", "เพราะ")
    assert ("reopened", CHAIR) in told(group.store)


def test_a_write_that_fails_tells_nobody(group: Group) -> None:
    with pytest.raises(StoreError):
        comment(group.store, MALEE, group.m1, "core", "@prasert", reply_to="0" * 32)
    assert told(group.store) == []


def test_a_server_that_is_down_keeps_the_letters_and_they_are_sent_later(group: Group, postbox: Postbox) -> None:
    comment(group.store, MALEE, group.m1, "core", "@prasert @chair")
    port = free_port()
    for _ in range(3):
        found = send_due(group.store, settings_for(port))
        assert (found.sent, found.trouble) == (0, "ConnectionRefusedError")
    assert {each.tries for each in notices(group.store)} == {0}
    with listening(postbox, port):
        assert send_due(group.store, settings_for(port)) == Sent(sent=2)
    assert len(postbox.envelopes) == 2


def test_what_the_server_does_not_take_now_waits_and_what_it_refuses_ends(
    group: Group, postbox: Postbox, settings: MailSettings
) -> None:
    comment(group.store, MALEE, group.m1, "core", "@chair @prasert @secretary")
    postbox.answers = {CHAIR: "451 later", PRASERT: "550 no such user"}
    assert send_due(group.store, settings) == Sent(sent=1, put_off=1, ended=1)
    postbox.answers = {}
    assert send_due(group.store, settings) == Sent(), "not at once again"
    later = datetime.now(UTC) + timedelta(minutes=2)
    assert send_due(group.store, settings, later) == Sent(sent=1)
    assert [each.rcpt_tos for each in postbox.envelopes] == [[SECRETARY], [CHAIR]]


def test_two_senders_at_once_do_not_send_the_same(group: Group, postbox: Postbox, settings: MailSettings) -> None:
    comment(group.store, MALEE, group.m1, "core", "@chair @prasert @secretary")
    second: list[Sent] = []

    def another_sender() -> None:
        if not second:  # while the first is between claiming a letter and marking it as sent
            second.append(Sent())
            found = claim(group.store, datetime.now(UTC))
            assert found is not None
            second[0].sent = found.notice.id

    postbox.before_data = another_sender
    assert send_due(group.store, settings).sent == 2
    claimed_elsewhere = second[0].sent
    assert [each.sent is None for each in notices(group.store) if each.id == claimed_elsewhere] == [True]
    assert sorted(each.rcpt_tos[0] for each in postbox.envelopes) != sorted([CHAIR, PRASERT, SECRETARY])
    after_the_claim = datetime.now(UTC) + timedelta(minutes=11)
    assert send_due(group.store, settings, after_the_claim).sent == 1, "its sender died; it is not lost"
    assert sorted(each.rcpt_tos[0] for each in postbox.envelopes) == sorted([CHAIR, PRASERT, SECRETARY])


HOSTILE = "ก\r\nBcc: evil@example.com\r\n\r\n<b>x</b>\u202e\u2028\x00".replace("\x00", "\x07")


def test_a_name_that_holds_headers_adds_none(group: Group, postbox: Postbox, settings: MailSettings) -> None:
    edit_member(group.store, ADMIN, MALEE, HOSTILE)
    edit_member(group.store, ADMIN, PRASERT, f"ปิติ {HOSTILE}")
    comment(group.store, MALEE, group.m1, "core", "x", to=[PRASERT])
    assert send_due(group.store, settings) == Sent(sent=1)
    (message,) = postbox.messages
    assert postbox.envelopes[0].rcpt_tos == [PRASERT]
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "X-Peer", "X-MailFrom", "X-RcptTo"),
    } & set(message.keys())
    assert message["Subject"] == "ก Bcc: evil@example.com <b>x</b> แจ้งถึงท่านในข้อหารือ ภารกิจ M1"
    assert "\nBcc" not in body(message)


@pytest.mark.parametrize("text", ["\r", "\n", "\v\f\x1c\x85", "\u2028\u2029", "\u202eกลับ", "ก" * 500])
def test_what_a_letter_names_is_one_short_line(text: str) -> None:
    line = one_line(f"ก{text}ข", 80)
    assert len(line.splitlines()) == 1
    assert len(line) <= 80
    assert "\u202e" not in line


def test_an_address_that_no_letter_can_have_ends(group: Group, settings: MailSettings) -> None:
    odd = "a..b.@example.go.th"
    add_member(group.store, ADMIN, odd, "odd")
    set_role(group.store, ADMIN, group.review.id, odd, "member")
    comment(group.store, MALEE, group.m1, "core", "x", to=[odd, PRASERT])
    found = send_due(group.store, settings)
    assert (found.sent, found.ended, found.trouble) == (1, 1, "")


def test_whoever_may_not_read_the_review_any_more_is_told_nothing(group: Group, settings: MailSettings) -> None:
    comment(group.store, MALEE, group.m1, "core", "@prasert")
    set_role(group.store, ADMIN, group.review.id, PRASERT, None)
    assert send_due(group.store, settings) == Sent()
    assert [each.ended for each in notices(group.store)] == ["not_allowed"]


def test_old_news_is_not_sent(group: Group, settings: MailSettings) -> None:
    comment(group.store, MALEE, group.m1, "core", "@prasert")
    assert send_due(group.store, settings, datetime.now(UTC) + timedelta(days=8)) == Sent()
    assert [each.ended for each in notices(group.store)] == ["expired"]


def test_a_member_switches_mail_off_and_chooses_its_language(
    group: Group, postbox: Postbox, settings: MailSettings
) -> None:
    store = group.store
    assert (own_choice(store, PRASERT).digest, own_choice(store, PRASERT).at_once) == (True, True)
    choose(store, PRASERT, digest=True, at_once=False, lang="en")
    comment(store, MALEE, group.m1, "core", "@prasert")
    assert send_due(store, settings) == Sent()
    choose(store, PRASERT, digest=False, at_once=True, lang="en")
    comment(store, MALEE, group.m2, "core", "@prasert")
    assert send_due(store, settings) == Sent(sent=1)
    assert "Mission: M2 Printing" in body(postbox.messages[0])
    assert "lang=en" in body(postbox.messages[0])
    assert PRASERT not in [email for kind, email in told(store) if kind == "digest"]
    with pytest.raises(StoreError, match="not_allowed"):
        choose(store, "nobody@example.go.th", digest=True, at_once=True, lang="th")


def test_the_digest_of_a_day_says_what_waits_and_comes_once(
    group: Group, postbox: Postbox, settings: MailSettings
) -> None:
    store = group.store
    comment(store, CHAIR, group.m1, "core", "@malee")
    choose(store, PRASERT, digest=False, at_once=True, lang="th")
    put = put_digests(store, DAY)
    assert put == put_digests(store, DAY) + put, "none twice"
    digests = [email for kind, email in told(store) if kind == "digest"]
    assert MALEE in digests
    assert PRASERT not in digests, "who wants none"
    assert not {SECRETARY, STRANGER, ADMIN} & set(digests), "for whom nothing waits"
    assert put_digests(store, DAY + timedelta(days=1)) == put
    send_due(store, settings)
    mine = [m for m in postbox.messages if m["To"] == MALEE and str(m["Subject"]).startswith("สรุปประจำวัน")]
    assert "ข้อหารือที่แจ้งถึงท่าน: 1 ภารกิจ" in body(mine[0])
    assert re.findall(r"https?://\S+", body(mine[0])) == ["https://blueprint.example.go.th/waiting"]


def test_a_reminder_waits_on_the_page_and_in_the_outbox(group: Group, postbox: Postbox, settings: MailSettings) -> None:
    store, review = group.store, group.review.id
    assert remind(store, SECRETARY, review, {PRASERT: [group.m1, group.m2]}) == 1
    ((notice, found, by),) = reminders_for(store, PRASERT, datetime.now(UTC))
    assert (notice.facts["missions"], found.id, by) == (2, review, "secretary")
    assert reminders_for(store, MALEE, datetime.now(UTC)) == []
    for wanted, code in (({STRANGER: [group.m1]}, "no_member"), ({PRASERT: [10**6]}, "not_found")):
        with pytest.raises(StoreError, match=code):
            remind(store, SECRETARY, review, wanted)
    assert send_due(store, settings) == Sent(sent=1)
    assert postbox.messages[0]["Subject"] == "secretary ขอเตือน: 2 ภารกิจรอท่านดำเนินการ"


def test_the_outbox_forgets_what_is_a_month_old(group: Group) -> None:
    comment(group.store, MALEE, group.m1, "core", "@prasert")
    with group.store.unlogged() as session:
        session.scalars(select(Notice)).one().made -= timedelta(days=31)
    comment(group.store, MALEE, group.m1, "core", "@chair")
    assert told(group.store) == [("mention", CHAIR)]


def test_the_outbox_is_no_part_of_the_log(group: Group) -> None:
    changes = group.changes()
    remind(group.store, SECRETARY, group.review.id, {PRASERT: [group.m1]})
    assert group.changes() == changes
    assert group.sound()
