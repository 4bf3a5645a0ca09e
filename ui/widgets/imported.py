"""What is said of a review that was imported: nobody vouched for the copy, or its chart can only be read."""

import streamlit as st

from record.chart_versions import chart_to_answer
from record.models import Review
from record.store_error import StoreError
from ui.language import lang, plain, say


def say_if_imported(review: Review) -> None:
    """Say at this place of the page what limits an imported review, if anything does."""
    if review.vouched is False:
        st.warning(say("imported.not_vouched"), icon=":material/gpp_maybe:")
    try:
        chart_to_answer(review)
    except StoreError as error:
        if error.code == "chart_unsound":
            st.warning(plain(error.sentence(lang())), icon=":material/lock:")
