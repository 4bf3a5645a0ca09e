"""The keys of the pages, and what belongs to the whole window: its language, and letters for a meeting room."""

from pathlib import Path

import streamlit as st

from ui.language import in_the_other, lang, say

_ROWS = ("digits", "go_on", "go_back", "next", "previous", "projector", "help")
_OWN = (
    *(
        "open",
        "clear_value",
        "clear_entry",
        "clear_all",
        "increment",
        "decrement",
        "close",
        "choose_date",
        "main_menu",
        "app_pages",
    ),
    *("expand_sidebar", "collapse_sidebar", "sidebar", "selected_values", "fullscreen", "close_fullscreen", "search"),
    *("show_or_hide_columns", "running", "skip", "add_files", "file_upload", "choose_option", "choose_options"),
    "progress",
)
"""Streamlit's own names of its controls, which are English in every page."""
_PARTS = ("help_for", "remove")
_mount = st.components.v2.component("keys", js=(Path(__file__).parent / "keys.js").read_text(encoding="utf-8"))


def keys() -> None:
    """Listen for the keys. At the end of every page."""
    own = {
        "names": {in_the_other(f"own.{name}"): say(f"own.{name}") for name in _OWN},
        "begin": {in_the_other(f"own.{part}", of=""): say(f"own.{part}", of="") for part in _PARTS},
    }
    # In a list, for Streamlit loads pandas to look for tables in a mapping.
    _mount(data=[{"lang": lang(), **own}], key="keys")


def keys_help() -> None:
    """What the keys do, behind a button that ``?`` opens."""
    with st.popover(say("keys.title"), icon=":material/keyboard:", help=say("keys.title"), key="keys_help"):
        st.markdown(f"**{say('keys.title')}**")
        st.markdown("\n".join(f"- {say(f'keys.{row}')}" for row in _ROWS))
