"""What every page says of a review: its title, and when it began and must end."""

import streamlit as st

from record.limits import FIRST_YEAR, LAST_YEAR
from record.models import Review
from record.reviews import days_left, due
from text.dates import day_in_words, read_day, short_day, today
from ui.language import lang, say

FORM_WIDTH = 720
"""Pixels; a longer line of input is hard to take in."""


def time_left(review: Review) -> str:
    """When a review began and is due, and how long that is, as markdown."""
    dates = say("reviews.dates", started=day_in_words(review.started, lang()), due=day_in_words(due(review), lang()))
    if review.status == "closed":
        return f"{dates}  \n:material/lock: **{say('reviews.closed')}**"
    left = days_left(review, today())
    if left == 0:
        said = f":material/event: **{say('reviews.last_day')}**"
    elif left > 0:
        said = f":material/event: {say('record.days_left', n=f'{left:,}')}"
    else:
        said = f":material/event_busy: **{say('record.overdue', n=f'{-left:,}')}**"
    return f"{dates}  \n{said}"


def start_date(key: str) -> None:
    """Ask for the start of a review, whose key has a text; write it out beneath, with the day it is due.

    A text and not Streamlit's calendar, which knows neither Thai nor the Buddhist era.
    """
    chosen = read_day(st.text_input(say("reviews.started"), key=key, max_chars=20, help=say("reviews.started_help")))
    if chosen is None or not FIRST_YEAR <= chosen.year <= LAST_YEAR:
        st.error(say("reviews.wrong_day", example=short_day(today(), lang())))
    else:
        st.caption(
            say(
                "reviews.when",
                started=day_in_words(chosen, lang()),
                due=day_in_words(due(Review(started=chosen)), lang()),
            )
        )
