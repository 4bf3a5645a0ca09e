"""Days and moments as people write them, in Thailand's time, whatever the clock of the server says."""

import re
from datetime import date, datetime, timedelta, timezone

from text.numbers import TO_ARABIC
from text.words import Lang, Words

THAILAND = timezone(timedelta(hours=7))
"""Thailand's time; it has no summer time."""

_BUDDHIST_ERA = 543
_SURELY_BUDDHIST = 2400
"""A year from here on is one of the Buddhist era."""
_TYPED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
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
    """A day as people type it: day/month/year in Thai or Arabic digits, of either era; None when it is none."""
    found = _TYPED.fullmatch(text.translate(TO_ARABIC).strip())
    if not found:
        return None
    of, month, year = map(int, found.groups())
    try:
        return date(year - _BUDDHIST_ERA if year >= _SURELY_BUDDHIST else year, month, of)
    except ValueError:
        return None
