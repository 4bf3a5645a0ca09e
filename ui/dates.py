"""Days and moments as people of the page's language write them, in Thailand's time."""

import re
from datetime import date, datetime

from flowchart.words import Lang
from missions.files.thai import THAI_DIGITS
from missions.thai_time import THAILAND
from ui.language import lang, say

_BUDDHIST_ERA = 543
_SURELY_BUDDHIST = 2400
"""A year from here on is one of the Buddhist era."""
_TYPED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")


def day(of: date) -> str:
    """A day with its month in words; in Thai the year is of the Buddhist era."""
    code: Lang = lang()
    return f"{of.day} {say(f'month.{of.month}')} {of.year + _BUDDHIST_ERA if code == 'th' else of.year}"


def short_day(of: date) -> str:
    """A day in digits, day/month/year, as ``read_day`` reads it."""
    return f"{of.day}/{of.month}/{of.year + _BUDDHIST_ERA if lang() == 'th' else of.year}"


def read_day(text: str) -> date | None:
    """A day as people type it: day/month/year in Thai or Arabic digits, of either era; None when it is none."""
    found = _TYPED.fullmatch(text.translate(THAI_DIGITS).strip())
    if not found:
        return None
    of, month, year = map(int, found.groups())
    try:
        return date(year - _BUDDHIST_ERA if year >= _SURELY_BUDDHIST else year, month, of)
    except ValueError:
        return None


def moment(of: datetime) -> str:
    """A moment to the minute."""
    local = of.astimezone(THAILAND)
    return say("moment", day=day(local.date()), time=f"{local:%H:%M}")
