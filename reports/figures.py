"""Bar charts as SVG: one drawing for the page, for PDF and, as PNG, for Word.

A bar chart is a few rectangles and texts. Drawn here they need no drawing library, and the texts are shaped by whoever
shows them: the browser, or typst, which sets Thai right.
"""

import base64
import re
import struct
from functools import lru_cache
from html import escape

from reports.document import Bars
from reports.typesetting import Typeset
from text.numbers import Digits, in_digits
from text.widths import fitting, width
from text.words import Lang

_WIDTH = 640.0
_BAR, _STEP, _TOP = 18.0, 30.0, 8.0
_SIZE = 14.0
_MOST_LABEL = 280.0
_GAP = 10.0
_DOTS = 1600
"""The width of a picture as PNG: 250 dots an inch when it is as wide as the text of a page."""
_POINTS_A_PIXEL = 0.75
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")
"""Drawn from an SVG, sara am loses the room it takes; written as its two parts it keeps it."""
INK, BAR = "#17212b", "#2f5d8c"


def bar_chart(bars: Bars, lang: Lang, digits: Digits) -> str:
    """Horizontal bars with their labels before and their values after them."""
    labels, values = list(bars.labels), bars.values
    size = fitting(labels, _SIZE, _MOST_LABEL)
    left = min(max((width(label, size) for label in labels), default=0), _MOST_LABEL) + _GAP
    room = _WIDTH - left - 60
    most = max(values, default=0) or 1
    height = _TOP * 2 + _STEP * len(values)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" width="{_WIDTH:g}" '
        f'height="{height:g}" role="img" xml:lang="{lang}" font-family="Sarabun, sans-serif" fill="{INK}">'
    ]
    for n, (label, value) in enumerate(zip(labels, values, strict=True)):
        top = _TOP + _STEP * n
        base = top + _BAR / 2 + 5
        length = room * value / most
        told = in_digits(f"{value:,}", digits)
        parts.append(
            f'<text x="{left - _GAP:g}" y="{base:g}" font-size="{size:g}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{left:g}" y="{top:g}" width="{max(length, 0.5):.2f}" height="{_BAR:g}" fill="{BAR}"/>'
            f'<text x="{left + length + 6:.2f}" y="{base:g}" font-size="{_SIZE:g}">{told}</text>'
        )
    axis = f'<path d="M{left:g} {_TOP / 2:g} V{height - _TOP / 2:g}" stroke="{INK}" stroke-width="1"/></svg>'
    return "".join([*parts, axis])


@lru_cache(maxsize=8)
def png(svg: str) -> bytes:
    """The picture as PNG, for writers that cannot show SVG."""
    template = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    inputs = {"svg": _SARA_AM.sub("\u0e4d\\1\u0e32", svg)}
    return Typeset(template, inputs).png(_DOTS / (size_of(svg)[0] * _POINTS_A_PIXEL / 72))[0]


def without_text(svg: str) -> str:
    """The picture as an SVG that holds its PNG: PDF/A refuses the Thai text of an SVG as typst writes it."""
    return around(png(svg), *size_of(svg))


def around(picture: bytes, wide: float, high: float) -> str:
    """An SVG of that size that holds a PNG: what typst reads without a file."""
    data = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}">'
        f'<image width="{wide:g}" height="{high:g}" href="data:image/png;base64,{data}"/></svg>'
    )


def png_size(picture: bytes) -> tuple[float, float]:
    """Width and height of a PNG in pixels, as its head says."""
    wide, high = struct.unpack(">II", picture[16:24])
    return wide, high


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a picture."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if not found:
        raise ValueError("a picture needs a viewBox that begins at 0 0")
    return float(found[1]), float(found[2])
