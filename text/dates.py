"""Days and moments as people write them, in Thailand's time, whatever the clock of the server says."""

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache

from text.numbers import TO_ARABIC
from text.words import LANGS, Lang, Words

THAILAND = timezone(timedelta(hours=7))
"""Thailand's time; it has no summer time."""

_BUDDHIST_ERA = 543
_SURELY_BUDDHIST = 2400
"""A year from here on is one of the Buddhist era."""
_MONTHS = range(1, 13)
_TYPED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_WRITTEN = re.compile(r"(?:วันที่\s*)?(\d{1,2})\s*([^\d\s]+?)\s*(?:[พค]\.\s?ศ\.)?\s*(\d{4})")
_words = Words.beside(__file__)


def today() -> date:
    """The day it is in Thailand."""
    return datetime.now(THAILAND).date()


def year_of(day: date, lang: Lang) -> int:
    """The year of a day; in Thai it is of the Buddhist era."""
    return day.year + _BUDDHIST_ERA if lang == "th" else day.year


def day_in_words(day: date, lang: Lang) -> str:
    """A day with its month in words; no line ends within it."""
    return "\u00a0".join([str(day.day), _words(f"month.{day.month}", lang), str(year_of(day, lang))])


def short_day(day: date, lang: Lang) -> str:
    """A day in digits, day/month/year, as ``read_day`` reads it."""
    return f"{day.day}/{day.month}/{year_of(day, lang)}"


def moment_in_words(moment: datetime, lang: Lang) -> str:
    """A moment to the minute."""
    local = moment.astimezone(THAILAND)
    return _words("moment", lang, day=day_in_words(local.date(), lang), time=f"{local:%H:%M}")


def read_day(text: str) -> date | None:
    """A day as people type it, in Thai or Arabic digits, of either era; None when it is none.

    The month is a number between strokes, or its name in Thai or English, whole or short.
    """
    text = text.translate(TO_ARABIC).strip()
    found = _TYPED.fullmatch(text) or _WRITTEN.fullmatch(text)
    if not found:
        return None
    of, month, year = found.groups()
    number, era = int(month) if month.isdigit() else _months().get(month.lower(), 0), int(year)
    try:
        return date(era - _BUDDHIST_ERA if era >= _SURELY_BUDDHIST else era, number, int(of))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """The number of each month, by its names in lower case."""
    names = (
        (n, _words(f"{length}.{n}", lang)) for length in ("month", "short_month") for lang in LANGS for n in _MONTHS
    )
    return {name.lower(): n for n, name in names}
