"""What every page says of a review: its title, and when it began and must end."""

from collections.abc import Callable, Iterable

import streamlit as st

from flowchart.chart import Chart
from record.limits import FIRST_YEAR, LAST_YEAR
from record.models import Review
from record.reviews import due, due_after, ministries_in_english, ministry_in_english
from text.dates import day_in_words, read_day, short_day, today
from ui.language import lang, plain, say
from ui.who import record

FORM_WIDTH = 720
"""Pixels; a longer line of input is hard to take in."""


def ministry(me: str, review: Review) -> str:
    """The ministry of a review in the language in use, as markdown. Raises ``StoreError``."""
    if lang() == "th":
        return plain(review.ministry)
    with record().read_review(me, review.id) as read:
        return plain(ministry_in_english(read) or review.ministry)


def names_of_reviews(me: str, found: Iterable[Review]) -> dict[int, str]:
    """What each review is called, by id, with what tells it from another of that title. Raises ``StoreError``."""
    english = ministries_in_english(record(), me) if lang() == "en" else {}
    return {
        review.id: f"{review.title(lang())} · {english.get(review.id, review.ministry)} · "
        f"{day_in_words(review.started, lang())}"
        for review in found
    }


def time_left(review: Review) -> str:
    """When a review began and is due, and how long that is, as markdown."""
    end = due(review)
    if end is None:
        dates = say("reviews.began", started=day_in_words(review.started, lang()))
    else:
        dates = say("reviews.dates", started=day_in_words(review.started, lang()), due=day_in_words(end, lang()))
    if review.status == "closed":
        return f"{dates}  \n:material/lock: **{say('reviews.closed')}**"
    left = days_left(review)
    return f"{dates}  \n:material/event: **{left}**" if left else dates


def days_left(review: Review) -> str:
    """How long there is until a review is due, in words; "" when it is closed or has no time limit."""
    end = due(review)
    if end is None or review.status == "closed":
        return ""
    left = (end - today()).days
    if left == 0:
        return say("reviews.last_day")
    return say("record.days_left" if left > 0 else "record.overdue", n=f"{abs(left):,}")


def start_date(chart: Chart, key: str, on_change: Callable[[], None] | None = None) -> None:
    """Ask for the start of a review, whose key has a text; write it out beneath, with the day it is due.

    A text and not Streamlit's calendar, which knows neither Thai nor the Buddhist era.
    """
    chosen = read_day(
        st.text_input(
            say("reviews.started"), key=key, max_chars=20, help=say("reviews.started_help"), on_change=on_change
        )
    )
    if chosen is None or not FIRST_YEAR <= chosen.year <= LAST_YEAR:
        st.error(say("reviews.wrong_day", example=short_day(today(), lang())))
        return
    end = due_after(chart, chosen)
    said = {"started": day_in_words(chosen, lang())}
    st.caption(say("reviews.when", **said, due=day_in_words(end, lang())) if end else say("reviews.when_open", **said))
