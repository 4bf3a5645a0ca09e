"""A mission from the import to the signature, by three people in three browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from record.answering import answers_of
from record.audit import verify
from record.reviews import missions_of, reviews
from record.signing import sign_offs_of
from record.store import Store
from tests.browser.steps import answer, at_work, choose, expect, press, settled, upload, windows
from tests.browser.visitor import visiting
from tests.record.postgres import Cluster, NoPostgresError
from tests.record.reading import drafts_of, settlements_of
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, make_group, of_mission, of_review, signed_state
from tests.servers import served

MISSIONS = "รหัส,ภารกิจ,กระทรวง\r\nM1,ตรวจสภาพรถ,กระทรวงคมนาคม\r\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/record.db"
        return
    try:
        running = Cluster()
    except NoPostgresError as reason:
        pytest.skip(f"the PostgreSQL half is left out: {reason}")
    try:
        yield running.url()
    finally:
        running.stop()


def begin(page: Page, address: str) -> None:
    """The first to come is the administrator, creates the review from a file and adds the group, impatiently."""
    page.goto(f"{address}/reviews")
    expect(page.get_by_role("textbox", name="ชื่อและนามสกุล")).to_be_visible()
    settled(page)
    page.get_by_role("textbox", name="ชื่อและนามสกุล").fill("อารี")
    page.get_by_role("textbox", name="อีเมล").fill(ADMIN)
    page.get_by_role("button", name="เริ่มใช้งาน").dblclick()
    at_work(page, "อารี")
    press(page, "สร้างรอบการทบทวน")
    expect(page.get_by_role("heading", name="สร้างรอบการทบทวน", level=1)).to_be_visible()
    settled(page)
    page.get_by_role("textbox", name="กระทรวง").fill("กระทรวงคมนาคม")
    page.get_by_role("textbox", name="ชื่อรอบการทบทวน (ภาษาไทย)").fill("รอบแรก")
    page.get_by_role("textbox", name="ชื่อรอบการทบทวน (ภาษาไทย)").blur()
    settled(page)
    upload(
        page,
        {
            "name": "ภารกิจ.csv",
            "mimeType": "text/csv",
            "buffer": "รหัส,ภารกิจ,กระทรวง\r\nM1,ตรวจสภาพรถ,กระทรวงคมนาคม\r\n".encode(),
        },
    )
    expect(page.get_by_role("heading", name="ภารกิจที่จะนำเข้า")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="สร้างรอบการทบทวนพร้อม 1 ภารกิจ").dblclick()
    expect(page.get_by_role("heading", name="รอบแรก", level=1)).to_be_visible()
    page.goto(f"{address}/reviews?review=1&part=people")
    expect(page.get_by_role("heading", name="เพิ่มบุคคลใหม่")).to_be_visible()
    settled(page)
    group = (("วนิดา", CHAIR, "ประธาน"), ("มาลี", MALEE, "คณะทำงาน"), ("ประเสริฐ", PRASERT, "คณะทำงาน"))
    for count, (name, email, role) in enumerate(group, 1):
        form = page.get_by_test_id("stForm").filter(has=page.get_by_role("button", name="เพิ่มบุคคล"))
        form.get_by_role("textbox", name="ชื่อและนามสกุล").fill(name)
        form.get_by_role("textbox", name="อีเมล").fill(email)
        form.get_by_role("button", name="เพิ่มบุคคล").scroll_into_view_if_needed()  # a list closes when the page scrolls
        form.get_by_role("combobox").click()
        page.get_by_role("option", name=role).click()
        add = form.get_by_role("button", name="เพิ่มบุคคล")
        add.dblclick() if count == len(group) else add.click()  # the second run would close the next one's list
        expect(page.get_by_role("heading", name=f"ผู้มีบทบาทในรอบนี้ ({count} คน)")).to_be_visible()
        settled(page)
        expect(page.get_by_text("กรุณาแก้ไขรายการเดิม")).not_to_be_visible()


@pytest.fixture
def browsers(browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """Opens the app for one person more, in a browser of their own."""
    with ExitStack() as stack:

        def open_for(address: str, name: str) -> Page:
            context = windows(browser)
            page = stack.enter_context(context).new_page()
            page.goto(address)
            box = page.get_by_role("combobox", name="ท่านคือผู้ใด")
            box.click()
            page.get_by_role("option", name=name).click()
            at_work(page, name)
            settled(page)
            return page

        yield open_for


def on_their_own(page: Page) -> None:
    page.get_by_role("radio", name="แต่ละคนให้ความเห็นก่อน").click()
    expect(page.get_by_text("ท่านกำลังให้ความเห็นของตนเอง")).to_be_visible()
    settled(page)


def reason(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="เหตุผล", exact=True)
    box.fill(words)
    box.blur()
    expect(page.get_by_text("ข้อความที่พิมพ์เก็บเป็นร่างของท่านเมื่อ")).to_be_visible()
    settled(page)


def test_from_the_import_to_the_signature(database: str, browsers: Callable[[str, str], Page], page: Page) -> None:
    with served(database) as address:
        begin(page, address)
        store = Store(database)
        mission = of_review(missions_of, store, reviews(store, ADMIN)[0].id)[0].id
        link = f"{address}/walk?mission={mission}"
        malee, prasert, chair = (browsers(link, name) for name in ("มาลี", "ประเสริฐ", "วนิดา"))
        for page, words, second in (
            (malee, "กฎหมายยังใช้อยู่", "ไม่ใช่"),
            (prasert, "ประชาชนยังต้องใช้", "ใช่"),
            (chair, "", "ไม่ใช่"),
        ):
            on_their_own(page)
            if words:
                reason(page, words)
            answer(page, "ใช่", "ข้อ 2 จาก 7")
            expect(page.get_by_text("ความเห็นเริ่มต่างกันที่")).not_to_be_visible()
            if second == "ใช่":
                reason(page, "กรมอื่นทำอยู่แล้ว")
            choose(page, second)
            page.get_by_role("button", name="ไปต่อ").click()
            expect(page.get_by_text("ข้อ 2 จาก 7 · คำถามต่อเนื่อง" if second == "ใช่" else "ข้อ 3 จาก 7")).to_be_visible()
            settled(page)
        # the chair stops at question 3 and sees where the paths part, with each side's reasons
        choose(chair, "ยังไม่ทราบ")
        chair.get_by_role("button", name="ไปต่อ").click()
        expect(chair.get_by_text("ความเห็นเริ่มต่างกันที่")).to_be_visible()
        settled(chair)
        chair.get_by_role("link", name="พิจารณาความเห็นต่าง").click()
        expect(chair.get_by_text("กรมอื่นทำอยู่แล้ว").first).to_be_visible()
        settled(chair)
        chair.get_by_role("radio", name="ไม่ใช่", exact=True).press("Space")
        chair.get_by_role("textbox", name="เหตุผลของการชี้ขาด").fill("เป็นอำนาจของกรมนี้แต่ผู้เดียว")
        chair.get_by_role("button", name="บันทึกการชี้ขาด").dblclick()
        expect(chair.get_by_text("ชี้ขาดแล้ว").first).to_be_visible()
        settled(chair)
        chair.goto(f"{link}&way=opinion&question=-")  # the tab remembers who is at it
        expect(chair.get_by_text("ความเห็นแย้งของ ประเสริฐ: ใช่: กรมอื่นทำอยู่แล้ว")).to_be_visible()
        press(chair, "บันทึกเป็นคำตอบของคณะทำงาน")
        expect(chair.get_by_role("button", name="บันทึกเป็นคำตอบของคณะทำงาน")).not_to_be_visible()
        settled(chair)
        # then the group goes on together, at the chair's screen
        chair.goto(f"{link}&way=answer")
        expect(chair.get_by_text("ข้อ 3 จาก 7", exact=True)).to_be_visible()
        settled(chair)
        answer(chair, "ใช่", "ข้อ 4 จาก 7")
        answer(chair, "ได้", "ข้อ 4 จาก 7 · คำถามต่อเนื่อง")
        choose(chair, "โอนถ่าย: กระจายอำนาจให้ท้องถิ่น")
        chair.get_by_role("button", name="ไปต่อ").click()
        expect(chair.get_by_role("heading", name="กระจายอำนาจ", level=2)).to_be_visible()
        settled(chair)
        press(chair, "ตรวจคำตอบและลงนาม")
        chair.get_by_text("ข้าพเจ้าได้ตรวจคำตอบ").click()
        settled(chair)
        chair.get_by_role("button", name="ลงนามรับรองผล “กระจายอำนาจ”").dblclick()
        expect(chair.get_by_text("ลงนามแล้วโดย วนิดา")).to_be_visible()
        assert signed_state(store, mission) == "signed"
        # who presses twice, as people do, has done it once
        assert [s.decision["disposition"] for s in of_mission(sign_offs_of, store, mission)] == ["decentralise"]
        assert len(of_mission(settlements_of, store, mission)) == 1
        assert len(reviews(store, ADMIN)) == 1
        # what a member changes now is a proposal; the signature stands
        malee.goto(f"{link}&way=answer&question=necessary")
        expect(malee.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
        settled(malee)
        reason(malee, "กฎหมายยังใช้อยู่ และมีผู้ใช้บริการ")
        press(malee, "ไปต่อ")
        expect(malee.get_by_text("เสนอการแก้ไขต่อประธานแล้ว")).to_be_visible()
        assert signed_state(store, mission) == "signed"
        for page in (malee, prasert, chair):
            expect(page.get_by_text("เกิดข้อผิดพลาด")).not_to_be_visible()
    assert {q: a.value for q, a in of_mission(answers_of, store, mission).items()}["duplicated"] == "no"
    assert verify(store).sound
    store.close()


def test_a_member_works_in_english(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=2&lang=en")
    page.get_by_role("combobox", name="Who are you?").fill(MALEE)
    page.get_by_role("option").first.click()
    at_work(page, "malee")
    expect(page.get_by_text("Question 3 of 7", exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("radio", name="Each on their own first").click()
    expect(page.get_by_text("You are giving your own opinion.")).to_be_visible()
    expect(page.get_by_text("Question 1 of 7", exact=True)).to_be_visible()
    settled(page)
    box = page.get_by_role("textbox", name="Reason", exact=True)
    box.fill("The law is still in force.")
    box.blur()
    expect(page.get_by_text("Kept as your draft on")).to_be_visible()
    choose(page, "Yes")
    press(page, "Continue")
    expect(page.get_by_text("Question 2 of 7", exact=True)).to_be_visible()
    settled(page)
    page.get_by_text("History", exact=True).click()
    expect(page.get_by_text("malee").nth(1)).to_be_visible()
    expect(page.get_by_text("Something unexpected")).not_to_be_visible()


def test_what_an_earlier_version_of_a_box_sends_late_drops_no_draft(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    store = Store(url)
    mission = make_group(store).m1
    with served(url) as address, visiting(address, f"mission={mission}") as visitor:
        visitor.choose("ท่านคือผู้ใด", f"malee · {MALEE}")
        visitor.write("เหตุผล", "ครั้งแรก")
        before = visitor.widgets["เหตุผล"]
        visitor.choose("ภารกิจ/งานนั้นยังจำเป็นต้องปฏิบัติอยู่หรือไม่ ?", "ยังไม่ทราบ")
        visitor.press("ไปต่อ")
        visitor.press("กลับไปตอบข้อนี้")
        visitor.write("เหตุผล", "ครั้งที่สอง")
        assert visitor.says("เก็บเป็นร่าง")
        visitor.widgets["เหตุผล"] = before
        visitor.write("เหตุผล", "ครั้งแรก")
        assert visitor.says("เก็บเป็นร่าง")
    assert of_mission(drafts_of, store, mission, MALEE)["necessary"].reason == "ครั้งที่สอง"
    store.close()
