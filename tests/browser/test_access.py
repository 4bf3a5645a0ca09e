"""Every page for everyone, as a ministry serves it: fit for a phone, and no axe violation, light and dark."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, FilePayload, Page, ViewportSize

from tests.browser.conftest import fresh
from tests.browser.pictures import MEASURE
from tests.browser.steps import answer, at_work, expect, open_new, press, settled, upload, windows
from tests.charts import SAMPLE
from tests.record.working_group import ADMIN, CHAIR

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_OF_COLOURS = ["color-contrast", "link-in-text-block"]
FITS = "() => [...document.querySelectorAll('html, .stMain')].every(each => each.scrollWidth == each.clientWidth)"
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)


def choose_page(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.get_by_role("heading", level=1)).to_have_text("ทบทวนภารกิจภาครัฐ")


def question_page(page: Page, server: str) -> None:
    open_new(page, server)
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    page.get_by_text("รายการตรวจสอบหลักฐาน").click()


def result_page(page: Page, server: str) -> None:
    question_page(page, server)
    answer(page, "ใช่", "ข้อ 2 จาก 7 · คำถามต่อเนื่อง")
    answer(page, "รวมภารกิจ", "ผลการจำแนก")


def bulk_page(page: Page, server: str) -> None:
    page.goto(f"{server}/bulk")
    upload(page, SAMPLE)
    page.get_by_role("button", name="จำแนก", exact=True).click()
    expect(page.get_by_text("ไม่พบปัญหาในแฟ้ม")).to_be_visible()


def chart_page(page: Page, server: str) -> None:
    page.goto(f"{server}/chart")
    expect(page.get_by_role("heading", name="เอกสารต้นทาง")).to_be_visible()


def summary_page(page: Page, server: str) -> None:
    page.goto(f"{server}/summary")
    upload(page, SAMPLE)
    expect(page.get_by_role("heading", name="ตัวอย่างหน้าแรก")).to_be_visible()


def who_page(page: Page, server: str) -> None:
    page.goto(f"{server}/reviews")
    expect(page.get_by_role("combobox", name="ท่านคือผู้ใด")).to_be_visible()


def as_chair(page: Page) -> None:
    work_as(page, CHAIR, "chair")


def work_as(page: Page, email: str, name: str) -> None:
    page.get_by_role("combobox", name="ท่านคือผู้ใด").fill(email)
    page.get_by_role("option").first.click()
    at_work(page, name)


def mission_page(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=1")
    as_chair(page)
    page.get_by_text("ข้อมูลภารกิจและภารกิจคู่").click()
    page.get_by_text("ประวัติการแก้ไข").click()
    expect(page.get_by_text("ข้อ 1 จาก 7")).to_be_visible()


def signing_page(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=3")
    as_chair(page)
    expect(page.get_by_role("button", name="ตรวจคำตอบและลงนาม")).to_be_visible()


def reviews_page(page: Page, server: str) -> None:
    who_page(page, server)
    as_chair(page)
    expect(page.get_by_text("เหลือเวลา").or_(page.get_by_text("เกินกำหนด")).first).to_be_visible()


def waiting_page(page: Page, server: str) -> None:
    page.goto(f"{server}/waiting")
    as_chair(page)
    expect(page.get_by_text("ภารกิจรอความเห็นของท่าน").first).to_be_visible()


def check_page(page: Page, server: str) -> None:
    page.goto(f"{server}/check?mission=3")
    as_chair(page)
    expect(page.get_by_text("ข้าพเจ้าได้ตรวจคำตอบ")).to_be_visible()


def settle_page(page: Page, server: str) -> None:
    page.goto(f"{server}/settle?mission=1")
    as_chair(page)
    expect(page.get_by_text("ภารกิจนี้ไม่มีความเห็นต่าง")).to_be_visible()


def portfolio_page(page: Page, server: str) -> None:
    page.goto(f"{server}/portfolio?review=1")
    as_chair(page)
    page.locator(".streams summary").click()
    expect(page.locator(".streams table")).to_be_visible()


def moves_page(page: Page, server: str) -> None:
    page.goto(f"{server}/portfolio?review=1&view=moves")
    as_chair(page)
    expect(page.get_by_role("heading", name="ตัวเลขเหล่านี้ขึ้นกับคำตอบใด")).to_be_visible()
    expect(page.locator(".streams svg")).to_be_visible()


def people_page(page: Page, server: str) -> None:
    page.goto(f"{server}/reviews?review=1&part=people")
    work_as(page, ADMIN, "ผู้ดูแล")
    expect(page.get_by_text("ผู้มีบทบาทในรอบนี้")).to_be_visible()


def beside_page(page: Page, server: str) -> None:
    page.goto(f"{server}/reviews?do=beside&former=2&later=1")
    as_chair(page)
    expect(page.get_by_text("ภารกิจที่ผลเปลี่ยน (1)")).to_be_visible()


def comments_page(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=1")
    as_chair(page)
    page.locator("summary").filter(has_text="ข้อหารือ").click()
    expect(page.get_by_role("button", name="ส่งข้อหารือ")).to_be_visible()


def alike_page(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=M001")
    answer(page, "ใช่", "ข้อ 2 จาก 7")
    page.locator("summary").filter(has_text="หน่วยงานอื่นที่อาจทำภารกิจเดียวกัน").click()
    expect(page.get_by_text("ชื่อคล้ายกันไม่ได้แปลว่างานซ้ำซ้อน").or_(page.get_by_text("ยังเปรียบเทียบชื่อภารกิจไม่ได้"))).to_be_visible(
        timeout=180_000
    )


def changes_page(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=3&question=-")
    as_chair(page)
    page.locator("summary").filter(has_text="คำตอบใดจะทำให้ผลเปลี่ยน").click()
    expect(page.locator("details[open]")).to_be_visible()


def paper_page(page: Page, server: str) -> None:
    page.goto(f"{server}/walk?mission=3&question=-")
    as_chair(page)
    page.get_by_role("button", name="เอกสารสำหรับการประชุม").click()
    expect(page.get_by_role("button", name="ดาวน์โหลด PDF").first).to_be_visible()


def letters_page(page: Page, server: str) -> None:
    summary_page(page, server)
    page.locator("summary").filter(has_text="หนังสือนำและบันทึกข้อความ").click()
    expect(page.locator("details[open]")).to_be_visible()


def corrections_page(page: Page, server: str) -> None:
    text = "ภารกิจ,ข้อ 1\nก,ไม่ไช่\nข,ไม่ไช่\nค,ใช่\n"
    page.goto(f"{server}/bulk")
    upload(page, FilePayload(name="ภารกิจ.csv", mimeType="text/csv", buffer=text.encode()))
    press(page, "จำแนก")
    expect(page.get_by_text("“ไม่ไช่” ×2 → ไม่ใช่?")).to_be_visible()


def views_page(page: Page, server: str) -> None:
    page.goto(f"{server}/portfolio?review=1&view=missions")
    as_chair(page)
    page.get_by_role("button", name="มุมมองของท่าน").click()
    expect(page.get_by_role("textbox", name="เก็บตัวกรองที่ใช้อยู่ในชื่อ")).to_be_visible()


def attention_page(page: Page, server: str) -> None:
    page.goto(f"{server}/portfolio?review=1&view=attention")
    as_chair(page)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()


def sign_many_page(page: Page, server: str) -> None:
    page.goto(f"{server}/portfolio?review=1&view=sign")
    as_chair(page)
    expect(page.get_by_role("heading", name="พร้อมลงนาม")).to_be_visible()


def found_page(page: Page, server: str) -> None:
    reviews_page(page, server)
    box = page.get_by_role("searchbox", name="ค้นหาภารกิจในทุกรอบที่ท่านดูได้")
    box.fill("พิมพ์")
    box.press("Enter")
    expect(page.get_by_role("link", name="M2 พิมพ์ราชกิจจานุเบกษา").first).to_be_visible()


def _administered(part: str, expected: str) -> Callable[[Page, str], None]:
    """The visit of an administrator to a part of the page of a review."""

    def visit(page: Page, server: str) -> None:
        page.goto(f"{server}/reviews?review=1&part={part}")
        work_as(page, ADMIN, "ผู้ดูแล")
        expect(page.get_by_text(expected).first).to_be_visible()

    visit.__name__ = f"{part}_page"
    return visit


def tokens_page(page: Page, server: str) -> None:
    page.goto(f"{server}/reviews?do=access")
    work_as(page, ADMIN, "ผู้ดูแล")
    expect(page.get_by_role("heading", name="โทเค็นของโปรแกรม")).to_be_visible()


def new_review_page(page: Page, server: str) -> None:
    page.goto(f"{server}/reviews?do=new")
    work_as(page, ADMIN, "ผู้ดูแล")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def keys_page(page: Page, server: str) -> None:
    page.goto(f"{server}/chart")
    settled(page)
    page.locator(".st-key-keys_help [data-testid=stPopoverButton]").first.click()
    expect(page.get_by_text("Ctrl+Enter ไปต่อ")).to_be_visible()


def assert_accessible_in_both_themes(page: Page) -> None:
    """Let axe find nothing on the page as it is, light and dark, where only colours are others."""
    schemes: tuple[tuple[Literal["light", "dark"], list[str]], ...] = (("light", _RULES), ("dark", _OF_COLOURS))
    for scheme, rules in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        page.wait_for_function("() => document.getAnimations().every(each => each.playState != 'running')")
        settled(page)
        found = Axe().run(page, options={"runOnly": rules}).response["violations"]
        assert not found, [(scheme, v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]


PAGES = [
    *(choose_page, question_page, result_page, bulk_page, summary_page, chart_page),
    *(who_page, mission_page, signing_page, reviews_page),
    *(waiting_page, check_page, settle_page),
    *(portfolio_page, moves_page, people_page, beside_page),
    *(comments_page, alike_page, changes_page, paper_page, letters_page, corrections_page, keys_page),
    *(views_page, attention_page, sign_many_page, found_page, tokens_page, new_review_page),
    *(_administered("about", "เมื่อใดถือว่าเห็นตรงกัน"), _administered("missions", "นำเข้าภารกิจ")),
    *(_administered("version", "รุ่นของผังที่รอบนี้ใช้"), _administered("backup", "ดาวน์โหลดสำเนา")),
]


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    with windows(browser) as context:
        yield context


@pytest.mark.parametrize("visit", PAGES)
def test_on_a_phone_nothing_is_blocked_or_too_wide_or_too_small_and_axe_finds_nothing_in_light_and_dark(
    desk: BrowserContext, ministry: str, visit: Callable[[Page, str], None]
) -> None:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "violates" in message.text or "Refused" in message.text:
            said.append(message.text)

    with fresh(desk, ministry) as page:
        page.on("console", heard)
        page.emulate_media(reduced_motion="reduce")
        has_keys = visit is keys_page  # which a phone has not
        if not has_keys:
            page.set_viewport_size(PHONE)
        visit(page, ministry)
        settled(page)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # charts come last
        if not has_keys:
            page.wait_for_function(FITS)  # what is sized by script follows a moment after a scroll bar has come
            assert page.evaluate(MEASURE)["small"] == [], "too small for a finger"
        assert said == []
        page.set_viewport_size(DESK)
        assert_accessible_in_both_themes(page)
