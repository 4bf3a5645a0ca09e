"""The start of a table that may be long."""

import pandas as pd
import streamlit as st

from ui.language import say

SHOWN = 100
"""Rows of a long table that the page shows; the downloads hold all."""


def long_table(table: pd.DataFrame, alt: str) -> None:
    """The start of a table."""
    if len(table) > SHOWN:
        st.caption(say("reviews.first_of", shown=SHOWN, n=f"{len(table):,}"))
    st.dataframe(table.head(SHOWN), hide_index=True, height=400 if len(table) > 10 else "content", alt=alt)
