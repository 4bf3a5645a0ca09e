"""A chart's file is edited on the disk, and the page that watches it follows by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from flowchart import charts
from tests.browser.steps import expect, settled
from tests.browser.test_access import assert_accessible_in_both_themes
from tests.charts import changed
from tests.servers import STREAMLIT, started

EDGE = 'answer: "no", to: cancel'


def write(path: Path, to: str) -> None:
    """The default chart as a new version, in which what is not needed any more leads elsewhere."""
    text = charts.file_of(charts.default()).read_text(encoding="utf-8")
    text = changed(text, ("version: 1.0.0", "version: 97.0.0"), (EDGE, f'answer: "no", to: {to}'))
    path.with_suffix(".new").write_text(text, encoding="utf-8")
    path.with_suffix(".new").replace(path)  # as many editors save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "charts").mkdir()
    write(tmp_path / "charts" / "97.0.0.yaml", "cancel")
    return tmp_path / "charts"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    record = f"sqlite:///{folder.parent}/record.db"
    with started([*STREAMLIT, "--server.port=0"], BLUEPRINT_DATABASE_URL=record, BLUEPRINT_CHARTS=str(folder)) as found:
        yield found


def test_the_page_follows_each_save_of_the_file(page: Page, address: str, folder: Path) -> None:
    page.goto(f"{address}/chart")
    page.get_by_role("link", name="ดูผังขณะแก้ไข").click()
    state = page.locator(".st-key-chart_file_state")
    expect(state).to_contain_text("blueprint@97.0.0")
    expect(state).to_contain_text("ไม่พบข้อผิดพลาด")
    expect(page.get_by_text("ทั้ง 81 ภารกิจยังได้ผลเหมือนเมื่อเปิดหน้านี้")).to_be_visible()
    picture = page.get_by_role("list", name="ผัง “")
    expect(picture).to_be_visible()
    settled(page)

    write(folder / "97.0.0.yaml", "nowhere")
    expect(state).to_contain_text("ต้องแก้ไข")
    expect(page.locator("[class*=st-key-chart_file_defect]").filter(has_text="to: nowhere")).to_be_visible()
    expect(picture).to_be_visible()
    assert_accessible_in_both_themes(page)

    write(folder / "97.0.0.yaml", "transfer")
    expect(state).to_contain_text("ไม่พบข้อผิดพลาด")
    expect(page.get_by_text("ได้ผลต่างจากเมื่อเปิดหน้านี้ 4 จาก 81 ภารกิจ")).to_be_visible()
    assert_accessible_in_both_themes(page)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_text("Decided otherwise than when this page was opened: 4 of 81")).to_be_visible()
    expect(page).to_have_url(f"{address}/chart-file?file=97.0.0.yaml&lang=en")
