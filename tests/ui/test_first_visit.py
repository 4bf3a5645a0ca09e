"""Streamlit's files go out compressed, as the browser allows, and its page asks at once for what ours need."""

import gzip
import re
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.servers import awaited
from ui.first_visit import STATIC, FirstVisit, encoding_for, packed, page

SCRIPT = next((STATIC / "static" / "js").glob("index.*.js"))
ADDRESS = f"/static/js/{SCRIPT.name}"


class Visitor:
    def __init__(self) -> None:
        below = Route("/{path:path}", lambda _: PlainTextResponse("the app itself"))
        self._app = FirstVisit(Starlette(routes=[below]))

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def got() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.get(address, headers=headers)

        return awaited(got())


@pytest.fixture(scope="module")
def visitor() -> Visitor:
    return Visitor()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("", ""),
        ("*", "br"),
        ("gzip;q=0", ""),
        ("gzip;q=nonsense", ""),
        ("BR", "br"),
    ],
)
def test_the_best_encoding_that_is_allowed_is_taken(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted) == encoding


def test_packed_data_is_what_it_was() -> None:
    data = SCRIPT.read_bytes()
    assert brotli.decompress(packed(data, "br")) == gzip.decompress(packed(data, "gzip")) == packed(data, "") == data
    assert len(packed(data, "br")) < len(data) / 2.5


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_file_comes_whole_in_each_encoding(visitor: Visitor, encoding: str) -> None:
    answer = visitor.get(ADDRESS, headers={"accept-encoding": encoding})
    assert answer.content == SCRIPT.read_bytes()
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("address", ["/", "/walk", "/walk?mission=1", "/portfolio"])
def test_a_page_is_not_kept_and_names_what_it_needs(visitor: Visitor, address: str) -> None:
    answer = visitor.get(address)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.text == page()
    for name in re.findall(r'href="\./(static/[^"]+)"', answer.text):
        assert (STATIC / name).is_file(), name
    for name in re.findall(r'href="\./app/(static/[^"]+)"', answer.text):
        assert (Path(__file__).parents[2] / name).is_file(), name
    assert "SourceSans" not in answer.text
    assert 'name="description"' in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/_stcore/health",
        "/api/ready",
        "/media/x.png",
        "/robots.txt",
        "/oauth2callback",
        "/static/js/../../x.js",
        "/a/b",
    ],
)
def test_the_rest_is_the_apps(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).text == "the app itself"


def test_part_of_a_file_is_the_apps(visitor: Visitor) -> None:
    assert visitor.get(ADDRESS, headers={"range": "bytes=0-1"}).text == "the app itself"


def test_the_scripts_of_what_pages_begin_with_are_asked_for_at_once_and_once() -> None:
    text = page()
    named = re.findall(r'<link rel="modulepreload"[^>]*href="\./static/js/([^"]+)"', text)
    assert len(named) == len(set(named))
    for name in named:
        assert (STATIC / "static" / "js" / name).is_file()
    for kind in ("PageLink", "ButtonGroup", "BidiComponent"):
        assert any(name.startswith(f"{kind}.") for name in named), kind


def test_the_scripts_begin_only_when_the_name_was_painted() -> None:
    text = page()
    assert '<script type="module"' not in text
    [begun] = re.findall(r'import\("\./([^"]+)"\).*requestAnimationFrame', text)
    assert (STATIC / begun).is_file()
    assert f'<link rel="modulepreload" crossorigin href="./{begun}" />' in text
