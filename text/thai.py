"""Thai text made comparable. Both forms are for comparing only: what the user wrote is written back as it was."""

import re
import unicodedata
from functools import lru_cache

from text.numbers import TO_ARABIC

_INVISIBLE = (0x00AD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()]
# Old Windows and Macintosh fonts drew shifted Thai glyphs from U+F700 on; text copied from old PDFs still has them.
_GLYPHS = dict(zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู", strict=True))
_CLEAN = {**dict.fromkeys((*_INVISIBLE, *_CONTROLS, 0xFFFE, 0xFFFF)), **_GLYPHS}

_TONE = "\u0e48-\u0e4b"
_VOWEL = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d\u0e4e"
"""Marks above and below a consonant that are typed before its tone mark."""
_MENDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(f"([{_TONE}\u0e4c]+)([{_VOWEL}])(?!\u0e32)"), r"\2\1"),
    (re.compile("\u0e40\u0e40"), "\u0e41"),
    (re.compile(f"([{_TONE}]?)\u0e4d([{_TONE}]?)\u0e32"), "\\1\\2\u0e33"),
    (re.compile(f"\u0e33([{_TONE}])"), "\\1\u0e33"),
    (re.compile(f"([{_TONE}])[{_TONE}]+"), r"\1"),
    (re.compile(f"([{_VOWEL}\u0e4c])\\1+"), r"\1"),
)
_NARROW = {code: code - 0xFF01 + ord("!") for code in range(0xFF01, 0xFF5F)}
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")


def normalise(text: str) -> str:
    """The same text with one spelling: composed sara am, marks in order, no invisible characters, single spaces.

    Idempotent. Line breaks become spaces.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    while True:
        mended = unicodedata.normalize("NFC", text.translate(_CLEAN))
        for pattern, replacement in _MENDS:
            mended = pattern.sub(replacement, mended)
        mended = " ".join(mended.split())
        if mended == text:
            return text
        text = mended


def narrow(text: str) -> str:
    """The text with the full-width letters, digits and signs of East Asian keyboards as those of ASCII."""
    return text.translate(_NARROW)


@lru_cache(maxsize=10_000)
def match_key(text: str) -> str:
    """The text reduced to what matters when two are compared: Arabic digits, no case, width, spaces or punctuation.

    A number keeps its sign and point (-1 is not 1), and a text of nothing but punctuation stays as it is.
    """
    plain = narrow(normalise(text)).translate(TO_ARABIC).casefold()
    if _NUMBER.fullmatch(plain):
        return plain.replace(",", "")
    if plain.isalnum():
        return plain
    return plain.translate(_WORDLIKE) or plain or text


_MANY = 0x3000


class _Wordlike(dict[int, int | None]):
    """Every character but punctuation and space; those of Thai and Latin are looked up once."""

    def __missing__(self, code: int) -> int | None:
        found = None if unicodedata.category(chr(code))[0] in "PZ" else code
        if code < _MANY:
            self[code] = found
        return found


_WORDLIKE = _Wordlike()
