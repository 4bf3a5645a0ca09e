"""A mission from the import to the signature, by three people in three browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from missions.record.answering import answers_of
from missions.record.audit import verify
from missions.record.import_rows import MissionRow
from missions.record.members import add_member, set_role
from missions.record.models import Review
from missions.record.reviews import create_review, missions_of
from missions.record.signing import sign_offs_of, signed_state
from missions.record.store import Store
from tests.browser.steps import answer, choose, settled
from tests.missions.record.house import ADMIN, CHAIR, MALEE, PRASERT
from tests.missions.record.postgres import Cluster, NoPostgresError
from tests.servers import served

Open = Callable[[str], Page]


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


def people(store: Store) -> None:
    for email, name in ((ADMIN, "อารี"), (CHAIR, "วนิดา"), (MALEE, "มาลี"), (PRASERT, "ประเสริฐ")):
        add_member(store, ADMIN, email, name)


def review_of_one(store: Store) -> Review:
    people(store)
    rows = [MissionRow("M1", {"name_th": "ตรวจสภาพรถ", "ministry": "กระทรวงคมนาคม"})]
    review = create_review(
        store, ADMIN, ministry="กระทรวงคมนาคม", title_th="รอบแรก", title_en="", started=date(2026, 8, 31), rows=rows
    )
    for email, role in ((CHAIR, "chair"), (MALEE, "member"), (PRASERT, "member")):
        set_role(store, ADMIN, review.id, email, "chair" if role == "chair" else "member")
    return review


@pytest.fixture
def browsers(browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """Opens the app for one person more, in a browser of their own."""
    with ExitStack() as stack:

        def open_for(address: str, name: str) -> Page:
            context = browser.new_context(locale="th-TH", viewport={"width": 1280, "height": 900})
            page = stack.enter_context(context).new_page()
            page.goto(address)
            box = page.get_by_role("combobox", name="ท่านคือผู้ใด")
            box.click()
            page.get_by_role("option", name=name).click()
            expect(page.get_by_text(f"ท่านใช้งานในชื่อ {name}")).to_be_visible()
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


def test_from_opinions_to_the_signature(database: str, browsers: Callable[[str, str], Page]) -> None:
    store = Store(database)
    review = review_of_one(store)
    mission = missions_of(store, review.id)[0].id
    with served(database) as address:
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
            expect(page.get_by_text("ความเห็นแยกกันครั้งแรกที่")).not_to_be_visible()
            if second == "ใช่":
                reason(page, "กรมอื่นทำอยู่แล้ว")
            choose(page, second)
            page.get_by_role("button", name="ไปต่อ").click()
            expect(page.get_by_text("ข้อ 2 จาก 7 · คำถามต่อเนื่อง" if second == "ใช่" else "ข้อ 3 จาก 7")).to_be_visible()
            settled(page)
        # the chair stops at question 3 and sees where the paths part, with each side's reasons
        choose(chair, "ยังไม่ทราบ")
        chair.get_by_role("button", name="ไปต่อ").click()
        expect(chair.get_by_text("ความเห็นแยกกันครั้งแรกที่")).to_be_visible()
        expect(chair.get_by_text("ประเสริฐ – กรมอื่นทำอยู่แล้ว").first).to_be_visible()
        chair.get_by_role("radio", name="ไม่ใช่", exact=True).last.press("Space")
        chair.get_by_role("textbox", name="เหตุผลของการชี้ขาด").fill("เป็นอำนาจของกรมนี้แต่ผู้เดียว")
        chair.get_by_role("button", name="บันทึกการชี้ขาด").click()
        expect(chair.get_by_text("ชี้ขาดแล้ว")).to_be_visible()
        expect(chair.get_by_text("ความเห็นส่วนน้อยของ ประเสริฐ: ใช่: กรมอื่นทำอยู่แล้ว")).to_be_visible()
        chair.get_by_role("button", name="บันทึกเป็นคำตอบของคณะทำงาน").click()
        expect(chair.get_by_role("button", name="บันทึกเป็นคำตอบของคณะทำงาน")).not_to_be_visible()
        settled(chair)
        # then the group goes on together, at the chair's screen
        chair.get_by_role("radio", name="ทำร่วมกันหน้าจอเดียว").click()
        expect(chair.get_by_text("ข้อ 3 จาก 7", exact=True)).to_be_visible()
        settled(chair)
        answer(chair, "ใช่", "ข้อ 4 จาก 7")
        answer(chair, "ได้", "ข้อ 4 จาก 7 · คำถามต่อเนื่อง")
        choose(chair, "กระจายอำนาจให้องค์กรปกครองส่วนท้องถิ่น")
        chair.get_by_role("button", name="ไปต่อ").click()
        expect(chair.get_by_role("heading", name="กระจายอำนาจ", level=1)).to_be_visible()
        chair.get_by_role("button", name="ลงนามรับรองผลนี้").click()
        expect(chair.get_by_text("ลงนามแล้วโดย วนิดา")).to_be_visible()
        assert signed_state(store, mission) == "signed"
        assert sign_offs_of(store, mission)[-1].decision["disposition"] == "decentralise"
        # a member changes a reason, and everyone sees that it must be signed again
        malee.get_by_role("radio", name="ทำร่วมกันหน้าจอเดียว").click()
        expect(malee.get_by_text("ลงนามแล้วโดย วนิดา")).to_be_visible()
        settled(malee)
        malee.get_by_role("button", name="แก้คำตอบ").first.click()
        expect(malee.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
        reason(malee, "กฎหมายยังใช้อยู่ และมีผู้ใช้บริการ")
        malee.get_by_role("button", name="ไปต่อ").click()
        expect(malee.get_by_text("จึงต้องลงนามใหม่")).to_be_visible()
        assert signed_state(store, mission) == "reopened"
        for page in (malee, prasert, chair):
            expect(page.get_by_text("เกิดข้อผิดพลาด")).not_to_be_visible()
    assert {q: a.value for q, a in answers_of(store, mission).items()}["duplicated"] == "no"
    assert verify(store).sound
    store.close()
