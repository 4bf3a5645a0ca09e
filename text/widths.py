"""How wide a text is likely to be, and where it may be cut, when there is no browser to ask.

Widths are in parts of the font size, a little more than the Sarabun font needs, so that a text set in
another font still stays inside its box.
"""

import re
import unicodedata
from functools import lru_cache
from math import ceil

_CLASSES = {
    "เ": 0.34, "โใไ": 0.44, "าำ": 0.52, "ฌญฒณ": 0.88, "พฟฬทษฑ": 0.75,
    " .,:;|'!il": 0.29, "()[]{}/-·jftrI": 0.41, "s": 0.45, "ckvxyz": 0.51, "ae": 0.53, "“”": 0.57,
    "ACDGHKNOQRUVXYBZ&": 0.68, "mwMW%@→–—…": 0.87,
}  # fmt: skip
_WIDTHS = {char: em for chars, em in _CLASSES.items() for char in chars}
_THAI, _LATIN, _OTHER, _BOLD = 0.65, 0.57, 1.0, 1.04
_LEAST = 0.8
"""The smallest part of its size that a text may be set in before a run of Thai is cut."""
_SYLLABLES = re.compile("(?<![ะำิุ])(?=[เแโใไ])"), re.compile("(?=[เแโใไ])")
"""Before a leading vowel; rather not after an open short syllable: ประเทศ and ดำเนิน are one word each."""
_GAIN = 0.8
"""A run of Thai is cut only when its widest part is at most this part of the whole."""


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if unicodedata.category(char) == "Mn":
        return 0.0
    return _WIDTHS.get(char) or (_THAI if "ก" <= char <= "๛" else _LATIN if char < "ɐ" else _OTHER)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The likely width of a line of text. Vowels and tones above and below a Thai letter take no room."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Cut a text at spaces and after slashes: inside a run of Thai, a program cannot tell where a word ends.

    A run too long even when it is set smaller is cut where a syllable certainly begins.
    """

    def wide(line: str) -> float:
        return width(line.rstrip(), size, bold=bold)

    def fill(pieces: list[str], most: float) -> list[str]:
        lines = [""]
        for piece in pieces:
            if lines[-1] and wide(lines[-1] + piece) > most:
                lines.append("")
            lines[-1] += piece
        return lines

    pieces: list[str] = []
    for run in re.split(r"(?<=[\s/])", text):
        parts = [run]
        if (whole := wide(run)) * _LEAST > room:
            even = whole / ceil(whole / room) * 1.1
            cuts = [fill(begins.split(run), min(even, room)) for begins in _SYLLABLES]
            parts = next((cut for cut in cuts if max(map(wide, cut)) < whole * _GAIN), parts)
        pieces += parts
    return [line.strip() for line in fill(pieces, room) if line.strip()]


def wrap_label(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """One line where setting it a little smaller is enough, else the lines of ``wrap``."""
    fits = width(text, size * _LEAST, bold=bold) <= room
    return [text] if text and fits else wrap(text, size, room, bold=bold)


def fitting(lines: list[str], size: float, room: float, *, bold: bool = False) -> float:
    """The font size at which the widest line fits: a run that may not be cut is set smaller."""
    widest = max((width(line, size, bold=bold) for line in lines), default=0)
    return size if widest <= room else round(size * room / widest, 2)
