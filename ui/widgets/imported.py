"""What is said of a review that was imported from a copy which nobody vouched for."""

import streamlit as st

from record.models import Review
from ui.language import say


def say_if_not_vouched(review: Review) -> None:
    """Say at this place of the page that the review was imported and not vouched for, when that is so."""
    if review.vouched is False:
        st.warning(say("imported.not_vouched"), icon=":material/gpp_maybe:")
