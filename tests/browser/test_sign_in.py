"""Signing in with a real OpenID Connect provider, as the pages are opened and as a ministry serves them."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import delete, update

from record.members import add_member, edit_member, set_role
from record.models import Draft, SignIn
from record.store import OPERATOR, Store
from tests.browser.steps import at_work, choose, expect, settled, windows
from tests.browser.test_access import assert_accessible_in_both_themes
from tests.record.working_group import ADMIN, MALEE, PRASERT, Group, make_group
from tests.servers import free_port, started

SERVED = {
    "streamlit": ["streamlit", "run", "app.py", "--server.headless=true", "--server.port={port}"],
    "uvicorn": ["uvicorn", "asgi:app", "--port={port}"],
}
AS_A_MINISTRY_SERVES = pytest.mark.parametrize("ministry", ["uvicorn"], indirect=True)
"""For what is the same with either server once people have signed in."""
PEOPLE = (
    {"sub": "malee", "email": "Malee@Example.go.th", "email_verified": True},
    {"sub": "prasert", "email": "prasert@example.go.th", "email_verified": "true"},
    {"sub": "unsure", "email": "chair@example.go.th", "email_verified": False},
    {"sub": "outsider", "email": "outsider@elsewhere.example", "email_verified": True},
    {"sub": "nameless"},
)
SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "of the tests, and of nothing else at all"
client_id = "tests"
client_secret = "tests"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@dataclass
class Ministry:
    """The pages with sign-in, and the record behind them."""

    address: str
    group: Group


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    people = [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    with started(["oidc_provider_mock", "--port=0", *people]) as address:
        yield address


@pytest.fixture(scope="module", params=SERVED)
def ministry(
    request: pytest.FixtureRequest, provider: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ministry]:
    folder = tmp_path_factory.mktemp("ministry")
    url = f"sqlite:///{folder / 'record.db'}"
    group = make_group(Store(url))
    with served(request.param, folder, provider, url) as address:
        yield Ministry(address, group)


@contextmanager
def served(how: str, folder: Path, provider: str, url: str) -> Iterator[str]:
    port = free_port()
    secrets = folder / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(SECRETS.format(port=port, provider=provider), encoding="utf-8")
    secrets.chmod(0o600)
    command = [part.format(port=port) for part in SERVED[how]]
    with started(
        command,
        rf"http://\S+:{port}",
        BLUEPRINT_DATABASE_URL=url,
        BLUEPRINT_CHARTS=str(folder),
        HOME=str(folder),  # where Streamlit looks for secrets first, with either server
        AUTHLIB_INSECURE_TRANSPORT="1",
    ):
        yield f"http://localhost:{port}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with windows(browser) as context:
        context.route(re.compile(r"^https://cdn\."), lambda route: route.abort())  # the provider's style sheet
        yield context.new_page()


def sign_in(page: Page, who: str) -> None:
    page.get_by_role("button", name="ลงชื่อเข้าใช้").click()
    page.get_by_role("button", name=who, exact=True).click()


def sign_out(page: Page) -> None:
    settled(page)
    page.locator(".st-key-who_here").get_by_role("button").click()
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.get_by_role("button", name="End session").click()  # the provider asks once more


def test_from_a_deep_link_through_signing_in_to_the_same_address_and_out(page: Page, ministry: Ministry) -> None:
    asked = f"{ministry.address}/portfolio?review=1&status=signed"
    page.goto(asked)
    expect(page.get_by_text("กรุณาลงชื่อเข้าใช้ด้วยบัญชีของหน่วยงาน")).to_be_visible()
    assert_accessible_in_both_themes(page)
    sign_in(page, "malee")
    page.wait_for_url(asked)
    at_work(page, "malee")
    sign_out(page)
    page.wait_for_url(f"{ministry.address}/")
    expect(page.get_by_role("button", name="ลงชื่อเข้าใช้")).to_be_visible()
    page.goto(f"{ministry.address}/bulk")
    expect(page.get_by_role("button", name="ลงชื่อเข้าใช้")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_signing_out_counts_in_every_tab_and_for_a_copied_cookie(
    page: Page, browser: Browser, ministry: Ministry
) -> None:
    page.goto(f"{ministry.address}/bulk")
    sign_in(page, "malee")
    page.wait_for_url(f"{ministry.address}/bulk")
    expect(page.locator("input[type=file]")).to_have_count(1)
    with windows(browser) as thief:
        thief.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        copied, other_tab = thief.new_page(), page.context.new_page()
        for each in (copied, other_tab):
            each.goto(f"{ministry.address}/bulk")
            expect(each.locator("input[type=file]")).to_have_count(1)
        sign_out(page)
        other_tab.get_by_text("English").click()
        expect(other_tab.get_by_role("button", name="Sign in again")).to_be_visible()
        copied.reload()
        expect(copied.get_by_role("button", name="ลงชื่อเข้าใช้อีกครั้ง")).to_be_visible()
        expect(copied.get_by_text("ยังไม่มีชื่อในระบบ")).to_have_count(0)  # it is a member, who signed out
        assert_accessible_in_both_themes(copied)
        expect(copied.locator("input[type=file]")).to_have_count(0)


@AS_A_MINISTRY_SERVES
def test_the_chart_files_of_the_server_are_for_administrators(page: Page, ministry: Ministry) -> None:
    page.goto(f"{ministry.address}/chart-file")
    sign_in(page, "malee")
    expect(page.get_by_text("เฉพาะผู้ดูแลระบบเท่านั้น")).to_be_visible()
    edit_member(ministry.group.store, OPERATOR, MALEE, administrator=True)
    page.reload()
    expect(page.get_by_text("ยังไม่มีแฟ้มผัง")).to_be_visible()
    edit_member(ministry.group.store, OPERATOR, MALEE, administrator=False)


@AS_A_MINISTRY_SERVES
def test_axe_finds_nothing_where_an_administrator_sees_who_is_signed_in(page: Page, ministry: Ministry) -> None:
    edit_member(ministry.group.store, OPERATOR, MALEE, administrator=True)
    page.goto(f"{ministry.address}/reviews?do=access")
    sign_in(page, "malee")
    expect(page.get_by_role("button", name="ยุติ", exact=True).first).to_be_visible()
    assert_accessible_in_both_themes(page)
    edit_member(ministry.group.store, OPERATOR, MALEE, administrator=False)


@AS_A_MINISTRY_SERVES
def test_the_language_is_kept(page: Page, ministry: Ministry) -> None:
    page.goto(f"{ministry.address}/chart?lang=en")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="prasert", exact=True).click()
    page.wait_for_url(f"{ministry.address}/chart?lang=en")
    at_work(page, "prasert")


@AS_A_MINISTRY_SERVES
def test_another_address_is_not_taken_over_by_the_one_asked_for_before(page: Page, ministry: Ministry) -> None:
    page.goto(f"{ministry.address}/bulk")
    sign_in(page, "malee")
    page.wait_for_url(f"{ministry.address}/bulk")
    expect(page.locator("input[type=file]")).to_have_count(1)
    page.goto(ministry.address)
    page.wait_for_url(f"{ministry.address}/waiting")
    settled(page)
    assert page.url == f"{ministry.address}/waiting"


@AS_A_MINISTRY_SERVES
@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("outsider", "อีเมล outsider@elsewhere.example ยังไม่มีชื่ออยู่ในระบบ"),
        ("unsure", "ยังไม่ได้ยืนยันอีเมล chair@example.go.th"),
        ("nameless", "ไม่ได้แจ้งอีเมลของท่าน"),
    ],
)
def test_who_is_no_member_is_told_so_and_let_out_again(page: Page, ministry: Ministry, who: str, said: str) -> None:
    page.goto(f"{ministry.address}/bulk")
    sign_in(page, who)
    page.wait_for_url(f"{ministry.address}/bulk")
    expect(page.get_by_role("alert").get_by_text(said)).to_be_visible()
    assert_accessible_in_both_themes(page)
    expect(page.locator("input[type=file]")).to_have_count(0)
    sign_out(page)
    expect(page.get_by_role("button", name="ลงชื่อเข้าใช้")).to_be_visible()


def test_a_role_that_is_taken_away_counts_at_the_next_write(page: Page, ministry: Ministry) -> None:
    group = ministry.group
    page.goto(f"{ministry.address}/walk?mission={group.m1}")
    sign_in(page, "prasert")
    page.wait_for_url(f"{ministry.address}/walk?mission={group.m1}*")
    choose(page, "ใช่")
    expect(page.get_by_text("เก็บเป็นร่างของท่าน")).to_be_visible()
    settled(page)
    set_role(group.store, ADMIN, group.review.id, PRASERT, None)
    before = group.changes()
    page.get_by_role("button", name="ไปต่อ").click()
    expect(page.get_by_text("บทบาทของท่านในขณะนี้ไม่มีสิทธิ์ทำรายการนี้").first).to_be_visible()
    assert group.changes() == before
    set_role(group.store, ADMIN, group.review.id, PRASERT, "member")


@AS_A_MINISTRY_SERVES
def test_what_was_typed_when_the_sign_in_had_ended_is_back_after_the_next_one(page: Page, ministry: Ministry) -> None:
    group = ministry.group
    asked = f"{ministry.address}/walk?mission={group.m1}"
    page.goto(asked)
    sign_in(page, "prasert")
    page.wait_for_url(f"{asked}*")
    reason = page.get_by_role("textbox", name="เหตุผล", exact=True)
    reason.fill("พิมพ์ไว้ก่อนพักกลางวัน")
    with group.store.unlogged() as session:
        session.execute(delete(Draft))
        session.execute(update(SignIn).values(ended=SignIn.seen))
    reason.blur()
    page.get_by_role("button", name="ลงชื่อเข้าใช้อีกครั้ง").click()
    page.get_by_role("button", name="prasert", exact=True).click()
    page.wait_for_url(f"{asked}*")
    expect(reason).to_have_value("พิมพ์ไว้ก่อนพักกลางวัน")


def test_the_first_administrator_is_made_on_the_server(page: Page, provider: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    with served("uvicorn", tmp_path, provider, url) as address:
        page.goto(address)
        sign_in(page, "malee")
        expect(page.get_by_text("ยังไม่มีผู้ใช้ในระบบ")).to_be_visible()
        expect(page.get_by_text("python cli.py member add malee@example.go.th")).to_be_visible()
        assert_accessible_in_both_themes(page)
        add_member(Store(url), OPERATOR, "malee@example.go.th", "มาลี", administrator=True)
        page.reload()
        at_work(page, "มาลี")
