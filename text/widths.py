"""How wide a text is likely to be, and where it may be cut, when there is no browser to ask.

Widths are in parts of the font size, a little more than the Sarabun font needs, so that a text set in
another font still stays inside its box.
"""

import re
import unicodedata

_CLASSES = {
    "เ": 0.34, "โใไ": 0.44, "าำ": 0.52, "ฌญฒณ": 0.88, "พฟฬทษฑ": 0.75,
    " .,:;|'!il": 0.29, "()[]{}/-·jftrI": 0.41, "s": 0.45, "ckvxyz": 0.51, "ae": 0.53, "“”": 0.57,
    "ACDGHKNOQRUVXYBZ&": 0.68, "mwMW%@→–—…": 0.87,
}  # fmt: skip
_WIDTHS = {char: em for chars, em in _CLASSES.items() for char in chars}
_THAI, _LATIN, _OTHER, _BOLD = 0.65, 0.57, 1.0, 1.04


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The likely width of a line of text. Vowels and tones above and below a Thai letter take no room."""
    em = 0.0
    for char in text:
        if unicodedata.category(char) != "Mn":
            em += _WIDTHS.get(char) or (_THAI if "ก" <= char <= "๛" else _LATIN if char < "ɐ" else _OTHER)
    return em * size * (_BOLD if bold else 1)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Cut a text at spaces and after slashes only: inside a run of Thai, a program cannot tell where a word ends."""
    lines = [""]
    for piece in re.split(r"(?<=[\s/])", text):
        if lines[-1] and width((lines[-1] + piece).rstrip(), size, bold=bold) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def fitting(lines: list[str], size: float, room: float, *, bold: bool = False) -> float:
    """The font size at which the widest line fits: a run that may not be cut is set smaller."""
    widest = max((width(line, size, bold=bold) for line in lines), default=0)
    return size if widest <= room else round(size * room / widest, 2)
