"""Numbers and dates in one language and one kind of digits."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from text.dates import day_in_words
from text.numbers import Digits, in_digits, rounded
from text.words import Lang


class Localizer:
    """Writes things in ``lang``, with numbers in ``digits``. What people typed keeps its own digits."""

    def __init__(self, lang: Lang, digits: Digits = "arabic") -> None:
        self.lang, self.digits = lang, digits

    def number(self, value: float | Decimal) -> str:
        """A whole number with separators."""
        return in_digits(f"{rounded(value):,}", self.digits)

    def percent(self, part: float, whole: float) -> str:
        """A share with one decimal, without a sign; nothing of nothing is 0."""
        return in_digits(f"{rounded(Decimal(part) / Decimal(whole) * 100 if whole else 0, 1)}", self.digits)

    def date(self, day: datetime.date) -> str:
        """A date with its month in words; in Thai the year is of the Buddhist era."""
        return in_digits(day_in_words(day, self.lang), self.digits)

    def join(self, texts: Iterable[str]) -> str:
        """Texts in a row, separated by commas."""
        return ", ".join(texts)
