"""Mends the text that typst lays under Thai letters, so that it can be copied, searched and read aloud.

A tone mark that the font raises is drawn as a run of its own, and that run is given the text of its whole syllable
again: "สิ่ง" is copied as "สิ่สิ่ง". And every glyph of a syllable is mapped to the whole syllable, which viewers
that do not know /ActualText show three times. So a repeated run gets only its mark, and each glyph its own letter.
"""

import io
import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pikepdf
from pikepdf import Array

_SARA_AM = "\u0e33"
_NIKHAHIT, _SARA_AA = "\u0e4d", "\u0e32"
# The parts of a page that matter, as typst writes them; a string may hold brackets in pairs.
_TEXT = rb"\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\))*\)|<[0-9A-Fa-f]*>"
_STRING = re.compile(_TEXT)
_TOKEN = re.compile(
    rb"/Span\s*<<\s*/ActualText\s*(?P<span>" + _TEXT + rb")\s*>>\s*BDC|/(?P<font>\w+) [\d.]+ Tf\b"
    rb"|(?P<shown>\[(?:" + _TEXT + rb"|[-\d.\s]+)*\]\s*TJ|(?:" + _TEXT + rb")\s*Tj)|(?P<string>" + _TEXT + rb")"
    rb"|\b(?P<mark>BDC|BMC)\b|\b(?P<end>EMC)\b"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|[\s\S])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")


def mend(data: bytes) -> bytes:
    """The same PDF with a right text layer; tags, bookmarks and metadata stay as they are."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts: dict[tuple[int, int], _Font] = {}
        for page in pdf.pages:
            _mend_page(pdf, page, fonts)
        for font in fonts.values():
            font.write(pdf)
        stream = io.BytesIO()
        pdf.save(stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return stream.getvalue()


class _Font:
    """What a font says of its glyphs, and the letter that each was seen to stand for."""

    def __init__(self, font: pikepdf.Object) -> None:
        self._object = font
        self._raw = font.ToUnicode.read_bytes()
        self.texts = {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for block in _BLOCK.findall(self._raw)
            for code, text in _PAIR.findall(block)
        }
        self._widths = dict(_widths(font.DescendantFonts[0]))
        self._default = float(font.DescendantFonts[0].get("/DW", 1000))
        self._letters: dict[int, Counter[str]] = defaultdict(Counter)

    def width(self, code: int) -> float:
        return self._widths.get(code, self._default)

    def learn(self, codes: tuple[int, ...], text: str) -> None:
        """A syllable's glyphs stand in the order of its letters; sara am is drawn as a ring and a sara aa."""
        letters = list(text)
        if text.endswith(_SARA_AM) and len(codes) > 2:
            inner = [*text[1:-1], _NIKHAHIT]
            letters = [text[0], *(inner if len(inner) == len(codes) - 2 else ["".join(inner)]), _SARA_AA]
        for code, letter in zip(codes, letters, strict=False):
            self._letters[code][letter] += 1

    def write(self, pdf: pikepdf.Pdf) -> None:
        """Map each glyph to its own letter."""
        letters = {code: self._letter(code, text) for code, text in sorted(self.texts.items())}
        rows = [b"<%04X> <%s>\n" % (code, text.encode("utf-16-be").hex().encode()) for code, text in letters.items()]
        blocks = [rows[n : n + 100] for n in range(0, len(rows), 100)]
        body = b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks)
        start, end = re.search(rb"\d+ beginbf", self._raw), self._raw.rfind(b"endcmap")
        if start:
            self._object.ToUnicode = pdf.make_stream(self._raw[: start.start()] + body + self._raw[end:])

    def _letter(self, code: int, text: str) -> str:
        if code in self._letters:
            return self._letters[code].most_common(1)[0][0]
        if len(text) > 1 and any("\u0e00" <= char <= "\u0e7f" for char in text):
            return text[0] if self.width(code) else text[-1]
        return text


@dataclass
class _Run:
    """Glyphs drawn together, and the text they are said to stand for.

    ``start`` and ``end`` are where its /ActualText stands in the page, or, without one, where the text is shown.
    """

    start: int
    end: int
    font: _Font
    codes: tuple[int, ...]
    text: str
    spanned: bool
    new_text: str | None = None

    @property
    def syllable(self) -> str:
        """The text of its last cluster of glyphs."""
        return self.text if self.spanned else self.font.texts.get(self.codes[-1], "")


def _mend_page(pdf: pikepdf.Pdf, page: pikepdf.Page, fonts: dict[tuple[int, int], _Font]) -> None:
    stream = page.Contents.read_bytes()
    before: _Run | None = None
    changed: dict[int, _Run] = {}
    for run in _runs(page, stream, fonts):
        syllable = run.syllable
        repeated = before is not None and syllable == before.syllable and len(syllable) > len(run.codes)
        if before and repeated and all(run.font.width(code) == 0 for code in run.codes):
            cut = len(syllable) - len(run.codes)
            run.new_text = syllable[cut:]
            run.font.learn(run.codes, run.new_text)
            changed[run.start] = run
            if before.spanned:
                before.new_text = before.text[: len(before.text) - len(run.codes)]
                changed[before.start] = before
        else:
            if run.spanned:
                run.font.learn(run.codes, run.text)
            before = run
    if changed:
        page.Contents = pdf.make_stream(_rewritten(stream, changed))


def _runs(page: pikepdf.Page, stream: bytes, fonts: dict[tuple[int, int], _Font]) -> Iterator[_Run]:
    """The runs of a page in the order drawn: each /ActualText span, and each text drawn outside of one."""
    here: dict[bytes, _Font | None] = {}
    font: _Font | None = None
    marks: list[re.Match[bytes] | None] = []
    codes: tuple[int, ...] = ()
    for token in _TOKEN.finditer(stream):
        kind = token.lastgroup
        if kind == "font":
            name = token["font"]
            if name not in here:
                here[name] = _font(page.Resources.Font["/" + name.decode()], fonts)
            font = here[name]
        elif kind in ("span", "mark"):
            marks.append(token if kind == "span" else None)
        elif kind == "end" and marks:
            span = marks.pop()
            if span and font and codes:
                text = _decoded(span["span"])
                yield _Run(span.start(), span.end(), font, codes, text, spanned=True)
                codes = ()
        elif kind == "shown" and font:
            shown = _codes(token["shown"])
            if any(marks):
                codes += shown
            elif shown:
                text = "".join(font.texts.get(code, "") for code in shown)
                yield _Run(token.start(), token.end(), font, shown, text, spanned=False)


def _font(font: pikepdf.Object, fonts: dict[tuple[int, int], _Font]) -> _Font | None:
    """The font, read once for all pages; None for one that says nothing of its text."""
    if "/ToUnicode" in font and font.objgen not in fonts:
        fonts[font.objgen] = _Font(font)
    return fonts.get(font.objgen)


def _rewritten(stream: bytes, changed: dict[int, _Run]) -> bytes:
    parts = []
    done = 0
    for start, run in sorted(changed.items()):
        text = (run.new_text or "").encode("utf-16-be").hex().upper().encode()
        parts += [stream[done:start], b" /Span<</ActualText<FEFF%s>>>BDC" % text]
        if not run.spanned:
            parts += [b" ", stream[start : run.end], b" EMC"]
        done = run.end
    return b"".join([*parts, stream[done:]])


@lru_cache(maxsize=4096)
def _codes(shown: bytes) -> tuple[int, ...]:
    """The glyph numbers of a text operand, which is a string or an array of strings and distances."""
    data = b"".join(_bytes(part) for part in _STRING.findall(shown))
    return struct.unpack(f">{len(data) // 2}H", data)


def _bytes(string: bytes) -> bytes:
    """The bytes that a PDF string stands for."""
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return _ESCAPE.sub(
        lambda m: _ESCAPED.get(m[1]) or (m[1] if not m[1].isdigit() else bytes([int(m[1], 8)])), string[1:-1]
    )


@lru_cache(maxsize=4096)
def _decoded(string: bytes) -> str:
    """The text that a PDF string stands for."""
    text = _bytes(string)
    return text[2:].decode("utf-16-be") if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def _widths(font: pikepdf.Object) -> Iterator[tuple[int, float]]:
    """The advance widths that a CID font lists, as ``first [w w …]`` or ``first last w``."""
    listed = list(font.get("/W", []))
    n = 0
    while n < len(listed):
        first = int(listed[n])
        if isinstance(listed[n + 1], Array):
            yield from ((first + k, float(width)) for k, width in enumerate(listed[n + 1]))
            n += 2
        else:
            yield from ((code, float(listed[n + 2])) for code in range(first, int(listed[n + 1]) + 1))
            n += 3
