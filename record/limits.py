"""What the record accepts. A page's own limits can be got round, so everything is checked again where it is written."""

import re
from datetime import date
from typing import Any, cast
from urllib.parse import urlsplit

from engine.rules import AnswerError, checked
from flowchart.chart import Chart
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.rows import NUMBERS
from record.lengths import CODE, EMAIL, NAME, WORDS
from record.row import storable
from record.store_error import StoreError

FIRST_YEAR, LAST_YEAR = 1957, 2157
"""Years (A.D.) that a review may begin in: of the Buddhist era 2500 to 2700. Others are the wrong era or a slip."""

LONGEST = {
    "code": CODE,
    "ministry": NAME,
    "department": NAME,
    "name_th": NAME,
    "name_en": NAME,
    "title_th": NAME,
    "title_en": NAME,
    "name": NAME,
    "other_agency": NAME,
    "ministry_en": NAME,
    "department_en": NAME,
    "settled_by": NAME,
    "dissent": WORDS,
    "file_name": NAME,
    "description": WORDS,
    "legal_basis": WORDS,
    "reason": WORDS,
    "evidence": WORDS,
    "comment": WORDS,
    "view_name": CODE,
    "email": EMAIL,
    "link": 2_000,
    **{field.name: WORDS if field.kind == "words" else NAME for field in DETAIL_FIELDS.values()},
}
"""The longest text of each field, in characters."""

_EMAIL = re.compile(r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\".]+(\.[^@\s<>()\[\],;:\\\".]+)+")


def checked_text(field: str, value: object, *, needed: bool = False) -> str:
    """``value`` as a text of ``field``. Raises ``StoreError`` when it is none, too long, or missing where needed.

    Nothing is cut or cleaned: HTML, quotes, emoji and right-to-left marks are kept as written.
    """
    if type(value) is not str:
        raise StoreError("not_text", field=field)
    if not storable(value):
        raise StoreError("characters", field=field)
    if needed and not value.strip():
        raise StoreError("missing", field=field)
    if len(value) > LONGEST[field]:
        raise StoreError("too_long", field=field, length=len(value), longest=LONGEST[field])
    return value


def checked_number(field: str, value: object) -> int | None:
    """``value`` as a whole number of ``field``, None when it is not known. Raises ``StoreError``."""
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= NUMBERS[field]:
        raise StoreError("number", field=field, largest=NUMBERS[field])
    return value


def checked_choice(field: str, value: object, allowed: tuple[str, ...]) -> str:
    """``value`` when it is one of ``allowed``. Raises ``StoreError``."""
    if type(value) is not str or value not in allowed:
        raise StoreError("choice", field=field, value=str(value), allowed=", ".join(allowed))
    return value


def checked_question(chart: Chart, question: object) -> str:
    """``question`` when the chart has it. Raises ``StoreError``."""
    if type(question) is not str or question not in chart.questions:
        raise StoreError("question", value=str(question), allowed=", ".join(chart.questions))
    return question


def checked_answer(chart: Chart, question: object, value: object) -> tuple[str, str]:
    """A question and an answer code of the chart, "" for "not known yet". Raises ``StoreError``."""
    try:
        checked(chart, cast(dict[str, str], {question: value}))
    except (AnswerError, TypeError) as error:
        if type(question) is str and question in chart.questions:
            allowed = ", ".join(chart.questions[question].answers)
            raise StoreError("answer", value=str(value), allowed=allowed) from error
        checked_question(chart, question)
    return cast(str, question), cast(str, value)


def checked_email(value: object) -> str:
    """An e-mail address in lower case, as members are known by it. Raises ``StoreError``."""
    email = lower_case(checked_text("email", value, needed=True).strip())
    if not _EMAIL.fullmatch(email):
        raise StoreError("email", value=email)
    return email


def lower_case(email: str) -> str:
    """An address in lower case. No other letter becomes one of ASCII, as the sign of Kelvin would become k."""
    return "".join(c if c.lower().isascii() and not c.isascii() else c.lower() for c in email)


def checked_link(value: object) -> str:
    """An http or https address. Raises ``StoreError``: a ``javascript:`` address must never become a link."""
    link = checked_text("link", value, needed=True).strip()
    try:
        parts = urlsplit(link)
    except ValueError:
        raise StoreError("link", value=link) from None
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or any(c.isspace() or not c.isprintable() for c in link)
    ):
        raise StoreError("link", value=link)
    return link


def checked_date(field: str, value: Any) -> date:
    """A date of ``FIRST_YEAR`` to ``LAST_YEAR``. Raises ``StoreError``."""
    if type(value) is not date:
        raise StoreError("date", field=field)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise StoreError("year", field=field, first=FIRST_YEAR, last=LAST_YEAR)
    return value
