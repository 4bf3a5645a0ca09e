"""Numbers as people read and write them: Thai or Arabic digits, rounding, and the one table of Thai digits."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Digits: TypeAlias = Literal["arabic", "thai"]

_ARABIC, _THAI = "0123456789", "๐๑๒๓๔๕๖๗๘๙"
TO_ARABIC = str.maketrans(_THAI, _ARABIC)
"""Thai digits to Arabic ones, for ``str.translate``."""
TO_THAI = str.maketrans(_ARABIC, _THAI)
"""Arabic digits to Thai ones, for ``str.translate``."""


def in_digits(text: str, digits: Digits) -> str:
    """The text with its numbers in Thai digits if asked for; a word with a Latin letter in it stays as it is."""
    if digits == "arabic":
        return text
    words = text.split(" ")
    return " ".join(word if any("A" <= c.upper() <= "Z" for c in word) else word.translate(TO_THAI) for word in words)


def rounded(number: float | Decimal, places: int = 0) -> Decimal:
    """The number as a workbook shows it: a half counts up."""
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
