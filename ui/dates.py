"""Days and moments as people of the page's language write them, in Thailand's time."""

from datetime import date, datetime, timedelta, timezone

from flowchart.words import Lang
from ui.language import lang, say

THAILAND = timezone(timedelta(hours=7))
"""Thailand's time; it has no summer time."""
_BUDDHIST_ERA = 543


def day(of: date) -> str:
    """A day with its month in words; in Thai the year is of the Buddhist era."""
    code: Lang = lang()
    return f"{of.day} {say(f'month.{of.month}')} {of.year + _BUDDHIST_ERA if code == 'th' else of.year}"


def today() -> date:
    """The day it is in Thailand."""
    return datetime.now(THAILAND).date()


def moment(of: datetime) -> str:
    """A moment to the minute."""
    local = of.astimezone(THAILAND)
    return say("moment", day=day(local.date()), time=f"{local:%H:%M}")
