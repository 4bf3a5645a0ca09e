"""The fields of a mission: what they are called, and their values as they are typed and shown."""

from datetime import date
from decimal import Decimal

from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.rows import DATES, NUMBERS, Value, read_date, read_number
from text.dates import short_day
from ui.language import lang, say

_COUNTS = ("positions",)


def field_name(name: str) -> str:
    """What a field is called."""
    detail = DETAIL_FIELDS.get(name)
    return detail.label[lang()] if detail else say(f"details.{name}")


def amount(field: str, value: int) -> str:
    """A number of a mission with separators; money in baht."""
    return f"{value:,}" if field in _COUNTS else f"{Decimal(value).scaleb(-2):,}".removesuffix(".00")


def as_typed(name: str, value: Value) -> str:
    """A field as it is typed: money in baht, a day as day/month/year."""
    if isinstance(value, int):
        return amount(name, value)
    if name in DATES and value:
        return short_day(date.fromisoformat(value), lang())
    return value or ""


def as_kept(name: str, text: str) -> Value:
    """What was typed as the record keeps it; None of a number or a day that is none."""
    if name in NUMBERS:
        return read_number(name, text)
    return read_date(text) if name in DATES else text


def refusal(name: str, text: str) -> str:
    """The sentence for what ``as_kept`` could not read."""
    names = {"field": field_name(name), "value": text.strip()[:80]}
    if name in DATES:
        return say("details.wrong_date", **names)
    kind = name if name in _COUNTS else "budget_satang"
    return say(f"details.wrong_{kind}", largest=amount(name, NUMBERS[name]), **names)
