"""The start of a table that may be long."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from ui.language import say

SHOWN = 100
"""Rows of a long table that the page shows; the downloads hold all."""


def long_table(table: pd.DataFrame, alt: str, numbers: Sequence[str] = ()) -> None:
    """The start of a table, of which the columns ``numbers`` hold numbers that are already in words."""
    if len(table) > SHOWN:
        st.caption(say("reviews.first_of", shown=SHOWN, n=f"{len(table):,}"))
    st.dataframe(
        table.head(SHOWN),
        hide_index=True,
        height=400 if len(table) > 10 else "content",
        alt=alt,
        column_config=dict.fromkeys(numbers, st.column_config.TextColumn(alignment="right")),
    )
