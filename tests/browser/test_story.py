"""A group of five decides one mission, and at every step each screen claims what was said and no more."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from flowchart import charts
from missions.files.rows import MissionRow
from record.audit import verify
from record.members import add_member, set_role
from record.reviews import create_review, missions_of
from record.signing import sign_offs_of
from record.store import Store
from tests.browser.steps import choose, come, expect, press, settled, windows
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, SECRETARY, of_mission, of_review, signed_state
from tests.servers import served

WICHAI = "wichai@example.go.th"
NAMES = {CHAIR: "วนิดา", MALEE: "มาลี", PRASERT: "ประเสริฐ", WICHAI: "วิชัย", SECRETARY: "สมศรี"}
ROLES = {CHAIR: "chair", MALEE: "member", PRASERT: "member", WICHAI: "member", SECRETARY: "secretariat"}
_REASONS = ("เอกชนทำได้แล้ว", "กฎหมายสิ้นผลแล้ว", "ประชาชนต่างจังหวัดยังต้องใช้")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Store, str, int]]:
    """A review with one mission and five people: the store, the pages' address and the mission."""
    url = f"sqlite:///{tmp_path}/record.db"
    store = Store(url)
    add_member(store, ADMIN, ADMIN, "อารี")
    words = {"ministry": "กระทรวงคมนาคม", "title_th": "รอบแรก", "title_en": "", "started": date(2026, 11, 2)}
    rows = [MissionRow("M1", {"name_th": "ตรวจสภาพรถ"})]
    review = create_review(store, ADMIN, chart=charts.default(), rows=rows, **words)  # type: ignore[arg-type]
    for email, name in NAMES.items():
        add_member(store, ADMIN, email, name)
        set_role(store, ADMIN, review.id, email, ROLES[email])  # type: ignore[arg-type]
    with served(url) as address:
        yield store, address, of_review(missions_of, store, review.id)[0].id
    store.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """Opens an address for one person more, in a browser of their own."""
    with ExitStack() as stack:

        def open_for(address: str, who: str) -> Page:
            context = windows(browser, 1280, 800)
            page = stack.enter_context(context).new_page()
            come(page, address, NAMES[who])
            return page

        yield open_for


def give(page: Page, answer: str, why: str) -> None:
    """Give one's own opinion on the question on the page."""
    expect(page.get_by_text("ท่านกำลังให้ความเห็นของตนเอง")).to_be_visible()
    box = page.get_by_role("textbox", name="เหตุผล", exact=True)
    box.fill(why)
    box.blur()
    expect(page.get_by_text("ข้อความที่พิมพ์เก็บเป็นร่างของท่านเมื่อ")).to_be_visible()
    choose(page, answer)
    press(page, "ไปต่อ")
    expect(page.get_by_text("ผลตามความเห็นของท่าน").or_(page.get_by_text("ข้อ 2 จาก 7", exact=True))).to_be_visible()
    settled(page)


def no_complaint(page: Page) -> None:
    settled(page)
    found = Axe().run(page, options={"runOnly": _RULES}).response["violations"]
    assert not found, [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]


def says(page: Page, *sentences: str) -> None:
    for sentence in sentences:
        expect(page.get_by_text(sentence).first).to_be_visible()


def not_hers_to_do(page: Page) -> None:
    """What is the chair's is not offered."""
    settled(page)
    for button in ("บันทึกการชี้ขาด", "ลงนามรับรองผล", "คืนคำตอบตามที่ลงนามไว้", "รับข้อเสนอ", "บันทึกเป็นคำตอบของคณะทำงาน"):
        expect(page.get_by_role("button", name=button)).to_have_count(0)


def never_says(page: Page, *sentences: str) -> None:
    settled(page)
    for sentence in sentences:
        expect(page.get_by_text(sentence)).to_have_count(0)


def test_five_people_decide_a_mission(story: tuple[Store, str, int], window: Callable[[str, str], Page]) -> None:
    store, address, mission = story
    own = f"{address}/walk?mission={mission}&way=opinion"

    # each on their own; nobody sees another's answer before giving one
    malee = window(f"{address}/waiting", MALEE)
    says(malee, "1 ภารกิจรอความเห็นของท่าน", "รอท่านดำเนินการ (1)")
    malee.get_by_role("link", name="เริ่มให้ความเห็น").click()
    give(malee, "ไม่ใช่", "เอกชนทำได้แล้ว")
    says(malee, "รอความเห็นอีก 3 คน")
    never_says(malee, "เห็นตรงกัน", "ร้อยละ")

    absent = window(f"{address}/waiting", WICHAI)
    says(absent, "1 ภารกิจรอความเห็นของท่าน", "รอท่านดำเนินการ (1)")
    never_says(absent, "ภารกิจมีความเห็นต่าง", "รอท่านลงนาม")

    chair = window(own, CHAIR)
    never_says(chair, "เอกชนทำได้แล้ว")
    give(chair, "ไม่ใช่", "กฎหมายสิ้นผลแล้ว")
    says(chair, "รอความเห็นอีก 2 คน", "ไม่ใช่ 2", "ยังไม่ให้ความเห็น 2")
    never_says(chair, "เห็นตรงกัน")
    expect(chair.get_by_role("button", name="บันทึกเป็นคำตอบของคณะทำงาน")).to_have_count(0)

    # who gave no opinion sees how many did, and neither which nor why
    absent.goto(f"{address}/walk?mission={mission}&way=answer")
    says(absent, "ให้ความเห็นแล้ว 2 จาก 4 คน")
    never_says(absent, "ไม่ใช่ 2", *_REASONS)

    # one differs, one stays away
    prasert = window(own, PRASERT)
    give(prasert, "ใช่", "ประชาชนต่างจังหวัดยังต้องใช้")
    secretary = window(f"{address}/portfolio?review=1&view=missions", SECRETARY)
    says(secretary, "เห็นต่าง 2 : 1")
    never_says(secretary, "เห็นตรงกัน")
    no_complaint(secretary)

    absent.goto(f"{address}/portfolio?review=1&view=missions")
    says(absent, "เห็นต่าง 2 : 1")
    never_says(absent, "เห็นตรงกัน", *_REASONS)
    absent.goto(f"{address}/settle?mission={mission}")
    says(absent, "กรุณาให้ความเห็นของท่านในข้อนี้ก่อน", "ให้ความเห็นในข้อนี้")
    never_says(absent, "ไม่ใช่ (2)", *_REASONS)
    not_hers_to_do(absent)
    no_complaint(absent)
    absent.goto(f"{address}/waiting")
    says(absent, "1 ภารกิจรอความเห็นของท่าน")
    never_says(absent, "ภารกิจมีความเห็นต่าง", "ความคืบหน้าของสมาชิก")

    # the chair settles it on the screen that shows both sides
    chair.goto(f"{address}/waiting")
    says(chair, "1 ภารกิจมีความเห็นต่าง รอท่านชี้ขาด")
    no_complaint(chair)
    chair.get_by_role("link", name="ดูและชี้ขาด").click()
    says(chair, "ไม่ใช่ (2)", "ใช่ (1)", "ประชาชนต่างจังหวัดยังต้องใช้", "ยังไม่ให้ความเห็น 1")
    no_complaint(chair)
    press(chair, "บันทึกการชี้ขาด")
    refused = chair.get_by_role("alert").filter(has_text="กรุณาเลือกคำตอบก่อน")
    expect(refused).to_be_focused()
    expect(refused).to_be_in_viewport()
    chair.get_by_role("radio", name="ไม่ใช่", exact=True).press("Space")
    chair.get_by_role("textbox", name="เหตุผลของการชี้ขาด").fill("มีสถานตรวจสภาพเอกชนครบทุกจังหวัด")
    press(chair, "บันทึกการชี้ขาด")
    says(chair, "ภารกิจนี้ไม่มีความเห็นต่างที่ยังไม่ได้ชี้ขาด")

    absent.goto(f"{address}/waiting")
    says(absent, "ไม่มีเรื่องที่รอท่านในรอบนี้")
    never_says(absent, "ภารกิจรอความเห็นของท่าน", "รอท่านดำเนินการ (1)")
    absent.goto(f"{address}/walk?mission={mission}&way=answer&question=-")
    says(absent, "ประธานชี้ขาดแล้ว", "ให้ความเห็นแล้ว 3 จาก 4 คน")
    never_says(absent, "เห็นตรงกัน", "เอกชนทำได้แล้ว")
    not_hers_to_do(absent)

    # before signing: dissent and missing evidence are in words, and nothing is signed unread
    chair.goto(f"{address}/check?mission={mission}")
    says(chair, "ประธานชี้ขาดแล้ว · ความเห็นแย้ง 1", "ไม่มีหลักฐาน 1 ข้อ", "ไม่ใช่ 2 · ใช่ 1 · ยังไม่ให้ความเห็น 1 · ชี้ขาดแล้ว")
    never_says(chair, "เห็นตรงกัน")
    no_complaint(chair)
    press(chair, "ลงนามรับรองผล “ยกเลิก”")
    expect(chair.get_by_role("alert").filter(has_text="กรุณาทำเครื่องหมาย")).to_be_focused()
    assert signed_state(store, mission) == "unsigned"
    chair.get_by_text("ข้าพเจ้าได้ตรวจคำตอบ").click()
    press(chair, "ลงนามรับรองผล “ยกเลิก”")
    says(chair, "ลงนามแล้วโดย วนิดา")
    assert signed_state(store, mission) == "signed"

    absent.goto(f"{address}/check?mission={mission}")
    says(absent, "ลงนามแล้วโดย วนิดา", "ประธานชี้ขาดแล้ว · ความเห็นแย้ง 1", "ให้ความเห็นแล้ว 3 จาก 4 คน")
    never_says(absent, "เห็นตรงกัน", "ไม่ใช่ 2", "ข้าพเจ้าได้ตรวจคำตอบ")
    not_hers_to_do(absent)
    no_complaint(absent)

    # a member contradicts what is signed: a proposal, and the signature stands
    prasert.goto(f"{address}/walk?mission={mission}&way=answer&question=necessary")
    says(prasert, "จะเป็นข้อเสนอให้ประธานพิจารณา")
    settled(prasert)
    box = prasert.get_by_role("textbox", name="เหตุผล", exact=True)
    box.fill("ยกเลิกได้เมื่อมีสถานตรวจครบทุกอำเภอ")
    box.blur()
    says(prasert, "ข้อความที่พิมพ์เก็บเป็นร่างของท่านเมื่อ")
    press(prasert, "ไปต่อ")
    says(prasert, "เสนอการแก้ไขต่อประธานแล้ว")
    assert signed_state(store, mission) == "signed"

    absent.goto(f"{address}/waiting")
    says(absent, "ไม่มีเรื่องที่รอท่านในรอบนี้")
    never_says(absent, "มีผู้เสนอแก้ไข")

    # the chair sees it, takes it over, compares, and signs again
    chair.goto(f"{address}/waiting")
    says(chair, "1 ภารกิจที่ลงนามแล้วมีผู้เสนอแก้ไข")
    chair.get_by_role("link", name="ดูข้อเสนอ").click()
    says(chair, "เสนอโดย ประเสริฐ")
    press(chair, "รับข้อเสนอ (ต้องลงนามใหม่)")
    says(chair, "จึงต้องลงนามใหม่", "สิ่งที่เปลี่ยนตั้งแต่ลงนามครั้งล่าสุด")
    assert signed_state(store, mission) == "reopened"
    secretary.goto(f"{address}/portfolio?review=1&view=missions")
    says(secretary, "แก้ไขหลังลงนาม")
    absent.goto(f"{address}/check?mission={mission}")
    says(absent, "จึงต้องลงนามใหม่", "สิ่งที่เปลี่ยนตั้งแต่ลงนามครั้งล่าสุด")
    never_says(absent, "ลงนามแล้วโดย")
    not_hers_to_do(absent)
    settled(chair)
    chair.get_by_text("ข้าพเจ้าได้ตรวจคำตอบ").click()
    press(chair, "ลงนามรับรองผล “ยกเลิก” อีกครั้ง")
    says(chair, "ลงนามแล้วโดย วนิดา")
    assert signed_state(store, mission) == "signed"
    assert len(of_mission(sign_offs_of, store, mission)) == 2
    chair.goto(f"{address}/waiting")
    says(chair, "ไม่มีเรื่องที่รอท่านในรอบนี้")
    absent.goto(f"{address}/check?mission={mission}")
    says(absent, "ลงนามแล้วโดย วนิดา")
    never_says(absent, "จึงต้องลงนามใหม่", "สิ่งที่เปลี่ยนตั้งแต่ลงนามครั้งล่าสุด")
    absent.goto(f"{address}/waiting")
    says(absent, "ไม่มีเรื่องที่รอท่านในรอบนี้")
    assert verify(store).sound


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 800, 700), (390, 844, 600)])
def test_the_question_its_answers_and_continue_are_on_the_first_screen(
    story: tuple[Store, str, int], browser: Browser, width: int, height: int, most: int
) -> None:
    _, address, mission = story
    with windows(browser, width, height) as context:
        page = context.new_page()
        come(page, f"{address}/walk?mission={mission}", NAMES[MALEE])
        box = page.get_by_role("button", name="ไปต่อ").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= most
        assert box["height"] >= 44
        head = page.get_by_test_id("stHeader").bounding_box()
        assert head is not None
        assert head["height"] <= 56


def test_keys_answer_go_on_and_back_and_never_while_typing(
    story: tuple[Store, str, int], window: Callable[[str, str], Page]
) -> None:
    _, address, mission = story
    page = window(f"{address}/walk?mission={mission}&way=opinion", MALEE)
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    page.wait_for_function("window.keysHeard")
    settled(page)
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="ใช่", exact=True)).to_be_checked()
    settled(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("ข้อ 2 จาก 7", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="ใช่", exact=True)).to_be_focused()
    settled(page)
    box = page.get_by_role("textbox", name="เหตุผล", exact=True)
    box.press_sequentially("2 ? J")
    expect(page.get_by_role("radio", name="ไม่ใช่", exact=True)).not_to_be_checked()
    expect(box).to_have_value("2 ? J")
    box.blur()
    settled(page)
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.get_by_text("ข้อ 1 จาก 7", exact=True)).to_be_visible()
    settled(page)
    page.keyboard.press("?")
    expect(page.get_by_text("Ctrl+Enter ไปต่อ")).to_be_visible()
