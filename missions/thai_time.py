"""The day and the hour in Thailand, whatever the clock of the server says."""

from datetime import date, datetime, timedelta, timezone

THAILAND = timezone(timedelta(hours=7))
"""Thailand's time; it has no summer time."""


def today() -> date:
    """The day it is in Thailand."""
    return datetime.now(THAILAND).date()
