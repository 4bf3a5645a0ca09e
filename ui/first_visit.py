"""The first visit over a slow line: Streamlit's own files compressed ahead, and its page with what ours need first."""

import gzip
import mimetypes
import re
import threading
from collections.abc import Mapping
from html import escape
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from text.words import LANGS, Words

STATIC = Path(st.__file__).parent / "static"
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
_ENCODINGS = ("br", "gzip")
_TEXT = (".js", ".css", ".json", ".svg", ".wasm")
_OF_SERVER = ("static", "media", "api", "component", "components", "app", "auth", "oauth2callback")
"""First parts of addresses that are no pages."""
_words = Words.beside(__file__)
_LOOK = Path(__file__).with_name("theme.css")
"""Our style sheet: in the page from the first, so that nothing moves when it comes, and after Streamlit's own."""
START = 'window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}'
"""Where the server is, so that a page at ``/walk`` does not look for it at ``/walk/_stcore`` first."""
_LATER = 'const go=()=>import("{}");document.hidden?go():requestAnimationFrame(()=>setTimeout(go))'
"""Begins a script once the page was painted, which it would hold up. A page in the background is not painted."""

_ON_EVERY_PAGE = ("Html", "Button", "ButtonGroup", "PageLink", "BidiComponent", "TextInput", "TextArea", "Radio")
"""Streamlit's scripts for the kinds of element that most pages begin with. It fetches each when it first draws one, and
puts a grey bar in its place until then, which is not as large: what stands below and beside moves."""
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')


def scripts_ahead(text: str) -> list[str]:
    """The files of those scripts and what they import, without what the page of that text asks for itself."""
    folder, found = STATIC / "static" / "js", dict[str, None]()
    wanted = [next(folder.glob(f"{name}.*.js")).name for name in _ON_EVERY_PAGE]
    while wanted:
        name = wanted.pop()
        if name not in found and name not in text:
            found[name] = None
            wanted += _IMPORTED.findall((folder / name).read_text(encoding="utf-8"))
    return sorted(found)


def page() -> str:
    """Streamlit's page in Thai, with a description, and with what our pages need first asked for at once.

    That is the fonts of our theme, not its own, and the scripts of the commonest elements. Until they came, on a slow
    line for many seconds, the page says its name and that it opens.
    """
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    symbols = next(path.name for path in (STATIC / "static" / "media").glob("MaterialSymbols-Rounded.*"))
    fonts = ("./app/static/Sarabun-Regular.woff2", "./app/static/Sarabun-SemiBold.woff2", f"./static/media/{symbols}")
    asked = "".join(f'<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin />' for font in fonts)
    asked += "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}" />' for name in scripts_ahead(text)
    )
    head = f'<meta name="description" content="{escape(_words("description", "th"))}" />{asked}<script>{START}</script>'
    begin = next(iter(re.findall(r'<script type="module" crossorigin src="([^"]+)"', text)), "")
    opening = f'<strong lang="th">{escape(_words("app", "th"))}</strong>'
    opening += "".join(f'<span lang="{lang}">{escape(_words("opening", lang))}</span>' for lang in LANGS)
    for pattern, replacement in (
        (r'<html lang="en">', '<html lang="th">'),
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r'href="./favicon.png"', 'href="./app/static/icon.png"'),
        (
            r'<script type="module" crossorigin src="[^"]+"></script>',
            f'<link rel="modulepreload" crossorigin href="{begin}" /><script>{_LATER.format(begin)}</script>',
        ),
        (r'(?<=<div id="root">)(?=</div>)', f'<div class="opening" role="status">{opening}</div>'),
        ("</body>", f"<style>{_LOOK.read_text(encoding='utf-8')}</style></body>"),
        (r"<title>[^<]*</title>", f"<title>{escape(_words('app', 'th'))}</title>{head}"),
        (
            r"(?s)<noscript>.*?</noscript>",
            f"<noscript>{escape(_words('no_script', 'th'))} {escape(_words('no_script', 'en'))}</noscript>",
        ),
    ):
        text, n = re.subn(pattern, lambda _, new=replacement: new, text, count=1)  # type: ignore[misc]
        if not n:
            raise RuntimeError(f"Streamlit's page is not as expected: no {pattern}")
    return text


def encoding_for(accepted: str) -> str:
    """The best of our encodings that an ``Accept-Encoding`` allows, "" for none."""
    wanted: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        try:
            wanted[name.strip()] = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            wanted[name.strip()] = 0
    return next((name for name in _ENCODINGS if wanted.get(name, wanted.get("*", 0)) > 0), "")


def packed(data: bytes, encoding: str) -> bytes:
    """Data in one of our encodings."""
    if encoding == "br":
        import brotli  # not for a browser on this computer

        return bytes(brotli.compress(data, quality=7))
    return gzip.compress(data, 6, mtime=0) if encoding == "gzip" else data


class FirstVisit:
    """Answers for Streamlit's files and its page; the rest is the app's.

    ``packs`` says whether they are compressed, which takes longer than it saves for a browser on this computer.
    """

    def __init__(self, app: ASGIApp, *, packs: bool = True) -> None:
        self._app = app
        self._packs = packs
        self._page = page().encode()
        self._files: Mapping[str, Path] = {
            f"/{path.relative_to(STATIC).as_posix()}": path
            for path in (STATIC / "static").rglob("*")
            if path.suffix in _TEXT and path.is_file()
        }
        self._packed: dict[tuple[str, str], bytes] = {}
        if packs:
            threading.Thread(target=self._pack_ahead, name="pack", daemon=True).start()

    def _pack_ahead(self) -> None:
        for name in self._files:
            self._body(name, "br")

    def _body(self, name: str, encoding: str) -> bytes:
        found = self._packed.get((name, encoding))
        if found is None:
            data = self._page if name == "" else self._files[name].read_bytes()
            found = packed(data, encoding)
            if encoding:
                self._packed[name, encoding] = found
        return found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        name = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or "range" in headers:
            await self._app(scope, receive, send)
        elif name in self._files:
            await self._send(name, KEPT_FOR_GOOD, headers, scope, receive, send)
        elif _is_page(name):
            await self._send("", "no-cache", headers, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _send(self, name: str, kept: str, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        encoding = encoding_for(headers.get("accept-encoding", "")) if self._packs else ""
        body = await run_in_threadpool(self._body, name, encoding)
        told = {"cache-control": kept, "vary": "Accept-Encoding"} | ({"content-encoding": encoding} if encoding else {})
        kind = mimetypes.guess_type(name)[0] if name else "text/html"
        await Response(body, headers=told, media_type=kind)(scope, receive, send)


def _is_page(path: str) -> bool:
    """Whether an address is one of a page: ``/`` or a single plain name."""
    name = path.removeprefix("/")
    return not name.startswith("_") and "/" not in name and "." not in name and name not in _OF_SERVER
