"""Signing in against a real provider without a browser: what is replayed, swapped or sent by somebody else."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from record.store import Store
from tests.browser.test_sign_in import provider, served
from tests.browser.visitor import visiting
from tests.record.working_group import make_group

__all__ = ["provider"]


@pytest.fixture(scope="module")
def address(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("ways")
    url = f"sqlite:///{folder / 'record.db'}"
    make_group(Store(url))
    with served("uvicorn", folder, provider, url) as there:
        yield there


@pytest.fixture
def browsers(address: str) -> Iterator[list[httpx.Client]]:
    opened = [httpx.Client(base_url=address) for _ in range(2)]
    yield opened
    for each in opened:
        each.close()


def begun(browser: httpx.Client) -> str:
    """Where a browser that asked to sign in is sent: to the provider, with the state of this sign-in."""
    address = str(browser.base_url).rstrip("/")
    with visiting(address, "lang=en") as page:
        page.press("Sign in")
    answer = browser.get(page.sent_to)
    assert answer.status_code == 302
    return answer.headers["location"]


def allowed(at_provider: str, who: str) -> str:
    """Where the provider sends the browser back to, once somebody signed in there."""
    answer = httpx.post(at_provider, data={"sub": who})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


def is_in(browser: httpx.Client) -> bool:
    """Whether a browser has a cookie of somebody who signed in."""
    return any(name.startswith(USER_COOKIE_NAME) for name in browser.cookies)


def of(address: str, name: str) -> str:
    return parse_qs(urlsplit(address).query)[name][0]


def test_each_sign_in_has_a_state_and_a_nonce_of_its_own(browsers: list[httpx.Client]) -> None:
    asked = [begun(browser) for browser in (*browsers, browsers[0])]
    for name in ("state", "nonce"):
        assert len({of(each, name) for each in asked}) == 3, name


def test_a_callback_counts_once_and_only_in_the_browser_that_asked(browsers: list[httpx.Client]) -> None:
    mine, other = browsers
    back = allowed(begun(mine), "malee")
    assert other.get(back).status_code == 302
    assert not is_in(other), "somebody else's sign-in was slipped in"
    kept = dict(mine.cookies)
    answer = mine.get(back)
    assert is_in(mine)
    for line in answer.headers.get_list("set-cookie"):
        if line.startswith(USER_COOKIE_NAME):
            assert re.search(r"httponly", line, re.IGNORECASE)
            assert re.search(r"samesite=lax", line, re.IGNORECASE)
    again = httpx.Client(base_url=mine.base_url, cookies=kept)  # as the browser was before: the state is there still
    assert again.get(back).status_code == 302
    assert not is_in(again), "a code counts once"
    again.close()


def test_a_code_of_another_sign_in_is_refused_whatever_state_comes_with_it(browsers: list[httpx.Client]) -> None:
    mine, other = browsers
    my_back, other_back = allowed(begun(mine), "malee"), allowed(begun(other), "prasert")
    swapped = my_back.replace(of(my_back, "code"), of(other_back, "code"))
    assert mine.get(swapped).status_code == 302
    assert not is_in(mine)
    invented = other_back.replace(of(other_back, "state"), "invented")
    assert other.get(invented).status_code == 302
    assert not is_in(other)


@pytest.mark.parametrize("query", ["", "?error=x&error_description=%0d%0aforged", "?code=x", "?state=x&code=%00"])
def test_a_callback_that_nobody_asked_for_leads_to_the_first_page(browsers: list[httpx.Client], query: str) -> None:
    answer = browsers[0].get(f"/oauth2callback{query}")
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert not is_in(browsers[0])
